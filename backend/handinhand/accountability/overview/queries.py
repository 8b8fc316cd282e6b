"""The selects behind the overview's figures. Each takes the reach that its list takes, so figure and list agree."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, String, and_, case, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from handinhand.accountability.overview.schemas import MonthQuery
from handinhand.core.http.paging import AnySelect
from handinhand.foundation.access.actor import Scope
from handinhand.models import Dispatch, Organisation, Person, Visit
from handinhand.programme.obligations import service as obligations
from handinhand.programme.obligations.schemas import ObligationQuery
from handinhand.programme.obligations.service import Ledger


async def grid(
    session: AsyncSession, scope: Scope, read_visits: Scope, query: MonthQuery, months: Sequence[date], book: Ledger
) -> Sequence[Any]:
    """One row per institution within the scope, by name: `statuses` and `visits`, one entry for each month.

    An institution stands in the grid when it was open on some day of these months. `read_visits` is how far the
    caller reads visits; where they do not, `reads_visits` is false.
    """
    month: ColumnElement[date] = book.due.c.month
    owed = book.owes_with(query.instructor_id)
    made = (
        select(Visit.institution_id, Visit.month, func.count().label("count"))
        .where(
            Visit.month.between(months[0], months[-1]),
            Visit.state.in_(obligations.MADE_STATES),
            read_visits.within(Visit.bureau_id, Visit.institution_id),
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
            read_visits.within(Organisation.bureau_id, Organisation.id).label("reads_visits"),
            func.array_agg(aggregate_order_by(case((owed, book.status)), month)).label("statuses"),
            func.array_agg(aggregate_order_by(func.coalesce(made.c.count, 0), month)).label("visits"),
        )
        .select_from(book.source)
        .outerjoin(made, and_(made.c.institution_id == Organisation.id, made.c.month == month))
        .where(
            scope.within(Organisation.bureau_id, Organisation.id),
            *_private(query.kind, query.section_id),
            or_(Organisation.joined_on.is_(None), func.date_trunc("month", Organisation.joined_on) <= months[-1]),
            or_(Organisation.closed_on.is_(None), Organisation.closed_on >= months[0]),
        )
        .group_by(Organisation.id)
        .order_by(Organisation.name_pinyin, Organisation.id)
    )
    if query.instructor_id is not None:
        statement = statement.having(func.bool_or(owed))
    return (await session.execute(statement)).all()


async def county_figures(session: AsyncSession, county_ids: Collection[UUID], book: Ledger) -> Sequence[Any]:
    """The figures of these counties, by name: id, name, month, status, count. No institution is named."""
    county = aliased(Organisation)
    owed = (
        select(Organisation.bureau_id, book.due.c.month, book.status.label("status"), func.count().label("count"))
        .select_from(book.source)
        .where(book.owes, Organisation.bureau_id.in_(sorted(county_ids)))
        .group_by(Organisation.bureau_id, book.due.c.month, book.status)
        .subquery("owed")
    )
    statement = (
        select(county.id, county.name, owed.c.month, owed.c.status, owed.c.count)
        .outerjoin(owed, owed.c.bureau_id == county.id)
        .where(county.id.in_(sorted(county_ids)))
        .order_by(county.name_pinyin, county.id)
    )
    return (await session.execute(statement)).all()


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


def _private(kind: str | None, section_id: UUID | None) -> list[ColumnElement[bool]]:
    conditions = [Organisation.ownership == "private", Organisation.kind.in_(obligations.OWING_KINDS)]
    if kind is not None:
        conditions.append(Organisation.kind == kind)
    if section_id is not None:
        conditions.append(Organisation.section_id == section_id)
    return conditions
