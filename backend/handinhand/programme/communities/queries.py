"""Reading support communities; every reading takes the actor's scope."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, exists, func, literal_column, or_, select, union_all
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from handinhand.core.http.paging import AnySelect, Order, PageOf, fetch_page
from handinhand.foundation.access.actor import Column, Reaching, Scope, any_of
from handinhand.foundation.access.listing import Filter, Listing, equal, is_like, is_named_like, search_pattern
from handinhand.models import CommunityContact, CommunityPlanItem, Organisation, SupportCommunity, SupportedSchool
from handinhand.programme.communities.schemas import (
    CommunityOut,
    ContactOut,
    ContactQuery,
    PlanItemOut,
    PlanItemQuery,
    SupportedSchoolOut,
)

_Lead = aliased(Organisation)


def reached(reach: Reaching, bureau_id: Column = SupportCommunity.bureau_id) -> ColumnElement[bool]:
    """Whether a community lies within: all of its bureau, its lead school, or a school that it supports or supported.

    History stays readable (domain.md §7): a school that left keeps seeing the community it was part of. `bureau_id` is
    the column of what belongs to the community where that has one of its own: by it an index finds a bureau's records.
    """
    led = aliased(SupportCommunity)
    by_lead, by_member = reach.of_organisation(led.lead_school_id), reach.of_organisation(SupportedSchool.school_id)
    of_schools = None
    if by_lead is not None and by_member is not None:
        # Each of the two ways has its index; an `or` between two tables would read every county's communities.
        found = union_all(select(led.id).where(by_lead), select(SupportedSchool.community_id).where(by_member))
        of_schools = SupportCommunity.id.in_(found)
    return any_of(reach.of_bureau(bureau_id), of_schools)


async def load_community(
    session: AsyncSession, scope: Scope, record_id: UUID, *, lock: bool
) -> SupportCommunity | None:
    """One community within the scope."""
    statement = select(SupportCommunity).where(SupportCommunity.id == record_id, reached(scope))
    return (await session.execute(statement.with_for_update() if lock else statement)).scalar_one_or_none()


async def hold_community(session: AsyncSession, scope: Scope, community_id: UUID) -> SupportCommunity | None:
    """One community within the scope as it stands now, held: its state changes only after the caller's transaction."""
    statement = select(SupportCommunity).where(SupportCommunity.id == community_id, reached(scope))
    held = statement.with_for_update(read=True).execution_options(populate_existing=True)
    return (await session.execute(held)).scalar_one_or_none()


async def read_community(session: AsyncSession, community_id: UUID) -> CommunityOut:
    """A community that the caller has already been found to reach, as the interface shows it."""
    return as_out((await session.execute(_columns().where(SupportCommunity.id == community_id))).one())


async def successor_of(session: AsyncSession, community_id: UUID) -> UUID:
    """The community that renewed this one. Raises NoResultFound."""
    statement = select(SupportCommunity.id).where(SupportCommunity.predecessor_id == community_id)
    return (await session.execute(statement)).scalar_one()


def visible_subjects(scope: Scope) -> Select[Any, Any]:
    """Communities as records that evidence may belong to: columns `id` and `label`."""
    return select(SupportCommunity.id, SupportCommunity.name.label("label")).where(reached(scope))


async def find_schools(session: AsyncSession, scope: Scope, ids: list[UUID]) -> dict[UUID, Organisation]:
    """The organisations of these ids within the scope."""
    statement = select(Organisation).where(
        Organisation.id.in_(ids), scope.within(Organisation.bureau_id, Organisation.id)
    )
    return {found.id: found for found in (await session.execute(statement)).scalars()}


async def find_members(session: AsyncSession, community_id: UUID) -> list[SupportedSchool]:
    """The memberships of a community that have not ended, for a change."""
    statement = select(SupportedSchool).where(
        SupportedSchool.community_id == community_id, SupportedSchool.left_on.is_(None)
    )
    return list((await session.execute(statement.order_by(SupportedSchool.id).with_for_update())).scalars())


