"""Use cases of support communities: founding, approving, joining, renewing, ending (domain.md §1 A, §5)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.clock import local_day
from handinhand.core.errors import FieldError, Invalid
from handinhand.core.http.paging import AnySelect
from handinhand.core.ids import new_id
from handinhand.foundation.access.actor import Column, Reaching, Scope
from handinhand.foundation.access.guards import Access
from handinhand.foundation.audit.service import Target, record
from handinhand.models import SupportCommunity, SupportedSchool
from handinhand.programme.communities import membership, plans, queries, rules
from handinhand.programme.communities.errors import (
    AlreadySupported,
    CommunityStateRefused,
    NameTaken,
    SupportedElsewhere,
)
from handinhand.programme.communities.events import announce_term
from handinhand.programme.communities.roster import save_communities
from handinhand.programme.communities.rules import CommunityState, Deed
from handinhand.programme.communities.schemas import (
    CommunityIn,
    CommunityPatch,
    CommunityQuery,
    CommunityToSave,
    JoiningIn,
    RenewIn,
    SchoolIn,
    SchoolLeavesIn,
)
from handinhand.programme.communities.subject import COMMUNITIES

__all__ = ["COMMUNITIES", "CommunityToSave", "Deed", "save_communities"]

_NAME = "uq_support_communities_bureau_name"
_MEMBER = "uq_supported_schools_school"
last_day_of_term = rules.last_day_of_term


def reached(reach: Reaching, bureau_id: Column = SupportCommunity.bureau_id) -> ColumnElement[bool]:
    """Whether a row of `support_communities` lies within the reach: for the features whose records belong to one.

    `bureau_id` is the column of such a record.
    """
    return queries.reached(reach, bureau_id)


def visible_subjects(scope: Scope) -> Select[UUID, str]:
    """The communities within the scope: columns `id` and `label`."""
    return queries.visible_subjects(scope)


def listed(scope: Scope, query: CommunityQuery) -> AnySelect:
    """The rows of the list, by name, for the ledger."""
    return queries.LIST.select(scope, query).order_by(SupportCommunity.name, SupportCommunity.id)


load_community = queries.load_community
read_community = queries.read_community
successor_of = queries.successor_of


async def find_community(session: AsyncSession, scope: Scope, community_id: UUID) -> SupportCommunity | None:
    """One community within the scope, for the features whose records belong to one."""
    return await queries.load_community(session, scope, community_id, lock=False)


async def hold_community(session: AsyncSession, scope: Scope, community_id: UUID) -> SupportCommunity | None:
    """One community within the scope that does not end before the caller's transaction does."""
    return await queries.hold_community(session, scope, community_id)


async def school_ids_of(session: AsyncSession, community: SupportCommunity) -> frozenset[UUID]:
    """The schools on both sides of a community, those that left included."""
    return await queries.school_ids_of(session, community)


def refuse_unless(community: SupportCommunity, deed: Deed) -> None:
    """Raises CommunityStateRefused when the state does not allow the deed."""
    try:
        rules.after(CommunityState(community.state), deed)
    except rules.DeedRefusedError as refused:
        raise CommunityStateRefused(str(refused)) from refused


def has_ended(community: SupportCommunity) -> bool:
    """Whether it is over, however it ended."""
    return CommunityState(community.state) in rules.ENDED


def refuse_ended(community: SupportCommunity) -> None:
    """Raises CommunityStateRefused for one that has ended: what it was stays as it was."""
    if CommunityState(community.state) in rules.ENDED:
        standing = rules.STANDING[CommunityState(community.state)]
        raise CommunityStateRefused(f"这个共同体{standing}，内容不能再改。")


