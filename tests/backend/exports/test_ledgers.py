"""The communities' lists as workbooks: the rows, the reach and the filters of the list on the screen (U3, S4)."""

import io
from datetime import date
from typing import Any

import httpx2
import openpyxl
import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.config import Settings
from handinhand.exchange.exports import ledger_api
from handinhand.main import create_app
from handinhand.models import ActivityKind, AuditEvent, SupportCommunity
from tests.backend.access.arrange_activities import add_activity
from tests.backend.access.arrange_communities import add_community
from tests.backend.access.arrange_coverage import add_coverage, add_group
from tests.backend.access.arrange_development import add_member, add_teacher
from tests.backend.statements import count_statements
from tests.conftest import SignIn
from tests.world import World

KINDS = ("communities", "activities", "backbone-teachers", "member-developments", "institution-coverages")
TITLES = {
    "communities": "帮扶共同体台账",
    "activities": "共同体活动台账",
    "backbone-teachers": "骨干教师台账",
    "member-developments": "发展党员台账",
    "institution-coverages": "党员与党组织覆盖台账",
}


@pytest.fixture
async def busy(session: AsyncSession, world: World) -> None:
    """Something of everything at the lead's community, at another one, and in the other county."""
    other = await add_community(session, world, world.county, "城南学校", world.training)
    foreign = await add_community(session, world, world.other_county, "白水一中", world.foreign_kindergarten)
    for community_id, institution in (
        (world.community, world.supported_school),
        (other, world.training),
        (foreign, world.foreign_kindergarten),
    ):
        community = await session.get_one(SupportCommunity, community_id)
        kind = ActivityKind(bureau_id=community.bureau_id, strand="teaching", name=f"{community_id}"[:40], position=1,
                            created_at=world.at, updated_at=world.at)  # fmt: skip
        session.add(kind)
        await session.flush()
        author, lead = world.users["bureau"], community.lead_school_id
        held = {"state": "done", "completed_at": world.at, "starts_on": date(2026, 9, 1), "ends_on": date(2026, 9, 2)}
        await add_activity(session, world, community, kind.id, author, lead, title="=1+1")
        await add_activity(session, world, community, kind.id, author, lead, **held)
        await add_teacher(session, world, community.bureau_id, institution)
        await add_member(session, world, community.bureau_id, institution)
    await session.commit()


async def sheet_of(caller: httpx2.AsyncClient, kind: str, query: str = "") -> list[list[Any]]:
    answer = await caller.get(f"/api/v1/exports/{kind}.xlsx?{query}")
    assert answer.status_code == 200, answer.text
    assert int(answer.headers["content-length"]) == len(answer.content)
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    return [list(row) for row in book["台账"].iter_rows(values_only=True)]


@pytest.mark.parametrize("kind", KINDS)
async def test_given_a_list_then_its_ledger_holds_as_many_rows_for_everybody_who_reads_it(
    sign_in: SignIn, busy: None, kind: str
) -> None:
    for username in ("bureau", "leader", "section", "lead", "supported", "institution", "bureau2"):
        caller = await sign_in(username)
        listed = (await caller.get(f"/api/v1/{kind}?limit=200")).json()["items"]
        sheet = await sheet_of(caller, kind)
        assert sheet[0][0] == TITLES[kind]
        assert [row[0] for row in sheet[3:]] == [str(nth + 1) for nth in range(len(listed))], username


async def test_given_a_ledger_then_it_has_the_usual_form(sign_in: SignIn, busy: None) -> None:
    for username, unit in (("bureau", "蒲城县教育局"), ("lead", "蒲城县教育局 桥山中学"), ("bureau2", "白水县教育局")):
        answer = await (await sign_in(username)).get("/api/v1/exports/activities.xlsx")
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content))["台账"]
        assert sheet["A2"].value == f"单位：{unit}　　　生成日期：2026年10月15日"
        assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A1:N1"]
        assert [sheet.cell(3, 1).value, sheet.cell(3, 14).value] == ["序号", "资料"]
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)
        assert sheet.print_title_rows == "$3:$3"


async def test_given_more_rows_than_are_fetched_at_once_then_all_of_them_are_numbered(
    sign_in: SignIn, busy: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_api, "_ROWS_AT_ONCE", 2)
    sheet = await sheet_of(await sign_in("bureau"), "activities")
    assert [row[0] for row in sheet[3:]] == ["1", "2", "3", "4"]


async def test_given_filters_then_the_ledger_follows_them_and_formulas_stay_text(
    sign_in: SignIn, busy: None, world: World
) -> None:
    lead = await sign_in("lead")
    sheet = await sheet_of(lead, "activities", "state=done&from=2026-09-01&to=2026-09-30")
    assert [row[1:7] for row in sheet[3:]] == [
        ["2026-09-01 至 2026-09-02", sheet[3][2], "帮教", sheet[3][4], "数学同课异构", "已开展"]
    ]
    answer = await lead.get("/api/v1/exports/activities.xlsx?state=planned")
    cell = openpyxl.load_workbook(io.BytesIO(answer.content))["台账"].cell(4, 6)
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    for of_a_page in ("what=1", "cursor=abc", "limit=5", "include=total", "sort=title"):
        refused = await lead.get(f"/api/v1/exports/activities.xlsx?{of_a_page}")
        assert [error["code"] for error in refused.json()["errors"]] == ["extra_forbidden"], of_a_page
    assert (await lead.get("/api/v1/exports/activities.xlsx?state=nothing")).status_code == 422


async def test_given_coverage_then_its_ledger_says_in_words_how_each_institution_stands(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    await add_coverage(session, world, world.county, world.kindergarten, coverage="affiliated",
                       party_organisation_id=world.host_branch, how="=按名册")  # fmt: skip
    await add_group(session, world, world.county, world.kindergarten)
    await session.commit()
    sheet = await sheet_of(await sign_in("bureau"), "institution-coverages", f"section_id={world.section}")
    assert [row[1:] for row in sheet[3:]] == [
        ["小星星幼儿园", "幼儿园", "民办教育股", "", "", "", "挂靠", "2026-03-01", "桥山中学党支部", "=按名册",
         "", "2026-05-01", ""],
        ["兴华学校", "学校", "民办教育股", "", "", "", "未登记", *[""] * 6],
    ]  # fmt: skip


async def test_given_an_export_then_it_is_audited_and_asks_no_more_for_more_rows(
    sign_in: SignIn, busy: None, session: AsyncSession
) -> None:
    for kind in KINDS:
        with count_statements() as seen:
            await sheet_of(await sign_in("bureau"), kind)
        assert len(seen) <= 4, seen
        events = select(func.count()).where(AuditEvent.action == f"export:{kind}")
        assert (await session.execute(events)).scalar_one() == 1


def test_given_the_description_then_no_ledger_speaks_of_pages(settings: Settings) -> None:
    paths = create_app(settings).openapi()["paths"]
    ledgers = {path: each["get"] for path, each in paths.items() if path.endswith(".xlsx")}
    assert len(ledgers) == 8
    for path, operation in ledgers.items():
        names = {parameter["name"] for parameter in operation.get("parameters", ())}
        assert names.isdisjoint({"limit", "cursor", "include", "sort"}), path
