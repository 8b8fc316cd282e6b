"""Two hands at once, with real transactions on a database of their own (domain.md §7, promises.md R2, R3, R4)."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator

import httpx2
import pytest
from sqlalchemy import func, select

from handinhand.core import embedded
from handinhand.core.config import Settings
from handinhand.core.database import Database, connect
from handinhand.core.ids import new_id
from handinhand.main import create_app
from handinhand.models import AuditEvent, Blob, Evidence, Obligation, Visit
from tests.backend.evidence.corpus import jpeg
from tests.backend.visits.calls import VISITS, content, do, draft
from tests.conftest import FixedClock, caller, cloned_database
from tests.world import World, build_world

AT_ONCE = 8


class Town:
    """An application with the world in a database of its own, where transactions really commit."""

    def __init__(self, database: Database, world: World, instructor: httpx2.AsyncClient) -> None:
        self.database, self.world, self.instructor = database, world, instructor

    async def count(self, *conditions: object, of: type) -> int:
        async with self.database.sessions() as session:
            counted = select(func.count()).select_from(of).where(*conditions)  # type: ignore[arg-type]
            found: int = (await session.execute(counted)).scalar_one()
            return found


@pytest.fixture
async def town(
    server: embedded.EmbeddedDatabase, worker_id: str, settings: Settings, clock: FixedClock
) -> AsyncIterator[Town]:
    async with contextlib.AsyncExitStack() as stack:
        name = stack.enter_context(cloned_database(server, f"races_{worker_id}"))
        database = connect(server.url(embedded.APPLICATION_ROLE, name), pool_size=AT_ONCE)
        stack.push_async_callback(database.close)
        async with database.sessions.begin() as session:
            world = await build_world(session, clock.now())
        app = create_app(settings, database=database, clock=clock)
        instructor = await stack.enter_async_context(caller(app, world.tokens["instructor"]))
        yield Town(database, world, instructor)


async def test_given_the_same_visit_sent_at_once_then_there_is_one(town: Town) -> None:
    sent = content(town.world.kindergarten, id=str(new_id()), opinions=[{"text": "希望协调停车。"}])
    answers = await asyncio.gather(*(town.instructor.post(VISITS, json=sent) for _ in range(AT_ONCE)))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 200: AT_ONCE - 1}
    assert len({answer.text for answer in answers}) == 1
    assert await town.count(of=Visit) == 1
    assert await town.count(AuditEvent.action == "visit:create", of=AuditEvent) == 1


async def test_given_one_key_at_once_then_there_is_one(town: Town) -> None:
    sent, headers = content(town.world.kindergarten), {"Idempotency-Key": "impatient"}
    answers = await asyncio.gather(*(town.instructor.post(VISITS, json=sent, headers=headers) for _ in range(AT_ONCE)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert await town.count(of=Visit) == 1


async def test_given_a_double_click_then_one_submit_and_the_others_are_stale(town: Town) -> None:
    visit = await draft(town.instructor, town.world.kindergarten)
    answers = await asyncio.gather(*(do(town.instructor, visit, "submit") for _ in range(AT_ONCE)))
    assert Counter(answer.status_code for answer in answers) == {200: 1, 412: AT_ONCE - 1}
    assert await town.count(AuditEvent.action == "visit:submit", of=AuditEvent) == 1


async def test_given_two_devices_then_nothing_is_overwritten_silently(town: Town) -> None:
    visit = await draft(town.instructor, town.world.kindergarten)
    texts = [f"第 {number} 台设备写的。" for number in range(AT_ONCE)]
    answers = await asyncio.gather(*(do(town.instructor, visit, "edit", {"advice": text}) for text in texts))
    (won,) = [answer.json()["advice"] for answer in answers if answer.status_code == 200]
    lost = [answer.json() for answer in answers if answer.status_code == 412]
    assert len(lost) == AT_ONCE - 1
    assert [problem["differing"] for problem in lost] == [{"advice": won}] * (AT_ONCE - 1)


async def test_given_visits_of_one_month_submitted_at_once_then_one_stands_for_it(town: Town) -> None:
    visits = [await draft(town.instructor, town.world.kindergarten) for _ in range(AT_ONCE)]
    answers = await asyncio.gather(*(do(town.instructor, visit, "submit") for visit in visits))
    assert [answer.status_code for answer in answers] == [200] * AT_ONCE
    async with town.database.sessions() as session:
        counting = list(await session.scalars(select(Obligation.counting_visit_id)))
    assert len(counting) == 1
    assert str(counting[0]) in {visit["id"] for visit in visits}


async def test_given_one_photo_sent_at_once_then_there_is_one_blob_and_nothing_fails(town: Town) -> None:
    visit = await draft(town.instructor, town.world.kindergarten)
    form = {"subject_type": "visit", "subject_id": visit["id"], "title": "照片"}
    same = {**form, "id": str(new_id())}
    sends = [
        town.instructor.post("/api/v1/evidence", data=data, files={"file": ("a.jpg", jpeg())})
        for data in [form] * AT_ONCE + [same] * AT_ONCE
    ]
    answers = await asyncio.gather(*sends)
    assert Counter(answer.status_code for answer in answers) == {201: AT_ONCE + 1, 200: AT_ONCE - 1}
    assert await town.count(of=Blob) == 1
    assert await town.count(of=Evidence) == AT_ONCE + 1
