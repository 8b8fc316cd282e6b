"""The database: one engine per process, one transaction per request, and a pool of readers (ADR 3 and 7)."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool, PoolTimeout
from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import TimeoutError as NoConnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import NullPool

APPLICATION_ROLE = "handinhand_application"
"""The role that may not change the audit log. Migrations run as the owner instead."""

_TAKE_APPLICATION_ROLE = f"""
do $$ begin
  if exists (select from pg_roles where rolname = '{APPLICATION_ROLE}')
     and current_user <> '{APPLICATION_ROLE}' and pg_has_role(current_user, '{APPLICATION_ROLE}', 'set') then
    set role {APPLICATION_ROLE};
  end if;
end $$
"""
_READER_OPTIONS = "-c timezone=UTC -c default_transaction_read_only=on"
_WAIT_SECONDS = 10

Reader = AsyncConnection[Any]
"""A connection on which every statement is a transaction of its own that cannot write."""


@dataclass(frozen=True, slots=True)
class Database:
    """The engine, the factory of sessions, and readers for what is only looked up.

    A session holds one connection from its first statement to its end; a reader is held for a statement or two.
    """

    engine: AsyncEngine
    sessions: async_sessionmaker[AsyncSession]
    reading: Callable[[], AbstractAsyncContextManager[Reader]]
    """`async with database.reading() as reader`."""
    close: Callable[[], Any]
    """Gives every connection back."""


def connect(url: str, *, pool_size: int = 8) -> Database:
    """Makes the engine and the readers; nothing is opened yet. The owner's address steps down to the application."""
    engine = make_engine(url, pool_size=pool_size, max_overflow=4)
    readers = _Readers(url, pool_size)

    async def close() -> None:
        await engine.dispose()
        await readers.close()

    return Database(engine, async_sessionmaker(engine, expire_on_commit=False), readers.reading, close)


def make_engine(url: str, **pooling: Any) -> AsyncEngine:
    """The engine of an address, without a pool when nothing is said about one."""
    # Instants are read as UTC whatever the server's zone, so that answers end in `Z`.
    zone = {"options": "-c timezone=UTC"}
    engine = create_async_engine(url, hide_parameters=True, connect_args=zone, **(pooling or {"poolclass": NullPool}))

    @event.listens_for(engine.sync_engine, "connect")
    def step_down(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        cursor.execute(_TAKE_APPLICATION_ROLE)
        cursor.close()
        connection.commit()

    return engine


class _Readers:
    """The pool of readers. It opens with the first of them: its connections belong to the running event loop."""

    def __init__(self, url: str, size: int) -> None:
        self._pool: AsyncConnectionPool[Reader] = AsyncConnectionPool(
            make_url(url).set(drivername="postgresql").render_as_string(hide_password=False),
            min_size=1,
            max_size=size,
            timeout=_WAIT_SECONDS,
            kwargs={"autocommit": True, "options": _READER_OPTIONS},
            configure=_step_down,
            open=False,
        )

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Reader]:
        if self._pool.closed:
            await self._pool.open()
        try:
            reader = await self._pool.getconn()
        except PoolTimeout as error:
            raise NoConnectionError from error
        try:
            yield reader
        finally:
            broken = reader.closed
            await self._pool.putconn(reader)
            if broken:  # the database was away: what else lies in the pool is broken too
                await self._pool.check()

    async def close(self) -> None:
        await self._pool.close()


async def _step_down(reader: Reader) -> None:
    await reader.execute(_TAKE_APPLICATION_ROLE.encode())


async def get_database(request: Request) -> Database:
    """The database that this application was made with."""
    database: Database = request.app.state.database
    return database


async def get_session(request: Request) -> AsyncIterator[AsyncSession]:
    """One request, one transaction: commits after the endpoint returned and before the answer leaves."""
    database: Database = request.app.state.database
    async with database.sessions() as session:
        yield session
        await session.commit()


RequestSession = Annotated[AsyncSession, Depends(get_session, scope="function")]
RequestDatabase = Annotated[Database, Depends(get_database)]
