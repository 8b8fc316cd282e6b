"""Writing the audit log: in the caller's transaction, and apart for what must survive a refusal."""

import re
from collections.abc import Mapping, Sequence
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

_CODE = re.compile(r"[\w:.+/-]{0,80}", re.ASCII)


class FreeTextError(ValueError):
    """A detail holds words that a person wrote. The log is kept and read by others: text stays in its record."""


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
    """Adds an event. `details` carry ids, codes, counts, dates and field names (design.md §3).

    Raises FreeTextError for anything that may be a sentence or a name.
    """
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
    refuse_free_text(details)
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


def refuse_free_text(value: Any) -> None:
    """Raises FreeTextError when a string anywhere in `value` is no id, code, date or field name."""
    if isinstance(value, Mapping):
        refuse_free_text([*value.keys(), *value.values()])
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for part in value:
            refuse_free_text(part)
    elif isinstance(value, str) and _CODE.fullmatch(value) is None:
        raise FreeTextError("a detail of an audit event holds free text")
