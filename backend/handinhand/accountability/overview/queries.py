"""The selects behind the overview's figures. Each takes the reach that its list takes, so figure and list agree."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Date, String, Uuid, and_, bindparam, case, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlalchemy.types import TypeEngine

from handinhand.accountability.overview.schemas import MonthQuery
from handinhand.core.database import Reader
from handinhand.core.http.paging import AnySelect
from handinhand.core.statements import Statement, one_of
from handinhand.foundation.access.actor import Scope, ScopeOutline
from handinhand.models import Dispatch, Organisation, Person, Visit
from handinhand.programme.obligations import service as obligations
from handinhand.programme.obligations.schemas import ObligationQuery
from handinhand.programme.obligations.service import DueDay, Ledger


async def grid(
    reader: Reader,
    scope: Scope,
    read_visits: Scope,
    query: MonthQuery,
    days: Sequence[DueDay],
    now: datetime,
) -> Sequence[Any]:
    """One row per institution within the scope, by name: `statuses` and `visits`, one entry for each month.

    An institution stands in the grid when it was open on some day of these months. `read_visits` is how far the
    caller reads visits; where they do not, `reads_visits` is false.
    """
    filters = {name: value for name in _FILTERS if (value := getattr(query, name)) is not None}
    reach, visits = scope.outline(), read_visits.outline("visits")
    statement = _grid(reach, visits, frozenset(filters), one_bureau=_is_one_bureau(days))
    values = obligations.ledger_values(days, now)
    return await statement.rows(reader, {**filters, **reach.values(scope), **visits.values(read_visits), **values})


_FILTERS: Mapping[str, TypeEngine[Any]] = {"kind": String(), "section_id": Uuid(), "instructor_id": Uuid()}


@lru_cache(maxsize=256)
def _grid(reach: ScopeOutline, visits: ScopeOutline, filters: frozenset[str], *, one_bureau: bool) -> Statement:
    given = {name: bindparam(name, type_=_FILTERS[name]) for name in filters}
    first, last = (bindparam(name, type_=Date()) for name in ("due_first", "due_last"))
    book = obligations.ledger_by_parameters(one_bureau=one_bureau)
    month: ColumnElement[date] = book.due.c.month
    owed = book.owes_with(given.get("instructor_id"))
    made = (
        select(Visit.institution_id, Visit.month, func.count().label("count"))
        .where(
            Visit.month.between(first, last),
            Visit.state == one_of(obligations.MADE_STATES),
            visits.within(Visit.bureau_id, Visit.institution_id),
        )
        .group_by(Visit.institution_id, Visit.month)
        .subquery("made")
    )
    statement = (
        select(
            Organisation.id,
            Organisation.name,
            Organisation.kind,
            Organisation.section_id,
            visits.within(Organisation.bureau_id, Organisation.id).label("reads_visits"),
            func.array_agg(aggregate_order_by(case((owed, book.status)), month)).label("statuses"),
            func.array_agg(aggregate_order_by(func.coalesce(made.c.count, 0), month)).label("visits"),
        )
        .select_from(book.source)
        .outerjoin(made, and_(made.c.institution_id == Organisation.id, made.c.month == month))
        .where(
            reach.within(Organisation.bureau_id, Organisation.id),
            Organisation.ownership == "private",
            Organisation.kind == one_of(obligations.OWING_KINDS),
            *(column == given[name] for name, column in _ABOUT.items() if name in given),
            or_(Organisation.joined_on.is_(None), func.date_trunc("month", Organisation.joined_on) <= last),
            or_(Organisation.closed_on.is_(None), Organisation.closed_on >= first),
        )
        .group_by(Organisation.id)
        .order_by(Organisation.name_pinyin, Organisation.id)
    )
    return Statement(statement.having(func.bool_or(owed)) if "instructor_id" in given else statement)


_ABOUT = {"kind": Organisation.kind, "section_id": Organisation.section_id}


def _is_one_bureau(days: Sequence[DueDay]) -> bool:
    return len({day.bureau_id for day in days}) == 1


async def county_figures(
    reader: Reader, county_ids: Collection[UUID], days: Sequence[DueDay], now: datetime
) -> Sequence[Any]:
    """The figures of these counties, by name: id, name, month, status, count. No institution is named."""
    values = {**obligations.ledger_values(days, now), "county_ids": sorted(county_ids)}
    return await _county_figures(one_bureau=_is_one_bureau(days)).rows(reader, values)


@cache
def _county_figures(*, one_bureau: bool) -> Statement:
    book = obligations.ledger_by_parameters(one_bureau=one_bureau)
    wanted = func.any(bindparam("county_ids", type_=ARRAY(Uuid())))
    county = aliased(Organisation)
    owed = (
        select(Organisation.bureau_id, book.due.c.month, book.status.label("status"), func.count().label("count"))
        .select_from(book.source)
        .where(book.owes, Organisation.bureau_id == wanted)
        .group_by(Organisation.bureau_id, book.due.c.month, book.status)
        .subquery("owed")
    )
    return Statement(
        select(county.id, county.name, owed.c.month, owed.c.status, owed.c.count)
        .outerjoin(owed, owed.c.bureau_id == county.id)
        .where(county.id == wanted)
        .order_by(county.name_pinyin, county.id)
    )


async def unvisited(
    session: AsyncSession, scope: Scope, query: ObligationQuery, book: Ledger, day: date
) -> Sequence[Any]:
    """The institutions of the list, by name: institution_id, name, instructor_names of those in post on the day."""
    in_post = (
        select(Person.name)
        .join(Dispatch, Dispatch.instructor_id == Person.id)
        .where(
            Dispatch.institution_id == Organisation.id,
            Dispatch.starts_on <= day,
            or_(Dispatch.ends_on.is_(None), Dispatch.ends_on >= day),
        )
        .correlate(Organisation)
        .order_by(Dispatch.starts_on, Dispatch.id)
    )
    names = func.array(in_post.scalar_subquery(), type_=ARRAY(String)).label("instructor_names")
    columns = (Organisation.id.label("institution_id"), Organisation.name, names)
    statement = obligations.owed(scope, query, book, *columns)
    return (await session.execute(statement.order_by(Organisation.name_pinyin, Organisation.id))).all()


async def count(session: AsyncSession, lists: Sequence[AnySelect]) -> Sequence[int]:
    """How many each of these lists holds, in one statement."""
    if not lists:
        return []
    counts = [select(func.count()).select_from(rows.subquery()).scalar_subquery() for rows in lists]
    return (await session.execute(select(*counts))).one()
