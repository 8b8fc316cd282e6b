"""Activities as a record that evidence may belong to: photos, sign-in sheets, lesson plans."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.foundation.access.actor import Actor, Scope
from handinhand.foundation.access.permissions import Permission
from handinhand.foundation.evidence.service import Subject
from handinhand.programme.activities import queries
from handinhand.programme.activities.rules import ActivityState

CANCELLED = "这次活动已经取消，不能再添加材料。"


class ActivitySubjects:
    """Provides activities to the evidence feature."""

    type = queries.SUBJECT
    reads, adds = Permission.ACTIVITIES_READ, Permission.ACTIVITIES_WRITE

    def visible(self, scope: Scope) -> Select[Any, Any]:
        """The activities within the scope: columns `id` and `label`."""
        return queries.visible_subjects(scope)

    async def find(self, session: AsyncSession, actor: Actor, subject_id: UUID) -> Subject | None:
        """The activity to which the actor wants to add a file: every school of the community took part in it."""
        reach = queries.ActivityReach(actor.scope(self.adds), writing=False)
        found = await queries.load_activity(session, reach, subject_id, lock=False)
        if found is None:
            return None
        closed = CANCELLED if found.state == ActivityState.cancelled else None
        return Subject(found.id, found.bureau_id, found.title, closed=closed)


ACTIVITIES = ActivitySubjects()