async def at_work_elsewhere(
    session: AsyncSession, community: SupportCommunity, school_ids: list[UUID]
) -> Sequence[Any]:
    """Which of the schools are supported in another community at work: school_name, community_name.

    The notice's communities are pairs: a supported school has one lead (domain.md §1 A). The schools' rows are locked,
    so that of two that begin at once the second sees the first.
    """
    locked = select(Organisation.id).where(Organisation.id.in_(school_ids)).order_by(Organisation.id)
    await session.execute(locked.with_for_update(key_share=True))
    statement = (
        select(Organisation.name.label("school_name"), SupportCommunity.name.label("community_name"))
        .select_from(SupportedSchool)
        .join(SupportCommunity, SupportCommunity.id == SupportedSchool.community_id)
        .join(Organisation, Organisation.id == SupportedSchool.school_id)
        .where(
            SupportedSchool.school_id.in_(school_ids),
            SupportedSchool.left_on.is_(None),
            SupportCommunity.state == "active",
            SupportCommunity.id != community.id,
        )
        .order_by(Organisation.name)
    )
    return (await session.execute(statement)).all()


async def school_ids_of(session: AsyncSession, community: SupportCommunity) -> frozenset[UUID]:
    """The schools on both sides of a community, those that left included."""
    statement = select(SupportedSchool.school_id).where(SupportedSchool.community_id == community.id)
    return frozenset({community.lead_school_id, *(await session.execute(statement)).scalars()})


def _columns() -> AnySelect:
    school = aliased(Organisation)
    members = (
        select(
            func.coalesce(
                func.json_agg(
                    aggregate_order_by(
                        func.json_build_object(
                            "school_id", SupportedSchool.school_id, "name", school.name,
                            "joined_on", SupportedSchool.joined_on, "left_on", SupportedSchool.left_on,
                        ),
                        school.name_pinyin,
                        SupportedSchool.joined_on,
                    )
                ),
                literal_column("'[]'::json"),
            )
        )
        .select_from(SupportedSchool)
        .join(school, school.id == SupportedSchool.school_id)
        .where(SupportedSchool.community_id == SupportCommunity.id)
        .correlate(SupportCommunity)
        .scalar_subquery()
    )  # fmt: skip
    shown = select(
        SupportCommunity.id,
        SupportCommunity.bureau_id,
        SupportCommunity.name,
        SupportCommunity.lead_school_id,
        _Lead.name.label("lead_school_name"),
        members.label("schools"),
        SupportCommunity.state,
        SupportCommunity.starts_on,
        SupportCommunity.ends_on,
        SupportCommunity.document_number,
        SupportCommunity.agreement_signed_on,
        SupportCommunity.approved_at,
        SupportCommunity.end_reason,
        SupportCommunity.predecessor_id,
        SupportCommunity.version,
    )
    return shown.select_from(SupportCommunity).join(_Lead, _Lead.id == SupportCommunity.lead_school_id)


def _listed(reach: Reaching) -> AnySelect:
    return _columns().where(reached(reach))