async def create(session: AsyncSession, access: Access, body: CommunityIn) -> UUID:
    """A draft with its schools. Raises Invalid beside the field, NameTaken."""
    ids = [body.lead_school_id, *(school.school_id for school in body.schools)]
    found = await queries.find_schools(session, access.scope, ids)
    errors = membership.about_lead(found.get(body.lead_school_id))
    for place, joining in enumerate(body.schools):
        school = found.get(joining.school_id)
        errors += membership.about_school(f"/schools/{place}/school_id", school, body.lead_school_id, found)
        if joining.joined_on is not None and joining.joined_on < body.starts_on:
            message = f"加入日期早于共同体的开始日期 {body.starts_on}，请改正。"
            errors.append(FieldError(f"/schools/{place}/joined_on", "before_start", message))
        if ids[1:].index(joining.school_id) != place:
            errors.append(FieldError(f"/schools/{place}/school_id", "repeated", "这所学校写了两次，请只留一个。"))
    if errors:
        raise Invalid(errors=errors)
    community = SupportCommunity(
        id=new_id(),
        bureau_id=found[body.lead_school_id].bureau_id,
        name=body.name,
        lead_school_id=body.lead_school_id,
        state=CommunityState.draft,
        starts_on=body.starts_on,
        document_number=body.document_number,
        agreement_signed_on=body.agreement_signed_on,
        created_at=access.now,
        updated_at=access.now,
    )
    await _save(session, community)
    session.add_all([_membership(community, joining, access.now) for joining in body.schools])
    await session.flush()
    await record(session, access.ref, "community:create", _target(community), at=access.now)
    return community.id


async def change(session: AsyncSession, access: Access, community: SupportCommunity, body: CommunityPatch) -> None:
    """Changes what the body gives. Lead and first day belong to a draft only. Raises Invalid, NameTaken."""
    sent = body.model_fields_set
    errors = []
    if CommunityState(community.state) is not CommunityState.draft:
        way = (
            "请先“退回草稿”再改。" if community.state == CommunityState.approved else "需要更换的，请续签或新建共同体。"
        )
        errors = [
            FieldError(f"/{name}", "only_in_draft", f"批准以后不能再改这一项。{way}")
            for name in ("lead_school_id", "starts_on")
            if name in sent and getattr(body, name) != getattr(community, name)
        ]
    elif "lead_school_id" in sent:
        found = await queries.find_schools(session, access.scope, [body.lead_school_id])
        errors = membership.about_lead(found.get(body.lead_school_id))
    members = await queries.find_members(session, community.id)
    if "lead_school_id" in sent and any(member.school_id == body.lead_school_id for member in members):
        errors.append(FieldError("/lead_school_id", "supports_itself", "帮建学校不能同时是结对学校，请改正。"))
    if errors:
        raise Invalid(errors=errors)
    changed = sorted(name for name in sent if getattr(body, name) != getattr(community, name))
    if not changed:
        return
    moved = "starts_on" in sent and body.starts_on != community.starts_on
    for name in changed:
        setattr(community, name, getattr(body, name))
    for member in members if moved else ():
        member.joined_on, member.updated_at = max(member.joined_on, community.starts_on), access.now
    community.updated_at = access.now
    await _save(session, community)
    await record(session, access.ref, "community:update", _target(community), at=access.now, fields=changed)


async def discard(session: AsyncSession, access: Access, community: SupportCommunity) -> None:
    """Takes away a draft that nobody approved, with its memberships. Raises CommunityStateRefused."""
    state = CommunityState(community.state)
    if state is not CommunityState.draft:
        refusal = f"只有草稿可以删除。这个共同体{rules.STANDING[state]}。"
        raise CommunityStateRefused(refusal + rules.WAYS_ON.get(state, "它的记录都保留。"))
    for member in await queries.find_members(session, community.id):
        await session.delete(member)
    await plans.discard_of(session, community.id)
    target = _target(community)
    await session.flush()
    await session.delete(community)
    await session.flush()
    await record(session, access.ref, "community:discard", target, at=access.now)


async def approve(session: AsyncSession, access: Access, community: SupportCommunity) -> None:
    """draft → approved. Raises CommunityStateRefused, Invalid when no school is supported."""
    refuse_unless(community, Deed.approve)
    if not await queries.find_members(session, community.id):
        raise Invalid("还没有结对学校，请先添加。")
    community.state = CommunityState.approved
    community.approved_at, community.approved_by_user_id = access.now, access.actor.user_id
    await _noted(session, access, community, "approve")


