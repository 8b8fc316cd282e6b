"""An export goes a week after it was made, and its file with it."""

from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.config import Settings
from handinhand.core.database import Database
from handinhand.core.jobs import WorkerContext, set_worker_context
from handinhand.exchange.exports import tasks
from handinhand.foundation.evidence.tasks import sweep_store
from handinhand.models import Export
from tests.backend.exports.test_exports import EXPORTS, exported
from tests.conftest import FixedClock, SignIn
from tests.world import World


@pytest.fixture(autouse=True)
def worker(app: FastAPI, database: Database, clock: FixedClock, settings: Settings) -> None:
    set_worker_context(WorkerContext(database, app.state.files, clock, settings))


async def a_night() -> None:
    """The daily work on exports and then on the store."""
    await tasks.forget_old(0)
    await sweep_store(0)


async def test_given_a_week_since_it_was_made_then_row_and_file_go(
    sign_in: SignIn, world: World, app: FastAPI, clock: FixedClock
) -> None:
    bureau = await sign_in("bureau")
    made = await exported(bureau, kind="month_grid", month="2026-10")
    clock.advance(days=3)
    await tasks.run(made["id"])
    digest = (await bureau.get(f"{EXPORTS}/{made['id']}")).json()["sha256"]
    clock.advance(days=6, hours=23)
    await a_night()
    assert (await bureau.get(f"{EXPORTS}/{made['id']}/content")).status_code == 200
    clock.advance(hours=2)
    await a_night()
    assert (await bureau.get(f"{EXPORTS}/{made['id']}")).status_code == 404
    assert (await bureau.get(EXPORTS)).json()["items"] == []
    assert not app.state.files.path(digest).exists()


async def test_given_two_exports_of_the_same_bytes_then_the_file_stays_for_the_younger(
    sign_in: SignIn, world: World, session: AsyncSession, clock: FixedClock
) -> None:
    bureau = await sign_in("bureau")
    old, young = [await exported(bureau, kind="month_grid", month="2026-10") for _ in range(2)]
    await tasks.run(old["id"])
    made = (await bureau.get(f"{EXPORTS}/{old['id']}")).json()
    clock.advance(days=8)
    same = {"status": "done", "sha256": made["sha256"], "size": made["size"], "updated_at": clock.now()}
    await session.execute(update(Export).where(Export.id == UUID(young["id"])).values(same))
    await session.commit()
    await a_night()
    assert (await bureau.get(f"{EXPORTS}/{old['id']}")).status_code == 404
    assert (await bureau.get(f"{EXPORTS}/{young['id']}/content")).status_code == 200


async def test_given_the_key_of_an_export_that_went_then_the_answer_says_what_to_do(
    sign_in: SignIn, world: World, clock: FixedClock
) -> None:
    bureau = await sign_in("bureau")
    named = {"Idempotency-Key": "once"}
    assert (await bureau.post(EXPORTS, json={"kind": "month_grid"}, headers=named)).status_code == 202
    clock.advance(days=8)
    await a_night()
    gone = await bureau.post(EXPORTS, json={"kind": "month_grid"}, headers=named)
    assert (gone.status_code, gone.json()["detail"]) == (404, "这次导出已经过期删除，请重新导出。")


async def test_given_work_that_comes_after_the_export_went_then_nothing_happens(
    sign_in: SignIn, world: World, app: FastAPI, clock: FixedClock
) -> None:
    made = await exported(await sign_in("bureau"), kind="month_grid")
    clock.advance(days=8)
    await a_night()
    await tasks.run(made["id"])
    assert [digest async for digests in app.state.files.digests() for digest in digests] == []
