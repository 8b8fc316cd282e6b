"""Counting what ends with a community that the caller has already been found to reach."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.accountability.closures.rules import ClosingItem
from handinhand.models import Activity, CommunityContact, CommunityPlanItem, SupportedSchool, Target


async def count_items(session: AsyncSession, community_id: UUID, after: date) -> dict[ClosingItem, int]:
    """How many there are of each kind if the community's last day is `after`, in one statement."""
    running = select(SupportedSchool.id).where(
        SupportedSchool.community_id == community_id, SupportedSchool.left_on.is_(None)
    )
    each = {
        ClosingItem.planned_activities: select(func.count()).where(
            Activity.community_id == community_id, Activity.state == "planned", Activity.starts_on > after
        ),
        ClosingItem.running_activities: select(func.count()).where(
            Activity.community_id == community_id,
            Activity.state == "planned",
            Activity.starts_on <= after,
            Activity.ends_on > after,
        ),
        ClosingItem.supported_schools: select(func.count()).select_from(running.subquery()),
        ClosingItem.contacts: select(func.count()).where(
            CommunityContact.community_id == community_id, CommunityContact.ended_on.is_(None)
        ),
        ClosingItem.open_plan_items: select(func.count()).where(
            CommunityPlanItem.community_id == community_id, CommunityPlanItem.done_on.is_(None)
        ),
        ClosingItem.running_targets: select(func.count()).where(
            Target.supported_school_id.in_(running), Target.ends_on > after
        ),
    }
    statement = select(*(number.scalar_subquery().label(item.value) for item, number in each.items()))
    row = (await session.execute(statement)).one()
    return {item: getattr(row, item.value) for item in ClosingItem}
