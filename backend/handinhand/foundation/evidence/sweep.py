"""Bytes that no row names any more leave the store: expired workbooks, and what a refused upload left behind.

Features above this one keep files too. They mark the column that names a file (`REFERS_TO_FILE`), so that none of them
is forgotten here, and none has to be known here.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

import structlog
from sqlalchemy import ARRAY, Column, String, any_, bindparam, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.database import Database
from handinhand.core.storage import FileStore, hold_alone
from handinhand.models import Base

ABANDONED_AFTER = timedelta(days=1)
"""No upload is under way for so long (ours)."""

log = structlog.get_logger(__name__)
_DIGESTS = bindparam("digests", type_=ARRAY(String))


async def sweep(database: Database, files: FileStore, now: datetime) -> int:
    """Removes the bytes that no row names, and what is half written; gives how many digests went."""
    removed = 0
    async for digests in files.digests():
        for digest in sorted(set(digests) - await _named_among(database, digests)):
            removed += await _remove(database, files, digest)
    left = await files.clear_incoming(now - ABANDONED_AFTER)
    log.info("swept", digests=removed, half_written=left)
    return removed


async def _named_among(database: Database, digests: Collection[str]) -> set[str]:
    async with database.sessions() as session:
        return await named(session, digests)


async def _remove(database: Database, files: FileStore, digest: str) -> bool:
    """Looked for again while nobody else can write a row: only then is it certain that there is none."""
    async with database.sessions.begin() as session:
        if not await hold_alone(session, digest) or await named(session, [digest]):
            return False
        await files.remove(digest)
        return True


async def named(session: AsyncSession, digests: Collection[str]) -> set[str]:
    """Those of the digests that some row names."""
    each = [select(column).where(column == any_(_DIGESTS)) for column in referring_columns()]
    return set((await session.execute(union_all(*each), {"digests": list(digests)})).scalars())


def referring_columns() -> list[Column[str]]:
    """Every column of every table that names a file in the store."""
    return [
        column for table in Base.metadata.sorted_tables for column in table.columns if column.info.get("refers_to_file")
    ]
