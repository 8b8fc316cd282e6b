"""What needs me today: to-dos by role, each with its list; the reminder; who has not been visited yet."""

from datetime import date
from typing import Any

import httpx2
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.accountability.overview.schemas import Today, UnassignedList, UnvisitedList
from handinhand.accountability.overview.service import unvisited_text
from handinhand.core.database import Database
from handinhand.models import ActivityKind, Organisation, RoleAssignment, SupportCommunity, User
from tests.backend.access.arrange_activities import add_activity
from tests.backend.access.arrange_good_practices import add_practice
from tests.backend.obligations.arrange import add_visit, at, posted
from tests.backend.statements import count_statements
from tests.conftest import FixedClock, SignIn
from tests.world import World

TODAY = "/api/v1/overview/today"


async def today_of(caller: httpx2.AsyncClient) -> dict[str, Any]:
    answer = await caller.get(TODAY)
    assert answer.status_code == 200, answer.text
    Today.model_validate_json(answer.content)
    found: dict[str, Any] = answer.json()
    return found


def counts(found: dict[str, Any]) -> dict[str, int]:
    return {to_do["code"]: to_do["count"] for to_do in found["to_dos"]}


async def test_given_a_reader_of_the_bureau_who_also_has_a_school_then_what_waits_is_the_school_s(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    """A right held at one place does not combine with the reach held at another (domain.md §2)."""
    common: dict[str, Any] = {"bureau_id": world.county, "created_at": world.at, "updated_at": world.at}
    kind = ActivityKind(strand="teaching", name="送教下乡", position=1, **common)
    session.add(kind)
    await session.flush()
    community = await session.get_one(SupportCommunity, world.community)
    past = {"starts_on": date(2026, 10, 1), "ends_on": date(2026, 10, 1)}
    for organiser in (world.lead_school, world.supported_school):
        await add_activity(session, world, community, kind.id, world.users["bureau"], organiser, **past)
    for school in (world.lead_school, world.supported_school, world.training):
        await add_practice(session, world, school, decision_reason="请补充")
        await add_practice(session, world, school, state="proposed")
    held = {"user_id": world.users["supported"], "starts_on": date(2026, 9, 1), **common}
    session.add(RoleAssignment(role="bureau_leader", organisation_id=world.county, **held))
    await session.commit()
    caller = await sign_in("supported")
    found = await today_of(caller)
    assert counts(found) == {"overdue_activities": 1, "returned_practices": 1, "visits_to_confirm": 0}
    for to_do in found["to_dos"]:
        assert len((await caller.get(to_do["href"])).json()["items"]) == to_do["count"], to_do
    assert len((await caller.get("/api/v1/activities?overdue=true")).json()["items"]) == 2
    assert counts(await today_of(await sign_in("bureau")))["proposed_practices"] == 3


@pytest.fixture
async def busy(session: AsyncSession, world: World) -> None:
    """This month the kindergarten was visited; other visits wait for somebody."""
    common = (session, world, world.kindergarten, "instructor")
    await add_visit(*common, "2026-10-08 09:00")
    await add_visit(*common, "2026-10-09 09:00", state="returned")
    await add_visit(*common, "2026-10-10 09:00", state="draft", received_at=None, first_received_at=None)
    await add_visit(*common, "2026-10-11 09:00", state="disputed")
    await add_visit(session, world, world.training, "instructor2", "2026-09-11 09:00", state="disputed")
    await session.commit()


EXPECTED = {
    "bureau": {
        "unvisited": 2,
        "last_month_unvisited": 2,
        "unassigned_institutions": 1,
        "disputed_visits": 2,
        "overdue_activities": 0,
        "proposed_practices": 0,
    },
    "instructor": {"my_unvisited": 0, "returned_visits": 1, "draft_visits": 1},
    "instructor2": {"my_unvisited": 1, "returned_visits": 0, "draft_visits": 0},
    "institution": {"visits_to_confirm": 1, "overdue_activities": 0, "returned_practices": 0},
    "bureau2": {
        "unvisited": 1,
        "last_month_unvisited": 1,
        "unassigned_institutions": 1,
        "disputed_visits": 0,
        "overdue_activities": 0,
        "proposed_practices": 0,
    },
    "leader": {},
    "section": {},
    "host": {},
    "lead": {"overdue_activities": 0, "returned_practices": 0},
    "teacher": {},
    "inspector": {},
    "auditor": {},
    "municipal_viewer": {},
}


@pytest.mark.parametrize("username", EXPECTED)
async def test_given_a_role_then_its_to_dos_and_each_count_is_its_list_s(
    username: str, busy: None, sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    # One of September's two not yet visited at the kindergarten's bureau is made good.
    await add_visit(session, world, world.kindergarten, "instructor", "2026-09-09 09:00", state="confirmed")
    await session.commit()
    caller = await sign_in(username)
    found = await today_of(caller)
    # The disputed visit of September counts as long as nobody decides otherwise (domain.md §3).
    expected = EXPECTED[username] | ({"last_month_unvisited": 1} if username == "bureau" else {})
    assert counts(found) == expected
    for to_do in found["to_dos"]:
        listed = await caller.get(to_do["href"])
        assert listed.status_code == 200, f"{to_do['href']}: {listed.text}"
        assert len(listed.json()["items"]) == to_do["count"], to_do


async def test_given_a_day_then_the_month_its_remaining_days_and_how_it_stands(
    busy: None, sign_in: SignIn, world: World
) -> None:
    found = await today_of(await sign_in("leader"))
    assert (found["today"], found["month"], found["remaining_days"]) == ("2026-10-15", "2026-10", 16)
    picture = found["this_month"]
    assert (picture["month"], picture["owed"]["count"]) == ("2026-10", 3)
    assert {name: figure["count"] for name, figure in picture["statuses"].items() if figure["count"]} == {
        "met": 1,
        "open": 2,
    }
    assert found["reminder"] is None
    assert (await today_of(await sign_in("teacher")))["this_month"] is None
    counties = (await today_of(await sign_in("municipal_viewer")))["this_month"]
    assert counties["owed"] == {"count": 4, "href": None}


@pytest.mark.parametrize(
    ("now", "remaining", "reminded"),
    [
        ("2026-10-23 23:59", 8, 0),
        ("2026-10-24 00:00", 7, 1),
        ("2026-10-31 23:59", 0, 1),
        ("2026-11-01 00:00", 29, 0),
        ("2027-02-28 12:00", 0, 1),
    ],
)
async def test_given_the_month_nears_its_end_then_one_reminder_while_visits_are_outstanding(
    now: str, remaining: int, reminded: int, sign_in: SignIn, world: World, clock: FixedClock
) -> None:
    clock.at = at(now)
    for username in ("bureau", "instructor"):
        found = await today_of(await sign_in(username))
        assert found["remaining_days"] == remaining
        assert (found["reminder"] is not None) == bool(reminded)
    leader = await today_of(await sign_in("leader"))
    assert leader["reminder"] is None


async def test_given_another_number_of_days_or_nothing_outstanding_then_the_reminder_follows(
    sign_in: SignIn, world: World, session: AsyncSession, clock: FixedClock
) -> None:
    bureau, instructor = await sign_in("bureau"), await sign_in("instructor")
    version = (await bureau.get("/api/v1/settings")).headers["etag"]
    body = {"reminder_days_before_month_end": 16}
    assert (await bureau.patch("/api/v1/settings", json=body, headers={"If-Match": version})).status_code == 200
    reminder = (await today_of(instructor))["reminder"]
    assert (reminder["code"], reminder["count"], reminder["remaining_days"]) == ("month_ends_soon", 1, 16)
    assert len((await instructor.get(reminder["href"])).json()["items"]) == 1
    await add_visit(session, world, world.kindergarten, "instructor", "2026-10-14 09:00")
    await session.commit()
    assert (await today_of(instructor))["reminder"] is None
    assert (await today_of(bureau))["reminder"]["count"] == 2


async def test_given_a_password_to_be_set_first_then_nothing_is_shown(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    account = await session.get_one(User, world.users["bureau"])
    account.must_change_password = True
    await session.commit()
    answer = await (await sign_in("bureau")).get(TODAY)
    assert (answer.status_code, answer.json()["type"].rpartition(":")[2]) == (403, "password_change_required")


async def test_given_any_role_then_at_most_five_statements(
    busy: None, sign_in: SignIn, world: World, database: Database
) -> None:
    for username in EXPECTED:
        caller = await sign_in(username)
        with count_statements() as seen:
            await today_of(caller)
        assert len(seen) <= (5 if username == "municipal_viewer" else 4), username


# --- who has not been visited yet ------------------------------------------------------------------------------------


async def unvisited_of(caller: httpx2.AsyncClient, **query: Any) -> dict[str, Any]:
    answer = await caller.get("/api/v1/overview/unvisited", params=query)
    assert answer.status_code == 200, answer.text
    UnvisitedList.model_validate_json(answer.content)
    found: dict[str, Any] = answer.json()
    return found


async def test_given_visits_outstanding_then_the_list_and_its_text_name_institution_and_instructor(
    busy: None, sign_in: SignIn, world: World
) -> None:
    bureau = await sign_in("bureau")
    found = await unvisited_of(bureau)
    assert found["items"] == [
        {"institution_id": str(world.training), "name": "启航培训学校", "instructor_names": ["李秀英"]},
        {"institution_id": str(world.supported_school), "name": "兴华学校", "instructor_names": []},
    ]
    assert found["text"] == (
        "2026年10月入校指导：截至10月15日，还有 2 家待安排。\n"
        "1. 启航培训学校（李秀英）\n"
        "2. 兴华学校（暂无指导员）\n"
        "已经去过、还没登记的，补记一下就可以。"
    )
    assert len((await unvisited_of(bureau, kind="training"))["items"]) == 1
    assert len((await unvisited_of(bureau, section_id=str(world.section)))["items"]) == 1
    assert (await unvisited_of(await sign_in("instructor")))["items"] == []
    assert (await unvisited_of(await sign_in("municipal_viewer")))["items"] == []
    refused = await bureau.get("/api/v1/overview/unvisited", params={"month": "2027-11"})
    assert refused.status_code == 422


async def test_given_a_month_that_is_over_then_its_last_day_and_whoever_was_in_post_then(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    session.add(posted(world, world.supported_school, "lead", date(2026, 9, 1), date(2026, 9, 30)))
    await session.commit()
    found = await unvisited_of(await sign_in("bureau"), month="2026-09")
    named = {item["name"]: item["instructor_names"] for item in found["items"]}
    assert named["兴华学校"] == ["赵书记"]
    assert "截至9月30日" in found["text"]


def test_given_nothing_outstanding_then_the_text_thanks() -> None:
    assert (
        unvisited_text(date(2026, 10, 1), date(2026, 10, 20), []) == "2026年10月入校指导：各单位都已有记录，谢谢大家。"
    )


async def test_given_institutions_without_an_instructor_today_then_they_are_listed_with_who_comes_next(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    session.add(posted(world, world.supported_school, "lead", date(2026, 11, 1), None))
    place = await session.get_one(Organisation, world.training)
    place.closed_on = date(2026, 10, 15)
    await session.commit()
    bureau = await sign_in("bureau")
    body = {"ends_on": "2026-10-14", "reason": "工作调动"}
    for dispatch in (world.dispatch, world.other_dispatch):
        path = f"/api/v1/dispatches/{dispatch}/end"
        assert (await bureau.post(path, json=body, headers={"If-Match": '"1"'})).status_code == 200
    answer = await bureau.get("/api/v1/overview/unassigned")
    UnassignedList.model_validate_json(answer.content)
    found = answer.json()
    assert found["on"] == "2026-10-15"
    assert [(item["name"], item["next_starts_on"]) for item in found["items"]] == [
        ("启航培训学校", None),
        ("小星星幼儿园", None),
        ("兴华学校", "2026-11-01"),
    ]
    assert counts(await today_of(bureau))["unassigned_institutions"] == 3
    section = (await (await sign_in("section")).get("/api/v1/overview/unassigned")).json()["items"]
    assert {item["name"] for item in section} == {"小星星幼儿园", "兴华学校"}
