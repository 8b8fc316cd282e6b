"""`/holidays` and the official calendar it is seeded with (domain.md §3)."""

from datetime import date
from typing import Any
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.clock import Clock
from handinhand.core.config import Settings
from handinhand.core.database import Database
from handinhand.core.ids import new_id
from handinhand.core.jobs import WorkerContext, set_worker_context
from handinhand.core.statements import connection_of
from handinhand.core.storage import FileStore
from handinhand.foundation.settings import service
from handinhand.foundation.settings.rules import is_working_day
from handinhand.foundation.settings.tasks import seed_known_years
from handinhand.models import AuditEvent, Holiday
from tests.backend.statements import count_statements
from tests.conftest import SignIn
from tests.world import World

READERS = {"sysadmin", "bureau", "leader", "section", "lead", "host", "instructor", "instructor2", "institution"}
WRITERS = {"sysadmin", "bureau"}
OTHERS = {"secadmin", "auditor", "inspector", "teacher", "municipal_viewer", "bureau2"}
BODY: dict[str, Any] = {"day_on": "2027-10-01", "working": False, "name": "国庆节"}


@pytest.fixture
async def seeded(session: AsyncSession, world: World) -> set[int]:
    years = await service.seed_holidays(session, world.county, [2025, 2026, 2027], world.at)
    await session.commit()
    return years


@pytest.fixture
async def bureau(sign_in: SignIn) -> httpx2.AsyncClient:
    return await sign_in("bureau")


async def day(session: AsyncSession, day_on: date) -> Holiday:
    return (await session.execute(select(Holiday).where(Holiday.day_on == day_on))).scalar_one()


async def test_given_years_when_seeded_then_those_known_come_with_days_off_and_make_up_days(
    session: AsyncSession, world: World, seeded: set[int]
) -> None:
    assert seeded == {2025, 2026}
    calendar = await service.calendar(session, world.county)
    assert calendar.known_years == {2025, 2026}
    assert not is_working_day(date(2026, 10, 1), calendar)
    assert not is_working_day(date(2026, 2, 17), calendar)
    assert is_working_day(date(2026, 10, 10), calendar), "a Saturday worked in exchange"
    assert not is_working_day(date(2026, 10, 17), calendar)
    assert (await day(session, date(2026, 10, 1))).name == "国庆节"
    assert (await day(session, date(2026, 10, 10))).name == "国庆节调休上班"
    assert (await service.calendar(session, world.other_county)).known_years == frozenset()


async def test_seeding_again_changes_nothing_and_what_was_taken_out_does_not_come_back(
    session: AsyncSession, world: World, seeded: set[int]
) -> None:
    await session.delete(await day(session, date(2026, 10, 10)))
    await session.flush()
    assert await service.seed_holidays(session, world.county, [2025, 2026], world.at) == set()
    calendar = await service.calendar(session, world.county)
    assert not is_working_day(date(2026, 10, 10), calendar)


async def test_given_a_day_that_a_person_entered_when_the_year_is_seeded_then_the_persons_word_stays(
    session: AsyncSession, world: World
) -> None:
    session.add(
        Holiday(
            bureau_id=world.county,
            day_on=date(2026, 10, 1),
            working=True,
            name="值班",
            created_by_user_id=world.users["bureau"],
            created_at=world.at,
            updated_at=world.at,
        )
    )
    await session.flush()
    assert (await service.calendar(session, world.county)).known_years == frozenset()
    assert await service.seed_holidays(session, world.county, [2026], world.at) == {2026}
    calendar = await service.calendar(session, world.county)
    assert is_working_day(date(2026, 10, 1), calendar)
    assert not is_working_day(date(2026, 10, 2), calendar)


async def test_the_daily_task_seeds_every_bureau_once(
    session: AsyncSession, database: Database, settings: Settings, clock: Clock, world: World
) -> None:
    set_worker_context(WorkerContext(database, FileStore(settings.data_dir / "files"), clock, settings))
    for _ in range(2):
        await seed_known_years(0)
    for bureau_id in (world.county, world.other_county):
        assert (await service.calendar(session, bureau_id)).known_years == {2025, 2026}
    events = (await session.execute(select(AuditEvent.action))).scalars().all()
    assert events == ["holiday:seed"]


async def test_reading_settings_and_calendar_asks_one_statement_each(
    session: AsyncSession, database: Database, world: World, seeded: set[int]
) -> None:
    with count_statements() as seen:
        await service.read(session, world.county)
        await service.calendar(session, world.county)
    assert len(seen) == 2


async def test_calendars_of_several_bureaus_say_the_same_in_one_statement(
    session: AsyncSession, database: Database, world: World, seeded: set[int]
) -> None:
    with count_statements() as seen:
        found = await service.calendars(
            await connection_of(session), [world.county, world.other_county, world.municipal]
        )
    assert len(seen) == 1
    assert found.keys() == {world.county, world.other_county}
    for bureau_id, calendar in found.items():
        assert calendar.holidays == await service.calendar(session, bureau_id)
        numbers = await service.read(session, bureau_id)
        assert calendar.zone.key == numbers.time_zone
        assert calendar.grace_working_days == numbers.visit_grace_working_days
        assert calendar.reminder_days == numbers.reminder_days_before_month_end


