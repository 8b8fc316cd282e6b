"""Two at once, on real connections that really commit: the database holds what is promised (domain.md §5)."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core import embedded
from handinhand.core.config import Settings
from handinhand.core.database import Database, connect
from handinhand.main import create_app
from handinhand.models import Dispatch
from tests.conftest import FixedClock, caller, cloned_database
from tests.world import World, build_world

DISPATCHES = "/api/v1/dispatches"


class Installation(NamedTuple):
    app: FastAPI
    world: World
    database: Database


@pytest.fixture
async def installed(
    server: embedded.EmbeddedDatabase, worker_id: str, settings: Settings, clock: FixedClock
) -> AsyncIterator[Installation]:
    """The application on a database of its own, where every request commits."""
    with cloned_database(server, f"handinhand_dispatch_races_{worker_id}") as name:
        database = connect(server.url(embedded.APPLICATION_ROLE, name))
        async with database.sessions.begin() as session:
            world = await build_world(session, clock.now())
        yield Installation(create_app(settings, database=database, clock=clock), world, database)
        await database.close()


def dispatch_of(world: World, instructor: str, starts_on: date) -> Dispatch:
    return Dispatch(
        bureau_id=world.county,
        institution_id=world.supported_school,
        instructor_id=world.people[instructor],
        starts_on=starts_on,
        created_at=world.at,
        updated_at=world.at,
    )


async def overlapping_pairs(session: AsyncSession, institution_id: UUID) -> int:
    first, second = Dispatch.__table__.alias(), Dispatch.__table__.alias()
    pairs = (
        select(func.count())
        .select_from(first)
        .join(second, (first.c.institution_id == second.c.institution_id) & (first.c.id < second.c.id))
        .where(
            first.c.institution_id == institution_id,
            func.daterange(first.c.starts_on, first.c.ends_on, "[]").op("&&")(
                func.daterange(second.c.starts_on, second.c.ends_on, "[]")
            ),
        )
    )
    return (await session.execute(pairs)).scalar_one()


async def test_given_two_transactions_without_any_lock_then_the_second_waits_and_is_refused(
    installed: Installation,
) -> None:
    world, sessions = installed.world, installed.database.sessions
    async with sessions() as one, sessions() as other:
        one.add(dispatch_of(world, "instructor", date(2026, 10, 1)))
        await one.flush()
        other.add(dispatch_of(world, "instructor2", date(2026, 12, 1)))
        waiting = asyncio.create_task(other.flush())
        done, _ = await asyncio.wait({waiting}, timeout=0.3)
        assert not done
        await one.commit()
        with pytest.raises(IntegrityError, match="ex_dispatches_one_primary_at_a_time"):
            await waiting


async def test_given_two_postings_at_once_then_one_stands_and_the_other_hears_of_it(installed: Installation) -> None:
    app, world, database = installed
    async with caller(app, world.tokens["bureau"]) as one, caller(app, world.tokens["bureau"]) as other:
        for week in range(10):
            starts_on = date(2026, 1, 1) + timedelta(days=7 * week)
            body: dict[str, Any] = {
                "institution_id": str(world.supported_school),
                "starts_on": starts_on.isoformat(),
                "ends_on": (starts_on + timedelta(days=6)).isoformat(),
            }
            answers = await asyncio.gather(
                one.post(DISPATCHES, json=body | {"instructor_id": str(world.people["instructor"])}),
                other.post(DISPATCHES, json=body | {"instructor_id": str(world.people["instructor2"])}),
            )
            assert sorted(answer.status_code for answer in answers) == [201, 409]
            refused = next(answer.json() for answer in answers if answer.status_code == 409)
            assert refused["type"].endswith("dispatch_overlaps")
            assert refused["starts_on"] == starts_on.isoformat()
    async with database.sessions() as session:
        assert await overlapping_pairs(session, world.supported_school) == 0


async def test_given_two_hand_overs_at_once_then_one_stands_and_the_other_starts_from_an_old_version(
    installed: Installation,
) -> None:
    app, world, database = installed
    path = f"{DISPATCHES}/{world.dispatch}/hand-over"
    bodies = [{"instructor_id": str(world.people[name]), "on": "2026-10-16"} for name in ("instructor2", "lead")]
    async with caller(app, world.tokens["bureau"]) as one, caller(app, world.tokens["bureau"]) as other:
        answers = await asyncio.gather(
            *(
                client.post(path, json=body, headers={"If-Match": '"1"'})
                for client, body in zip((one, other), bodies, strict=True)
            )
        )
    assert sorted(answer.status_code for answer in answers) == [201, 412]
    async with database.sessions() as session:
        kept = select(func.count()).where(Dispatch.institution_id == world.kindergarten)
        assert (await session.execute(kept)).scalar_one() == 2
        assert await overlapping_pairs(session, world.kindergarten) == 0
