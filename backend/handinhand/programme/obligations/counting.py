"""Selects behind the rows themselves: which are missing, and which visit stands for each month."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Date,
    Subquery,
    TableValuedAlias,
    Uuid,
    and_,
    column,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
)

from handinhand.core.http.paging import AnySelect
from handinhand.models import Dispatch, Obligation, Organisation, Visit
from handinhand.programme.obligations.queries import owes
from handinhand.programme.obligations.rules import COUNTING_MODE, COUNTING_STATES


def missing(months: Collection[date], *conditions: ColumnElement[bool]) -> AnySelect:
    """The institution × months that are owed and have no row yet: bureau_id, institution_id, month."""
    wanted = (
        func.unnest(literal(sorted(months), ARRAY(Date)))
        .table_valued(column("month", Date))
        .render_derived(name="wanted")
    )
    return _without_row(select(Organisation).join(wanted, true()), wanted.c.month, *conditions)


def missing_among(pairs: Collection[tuple[UUID, date]]) -> AnySelect:
    """The same among these institution × months."""
    wanted = pairs_table(pairs)
    return _without_row(select(Organisation).join(wanted, wanted.c.institution_id == Organisation.id), wanted.c.month)


def _without_row(statement: Any, month: ColumnElement[date], *conditions: ColumnElement[bool]) -> AnySelect:
    rows = exists().where(Obligation.institution_id == Organisation.id, Obligation.month == month)
    missing_pairs: AnySelect = (
        statement.with_only_columns(Organisation.bureau_id, Organisation.id.label("institution_id"), month)
        .where(owes(month), ~rows, *conditions)
        .order_by(Organisation.id, month)
    )
    return missing_pairs


def rows_table(rows: Collection[tuple[UUID, UUID, UUID, date]]) -> TableValuedAlias:
    """New rows as a table: id, bureau_id, institution_id, month. One statement writes any number of them."""
    ids, bureau_ids, institution_ids, months = (list(values) for values in zip(*rows, strict=True))
    return (
        func.unnest(
            literal(ids, ARRAY(Uuid)),
            literal(bureau_ids, ARRAY(Uuid)),
            literal(institution_ids, ARRAY(Uuid)),
            literal(months, ARRAY(Date)),
        )
        .table_valued(
            column("id", Uuid), column("bureau_id", Uuid), column("institution_id", Uuid), column("month", Date)
        )
        .render_derived(name="new")
    )


def pairs_table(pairs: Collection[tuple[UUID, date]]) -> TableValuedAlias:
    """Institution × months as a table."""
    return (
        func.unnest(
            literal([institution_id for institution_id, _ in pairs], ARRAY(Uuid)),
            literal([month for _, month in pairs], ARRAY(Date)),
        )
        .table_valued(column("institution_id", Uuid), column("month", Date))
        .render_derived(name="pairs")
    )


def pair_of_row() -> ColumnElement[Any]:
    """(institution, month) of the row, to be compared with pairs."""
    return tuple_(Obligation.institution_id, Obligation.month)


def lock(pairs: Collection[tuple[UUID, date]]) -> AnySelect:
    """Locks the rows of these institution × months, always in one order: no two callers block each other."""
    wanted = pairs_table(pairs)
    return (
        select(Obligation.id)
        .join(wanted, and_(wanted.c.institution_id == Obligation.institution_id, wanted.c.month == Obligation.month))
        .order_by(Obligation.institution_id, Obligation.month)
        .with_for_update(of=Obligation)
    )


def outdated(*conditions: ColumnElement[bool]) -> Subquery:
    """The obligations whose row names another visit than the one that stands for the month, with that visit.

    Columns id, institution_id, month, visit_id and received_at; the last two are null when no visit counts.

    `rules.counting_visit`: of the visits that count, the one first received.
    """
    on_duty = exists().where(
        Dispatch.institution_id == Visit.institution_id,
        or_(Dispatch.instructor_id == Visit.instructor_id, Dispatch.instructor_id == func.any(Visit.co_visitor_ids)),
        Dispatch.starts_on <= Visit.visited_on,
        or_(Dispatch.ends_on.is_(None), Dispatch.ends_on >= Visit.visited_on),
    )
    first = (
        select(Visit.id, Visit.first_received_at)
        .where(
            Visit.institution_id == Obligation.institution_id,
            Visit.month == Obligation.month,
            Visit.mode == COUNTING_MODE,
            Visit.state.in_(sorted(COUNTING_STATES)),
            Visit.first_received_at.is_not(None),
            on_duty,
        )
        .order_by(Visit.first_received_at, Visit.started_at, Visit.id)
        .limit(1)
        .lateral("first_received")
    )
    return (
        select(
            Obligation.id,
            Obligation.institution_id,
            Obligation.month,
            first.c.id.label("visit_id"),
            first.c.first_received_at.label("received_at"),
        )
        .outerjoin(first, true())
        .where(
            *conditions,
            or_(
                Obligation.counting_visit_id.is_distinct_from(first.c.id),
                Obligation.counting_received_at.is_distinct_from(first.c.first_received_at),
            ),
        )
        .subquery("outdated")
    )
