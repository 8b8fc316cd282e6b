"""Reading obligations: one source (institution × month) and one expression for the status, used by every reader.

Here `rules.py` stands once more, as SQL; `tests/backend/obligations/test_sql_equals_rules.py` holds both equal. The
visits are read here, never written, because they decide whether a month is met.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    JSON,
    ColumnElement,
    Date,
    DateTime,
    FromClause,
    TableValuedAlias,
    Uuid,
    and_,
    bindparam,
    case,
    column,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlalchemy.types import TypeEngine

from handinhand.core.clock import BUREAU_ZONE
from handinhand.core.http.paging import AnySelect, Order, PageOf, fetch_page, order_of
from handinhand.core.statements import one_of
from handinhand.foundation.access.actor import Scope
from handinhand.models import Dispatch, Obligation, Organisation, PastWaiver, Person, User, Visit
from handinhand.programme.obligations.rules import ObligationStatus
from handinhand.programme.obligations.schemas import ObligationOut, ObligationQuery, Waiver, WaiverEntry

OWING_KINDS = ("school", "kindergarten", "training")
MADE_STATES = ("submitted", "returned", "disputed", "confirmed")
"""States of a visit that was handed in and is not void: what a month's visits are, whether they count or not."""


@dataclass(frozen=True, slots=True)
class DueDay:
    """A bureau's month: the last day in time, and the midnight after it."""

    bureau_id: UUID
    month: date
    due_on: date
    until: datetime


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every institution × every month asked for, as something to select from.

    `owes` says whether the institution owes the month, `status` how it stands (meaningless where nothing is owed).
    `due` has the columns bureau_id, month, due_on and until; Organisation and, where a row exists, Obligation are in
    the source too.
    """

    source: FromClause
    due: TableValuedAlias
    owes: ColumnElement[bool]
    status: ColumnElement[str]

    def owes_with(self, instructor_id: UUID | ColumnElement[UUID] | None) -> ColumnElement[bool]:
        """`owes`, and where an instructor is given: they were in post there on some day of the month."""
        return self.owes if instructor_id is None else and_(self.owes, in_post(self.due.c.month, instructor_id))


_LEDGER_TYPES: Mapping[str, TypeEngine[Any]] = {
    "due_bureau_ids": ARRAY(Uuid),
    "due_months": ARRAY(Date),
    "due_days": ARRAY(Date),
    "due_untils": ARRAY(DateTime(timezone=True)),
    "due_bureau_id": Uuid(),
    "due_first": Date(),
    "due_last": Date(),
    "now": DateTime(timezone=True),
}


def ledger_values(days: Sequence[DueDay], now: datetime) -> dict[str, Any]:
    """The parameters of `ledger_by_parameters`: the months in `days`, as they stand at `now`."""
    months = [day.month for day in days]
    return {
        "due_bureau_ids": [day.bureau_id for day in days],
        "due_months": months,
        "due_days": [day.due_on for day in days],
        "due_untils": [day.until for day in days],
        "due_bureau_id": days[0].bureau_id if days else None,
        "due_first": min(months, default=None),
        "due_last": max(months, default=None),
        "now": now,
    }


def ledger(days: Sequence[DueDay], now: datetime) -> Ledger:
    """The ledger of the months in `days`, as it stands at `now`."""
    values = ledger_values(days, now)
    given = {name: literal(values[name], of_type) for name, of_type in _LEDGER_TYPES.items()}
    return _ledger(given, one_bureau=len({day.bureau_id for day in days}) == 1)


@cache
def ledger_by_parameters(*, one_bureau: bool) -> Ledger:
    """A ledger for statements that are compiled once: its months come with `ledger_values`."""
    given = {name: bindparam(name, type_=of_type) for name, of_type in _LEDGER_TYPES.items()}
    return _ledger(given, one_bureau=one_bureau)


def _ledger(given: Mapping[str, ColumnElement[Any]], *, one_bureau: bool) -> Ledger:
    due = (
        func.unnest(given["due_bureau_ids"], given["due_months"], given["due_days"], given["due_untils"])
        .table_valued(
            column("bureau_id", Uuid),
            column("month", Date),
            column("due_on", Date),
            column("until", DateTime(timezone=True)),
        )
        .render_derived(name="due")
    )
    month: ColumnElement[date] = due.c.month
    # Said once more beside the table, so that the planner knows how many rows there are and reads them in one go.
    of_bureau = due.c.bureau_id == Organisation.bureau_id
    of_row: ColumnElement[bool] = Obligation.bureau_id == func.any(given["due_bureau_ids"])
    if one_bureau:
        of_bureau = Organisation.bureau_id == given["due_bureau_id"]
        of_row = Obligation.bureau_id == given["due_bureau_id"]
    row = and_(
        Obligation.institution_id == Organisation.id,
        Obligation.month == month,
        of_row,
        Obligation.month.between(given["due_first"], given["due_last"]),
    )
    source = select(Organisation).join(due, of_bureau).outerjoin(Obligation, row).get_final_froms()[0]
    status = case(
        (Obligation.waived_at.is_not(None), ObligationStatus.waived.value),
        (Obligation.counting_received_at < due.c.until, ObligationStatus.met.value),
        (Obligation.counting_received_at.is_not(None), ObligationStatus.met_late.value),
        (due.c.until > given["now"], ObligationStatus.open.value),
        (in_post(month), ObligationStatus.missed.value),
        else_=ObligationStatus.unassigned.value,
    )
    return Ledger(source, due, owes(month), status)


def owes(month: ColumnElement[date]) -> ColumnElement[bool]:
    """Whether the organisation of the row owes a visit for the month (`rules.is_due_for`, domain.md §3).

    Where no joining date is recorded it is the earliest dispatch's, else the day on which the institution was entered.
    """
    first_dispatch = (
        select(func.min(Dispatch.starts_on))
        .where(Dispatch.institution_id == Organisation.id)
        .correlate(Organisation)
        .scalar_subquery()
    )
    entered = func.date(func.timezone(BUREAU_ZONE.key, Organisation.created_at))
    return and_(
        Organisation.ownership == "private",
        Organisation.kind == one_of(OWING_KINDS),
        func.coalesce(Organisation.joined_on, first_dispatch, entered) < month,
        or_(Organisation.closed_on.is_(None), Organisation.closed_on >= month),
    )


def in_post(month: ColumnElement[date], instructor_id: UUID | ColumnElement[UUID] | None = None) -> ColumnElement[bool]:
    """Whether somebody, or this instructor, was in post at the row's organisation on some day of the month."""
    posts = exists().where(*_posts_of(month))
    return posts if instructor_id is None else posts.where(Dispatch.instructor_id == instructor_id)


