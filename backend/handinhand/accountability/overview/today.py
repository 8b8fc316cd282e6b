"""What needs the caller today: their to-dos by role, a reminder before the month ends, and how the month stands."""

import calendar
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.accountability.overview import policy, queries
from handinhand.accountability.overview.schemas import MonthQuery
from handinhand.accountability.overview.service import UNVISITED, month_grid, reach_of
from handinhand.core.clock import local_day
from handinhand.core.http.hrefs import href, href_of
from handinhand.core.http.paging import AnySelect
from handinhand.core.statements import connection_of
from handinhand.foundation.access.actor import Actor
from handinhand.foundation.access.guards import Access
from handinhand.foundation.access.permissions import Permission
from handinhand.foundation.settings import service as settings
from handinhand.programme.activities import service as activities
from handinhand.programme.activities.schemas import ActivityQuery
from handinhand.programme.dispatches import service as dispatches
from handinhand.programme.good_practices import service as good_practices
from handinhand.programme.good_practices.schemas import PracticeQuery
from handinhand.programme.obligations import service as obligations
from handinhand.programme.obligations.schemas import ObligationQuery, month_text
from handinhand.programme.obligations.service import Ledger
from handinhand.programme.visits import service as visits
from handinhand.programme.visits.schemas import VisitQuery

_REMINDED = {"unvisited", "my_unvisited"}


class Waiting(NamedTuple):
    """A to-do before it is counted: `rows` selects exactly what the list at `href` shows."""

    code: str
    href: str
    rows: AnySelect


async def today(session: AsyncSession, access: Access) -> dict[str, Any]:
    """What waits for the caller and how their month stands, in the shape of `schemas.Today`."""
    actor, day = access.actor, local_day(access.now)
    months = obligations.months_back(obligations.present_month(access.now), 2)
    reach = reach_of(actor)
    connection = await connection_of(session)
    calendars = await settings.calendars(connection, reach.bureau_ids)
    book = obligations.open_ledger(calendars, months, access.now)
    waiting = [*_of_bureau(actor, book, months, day), *_of_instructor(actor, book, months), *_of_institutions(actor)]
    waiting += [*_of_communities(actor, day), *_of_good_practices(actor)]
    counts = await queries.count(session, [item.rows for item in waiting])
    to_dos = [
        {"code": item.code, "count": count, "href": item.href} for item, count in zip(waiting, counts, strict=True)
    ]
    remaining = calendar.monthrange(day.year, day.month)[1] - day.day
    ends_soon = remaining <= max((found.reminder_days for found in calendars.values()), default=0)
    this_month = None
    if reach.overview:
        days = obligations.due_days(calendars, months)
        grid = await month_grid(connection, reach, MonthQuery(months=len(months)), months, days, access.now)
        this_month = grid.totals[-1]
    return {
        "today": day,
        "month": month_text(months[-1]),
        "remaining_days": remaining,
        "to_dos": to_dos,
        "reminder": _reminder(to_dos, remaining) if ends_soon else None,
        "this_month": this_month,
    }


def _reminder(to_dos: Sequence[dict[str, Any]], remaining: int) -> dict[str, Any] | None:
    """One reminder, of the first to-do that asks for visits of this month; none when all are made."""
    for to_do in to_dos:
        if to_do["code"] in _REMINDED and to_do["count"]:
            return {**to_do, "code": "month_ends_soon", "remaining_days": remaining}
    return None


def _of_bureau(actor: Actor, book: Ledger, months: Sequence[date], day: date) -> Iterator[Waiting]:
    if not policy.reviews(actor):
        return
    last, present = months
    yield _owed("unvisited", actor, book, ObligationQuery(month=present, status=list(UNVISITED)))
    yield _owed("last_month_unvisited", actor, book, ObligationQuery(month=last, status=list(UNVISITED)))
    without = dispatches.without_instructor(actor.scope(Permission.OVERVIEW_READ), day)
    yield Waiting("unassigned_institutions", href("/overview/unassigned", {}), without)
    yield _made("disputed_visits", actor, VisitQuery(state=["disputed"]))


def _of_instructor(actor: Actor, book: Ledger, months: Sequence[date]) -> Iterator[Waiting]:
    person = policy.instructor_of(actor)
    if person is None:
        return
    mine = ObligationQuery(month=months[-1], status=list(UNVISITED), instructor_id=person)
    yield _owed("my_unvisited", actor, book, mine)
    yield _made("returned_visits", actor, VisitQuery(state=["returned"], instructor_id=person))
    yield _made("draft_visits", actor, VisitQuery(state=["draft"], instructor_id=person))


def _of_institutions(actor: Actor) -> Iterator[Waiting]:
    for institution_id in policy.institutions_of(actor):
        query = VisitQuery(state=["submitted"], institution_id=institution_id)
        yield _made("visits_to_confirm", actor, query)


def _of_communities(actor: Actor, day: date) -> Iterator[Waiting]:
    """For who writes what their community did; everybody else only reads it."""
    if actor.scope(Permission.ACTIVITIES_WRITE):
        query = ActivityQuery(overdue=True, may="write")
        rows = activities.listed(actor, query, day)
        yield Waiting("overdue_activities", href_of("/activities", query), rows)


def _of_good_practices(actor: Actor) -> Iterator[Waiting]:
    """The bureau decides on what was proposed; a school improves what came back."""
    if actor.scope(Permission.GOOD_PRACTICES_PUBLISH):
        yield _told("proposed_practices", actor, PracticeQuery(state="proposed", may="publish"))
    if good_practices.proposes_for_a_school(actor):
        yield _told("returned_practices", actor, PracticeQuery(returned=True, may="propose"))


def _told(code: str, actor: Actor, query: PracticeQuery) -> Waiting:
    return Waiting(code, href_of("/good-practices", query), good_practices.listed(actor, query))


def _owed(code: str, actor: Actor, book: Ledger, query: ObligationQuery) -> Waiting:
    rows = obligations.owed(actor.scope(Permission.OBLIGATIONS_READ), query, book)
    return Waiting(code, href_of("/obligations", query), rows)


def _made(code: str, actor: Actor, query: VisitQuery) -> Waiting:
    rows = visits.matching(actor.scope(Permission.VISITS_READ), query)
    return Waiting(code, href_of("/visits", query), rows)
