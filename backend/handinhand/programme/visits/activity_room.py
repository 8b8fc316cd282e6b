"""The activity room on a visit: checked against its edition, and kept as a review for as long as the visit stands."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.errors import Invalid
from handinhand.models import Visit
from handinhand.programme.standards import service as standards
from handinhand.programme.standards.schemas import RoomReview
from handinhand.programme.visits import queries
from handinhand.programme.visits.rules import STANDING, VisitState


async def checked(session: AsyncSession, bureau_id: UUID, room: RoomReview | None) -> dict[str, Any] | None:
    """What is kept on the visit. Raises Invalid for another edition's items."""
    if room is None:
        return None
    found = await standards.room_problems(session, bureau_id, room)
    if found:
        raise Invalid(errors=found)
    return room.model_dump(mode="json")


async def follow(session: AsyncSession, visit: Visit, before: VisitState, at: datetime) -> None:
    """Brings the review to the visit's new state: there while it stands as handed in, gone when returned or void."""
    if visit.state in {VisitState.confirmed, VisitState.disputed}:
        return  # a word on the visit, which still says the same
    if visit.state == VisitState.submitted and visit.activity_room is not None:
        on_visit = standards.OnVisit(
            visit.id,
            visit.institution_id,
            visit.bureau_id,
            visit.visited_on,
            await queries.name_of_person(session, visit.instructor_id),
            visit.entered_by_user_id,
        )
        await standards.keep_of_visit(session, on_visit, RoomReview.model_validate(visit.activity_room), at)
    elif before in STANDING:
        await standards.drop_of_visit(session, visit.id)