def _posts_of(month: ColumnElement[date]) -> tuple[ColumnElement[bool], ...]:
    return (
        Dispatch.institution_id == Organisation.id,
        Dispatch.starts_on < month + literal_column("interval '1 month'"),
        or_(Dispatch.ends_on.is_(None), Dispatch.ends_on >= month),
    )


def about(
    *, kind: str | None = None, section_id: UUID | None = None, institution_id: UUID | None = None
) -> list[ColumnElement[bool]]:
    """The conditions on the organisation that lists and grid share."""
    given = ((Organisation.kind, kind), (Organisation.section_id, section_id), (Organisation.id, institution_id))
    return [held == value for held, value in given if value is not None]


async def load_obligation(session: AsyncSession, scope: Scope, record_id: UUID, *, lock: bool) -> Obligation | None:
    """One obligation within the scope; a month that the institution no longer owes is none."""
    statement = (
        select(Obligation)
        .join(Organisation, Organisation.id == Obligation.institution_id)
        .where(
            Obligation.id == record_id,
            scope.within(Obligation.bureau_id, Obligation.institution_id),
            owes(Obligation.month.expression),
        )
    )
    locked = statement.with_for_update(of=Obligation) if lock else statement
    return (await session.execute(locked)).scalar_one_or_none()


def owed(scope: Scope, query: ObligationQuery, book: Ledger, *columns: Any) -> AnySelect:
    """The months owed within the scope that match the filters: what the list shows and what figures count."""
    statement = (
        select(*columns)
        .select_from(book.source)
        .where(
            book.owes_with(query.instructor_id),
            scope.within(Organisation.bureau_id, Organisation.id),
            *about(kind=query.kind, section_id=query.section_id, institution_id=query.institution_id),
        )
    )
    if query.month is not None:
        statement = statement.where(book.due.c.month == query.month)
    if query.status:
        statement = statement.where(book.status.in_([status.value for status in query.status]))
    return statement


async def list_obligations(
    session: AsyncSession, scope: Scope, visits: Scope, query: ObligationQuery, book: Ledger
) -> PageOf:
    """A page of the months owed within the scope; `visits` is how far the caller reads visits."""
    orders = {
        "name": Order(Organisation.name_pinyin, Obligation.id),
        "month": Order(book.due.c.month, Obligation.id),
    }
    order = order_of(query.sort, orders, "name" if query.month else "-month")
    statement = _listed(scope, visits, query, book).add_columns(order.key.label("sort_key"))
    return await fetch_page(session, statement, order, query)


async def all_obligations(
    session: AsyncSession, scope: Scope, visits: Scope, query: ObligationQuery, book: Ledger
) -> Sequence[Any]:
    """The same without pages, by month and name."""
    by_month = (book.due.c.month, Organisation.name_pinyin, Organisation.id)
    return (await session.execute(_listed(scope, visits, query, book).order_by(*by_month))).all()


def _listed(scope: Scope, visits: Scope, query: ObligationQuery, book: Ledger) -> AnySelect:
    month: ColumnElement[date] = book.due.c.month
    columns = (*_shown(month, visits), month.label("month"), book.due.c.due_on, book.status.label("status"))
    return owed(scope, query, book, *columns).outerjoin(User, User.id == Obligation.waived_by_user_id)


