"""Last year's paper ledgers, as the import brings them in (issue point 4; domain.md §3, §4)."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.database import Database
from handinhand.foundation.audit.service import ActorRef
from handinhand.models import AuditEvent, Obligation
from handinhand.programme.opinions.schemas import OpinionNote
from handinhand.programme.visits.service import PaperVisit, create_from_paper, list_known_starts
from tests.backend.statements import count_statements
from tests.backend.visits.calls import VISITS, counting_visit, done, visit_in
from tests.conftest import FixedClock, SignIn
from tests.world import World

SHANGHAI = ZoneInfo("Asia/Shanghai")


def line(world: World, day: date, hour: int = 0, **more: object) -> PaperVisit:
    return PaperVisit(
        institution_id=world.kindergarten,
        institution_name="小星星幼儿园",
        instructor_id=world.people["instructor"],
        started_at=datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI),
        duties=("policy",),
        findings="照台账抄录。",
        **more,  # type: ignore[arg-type]
    )


def desk(world: World) -> ActorRef:
    return ActorRef(world.users["bureau"], "党委办", world.county)


async def test_given_a_ledger_then_its_visits_are_submitted_now_and_stand_for_their_months(
    sign_in: SignIn, world: World, session: AsyncSession, clock: FixedClock
) -> None:
    rows = [
        line(world, date(2026, 3, 31), 23, ended_at=datetime(2026, 4, 1, 0, 30, tzinfo=SHANGHAI)),
        line(world, date(2026, 4, 1), opinions=[OpinionNote(text="缺一名党务干部。")]),
        line(world, date(2026, 4, 20), mode="other"),
    ]
    ids = await create_from_paper(session, desk(world), world.county, rows, at=clock.now())
    await session.commit()
    caller = await sign_in("bureau")
    first, second, third = [(await caller.get(f"{VISITS}/{visit_id}")).json() for visit_id in ids]
    assert {visit["state"] for visit in (first, second, third)} == {"submitted"}
    assert (first["channel"], first["visited_on"], first["month"]) == ("paper", "2026-03-31", "2026-03")
    assert (first["ended_at"], second["started_at"]) == ("2026-03-31T16:30:00Z", "2026-03-31T16:00:00Z")
    # The deed was then, the entry and the receipt are now: never backdated.
    assert first["received_at"] == first["entered_at"] == first["first_received_at"] == "2026-10-15T02:00:00Z"
    assert [(o["text"], o["state"]) for o in second["opinions"]] == [("缺一名党务干部。", "raised")]
    assert await counting_visit(session, world.kindergarten, "2026-03") == first["id"]
    assert await counting_visit(session, world.kindergarten, "2026-04") == second["id"]
    events = select(func.count()).select_from(AuditEvent).where(AuditEvent.action == "visit:enter-from-paper")
    assert (await session.execute(events)).scalar_one() == 3


async def test_given_a_visit_from_paper_then_it_lives_on_as_any_other(
    sign_in: SignIn, world: World, session: AsyncSession, clock: FixedClock
) -> None:
    (visit_id,) = await create_from_paper(
        session, desk(world), world.county, [line(world, date(2026, 5, 6))], at=clock.now()
    )
    await session.commit()
    institution = await sign_in("institution")
    visit = (await institution.get(f"{VISITS}/{visit_id}")).json()
    assert (await done(institution, visit, "confirm"))["state"] == "confirmed"


@pytest.mark.parametrize("many", [2, 400])
async def test_given_many_lines_then_the_statements_do_not_grow(
    world: World, session: AsyncSession, database: Database, clock: FixedClock, many: int
) -> None:
    days = [date(2026, 1 + number % 9, 1 + number // 9 % 28) for number in range(many)]
    rows = [
        line(world, day, number % 24, opinions=[OpinionNote(text=f"第 {number} 条意见")])
        for number, day in enumerate(days)
    ]
    with count_statements() as seen:
        ids = await create_from_paper(session, desk(world), world.county, rows, at=clock.now())
    assert len(set(ids)) == many
    assert len(seen) <= 12, seen
    counted = select(func.count()).where(Obligation.counting_visit_id.is_not(None))
    assert (await session.execute(counted)).scalar_one() == min(many, 9)


async def test_given_no_lines_then_nothing_happens(
    world: World, session: AsyncSession, database: Database, clock: FixedClock
) -> None:
    with count_statements() as seen:
        assert await create_from_paper(session, desk(world), world.county, [], at=clock.now()) == []
    assert seen == []


async def test_what_is_known_includes_void_visits_and_the_starts_before_a_correction(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    void = await visit_in(sign_in, world, "void", started_at="2026-10-14T09:00:00+08:00")
    visit = await visit_in(sign_in, world, "submitted")
    body = {"reason": "写错了", "started_at": "2026-10-13T09:00:00+08:00"}
    await done(await sign_in("instructor"), visit, "revise", body)
    known = await list_known_starts(session, world.county)
    who = (world.kindergarten, world.people["instructor"])
    assert {(*found[:2], found[2].isoformat()) for found in known} == {
        (*who, f"2026-10-{day}T01:00:00+00:00") for day in (13, 14, 15)
    }
    assert UUID(void["id"]) != UUID(visit["id"])
    assert await list_known_starts(session, world.other_county) == []
