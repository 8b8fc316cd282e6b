"""Visits as a record that evidence may belong to."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.foundation.access.actor import Actor, Scope
from handinhand.foundation.access.permissions import Permission
from handinhand.foundation.evidence.service import Subject
from handinhand.programme.visits import policy, queries
from handinhand.programme.visits.rules import VisitState

VOID = "这条入校指导已作废，不能再添加材料。"


class VisitSubjects:
    """Provides visits to the evidence feature."""

    type = queries.SUBJECT
    reads, adds = Permission.EVIDENCE_READ, Permission.EVIDENCE_ADD

    def visible(self, scope: Scope) -> Select[Any, Any]:
        """The visits within the scope: columns `id` and `label`."""
        return queries.visible_subjects(scope)

    async def find(self, session: AsyncSession, actor: Actor, subject_id: UUID) -> Subject | None:
        """The visit to which the actor wants to add a file; None when there is none for this actor."""
        row = await queries.load_detail(session, actor.scope(Permission.EVIDENCE_ADD), subject_id)
        if row is None:
            return None
        wide = row.bureau_id in actor.scope(Permission.EVIDENCE_ADD).bureau_ids
        refused = None if wide or policy.is_author(actor, row) else policy.ONLY_AUTHOR_ADDS
        label = f"{row.institution_name} {row.visited_on.isoformat()}"
        return Subject(subject_id, row.bureau_id, label, refused, VOID if row.state == VisitState.void else None)


VISITS = VisitSubjects()
