"""Which month a visit counts for, and how receipts are kept (domain.md §3, §7)."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.models import BureauSettings, Visit
from tests.backend.visits.calls import REASON, VISITS, content, counting_visit, do, done, draft, pointers, visit_in
from tests.conftest import FixedClock, SignIn
from tests.world import World


async def test_given_a_submitted_visit_then_it_stands_for_its_month(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    caller = await sign_in("instructor")
    visit = await draft(caller, world.kindergarten)
    assert await counting_visit(session, world.kindergarten, "2026-10") is None
    await done(caller, visit, "submit")
    assert await counting_visit(session, world.kindergarten, "2026-10") == visit["id"]


@pytest.mark.parametrize(
    ("state", "counts"),
    [("submitted", True), ("confirmed", True), ("disputed", True), ("returned", False), ("void", False)],
)
async def test_given_each_state_then_it_counts_or_not(
    sign_in: SignIn, world: World, session: AsyncSession, state: str, *, counts: bool
) -> None:
    visit = await visit_in(sign_in, world, state)
    assert await counting_visit(session, world.kindergarten, "2026-10") == (visit["id"] if counts else None)


async def test_given_a_void_visit_then_the_next_one_stands_for_the_month(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    caller = await sign_in("instructor")
    first = await visit_in(sign_in, world, "submitted")
    second = await done(caller, await draft(caller, world.kindergarten), "submit")
    assert await counting_visit(session, world.kindergarten, "2026-10") == first["id"]
    await done(await sign_in("bureau"), first, "void", REASON)
    assert await counting_visit(session, world.kindergarten, "2026-10") == second["id"]


@pytest.mark.parametrize("mode", ["on_site", "other"])
async def test_given_a_visit_not_on_site_then_it_is_kept_but_does_not_count(
    sign_in: SignIn, world: World, session: AsyncSession, mode: str
) -> None:
    visit = await visit_in(sign_in, world, "submitted", mode=mode)
    expected = visit["id"] if mode == "on_site" else None
    assert await counting_visit(session, world.kindergarten, "2026-10") == expected


async def test_given_a_visit_over_midnight_at_month_end_then_it_belongs_to_the_start(
    sign_in: SignIn, world: World, session: AsyncSession, clock: FixedClock
) -> None:
    clock.at = datetime(2026, 11, 1, 2, 0, tzinfo=UTC)
    caller = await sign_in("instructor")
    times = {"started_at": "2026-10-31T23:50:00+08:00", "ended_at": "2026-11-01T00:30:00+08:00"}
    visit = await done(caller, await draft(caller, world.kindergarten, **times), "submit")
    assert (visit["visited_on"], visit["month"]) == ("2026-10-31", "2026-10")
    assert await counting_visit(session, world.kindergarten, "2026-10") == visit["id"]
    assert await counting_visit(session, world.kindergarten, "2026-11") is None
    # Ten minutes later by the bureau's clock it is November; in UTC both are still October.
    later = await draft(caller, world.kindergarten, started_at="2026-10-31T16:00:00Z")
    assert (later["visited_on"], later["month"]) == ("2026-11-01", "2026-11")


async def test_given_another_time_zone_of_the_bureau_then_days_are_its_own(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    zone = update(BureauSettings).where(BureauSettings.bureau_id == world.county).values(time_zone="Asia/Urumqi")
    await session.execute(zone)
    await session.commit()
    caller = await sign_in("instructor")
    visit = await draft(caller, world.kindergarten, started_at="2026-10-01T00:30:00+08:00")
    assert (visit["visited_on"], visit["month"]) == ("2026-09-30", "2026-09")
    changed = await done(caller, visit, "edit", {"started_at": "2026-10-01T02:30:00+08:00"})
    assert (changed["visited_on"], changed["month"]) == ("2026-10-01", "2026-10")


async def test_given_a_returned_visit_when_resubmitted_then_its_first_receipt_stays(
    sign_in: SignIn, world: World, session: AsyncSession, clock: FixedClock
) -> None:
    visit = await visit_in(sign_in, world, "returned")
    first = visit["first_received_at"]
    assert (first, visit["decision_reason"]) == ("2026-10-15T02:00:00Z", REASON["reason"])
    clock.advance(days=40)
    caller = await sign_in("instructor")
    visit = await done(caller, visit, "edit", {"advice": "按要求补充。"})
    visit = await done(caller, visit, "submit")
    assert visit["first_received_at"] == first
    assert visit["received_at"] == "2026-11-24T02:00:00Z"
    assert visit["decision_reason"] is None
    assert await counting_visit(session, world.kindergarten, "2026-10") == visit["id"]


async def test_given_a_correction_to_another_month_then_both_months_are_counted_again(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    visit = await visit_in(sign_in, world, "confirmed")
    body = {"reason": "日期写错了，是九月底去的。", "started_at": "2026-09-30T16:00:00+08:00"}
    moved = await done(await sign_in("instructor"), visit, "revise", body)
    assert (moved["state"], moved["month"], moved["revision"]) == ("submitted", "2026-09", 2)
    assert await counting_visit(session, world.kindergarten, "2026-10") is None
    assert await counting_visit(session, world.kindergarten, "2026-09") == visit["id"]


async def test_given_a_returned_visit_moved_to_another_month_then_it_counts_there_once_resubmitted(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    visit = await visit_in(sign_in, world, "returned")
    caller = await sign_in("instructor")
    moved = await done(caller, visit, "edit", {"started_at": "2026-09-30T16:00:00+08:00"})
    assert await counting_visit(session, world.kindergarten, "2026-09") is None
    await done(caller, moved, "submit")
    assert await counting_visit(session, world.kindergarten, "2026-09") == visit["id"]
    assert await counting_visit(session, world.kindergarten, "2026-10") is None


async def test_given_a_correction_then_the_old_revision_is_kept_whole(sign_in: SignIn, world: World) -> None:
    opinions = [{"text": "希望协调停车。", "category": "safety"}]
    visit = await visit_in(sign_in, world, "confirmed", opinions=opinions)
    caller = await sign_in("instructor")
    body = {"reason": "人名写错了", "persons_met": "李园长", "position": {"longitude": 109.6, "latitude": 34.9}}
    second = await done(caller, visit, "revise", body)
    third = await done(await sign_in("bureau"), second, "revise", {"reason": "补充", "advice": "见附件"})
    assert (third["revision"], third["decided_at"], third["first_received_at"]) == (3, None, "2026-10-15T02:00:00Z")
    for who in ("instructor", "bureau", "institution"):
        answer = await (await sign_in(who)).get(f"{VISITS}/{visit['id']}/revisions")
        assert answer.status_code == 200
        kept = answer.json()["items"]
        assert [(item["revision"], item["reason"]) for item in kept] == [(2, "补充"), (1, "人名写错了")]
        assert [item["replaced_by_name"] for item in kept] == ["bureau", "instructor"]
    first = kept[1]["content"]
    assert (first["persons_met"], first["state"], first["longitude"]) == ("", "confirmed", None)
    assert first["started_at"] == "2026-10-15T01:00:00Z"
    assert [opinion["text"] for opinion in first["opinions"]] == ["希望协调停车。"]
    assert kept[0]["content"]["persons_met"] == "李园长"


async def test_given_a_correction_that_leaves_nothing_then_it_is_refused_and_nothing_changed(
    sign_in: SignIn, world: World
) -> None:
    visit = await visit_in(sign_in, world, "submitted")
    caller = await sign_in("instructor")
    answer = await do(caller, visit, "revise", {"reason": "清空", "duties": [], "findings": ""})
    assert (answer.status_code, pointers(answer)) == (422, ["/duties", "/findings"])
    assert (await caller.get(f"{VISITS}/{visit['id']}")).json() == visit
    assert (await caller.get(f"{VISITS}/{visit['id']}/revisions")).json() == {"items": []}


async def test_given_a_draft_without_duty_and_text_then_submitting_names_both(sign_in: SignIn, world: World) -> None:
    caller = await sign_in("instructor")
    visit = await draft(caller, world.kindergarten, duties=[], findings="")
    answer = await do(caller, visit, "submit")
    assert (answer.status_code, pointers(answer)) == (422, ["/duties", "/findings"])
    visit = await done(caller, visit, "edit", {"duties": ["training", "policy", "training"], "advice": "一句话。"})
    assert visit["duties"] == ["policy", "training"]
    assert (await done(caller, visit, "submit"))["state"] == "submitted"


async def test_given_a_check_in_then_a_draft_starts_now(
    sign_in: SignIn, world: World, clock: FixedClock, session: AsyncSession
) -> None:
    caller = await sign_in("instructor")
    visit = await draft(caller, world.kindergarten, started_at="2026-10-15T08:00:00+08:00")
    clock.at = datetime(2026, 10, 31, 16, 0, tzinfo=UTC)
    visit = await done(caller, visit, "check-in")
    assert (visit["started_at"], visit["month"]) == ("2026-10-31T16:00:00Z", "2026-11")
    row = (await session.execute(select(Visit).where(Visit.id == UUID(visit["id"])))).scalar_one()
    assert row.month.isoformat() == "2026-11-01"


async def test_given_an_end_before_the_check_in_then_it_says_so(sign_in: SignIn, world: World) -> None:
    caller = await sign_in("instructor")
    visit = await draft(caller, world.kindergarten, ended_at="2026-10-15T09:30:00+08:00")
    answer = await do(caller, visit, "check-in")
    assert (answer.status_code, pointers(answer)) == (422, ["/ended_at"])


async def test_given_times_that_cannot_be_then_they_are_named(sign_in: SignIn, world: World) -> None:
    caller = await sign_in("instructor")
    visit = await draft(caller, world.kindergarten)
    for times, where in (
        ({"started_at": "2026-10-15T10:06:00+08:00"}, "/started_at"),
        ({"ended_at": "2026-10-15T08:59:00+08:00"}, "/ended_at"),
        ({"ended_at": "2026-10-15T10:06:00+08:00"}, "/ended_at"),
        ({"started_at": "2026-10-13T09:00:00+08:00", "ended_at": "2026-10-14T09:01:00+08:00"}, "/ended_at"),
    ):
        answer = await do(caller, visit, "edit", times)
        assert (answer.status_code, pointers(answer)) == (422, [where]), times


@pytest.mark.parametrize("written", [1_760_490_000, "1760490000", 1.5, True, "2026-10-15T09:00:00", "2026-10-15"])
async def test_given_a_time_that_is_no_written_instant_then_nothing_is_guessed_from_it(
    sign_in: SignIn, world: World, written: object
) -> None:
    caller = await sign_in("instructor")
    answer = await caller.post(VISITS, json=content(world.kindergarten, started_at=written))
    assert (answer.status_code, pointers(answer)) == (422, ["/started_at"])


async def test_given_a_phone_two_years_ahead_then_both_times_and_the_difference_are_shown(
    sign_in: SignIn, world: World
) -> None:
    caller = await sign_in("instructor")
    visit = await draft(
        caller, world.kindergarten, started_at="2028-10-14T09:00:00+08:00", device_time="2028-10-14T10:00:00+08:00"
    )
    assert visit["clock_skew_seconds"] == 730 * 86_400
    assert (visit["clock_is_off"], visit["device_time"]) == (True, "2028-10-14T02:00:00Z")
    submitted = await done(caller, visit, "submit", {})
    assert (submitted["received_at"], submitted["started_at"]) == ("2026-10-15T02:00:00Z", "2028-10-14T01:00:00Z")


async def test_given_the_device_s_time_at_submitting_then_the_difference_is_taken_there(
    sign_in: SignIn, world: World, clock: FixedClock
) -> None:
    caller = await sign_in("instructor")
    visit = await draft(caller, world.kindergarten, device_time="2026-10-15T10:05:00+08:00")
    assert (visit["clock_skew_seconds"], visit["clock_is_off"]) == (300, False)
    clock.advance(days=3)
    body = {"device_time": "2026-10-18T09:54:00+08:00", "late_reason": "没有信号"}
    submitted = await done(caller, visit, "submit", body)
    assert (submitted["clock_skew_seconds"], submitted["clock_is_off"]) == (-360, True)
    assert submitted["late_reason"] == "没有信号"
