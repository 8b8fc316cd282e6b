"""Several people at once about one institution, with real transactions on a database of their own (promises.md R4)."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest

from handinhand.core import embedded
from handinhand.core.config import Settings
from handinhand.core.database import connect
from handinhand.main import create_app
from tests.backend.coverage.test_records import COUNTS, COVERAGES, GROUPS, counted, covered, founded
from tests.conftest import FixedClock, caller, cloned_database
from tests.world import World, build_world

AT_ONCE = 6


@pytest.fixture
async def town(
    server: embedded.EmbeddedDatabase, worker_id: str, settings: Settings, clock: FixedClock
) -> AsyncIterator[tuple[World, list[httpx2.AsyncClient]]]:
    """The world, and the bureau and the institution signed in by turns."""
    async with contextlib.AsyncExitStack() as stack:
        name = stack.enter_context(cloned_database(server, f"counts_{worker_id}"))
        database = connect(server.url(embedded.APPLICATION_ROLE, name), pool_size=AT_ONCE)
        stack.push_async_callback(database.close)
        async with database.sessions.begin() as session:
            world = await build_world(session, clock.now())
        app = create_app(settings, database=database, clock=clock)
        callers = [
            await stack.enter_async_context(caller(app, world.tokens[account]))
            for account in ["bureau", "institution"] * (AT_ONCE // 2)
        ]
        yield world, callers


async def test_given_counts_of_one_day_at_once_then_the_first_stands_and_the_others_are_told(
    town: tuple[World, list[httpx2.AsyncClient]],
) -> None:
    world, callers = town
    bodies = [counted(world, full_members=number) for number in range(AT_ONCE)]
    answers = await asyncio.gather(*(each.post(COUNTS, json=body) for each, body in zip(callers, bodies, strict=True)))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: AT_ONCE - 1}
    (won,) = [answer.json() for answer in answers if answer.status_code == 201]
    assert (await callers[0].get(COUNTS)).json()["items"] == [won]
    told = [answer.json()["entry"] for answer in answers if answer.status_code == 409]
    assert {(entry["id"], entry["full_members"]) for entry in told} == {(won["id"], won["full_members"])}


async def test_given_the_same_count_at_once_then_there_is_one(
    town: tuple[World, list[httpx2.AsyncClient]],
) -> None:
    world, callers = town
    answers = await asyncio.gather(*(each.post(COUNTS, json=counted(world)) for each in callers))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 200: AT_ONCE - 1}
    assert len({answer.text for answer in answers}) == 1


@pytest.mark.parametrize(("path", "body"), [(COVERAGES, covered), (GROUPS, founded)])
async def test_given_one_state_or_group_entered_at_once_then_there_is_one(
    town: tuple[World, list[httpx2.AsyncClient]], path: str, body: Any
) -> None:
    world, callers = town
    answers = await asyncio.gather(
        *(each.post(path, json=body(world, how=f"第 {number} 个人写的")) for number, each in enumerate(callers))
    )
    assert Counter(answer.status_code for answer in answers) == {201: 1, 422: AT_ONCE - 1}
    assert len((await callers[0].get(path)).json()["items"]) == 1
