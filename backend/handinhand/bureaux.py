"""What every bureau begins with: one visible list, beside the router. Reading a list never makes it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.programme.activities.service import ensure_kinds
from handinhand.programme.standards.service import ensure_checklists


async def begin(session: AsyncSession, bureau_id: UUID, at: datetime) -> None:
    """The notice's kinds of activity and both checklists, where the bureau has none yet (domain.md §1 A, B)."""
    await ensure_kinds(session, bureau_id, at)
    await ensure_checklists(session, bureau_id, at)
