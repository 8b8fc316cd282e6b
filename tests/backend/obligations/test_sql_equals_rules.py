"""What SQL answers in lists is what the rules answer for one: the same cases, through real PostgreSQL.

The cases are those of the rules' own test (tests/backend/rules/test_obligation_model.py): hand-overs, midnights, month
ends, joining and closing, returned and resubmitted, received late, August, unknown years, three time zones.
"""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, event, given, settings
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.database import Database
from handinhand.core.ids import new_id
from handinhand.core.statements import connection_of
from handinhand.models import BureauSettings, Dispatch, Holiday, Obligation, Organisation, Person, Visit
from handinhand.programme.dispatches.rules import Period, overlaps
from handinhand.programme.obligations import rules, service
from handinhand.programme.obligations.queries import Ledger
from tests.backend.rules.test_obligation_model import (
    PEOPLE,
    Case,
    Entry,
    answered_status,
    cases,
    dispatches_of,
    expected_status,
    holidays_of,
    visit_of,
)
from tests.world import World, organisation


def without_overlap(case: Case) -> Case:
    """The database holds that no two dispatches of one institution have a day in common."""
    kept: list[Any] = []
    for post in case.posts:
        if not any(overlaps(Period(post.first, post.last), Period(other.first, other.last)) for other in kept):
            kept.append(post)
    return replace(case, posts=tuple(kept))


class Stage:
    """One case in the database: a bureau with its settings and holidays, one institution, its people and visits."""

    def __init__(self, case: Case, world: World) -> None:
        self.case, self.world = case, world
        self.bureau_id, self.institution_id = new_id(), new_id()
        self.stamps: dict[str, Any] = {"created_at": world.at, "updated_at": world.at}
        self.common: dict[str, Any] = {"bureau_id": self.bureau_id, **self.stamps}
        self.people = {person: new_id() for person in PEOPLE}
        self.visits = {number: new_id() for number in range(len(case.entries))}

    async def build(self, session: AsyncSession) -> None:
        case = self.case
        session.add(organisation(self.world.at, self.bureau_id, self.bureau_id, None, "bureau", None, "某县教育局"))
        await session.flush()
        place = organisation(
            self.world.at,
            self.institution_id,
            self.bureau_id,
            self.bureau_id,
            "school",
            "private",
            "某学校",
            joined_on=case.joined,
            closed_on=case.closed,
        )
        numbers = BureauSettings(time_zone=case.zone.key, visit_grace_working_days=case.grace, **self.common)
        session.add_all([place, numbers])
        session.add_all(Holiday(day_on=day, working=False, name="假日", **self.common) for day in case.off)
        session.add_all(Holiday(day_on=day, working=True, name="调休", **self.common) for day in case.on)
        await session.flush()
        session.add_all(
            Person(
                id=person_id, organisation_id=self.institution_id, name="某人", name_pinyin="", name_initials="",
                **self.common,
            )
            for person_id in self.people.values()
        )  # fmt: skip
        await session.flush()
        session.add_all(
            Dispatch(
                institution_id=self.institution_id, instructor_id=self.people[post.person], starts_on=post.first,
                ends_on=post.last, **self.common,
            )
            for post in case.posts
        )  # fmt: skip
        session.add_all(self.visit(entry, number) for number, entry in enumerate(case.entries))
        await session.flush()

    def visit(self, entry: Entry, number: int) -> Visit:
        told = visit_of(entry, number, self.case)
        first, *others = sorted(self.people[person] for person in told.visitor_ids)
        day = rules.local_date(told.started_at, self.case.zone)
        return Visit(
            id=self.visits[number], institution_id=self.institution_id, instructor_id=first, co_visitor_ids=others,
            state=str(told.state), mode=told.mode, started_at=told.started_at, visited_on=day,
            month=rules.first_of_month(day), channel="desk", entered_by_user_id=self.world.users["bureau"],
            entered_at=told.started_at, received_at=told.first_received_at, first_received_at=told.first_received_at,
            content_digest="0" * 64, **self.common,
        )  # fmt: skip

    async def ledger(self, session: AsyncSession) -> Ledger:
        calendars = await service.settings.calendars(await connection_of(session), [self.bureau_id])
        return service.open_ledger(calendars, [self.case.month], self.case.now)

    def counting(self) -> UUID | None:
        case = self.case
        visits = [visit_of(entry, number, case) for number, entry in enumerate(case.entries)]
        found = rules.counting_visit(case.month, visits, dispatches_of(case), case.zone)
        return self.visits[found.id.int] if found else None


async def rows_of(session: AsyncSession, institution_id: UUID, month: date) -> list[Obligation]:
    found = select(Obligation).where(Obligation.institution_id == institution_id, Obligation.month == month)
    return list((await session.execute(found.execution_options(populate_existing=True))).scalars())


@given(drawn=cases())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_given_any_case_then_list_row_and_rules_agree(drawn: Case, world: World, database: Database) -> None:
    case = without_overlap(drawn)
    stage = Stage(case, world)
    async with database.sessions() as session:
        await stage.build(session)
        await service.ensure_rows(session, stage.bureau_id, case.month, case.month, case.now)
        rows = await rows_of(session, stage.institution_id, case.month)
        owed = rules.is_due_for(case.month, case.joined, case.closed)
        assert len(rows) == owed
        for row in rows:
            assert row.counting_visit_id == stage.counting()
            if case.waived:
                row.waived_at, row.waiver_reason = case.now, "停课"
        await session.flush()
        book = await stage.ledger(session)
        listed = select(book.owes, book.status, book.due.c.due_on).select_from(book.source)
        one = (await session.execute(listed.where(Organisation.id == stage.institution_id))).one()
        assert one[0] is owed
        assert one.due_on == rules.due_on(case.month, case.grace, holidays_of(case))
        if owed:
            event(one[1])
            assert one[1] == answered_status(case) == expected_status(case)
        await session.rollback()
