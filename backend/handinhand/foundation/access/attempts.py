"""Throttling of guesses: at most five failures in fifteen minutes per bucket (promises.md S10).

A bucket is who is guessed at and from where. The check before the guess is computed only saves work; what counts is the
decision after it, taken one at a time per bucket, so that fifty guesses at once are worth no more than five in a row.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.database import Database
from handinhand.core.errors import Problem, TooMany
from handinhand.core.upkeep import delete_piece
from handinhand.foundation.access.attempt_rules import FAILURE_WINDOW, retry_after
from handinhand.foundation.audit.service import ActorRef, Target, record
from handinhand.models import SignInFailure

FAILURES_KEPT_FOR = timedelta(days=1)
"""Far more than the fifteen minutes that count (ours)."""


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


def bucket_of(secret_key: bytes, *parts: str) -> bytes:
    """A keyed digest: neither names nor addresses are kept."""
    return hmac.digest(secret_key, "\0".join(parts).encode(), "sha256")


async def is_blocked(session: AsyncSession, attempt: Attempt, now: datetime) -> bool:
    """Whether the bucket is full already, so that the guess need not be looked at."""
    return await _wait(session, attempt.bucket, now) is not None


async def settle(database: Database, attempt: Attempt, *, right: bool, refusal: Problem, now: datetime) -> None:
    """Decides an attempt in a transaction of its own, which stays when the request is refused.

    Returns when it is right and may count. Raises TooManyFailures, also for a right guess, or else `refusal`.
    """
    problem: Problem | None = None
    async with database.sessions.begin() as apart:
        lock = int.from_bytes(attempt.bucket[:8], signed=True)
        await apart.execute(select(func.pg_advisory_xact_lock(lock)))
        wait = await _wait(apart, attempt.bucket, now)
        if wait is not None:
            problem = _too_many(wait, attempt.reassurance)
        elif right:
            await apart.execute(delete(SignInFailure).where(SignInFailure.bucket == attempt.bucket))
        else:
            problem = refusal
            await apart.execute(delete(SignInFailure).where(SignInFailure.failed_at < now - FAILURE_WINDOW))
            apart.add(SignInFailure(bucket=attempt.bucket, failed_at=now))
        if problem is not None:
            await record(
                apart, attempt.who, attempt.action, attempt.target, at=now, outcome="refused", code=problem.code
            )
    if problem is not None:
        raise problem


async def forget_failures(session: AsyncSession, now: datetime) -> int:
    """Takes out a piece of the failures that count no more; gives how many."""
    return await delete_piece(session, SignInFailure, SignInFailure.failed_at, now - FAILURES_KEPT_FOR)


async def _wait(session: AsyncSession, bucket: bytes, now: datetime) -> timedelta | None:
    recent = select(SignInFailure.failed_at).where(
        SignInFailure.bucket == bucket, SignInFailure.failed_at > now - FAILURE_WINDOW
    )
    return retry_after(list((await session.execute(recent)).scalars()), now)


def _too_many(wait: timedelta, reassurance: str) -> TooManyFailures:
    seconds = max(1, int(wait.total_seconds()) + 1)
    return TooManyFailures(f"请等 {-(-seconds // 60)} 分钟再试。{reassurance}", headers={"Retry-After": str(seconds)})
