"""The work that nobody waits for, run as the worker runs it."""

from datetime import date

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.config import Settings
from handinhand.core.database import Database
from handinhand.core.jobs import WorkerContext, set_worker_context
from handinhand.models import Obligation
from handinhand.programme.obligations import tasks
from handinhand.worker import task_names
from tests.backend.obligations.arrange import add_visit, at, row_of
from tests.conftest import FixedClock, SignIn
from tests.world import World

OCTOBER = date(2026, 10, 1)


@pytest.fixture(autouse=True)
def worker(app: FastAPI, database: Database, clock: FixedClock, settings: Settings) -> None:
    set_worker_context(WorkerContext(database, app.state.files, clock, settings))


async def test_given_a_hand_over_for_the_past_then_the_queued_work_counts_again(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    visit = await add_visit(session, world, world.kindergarten, "instructor", "2026-10-12 09:00")
    await session.commit()
    bureau = await sign_in("bureau")
    body = {"instructor_id": str(world.people["instructor2"]), "on": "2026-10-10"}
    path = f"/api/v1/dispatches/{world.dispatch}/hand-over"
    assert (await bureau.post(path, json=body, headers={"If-Match": '"1"'})).status_code == 201
    row = await row_of(session, world.kindergarten, OCTOBER)
    assert row is not None
    assert row.counting_visit_id == visit.id
    queued = text("select task_name, args from procrastinate_jobs")
    (job,) = (await session.execute(queued)).all()
    assert job.task_name in task_names()
    await tasks.recount(**job.args)
    row = await row_of(session, world.kindergarten, OCTOBER)
    assert row is not None
    assert row.counting_visit_id is None
    assert row.counting_received_at is None


async def test_given_a_new_month_then_the_daily_work_makes_its_rows_for_every_bureau(
    world: World, session: AsyncSession, clock: FixedClock
) -> None:
    async def rows_of(month: date) -> int:
        return (await session.execute(select(func.count()).where(Obligation.month == month))).scalar_one()

    clock.at = at("2026-10-31 23:59")
    await tasks.ensure(0)
    assert (await rows_of(OCTOBER), await rows_of(date(2026, 11, 1))) == (4, 0)
    clock.at = at("2026-11-01 00:05")
    await tasks.ensure(0)
    await tasks.ensure(0)
    assert (await rows_of(OCTOBER), await rows_of(date(2026, 11, 1))) == (4, 4)
