"""Reading evidence. A piece is visible exactly where the record is that it belongs to."""

from typing import Any
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.http.paging import AnySelect, Order, PageOf, fetch_page
from handinhand.foundation.evidence.schemas import EvidenceOut, EvidenceQuery, SameFile, SubjectOut
from handinhand.foundation.evidence.subjects import SubjectReach, visible_subjects
from handinhand.models import Evidence, User

BY_ID = Order(Evidence.id, Evidence.id)
MOST_DUPLICATES_NAMED = 10


def _visible(reach: SubjectReach) -> AnySelect:
    subjects = visible_subjects(reach)
    return (
        select(
            Evidence.id,
            Evidence.bureau_id,
            Evidence.title,
            Evidence.file_name,
            Evidence.media_type,
            Evidence.size,
            Evidence.sha256,
            Evidence.subject_type,
            Evidence.subject_id,
            subjects.c.label,
            Evidence.state,
            Evidence.withdrawn_reason,
            Evidence.added_at,
            User.name.label("added_by_name"),
            Evidence.version,
        )
        .join(subjects, and_(subjects.c.type == Evidence.subject_type, subjects.c.id == Evidence.subject_id))
        .join(User, User.id == Evidence.added_by_user_id)
    )


async def load_detail(session: AsyncSession, reach: SubjectReach, record_id: UUID, *, lock: bool = False) -> Any | None:  # noqa: ARG001
    """One piece within the reach, to be read."""
    return (await session.execute(_visible(reach).where(Evidence.id == record_id))).one_or_none()


async def load_evidence(session: AsyncSession, reach: SubjectReach, record_id: UUID, *, lock: bool) -> Evidence | None:
    """One piece within the reach, for a change."""
    subjects = visible_subjects(reach)
    there = select(subjects.c.id).where(subjects.c.type == Evidence.subject_type, subjects.c.id == Evidence.subject_id)
    statement = select(Evidence).where(Evidence.id == record_id, there.exists())
    return (await session.execute(statement.with_for_update() if lock else statement)).scalar_one_or_none()


async def list_evidence(session: AsyncSession, reach: SubjectReach, query: EvidenceQuery) -> PageOf:
    """A page of the evidence within the reach."""
    statement = _visible(reach).add_columns(Evidence.id.label("sort_key"))
    for column, value in (
        (Evidence.subject_type, query.subject_type),
        (Evidence.subject_id, query.subject_id),
        (Evidence.state, query.state),
    ):
        if value is not None:
            statement = statement.where(column == value)
    return await fetch_page(session, statement, BY_ID, query)


async def find_same_files(session: AsyncSession, reach: SubjectReach, sha256: str, besides: UUID) -> list[SameFile]:
    """Other pieces with the same bytes, of those within the reach: what lies outside is never hinted at."""
    statement = (
        _visible(reach)
        .where(Evidence.sha256 == sha256, Evidence.id != besides, Evidence.state != "withdrawn")
        .order_by(Evidence.id)
        .limit(MOST_DUPLICATES_NAMED)
    )
    rows = (await session.execute(statement)).all()
    return [SameFile(evidence_id=row.id, title=row.title, subject=_subject(row)) for row in rows]


def _subject(row: Any) -> SubjectOut:
    return SubjectOut(type=row.subject_type, id=row.subject_id, label=row.label)


def as_out(row: Any) -> EvidenceOut:
    """A piece of evidence as the interface shows it."""
    return EvidenceOut(
        id=row.id,
        title=row.title,
        file_name=row.file_name,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        subject=_subject(row),
        state=row.state,
        withdrawn_reason=row.withdrawn_reason,
        added_at=row.added_at,
        added_by_name=row.added_by_name,
        version=row.version,
    )
