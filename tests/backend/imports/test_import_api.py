"""The import as callers see it: upload, preview, confirm; whole or not at all, again without doubles."""

import io
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import openpyxl
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.config import Settings
from handinhand.core.database import Database
from handinhand.core.errors import Stale
from handinhand.core.jobs import WorkerContext, set_worker_context
from handinhand.core.storage import address_of
from handinhand.demo.roster import demo_roster
from handinhand.exchange.imports import queries
from handinhand.exchange.imports.roster_apply import apply_roster
from handinhand.exchange.imports.roster_rules import plan_roster
from handinhand.exchange.imports.tasks import validate
from handinhand.exchange.imports.visits_layout import VISITS
from handinhand.exchange.imports.workbook import read_workbook
from handinhand.foundation.audit.service import ActorRef
from handinhand.models import (
    Affiliation,
    AuditEvent,
    Dispatch,
    Import,
    Organisation,
    Person,
    SupportCommunity,
    SupportedSchool,
    Visit,
)
from handinhand.worker import task_names
from tests.backend.imports.workbooks import GOOD, TODAY, Row, headings, roster, workbook_of
from tests.backend.statements import count_statements
from tests.conftest import FixedClock, SignIn
from tests.world import World

Client = httpx2.AsyncClient
Work = Callable[[str], Awaitable[None]]
PEOPLE: list[Row] = [("王芳", "13900000001", "桥山中学"), ("李军", "13900000002", "白水县教育局")]


def county_roster(**changed: Any) -> bytes:
    """The good roster for the second county bureau of the world."""
    return roster(**{"指导员": PEOPLE, **changed})


@pytest.fixture
async def work(app: FastAPI, database: Database, clock: FixedClock, settings: Settings) -> Work:
    """Does what the worker would do for an import."""

    async def done(import_id: str) -> None:
        set_worker_context(WorkerContext(database, app.state.files, clock, settings))
        await validate(import_id=import_id)

    return done


async def upload(
    caller: Client, data: bytes, kind: str = "roster", name: str = "名册.xlsx", **headers: str
) -> httpx2.Response:
    return await caller.post("/api/v1/imports", data={"kind": kind}, files={"file": (name, data)}, headers=headers)


async def previewed(caller: Client, work: Work, data: bytes, kind: str = "roster") -> dict[str, Any]:
    """The import after upload and checking."""
    taken = await upload(caller, data, kind)
    assert taken.status_code == 202, taken.text
    await work(taken.json()["id"])
    found = await caller.get(f"/api/v1/imports/{taken.json()['id']}")
    assert found.status_code == 200
    body: dict[str, Any] = found.json()
    return body


async def confirm(caller: Client, found: dict[str, Any], version: int | None = None) -> httpx2.Response:
    match = f'"{version or found["version"]}"'
    return await caller.post(f"/api/v1/imports/{found['id']}/confirm", headers={"If-Match": match})


async def rows(caller: Client, found: dict[str, Any], **query: Any) -> list[dict[str, Any]]:
    answer = await caller.get(f"/api/v1/imports/{found['id']}/rows", params={"limit": 200, **query})
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def count(session: AsyncSession, model: Any, bureau_id: UUID) -> int:
    found = await session.scalar(select(func.count()).select_from(model).where(model.bureau_id == bureau_id))
    return found or 0


TABLES = (Organisation, Person, Dispatch, Affiliation, SupportCommunity, SupportedSchool)


async def counts(session: AsyncSession, bureau_id: UUID) -> list[int]:
    return [await count(session, model, bureau_id) for model in TABLES]


