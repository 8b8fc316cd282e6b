"""The month at a glance: the grid, who has not been visited yet, where nobody is in post (api.md, domain.md §4.2)."""

import calendar
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.accountability.overview import policy, queries
from handinhand.accountability.overview.schemas import MonthQuery, UnvisitedQuery
from handinhand.core.clock import local_day
from handinhand.core.database import Reader
from handinhand.core.statements import connection_of
from handinhand.foundation.access.actor import Actor, Scope
from handinhand.foundation.access.guards import Access
from handinhand.foundation.access.permissions import Permission
from handinhand.foundation.settings import service as settings
from handinhand.programme.dispatches import service as dispatches
from handinhand.programme.obligations import service as obligations
from handinhand.programme.obligations.schemas import ObligationQuery, Status, month_text
from handinhand.programme.obligations.service import DueDay

Counts = Counter[str | None]
UNVISITED = (Status.open, Status.missed, Status.unassigned)
"""What "not yet visited" means: the month is owed, no visit counts for it and nobody waived it."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the rights go that the grid asks for; `bureau_ids` are the bureaux whose calendars it needs."""

    bureau_ids: frozenset[UUID]
    overview: Scope
    obligations: Scope
    visits: Scope
    county_ids: frozenset[UUID] = frozenset()


def reach_of(actor: Actor) -> Reach:
    """The reach of a signed-in account."""
    county_ids = policy.counties_of(actor)
    return Reach(
        obligations.bureaus_of(actor) | county_ids,
        actor.scope(Permission.OVERVIEW_READ),
        actor.scope(Permission.OBLIGATIONS_READ),
        actor.scope(Permission.VISITS_READ),
        county_ids,
    )


@dataclass(frozen=True, slots=True)
class Grid:
    """The months by name, a row per institution as `queries.grid` gives it, and the figures (`schemas.MonthOverview`).

    The rows are left as they came: 120 institutions × 36 months are too many to be made into objects twice.
    """

    months: Sequence[str]
    rows: Sequence[Any]
    totals: list[dict[str, Any]]
    counties: list[dict[str, Any]]


async def month_overview(reader: Reader, access: Access, query: MonthQuery) -> Grid:
    """The institution × month grid with its totals. Raises Invalid for a month too far ahead."""
    last = query.month or obligations.present_month(access.now)
    obligations.refuse_far_month(last, access.now, "?month")
    months = obligations.months_back(last, query.months)
    reach = reach_of(access.actor)
    days = obligations.due_days(await settings.calendars(reader, reach.bureau_ids), months)
    return await month_grid(reader, reach, query, months, days, access.now)


async def month_grid(
    reader: Reader, reach: Reach, query: MonthQuery, months: Sequence[date], days: Sequence[DueDay], now: datetime
) -> Grid:
    """The grid of these months. The totals are counted from its cells; a municipal viewer's from the counties."""
    rows = await queries.grid(reader, reach.overview, reach.visits, query, days, now)
    names = [month_text(month) for month in months]
    figures = await queries.county_figures(reader, reach.county_ids, days, now) if reach.county_ids else []
    if reach.obligations:
        by_month = zip(*(row.statuses for row in rows), strict=True) if rows else [()] * len(names)
        counted = [Counter(statuses) for statuses in by_month]
        totals = [_total(name, counts, _chosen(query)) for name, counts in zip(names, counted, strict=True)]
    else:
        totals = _totals_of(names, figures)
    counties = _by_county(names, figures)
    return Grid(names, rows, totals, counties)


async def county_totals(
    reader: Reader, county_ids: Collection[UUID], last: date | None, count: int, now: datetime
) -> list[dict[str, Any]]:
    """How these counties stand in `count` months back from `last` (None: the present one), as the grid shows it to the
    municipal bureau: id, name, totals, by name. Raises Invalid for a month too far ahead."""
    last = last or obligations.present_month(now)
    obligations.refuse_far_month(last, now, "?month")
    months = obligations.months_back(last, count)
    days = obligations.due_days(await settings.calendars(reader, frozenset(county_ids)), months)
    figures = await queries.county_figures(reader, county_ids, days, now)
    return _by_county([month_text(month) for month in months], figures)