def _of_school(school_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    member = exists().where(SupportedSchool.community_id == SupportCommunity.id, SupportedSchool.school_id == school_id)
    return or_(SupportCommunity.lead_school_id == school_id, member)


def _named(pattern: ColumnElement[str]) -> ColumnElement[bool]:
    school = aliased(Organisation)
    by_name = is_named_like([school], pattern)
    member = exists().where(
        SupportedSchool.community_id == SupportCommunity.id, school.id == SupportedSchool.school_id, by_name
    )
    lead = exists().where(school.id == SupportCommunity.lead_school_id, by_name)
    return or_(is_like(SupportCommunity.name, pattern), member, lead)


LIST = Listing(
    rows=_listed,
    fields=CommunityOut.model_fields,
    filters={
        "state": equal(SupportCommunity.state),
        "school_id": Filter(SupportCommunity.lead_school_id.type, _of_school),
        "q": Filter(String(), _named, read=search_pattern),
    },
    orders={
        "name": Order(SupportCommunity.name, SupportCommunity.id),
        "starts_on": Order(SupportCommunity.starts_on, SupportCommunity.id),
    },
    sorted_by="name",
)


def as_out(row: Any) -> CommunityOut:
    """A row of the list as the interface shows it."""
    values = {name: getattr(row, name) for name in CommunityOut.model_fields if name != "schools"}
    schools = [SupportedSchoolOut.model_validate(school) for school in row.schools]
    return CommunityOut.model_construct(**values, schools=schools)


# Contacts and plan items lie where their community does.


async def load_contact(session: AsyncSession, scope: Scope, record_id: UUID, *, lock: bool) -> CommunityContact | None:
    """One contact of a community within the scope."""
    statement = _of_community(select(CommunityContact), CommunityContact, scope)
    statement = statement.where(CommunityContact.id == record_id)
    return (
        await session.execute(statement.with_for_update(of=CommunityContact) if lock else statement)
    ).scalar_one_or_none()


async def load_plan_item(
    session: AsyncSession, scope: Scope, record_id: UUID, *, lock: bool
) -> CommunityPlanItem | None:
    """One plan item of a community within the scope."""
    statement = _of_community(select(CommunityPlanItem), CommunityPlanItem, scope)
    statement = statement.where(CommunityPlanItem.id == record_id)
    locked = statement.with_for_update(of=CommunityPlanItem) if lock else statement
    return (await session.execute(locked)).scalar_one_or_none()


async def list_contacts(session: AsyncSession, scope: Scope, query: ContactQuery) -> PageOf:
    """A page of the contacts within the scope."""
    table = CommunityContact
    statement = _of_community(_shown(table, ContactOut), table, scope)
    if query.community_id is not None:
        statement = statement.where(table.community_id == query.community_id)
    if query.current:
        statement = statement.where(table.ended_on.is_(None))
    return await fetch_page(
        session, statement.add_columns(table.id.label("sort_key")), Order(table.id, table.id), query
    )


async def list_plan_items(session: AsyncSession, scope: Scope, query: PlanItemQuery) -> PageOf:
    """A page of the plan items within the scope."""
    table = CommunityPlanItem
    statement = _of_community(_shown(table, PlanItemOut), table, scope)
    if query.open is not None:
        statement = statement.where(table.done_on.is_(None) if query.open else table.done_on.is_not(None))
    for column, value in (
        (table.community_id, query.community_id),
        (table.year, query.year),
        (table.kind, query.kind),
        (table.strand, query.strand),
    ):
        if value is not None:
            statement = statement.where(column == value)
    return await fetch_page(
        session, statement.add_columns(table.id.label("sort_key")), Order(table.id, table.id), query
    )


async def read_contact(session: AsyncSession, contact_id: UUID) -> ContactOut:
    """A contact that the caller has already been found to reach."""
    row = (await session.execute(_shown(CommunityContact, ContactOut).where(CommunityContact.id == contact_id))).one()
    return contact_as_out(row)


async def read_plan_item(session: AsyncSession, item_id: UUID) -> PlanItemOut:
    """A plan item that the caller has already been found to reach."""
    row = (await session.execute(_shown(CommunityPlanItem, PlanItemOut).where(CommunityPlanItem.id == item_id))).one()
    return plan_item_as_out(row)


def _shown(table: Any, shape: type[ContactOut | PlanItemOut]) -> AnySelect:
    columns = [getattr(table, name) for name in shape.model_fields if name != "school_name"]
    return select(*columns, Organisation.name.label("school_name")).join(
        Organisation, Organisation.id == table.school_id
    )


def _of_community(statement: Any, table: Any, scope: Scope) -> Any:
    return statement.join(SupportCommunity, SupportCommunity.id == table.community_id).where(reached(scope))


def contact_as_out(row: Any) -> ContactOut:
    """A contact's row as the interface shows it."""
    return ContactOut.model_construct(**{name: getattr(row, name) for name in ContactOut.model_fields})


def plan_item_as_out(row: Any) -> PlanItemOut:
    """A plan item's row as the interface shows it."""
    return PlanItemOut.model_construct(**{name: getattr(row, name) for name in PlanItemOut.model_fields})
