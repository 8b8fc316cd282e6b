"""What becomes of a community's activities when its term ends or a new one follows (domain.md §5, §7).

The caller holds the community's row, so that nothing is planned into it meanwhile.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.foundation.audit.service import ActorRef, Target, record_many
from handinhand.models import Activity
from handinhand.programme.activities.rules import ActivityState


async def last_held_on(session: AsyncSession, community_id: UUID) -> date | None:
    """The last day of what was held; the community did not end before it."""
    statement = select(func.max(Activity.ends_on)).where(
        Activity.community_id == community_id, Activity.state == ActivityState.done
    )
    return (await session.execute(statement)).scalar_one()


async def across(session: AsyncSession, community_id: UUID, last_day: date) -> Activity | None:
    """An activity that begins in the term that ends on `last_day` and goes on after it."""
    statement = select(Activity).where(
        Activity.community_id == community_id,
        Activity.state != ActivityState.cancelled,
        Activity.starts_on <= last_day,
        Activity.ends_on > last_day,
    )
    return (await session.execute(statement.order_by(Activity.starts_on, Activity.id).limit(1))).scalar_one_or_none()


async def cancel_unfinished(
    session: AsyncSession, actor: ActorRef, community_id: UUID, *, after: date, reason: str, at: datetime
) -> None:
    """Cancels what is planned and would go on after the community's last day, also what is under way then."""
    values = {"state": ActivityState.cancelled, "cancelled_at": at, "cancel_reason": reason}
    planned = (Activity.state == ActivityState.planned, Activity.ends_on > after)
    await _change(session, actor, "activity:cancel", community_id, planned, values, at)


async def carry_over(
    session: AsyncSession, actor: ActorRef, former_id: UUID, successor_id: UUID, *, after: date, at: datetime
) -> None:
    """What comes after the former term belongs to the one that follows."""
    later = (Activity.state != ActivityState.cancelled, Activity.starts_on > after)
    await _change(session, actor, "activity:carry-over", former_id, later, {"community_id": successor_id}, at)


async def _change(
    session: AsyncSession,
    actor: ActorRef,
    action: str,
    community_id: UUID,
    which: tuple[ColumnElement[bool], ...],
    values: dict[str, Any],
    at: datetime,
) -> None:
    table = Activity
    statement = (
        update(table)
        .where(table.community_id == community_id, *which)
        .values(**values, updated_at=at, version=table.version + 1)
        .returning(table.id, table.title, table.bureau_id)
        .execution_options(synchronize_session=False)
    )
    found = (await session.execute(statement)).all()
    targets = [Target("activity", row.id, row.title, row.bureau_id) for row in found]
    await record_many(session, actor, action, targets, at=at)