async def test_given_a_good_roster_when_confirmed_then_all_of_it_stands_and_everything_is_audited(
    sign_in: SignIn, work: Work, session: AsyncSession, world: World
) -> None:
    caller = await sign_in("bureau2")
    taken = await upload(caller, county_roster())
    assert (taken.status_code, taken.json()["status"]) == (202, "validating")
    assert taken.json()["progress"] == {"done": 0, "total": 0}
    assert taken.headers["Location"] == f"/api/v1/imports/{taken.json()['id']}"
    queued = (await session.execute(text("select task_name, args from procrastinate_jobs where status = 'todo'"))).all()
    assert ("imports:validate", {"import_id": taken.json()["id"]}) in [tuple(job) for job in queued]

    await work(taken.json()["id"])
    found = (await caller.get(f"/api/v1/imports/{taken.json()['id']}")).json()
    assert found["status"] == "ready"
    assert found["progress"] == {"done": 13, "total": 13}
    assert found["counts"] == {"create": 13, "update": 0, "unchanged": 0, "error": 0}
    shown = await rows(caller, found)
    assert [(row["sheet"], row["row"], row["title"]) for row in shown[:2]] == [
        ("机构", 2, "股室：基础教育股"),
        ("机构", 3, "股室：民办教育股"),
    ]
    before = await counts(session, world.other_county)
    assert before == [2, 0, 0, 0, 0, 0]

    done = await confirm(caller, found)
    assert (done.status_code, done.json()["status"]) == (200, "applied"), done.text
    assert await counts(session, world.other_county) == [2 + 6, 2, 2, 1, 1, 1]
    names = (await session.scalars(select(Organisation.name).where(Organisation.section_id.is_not(None)))).all()
    assert {"桥山中学", "小星星幼儿园"} <= set(names)
    actions = (await session.scalars(select(AuditEvent.action).where(AuditEvent.bureau_id == world.other_county))).all()
    assert {"import:start", "import:confirm", "organisation:create", "person:create", "dispatch:create"} <= set(actions)


async def test_given_part_of_a_roster_then_it_applies_and_the_preview_says_what_was_not_read(
    sign_in: SignIn, work: Work, session: AsyncSession, world: World
) -> None:
    caller = await sign_in("bureau2")
    schools = [[*headings("机构"), "法人"], *([*row, "张三"] for row in GOOD["机构"])]
    found = await previewed(caller, work, workbook_of({"说明": [["填表须知"]], "机构": schools}))
    assert found["status"] == "ready", await rows(caller, found)
    assert found["notes"] == [
        "工作簿里没有“党组织”“指导员”“派驻”“挂靠”“帮扶共同体”，当作空表",
        "没有读取工作表“说明”，里面的内容不会导入",
        "工作表“机构”里没有读取这些列：“法人”（L1）",
    ]
    assert (await caller.get("/api/v1/imports")).json()["items"][0]["notes"] == found["notes"]
    shown = await rows(caller, found, status="create")
    assert {"heading": "类别", "before": None, "after": "幼儿园"} in shown[-1]["changes"]
    assert (await confirm(caller, found)).json()["notes"] == found["notes"]
    assert (await counts(session, world.other_county))[0] == 2 + 6


async def test_given_a_heading_that_nobody_knows_then_the_import_is_refused_with_its_cell(
    sign_in: SignIn, work: Work
) -> None:
    caller = await sign_in("bureau2")
    titles = [*headings("机构")[:-1], "加入时间"]
    found = await previewed(caller, work, workbook_of({"机构": [titles, *GOOD["机构"]]}))
    assert found["status"] == "rejected"
    (row,) = await rows(caller, found)
    assert [(error["cell"], error["code"]) for error in row["errors"]] == [("K1", "unknown_heading")]


async def test_given_a_body_when_confirming_then_422_and_nothing_is_applied(sign_in: SignIn, work: Work) -> None:
    caller = await sign_in("bureau2")
    found = await previewed(caller, work, county_roster())
    path, match = f"/api/v1/imports/{found['id']}/confirm", {"If-Match": f'"{found["version"]}"'}
    refused = await caller.post(path, json={"sheets": ["机构"]}, headers=match)
    assert refused.status_code == 422
    assert [(error["pointer"], error["code"]) for error in refused.json()["errors"]] == [("/sheets", "extra_forbidden")]
    assert (await caller.get(f"/api/v1/imports/{found['id']}")).json()["status"] == "ready"
    assert (await caller.post(path, json={}, headers=match)).json()["status"] == "applied"


async def test_given_the_same_roster_again_then_nothing_is_doubled(
    sign_in: SignIn, work: Work, session: AsyncSession, world: World
) -> None:
    caller = await sign_in("bureau2")
    await confirm(caller, await previewed(caller, work, county_roster()))
    after_first = await counts(session, world.other_county)
    again = await previewed(caller, work, county_roster())
    assert again["counts"] == {"create": 0, "update": 0, "unchanged": 10, "error": 0}
    assert (await confirm(caller, again)).status_code == 200
    assert await counts(session, world.other_county) == after_first