def counties_of(access: Access) -> frozenset[UUID]:
    """The counties whose figures the guard's right reaches: whole bureaux, or those that a municipal viewer sees."""
    return access.scope.bureau_ids | policy.counties_of(access.actor)


def _by_county(names: Sequence[str], figures: Iterable[Any]) -> list[dict[str, Any]]:
    return [
        {"id": county_id, "name": name, "totals": _totals_of(names, county)}
        for (county_id, name), county in groupby(figures, key=lambda figure: (figure.id, figure.name))
    ]


def _chosen(query: MonthQuery) -> str:
    filters = {"kind": query.kind, "section_id": query.section_id, "instructor_id": query.instructor_id}
    return "".join(f"&{name}={value}" for name, value in filters.items() if value is not None)


def _total(name: str, counts: Counts, chosen: str | None) -> dict[str, Any]:
    """A month's figures; `chosen` are the filters that their lists take over, None for who may open no list."""
    opens = None if chosen is None else f"/api/v1/obligations?month={name}{chosen}"
    owed = sum(count for status, count in counts.items() if status is not None)
    return {
        "month": name,
        "owed": {"count": owed, "href": opens},
        "statuses": {
            status.value: {"count": counts[status], "href": opens and f"{opens}&status={status}"} for status in Status
        },
    }


def _totals_of(names: Sequence[str], figures: Iterable[Any]) -> list[dict[str, Any]]:
    """The totals of one county, or of all that are given."""
    by_month: dict[str, Counts] = {name: Counter() for name in names}
    for figure in figures:
        if figure.month is not None:
            by_month[month_text(figure.month)][figure.status] += figure.count
    return [_total(name, counts, None) for name, counts in by_month.items()]


async def unvisited(session: AsyncSession, access: Access, query: UnvisitedQuery) -> dict[str, Any]:
    """Who has not been visited in the month, and the same as text, in the shape of `schemas.UnvisitedList`.

    Named beside each are those in post today, or on the last day of a month that is over.
    """
    month = query.month or obligations.present_month(access.now)
    obligations.refuse_far_month(month, access.now, "?month")
    calendars = await settings.calendars(await connection_of(session), obligations.bureaus_of(access.actor))
    book = obligations.open_ledger(calendars, [month], access.now)
    wanted = ObligationQuery(
        month=month,
        status=list(UNVISITED),
        kind=query.kind,
        section_id=query.section_id,
        instructor_id=query.instructor_id,
    )
    last_day = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    day = min(local_day(access.now), last_day)
    items = [row._asdict() for row in await queries.unvisited(session, access.scope, wanted, book, day)]
    return {"month": month_text(month), "items": items, "text": unvisited_text(month, day, items)}


def unvisited_text(month: date, day: date, items: Sequence[dict[str, Any]]) -> str:
    """The list as plain text for a chat group: what is left to do, and nobody's fault."""
    title = f"{month.year}年{month.month}月入校指导"
    if not items:
        return f"{title}：各单位都已有记录，谢谢大家。"
    lines = [f"{title}：截至{day.month}月{day.day}日，还有 {len(items)} 家待安排。"]
    for place, item in enumerate(items, start=1):
        lines.append(f"{place}. {item['name']}（{'、'.join(item['instructor_names']) or '暂无指导员'}）")
    lines.append("已经去过、还没登记的，补记一下就可以。")
    return "\n".join(lines)


async def unassigned(session: AsyncSession, access: Access) -> dict[str, Any]:
    """Where nobody is in post today, in the shape of `schemas.UnassignedList`."""
    day = local_day(access.now)
    rows = await session.execute(dispatches.without_instructor(access.scope, day))
    return {"on": day, "items": [row._asdict() for row in rows]}
