"""Good practices as a record that files belong to: pictures, lesson plans, forms that others may use."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.foundation.access.actor import Actor
from handinhand.foundation.access.permissions import Permission
from handinhand.foundation.evidence.service import Subject
from handinhand.foundation.organisations import service as organisations
from handinhand.programme.good_practices import queries, rules
from handinhand.programme.good_practices.policy import PracticeReach, practice_reach
from handinhand.programme.good_practices.rules import PracticeState

SCHOOL_CLOSED = "这所学校已经停办，它的好做法不再添加文件。"
CLOSED = "这篇好做法已经发布或撤下，不能再添加文件。"


class GoodPracticeSubjects:
    """Provides good practices to the evidence feature."""

    type = queries.SUBJECT
    reads, adds = Permission.GOOD_PRACTICES_READ, Permission.GOOD_PRACTICES_PROPOSE

    def reach(self, actor: Actor, *, adding: bool) -> PracticeReach:
        """Who added which file, and why one was withdrawn, is for the school and the bureau."""
        found = practice_reach(actor, self.adds if adding else self.reads)
        return PracticeReach(inside=found.inside)

    def opened(self, actor: Actor) -> PracticeReach:
        """Whoever reads a practice opens its files."""
        return practice_reach(actor, self.reads)

    def visible(self, reach: PracticeReach) -> Select[Any, Any]:
        """The practices within the reach: columns `id` and `label`."""
        return queries.visible_subjects(reach)

    async def find(self, session: AsyncSession, actor: Actor, subject_id: UUID) -> Subject | None:
        """The practice to which the actor wants to add a file; nobody publishes it before that is through."""
        found = await queries.hold_practice(session, self.reach(actor, adding=True), subject_id)
        if found is None:
            return None
        closed = None if PracticeState(found.state) in rules.OPEN else CLOSED
        if await organisations.closing_day(session, found.school_id) is not None:
            closed = SCHOOL_CLOSED
        return Subject(found.id, found.bureau_id, found.title, closed=closed)


GOOD_PRACTICES = GoodPracticeSubjects()
