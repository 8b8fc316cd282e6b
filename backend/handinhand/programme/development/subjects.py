"""Backbone teachers and member developments as records that evidence may belong to: certificates, resolutions."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.foundation.access.actor import Actor, Scope
from handinhand.foundation.access.permissions import Permission
from handinhand.foundation.evidence.service import Subject
from handinhand.foundation.organisations import service as organisations
from handinhand.models import BackboneTeacher, MemberDevelopment
from handinhand.programme.development import queries

CLOSED = "这家机构已经停办，要补充材料请联系党委办。"


def place_of(person: BackboneTeacher | MemberDevelopment) -> UUID:
    """The institution that somebody's way belongs to."""
    return person.school_id if isinstance(person, BackboneTeacher) else person.institution_id


async def _subject(
    session: AsyncSession, scope: Scope, person: BackboneTeacher | MemberDevelopment | None
) -> Subject | None:
    """After the closing the bureau alone adds the proof of what it puts right."""
    if person is None:
        return None
    over = await organisations.closing_day(session, place_of(person)) is not None
    closed = CLOSED if over and person.bureau_id not in scope.bureau_ids else None
    return Subject(person.id, person.bureau_id, person.name, closed=closed)


class TeacherSubjects:
    """Provides backbone teachers to the evidence feature."""

    type = "backbone_teacher"
    reads, adds = Permission.DEVELOPMENT_READ, Permission.DEVELOPMENT_WRITE

    def visible(self, scope: Scope) -> Select[Any, Any]:
        """Those within the scope: columns `id` and `label`."""
        return queries.visible_teachers(scope)

    async def find(self, session: AsyncSession, actor: Actor, subject_id: UUID) -> Subject | None:
        """The one to whom the actor wants to add a file."""
        scope = actor.scope(self.adds)
        return await _subject(session, scope, await queries.load_teacher(session, scope, subject_id, lock=False))


class MemberSubjects:
    """Provides member developments to the evidence feature."""

    type = "member_development"
    reads, adds = Permission.DEVELOPMENT_READ, Permission.DEVELOPMENT_WRITE

    def visible(self, scope: Scope) -> Select[Any, Any]:
        """Those within the scope: columns `id` and `label`."""
        return queries.visible_members(scope)

    async def find(self, session: AsyncSession, actor: Actor, subject_id: UUID) -> Subject | None:
        """The one to which the actor wants to add a file."""
        scope = actor.scope(self.adds)
        return await _subject(session, scope, await queries.load_member(session, scope, subject_id, lock=False))


BACKBONE_TEACHERS = TeacherSubjects()
MEMBER_DEVELOPMENTS = MemberSubjects()
