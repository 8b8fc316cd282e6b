"""Communities as a record that evidence may belong to: the signed agreement, photos of the founding."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.foundation.access.actor import Actor, Scope
from handinhand.foundation.access.permissions import Permission
from handinhand.foundation.evidence.service import Subject
from handinhand.programme.communities import queries


class CommunitySubjects:
    """Provides communities to the evidence feature."""

    type = "community"
    reads, adds = Permission.COMMUNITIES_READ, Permission.COMMUNITIES_PLAN

    def visible(self, scope: Scope) -> Select[Any, Any]:
        """The communities within the scope: columns `id` and `label`."""
        return queries.visible_subjects(scope)

    async def find(self, session: AsyncSession, actor: Actor, subject_id: UUID) -> Subject | None:
        """The community to which the actor wants to add a file; either side may, and the bureau."""
        found = await queries.load_community(session, actor.scope(self.adds), subject_id, lock=False)
        return None if found is None else Subject(found.id, found.bureau_id, found.name)


COMMUNITIES = CommunitySubjects()