async def test_a_year_lists_in_order_and_one_not_yet_known_is_provisional(
    bureau: httpx2.AsyncClient, seeded: set[int], database: Database
) -> None:
    with count_statements() as seen:
        answer = await bureau.get("/api/v1/holidays?year=2026&include=total")
    assert len(seen) <= 4
    body = answer.json()
    assert (body["year"], body["provisional"], body["next_cursor"]) == (2026, False, None)
    assert body["total"]["value"] == len(body["items"]) == 39
    days = [item["day_on"] for item in body["items"]]
    assert days == sorted(days)
    assert {item["official"] for item in body["items"]} == {True}
    assert (await bureau.get("/api/v1/holidays")).json()["year"] == 2026
    unknown = (await bureau.get("/api/v1/holidays?year=2027")).json()
    assert unknown == {"items": [], "next_cursor": None, "total": None, "year": 2027, "provisional": True}
    for year in ("1999", "2101", "next"):
        assert (await bureau.get(f"/api/v1/holidays?year={year}")).status_code == 422


async def test_a_year_pages(bureau: httpx2.AsyncClient, seeded: set[int]) -> None:
    first = (await bureau.get("/api/v1/holidays?year=2026&limit=30")).json()
    second = (await bureau.get(f"/api/v1/holidays?year=2026&limit=30&cursor={first['next_cursor']}")).json()
    assert len({item["id"] for item in first["items"] + second["items"]}) == 39
    other = await bureau.get(f"/api/v1/holidays?year=2025&limit=30&cursor={first['next_cursor']}")
    assert other.status_code == 400


async def test_given_a_day_when_entered_changed_and_removed_then_the_calendar_follows(
    bureau: httpx2.AsyncClient, session: AsyncSession, world: World
) -> None:
    answer = await bureau.post("/api/v1/holidays", json=BODY)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    expected = BODY | {"id": made["id"], "bureau_id": str(world.county), "official": False, "version": 1}
    assert made == expected
    address = answer.headers["location"]
    assert address == f"/api/v1/holidays/{made['id']}"
    read = await bureau.get(address)
    assert (read.json(), read.headers["etag"]) == (made, '"1"')
    assert not is_working_day(date(2027, 10, 1), await service.calendar(session, world.county))
    assert (await bureau.get("/api/v1/holidays?year=2027")).json()["provisional"] is True
    changed = await bureau.patch(address, json={"working": True, "name": "上班"}, headers={"If-Match": '"1"'})
    assert changed.json() == made | {"working": True, "name": "上班", "version": 2}
    assert (await bureau.delete(address)).status_code == 428
    assert (await bureau.delete(address, headers={"If-Match": '"1"'})).status_code == 412
    assert (await bureau.delete(address, headers={"If-Match": '"2"'})).status_code == 204
    assert (await bureau.get(address)).status_code == 404
    actions = (await session.execute(select(AuditEvent.action).order_by(AuditEvent.id))).scalars().all()
    assert actions[:3] == ["holiday:create", "holiday:update", "holiday:delete"]


async def test_a_day_stands_once_in_a_bureaus_table(
    bureau: httpx2.AsyncClient, sign_in: SignIn, session: AsyncSession, seeded: set[int]
) -> None:
    taken = await bureau.post("/api/v1/holidays", json=BODY | {"day_on": "2026-10-01"})
    assert taken.status_code == 422
    assert [(e["pointer"], e["code"]) for e in taken.json()["errors"]] == [("/day_on", "day_taken")]
    moved = await bureau.patch(
        f"/api/v1/holidays/{(await day(session, date(2026, 10, 2))).id}",
        json={"day_on": "2026-10-01"},
        headers={"If-Match": '"1"'},
    )
    assert [error["pointer"] for error in moved.json()["errors"]] == ["/day_on"]
    other = await (await sign_in("bureau2")).post("/api/v1/holidays", json=BODY | {"day_on": "2026-10-01"})
    assert other.status_code == 201


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        ({"day_on": "2027-02-29"}, "/day_on"),
        ({"day_on": "1999-12-31"}, "/day_on"),
        ({"day_on": 20271001}, "/day_on"),
        ({"working": "no"}, "/working"),
        ({"working": None}, "/working"),
        ({"name": ""}, "/name"),
        ({"name": "节\x00"}, "/name"),
        ({"name": "长" * 41}, "/name"),
        ({"bureau_id": str(new_id())}, "/bureau_id"),
    ],
)
async def test_what_is_wrong_is_said_beside_the_field(
    bureau: httpx2.AsyncClient, sent: dict[str, Any], pointer: str
) -> None:
    answer = await bureau.post("/api/v1/holidays", json=BODY | sent)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_given_the_same_key_when_posted_twice_then_one_day(bureau: httpx2.AsyncClient) -> None:
    first, second = [
        await bureau.post("/api/v1/holidays", json=BODY, headers={"Idempotency-Key": "h-1"}) for _ in range(2)
    ]
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()


@pytest.mark.parametrize("account", sorted(READERS | OTHERS))
async def test_who_reads_and_who_changes(
    account: str, sign_in: SignIn, session: AsyncSession, world: World, seeded: set[int]
) -> None:
    caller = await sign_in(account)
    own: UUID = (await day(session, date(2026, 10, 1))).id
    reads, writes = account in READERS, account in WRITERS
    listed = await caller.get("/api/v1/holidays?year=2026")
    assert listed.status_code == (200 if reads or account == "bureau2" else 403)
    if account == "bureau2":
        assert listed.json()["items"] == []
    created = await caller.post("/api/v1/holidays", json={})
    assert created.status_code == (422 if writes or account == "bureau2" else 403)
    assert (await caller.get(f"/api/v1/holidays/{own}")).status_code == (200 if reads else 404)
    for method in ("PATCH", "DELETE"):
        answer = await caller.request(method, f"/api/v1/holidays/{own}")
        assert answer.status_code == (428 if writes else 403 if reads else 404), method
        missing = await caller.request(method, f"/api/v1/holidays/{new_id()}")
        assert missing.status_code == 404
