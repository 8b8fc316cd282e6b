"""How long an export is kept."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.upkeep import delete_piece
from handinhand.models import Export

KEPT_FOR = timedelta(days=7)
"""After it was made, or last tried (ours): it can be made afresh at any time."""


async def forget_exports(session: AsyncSession, now: datetime) -> int:
    """Takes out one piece of the old exports; the sweep of the file store then finds their bytes unnamed."""
    return await delete_piece(session, Export, Export.updated_at, now - KEPT_FOR)
