"""The database: one engine per process, one transaction per request."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy import event
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


@dataclass(frozen=True, slots=True)
class Database:
    """The engine and the factory of sessions. A session holds one connection from its first statement to its end."""

    engine: AsyncEngine
    sessions: async_sessionmaker[AsyncSession]

    async def close(self) -> None:
        """Gives every connection back."""
        await self.engine.dispose()


def connect(url: str, *, pool_size: int = 8, pooled: bool = True) -> Database:
    """Makes the engine; nothing is opened yet. An address of the owner steps down to the application role."""
    pooling: dict[str, Any] = {"pool_size": pool_size, "max_overflow": 4} if pooled else {"poolclass": NullPool}
    # Instants are read as UTC whatever the server's zone, so that answers end in `Z`.
    zone = {"options": "-c timezone=UTC"}
    engine = create_async_engine(url, hide_parameters=True, connect_args=zone, **pooling)

    @event.listens_for(engine.sync_engine, "connect")
    def step_down(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        cursor.execute(_TAKE_APPLICATION_ROLE)
        cursor.close()
        connection.commit()

    return Database(engine, async_sessionmaker(engine, expire_on_commit=False))


def get_database(request: Request) -> Database:
    """The database that this application was made with."""
    database: Database = request.app.state.database
    return database


async def get_session(database: Annotated[Database, Depends(get_database)]) -> AsyncIterator[AsyncSession]:
    """One request, one transaction: commits after the endpoint returned and before the answer leaves."""
    async with database.sessions() as session:
        yield session
        await session.commit()


RequestSession = Annotated[AsyncSession, Depends(get_session, scope="function")]
RequestDatabase = Annotated[Database, Depends(get_database)]
