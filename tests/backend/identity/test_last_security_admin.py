"""A bureau is never left without a security administrator, not even by two of them at the same instant.

Real connections and real commits. Both requests are held at the moment before they write, so the race is certain.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core import embedded
from handinhand.core.config import Settings
from handinhand.core.database import Database, connect
from handinhand.foundation.identity import queries
from handinhand.main import create_app
from handinhand.models import RoleAssignment
from tests.backend.identity.conftest import code_of
from tests.conftest import FixedClock, SignIn, caller, cloned_database
from tests.world import World, add_account, build_world

TODAY = date(2026, 10, 15)


@pytest.fixture
async def two(
    server: embedded.EmbeddedDatabase, worker_id: str, clock: FixedClock
) -> AsyncIterator[tuple[Database, World]]:
    """A database of its own in which the county has two security administrators."""
    with cloned_database(server, f"last_admin_{worker_id}") as name:
        database = connect(server.url(embedded.APPLICATION_ROLE, name))
        async with database.sessions.begin() as session:
            world = await build_world(session, clock.now())
            await add_account(session, world, "secadmin2", "security_admin", world.county)
        yield database, world
        await database.close()


@pytest.fixture
def live(two: tuple[Database, World], settings: Settings, clock: FixedClock) -> FastAPI:
    return create_app(settings, database=two[0], clock=clock)


@contextlib.asynccontextmanager
async def held_before_writing(database: Database, requests: int) -> AsyncIterator[None]:
    """Nobody writes accounts or roles until so many requests wait for a lock; then all of them go on."""
    async with database.engine.connect() as holder, database.engine.connect() as looking:
        await holder.execute(text("lock table users, role_assignments in share mode"))
        yield
        waiting = text("select count(*) from pg_stat_activity where datname = current_database() "
                       "and wait_event_type = 'Lock'")  # fmt: skip
        for _ in range(1500):
            if (await looking.execute(waiting)).scalar_one() == requests:
                break
            await looking.rollback()
            await asyncio.sleep(0.02)
        else:
            raise AssertionError("the requests never came to the point of writing")
        await holder.rollback()


def end(world: World, username: str, **body: Any) -> tuple[str, dict[str, Any]]:
    return f"/api/v1/role-assignments/{world.assignments[username]}/end", body


def disable(world: World, username: str) -> tuple[str, dict[str, Any]]:
    return f"/api/v1/users/{world.users[username]}/disable", {}


async def both(app: FastAPI, world: World, database: Database, *deeds: tuple[str, dict[str, Any]]) -> list[Any]:
    """The first administrator does the first deed, the second the second, at the same instant."""
    async with contextlib.AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(caller(app, world.tokens[name])) for name in ("secadmin", "secadmin2")
        ]
        match = {"If-Match": '"1"'}
        async with held_before_writing(database, len(deeds)):
            sent = [
                asyncio.create_task(client.post(path, json=body or None, headers=match))
                for client, (path, body) in zip(clients, deeds, strict=True)
            ]
        return await asyncio.gather(*sent)


@pytest.mark.parametrize("ways", [(end, end), (disable, disable), (end, disable), (disable, end)])
async def test_given_two_who_take_each_other_out_at_once_then_one_of_them_remains(
    two: tuple[Database, World], live: FastAPI, ways: tuple[Any, Any]
) -> None:
    database, world = two
    answers: list[httpx2.Response] = await both(
        live, world, database, ways[0](world, "secadmin2"), ways[1](world, "secadmin")
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409], [answer.text for answer in answers]
    (refused,) = [answer for answer in answers if answer.status_code == 409]
    assert code_of(refused) == "no_security_admin_left"
    async with database.sessions() as session:
        assert await queries.has_security_admin(session, world.county, TODAY, besides=world.county)


async def test_given_two_who_end_other_roles_at_once_then_neither_waits_or_is_refused(
    two: tuple[Database, World], live: FastAPI
) -> None:
    database, world = two
    answers = await both(live, world, database, end(world, "inspector"), end(world, "teacher"))
    assert [answer.status_code for answer in answers] == [200, 200]


async def test_given_each_to_leave_next_week_then_the_second_is_refused(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    await add_account(session, world, "secadmin2", "security_admin", world.county)
    await session.commit()
    first, second = await sign_in("secadmin"), await sign_in("secadmin2")
    match = {"If-Match": '"1"'}
    path, body = end(world, "secadmin2", ends_on="2026-10-22")
    assert (await first.post(path, json=body, headers=match)).status_code == 200
    path, body = end(world, "secadmin", ends_on="2026-10-22")
    refused = await second.post(path, json=body, headers=match)
    assert (refused.status_code, code_of(refused)) == (409, "no_security_admin_left")
    path, body = end(world, "secadmin", ends_on="2026-10-21")
    assert (await second.post(path, json=body, headers=match)).status_code == 200
    held = select(RoleAssignment.ends_on).where(RoleAssignment.role == "security_admin")
    assert sorted((await session.execute(held)).scalars()) == [date(2026, 10, 21), date(2026, 10, 22)]


async def test_given_only_a_disabled_colleague_or_one_of_another_bureau_then_nobody_is_left(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    await add_account(session, world, "secadmin2", "security_admin", world.county)
    await add_account(session, world, "far", "security_admin", world.other_county)
    await session.commit()

    async def left() -> bool:
        return await queries.has_security_admin(session, world.county, TODAY, besides=world.users["secadmin"])

    assert await left()
    path, _ = disable(world, "secadmin2")
    assert (await (await sign_in("secadmin")).post(path, headers={"If-Match": '"1"'})).status_code == 200
    assert not await left()
