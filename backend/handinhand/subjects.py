"""Which record types evidence may belong to: one visible list, beside the router."""

from handinhand.foundation.evidence.service import SubjectProvider, register_subjects
from handinhand.programme.visits.service import VISITS

SUBJECTS: tuple[SubjectProvider, ...] = (VISITS,)


def register() -> None:
    """Called once at the start. Raises MissingSubjectError when a record type has no provider."""
    register_subjects(SUBJECTS)
