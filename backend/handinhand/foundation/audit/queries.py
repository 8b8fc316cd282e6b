"""Reading the audit log.

An auditor reads the events of the bureaux where they hold the role. An event without a bureau is read by every auditor,
but only if it names no account and no record either: that is a failed guess under an unknown name or code, which
carries nothing of any bureau, and which somebody in each installation must be able to notice. Any other event without
a bureau is read by nobody.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.http.paging import AnySelect, Order, PageOf, fetch_page
from handinhand.foundation.access.actor import Scope
from handinhand.foundation.audit.schemas import AuditEventOut, AuditEventQuery
from handinhand.models import AuditEvent

_COLUMNS = (
    AuditEvent.id,
    AuditEvent.bureau_id,
    AuditEvent.at,
    AuditEvent.actor_user_id,
    AuditEvent.actor_label,
    AuditEvent.action,
    AuditEvent.outcome,
    AuditEvent.target_type,
    AuditEvent.target_id,
    AuditEvent.target_label,
    AuditEvent.details,
    AuditEvent.request_id,
)


async def list_audit_events(session: AsyncSession, scope: Scope, query: AuditEventQuery) -> PageOf:
    """A page of the events within the scope, newest first: the ids are made in the order of time."""
    statement: AnySelect = select(*_COLUMNS, AuditEvent.id.label("sort_key")).where(_readable(scope), *_filters(query))
    return await fetch_page(session, statement, Order(AuditEvent.id, AuditEvent.id, descending=True), query)


async def load_audit_event(session: AsyncSession, scope: Scope, record_id: UUID, *, lock: bool) -> AuditEventOut | None:
    """One event within the scope. Nothing ever changes it, so there is nothing to lock."""
    assert not lock
    statement = select(*_COLUMNS).where(AuditEvent.id == record_id, _readable(scope))
    found = (await session.execute(statement)).one_or_none()
    return audit_event_out(found) if found else None


def audit_event_out(row: Any) -> AuditEventOut:
    """An event as the interface shows it."""
    return AuditEventOut(**{column.key: getattr(row, column.key) for column in _COLUMNS})


def _readable(scope: Scope) -> ColumnElement[bool]:
    if not scope.bureau_ids:
        return false()
    of_nobody = and_(
        AuditEvent.bureau_id.is_(None),
        AuditEvent.actor_user_id.is_(None),
        AuditEvent.target_id.is_(None),
        AuditEvent.target_label.is_(None),
    )
    return or_(AuditEvent.bureau_id.in_(sorted(scope.bureau_ids)), of_nobody)


def _filters(query: AuditEventQuery) -> list[ColumnElement[bool]]:
    equal = {
        AuditEvent.action: query.action,
        AuditEvent.outcome: query.outcome,
        AuditEvent.actor_user_id: query.actor_user_id,
        AuditEvent.target_type: query.target_type,
        AuditEvent.target_id: query.target_id,
    }
    kept: list[ColumnElement[bool]] = [column == value for column, value in equal.items() if value is not None]
    if query.since is not None:
        kept.append(AuditEvent.at >= query.since)
    if query.until is not None:
        kept.append(AuditEvent.at < query.until)
    return kept