async def test_given_a_changed_roster_then_only_the_changes_are_written(
    sign_in: SignIn, work: Work, session: AsyncSession, world: World
) -> None:
    caller = await sign_in("bureau2")
    await confirm(caller, await previewed(caller, work, county_roster()))
    moved = [*GOOD["机构"][:2], ("小星星幼儿园", "幼儿园", "民办", "城关镇南街9号", *[None] * 7)]
    posted = [(*GOOD["派驻"][0][:2], "2025-08-15", None), GOOD["派驻"][1]]
    found = await previewed(caller, work, county_roster(机构=moved, 派驻=posted))
    assert found["counts"]["update"] == 2
    changes = {row["title"]: row["changes"] for row in await rows(caller, found, status="update")}
    assert changes["小星星幼儿园"] == [{"heading": "地址", "before": "城关镇西街2号", "after": "城关镇南街9号"}]
    assert (await confirm(caller, found)).status_code == 200
    star = (
        await session.execute(
            select(Organisation.address, Organisation.longitude, Organisation.version).where(
                Organisation.name == "小星星幼儿园", Organisation.bureau_id == world.other_county
            )
        )
    ).one()
    assert tuple(star) == ("城关镇南街9号", 109.59, 2)
    starts = await session.scalars(select(Dispatch.starts_on).where(Dispatch.bureau_id == world.other_county))
    assert sorted(day.isoformat() for day in starts) == ["2025-08-15", "2025-10-01"]


async def test_given_errors_then_each_cell_is_told_and_nothing_can_be_confirmed(
    sign_in: SignIn, work: Work, session: AsyncSession, world: World
) -> None:
    caller = await sign_in("bureau2")
    wrong = [*PEOPLE, ("赵敏", "139", "桥上中学")]
    found = await previewed(caller, work, county_roster(指导员=wrong))
    assert (found["status"], found["counts"]["error"]) == ("rejected", 1)
    (row,) = await rows(caller, found, status="error")
    assert (row["sheet"], row["row"], row["status"]) == ("指导员", 4, "error")
    assert [(error["cell"], error["code"]) for error in row["errors"]] == [
        ("B4", "impossible_mobile"),
        ("C4", "unknown_organisation"),
    ]
    refused = await confirm(caller, found)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:handinhand:problem:import_has_errors")
    assert refused.json()["detail"] == "名册里还有错误。请下载错误清单，改好后重新上传。"
    assert await counts(session, world.other_county) == [2, 0, 0, 0, 0, 0]
    marked = await caller.get(f"/api/v1/imports/{found['id']}/error-workbook")
    assert marked.status_code == 200
    assert marked.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    book = openpyxl.load_workbook(io.BytesIO(marked.content))
    assert "11 位" in book["指导员"]["B4"].comment.text


async def test_given_a_paper_ledger_then_its_visits_are_entered_once_and_counted_for_their_month(
    sign_in: SignIn, work: Work, session: AsyncSession, world: World
) -> None:
    caller = await sign_in("bureau")
    await session.execute(update(Person).where(Person.id == world.people["instructor"]).values(left_on=TODAY))
    await session.commit()
    lines = [
        ("小星星幼儿园", "王建国", "2026-3-10", "9:30", "11:00", "入校", "宣讲政策法规", "园长", "正常", None, None),
        ("小星星幼儿园", "王建国", "2026-3-31", "23:50", "次日00:30", "入校", "听取意见建议", None, None, None, None),
    ]
    data = workbook_of({"入校指导": [VISITS.headings, *lines]})
    found = await previewed(caller, work, data, kind="visits")
    assert (found["status"], found["counts"]["create"]) == ("ready", 2), await rows(caller, found)
    assert (await confirm(caller, found)).json()["status"] == "applied"
    entered = await session.execute(
        select(Visit.visited_on, Visit.channel, Visit.state, Visit.received_at).order_by(Visit.started_at)
    )
    assert [tuple(visit) for visit in entered] == [
        (date(2026, 3, 10), "paper", "submitted", world.at),
        (date(2026, 3, 31), "paper", "submitted", world.at),
    ]
    again = await previewed(caller, work, data, kind="visits")
    assert again["counts"] == {"create": 0, "update": 0, "unchanged": 2, "error": 0}
    assert (await confirm(caller, again)).status_code == 200
    assert await count(session, Visit, world.county) == 2


async def test_given_a_roster_sent_as_a_ledger_then_the_missing_sheet_is_named(sign_in: SignIn, work: Work) -> None:
    caller = await sign_in("bureau")
    found = await previewed(caller, work, county_roster(), kind="visits")
    assert found["status"] == "rejected"
    (row,) = await rows(caller, found, status="error")
    assert (row["sheet"], row["errors"][0]["code"]) == ("入校指导", "missing_sheet")


