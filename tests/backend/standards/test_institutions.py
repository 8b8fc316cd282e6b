"""The institutions with their latest reviews: each filter alone and together, the same in the list and its ledger."""

import io
from datetime import date
from uuid import UUID

import httpx2
import openpyxl
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.ids import new_id
from handinhand.models import StandardsReview
from tests.backend.access.arrange_standards import add_checklist, add_review
from tests.backend.visits.calls import done, draft
from tests.conftest import SignIn
from tests.world import World, organisation

OVERVIEW = "/api/v1/overview/standards"
Caller = httpx2.AsyncClient


@pytest.fixture
async def reviewed(session: AsyncSession, world: World, sign_in: SignIn) -> None:
    """A kindergarten that looked alone, a school that others looked at, a training seen on a visit, a new one."""
    session.add(organisation(world.at, new_id(), world.county, world.county, "training", "private", "新苗培训"))
    rooms = await add_checklist(session, world, world.county)
    five = await add_checklist(session, world, world.county, kind="five_standards")
    foreign = await add_checklist(session, world, world.other_county)
    kindergarten, school = world.kindergarten, world.supported_school
    await looked(session, world, rooms, kindergarten, date(2026, 9, 1), "self", meets_standard="not_met")
    await looked(session, world, rooms, kindergarten, date(2026, 10, 1), "self", rules_complete="partly")
    await looked(session, world, five, school, date(2026, 9, 1), "self", meets_standard="not_met")
    await looked(session, world, rooms, school, date(2026, 9, 2), "joint")
    await looked(session, world, foreign, world.foreign_kindergarten, date(2026, 9, 1), "joint")
    await session.commit()
    instructor = await sign_in("instructor2")
    room = {"checklist_id": str(rooms), "results": [{"code": "rules_complete", "result": "not_met"}]}
    await done(instructor, await draft(instructor, world.training, activity_room=room), "submit")


async def looked(
    session: AsyncSession, world: World, checklist: UUID, place: UUID, on: date, mode: str, **found: str
) -> None:
    """A review with everything met but what is named."""
    review_id = await add_review(session, world, checklist, place, "bureau", reviewed_on=on, mode=mode)
    made = await session.get_one(StandardsReview, review_id)
    made.results = [{**each, "result": found.get(each["code"], "met")} for each in made.results]


async def listed(caller: Caller, query: str) -> set[str]:
    answer = await caller.get(f"{OVERVIEW}?{query}")
    assert answer.status_code == 200, answer.text
    return {item["institution_name"] for item in answer.json()["items"]}


async def in_the_ledger(caller: Caller, query: str) -> set[str]:
    answer = await caller.get(f"/api/v1/exports/institution-standards.xlsx?{query}")
    assert answer.status_code == 200, answer.text
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    return {row[1] for row in sheet.iter_rows(min_row=4, values_only=True)}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"兴华学校", "小星星幼儿园", "启航培训学校", "新苗培训"}),
        ("kind=training", {"启航培训学校", "新苗培训"}),
        ("section_id={section}", {"兴华学校", "小星星幼儿园"}),
        ("q=xxxy", {"小星星幼儿园"}),
        ("q=新苗", {"新苗培训"}),
        ("reviewed=never", {"新苗培训"}),
        ("reviewed=never&checklist=five_standards", {"小星星幼儿园", "启航培训学校", "新苗培训"}),
        ("reviewed=self_only", {"小星星幼儿园"}),
        ("reviewed=self_only&checklist=five_standards", {"兴华学校"}),
        ("reviewed=joint", {"兴华学校"}),
        ("reviewed=joint&checklist=five_standards", set()),
        ("reviewed=visit", {"启航培训学校"}),
        ("not_met=activity_room.rules_complete", {"小星星幼儿园", "启航培训学校"}),
        ("not_met=activity_room.meets_standard", set()),
        ("not_met=five_standards.meets_standard", {"兴华学校"}),
        ("not_met=activity_room.rules_complete&kind=kindergarten&reviewed=self_only", {"小星星幼儿园"}),
    ],
)
async def test_given_a_filter_then_list_and_ledger_are_narrowed_alike(
    sign_in: SignIn, world: World, reviewed: None, query: str, expected: set[str]
) -> None:
    bureau, asked = await sign_in("bureau"), query.format(section=world.section)
    assert await listed(bureau, asked) == expected
    assert await in_the_ledger(bureau, asked) == expected


async def test_given_each_reach_then_list_and_ledger_hold_its_institutions_and_no_others(
    sign_in: SignIn, world: World, reviewed: None
) -> None:
    for username, expected in (
        ("section", {"兴华学校", "小星星幼儿园"}),
        ("lead", {"兴华学校"}),
        ("institution", {"小星星幼儿园"}),
        ("bureau2", {"彩虹幼儿园"}),
    ):
        caller = await sign_in(username)
        assert await listed(caller, "") == expected, username
        assert await in_the_ledger(caller, "") == expected, username


async def test_given_the_ledger_then_it_says_when_who_and_item_by_item(sign_in: SignIn, reviewed: None) -> None:
    answer = await (await sign_in("institution")).get("/api/v1/exports/institution-standards.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet.cell(1, 1).value == "规范建设台账"
    (row,) = sheet.iter_rows(min_row=4, values_only=True)
    assert row == (
        "1", "小星星幼儿园", "幼儿园", "民办教育股", "还没有查过", "",
        "2026-10-01 自查", "达标准：达到；制度全：部分达到",
    )  # fmt: skip


@pytest.mark.parametrize("query", ["reviewed=often", "not_met=rules_complete", "not_met=room.a", "checklist=all"])
async def test_given_a_filter_that_is_not_known_then_it_is_named(sign_in: SignIn, query: str) -> None:
    name = query.partition("=")[0]
    for address in (OVERVIEW, "/api/v1/exports/institution-standards.xlsx"):
        answer = await (await sign_in("bureau")).get(f"{address}?{query}")
        assert answer.status_code == 422
        assert [error["pointer"] for error in answer.json()["errors"]] == [f"?{name}"]
