"""Writing the audit log: in the caller's transaction, and apart for what must survive a refusal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import structlog
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.ids import new_id
from handinhand.core.statements import Statement, connection_of
from handinhand.models import AuditEvent

Outcome = Literal["done", "refused"]


@dataclass(frozen=True, slots=True)
class ActorRef:
    """Who did it: plain values, kept as they were."""

    user_id: UUID | None
    label: str
    bureau_id: UUID | None


SYSTEM = ActorRef(None, "系统", None)
"""The program itself: scheduled work, the first start."""


@dataclass(frozen=True, slots=True)
class Target:
    """What it was done to."""

    type: str
    id: UUID | None = None
    label: str | None = None
    bureau_id: UUID | None = None


async def record(
    session: AsyncSession,
    actor: ActorRef,
    action: str,
    target: Target | None = None,
    *,
    at: datetime,
    outcome: Outcome = "done",
    **details: Any,
) -> None:
    """Adds an event. `details` carry ids, counts and field names, never values of personal data (design.md §3)."""
    event = {"id": new_id(), **_event(actor, action, target, at, outcome, details)}
    await _ADD.run(await connection_of(session), event)


_ADD = Statement(insert(AuditEvent))


async def record_many(
    session: AsyncSession, actor: ActorRef, action: str, targets: Sequence[Target], *, at: datetime, **details: Any
) -> None:
    """Adds one event per target in a single statement, for work in bulk."""
    if targets:
        rows = [{"id": new_id(), **_event(actor, action, target, at, "done", details)} for target in targets]
        await session.execute(insert(AuditEvent), rows)


def _event(
    actor: ActorRef, action: str, target: Target | None, at: datetime, outcome: Outcome, details: dict[str, Any]
) -> dict[str, Any]:
    target = target or Target("installation")
    return {
        "bureau_id": target.bureau_id or actor.bureau_id,
        "at": at,
        "actor_user_id": actor.user_id,
        "actor_label": actor.label[:80],
        "action": action,
        "outcome": outcome,
        "target_type": target.type,
        "target_id": target.id,
        "target_label": (target.label or "")[:120] or None,
        "details": details,
        "request_id": structlog.contextvars.get_contextvars().get("request_id"),
    }
