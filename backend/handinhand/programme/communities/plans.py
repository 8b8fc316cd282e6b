"""Who answers for a community's strands, and what it plans for a year: each side writes its own (domain.md §1 A)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.errors import FieldError, Forbidden, Invalid
from handinhand.core.ids import new_id
from handinhand.foundation.access.guards import Access
from handinhand.foundation.audit.service import Target, record
from handinhand.models import CommunityContact, CommunityPlanItem, SupportCommunity
from handinhand.programme.communities import queries
from handinhand.programme.communities.errors import CommunityStateRefused
from handinhand.programme.communities.rules import ENDED, CommunityState
from handinhand.programme.communities.schemas import ContactIn, ContactPatch, PlanItemIn, PlanItemPatch

OTHER_SIDE = "这是另一方学校的内容，只能由对方或党委办修改。"


def refuse_other_side(access: Access, row: CommunityContact | CommunityPlanItem) -> None:
    """Raises Forbidden for a row of the other side's school; the bureau writes for both."""
    if not access.scope.covers(row.bureau_id, row.school_id):
        raise Forbidden(OTHER_SIDE)


async def refuse_ended(session: AsyncSession, row: CommunityContact | CommunityPlanItem) -> None:
    """Raises CommunityStateRefused: who answered for what, and what was planned, stays as it was (domain.md §7)."""
    community = await session.get_one(SupportCommunity, row.community_id)
    if CommunityState(community.state) in ENDED:
        raise CommunityStateRefused("这个共同体已经结束，内容不能再改。")


async def add_contact(session: AsyncSession, access: Access, body: ContactIn) -> UUID:
    """Notes who answers for a strand at a school. Raises Invalid beside the field, CommunityStateRefused."""
    community = await _community(session, access, body.community_id, body.school_id)
    contact = CommunityContact(
        id=new_id(),
        bureau_id=community.bureau_id,
        created_at=access.now,
        updated_at=access.now,
        **body.model_dump(),
    )
    session.add(contact)
    await session.flush()
    target = Target("community_contact", contact.id, bureau_id=community.bureau_id)
    await record(session, access.ref, "community_contact:create", target, at=access.now)
    return contact.id


async def add_plan_item(session: AsyncSession, access: Access, body: PlanItemIn) -> UUID:
    """Notes a key task or a need. Raises Invalid beside the field, CommunityStateRefused."""
    community = await _community(session, access, body.community_id, body.school_id)
    item = CommunityPlanItem(
        id=new_id(),
        bureau_id=community.bureau_id,
        created_at=access.now,
        updated_at=access.now,
        **body.model_dump(),
    )
    session.add(item)
    await session.flush()
    target = Target("community_plan_item", item.id, bureau_id=community.bureau_id)
    await record(session, access.ref, "community_plan_item:create", target, at=access.now)
    return item.id


async def change(
    session: AsyncSession,
    access: Access,
    row: CommunityContact | CommunityPlanItem,
    body: ContactPatch | PlanItemPatch,
) -> None:
    """Changes what the body gives; the same again changes nothing. Raises Invalid for a day before the community."""
    community = await session.get_one(SupportCommunity, row.community_id)
    errors = [
        FieldError(f"/{name}", "before_start", f"早于共同体的开始日期 {community.starts_on}，请改正。")
        for name in ("ended_on", "done_on")
        if (day := getattr(body, name, None)) is not None and day < community.starts_on
    ]
    if errors:
        raise Invalid(errors=errors)
    sent = sorted(name for name in body.model_fields_set if getattr(row, name) != getattr(body, name))
    if not sent:
        return
    for name in sent:
        setattr(row, name, getattr(body, name))
    row.updated_at = access.now
    await session.flush()
    kind = "community_contact" if isinstance(row, CommunityContact) else "community_plan_item"
    target = Target(kind, row.id, bureau_id=row.bureau_id)
    await record(session, access.ref, f"{kind}:update", target, at=access.now, fields=sent)


async def discard_plan_item(session: AsyncSession, access: Access, item: CommunityPlanItem) -> None:
    """Takes away an item that was entered in error."""
    target = Target("community_plan_item", item.id, bureau_id=item.bureau_id)
    await session.delete(item)
    await session.flush()
    await record(session, access.ref, "community_plan_item:discard", target, at=access.now)


async def discard_of(session: AsyncSession, community_id: UUID) -> None:
    """Takes away everything planned for a draft that is discarded."""
    await session.execute(delete(CommunityContact).where(CommunityContact.community_id == community_id))
    await session.execute(delete(CommunityPlanItem).where(CommunityPlanItem.community_id == community_id))


async def end_contacts(session: AsyncSession, community_id: UUID, last_day: date, now: datetime) -> None:
    """Nobody answers for a community that has ended."""
    table = CommunityContact
    statement = update(table).where(table.community_id == community_id, table.ended_on.is_(None))
    await session.execute(
        statement.values(ended_on=last_day, updated_at=now, version=table.version + 1).execution_options(
            synchronize_session=False
        )
    )


async def carry_over(
    session: AsyncSession, former: SupportCommunity, successor: SupportCommunity, now: datetime
) -> None:
    """Whoever answered for the former term answers for the new one, and what is not done yet is still to be done."""
    item = CommunityPlanItem
    open_items = update(item).where(item.community_id == former.id, item.done_on.is_(None))
    await session.execute(
        open_items.values(community_id=successor.id, updated_at=now, version=item.version + 1).execution_options(
            synchronize_session=False
        )
    )
    table = CommunityContact
    kept = (table.bureau_id, table.school_id, table.strand, table.name, table.duty)
    found = await session.execute(select(*kept).where(table.community_id == former.id, table.ended_on.is_(None)))
    common = {"community_id": successor.id, "created_at": now, "updated_at": now, "version": 1}
    rows = [{"id": new_id(), **row, **common} for row in found.mappings()]
    assert former.ends_on is not None
    await end_contacts(session, former.id, former.ends_on, now)
    if rows:
        await session.execute(insert(table), rows)


async def _community(session: AsyncSession, access: Access, community_id: UUID, school_id: UUID) -> SupportCommunity:
    community = await queries.load_community(session, access.scope, community_id, lock=False)
    if community is None:
        message = "没有找到这个帮扶共同体，请重新选择。"
        raise Invalid(errors=[FieldError("/community_id", "unknown_community", message)])
    if school_id not in await queries.school_ids_of(session, community):
        message = "这所学校不在这个共同体里，请重新选择。"
        raise Invalid(errors=[FieldError("/school_id", "not_a_member", message)])
    if not access.scope.covers(community.bureau_id, school_id):
        raise Forbidden(OTHER_SIDE)
    if CommunityState(community.state) in ENDED:
        raise CommunityStateRefused("这个共同体已经结束，不能再添加。")
    return community
