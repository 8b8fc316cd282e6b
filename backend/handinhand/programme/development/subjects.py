"""Backbone teachers and member developments as records that evidence may belong to: certificates, resolutions."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.foundation.access.actor import Actor, Scope
from handinhand.foundation.access.permissions import Permission
from handinhand.foundation.evidence.service import Subject
from handinhand.programme.development import queries


class TeacherSubjects:
    """Provides backbone teachers to the evidence feature."""

    type = "backbone_teacher"
    reads, adds = Permission.DEVELOPMENT_READ, Permission.DEVELOPMENT_WRITE

    def visible(self, scope: Scope) -> Select[Any, Any]:
        """Those within the scope: columns `id` and `label`."""
        return queries.visible_teachers(scope)

    async def find(self, session: AsyncSession, actor: Actor, subject_id: UUID) -> Subject | None:
        """The one to whom the actor wants to add a file."""
        found = await queries.load_teacher(session, actor.scope(self.adds), subject_id, lock=False)
        return None if found is None else Subject(found.id, found.bureau_id, found.name)


class MemberSubjects:
    """Provides member developments to the evidence feature."""

    type = "member_development"
    reads, adds = Permission.DEVELOPMENT_READ, Permission.DEVELOPMENT_WRITE

    def visible(self, scope: Scope) -> Select[Any, Any]:
        """Those within the scope: columns `id` and `label`."""
        return queries.visible_members(scope)

    async def find(self, session: AsyncSession, actor: Actor, subject_id: UUID) -> Subject | None:
        """The one to which the actor wants to add a file."""
        found = await queries.load_member(session, actor.scope(self.adds), subject_id, lock=False)
        return None if found is None else Subject(found.id, found.bureau_id, found.name)


BACKBONE_TEACHERS = TeacherSubjects()
MEMBER_DEVELOPMENTS = MemberSubjects()
