"""Workbooks out: the grid at once, and exports that the worker makes (api.md part A; promises.md S4, U4)."""

import hashlib
import io
from typing import Any

import httpx2
import openpyxl
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.config import Settings
from handinhand.core.database import Database
from handinhand.core.ids import new_id
from handinhand.core.jobs import WorkerContext, set_worker_context
from handinhand.exchange.exports import tasks
from handinhand.exchange.exports.workbook import LOOKS
from handinhand.programme.obligations.schemas import Status
from tests.backend.obligations.arrange import add_visit
from tests.conftest import FixedClock, SignIn
from tests.world import World, organisation

EXPORTS = "/api/v1/exports"


def sheet_of(content: bytes) -> list[list[Any]]:
    """The workbook's rows, read by another library than the one that wrote it."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [list(row) for row in book["台账"].iter_rows(values_only=True)]


@pytest.fixture
def worker(app: FastAPI, database: Database, clock: FixedClock, settings: Settings) -> None:
    """The worker's parts, so that tasks run here as they do there."""
    set_worker_context(WorkerContext(database, app.state.files, clock, settings))


async def exported(caller: httpx2.AsyncClient, **body: Any) -> dict[str, Any]:
    answer = await caller.post(EXPORTS, json=body)
    assert answer.status_code == 202, answer.text
    made: dict[str, Any] = answer.json()
    assert answer.headers["location"] == f"{EXPORTS}/{made['id']}"
    return made


# --- the grid at once ------------------------------------------------------------------------------------------------


async def test_given_the_grid_when_taken_out_then_the_sheet_says_what_the_screen_says(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    await add_visit(session, world, world.kindergarten, "instructor", "2026-10-08 09:00")
    await add_visit(session, world, world.kindergarten, "instructor", "2026-10-09 09:00")
    await session.commit()
    answer = await (await sign_in("bureau")).get(f"{EXPORTS}/month-grid.xlsx?month=2026-10&months=2")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].endswith("spreadsheetml.sheet")
    assert "attachment" in answer.headers["content-disposition"]
    assert int(answer.headers["content-length"]) == len(answer.content)
    rows = sheet_of(answer.content)
    assert rows[2] == ["机构", "类别", "2026-09", "2026-10"]
    assert rows[3:6] == [
        ["启航培训学校", "培训机构", "✕", "○"],
        ["小星星幼儿园", "幼儿园", "✕", "✓ 2次"],
        ["兴华学校", "学校", "–", "○"],
    ]
    totals = {row[0]: row[2:] for row in rows[6:]}
    assert totals["✓ 已完成（家）"] == [0, 1]
    assert totals["✕ 未完成（家）"] == [2, 0]
    logged = text("select details ->> 'rows' from audit_events where action = 'export:month_grid'")
    assert (await session.execute(logged)).scalars().all() == ["3"]


async def test_given_a_name_like_a_formula_then_it_stays_text(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    names = ['=HYPERLINK("http://x","点这里")', "+1+1", "-2", "@SUM(A1)", "\t=1"]
    session.add_all(
        organisation(world.at, new_id(), world.county, world.county, "training", "private", name) for name in names
    )
    await session.commit()
    answer = await (await sign_in("bureau")).get(f"{EXPORTS}/month-grid.xlsx?kind=training")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content))["台账"]
    cells = {cell.value: cell.data_type for cell in sheet["A"] if cell.value}
    assert {cells[name] for name in names} == {"s"}
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}


def test_every_status_has_its_look() -> None:
    assert set(LOOKS) == set(Status)


# --- exports that are made by the worker -----------------------------------------------------------------------------


async def test_given_an_export_then_it_is_queued_made_and_can_be_fetched_with_its_manifest(
    sign_in: SignIn, world: World, session: AsyncSession, worker: None
) -> None:
    await add_visit(session, world, world.kindergarten, "instructor", "2026-10-08 09:00")
    await session.commit()
    bureau = await sign_in("bureau")
    made = await exported(bureau, kind="month_grid", month="2026-10", months=3, filters={"kind": "kindergarten"})
    assert (made["status"], made["content"], made["rows"]) == ("queued", None, None)
    early = await bureau.get(f"{EXPORTS}/{made['id']}/content")
    assert (early.status_code, early.json()["type"].rpartition(":")[2]) == (409, "export_not_ready")
    queued = text("select args ->> 'export_id' from procrastinate_jobs where task_name = 'exports:run'")
    assert (await session.execute(queued)).scalars().all() == [made["id"]]
    await tasks.run(made["id"])
    manifest = (await bureau.get(f"{EXPORTS}/{made['id']}")).json()
    assert (manifest["status"], manifest["rows"], manifest["version"]) == ("done", 1, 3)
    assert manifest["requested_by"] == (await bureau.get("/api/v1/me")).json()["user"]["name"]
    content = await bureau.get(manifest["content"])
    assert content.status_code == 200
    assert hashlib.sha256(content.content).hexdigest() == manifest["sha256"]
    assert len(content.content) == manifest["size"]
    assert sheet_of(content.content)[3] == ["小星星幼儿园", "幼儿园", "✕", "✕", "✓ 1次"]
    await tasks.run(made["id"])  # the queue may deliver twice
    assert (await bureau.get(f"{EXPORTS}/{made['id']}")).json() == manifest


