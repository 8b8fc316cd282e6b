"""Counting what a request asks of the database (promises.md P2)."""

import contextlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import event

from handinhand.core.database import Database

_NOT_WORK = ("savepoint", "release savepoint", "rollback to savepoint", "do $$")


@contextlib.contextmanager
def count_statements(database: Database) -> Iterator[list[str]]:
    """Gives the list of statements sent while the block runs; a transaction's own frame is left out."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.strip().lower().startswith(_NOT_WORK):
            seen.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)
