"""Statements that are written with the models and compiled once, for what is asked at every step (ADR 7).

Building a select, keying SQLAlchemy's cache with it and taking its result apart costs several times what the database
needs for fifty rows. A `Statement` has its SQL from the start and speaks to the driver's own connection.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from psycopg import AsyncRawCursor
from psycopg.rows import namedtuple_row
from sqlalchemy import ARRAY, ColumnElement, Executable, String, func, literal
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.database import Reader

_DIALECT = PGDialect_psycopg(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]


class Statement:
    """An insert, or a select whose values are named `bindparam`s. Made at import, or once for each form of a list."""

    def __init__(self, written: Executable) -> None:
        compiled = written.compile(dialect=_DIALECT)  # type: ignore[attr-defined]
        self.sql = str(compiled).encode()
        if b"POSTCOMPILE" in self.sql:
            raise ValueError("an `in_()` has as many parameters as values: write `column == one_of(...)`")
        binds = compiled.binds
        self._names: Sequence[str] = compiled.positiontup or ()
        self._fixed = {name: value for name, value in compiled.params.items() if not binds[name].required}
        found = {name: binds[name].type.dialect_impl(_DIALECT).bind_processor(_DIALECT) for name in self._names}
        self._processors = {name: process for name, process in found.items() if process is not None}

    async def rows(self, connection: Reader, values: Mapping[str, Any]) -> Sequence[Any]:
        """Every row, as named tuples. Raises KeyError for a value that is missing."""
        cursor = AsyncRawCursor(connection, row_factory=namedtuple_row)
        await cursor.execute(self.sql, self._in_order(values), binary=True)
        return await cursor.fetchall()

    async def row(self, connection: Reader, values: Mapping[str, Any]) -> Any | None:
        """The first row, None where there is none."""
        cursor = AsyncRawCursor(connection, row_factory=namedtuple_row)
        await cursor.execute(self.sql, self._in_order(values), binary=True)
        return await cursor.fetchone()

    async def run(self, connection: Reader, values: Mapping[str, Any]) -> None:
        """For an insert without an answer."""
        await AsyncRawCursor(connection).execute(self.sql, self._in_order(values))

    def _in_order(self, values: Mapping[str, Any]) -> list[Any]:
        given = {**self._fixed, **values}
        for name, process in self._processors.items():
            given[name] = process(given[name])
        return [given[name] for name in self._names]


def one_of(values: Iterable[str]) -> ColumnElement[str]:
    """`column == one_of(values)`: `in_()` for a statement that is compiled once."""
    return func.any(literal([*values], ARRAY(String())))


async def connection_of(session: AsyncSession) -> Reader:
    """The driver's connection in the session's transaction; what the session holds unsaved is written first."""
    held = session.sync_session
    if held.new or held.dirty or held.deleted:
        await session.flush()
    opened = await session.connection()
    connection: Reader = opened.sync_connection.connection.driver_connection  # type: ignore[assignment, union-attr]
    return connection
