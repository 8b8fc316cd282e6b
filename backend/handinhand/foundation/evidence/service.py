"""Evidence: adding a file to a record, and withdrawing it. Bytes are durable before the row (design.md §3 "Files")."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.errors import Conflict, Forbidden
from handinhand.core.http.multipart import ReceivedFile
from handinhand.core.ids import new_id
from handinhand.core.storage import FileStore
from handinhand.foundation.access.guards import Access
from handinhand.foundation.access.permissions import Permission
from handinhand.foundation.audit.service import Target, record
from handinhand.foundation.evidence import errors, queries
from handinhand.foundation.evidence.content import DRAWN, Judged, judge
from handinhand.foundation.evidence.schemas import EvidenceIn, SameFile
from handinhand.foundation.evidence.subjects import (
    Subject,
    SubjectProvider,
    provider_of,
    register_subjects,
    subject_reach,
)
from handinhand.models import Blob, Evidence

__all__ = ["DRAWN", "Subject", "SubjectProvider", "register_subjects"]


@dataclass(frozen=True, slots=True)
class Added:
    """A piece of evidence after an upload. `created` is false when the same came again under the same id."""

    row: Any
    created: bool = True
    duplicate_of: list[SameFile] = field(default_factory=list)


async def find_subject(session: AsyncSession, access: Access, form: EvidenceIn) -> Subject:
    """The record to add to. Raises Invalid when it is not within reach, Forbidden, Conflict when it is closed."""
    subject = await provider_of(form.subject_type).find(session, access.actor, form.subject_id)
    if subject is None:
        raise errors.no_such_subject()
    if subject.forbidden is not None:
        raise Forbidden(subject.forbidden)
    if subject.closed is not None:
        raise Conflict(subject.closed)
    return subject


async def judge_and_keep(files: FileStore, file: ReceivedFile) -> Judged:
    """Judges the file and makes its bytes durable, before there is a row. Raises Invalid and NotTaken.

    It takes a while, so nothing is held meanwhile: `add_evidence` makes sure that the bytes are still there.
    """
    judged = await asyncio.to_thread(judge, file.path, file.file_name)
    await files.keep(file.path, file.sha256)
    return judged


async def add_evidence(
    session: AsyncSession,
    files: FileStore,
    access: Access,
    *,
    form: EvidenceIn,
    file: ReceivedFile,
    judged: Judged,
) -> Added:
    """Adds the row of a file that is kept already. Raises IdTaken for a client-made id that names other content.

    The record is looked at once more: while the bytes were judged it may have been closed, or published without them.
    """
    subject = await find_subject(session, access, form)
    kept = {"sha256": file.sha256, "size": file.size, "media_type": judged.kind.media_type}
    await files.keep_for_row(session, file.path, file.sha256)
    await session.execute(pg_insert(Blob).values(**kept, stored_at=access.now).on_conflict_do_nothing())
    made_id = form.id or new_id()
    values = {
        **kept,
        "id": made_id,
        "bureau_id": subject.bureau_id,
        "subject_type": form.subject_type,
        "subject_id": subject.id,
        "title": form.title,
        "file_name": judged.file_name,
        "state": "catalogued",
        "added_by_user_id": access.actor.user_id,
        "added_at": access.now,
        "created_at": access.now,
        "updated_at": access.now,
    }
    statement = pg_insert(Evidence).values(values).on_conflict_do_nothing(index_elements=["id"]).returning(Evidence.id)
    evidence_id = (await session.execute(statement)).scalar_one_or_none()
    if evidence_id is None:
        same = await find_same(session, access, form, file)
        if same is None:
            raise errors.id_taken(made_id)
        return same
    # Titles are written by people, and may say anything; the log names the record instead.
    target = Target("evidence", evidence_id, subject.label, subject.bureau_id)
    of = {"type": form.subject_type.value, "id": str(subject.id)}
    await record(session, access.ref, "evidence:add", target, at=access.now, subject=of, size=file.size)
    row = await queries.load_detail(session, subject_reach(access.actor, Permission.EVIDENCE_READ), evidence_id)
    if row is None:
        raise errors.no_such_subject()
    return await read_added(session, access, row)


async def read_added(session: AsyncSession, access: Access, row: Any, *, created: bool = True) -> Added:
    """A piece within the actor's reach with its notice of the same file elsewhere, within that reach only."""
    reach = subject_reach(access.actor, Permission.EVIDENCE_READ)
    return Added(row, created, await queries.find_same_files(session, reach, row.sha256, besides=row.id))


async def find_same(session: AsyncSession, access: Access, form: EvidenceIn, file: ReceivedFile) -> Added | None:
    """What was added under this client-made id, within the actor's reach. Raises IdTaken when it is something else."""
    if form.id is None:
        return None
    row = await queries.load_detail(session, subject_reach(access.actor, Permission.EVIDENCE_READ), form.id)
    if row is None:
        return None
    sent = (form.subject_type, form.subject_id, form.title, file.sha256)
    if (row.subject_type, row.subject_id, row.title, row.sha256) != sent:
        raise errors.id_taken(form.id)
    return await read_added(session, access, row, created=False)


async def withdraw(session: AsyncSession, access: Access, evidence: Evidence, reason: str) -> Any:
    """Withdraws a piece: its row and reason stay in sight, its content is not opened any more."""
    evidence.state, evidence.withdrawn_reason, evidence.updated_at = "withdrawn", reason, access.now
    await session.flush()
    row = await queries.load_detail(session, subject_reach(access.actor, Permission.EVIDENCE_READ), evidence.id)
    target = Target("evidence", evidence.id, row.label if row else None, evidence.bureau_id)
    await record(session, access.ref, "evidence:withdraw", target, at=access.now)
    return row