async def read_details(session: AsyncSession, obligation_id: UUID, visits: Scope) -> Any:
    """What surrounds one obligation: its institution, visits and waiver, and the dispatches with their days."""
    month = Obligation.month.expression
    statement = (
        select(
            *_shown(month, visits),
            Obligation.month,
            _of_posts(month, Dispatch.starts_on, Date()).label("first_days"),
            _of_posts(month, Dispatch.ends_on, Date()).label("last_days"),
            _past_waivers().label("past_waivers"),
        )
        .join(Organisation, Organisation.id == Obligation.institution_id)
        .outerjoin(User, User.id == Obligation.waived_by_user_id)
        .where(Obligation.id == obligation_id)
    )
    return (await session.execute(statement)).one()


def _shown(month: ColumnElement[date], visits: Scope) -> tuple[Any, ...]:
    made = (
        select(Visit.id)
        .where(
            Visit.institution_id == Organisation.id,
            Visit.month == month,
            Visit.state.in_(MADE_STATES),
            visits.within(Visit.bureau_id, Visit.institution_id),
        )
        .order_by(Visit.started_at, Visit.id)
    )
    return (
        Obligation.id,
        Organisation.id.label("institution_id"),
        Organisation.name.label("institution_name"),
        Obligation.counting_received_at,
        Obligation.waived_at,
        Obligation.waiver_reason,
        User.name.label("waived_by"),
        Obligation.version,
        _of_posts(month, Dispatch.instructor_id, Uuid()).label("instructor_ids"),
        _of_posts(month, Person.name, Person.name.type).label("instructor_names"),
        func.array(made.scalar_subquery(), type_=ARRAY(Uuid)).label("visit_ids"),
    )


def _of_posts(month: ColumnElement[date], wanted: Any, kind: Any) -> ColumnElement[Any]:
    """One fact of each dispatch of the month, always in the same order."""
    statement = (
        select(wanted)
        .select_from(Dispatch)
        .join(Person, Person.id == Dispatch.instructor_id)
        .where(*_posts_of(month))
        .order_by(Dispatch.starts_on, Dispatch.id)
    )
    return func.array(statement.scalar_subquery(), type_=ARRAY(kind))


def _past_waivers() -> ColumnElement[Any]:
    """The waivers that were taken back, the newest first, as a list of what `WaiverEntry` holds."""
    giver, taker = aliased(User), aliased(User)
    entry = func.json_build_object(
        "reason", PastWaiver.reason,
        "waived_at", PastWaiver.waived_at,
        "waived_by", giver.name,
        "taken_back_reason", PastWaiver.taken_back_reason,
        "taken_back_at", PastWaiver.taken_back_at,
        "taken_back_by", taker.name,
    )  # fmt: skip
    newest_first = aggregate_order_by(entry, PastWaiver.taken_back_at.desc(), PastWaiver.id.desc())
    return (
        select(func.coalesce(func.json_agg(newest_first), literal([], JSON)))
        .select_from(PastWaiver)
        .outerjoin(giver, giver.id == PastWaiver.waived_by_user_id)
        .outerjoin(taker, taker.id == PastWaiver.taken_back_by_user_id)
        .where(PastWaiver.obligation_id == Obligation.id)
        .correlate(Obligation)
        .scalar_subquery()
    )


def waiver_history(row: Any) -> list[WaiverEntry]:
    """Every waiver of a row of `read_details`, the one that holds first."""
    past = [WaiverEntry.model_validate(entry) for entry in row.past_waivers]
    if row.waived_at is None:
        return past
    open_end = {"taken_back_reason": None, "taken_back_at": None, "taken_back_by": None}
    return [
        WaiverEntry(reason=row.waiver_reason, waived_at=row.waived_at, waived_by=row.waived_by, **open_end),
        *past,
    ]


def as_out(row: Any, *, status: ObligationStatus, due_on: date) -> ObligationOut:
    """A row as the interface shows it."""
    waiver = None
    if row.waived_at is not None:
        waiver = Waiver(reason=row.waiver_reason, waived_at=row.waived_at, waived_by=row.waived_by)
    instructors = dict(zip(row.instructor_ids, row.instructor_names, strict=True))
    return ObligationOut.model_construct(
        id=row.id,
        institution_id=row.institution_id,
        institution_name=row.institution_name,
        month=row.month,
        status=status,
        due_on=due_on,
        received_at=row.counting_received_at,
        instructor_ids=list(instructors),
        instructor_names=list(instructors.values()),
        visit_ids=row.visit_ids,
        waiver=waiver,
        version=row.version,
    )


def owed_rows(scope: Scope, month: date, institution_ids: Collection[UUID] | None) -> AnySelect:
    """The rows of the month that are owed within the scope, all or those of these institutions; locked."""
    statement = (
        select(Obligation.id, Obligation.bureau_id, Obligation.institution_id, Obligation.waived_at, Organisation.name)
        .join(Organisation, Organisation.id == Obligation.institution_id)
        .where(
            Obligation.month == month,
            scope.within(Organisation.bureau_id, Organisation.id),
            owes(Obligation.month.expression),
        )
        .order_by(Obligation.institution_id)
        .with_for_update(of=Obligation)
    )
    return statement if institution_ids is None else statement.where(Organisation.id.in_(institution_ids))
