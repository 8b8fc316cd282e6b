"""Dissolving a support community: what must end together ends in one transaction (design.md §3, domain.md §5)."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.accountability.closures import queries
from handinhand.accountability.closures.errors import ChecklistUnconfirmed
from handinhand.accountability.closures.rules import LABELS, ClosingItem, unconfirmed
from handinhand.accountability.closures.schemas import ClosingChecklist, ClosingItemOut, DissolveIn
from handinhand.core.clock import local_day
from handinhand.foundation.access.guards import Access
from handinhand.models import SupportCommunity
from handinhand.programme.activities import service as activities
from handinhand.programme.communities import service as communities
from handinhand.programme.communities.schemas import EndCommunityIn


async def checklist(session: AsyncSession, access: Access, community: SupportCommunity) -> ClosingChecklist:
    """What would end today; what there is none of is left out."""
    counts = await queries.count_items(session, community.id, local_day(access.now))
    items = [
        ClosingItemOut(code=item, label=LABELS[item], count=counts[item], href=_href(item, community.id))
        for item in ClosingItem
        if counts[item]
    ]
    return ClosingChecklist(community_id=community.id, items=items)


async def dissolve(session: AsyncSession, access: Access, community: SupportCommunity, body: DissolveIn) -> None:
    """active → dissolved, with everything that belongs to it.

    Raises CommunityStateRefused, ChecklistUnconfirmed for what nobody looked at, Invalid for the last day.
    """
    communities.refuse_unless(community, communities.Deed.dissolve)
    last_day: date = min(body.ends_on, local_day(access.now))
    counts = await queries.count_items(session, community.id, last_day)
    left = unconfirmed([item for item in ClosingItem if counts[item]], body.confirmed)
    if left:
        raise ChecklistUnconfirmed(
            "请先核对：" + "、".join(LABELS[item] for item in left) + "。", missing=[item.value for item in left]
        )
    ending = EndCommunityIn(ends_on=body.ends_on, reason=body.reason)
    await communities.end(session, access, community, communities.Deed.dissolve, ending)
    await activities.cancel_planned(
        session, access.ref, community.id, after=body.ends_on, reason="帮扶共同体已解除", at=access.now
    )


def _href(item: ClosingItem, community_id: UUID) -> str:
    return {
        ClosingItem.planned_activities: f"/api/v1/activities?community_id={community_id}&state=planned",
        ClosingItem.supported_schools: f"/api/v1/communities/{community_id}",
        ClosingItem.contacts: f"/api/v1/community-contacts?community_id={community_id}&current=true",
        ClosingItem.open_plan_items: f"/api/v1/community-plan-items?community_id={community_id}",
        ClosingItem.running_targets: f"/api/v1/targets?community_id={community_id}",
    }[item]