async def withdraw_approval(session: AsyncSession, access: Access, community: SupportCommunity) -> None:
    """approved → draft, for one that is not to begin or not like this. Raises CommunityStateRefused."""
    refuse_unless(community, Deed.withdraw_approval)
    community.state = CommunityState.draft
    community.approved_at = community.approved_by_user_id = None
    await _noted(session, access, community, "withdraw_approval")


async def activate(session: AsyncSession, access: Access, community: SupportCommunity) -> None:
    """approved → active; the schools' terms begin.

    Raises CommunityStateRefused, also before the first day, SupportedElsewhere.
    """
    refuse_unless(community, Deed.activate)
    if community.starts_on > local_day(access.now):
        way = "要提前的，请先“退回草稿”修改开始日期。"
        raise CommunityStateRefused(f"开始日期是 {community.starts_on}，到那一天才能启动。{way}")
    members = await queries.find_members(session, community.id)
    elsewhere = await queries.at_work_elsewhere(session, community, [member.school_id for member in members])
    if elsewhere:
        raise SupportedElsewhere(
            "".join(membership.elsewhere(row) for row in elsewhere) + "不再结对的，请先退回草稿更换学校。"
        )
    community.state = CommunityState.active
    await _noted(session, access, community, "activate")
    await announce_term(session, community.bureau_id)


async def renew(session: AsyncSession, access: Access, community: SupportCommunity, body: RenewIn) -> UUID:
    """active → renewed; gives the successor, active, with the schools that are members now. Raises Invalid."""
    refuse_unless(community, Deed.renew)
    last_day = body.starts_on - timedelta(days=1)
    refuse_last_day(community, last_day, access.now, "/starts_on")
    members = await queries.find_members(session, community.id)
    _end(community, members, CommunityState.renewed, last_day, "续签", access.now)
    await _noted(session, access, community, "renew")
    successor = SupportCommunity(
        id=new_id(),
        bureau_id=community.bureau_id,
        name=community.name,
        lead_school_id=community.lead_school_id,
        state=CommunityState.active,
        starts_on=body.starts_on,
        document_number=body.document_number,
        agreement_signed_on=body.agreement_signed_on,
        approved_at=access.now,
        approved_by_user_id=access.actor.user_id,
        predecessor_id=community.id,
        created_at=access.now,
        updated_at=access.now,
    )
    await _save(session, successor)
    session.add_all([_membership(successor, JoiningIn(school_id=member.school_id), access.now) for member in members])
    await session.flush()
    await plans.carry_over(session, community, successor, access.now)
    target = _target(successor)
    await record(session, access.ref, "community:create", target, at=access.now, predecessor_id=str(community.id))
    await announce_term(session, community.bureau_id)
    return successor.id


async def end(
    session: AsyncSession, access: Access, community: SupportCommunity, deed: Deed, ends_on: date, reason: str
) -> None:
    """Ends a community at work, whose state and last day the caller has looked at: it, its memberships, contacts."""
    members = await queries.find_members(session, community.id)
    state = rules.after(CommunityState(community.state), deed)
    _end(community, members, state, ends_on, reason, access.now)
    await plans.end_contacts(session, community.id, ends_on, access.now)
    await _noted(session, access, community, deed.value, ends_on=ends_on.isoformat())


