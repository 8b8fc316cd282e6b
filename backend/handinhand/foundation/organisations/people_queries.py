"""Reading people and Party organisations; every list takes the actor's scope."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.http.paging import AnySelect, Order, PageOf, fetch_page, order_of
from handinhand.foundation.access.actor import Scope
from handinhand.foundation.organisations.queries import ended, matches
from handinhand.foundation.organisations.rules import is_over, mask_mobile, searched
from handinhand.foundation.organisations.schemas import (
    PartyOrganisationOut,
    PartyOrganisationQuery,
    PersonOut,
    PersonQuery,
)
from handinhand.models import Organisation, PartyOrganisation, Person

_PEOPLE_ORDERS = {"name": Order(Person.name_pinyin, Person.id)}
_PARTY_ORDERS = {"name": Order(PartyOrganisation.name_pinyin, PartyOrganisation.id)}


async def load_person(session: AsyncSession, scope: Scope, record_id: UUID, *, lock: bool) -> Person | None:
    """One person within the scope, to be changed."""
    statement = select(Person).where(Person.id == record_id, scope.within(Person.bureau_id, Person.organisation_id))
    return (await session.execute(statement.with_for_update() if lock else statement)).scalar_one_or_none()


async def find_person(
    session: AsyncSession,
    scope: Scope,
    record_id: UUID,
    *,
    lock: bool = False,  # noqa: ARG001 - the guard asks every loader; reading locks nothing
) -> Any | None:
    """One person within the scope, as columns."""
    within = scope.within(Person.bureau_id, Person.organisation_id)
    return (await session.execute(_person_columns().where(Person.id == record_id, within))).one_or_none()


async def list_people(session: AsyncSession, scope: Scope, query: PersonQuery, today: date) -> PageOf:
    """A page of the people at organisations within the scope."""
    order = order_of(query.sort, _PEOPLE_ORDERS, "name")
    statement = _person_columns().where(scope.within(Person.bureau_id, Person.organisation_id))
    if query.organisation_id is not None:
        statement = statement.where(Person.organisation_id == query.organisation_id)
    if query.status is not None:
        statement = statement.where(ended(Person.left_on, today) == (query.status == "left"))
    if query.q:
        named = matches(Person.name, Person.name_pinyin, Person.name_initials, searched(query.q))
        statement = statement.where(named)
    return await fetch_page(session, statement.add_columns(order.key.label("sort_key")), order, query)


async def load_party_organisation(
    session: AsyncSession, scope: Scope, record_id: UUID, *, lock: bool
) -> PartyOrganisation | None:
    """One Party organisation within the scope, to be changed."""
    table = PartyOrganisation
    statement = select(table).where(table.id == record_id, scope.within(table.bureau_id, table.organisation_id))
    return (await session.execute(statement.with_for_update() if lock else statement)).scalar_one_or_none()


async def find_party_organisation(
    session: AsyncSession,
    scope: Scope,
    record_id: UUID,
    *,
    lock: bool = False,  # noqa: ARG001 - the guard asks every loader; reading locks nothing
) -> Any | None:
    """One Party organisation within the scope, as columns."""
    within = scope.within(PartyOrganisation.bureau_id, PartyOrganisation.organisation_id)
    statement = _party_columns().where(PartyOrganisation.id == record_id, within)
    return (await session.execute(statement)).one_or_none()


async def list_party_organisations(
    session: AsyncSession, scope: Scope, query: PartyOrganisationQuery, today: date
) -> PageOf:
    """A page of the Party organisations that belong to organisations within the scope."""
    table = PartyOrganisation
    order = order_of(query.sort, _PARTY_ORDERS, "name")
    statement = _party_columns().where(scope.within(table.bureau_id, table.organisation_id))
    for column, value in ((table.kind, query.kind), (table.organisation_id, query.organisation_id)):
        if value is not None:
            statement = statement.where(column == value)
    if query.status is not None:
        statement = statement.where(ended(table.ended_on, today) == (query.status == "ended"))
    if query.q:
        statement = statement.where(matches(table.name, table.name_pinyin, table.name_initials, searched(query.q)))
    return await fetch_page(session, statement.add_columns(order.key.label("sort_key")), order, query)


def _person_columns() -> AnySelect:
    table = Person
    return select(
        table.id,
        table.name,
        table.bureau_id,
        table.organisation_id,
        Organisation.name.label("organisation_name"),
        table.duty,
        table.mobile,
        table.left_on,
        table.version,
    ).join(Organisation, Organisation.id == table.organisation_id)


def _party_columns() -> AnySelect:
    table = PartyOrganisation
    return select(
        table.id,
        table.name,
        table.kind,
        table.bureau_id,
        table.organisation_id,
        Organisation.name.label("organisation_name"),
        table.ended_on,
        table.version,
    ).join(Organisation, Organisation.id == table.organisation_id)


def person_as_out(row: Any, today: date, *, whole: bool = False) -> PersonOut:
    """A person's columns as the interface shows them; the phone is masked unless `whole`."""
    return PersonOut(
        id=row.id,
        name=row.name,
        bureau_id=row.bureau_id,
        organisation_id=row.organisation_id,
        organisation_name=row.organisation_name,
        duty=row.duty,
        mobile=row.mobile if whole else mask_mobile(row.mobile),
        left_on=row.left_on,
        status="left" if is_over(row.left_on, today) else "active",
        version=row.version,
    )


def party_as_out(row: Any, today: date) -> PartyOrganisationOut:
    """A Party organisation's columns as the interface shows them."""
    return PartyOrganisationOut(
        id=row.id,
        name=row.name,
        kind=row.kind,
        bureau_id=row.bureau_id,
        organisation_id=row.organisation_id,
        organisation_name=row.organisation_name,
        ended_on=row.ended_on,
        status="ended" if is_over(row.ended_on, today) else "active",
        version=row.version,
    )