async def test_given_no_errors_then_there_is_no_error_workbook(sign_in: SignIn, work: Work) -> None:
    caller = await sign_in("bureau2")
    found = await previewed(caller, work, county_roster())
    answer = await caller.get(f"/api/v1/imports/{found['id']}/error-workbook")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:handinhand:problem:no_error_workbook")


async def test_given_data_changed_after_the_preview_then_nothing_is_applied_and_a_new_preview_stands(
    sign_in: SignIn, work: Work, session: AsyncSession, world: World
) -> None:
    caller = await sign_in("bureau2")
    moved = [*GOOD["机构"], ("彩虹幼儿园", "幼儿园", "民办", "新街1号", *[None] * 7)]
    found = await previewed(caller, work, county_roster(机构=moved))
    await session.execute(
        update(Organisation).where(Organisation.id == world.foreign_kindergarten).values(address="老街1号", version=2)
    )
    await session.commit()
    refused = await confirm(caller, found)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:handinhand:problem:preview_outdated")
    assert await counts(session, world.other_county) == [2, 0, 0, 0, 0, 0]
    renewed = (await caller.get(f"/api/v1/imports/{found['id']}")).json()
    assert (renewed["status"], renewed["version"]) == ("ready", found["version"] + 1)
    (row,) = await rows(caller, renewed, status="update")
    assert row["changes"] == [{"heading": "地址", "before": "老街1号", "after": "新街1号"}]
    assert (await confirm(caller, found)).status_code == 412
    assert (await confirm(caller, renewed)).status_code == 200


async def test_given_a_change_that_the_preview_does_not_show_then_it_is_applied_all_the_same(
    sign_in: SignIn, work: Work, session: AsyncSession, world: World
) -> None:
    caller = await sign_in("bureau2")
    moved = [*GOOD["机构"], ("彩虹幼儿园", "幼儿园", "民办", "新街1号", *[None] * 7)]
    found = await previewed(caller, work, county_roster(机构=moved))
    await session.execute(
        update(Organisation).where(Organisation.id == world.foreign_kindergarten).values(head_name="园长", version=2)
    )
    await session.commit()
    assert (await confirm(caller, found)).status_code == 200


async def test_given_data_changed_so_that_rows_are_now_wrong_then_the_new_preview_is_rejected(
    sign_in: SignIn, work: Work, session: AsyncSession, world: World
) -> None:
    caller = await sign_in("bureau2")
    moved = [*GOOD["机构"], ("彩虹幼儿园", "幼儿园", "民办", None, *[None] * 7)]
    found = await previewed(caller, work, county_roster(机构=moved))
    await session.execute(
        update(Organisation).where(Organisation.id == world.foreign_kindergarten).values(closed_on=TODAY.replace(day=1))
    )
    await session.commit()
    assert (await confirm(caller, found)).status_code == 409
    renewed = (await caller.get(f"/api/v1/imports/{found['id']}")).json()
    assert (renewed["status"], renewed["counts"]["error"]) == ("rejected", 1)


async def test_given_a_failure_at_the_last_sheet_then_nothing_of_the_first_stays(
    session: AsyncSession, world: World, clock: FixedClock
) -> None:
    known = await queries.known_roster(session, world.county)
    name = known.communities[0].name
    sheets = {sheet: [headings(sheet)] for sheet in GOOD}
    sheets["机构"].append(["新苗幼儿园", "幼儿园", "民办", *[None] * 8])
    sheets["帮扶共同体"].append([name, "桥山中学", "兴华学校", "2024-09-01"])
    plan = plan_roster(read_workbook(workbook_of(sheets)), known, today=TODAY)
    assert plan.communities[0].status == "update"
    await session.execute(update(SupportCommunity).where(SupportCommunity.id == world.community).values(version=9))
    before = await counts(session, world.county)
    actor = ActorRef(world.users["bureau"], "党委办", world.county)
    with pytest.raises(Stale):
        async with session.begin_nested():
            await apply_roster(session, actor, world.county, plan, at=clock.now())
    assert await counts(session, world.county) == before


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("名册.xlsx", b"this is no workbook", "not_a_workbook"),
        ("名册.xls", b"<html><table></table></html>", "not_a_workbook"),
        ("空.xlsx", b"", "empty_file"),
        ("断.xlsx", county_roster()[:900], "damaged"),
        ("密.xlsx", (Path(__file__).parent / "files" / "encrypted.xlsx").read_bytes(), "encrypted"),
    ],
)
async def test_given_no_workbook_then_the_upload_is_refused_with_the_reason(
    sign_in: SignIn, session: AsyncSession, name: str, data: bytes, reason: str
) -> None:
    answer = await upload(await sign_in("bureau"), data, name=name)
    assert (answer.status_code, answer.json()["reason"]) == (415, reason)
    assert answer.json()["detail"]
    assert await session.scalar(select(func.count()).select_from(Import)) == 0


