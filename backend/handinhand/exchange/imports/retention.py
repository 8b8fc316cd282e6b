"""How long an uploaded workbook and its previewed rows are kept: they hold names and mobile numbers."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.exchange.imports.errors import ImportExpired
from handinhand.foundation.audit.service import SYSTEM, Target, record
from handinhand.models import Import, ImportRow

KEPT_FOR = timedelta(days=30)
"""After it was applied, rejected or failed, or nobody went on with it (ours)."""


async def expire_next_import(session: AsyncSession, now: datetime) -> int:
    """Takes rows and file away from one import whose time is over; 1, or 0 when there is none.

    One import is the piece: its rows go all at once or not at all, and a file has at most some ten thousand. The sweep
    of the file store then finds the bytes unnamed.
    """
    next_one = (
        select(Import.id, Import.bureau_id)
        .where(Import.expired_at.is_(None), Import.updated_at < now - KEPT_FOR)
        .order_by(Import.updated_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    found = (await session.execute(next_one)).one_or_none()
    if found is None:
        return 0
    await session.execute(delete(ImportRow).where(ImportRow.import_id == found.id))
    emptied: dict[str, Any] = {
        "file_sha256": None,
        "plan_digest": None,
        "notes": [],
        "expired_at": now,
        "version": Import.version + 1,
    }
    await session.execute(update(Import).where(Import.id == found.id).values(emptied))
    await record(session, SYSTEM, "import:expire", Target("import", found.id, None, found.bureau_id), at=now)
    return 1


def refuse_expired(found: Import) -> None:
    """Raises ImportExpired when file and rows have been taken away."""
    if found.expired_at is not None:
        raise ImportExpired(f"上传的文件和逐行结果保留 {KEPT_FOR.days} 天，已经删除。需要时请重新上传。")
