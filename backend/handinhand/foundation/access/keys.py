"""What is kept of an Idempotency-Key for 14 days, and how one is claimed (api.md)."""

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from fastapi import Request
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.errors import FieldError, Invalid, NotFound
from handinhand.core.ids import new_id
from handinhand.core.upkeep import delete_piece
from handinhand.foundation.access.actor import Actor
from handinhand.foundation.access.loading import Loader, R
from handinhand.models import IdempotencyKey

KEPT_FOR = timedelta(days=14)
_LONGEST_KEY = 255


class KeyReused(Invalid):
    """The key was used for another request."""

    code = "idempotency_key_reused"
    title = ("这个请求编号已用于别的内容", "This Idempotency-Key was used for another request")


@dataclass(frozen=True, slots=True)
class Idempotency:
    """The caller's key, claimed in the request's transaction.

    What the first time led to is only given out through a loader: since then the caller may have lost the right or the
    reach, and a repetition must show no more than reading the record would.
    """

    session: AsyncSession
    row_id: UUID | None
    _earlier_id: UUID | None
    earlier_at: datetime | None = None
    """The instant of the first time, for what it did to more than one record."""

    @property
    def came_before(self) -> bool:
        """Whether the same request came before."""
        return self.earlier_at is not None

    async def once(self, first: Callable[[], Awaitable[UUID]], loader: Loader[Any], reach: Any) -> UUID:
        """Runs `first`, the first time; afterwards gives the id of the record that it led to. Raises NotFound."""
        earlier = await self.earlier(loader, reach)
        if earlier is not None:
            earlier_id: UUID = earlier.id
            return earlier_id
        made = await first()
        await self.remember(made)
        return made

    async def earlier(self, loader: Loader[R], reach: Any) -> R | None:
        """The record that the first time led to; None when this is the first time.

        `loader` and `reach` are those of the route that reads one such record. Raises NotFound when that would find
        nothing: the record lies outside the caller's reach by now, or is gone.
        """
        if self._earlier_id is None:
            return None
        found = await loader(self.session, reach, self._earlier_id, lock=False)
        if found is None:
            raise NotFound
        return found

    async def remember(self, record_id: UUID) -> None:
        """Notes the record that the request led to."""
        if self.row_id is not None:
            stored = update(IdempotencyKey).where(IdempotencyKey.id == self.row_id).values(record_id=record_id)
            await self.session.execute(stored)


async def claim(request: Request, actor: Actor, session: AsyncSession, *, now: datetime, content: bytes) -> Idempotency:
    """Claims the request's key, waiting for another request with the same key to end. Raises KeyReused.

    `content` stands for the body: the body itself, or for an upload its fields and the digest of its file.
    """
    key = request.headers.get("idempotency-key")
    if key is None:
        return Idempotency(session, None, None)
    if not 1 <= len(key) <= _LONGEST_KEY:
        raise Invalid(errors=[FieldError("header:/Idempotency-Key", "length", "请求编号应为 1 到 255 个字符")])
    secret: bytes = request.app.state.secret_key
    operation = f"{request.method} {request.url.path}"[:120]
    key_digest = hmac.digest(secret, key.encode(), "sha256")
    request_digest = hmac.digest(secret, operation.encode() + b"\0" + hashlib.sha256(content).digest(), "sha256")
    row_id = new_id()
    values = {
        "id": row_id,
        "user_id": actor.user_id,
        "key_digest": key_digest,
        "request_digest": request_digest,
        "operation": operation,
        "created_at": now,
    }
    attempt = insert(IdempotencyKey).values(values).on_conflict_do_nothing(index_elements=["user_id", "key_digest"])
    if (await session.execute(attempt.returning(IdempotencyKey.id))).scalar_one_or_none() is not None:
        return Idempotency(session, row_id, None)
    known = select(IdempotencyKey).where(
        IdempotencyKey.user_id == actor.user_id, IdempotencyKey.key_digest == key_digest
    )
    earlier = (await session.execute(known)).scalar_one_or_none()
    if earlier is None:  # its 14 days were over, and the daily work took it away between the two statements
        return await claim(request, actor, session, now=now, content=content)
    if not hmac.compare_digest(earlier.request_digest, request_digest):
        raise KeyReused
    return Idempotency(session, None, earlier.record_id, earlier.created_at)


async def forget_old_keys(session: AsyncSession, now: datetime) -> int:
    """Removes a piece of the keys past their 14 days; gives how many."""
    return await delete_piece(session, IdempotencyKey, IdempotencyKey.created_at, now - KEPT_FOR)
