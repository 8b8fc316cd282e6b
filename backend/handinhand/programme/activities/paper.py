"""Activities from a ledger, brought in by the import: many rows, few statements."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.ids import new_id
from handinhand.foundation.audit.service import ActorRef, Target, record_many
from handinhand.models import Activity


@dataclass(frozen=True, slots=True)
class HeldActivity:
    """A line of an activity ledger, judged already: it was held, `ends_on` is its last day, counts are of staff."""

    community_id: UUID
    organiser_id: UUID
    strand: str
    kind_id: UUID
    title: str
    starts_on: date
    ends_on: date
    place: str
    hosts: str
    supported_school_ids: tuple[UUID, ...]
    lead_participants: int
    supported_participants: int
    content: str
    outcome: str


async def create_held(
    session: AsyncSession, actor: ActorRef, bureau_id: UUID, rows: Sequence[HeldActivity], *, at: datetime
) -> list[UUID]:
    """Enters the ledger's activities as done, received now: entry time is never backdated (domain.md §3).

    A constant number of statements. Gives the ids in the order of the rows.
    """
    if not rows:
        return []
    assert actor.user_id is not None
    common = {
        "bureau_id": bureau_id,
        "state": "done",
        "entered_by_user_id": actor.user_id,
        **dict.fromkeys(("completed_at", "created_at", "updated_at"), at),
        "version": 1,
    }
    values = [
        {"id": new_id(), **asdict(row), "supported_school_ids": [*row.supported_school_ids], **common} for row in rows
    ]
    await session.execute(insert(Activity), values)
    ids = [value["id"] for value in values]
    targets = [Target("activity", activity_id, bureau_id=bureau_id) for activity_id in ids]
    await record_many(session, actor, "activity:enter-from-ledger", targets, at=at)
    return ids
