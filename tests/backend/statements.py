"""Counting what a request asks of the database (promises.md P2)."""

import contextlib
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

from psycopg import AsyncCursor, AsyncRawCursor

_NOT_WORK = ("savepoint", "release savepoint", "rollback to savepoint", "do $$")


@contextlib.contextmanager
def count_statements() -> Iterator[list[str]]:
    """Gives the list of statements sent while the block runs; a transaction's own frame is left out.

    Counted at the driver, where sessions and readers meet.
    """
    seen: list[str] = []
    send = AsyncCursor.execute

    async def noted(cursor: Any, query: Any, *arguments: Any, **options: Any) -> Any:
        text = query.decode() if isinstance(query, bytes) else str(query)
        if not text.strip().lower().startswith(_NOT_WORK):
            seen.append(text)
        return await send(cursor, query, *arguments, **options)

    assert AsyncRawCursor.execute is send
    with patch.object(AsyncCursor, "execute", noted):
        yield seen