async def test_given_fifty_megabytes_then_413(sign_in: SignIn, app: FastAPI) -> None:
    answer = await upload(await sign_in("bureau"), b"PK\x03\x04" + bytes(50 * 1024 * 1024))
    assert answer.status_code == 413
    assert "20 MB" in answer.json()["detail"]
    assert list(app.state.files.incoming.iterdir()) == []


async def test_given_a_workbook_whose_inside_is_broken_then_the_import_is_rejected_and_says_why(
    sign_in: SignIn, work: Work
) -> None:
    caller = await sign_in("bureau")
    data = bytearray(county_roster())
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 16] ^= 0xFF  # the checksum of the last part
    found = await previewed(caller, work, bytes(data))
    assert found["status"] == "rejected"
    assert found["rejection"]["code"] == "damaged"
    assert (await confirm(caller, found)).status_code == 409


@pytest.mark.parametrize("kind", ["", "pupils", "ROSTER"])
async def test_given_an_unknown_kind_then_422_names_the_field(sign_in: SignIn, kind: str) -> None:
    answer = await upload(await sign_in("bureau"), county_roster(), kind=kind)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/kind"


async def test_given_no_file_or_another_body_then_the_answer_says_so(sign_in: SignIn) -> None:
    caller = await sign_in("bureau")
    without = await caller.post("/api/v1/imports", files={"kind": (None, "roster")})
    assert (without.status_code, without.json()["errors"][0]["pointer"]) == (422, "/file")
    assert (await caller.post("/api/v1/imports", json={"kind": "roster"})).status_code == 415


async def test_given_the_store_has_lost_the_file_then_the_import_fails_visibly(
    sign_in: SignIn, work: Work, app: FastAPI, session: AsyncSession
) -> None:
    caller = await sign_in("bureau2")
    taken = (await upload(caller, county_roster())).json()
    digest = await session.scalar(select(Import.file_sha256).where(Import.id == UUID(taken["id"])))
    (app.state.files.root / address_of(digest or "")).unlink()
    with pytest.raises(FileNotFoundError):
        await work(taken["id"])
    found = (await caller.get(f"/api/v1/imports/{taken['id']}")).json()
    assert (found["status"], found["rejection"]["code"]) == ("failed", "unexpected")


async def test_given_the_worker_runs_twice_then_the_preview_stands_once(sign_in: SignIn, work: Work) -> None:
    caller = await sign_in("bureau2")
    found = await previewed(caller, work, county_roster())
    await work(found["id"])
    assert len(await rows(caller, found)) == 13


async def test_given_it_was_applied_or_is_still_checked_then_confirming_is_refused(sign_in: SignIn, work: Work) -> None:
    caller = await sign_in("bureau2")
    taken = (await upload(caller, county_roster())).json()
    early = await confirm(caller, taken)
    assert (early.status_code, early.json()["type"]) == (409, "urn:handinhand:problem:import_not_ready")
    await work(taken["id"])
    found = (await caller.get(f"/api/v1/imports/{taken['id']}")).json()
    done = (await confirm(caller, found)).json()
    again = await confirm(caller, done)
    assert (again.status_code, again.json()["type"]) == (409, "urn:handinhand:problem:import_not_ready")


async def test_given_no_version_then_428_and_given_an_old_one_then_412(sign_in: SignIn, work: Work) -> None:
    caller = await sign_in("bureau2")
    found = await previewed(caller, work, county_roster())
    assert (await caller.post(f"/api/v1/imports/{found['id']}/confirm")).status_code == 428
    assert (await confirm(caller, found, version=99)).status_code == 412


async def test_given_the_same_idempotency_key_then_one_import_and_given_other_content_then_422(sign_in: SignIn) -> None:
    caller = await sign_in("bureau2")
    keyed, data = {"Idempotency-Key": "one-upload"}, county_roster()
    first = await upload(caller, data, **keyed)
    again = await upload(caller, data, **keyed)
    assert (again.status_code, again.json()["id"]) == (202, first.json()["id"])
    other = workbook_of({"机构": [headings("机构")]})
    assert (await upload(caller, other, **keyed)).status_code == 422
    listed = (await caller.get("/api/v1/imports")).json()["items"]
    assert [item["id"] for item in listed] == [first.json()["id"]]


