"""Standards reviews as a record that evidence may belong to: photos of the room, of the files."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.foundation.access.actor import Actor, Scope
from handinhand.foundation.access.permissions import Permission
from handinhand.foundation.evidence.service import Subject
from handinhand.foundation.organisations import service as organisations
from handinhand.programme.standards import queries
from handinhand.programme.standards.rules import ReviewMode

INSTITUTION_CLOSED = "这家机构已经停办，以往的检查记录不再添加材料。"
FROM_VISIT = "这份记录来自入校指导，请把照片加到那次入校指导里。"


class ReviewSubjects:
    """Provides standards reviews to the evidence feature."""

    type = queries.SUBJECT
    reads, adds = Permission.STANDARDS_READ, Permission.STANDARDS_REVIEW

    def visible(self, scope: Scope) -> Select[Any, Any]:
        """Those within the scope: columns `id` and `label`."""
        return queries.visible_subjects(scope)

    async def find(self, session: AsyncSession, actor: Actor, subject_id: UUID) -> Subject | None:
        """The one to which the actor wants to add a file."""
        found = await queries.load_review(session, actor.scope(self.adds), subject_id, lock=False)
        if found is None:
            return None
        closed = FROM_VISIT if found.mode == ReviewMode.visit else None
        if await organisations.closing_day(session, found.institution_id) is not None:
            closed = INSTITUTION_CLOSED
        return Subject(found.id, found.bureau_id, found.reviewed_on.isoformat(), closed=closed)


STANDARDS_REVIEWS = ReviewSubjects()
