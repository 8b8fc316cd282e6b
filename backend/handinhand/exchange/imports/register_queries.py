"""Reading what the communities' registers are judged against: everything of the bureau, in few statements."""

from collections import defaultdict
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.exchange.imports.registers_known import (
    KnownActivities,
    KnownKind,
    KnownMember,
    KnownMembership,
    KnownTeacher,
    KnownTerm,
)
from handinhand.models import (
    Activity,
    ActivityKind,
    BackboneTeacher,
    MemberDevelopment,
    Organisation,
    SupportCommunity,
    SupportedSchool,
)

_AT_WORK = ("active", "renewed", "dissolved", "completed")


async def known_activities(session: AsyncSession, bureau_id: UUID) -> KnownActivities:
    """The communities that are or were at work, the kinds in use, and the activities that were not cancelled."""
    community = SupportCommunity
    terms = select(
        community.id, community.name, community.lead_school_id, community.starts_on, community.ends_on
    ).where(community.bureau_id == bureau_id, or_(*(community.state == state for state in _AT_WORK)))
    kinds = select(ActivityKind.id, ActivityKind.strand, ActivityKind.name).where(
        ActivityKind.bureau_id == bureau_id, ActivityKind.retired_on.is_(None)
    )
    held = select(Activity.community_id, Activity.starts_on, Activity.title).where(
        Activity.bureau_id == bureau_id, Activity.state != "cancelled"
    )
    memberships: dict[UUID, list[KnownMembership]] = defaultdict(list)
    joined = (
        select(
            SupportedSchool.community_id,
            SupportedSchool.school_id,
            Organisation.name,
            SupportedSchool.joined_on,
            SupportedSchool.left_on,
        )
        .join(Organisation, Organisation.id == SupportedSchool.school_id)
        .where(SupportedSchool.bureau_id == bureau_id)
        .order_by(SupportedSchool.joined_on, SupportedSchool.id)
    )
    for row in await session.execute(joined):
        membership = KnownMembership(row.school_id, row.name, row.joined_on, row.left_on)
        memberships[row.community_id].append(membership)
    # One that still runs comes last: among terms of one name, it is the one that a ledger means.
    in_order = terms.order_by(community.ends_on.asc().nulls_last(), community.id)
    return KnownActivities(
        terms=[
            KnownTerm(**row, memberships=memberships[row["id"]]) for row in (await session.execute(in_order)).mappings()
        ],
        kinds=[KnownKind(**row) for row in (await session.execute(kinds.order_by(ActivityKind.position))).mappings()],
        held=frozenset((row.community_id, row.starts_on, row.title) for row in await session.execute(held)),
    )


async def known_teachers(session: AsyncSession, bureau_id: UUID) -> list[KnownTeacher]:
    """The bureau's register of backbone teachers."""
    table = BackboneTeacher
    statement = select(*(getattr(table, name) for name in KnownTeacher.__slots__)).where(table.bureau_id == bureau_id)
    return [KnownTeacher(**row) for row in (await session.execute(statement.order_by(table.id))).mappings()]


async def known_members(session: AsyncSession, bureau_id: UUID) -> list[KnownMember]:
    """The bureau's register of member developments."""
    table = MemberDevelopment
    statement = select(*(getattr(table, name) for name in KnownMember.__slots__)).where(table.bureau_id == bureau_id)
    return [KnownMember(**row) for row in (await session.execute(statement.order_by(table.id))).mappings()]
