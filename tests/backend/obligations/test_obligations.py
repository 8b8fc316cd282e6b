"""The month of an institution, over the interface (domain.md §3, api.md part A)."""

from datetime import date
from typing import Any

import httpx2
import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.database import Database
from handinhand.core.ids import new_id
from handinhand.models import Holiday, Obligation, Organisation
from handinhand.programme.obligations import service
from tests.backend.obligations.arrange import add_visit, at, posted, row_of
from tests.backend.statements import count_statements
from tests.conftest import FixedClock, SignIn
from tests.world import SINCE, World, organisation

OBLIGATIONS = "/api/v1/obligations"
OCTOBER, SEPTEMBER = date(2026, 10, 1), date(2026, 9, 1)


async def month_of(caller: httpx2.AsyncClient, month: str, **filters: Any) -> dict[str, dict[str, Any]]:
    """The month's obligations by institution."""
    answer = await caller.get(OBLIGATIONS, params={"month": month, **filters})
    assert answer.status_code == 200, answer.text
    return {item["institution_id"]: item for item in answer.json()["items"]}


async def status_of(caller: httpx2.AsyncClient, institution: Any, month: str = "2026-10") -> str:
    status: str = (await month_of(caller, month, institution_id=str(institution)))[str(institution)]["status"]
    return status


# --- what is owed ----------------------------------------------------------------------------------------------------


async def test_given_nobody_asked_before_when_listing_then_every_private_institution_owes_the_month(
    sign_in: SignIn, world: World
) -> None:
    bureau = await sign_in("bureau")
    found = await month_of(bureau, "2026-10")
    assert set(found) == {str(world.kindergarten), str(world.training), str(world.supported_school)}
    assert found[str(world.kindergarten)] == {
        "id": found[str(world.kindergarten)]["id"],
        "institution_id": str(world.kindergarten),
        "institution_name": "小星星幼儿园",
        "month": "2026-10",
        "status": "open",
        "due_on": "2026-11-06",
        "received_at": None,
        "instructor_ids": [str(world.people["instructor"])],
        "instructor_names": ["王建国"],
        "visit_ids": [],
        "waiver": None,
        "version": 1,
    }
    assert await month_of(bureau, "2026-10") == found


