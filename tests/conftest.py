"""Real PostgreSQL built by the real migrations: a template once a run, two clones per worker (one with the world in
it), a rolled-back outer transaction per test."""

import asyncio
import contextlib
import copy
import fcntl
import os
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import psycopg
import pytest
from alembic import command
from alembic.config import Config
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession, async_sessionmaker

from handinhand import bureaux
from handinhand.core import embedded
from handinhand.core.config import Settings
from handinhand.core.database import Database, Reader, make_engine
from handinhand.core.jobs import plain_address
from handinhand.main import create_app
from tests.world import World, build_world

TEMPLATE = "handinhand_template"
MORNING = datetime(2026, 10, 15, 2, 0, tzinfo=UTC)
"""Thursday 15 October 2026, ten in the morning in the bureau's zone: when every test begins."""
LENT_SERVER = "HANDINHAND_TEST_SERVER"
"""Names the directory of a server that another run of the tests lends to this one; it is left running."""
SignIn = Callable[[str], Awaitable[httpx2.AsyncClient]]


class FixedClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def advance(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """asyncio, as uvicorn runs it."""
    return "asyncio"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[embedded.EmbeddedDatabase]:
    """One embedded server for all workers of the run, with the migrated template in it."""
    if lent := os.environ.get(LENT_SERVER):
        yield embedded.start(Path(lent), durable=False)
        return
    alone = worker_id == "master"
    shared = tmp_path_factory.getbasetemp() if alone else tmp_path_factory.getbasetemp().parent
    with (shared / "server.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        found = embedded.start(shared / "postgres", durable=False)
        _make_template(found)
        users = shared / "server.users"
        users.write_text(f"{int(users.read_text() or 0) + 1 if users.exists() else 1}")
    yield found
    with (shared / "server.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        left = int(users.read_text()) - 1
        users.write_text(str(left))
        if left == 0:
            found.stop()


def _administer(found: embedded.EmbeddedDatabase, statement: str) -> list[tuple[object, ...]]:
    url = plain_address(found.url(embedded.ADMINISTRATOR_ROLE, "postgres"))
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def _make_template(found: embedded.EmbeddedDatabase) -> None:
    if _administer(found, f"select 1 from pg_database where datname = '{TEMPLATE}' and datistemplate"):
        return
    _administer(found, f"create database {TEMPLATE} owner {embedded.OWNER_ROLE}")
    migrate(found.url(embedded.OWNER_ROLE, TEMPLATE))
    _administer(found, f"alter database {TEMPLATE} is_template true")


def migrate(url: str, revision: str = "head") -> None:
    """Runs the migrations as `make run` does."""
    config = Config()
    config.set_main_option("script_location", "handinhand:migrations")
    config.attributes["url"] = url
    command.upgrade(config, revision)


@contextlib.contextmanager
def cloned_database(found: embedded.EmbeddedDatabase, name: str) -> Iterator[str]:
    """A fresh clone of the template; gives its name and drops it at the end."""
    _administer(found, f"drop database if exists {name} with (force)")
    _administer(found, f"create database {name} template {TEMPLATE} owner {embedded.OWNER_ROLE}")
    try:
        yield name
    finally:
        _administer(found, f"drop database if exists {name} with (force)")


@pytest.fixture(scope="session")
def clone(server: embedded.EmbeddedDatabase, worker_id: str) -> Iterator[str]:
    """This worker's own database."""
    with cloned_database(server, f"handinhand_{worker_id}_{os.getpid()}") as name:
        yield name


@pytest.fixture(scope="session")
def inhabited(server: embedded.EmbeddedDatabase, worker_id: str) -> Iterator[tuple[str, World]]:
    """A second one, in which the world stands already: to build it takes longer than most tests do."""

    async def build(url: str) -> World:
        engine = make_engine(url)
        async with AsyncSession(engine) as opened:
            made = await build_world(opened, MORNING)
            await opened.commit()
        await engine.dispose()
        return made

    with cloned_database(server, f"handinhand_{worker_id}_{os.getpid()}_world") as name:
        yield name, asyncio.run(build(server.url(embedded.APPLICATION_ROLE, name)))


@pytest.fixture
def clock() -> FixedClock:
    """Stands at `MORNING`."""
    return FixedClock(MORNING)


@pytest.fixture
def settings() -> Iterator[Settings]:
    """A demo installation whose files live only as long as the test."""
    with tempfile.TemporaryDirectory() as directory:
        yield Settings(
            environment="demo", data_dir=Path(directory), secret_key=SecretStr("k9Z2vTq7Lw4Rb1Xc8Nm5Hs3Jd6Fg0PyA")
        )


@pytest.fixture
def database_address(server: embedded.EmbeddedDatabase, request: pytest.FixtureRequest) -> str:
    """Where the test's database is: one that has the world for a test that asks for it, else an empty one."""
    inhabited = "world" in request.fixturenames
    name: str = request.getfixturevalue("inhabited")[0] if inhabited else request.getfixturevalue("clone")
    return server.url(embedded.APPLICATION_ROLE, name)


@pytest.fixture
async def connection(database_address: str) -> AsyncIterator[AsyncConnection]:
    """The test's only connection, as the application's own role, in a transaction that is rolled back after it."""
    engine = make_engine(database_address)
    async with engine.connect() as opened:
        outer = await opened.begin()
        yield opened
        await outer.rollback()
    await engine.dispose()


@pytest.fixture
def database(connection: AsyncConnection) -> Database:
    """Sessions and readers of the application, all of them on that connection."""
    sessions = async_sessionmaker(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")

    @contextlib.asynccontextmanager
    async def reading() -> AsyncIterator[Reader]:
        opened = await connection.get_raw_connection()
        assert opened.driver_connection is not None
        yield opened.driver_connection

    return Database(connection.engine, sessions, reading, connection.engine.dispose)


@pytest.fixture
async def session(database: Database) -> AsyncIterator[AsyncSession]:
    """A session for arranging and looking; commit it before calling the application."""
    async with database.sessions() as opened:
        yield opened


@pytest.fixture
def app(settings: Settings, database: Database, clock: FixedClock) -> FastAPI:
    """The application as it runs, with the test's database and clock."""
    return create_app(settings, database=database, clock=clock)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    """A caller who is not signed in."""
    async with caller(app) as made:
        yield made


def caller(app: FastAPI, token: str | None = None) -> httpx2.AsyncClient:
    """A caller over ASGI, signed in when given a session's token. Failures inside answer 500, as in service."""
    cookies = {"handinhand_session": token} if token else {}
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
    return httpx2.AsyncClient(transport=transport, base_url="http://test", cookies=cookies)


@pytest.fixture
def world(inhabited: tuple[str, World]) -> World:
    """Two county bureaux under a municipal one, and an account for every role (tests/world.py)."""
    return copy.deepcopy(inhabited[1])


@pytest.fixture
async def lists(session: AsyncSession, world: World) -> None:
    """Kinds of activity and checklists in every bureau, as it gets them when it is made."""
    for bureau_id in (world.municipal, world.county, world.other_county):
        await bureaux.begin(session, bureau_id, world.at)
    await session.commit()


@pytest.fixture
async def sign_in(app: FastAPI, world: World) -> AsyncIterator[SignIn]:
    """`await sign_in("instructor")`: a caller signed in as the world's account of that name."""
    async with contextlib.AsyncExitStack() as stack:

        async def signed_in(username: str) -> httpx2.AsyncClient:
            return await stack.enter_async_context(caller(app, world.tokens[username]))

        yield signed_in
