"""The daily work that takes out what has expired: a bounded piece at a time, each in a short transaction of its own."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import ColumnElement, any_, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from handinhand.core.database import Database

PIECE = 500
"""Rows that one transaction takes out: no lock is held for long, and nothing is lost when the work is interrupted."""

log = structlog.get_logger(__name__)
Instant = ColumnElement[datetime] | InstrumentedAttribute[datetime]


async def in_pieces(database: Database, what: str, take_out: Callable[[AsyncSession], Awaitable[int]]) -> int:
    """Calls `take_out` in one transaction after another until it finds nothing more; gives how much it took out."""
    total = 0
    while found := await _one_piece(database, take_out):
        total += found
    log.info("expired", what=what, count=total)
    return total


async def _one_piece(database: Database, take_out: Callable[[AsyncSession], Awaitable[int]]) -> int:
    async with database.sessions.begin() as session:
        return await take_out(session)


async def delete_piece(session: AsyncSession, table: Any, ended: Instant, before: datetime) -> int:
    """Deletes the oldest of the rows that ended before; gives how many. There must be an index on `ended`.

    A row that somebody holds is left for the next day. The choice is an array, made once: as a subquery the planner
    could make it anew for each row, and the limit would be none.
    """
    chosen = select(table.id).where(ended < before).order_by(ended).limit(PIECE).with_for_update(skip_locked=True)
    deleted = delete(table).where(table.id == any_(func.array(chosen.scalar_subquery()))).returning(table.id)
    return len((await session.execute(deleted)).all())