async def test_given_a_month_before_joining_or_after_closing_then_nothing_is_owed(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    place = await session.get_one(Organisation, world.training)
    place.joined_on, place.closed_on = date(2026, 7, 31), date(2026, 9, 1)
    await session.commit()
    bureau = await sign_in("bureau")
    owed = {month: str(world.training) in await month_of(bureau, month) for month in ("2026-07", "2026-08", "2026-09")}
    assert owed == {"2026-07": False, "2026-08": True, "2026-09": True}
    assert str(world.training) not in await month_of(bureau, "2026-10")


async def test_given_no_joining_date_then_the_first_dispatch_counts_and_else_the_day_of_entry(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    late = at("2026-09-30 23:59")  # the last minute of September in the bureau's zone
    place = organisation(late, new_id(), world.county, world.county, "training", "private", "新来培训", joined_on=None)
    session.add(place)
    await session.commit()
    bureau = await sign_in("bureau")
    assert str(place.id) not in await month_of(bureau, "2026-09")
    assert str(place.id) in await month_of(bureau, "2026-10")
    session.add(posted(world, place.id, "instructor", date(2026, 6, 15), None))
    await session.commit()
    assert str(place.id) not in await month_of(bureau, "2026-06")
    assert str(place.id) in await month_of(bureau, "2026-07")


async def test_given_no_month_then_the_history_of_an_institution_newest_first(sign_in: SignIn, world: World) -> None:
    bureau = await sign_in("bureau")
    answer = await bureau.get(OBLIGATIONS, params={"institution_id": str(world.kindergarten)})
    months = [item["month"] for item in answer.json()["items"]]
    assert months[0] == "2026-10"
    assert months[-1] == "2025-10"  # joined in September 2025
    assert months == sorted(months, reverse=True)
    assert len(months) == 13


async def test_given_a_joining_date_moved_back_then_earlier_visits_meet_the_months_now_owed(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    place = await session.get_one(Organisation, world.kindergarten)
    place.joined_on = date(2026, 9, 15)
    await session.flush()
    visit = await add_visit(session, world, world.kindergarten, "instructor", "2026-08-05 09:00")
    await session.commit()
    bureau = await sign_in("bureau")
    assert await row_of(session, world.kindergarten, date(2026, 8, 1)) is None
    place.joined_on = SINCE
    await session.commit()
    found = (await month_of(bureau, "2026-08"))[str(world.kindergarten)]
    assert (found["status"], found["visit_ids"]) == ("met", [str(visit.id)])


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "202610", "1999-12", "２０２６-10", "", "2027-11"])
async def test_given_a_month_that_is_none_or_too_far_ahead_then_422(
    month: str, sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    bureau = await sign_in("bureau")
    answer = await bureau.get(OBLIGATIONS, params={"month": month})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "?month"
    assert (await session.execute(select(Obligation.id))).all() == []


# --- how it stands ---------------------------------------------------------------------------------------------------


async def test_given_a_visit_received_in_time_then_met_and_after_the_grace_met_late(
    sign_in: SignIn, world: World, session: AsyncSession, clock: FixedClock
) -> None:
    # The fifth working day of October 2026 is the 13th: the 1st to the 7th are off, Saturday the 10th is worked.
    stamps: dict[str, Any] = {"bureau_id": world.county, "created_at": world.at, "updated_at": world.at}
    for day in range(1, 8):
        session.add(Holiday(day_on=date(2026, 10, day), working=False, name="国庆节", **stamps))
    session.add(Holiday(day_on=date(2026, 10, 10), working=True, name="国庆节调休上班", **stamps))
    await add_visit(session, world, world.kindergarten, "instructor", "2026-09-30 09:00", received="2026-10-13 23:59")
    await add_visit(session, world, world.training, "instructor2", "2026-09-30 09:00", received="2026-10-14 00:00")
    await session.commit()
    bureau = await sign_in("bureau")
    found = await month_of(bureau, "2026-09")
    assert {item["due_on"] for item in found.values()} == {"2026-10-13"}
    assert found[str(world.kindergarten)]["status"] == "met"
    assert found[str(world.training)]["status"] == "met_late"
    assert found[str(world.training)]["received_at"] == "2026-10-13T16:00:00Z"


async def test_given_the_last_minute_of_the_grace_then_open_and_a_minute_later_missed_or_unassigned(
    sign_in: SignIn, world: World, clock: FixedClock
) -> None:
    bureau = await sign_in("bureau")
    clock.at = at("2026-11-06 23:59")
    assert {item["status"] for item in (await month_of(bureau, "2026-10")).values()} == {"open"}
    clock.at = at("2026-11-07 00:00")
    found = await month_of(bureau, "2026-10")
    assert found[str(world.kindergarten)]["status"] == "missed"
    assert found[str(world.supported_school)]["status"] == "unassigned"
    listed = await month_of(bureau, "2026-10", status=["missed", "met"])
    assert set(listed) == {str(world.kindergarten), str(world.training)}


async def test_given_another_grace_or_holiday_then_the_answer_changes_rightly(
    sign_in: SignIn, world: World, session: AsyncSession, clock: FixedClock
) -> None:
    await add_visit(session, world, world.kindergarten, "instructor", "2026-09-30 09:00", received="2026-10-12 10:00")
    await session.commit()
    bureau = await sign_in("bureau")
    assert await status_of(bureau, world.kindergarten, "2026-09") == "met_late"
    version = (await bureau.get("/api/v1/settings")).headers["etag"]
    changed = await bureau.patch(
        "/api/v1/settings", json={"visit_grace_working_days": 8}, headers={"If-Match": version}
    )
    assert changed.status_code == 200, changed.text
    found = (await month_of(bureau, "2026-09"))[str(world.kindergarten)]
    assert (found["status"], found["due_on"]) == ("met", "2026-10-12")
    off = {"day_on": "2026-10-12", "working": False, "name": "停电"}
    assert (await bureau.post("/api/v1/holidays", json=off)).status_code == 201
    assert (await month_of(bureau, "2026-09"))[str(world.kindergarten)]["due_on"] == "2026-10-13"
    version = changed.headers["etag"]
    await bureau.patch("/api/v1/settings", json={"visit_grace_working_days": 0}, headers={"If-Match": version})
    found = (await month_of(bureau, "2026-09"))[str(world.kindergarten)]
    assert (found["status"], found["due_on"]) == ("met_late", "2026-09-30")
    one = (await bureau.get(f"{OBLIGATIONS}/{found['id']}")).json()
    assert one == {**found, "waiver_history": []}


async def test_given_a_hand_over_month_then_either_instructor_s_visit_counts_on_their_own_days(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    bureau = await sign_in("bureau")
    body = {"instructor_id": str(world.people["instructor2"]), "on": "2026-10-10"}
    path = f"/api/v1/dispatches/{world.dispatch}/hand-over"
    assert (await bureau.post(path, json=body, headers={"If-Match": '"1"'})).status_code == 201
    too_early = await add_visit(session, world, world.kindergarten, "instructor2", "2026-10-09 09:00")
    await session.commit()
    found = (await month_of(bureau, "2026-10"))[str(world.kindergarten)]
    assert found["status"] == "open"
    assert found["visit_ids"] == [str(too_early.id)]
    assert found["instructor_ids"] == [str(world.people[name]) for name in ("instructor", "instructor2")]
    await add_visit(session, world, world.kindergarten, "instructor", "2026-10-09 15:00")
    await session.commit()
    assert await status_of(bureau, world.kindergarten) == "met"
    for successor in ("instructor", "instructor2"):
        filtered = await month_of(bureau, "2026-10", instructor_id=str(world.people[successor]))
        assert str(world.kindergarten) in filtered
    november = await month_of(bureau, "2026-11", instructor_id=str(world.people["instructor"]))
    assert str(world.kindergarten) not in november


async def test_given_visits_that_do_not_count_then_the_month_stays_open(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    bureau = await sign_in("bureau")
    by_phone = await add_visit(session, world, world.kindergarten, "instructor", "2026-10-08 09:00", mode="other")
    returned = await add_visit(session, world, world.kindergarten, "instructor", "2026-10-09 09:00", state="returned")
    stranger = await add_visit(session, world, world.kindergarten, "lead", "2026-10-12 09:00")
    await add_visit(session, world, world.kindergarten, "instructor", "2026-10-12 10:00", state="void")
    await session.commit()
    found = (await month_of(bureau, "2026-10"))[str(world.kindergarten)]
    assert found["status"] == "open"
    assert found["visit_ids"] == [str(by_phone.id), str(returned.id), str(stranger.id)]
    stranger.co_visitor_ids = [world.people["instructor"]]
    await session.flush()
    await service.recount(session, world.kindergarten, OCTOBER, world.at)
    await session.commit()
    assert await status_of(bureau, world.kindergarten) == "met"


async def test_given_two_visits_then_the_first_received_stands_and_the_other_takes_its_place(
    world: World, session: AsyncSession
) -> None:
    second = await add_visit(
        session, world, world.kindergarten, "instructor", "2026-10-08 09:00", received="2026-10-12 09:00"
    )
    first = await add_visit(session, world, world.kindergarten, "instructor", "2026-10-10 09:00")
    row = await row_of(session, world.kindergarten, OCTOBER)
    assert row is not None
    assert row.counting_visit_id == first.id
    first.state = "void"
    await session.flush()
    await service.recount(session, world.kindergarten, OCTOBER, world.at)
    row = await row_of(session, world.kindergarten, OCTOBER)
    assert row is not None
    assert (row.counting_visit_id, row.version) == (second.id, 4)
    await service.recount(session, world.kindergarten, OCTOBER, world.at)
    row = await row_of(session, world.kindergarten, OCTOBER)
    assert row is not None
    assert row.version == 4  # nothing changed, so nobody's version is stale


async def test_given_a_visit_over_midnight_of_the_last_day_then_it_belongs_to_the_day_it_started(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    await add_visit(
        session, world, world.kindergarten, "instructor", "2026-09-30 23:50", ended_at=at("2026-10-01 00:30")
    )
    await session.commit()
    bureau = await sign_in("bureau")
    assert await status_of(bureau, world.kindergarten, "2026-09") == "met"
    assert await status_of(bureau, world.kindergarten, "2026-10") == "open"


# --- when days in post change ----------------------------------------------------------------------------------------


async def test_given_days_in_post_changed_for_the_past_then_the_work_counts_the_visits_again(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    await add_visit(session, world, world.kindergarten, "instructor", "2026-10-08 09:00")
    await session.commit()
    bureau = await sign_in("bureau")
    assert await status_of(bureau, world.kindergarten) == "met"
    body = {"ends_on": "2026-10-07", "reason": "早已离任"}
    path = f"/api/v1/dispatches/{world.dispatch}/end"
    assert (await bureau.post(path, json=body, headers={"If-Match": '"1"'})).status_code == 200
    await service.recount_outdated(session, world.at, world.other_county)
    await session.commit()
    assert await status_of(bureau, world.kindergarten) == "met"  # another bureau's work touches nothing here
    await service.recount_outdated(session, world.at, world.county)
    await session.commit()
    assert await status_of(bureau, world.kindergarten) == "open"


async def test_given_the_daily_work_then_rows_stand_and_doing_it_again_changes_nothing(
    world: World, session: AsyncSession
) -> None:
    async def rows() -> list[tuple[Any, ...]]:
        table = Obligation
        found = select(table.id, table.institution_id, table.month, table.version).order_by(table.id)
        return [tuple(row) for row in await session.execute(found)]

    await service.ensure_recent_rows(session, world.at)
    made = await rows()
    assert len(made) == 4 * 13  # the other county's kindergarten too, October 2025 to October 2026
    await service.ensure_recent_rows(session, world.at)
    await service.ensure_rows(session, world.county, date(2026, 1, 1), OCTOBER, world.at)
    assert await rows() == made


# --- waivers ---------------------------------------------------------------------------------------------------------


async def test_given_a_waiver_then_it_shows_who_and_why_and_taking_it_back_brings_the_status_back(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    await add_visit(session, world, world.kindergarten, "instructor", "2026-10-08 09:00")
    await session.commit()
    bureau = await sign_in("bureau")
    found = (await month_of(bureau, "2026-10"))[str(world.kindergarten)]
    path = f"{OBLIGATIONS}/{found['id']}"
    etag = f'"{found["version"]}"'
    waived = await bureau.post(f"{path}/waive", json={"reason": "校舍维修"}, headers={"If-Match": etag})
    assert waived.status_code == 200, waived.text
    assert waived.json()["status"] == "waived"
    assert waived.json()["waiver"] == {"reason": "校舍维修", "waived_at": "2026-10-15T02:00:00Z", "waived_by": "bureau"}
    assert await month_of(bureau, "2026-10", status="waived") == {str(world.kindergarten): waived.json()}
    etag = waived.headers["etag"]
    again = await bureau.post(f"{path}/waive", json={"wrong": 1}, headers={"If-Match": etag})
    assert (again.status_code, again.json()["type"].rpartition(":")[2]) == (409, "already_waived")
    back = await bureau.post(f"{path}/unwaive", json={"reason": "提前复课"}, headers={"If-Match": etag})
    assert (back.status_code, back.json()["status"], back.json()["waiver"]) == (200, "met", None)
    etag = back.headers["etag"]
    none = await bureau.post(f"{path}/unwaive", json={"reason": "提前复课"}, headers={"If-Match": etag})
    assert (none.status_code, none.json()["type"].rpartition(":")[2]) == (409, "not_waived")
    logged = text("select action, details from audit_events where target_type = 'obligation' order by at, id")
    assert [tuple(row) for row in await session.execute(logged)] == [
        ("obligation:waive", {"month": "2026-10"}),
        ("obligation:unwaive", {"month": "2026-10"}),
    ]


async def test_given_no_reason_or_no_version_then_nothing_is_waived(sign_in: SignIn, world: World) -> None:
    bureau = await sign_in("bureau")
    found = (await month_of(bureau, "2026-10"))[str(world.kindergarten)]
    path = f"{OBLIGATIONS}/{found['id']}/waive"
    assert (await bureau.post(path, json={"reason": "停课"})).status_code == 428
    assert (await bureau.post(path, json={"reason": "停课"}, headers={"If-Match": '"9"'})).status_code == 412
    assert (await bureau.post(path, json={"reason": " "}, headers={"If-Match": '"1"'})).status_code == 422
    assert await status_of(bureau, world.kindergarten) == "open"


async def test_given_a_month_waived_for_all_then_every_institution_that_owes_it_is_waived_once(
    sign_in: SignIn, world: World, session: AsyncSession, database: Database
) -> None:
    bureau = await sign_in("bureau")
    one = (await month_of(bureau, "2026-08"))[str(world.training)]
    await bureau.post(f"{OBLIGATIONS}/{one['id']}/waive", json={"reason": "装修"}, headers={"If-Match": '"1"'})
    body = {"month": "2026-08", "reason": "暑假全县停课"}
    with count_statements() as seen:
        answer = await bureau.post(f"{OBLIGATIONS}/waivers", json=body)
    assert answer.status_code == 200, answer.text
    assert len(seen) <= 14
    result = answer.json()
    assert (result["waived"], result["already_waived"]) == (2, 1)
    listed = (await bureau.get(result["href"])).json()["items"]
    assert {item["waiver"]["reason"] for item in listed} == {"装修", "暑假全县停课"}
    assert len(listed) == 3
    again = await bureau.post(f"{OBLIGATIONS}/waivers", json=body)
    assert (again.json()["waived"], again.json()["already_waived"]) == (0, 3)
    other = await sign_in("bureau2")
    assert (await status_of(other, world.foreign_kindergarten, "2026-08")) == "unassigned"
    logged = text("select count(*) from audit_events where action = 'obligation:waive' and bureau_id = :bureau")
    assert (await session.execute(logged, {"bureau": world.county})).scalar_one() == 3


async def test_given_some_institutions_then_only_those_and_strangers_are_named(sign_in: SignIn, world: World) -> None:
    bureau = await sign_in("bureau")
    strangers = [str(world.foreign_kindergarten), str(world.lead_school), str(new_id())]
    body = {"month": "2026-10", "institution_ids": [str(world.training), *strangers], "reason": "停课"}
    refused = await bureau.post(f"{OBLIGATIONS}/waivers", json=body)
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == [f"/institution_ids/{n}" for n in (1, 2, 3)]
    assert {error["code"] for error in refused.json()["errors"]} == {"not_owed"}
    body["institution_ids"] = [str(world.training)]
    assert (await bureau.post(f"{OBLIGATIONS}/waivers", json=body)).json()["waived"] == 1
    assert await status_of(bureau, world.training) == "waived"
    assert await status_of(bureau, world.kindergarten) == "open"
    ahead = await bureau.post(f"{OBLIGATIONS}/waivers", json={"month": "2027-11", "reason": "停课"})
    assert ahead.json()["errors"][0]["pointer"] == "/month"
    coming = await bureau.post(f"{OBLIGATIONS}/waivers", json={"month": "2027-07", "reason": "暑假"})
    assert coming.json()["waived"] == 3


# --- who sees and does what ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("username", "sees"),
    [
        ("bureau", {"kindergarten", "training", "supported_school"}),
        ("leader", {"kindergarten", "training", "supported_school"}),
        ("section", {"kindergarten", "supported_school"}),
        ("host", {"kindergarten"}),
        ("lead", {"supported_school"}),
        ("instructor", {"kindergarten"}),
        ("institution", {"kindergarten"}),
        ("bureau2", {"foreign_kindergarten"}),
    ],
)
async def test_given_a_role_then_it_sees_its_institutions_months_only(
    username: str, sees: set[str], sign_in: SignIn, world: World
) -> None:
    await month_of(await sign_in("bureau"), "2026-10")
    await month_of(await sign_in("bureau2"), "2026-10")
    caller = await sign_in(username)
    found = await month_of(caller, "2026-10")
    assert set(found) == {str(getattr(world, name)) for name in sees}
    for item in found.values():
        assert (await caller.get(f"{OBLIGATIONS}/{item['id']}")).json() == {**item, "waiver_history": []}


async def test_given_no_right_to_read_visits_then_their_ids_are_not_told(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    visit = await add_visit(session, world, world.kindergarten, "instructor", "2026-10-08 09:00")
    await session.commit()
    for username, ids in (("bureau", [str(visit.id)]), ("institution", [str(visit.id)]), ("section", []), ("host", [])):
        found = (await month_of(await sign_in(username), "2026-10"))[str(world.kindergarten)]
        assert (found["status"], found["visit_ids"]) == ("met", ids)


@pytest.mark.parametrize("username", ["leader", "section", "host", "instructor", "institution"])
async def test_given_no_right_to_waive_then_403_and_out_of_reach_404(
    username: str, sign_in: SignIn, world: World
) -> None:
    months = await month_of(await sign_in("bureau"), "2026-10")
    caller, body, version = await sign_in(username), {"reason": "停课"}, {"If-Match": '"1"'}
    own, other = (months[str(place)]["id"] for place in (world.kindergarten, world.training))
    assert (await caller.post(f"{OBLIGATIONS}/{own}/waive", json=body, headers=version)).status_code == 403
    far = await caller.post(f"{OBLIGATIONS}/{other}/waive", json=body, headers=version)
    assert far.status_code == (403 if username == "leader" else 404)
    bulk = await caller.post(f"{OBLIGATIONS}/waivers", json={"month": "2026-10", "reason": "停课"})
    assert bulk.status_code == 403
    foreign = await sign_in("bureau2")
    assert (await foreign.get(f"{OBLIGATIONS}/{own}")).status_code == 404


async def test_given_a_month_no_longer_owed_then_its_row_is_not_there_for_anybody(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    bureau = await sign_in("bureau")
    found = (await month_of(bureau, "2026-10"))[str(world.training)]
    place = await session.get_one(Organisation, world.training)
    place.closed_on = date(2026, 9, 30)
    await session.commit()
    assert (await bureau.get(f"{OBLIGATIONS}/{found['id']}")).status_code == 404
    assert str(world.training) not in await month_of(bureau, "2026-10")


async def test_given_more_institutions_then_lists_and_reads_ask_no_more_often(
    sign_in: SignIn, world: World, session: AsyncSession, database: Database
) -> None:
    bureau = await sign_in("bureau")

    async def statements(path: str) -> int:
        assert (await bureau.get(path)).status_code == 200  # makes what is missing
        with count_statements() as seen:
            assert (await bureau.get(path)).status_code == 200
        return len(seen)

    item = next(iter((await month_of(bureau, "2026-10")).values()))
    paths = (f"{OBLIGATIONS}?month=2026-10", OBLIGATIONS, f"{OBLIGATIONS}/{item['id']}")
    few = [await statements(path) for path in paths]
    session.add_all(
        organisation(world.at, new_id(), world.county, world.county, "training", "private", f"第{number}培训学校")
        for number in range(30)
    )
    await session.commit()
    assert [await statements(path) for path in paths] == few
    assert max(few) <= 4
