"""Reading dispatches; every list takes the actor's scope."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.http.paging import AnySelect, Order, PageOf, fetch_page, order_of
from handinhand.core.pinyin import search_key
from handinhand.foundation.access.actor import Scope
from handinhand.models import Dispatch, Organisation, Person
from handinhand.programme.dispatches.rules import DispatchState
from handinhand.programme.dispatches.schemas import DispatchOut, DispatchQuery

ORDERS = {
    "institution": Order(Organisation.name_pinyin, Dispatch.id),
    "starts_on": Order(Dispatch.starts_on, Dispatch.id),
}


async def load_dispatch(session: AsyncSession, scope: Scope, record_id: UUID, *, lock: bool) -> Dispatch | None:
    """One dispatch within the scope."""
    statement = select(Dispatch).where(
        Dispatch.id == record_id, scope.within(Dispatch.bureau_id, Dispatch.institution_id)
    )
    return (await session.execute(statement.with_for_update() if lock else statement)).scalar_one_or_none()


async def list_dispatches(session: AsyncSession, scope: Scope, query: DispatchQuery, today: date) -> PageOf:
    """A page of the dispatches within the scope."""
    order = order_of(query.sort, ORDERS, "institution")
    statement = _columns(today).add_columns(order.key.label("sort_key"))
    statement = statement.where(scope.within(Dispatch.bureau_id, Dispatch.institution_id))
    return await fetch_page(session, _filtered(statement, query, today), order, query)


async def read_dispatch(session: AsyncSession, dispatch_id: UUID, today: date) -> DispatchOut:
    """A dispatch that the caller has already been found to reach, as the interface shows it."""
    return as_out((await session.execute(_columns(today).where(Dispatch.id == dispatch_id))).one())


async def successor_of(session: AsyncSession, dispatch_id: UUID) -> UUID:
    """The dispatch that last took over from this one. Raises NoResultFound when there is none."""
    statement = select(Dispatch.id).where(Dispatch.predecessor_id == dispatch_id).order_by(Dispatch.id.desc()).limit(1)
    return (await session.execute(statement)).scalar_one()


async def find_institution(session: AsyncSession, scope: Scope, institution_id: UUID) -> Organisation | None:
    """The organisation within the scope, locked so that two changes of its dispatches come one after the other.

    Without the lock two overlapping insertions would each wait for the other, and one would end as a deadlock.
    """
    statement = (
        select(Organisation)
        .where(Organisation.id == institution_id, scope.within(Organisation.bureau_id, Organisation.id))
        .with_for_update(key_share=True)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def lock_institution(session: AsyncSession, institution_id: UUID) -> None:
    """Locks the organisation of a dispatch that is being changed, as `find_institution` does."""
    statement = select(Organisation.id).where(Organisation.id == institution_id).with_for_update(key_share=True)
    await session.execute(statement)


async def find_person(session: AsyncSession, bureau_id: UUID, person_id: UUID) -> Person | None:
    """A person of the bureau."""
    statement = select(Person).where(Person.id == person_id, Person.bureau_id == bureau_id)
    return (await session.execute(statement)).scalar_one_or_none()


async def find_overlapping(
    session: AsyncSession, institution_id: UUID, starts_on: date, ends_on: date | None, but: UUID
) -> Any:
    """The earliest other dispatch of the institution with a day in common: id, starts_on, ends_on; or None."""
    statement = select(Dispatch.id, Dispatch.starts_on, Dispatch.ends_on).where(
        Dispatch.institution_id == institution_id,
        Dispatch.id != but,
        or_(Dispatch.ends_on.is_(None), Dispatch.ends_on >= starts_on),
    )
    if ends_on is not None:
        statement = statement.where(Dispatch.starts_on <= ends_on)
    return (await session.execute(statement.order_by(Dispatch.starts_on).limit(1))).one_or_none()


def without_instructor(scope: Scope, today: date) -> AnySelect:
    """Private institutions open today where nobody is in post, by name: institution_id, name, next_starts_on."""
    coming = (
        select(Dispatch.starts_on)
        .where(Dispatch.institution_id == Organisation.id, Dispatch.starts_on > today)
        .order_by(Dispatch.starts_on)
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(Organisation.id.label("institution_id"), Organisation.name, coming.label("next_starts_on"))
        .where(
            scope.within(Organisation.bureau_id, Organisation.id),
            Organisation.ownership == "private",
            or_(Organisation.closed_on.is_(None), Organisation.closed_on >= today),
            ~exists().where(Dispatch.institution_id == Organisation.id, _on_day(today)),
        )
        .order_by(Organisation.name_pinyin, Organisation.id)
    )


def _on_day(day: date) -> ColumnElement[bool]:
    return and_(Dispatch.starts_on <= day, or_(Dispatch.ends_on.is_(None), Dispatch.ends_on >= day))


def _state(today: date) -> ColumnElement[str]:
    """`rules.state_on` in SQL; a test holds both equal."""
    return case(
        (Dispatch.starts_on > today, DispatchState.appointed.value),
        (Dispatch.ends_on < today, DispatchState.ended.value),
        else_=DispatchState.active.value,
    )


def _columns(today: date) -> AnySelect:
    return (
        select(
            Dispatch.id,
            Dispatch.institution_id,
            Organisation.name.label("institution_name"),
            Dispatch.instructor_id,
            Person.name.label("instructor_name"),
            Dispatch.starts_on,
            Dispatch.ends_on,
            _state(today).label("state"),
            Dispatch.document_number,
            Dispatch.end_reason,
            Dispatch.predecessor_id,
            Dispatch.version,
        )
        .join(Organisation, Organisation.id == Dispatch.institution_id)
        .join(Person, Person.id == Dispatch.instructor_id)
    )


def _filtered(statement: AnySelect, query: DispatchQuery, today: date) -> AnySelect:
    if query.institution_id is not None:
        statement = statement.where(Dispatch.institution_id == query.institution_id)
    if query.instructor_id is not None:
        statement = statement.where(Dispatch.instructor_id == query.instructor_id)
    if query.state is not None:
        statement = statement.where(_state(today) == query.state)
    if query.q:
        key = search_key(query.q)
        statement = statement.where(
            or_(
                *(
                    column.contains(key, autoescape=True)
                    for table in (Organisation, Person)
                    for column in (table.name_pinyin, table.name_initials)
                ),
                Organisation.name.icontains(key, autoescape=True),
                Person.name.icontains(key, autoescape=True),
            )
        )
    return statement


def as_out(row: Any) -> DispatchOut:
    """A row of the list as the interface shows it."""
    values = {name: getattr(row, name) for name in DispatchOut.model_fields}
    return DispatchOut.model_construct(**values)