async def add_school(session: AsyncSession, access: Access, community: SupportCommunity, body: SchoolIn) -> None:
    """A school joins, with its own day. Raises Invalid beside the field, AlreadySupported."""
    refuse_ended(community)
    found = await queries.find_schools(session, access.scope, [body.school_id])
    errors = membership.about_school("/school_id", found.get(body.school_id), community.lead_school_id, found)
    if body.joined_on < community.starts_on:
        message = f"加入日期早于共同体的开始日期 {community.starts_on}，请改正。"
        errors.append(FieldError("/joined_on", "before_start", message))
    if CommunityState(community.state) is CommunityState.active:
        if body.joined_on > local_day(access.now):
            errors.append(FieldError("/joined_on", "in_future", "这一天还没有到，请到那一天再添加。"))
        elsewhere = await queries.at_work_elsewhere(session, community, [body.school_id])
        errors += [FieldError("/school_id", "supported_elsewhere", membership.elsewhere(row)) for row in elsewhere]
    if errors:
        raise Invalid(errors=errors)
    joining = JoiningIn(school_id=body.school_id, joined_on=body.joined_on)
    try:
        async with session.begin_nested():
            session.add(_membership(community, joining, access.now))
    except IntegrityError as error:
        if _constraint(error) != _MEMBER:
            raise
        raise AlreadySupported from error
    await _noted(session, access, community, "add_school", school_id=str(body.school_id))
    if CommunityState(community.state) is CommunityState.active:
        await announce_term(session, community.bureau_id)


async def let_school_leave(
    session: AsyncSession, access: Access, community: SupportCommunity, body: SchoolLeavesIn
) -> None:
    """A school leaves; the last one cannot: then the community itself ends. Raises Invalid, CommunityStateRefused."""
    refuse_ended(community)
    members = await queries.find_members(session, community.id)
    leaving = next((member for member in members if member.school_id == body.school_id), None)
    if leaving is None:
        message = "这所学校现在不在这个共同体里，请重新选择。"
        raise Invalid(errors=[FieldError("/school_id", "not_a_member", message)])
    if body.left_on < leaving.joined_on:
        message = f"最后一天早于加入日期 {leaving.joined_on}，请改正。"
        raise Invalid(errors=[FieldError("/left_on", "before_joining", message)])
    if len(members) == 1:
        raise CommunityStateRefused("这是最后一所结对学校。它退出就等于解除共同体，请用“解除”。")
    leaving.left_on, leaving.updated_at = body.left_on, access.now
    await _noted(session, access, community, "let_school_leave", school_id=str(body.school_id))


def refuse_last_day(community: SupportCommunity, last_day: date, now: datetime, pointer: str) -> None:
    """Raises Invalid for a last day before the first one or ahead."""
    if last_day < community.starts_on:
        message = f"早于共同体的开始日期 {community.starts_on}，请改正。"
        raise Invalid(errors=[FieldError(pointer, "before_start", message)])
    if last_day > local_day(now):
        message = "这一天还没有到。到了再办，或填今天及以前的日期。"
        raise Invalid(errors=[FieldError(pointer, "in_future", message)])


def _end(
    community: SupportCommunity,
    members: Sequence[SupportedSchool],
    state: CommunityState,
    last_day: date,
    reason: str,
    now: datetime,
) -> None:
    community.state, community.ends_on, community.end_reason, community.updated_at = state, last_day, reason, now
    for member in members:
        # Somebody who joined after the last day was never helped: the day of joining stands as the only one.
        member.left_on, member.updated_at = max(last_day, member.joined_on), now


def _membership(community: SupportCommunity, joining: JoiningIn, now: datetime) -> SupportedSchool:
    return SupportedSchool(
        id=new_id(),
        bureau_id=community.bureau_id,
        community_id=community.id,
        school_id=joining.school_id,
        joined_on=joining.joined_on or community.starts_on,
        created_at=now,
        updated_at=now,
    )


async def _save(session: AsyncSession, community: SupportCommunity) -> None:
    """Raises NameTaken."""
    try:
        async with session.begin_nested():
            session.add(community)
    except IntegrityError as error:
        if _constraint(error) != _NAME:
            raise
        raise NameTaken("请换一个名称，或先结束原来的共同体。") from error


async def _noted(session: AsyncSession, access: Access, community: SupportCommunity, deed: str, **details: Any) -> None:
    community.updated_at = access.now
    await session.flush()
    await record(session, access.ref, f"community:{deed}", _target(community), at=access.now, **details)


def _constraint(error: IntegrityError) -> str | None:
    name: str | None = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    return name


def _target(community: SupportCommunity) -> Target:
    return Target("community", community.id, community.name, community.bureau_id)
