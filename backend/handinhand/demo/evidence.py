"""Adding a file to a record of the demo, the way an upload goes."""

import hashlib
import tempfile
from pathlib import Path
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.http.multipart import ReceivedFile
from handinhand.core.storage import FileStore
from handinhand.foundation.access.guards import Access
from handinhand.foundation.evidence import service as evidence
from handinhand.foundation.evidence.schemas import EvidenceIn


async def add_file(
    session: AsyncSession,
    files: FileStore,
    access: Access,
    subject: tuple[str, UUID],
    title: str,
    file_name: str,
    content: bytes,
) -> UUID:
    """Adds a file to a record, named by its type and id; gives the id of the evidence."""
    form = EvidenceIn.model_validate({"subject_type": subject[0], "subject_id": subject[1], "title": title})
    digest = hashlib.sha256(content).hexdigest()
    with tempfile.NamedTemporaryFile() as written:
        written.write(content)
        written.flush()
        file = ReceivedFile(Path(written.name), file_name, "application/octet-stream", len(content), digest)
        judged = await evidence.judge_and_keep(files, file)
        added = await evidence.add_evidence(session, files, access, form=form, file=file, judged=judged)
    made: UUID = added.row.id
    return made