async def test_given_several_imports_then_they_are_listed_newest_first_page_by_page(
    sign_in: SignIn, work: Work
) -> None:
    caller = await sign_in("bureau2")
    ids = [(await upload(caller, county_roster())).json()["id"] for _ in range(3)]
    await work(ids[0])
    first = (await caller.get("/api/v1/imports?limit=2&include=total")).json()
    assert [item["id"] for item in first["items"]] == [ids[2], ids[1]]
    assert first["total"] == {"value": 3, "capped": False}
    second = (await caller.get("/api/v1/imports", params={"limit": 2, "cursor": first["next_cursor"]})).json()
    assert [item["id"] for item in second["items"]] == [ids[0]]
    ready = (await caller.get("/api/v1/imports?status=ready")).json()["items"]
    assert [item["id"] for item in ready] == [ids[0]]


async def test_given_another_county_then_an_import_does_not_exist_there(sign_in: SignIn, work: Work) -> None:
    found = await previewed(await sign_in("bureau2"), work, county_roster())
    stranger = await sign_in("bureau")
    for path in ("", "/rows", "/error-workbook"):
        assert (await stranger.get(f"/api/v1/imports/{found['id']}{path}")).status_code == 404
    assert (await confirm(stranger, found)).status_code == 404
    assert (await stranger.get("/api/v1/imports")).json()["items"] == []


@pytest.mark.parametrize("username", ["leader", "section", "instructor", "institution", "auditor", "sysadmin"])
async def test_given_anybody_but_the_party_office_then_403(sign_in: SignIn, username: str) -> None:
    caller = await sign_in(username)
    assert (await upload(caller, county_roster())).status_code == 403
    assert (await caller.get("/api/v1/imports")).status_code == 403
    assert (await caller.get("/api/v1/imports/template")).status_code == 403


async def test_given_a_strange_file_name_then_it_is_kept_without_what_cannot_be_shown(sign_in: SignIn) -> None:
    taken = await upload(await sign_in("bureau"), county_roster(), name="夹/名\u200b册.xlsx")
    assert (taken.status_code, taken.json()["file_name"]) == (202, "名册.xlsx")


def test_given_the_worker_then_it_knows_the_task_that_uploads_defer() -> None:
    assert "imports:validate" in task_names()


@pytest.mark.parametrize(("query", "sheet"), [("", "机构"), ("?kind=roster", "机构"), ("?kind=visits", "入校指导")])
async def test_given_the_template_then_it_downloads(sign_in: SignIn, query: str, sheet: str) -> None:
    answer = await (await sign_in("bureau")).get(f"/api/v1/imports/template{query}")
    assert answer.status_code == 200
    assert sheet in openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames


async def test_given_another_kind_of_template_then_422(sign_in: SignIn) -> None:
    assert (await (await sign_in("bureau")).get("/api/v1/imports/template?kind=pupils")).status_code == 422


async def test_given_the_demo_roster_then_confirming_costs_as_many_statements_as_a_small_one(
    sign_in: SignIn, work: Work, session: AsyncSession, world: World, database: Database
) -> None:
    caller = await sign_in("bureau2")
    names = {"兴华学校": "新华学校", "小星星幼儿园": "新苗幼儿园", "桥山中学—兴华学校帮扶共同体": "另一个共同体"}
    other = {sheet: [[names.get(cell, cell) for cell in row] for row in GOOD[sheet]] for sheet in GOOD}
    small = await previewed(caller, work, county_roster(**{**other, "指导员": PEOPLE}))
    with count_statements() as for_small:
        assert (await confirm(caller, small)).status_code == 200
    demo = await previewed(caller, work, demo_roster(bureau_name="白水县教育局"))
    assert demo["counts"]["error"] == 0, await rows(caller, demo, status="error")
    with count_statements() as for_demo:
        assert (await confirm(caller, demo)).status_code == 200
    # The demo also updates the schools that the small one made: an update and its log, for two sheets.
    assert len(for_demo) <= len(for_small) + 4
    assert await count(session, Dispatch, world.other_county) == 108 + 2


async def test_given_two_hundred_rows_then_a_page_of_the_preview_costs_no_more_than_four_statements(
    sign_in: SignIn, work: Work, database: Database
) -> None:
    caller = await sign_in("bureau")
    found = await previewed(caller, work, demo_roster())
    with count_statements() as seen:
        assert len(await rows(caller, found, include="total")) == 200
    assert len(seen) <= 4
