"""Workbooks and previewed rows hold names and mobiles: they go after thirty days, the import stays as history."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.config import Settings
from handinhand.core.database import Database, connect
from handinhand.core.embedded import APPLICATION_ROLE, EmbeddedDatabase
from handinhand.core.jobs import WorkerContext, set_worker_context
from handinhand.exchange.imports import service, tasks
from handinhand.exchange.imports.retention import expire_next_import
from handinhand.foundation.evidence.tasks import sweep_store
from handinhand.models import AuditEvent, Import, ImportRow
from tests.backend.imports.test_import_api import PEOPLE, Client, confirm, county_roster, upload
from tests.conftest import FixedClock, SignIn, cloned_database
from tests.world import World, build_world

WRONG = county_roster(指导员=[*PEOPLE, ("赵敏", "139", "桥上中学")])


@pytest.fixture(autouse=True)
def worker(app: FastAPI, database: Database, clock: FixedClock, settings: Settings) -> None:
    set_worker_context(WorkerContext(database, app.state.files, clock, settings))


async def a_night() -> None:
    """The daily work on imports and then on the store."""
    await tasks.expire(0)
    await sweep_store(0)


async def judged(caller: Client, data: bytes) -> dict[str, Any]:
    taken = (await upload(caller, data)).json()
    await tasks.validate(taken["id"])
    return await read(caller, taken)


async def read(caller: Client, found: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = (await caller.get(f"/api/v1/imports/{found['id']}")).json()
    return body


async def stored(app: FastAPI) -> int:
    return sum([len(digests) async for digests in app.state.files.digests()])


async def test_given_thirty_days_then_rows_and_file_go_and_status_and_counts_stay(
    sign_in: SignIn, world: World, session: AsyncSession, app: FastAPI, clock: FixedClock
) -> None:
    caller = await sign_in("bureau2")
    applied = await judged(caller, county_roster())
    assert (await confirm(caller, applied)).status_code == 200
    rejected = await judged(caller, WRONG)
    abandoned = (await upload(caller, county_roster(党组织=[]))).json()
    before = [await read(caller, found) for found in (applied, rejected, abandoned)]
    assert [found["status"] for found in before] == ["applied", "rejected", "validating"]
    assert await stored(app) == 3
    clock.advance(days=29, hours=23)
    await a_night()
    assert [await read(caller, found) for found in before] == before
    assert await stored(app) == 3
    clock.advance(hours=2)
    for _ in range(2):
        await a_night()
    for found in before:
        now = await read(caller, found)
        assert now == {**found, "expired_at": "2026-11-14T03:00:00Z", "version": found["version"] + 1}
        shown = await caller.get(f"/api/v1/imports/{found['id']}/rows")
        assert (shown.status_code, shown.json()["items"]) == (200, [])
    assert await stored(app) == 0
    assert (await session.execute(select(func.count()).select_from(ImportRow))).scalar_one() == 0
    kept = str((await session.execute(text("select row_to_json(imports) from imports"))).all())
    assert [person for person in ("王芳", "李军", "1390000") if person in kept] == []
    noted = select(AuditEvent.target_id).where(AuditEvent.action == "import:expire")
    assert set((await session.execute(noted)).scalars()) == {UUID(found["id"]) for found in before}


async def test_given_an_expired_import_then_every_way_to_its_file_says_so_plainly(
    sign_in: SignIn, world: World, clock: FixedClock
) -> None:
    caller = await sign_in("bureau2")
    ready, rejected = await judged(caller, county_roster()), await judged(caller, WRONG)
    clock.advance(days=31)
    await a_night()
    answers = [
        await confirm(caller, await read(caller, ready)),
        await confirm(caller, await read(caller, rejected)),
        await caller.get(f"/api/v1/imports/{rejected['id']}/error-workbook"),
    ]
    for answer in answers:
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:handinhand:problem:import_expired")
        assert answer.json()["detail"] == "上传的文件和逐行结果保留 30 天，已经删除。需要时请重新上传。"
    assert (await judged(caller, county_roster()))["status"] == "ready"


async def test_given_the_queue_stood_still_for_a_month_then_a_late_job_finds_nothing_to_do(
    sign_in: SignIn, world: World, session: AsyncSession, clock: FixedClock
) -> None:
    caller = await sign_in("bureau2")
    late, later = (await upload(caller, county_roster())).json(), (await upload(caller, WRONG)).json()
    clock.advance(days=31)
    await tasks.validate(late["id"])
    await a_night()
    await tasks.validate(later["id"])
    assert ((await read(caller, late))["status"], (await read(caller, late))["expired_at"]) == ("ready", None)
    assert (await read(caller, later))["status"] == "validating"
    rows = select(func.count()).select_from(ImportRow).where(ImportRow.import_id == UUID(later["id"]))
    assert (await session.execute(rows)).scalar_one() == 0


async def test_given_an_import_that_somebody_is_applying_then_it_is_left_alone(
    server: EmbeddedDatabase, worker_id: str, clock: FixedClock
) -> None:
    with cloned_database(server, f"expiring_{worker_id}") as name:
        database = connect(server.url(APPLICATION_ROLE, name))
        async with database.sessions.begin() as session:
            world = await build_world(session, clock.now())
            session.add(
                Import(
                    kind="roster", status="ready", file_name="名册.xlsx", file_sha256="a" * 64, file_size=9,
                    started_by_user_id=world.users["bureau"], bureau_id=world.county, created_at=world.at,
                    updated_at=world.at,
                )
            )  # fmt: skip
        clock.advance(days=31)
        async with database.sessions() as applying, database.sessions() as night:
            found = (await applying.execute(select(Import).with_for_update())).scalar_one()
            assert await asyncio.wait_for(expire_next_import(night, clock.now()), 5) == 0
            service.refuse_unless_ready(found)
            await applying.rollback()
            assert await expire_next_import(night, clock.now()) == 1
        await database.close()
