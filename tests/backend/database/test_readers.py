"""Readers, and statements that are compiled once (docs/adr/0007)."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import ARRAY, Uuid, bindparam, func, insert, select

from handinhand.core import embedded
from handinhand.core.database import Database, connect
from handinhand.core.ids import new_id
from handinhand.core.jobs import plain_address
from handinhand.core.statements import Statement, connection_of, one_of
from handinhand.foundation.access.actor import Scope
from handinhand.models import AuditEvent, Organisation
from tests.conftest import cloned_database
from tests.world import World, build_world

NAMES = Statement(
    select(Organisation.name).where(Organisation.bureau_id == bindparam("bureau_id", type_=Uuid())).order_by("name")
)


@pytest.fixture
async def committed(server: embedded.EmbeddedDatabase, worker_id: str) -> AsyncIterator[tuple[Database, World, str]]:
    """A database of its own with the world in it, and its address for whoever administers it."""
    with cloned_database(server, f"readers_{worker_id}") as name:
        database = connect(server.url(embedded.APPLICATION_ROLE, name), pool_size=3)
        async with database.sessions.begin() as session:
            world = await build_world(session, datetime(2026, 10, 15, tzinfo=UTC))
        yield database, world, plain_address(server.url(embedded.ADMINISTRATOR_ROLE, name))
        await database.close()


async def test_given_a_reader_when_it_writes_then_the_database_refuses(
    committed: tuple[Database, World, str],
) -> None:
    database, world, _ = committed
    async with database.reading() as reader:
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            await reader.execute("delete from sessions")
        assert len(await NAMES.rows(reader, {"bureau_id": world.county})) == 6


async def test_given_a_reader_then_it_sees_what_was_committed_a_moment_ago(
    committed: tuple[Database, World, str],
) -> None:
    database, world, _ = committed
    async with database.reading() as reader:
        before = await NAMES.rows(reader, {"bureau_id": world.other_county})
        async with database.sessions.begin() as session:
            found = await session.get_one(Organisation, world.foreign_kindergarten)
            found.name = "彩云幼儿园"
        after = await NAMES.rows(reader, {"bureau_id": world.other_county})
    assert [row.name for row in before] == ["彩虹幼儿园", "白水县教育局"]
    assert [row.name for row in after] == ["彩云幼儿园", "白水县教育局"]


async def test_given_every_connection_cut_then_one_request_fails_and_the_next_is_served(
    committed: tuple[Database, World, str],
) -> None:
    database, world, address = committed
    async with contextlib.AsyncExitStack() as held:
        for _ in range(3):
            await NAMES.rows(await held.enter_async_context(database.reading()), {"bureau_id": world.county})
    with psycopg.connect(address, autocommit=True) as administrator:
        administrator.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()"
        )
    failures = 0
    for _ in range(8):
        try:
            async with database.reading() as reader:
                assert len(await NAMES.rows(reader, {"bureau_id": world.county})) == 6
        except psycopg.OperationalError:
            failures += 1
            await asyncio.sleep(0.05)
    assert failures == 1


async def test_given_unsaved_work_in_a_session_then_a_statement_on_its_connection_sees_it(
    database: Database, world: World
) -> None:
    async with database.sessions() as session:
        found = await session.get_one(Organisation, world.foreign_kindergarten)
        found.name = "彩云幼儿园"
        rows = await NAMES.rows(await connection_of(session), {"bureau_id": world.other_county})
    assert [row.name for row in rows] == ["彩云幼儿园", "白水县教育局"]


async def test_given_a_value_that_is_missing_then_it_is_not_taken_for_null(database: Database) -> None:
    async with database.reading() as reader:
        with pytest.raises(KeyError, match="bureau_id"):
            await NAMES.rows(reader, {})


def test_given_in_then_the_statement_is_refused_when_it_is_made() -> None:
    with pytest.raises(ValueError, match="one_of"):
        Statement(select(Organisation.id).where(Organisation.kind.in_(["school", "unit"])))


async def test_constants_and_json_travel_as_their_types(database: Database, world: World) -> None:
    schools = Statement(
        select(func.count().label("count")).where(
            Organisation.kind == one_of(["school", "kindergarten"]),
            Organisation.id == func.any(bindparam("ids", type_=ARRAY(Uuid()))),
            Organisation.joined_on < bindparam("day"),
        )
    )
    event_id = new_id()
    event = dict.fromkeys(AuditEvent.__table__.columns.keys()) | {
        "id": event_id,
        "at": world.at,
        "actor_label": "系统",
        "action": "test:write",
        "outcome": "done",
        "details": {"month": "2026-10", "rows": [1, None]},
    }
    async with database.sessions() as session:
        connection = await connection_of(session)
        ids: list[UUID] = [world.kindergarten, world.supported_school, world.training]
        counted = await schools.row(connection, {"ids": ids, "day": date(2026, 1, 1)})
        assert counted is not None
        assert counted.count == 2
        await Statement(insert(AuditEvent)).run(connection, event)
        kept = await session.get_one(AuditEvent, event_id)
    assert kept.details == {"month": "2026-10", "rows": [1, None]}


@pytest.mark.parametrize("bureaus", [0, 1, 2])
@pytest.mark.parametrize("organisations", [0, 1, 2])
async def test_a_scope_and_its_outline_hold_the_same_rows(
    database: Database, world: World, bureaus: int, organisations: int
) -> None:
    scope = Scope(
        frozenset([world.other_county, world.municipal][:bureaus]),
        frozenset([world.kindergarten, world.lead_school][:organisations]),
    )
    outline = scope.outline()
    bureau_id, own_id = Organisation.bureau_id, Organisation.id
    async with database.sessions() as session:
        plain = set(await session.scalars(select(own_id).where(scope.within(bureau_id, own_id))))
        compiled = Statement(select(own_id).where(outline.within(bureau_id, own_id)))
        rows = await compiled.rows(await connection_of(session), outline.values(scope))
    assert {row.id for row in rows} == plain
    assert bool(plain) == bool(scope)
