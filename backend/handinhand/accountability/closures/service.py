"""Ending a support community: what must end together ends in one transaction (design.md §3, domain.md §5).

The guard holds the community's row for the change, and whoever plans into it holds it too: what is planned meanwhile is
either in the checklist or refused.
"""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.accountability.closures import queries
from handinhand.accountability.closures.errors import ChecklistUnconfirmed
from handinhand.accountability.closures.rules import LABELS, LOOKED_AT, ClosingItem, unconfirmed
from handinhand.accountability.closures.schemas import ClosingChecklist, ClosingItemOut, ClosingQuery, ClosureIn
from handinhand.core.clock import local_day
from handinhand.core.errors import FieldError, Invalid
from handinhand.core.http.hrefs import href
from handinhand.foundation.access.guards import Access
from handinhand.models import SupportCommunity
from handinhand.programme.activities import service as activities
from handinhand.programme.communities import service as communities
from handinhand.programme.communities.schemas import RenewIn
from handinhand.programme.communities.service import Deed
from handinhand.programme.targets import service as targets

_REASONS = {Deed.dissolve: "帮扶共同体已解除", Deed.complete: "帮扶共同体已期满结束"}


async def checklist(
    session: AsyncSession, access: Access, community: SupportCommunity, query: ClosingQuery
) -> ClosingChecklist:
    """What would end on the last day that is asked for; what there is none of is left out."""
    last_day = query.ends_on or local_day(access.now)
    counts = await queries.count_items(session, community.id, last_day)
    items = [
        ClosingItemOut(code=item, label=LABELS[item], count=counts[item], href=_href(item, community.id, last_day))
        for item in LOOKED_AT[Deed(query.deed)]
        if counts[item]
    ]
    return ClosingChecklist(community_id=community.id, ends_on=last_day, items=items)


async def close(
    session: AsyncSession, access: Access, community: SupportCommunity, deed: Deed, body: ClosureIn
) -> None:
    """active → dissolved or completed, with everything that belongs to it.

    Raises CommunityStateRefused, Invalid for the last day, ChecklistUnconfirmed for what nobody looked at.
    """
    communities.refuse_unless(community, deed)
    communities.refuse_last_day(community, body.ends_on, access.now, "/ends_on")
    held_on = await activities.last_held_on(session, community.id)
    if held_on is not None and held_on > body.ends_on:
        message = f"{held_on} 还开展过活动，最后一天不能早于这一天，请改正。"
        raise Invalid(errors=[FieldError("/ends_on", "before_last_activity", message)])
    counts = await queries.count_items(session, community.id, body.ends_on)
    left = unconfirmed([item for item in LOOKED_AT[deed] if counts[item]], body.confirmed)
    if left:
        raise ChecklistUnconfirmed(
            "请先核对：" + "、".join(LABELS[item] for item in left) + "。", missing=[item.value for item in left]
        )
    await communities.end(session, access, community, deed, body.ends_on, body.reason)
    await activities.cancel_unfinished(
        session, access.ref, community.id, after=body.ends_on, reason=_REASONS[deed], at=access.now
    )


async def renew(session: AsyncSession, access: Access, community: SupportCommunity, body: RenewIn) -> UUID:
    """active → renewed; gives the community of the new term, which takes over what comes after the old one.

    Raises CommunityStateRefused, Invalid for the first day, also when an activity lies across the terms.
    """
    last_day: date = body.starts_on - timedelta(days=1)
    split = await activities.across(session, community.id, last_day)
    if split is not None:
        message = (
            f"活动“{split.title}”从 {split.starts_on} 到 {split.ends_on}，跨了两期。"
            "请换一个开始日期，或先登记完成、改期或取消这次活动。"
        )
        raise Invalid(errors=[FieldError("/starts_on", "activity_across_terms", message)])
    successor_id = await communities.renew(session, access, community, body)
    await activities.carry_over(session, access.ref, community.id, successor_id, after=last_day, at=access.now)
    await targets.ensure_given(session, access.now, community.bureau_id)
    return successor_id


def _href(item: ClosingItem, community_id: UUID, last_day: date) -> str:
    of, next_day = {"community_id": community_id}, last_day + timedelta(days=1)
    planned = {**of, "state": "planned"}
    match item:
        case ClosingItem.planned_activities:
            return href("/activities", {**planned, "from": next_day})
        case ClosingItem.running_activities:
            return href("/activities", {**planned, "to": last_day, "ends_from": next_day})
        case ClosingItem.supported_schools:
            return href(f"/communities/{community_id}", {})
        case ClosingItem.contacts:
            return href("/community-contacts", {**of, "current": True})
        case ClosingItem.open_plan_items:
            return href("/community-plan-items", {**of, "open": True})
        case ClosingItem.running_targets:
            return href("/targets", {**of, "running_after": last_day})
