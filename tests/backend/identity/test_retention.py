"""What is kept of sign-ins goes when its time is over, and not a day before (docs/operations.md)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core import upkeep
from handinhand.core.config import Settings
from handinhand.core.database import Database
from handinhand.core.ids import new_id
from handinhand.core.jobs import WorkerContext, set_worker_context
from handinhand.foundation.access import tasks as access_tasks
from handinhand.foundation.identity import tasks
from handinhand.models import ActivationCode, IdempotencyKey, KnownDevice, Session, SignInFailure
from tests.backend.identity.conftest import OTHER_PASSWORD, Browser, enter
from tests.conftest import FixedClock, SignIn
from tests.world import World

AN_HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def worker(app: FastAPI, database: Database, clock: FixedClock, settings: Settings) -> None:
    set_worker_context(WorkerContext(database, app.state.files, clock, settings))


def digest() -> bytes:
    return new_id().bytes * 2


async def left_after(session: AsyncSession, rows: Sequence[Any]) -> list[Any]:
    """Which of these rows are still there after the daily work, and after it came twice."""
    session.add_all(rows)
    await session.commit()
    table = type(rows[0])
    ids = [row.id for row in rows]
    for _ in range(2):
        await tasks.forget_expired(0)
        await access_tasks.forget_keys(0)
        await access_tasks.forget_failed_guesses(0)
    found = set((await session.execute(select(table.id).where(table.id.in_(ids)))).scalars())
    return [row for row in rows if row.id in found]


async def test_sessions_go_thirty_days_after_they_ended(world: World, session: AsyncSession, clock: FixedClock) -> None:
    now, user = clock.now(), world.users["lead"]

    def opened(expires: datetime, revoked: datetime | None = None) -> Session:
        return Session(user_id=user, token_hash=digest(), created_at=now, expires_at=expires, revoked_at=revoked)

    month = timedelta(days=30)
    running, just_ended = opened(now + AN_HOUR), opened(now - month + AN_HOUR)
    revoked_lately = opened(now + AN_HOUR, now - month + AN_HOUR)
    gone = [opened(now - month - AN_HOUR), opened(now + AN_HOUR, now - month - AN_HOUR)]
    kept = [running, just_ended, revoked_lately]
    assert await left_after(session, [*kept, *gone]) == kept


async def test_failures_go_after_a_day(world: World, session: AsyncSession, clock: FixedClock) -> None:
    day = timedelta(days=1)
    failures = [SignInFailure(bucket=digest(), failed_at=clock.now() - age) for age in (day - AN_HOUR, day + AN_HOUR)]
    assert await left_after(session, failures) == failures[:1]


async def test_codes_go_thirty_days_after_they_were_used_or_ran_out(
    world: World, session: AsyncSession, clock: FixedClock
) -> None:
    now, month = clock.now(), timedelta(days=30)

    def code(expires: datetime, used: datetime | None = None) -> ActivationCode:
        return ActivationCode(
            user_id=world.users["lead"], code_hash=digest(), created_at=now, expires_at=expires, used_at=used
        )

    kept = [code(now + AN_HOUR), code(now - month + AN_HOUR), code(now, now - month + AN_HOUR)]
    gone = [code(now - month - AN_HOUR), code(now, now - month - AN_HOUR)]
    assert await left_after(session, [*kept, *gone]) == kept


async def test_browsers_go_a_year_after_they_were_last_seen_however_old_they_are(
    world: World, session: AsyncSession, clock: FixedClock
) -> None:
    now, year = clock.now(), timedelta(days=365)

    def device(seen: datetime) -> KnownDevice:
        return KnownDevice(
            user_id=world.users["lead"], token_hash=digest(), created_at=now - 3 * year, last_seen_at=seen
        )

    in_use, unused = device(now - year + AN_HOUR), device(now - year - AN_HOUR)
    assert await left_after(session, [in_use, unused]) == [in_use]


async def test_keys_go_after_fourteen_days(world: World, session: AsyncSession, clock: FixedClock) -> None:
    def key(age: timedelta) -> IdempotencyKey:
        return IdempotencyKey(
            user_id=world.users["lead"], key_digest=digest(), request_digest=digest(), operation="POST /x",
            created_at=clock.now() - age,
        )  # fmt: skip

    fresh, old = key(timedelta(days=14) - AN_HOUR), key(timedelta(days=14) + AN_HOUR)
    assert await left_after(session, [fresh, old]) == [fresh]


async def test_given_more_than_a_piece_then_all_of_it_goes_in_several_transactions(
    world: World, session: AsyncSession, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "PIECE", 3)
    sizes = []

    async def counted(database: Database, take_out: Any) -> int:
        sizes.append(await one_piece(database, take_out))
        return sizes[-1]

    one_piece = upkeep._one_piece  # noqa: SLF001 - the seam between two pieces
    monkeypatch.setattr(upkeep, "_one_piece", counted)
    long_ago = clock.now() - timedelta(days=9)
    failures = [SignInFailure(bucket=digest(), failed_at=long_ago) for _ in range(8)]
    assert await left_after(session, failures) == []
    assert [size for size in sizes if size] == [3, 3, 2]


async def test_given_a_browser_in_daily_use_then_it_stays_known_beyond_a_year(
    known_passwords: World, browser: Browser, session: AsyncSession, clock: FixedClock
) -> None:
    owner, stranger = await browser(), await browser()
    for _ in range(2):
        assert (await enter(owner, "lead")).status_code == 201
        clock.advance(days=200)
        await tasks.forget_expired(0)
    for _ in range(6):
        await enter(stranger, "lead", OTHER_PASSWORD)
    assert (await enter(owner, "lead")).status_code == 201
    assert (await session.execute(select(func.count()).select_from(KnownDevice))).scalar_one() == 1


async def test_given_a_key_that_the_daily_work_took_away_then_it_is_free_again(
    sign_in: SignIn, world: World, session: AsyncSession, clock: FixedClock
) -> None:
    secadmin = await sign_in("secadmin")
    named = {"headers": {"Idempotency-Key": "once"}}
    first = (await secadmin.post("/api/v1/users", json={"name": "王建国"}, **named)).json()
    clock.advance(days=13)
    await access_tasks.forget_keys(0)
    assert (await secadmin.post("/api/v1/users", json={"name": "王建国"}, **named)).json()["id"] == first["id"]
    clock.advance(days=2)
    await access_tasks.forget_keys(0)
    assert (await secadmin.post("/api/v1/users", json={"name": "李秀英"}, **named)).status_code == 201