async def test_given_the_list_of_obligations_then_a_row_each_with_why_and_who(
    sign_in: SignIn, world: World, session: AsyncSession, worker: None
) -> None:
    await add_visit(session, world, world.kindergarten, "instructor", "2026-09-30 09:00", received="2026-10-12 10:00")
    await session.commit()
    bureau = await sign_in("bureau")
    await bureau.post(
        "/api/v1/obligations/waivers",
        json={"month": "2026-09", "institution_ids": [str(world.training)], "reason": "=1+1 装修"},
    )
    made = await exported(
        bureau, kind="obligations", month="2026-10", months=2, filters={"status": ["met_late", "waived"]}
    )
    await tasks.run(made["id"])
    manifest = (await bureau.get(f"{EXPORTS}/{made['id']}")).json()
    rows = sheet_of((await bureau.get(manifest["content"])).content)
    assert rows[2] == ["月份", "机构", "状态", "截止日期", "收到时间", "指导员", "入校次数", "免除原因"]
    assert [[value or "" for value in row] for row in rows[3:]] == [
        ["2026-09", "启航培训学校", "△ 已免除", "2026-10-07", "", "李秀英", "0", "=1+1 装修"],
        ["2026-09", "小星星幼儿园", "◐ 补报", "2026-10-07", "2026-10-12 10:00", "王建国", "1", ""],
    ]
    assert manifest["rows"] == 2
    of_one = {"status": ["met_late", "waived"], "institution_id": str(world.training)}
    one = await exported(bureau, kind="obligations", month="2026-10", months=2, filters=of_one)
    await tasks.run(one["id"])
    assert (await bureau.get(f"{EXPORTS}/{one['id']}")).json()["rows"] == 1


async def test_given_a_failure_then_the_manifest_says_so(
    sign_in: SignIn, world: World, session: AsyncSession, worker: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau = await sign_in("bureau")
    made = await exported(bureau, kind="month_grid")

    def full(*_: Any) -> int:
        raise OSError("no space left")

    monkeypatch.setattr("handinhand.exchange.exports.workbook.write_month_grid", full)
    with pytest.raises(OSError, match="no space"):
        await tasks.run(made["id"])
    assert (await bureau.get(f"{EXPORTS}/{made['id']}")).json()["status"] == "failed"
    content = await bureau.get(f"{EXPORTS}/{made['id']}/content")
    assert (content.status_code, content.json()["detail"]) == (409, "这次导出没有成功，请重新导出。")


async def test_given_what_cannot_be_made_then_422(sign_in: SignIn, world: World) -> None:
    bureau = await sign_in("bureau")
    for body, pointer in (
        ({"kind": "people"}, "/kind"),
        ({"kind": "month_grid", "month": "2027-11"}, "/month"),
        ({"kind": "month_grid", "months": 37}, "/months"),
        ({"kind": "month_grid", "filters": {"status": ["met"]}}, "/filters/status"),
        ({"kind": "month_grid", "filters": {"institution_id": str(world.training)}}, "/filters/institution_id"),
        ({"kind": "month_grid", "filters": {"name": "x"}}, "/filters/name"),
    ):
        answer = await bureau.post(EXPORTS, json=body)
        assert answer.status_code == 422, body
        assert answer.json()["errors"][0]["pointer"] == pointer


async def test_given_the_same_key_then_one_export(sign_in: SignIn, world: World) -> None:
    bureau = await sign_in("bureau")
    for _ in range(2):
        answer = await bureau.post(EXPORTS, json={"kind": "month_grid"}, headers={"Idempotency-Key": "once"})
        assert answer.status_code == 202
    assert len((await bureau.get(EXPORTS)).json()["items"]) == 1


async def test_given_another_bureau_or_no_right_then_no_export_is_seen(
    sign_in: SignIn, world: World, session: AsyncSession, worker: None
) -> None:
    made = await exported(await sign_in("bureau"), kind="obligations", months=1)
    await tasks.run(made["id"])
    other = await sign_in("bureau2")
    assert (await other.get(EXPORTS)).json()["items"] == []
    for path in (f"{EXPORTS}/{made['id']}", f"{EXPORTS}/{made['id']}/content"):
        assert (await other.get(path)).status_code == 404
    theirs = await exported(other, kind="obligations", months=1)
    await tasks.run(theirs["id"])
    manifest = (await other.get(f"{EXPORTS}/{theirs['id']}")).json()
    names = {row[1] for row in sheet_of((await other.get(manifest["content"])).content)[3:]}
    assert names == {"彩虹幼儿园"}
    for username in ("leader", "section", "instructor", "institution", "auditor", "municipal_viewer"):
        caller = await sign_in(username)
        assert (await caller.get(EXPORTS)).status_code == 403
        assert (await caller.post(EXPORTS, json={"kind": "month_grid"})).status_code == 403
        assert (await caller.get(f"{EXPORTS}/month-grid.xlsx")).status_code == 403
        assert (await caller.get(f"{EXPORTS}/{made['id']}")).status_code == 404


async def test_given_rows_not_made_yet_then_the_list_is_whole_all_the_same(
    sign_in: SignIn, world: World, session: AsyncSession, worker: None
) -> None:
    assert (await session.execute(text("select count(*) from obligations"))).scalar_one() == 0
    bureau = await sign_in("bureau")
    made = await exported(bureau, kind="obligations", month="2026-10", months=1)
    await tasks.run(made["id"])
    assert (await bureau.get(f"{EXPORTS}/{made['id']}")).json()["rows"] == 3
