"""Reading organisations; every list takes the actor's scope."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, literal_column, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from handinhand.core.http.paging import AnySelect, Order, PageOf, fetch_page, order_of
from handinhand.foundation.access.actor import Scope
from handinhand.foundation.organisations.rules import Searched, is_over, searched
from handinhand.foundation.organisations.schemas import (
    OrganisationNameOut,
    OrganisationNameQuery,
    OrganisationOut,
    OrganisationQuery,
    Position,
)
from handinhand.models import Organisation, OrganisationName

_JOINED = func.coalesce(Organisation.joined_on, date.max)
ORDERS = {"name": Order(Organisation.name_pinyin, Organisation.id), "joined_on": Order(_JOINED, Organisation.id)}
_NAME_ORDER = Order(OrganisationName.until_on, OrganisationName.id, descending=True)
Section = aliased(Organisation)


async def load_organisation(session: AsyncSession, scope: Scope, record_id: UUID, *, lock: bool) -> Organisation | None:
    """One organisation within the scope, to be changed."""
    statement = select(Organisation).where(
        Organisation.id == record_id, scope.within(Organisation.bureau_id, Organisation.id)
    )
    return (await session.execute(statement.with_for_update() if lock else statement)).scalar_one_or_none()


async def find_organisation(
    session: AsyncSession,
    scope: Scope,
    record_id: UUID,
    *,
    lock: bool = False,  # noqa: ARG001 - the guard asks every loader; reading locks nothing
) -> Any | None:
    """One organisation within the scope, as columns."""
    within = scope.within(Organisation.bureau_id, Organisation.id)
    return (await session.execute(_columns().where(Organisation.id == record_id, within))).one_or_none()


async def list_organisations(session: AsyncSession, scope: Scope, query: OrganisationQuery, today: date) -> PageOf:
    """A page of the organisations within the scope."""
    order = order_of(query.sort, ORDERS, "name")
    statement = _columns().add_columns(order.key.label("sort_key"))
    within = scope.within(Organisation.bureau_id, Organisation.id)
    return await fetch_page(session, _filtered(statement.where(within), query, today), order, query)


async def list_names(session: AsyncSession, organisation_id: UUID, query: OrganisationNameQuery) -> PageOf:
    """The former names of an organisation that the caller has already been let to, the latest first."""
    table = OrganisationName
    statement = select(
        table.id, table.name, table.until_on, table.reason, table.recorded_at, table.until_on.label("sort_key")
    ).where(table.organisation_id == organisation_id)
    return await fetch_page(session, statement, _NAME_ORDER, query)


async def references(session: AsyncSession, scope: Scope, ids: Collection[UUID]) -> dict[UUID, Any]:
    """Of the organisations that a body names, those within the scope: id, bureau_id, kind, name, closed_on."""
    table = Organisation
    statement = select(table.id, table.bureau_id, table.kind, table.name, table.closed_on).where(
        table.id.in_(ids), scope.within(table.bureau_id, table.id)
    )
    return {row.id: row for row in await session.execute(statement)}


async def is_above(session: AsyncSession, upper_id: UUID, lower_id: UUID) -> bool:
    """Whether `upper_id` is `lower_id` or stands anywhere above it in the tree."""
    line = select(Organisation.id, Organisation.parent_id).where(Organisation.id == lower_id).cte(recursive=True)
    # UNION, not UNION ALL: it ends even in a tree that had been bent into a ring.
    line = line.union(select(Organisation.id, Organisation.parent_id).where(Organisation.id == line.c.parent_id))
    return (await session.execute(select(select(line.c.id).where(line.c.id == upper_id).exists()))).scalar_one()


async def latest_rename_on(session: AsyncSession, organisation_id: UUID) -> date | None:
    """The last day of the latest former name; None when it never changed."""
    statement = select(func.max(OrganisationName.until_on)).where(OrganisationName.organisation_id == organisation_id)
    return (await session.execute(statement)).scalar_one()


def matches(
    name: InstrumentedAttribute[str],
    pinyin: InstrumentedAttribute[str],
    initials: InstrumentedAttribute[str],
    q: Searched,
) -> ColumnElement[bool]:
    """Whether a name contains what was typed, as written (whatever its width), as pinyin or as initials."""
    # Rosters write （） and () for the same thing; both sides are compared in the compatibility form.
    written = func.lower(func.normalize(name, literal_column("NFKC")))
    found = [written.contains(q.text, autoescape=True)]
    if q.pinyin:
        found += [pinyin.contains(q.pinyin, autoescape=True), initials.contains(q.pinyin, autoescape=True)]
    return or_(*found)


def matches_organisation(q: Searched) -> ColumnElement[bool]:
    """Whether an organisation is meant: by its name, a former name, or the beginning of its code."""
    former = select(OrganisationName.organisation_id).where(
        matches(OrganisationName.name, OrganisationName.name_pinyin, OrganisationName.name_initials, q)
    )
    return or_(
        matches(Organisation.name, Organisation.name_pinyin, Organisation.name_initials, q),
        func.lower(Organisation.code).startswith(q.text, autoescape=True),
        Organisation.id.in_(former),
    )


def _columns() -> AnySelect:
    table = Organisation
    return select(
        table.id,
        table.name,
        table.kind,
        table.ownership,
        table.code,
        table.bureau_id,
        table.parent_id,
        table.section_id,
        Section.name.label("section_name"),
        table.address,
        table.longitude,
        table.latitude,
        table.datum,
        table.head_name,
        table.staff_count,
        table.permit_number,
        table.permit_valid_until_on,
        table.full_members,
        table.probationary_members,
        table.members_as_of_on,
        table.joined_on,
        table.closed_on,
        table.version,
    ).outerjoin(Section, Section.id == table.section_id)


def _filtered(statement: AnySelect, query: OrganisationQuery, today: date) -> AnySelect:
    for column, value in (
        (Organisation.kind, query.kind),
        (Organisation.ownership, query.ownership),
        (Organisation.section_id, query.section_id),
        (Organisation.parent_id, query.parent_id),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if query.status is not None:
        statement = statement.where(ended(Organisation.closed_on, today) == (query.status == "closed"))
    if query.q:
        statement = statement.where(matches_organisation(searched(query.q)))
    return statement


def ended(last_day: InstrumentedAttribute[date | None], today: date) -> ColumnElement[bool]:
    """`rules.is_over` as SQL."""
    return func.coalesce(last_day < today, literal_column("false"))


def as_out(row: Any, today: date) -> OrganisationOut:
    """An organisation's columns as the interface shows them."""
    placed = row.longitude is not None and row.latitude is not None
    position = Position(longitude=row.longitude, latitude=row.latitude, datum=row.datum or "gcj02") if placed else None
    return OrganisationOut(
        id=row.id,
        name=row.name,
        kind=row.kind,
        ownership=row.ownership,
        code=row.code,
        bureau_id=row.bureau_id,
        parent_id=row.parent_id,
        section_id=row.section_id,
        section_name=row.section_name,
        address=row.address,
        position=position,
        head_name=row.head_name,
        staff_count=row.staff_count,
        permit_number=row.permit_number,
        permit_valid_until_on=row.permit_valid_until_on,
        full_members=row.full_members,
        probationary_members=row.probationary_members,
        members_as_of_on=row.members_as_of_on,
        joined_on=row.joined_on,
        closed_on=row.closed_on,
        status="closed" if is_over(row.closed_on, today) else "active",
        version=row.version,
    )


def name_as_out(row: Any) -> OrganisationNameOut:
    """A former name's columns as the interface shows them."""
    return OrganisationNameOut(
        id=row.id, name=row.name, until_on=row.until_on, reason=row.reason, recorded_at=row.recorded_at
    )
