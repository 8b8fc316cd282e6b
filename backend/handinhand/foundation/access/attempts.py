"""Throttling of guesses: at most five failures in fifteen minutes per bucket (promises.md S10).

A bucket is who is guessed at and from where. The check before the guess is computed only saves work; what counts is the
decision after it, taken one at a time per bucket, so that fifty guesses at once are worth no more than five in a row.

Nothing that a stranger does grows a table without limit. What comes after the bucket is full is counted on its latest
failure; only the first is written to the log. And since a stranger may name ever another account, the failures from
one address have a limit too.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from handinhand.core.database import Database
from handinhand.core.errors import Problem, TooMany
from handinhand.core.upkeep import delete_piece
from handinhand.foundation.access.attempt_rules import (
    FAILURE_WINDOW,
    FAILURES_ALLOWED_AT_ADDRESS,
    retry_after,
)
from handinhand.foundation.audit.service import ActorRef, Target, record
from handinhand.models import SignInFailure

FAILURES_KEPT_FOR = timedelta(days=1)
"""Far more than the fifteen minutes that count (ours). The daily work alone takes them out."""


class TooManyFailures(TooMany):
    """Too many failures from here; `Retry-After` says when."""

    code = "too_many_failures"
    title = ("连续输错次数太多", "Too many failed attempts")


@dataclass(frozen=True, slots=True)
class Attempt:
    """A guess at a secret: its bucket, and how the audit log names it."""

    bucket: bytes
    who: ActorRef
    action: str
    target: Target
    reassurance: str = ""
    """What a person is told beside the wait."""
    address: bytes | None = None
    """The place of origin as a bucket of its own, for a stranger who names whom they like."""


def bucket_of(secret_key: bytes, *parts: str) -> bytes:
    """A keyed digest: neither names nor addresses are kept."""
    return hmac.digest(secret_key, "\0".join(parts).encode(), "sha256")


async def is_blocked(session: AsyncSession, attempt: Attempt, now: datetime) -> bool:
    """Whether the bucket is full already, so that the guess need not be looked at."""
    return await _full(session, attempt, now) is not None


async def settle(database: Database, attempt: Attempt, *, right: bool, refusal: Problem, now: datetime) -> None:
    """Decides an attempt in a transaction of its own, which stays when the request is refused.

    Returns when it is right and may count. Raises TooManyFailures, also for a right guess, or else `refusal`.
    """
    problem: Problem | None = None
    async with database.sessions.begin() as apart:
        lock = int.from_bytes((attempt.address or attempt.bucket)[:8], signed=True)
        await apart.execute(select(func.pg_advisory_xact_lock(lock)))
        full = await _full(apart, attempt, now)
        if full is not None:
            problem = _too_many(full.wait, attempt.reassurance)
            if await _count_refused(apart, full.column, full.value) == 1:
                await _write_down(apart, attempt, problem, now)
        elif right:
            await apart.execute(delete(SignInFailure).where(SignInFailure.bucket == attempt.bucket))
        else:
            problem = refusal
            apart.add(SignInFailure(bucket=attempt.bucket, address=attempt.address, failed_at=now))
            await _write_down(apart, attempt, problem, now)
    if problem is not None:
        raise problem


async def forget_failures(session: AsyncSession, now: datetime) -> int:
    """Takes out a piece of the failures that are old enough; gives how many."""
    return await delete_piece(session, SignInFailure, SignInFailure.failed_at, now - FAILURES_KEPT_FOR)


@dataclass(frozen=True, slots=True)
class _Full:
    """What is full, and for how long yet."""

    column: InstrumentedAttribute[Any]
    value: bytes
    wait: timedelta


async def _full(session: AsyncSession, attempt: Attempt, now: datetime) -> _Full | None:
    table = SignInFailure
    counted = table.bucket == attempt.bucket
    if attempt.address is not None:
        counted = or_(counted, table.address == attempt.address)
    recent = select(table.bucket, table.failed_at).where(counted, table.failed_at > now - FAILURE_WINDOW)
    found = (await session.execute(recent)).all()
    wait = retry_after([row.failed_at for row in found if row.bucket == attempt.bucket], now)
    if wait is not None:
        return _Full(table.bucket, attempt.bucket, wait)
    if attempt.address is None:
        return None
    wait = retry_after([row.failed_at for row in found], now, FAILURES_ALLOWED_AT_ADDRESS)
    return None if wait is None else _Full(table.address, attempt.address, wait)


async def _count_refused(session: AsyncSession, column: InstrumentedAttribute[Any], value: bytes) -> int:
    """Counts a refusal on the latest failure of what is full; gives how many there were since that failure."""
    table = SignInFailure
    latest = select(table.id).where(column == value).order_by(table.failed_at.desc(), table.id.desc()).limit(1)
    counted = update(table).where(table.id == latest.scalar_subquery()).values(refused=table.refused + 1)
    return (await session.execute(counted.returning(table.refused))).scalar_one()


async def _write_down(session: AsyncSession, attempt: Attempt, problem: Problem, now: datetime) -> None:
    """Writes the refusal to the log, with how many of this bucket were only counted in the half hour before."""
    table = SignInFailure
    uncounted = select(func.coalesce(func.sum(table.refused - 1), 0)).where(
        table.bucket == attempt.bucket, table.refused > 1, table.failed_at > now - 2 * FAILURE_WINDOW
    )
    more = (await session.execute(uncounted)).scalar_one()
    details = {"also_refused": int(more)} if more else {}
    await record(
        session, attempt.who, attempt.action, attempt.target, at=now, outcome="refused", code=problem.code, **details
    )


def _too_many(wait: timedelta, reassurance: str) -> TooManyFailures:
    seconds = max(1, int(wait.total_seconds()) + 1)
    return TooManyFailures(f"请等 {-(-seconds // 60)} 分钟再试。{reassurance}", headers={"Retry-After": str(seconds)})
