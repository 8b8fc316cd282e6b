"""Which record types evidence may belong to: one visible list, beside the router."""

from handinhand.foundation.evidence.service import SubjectProvider, register_subjects
from handinhand.programme.activities.service import ACTIVITIES
from handinhand.programme.communities.service import COMMUNITIES
from handinhand.programme.development.service import BACKBONE_TEACHERS, MEMBER_DEVELOPMENTS
from handinhand.programme.good_practices.service import GOOD_PRACTICES
from handinhand.programme.standards.service import STANDARDS_REVIEWS
from handinhand.programme.visits.service import VISITS

SUBJECTS: tuple[SubjectProvider, ...] = (
    VISITS,
    COMMUNITIES,
    ACTIVITIES,
    BACKBONE_TEACHERS,
    MEMBER_DEVELOPMENTS,
    GOOD_PRACTICES,
    STANDARDS_REVIEWS,
)


def register() -> None:
    """Called once at the start. Raises MissingSubjectError when a record type has no provider."""
    register_subjects(SUBJECTS)
