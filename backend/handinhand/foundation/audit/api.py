"""The audit log, read only."""

from typing import Annotated

from fastapi import Query, Response

from handinhand.core.database import RequestSession
from handinhand.core.http.routes import feature_router
from handinhand.core.http.schema import Page, answer
from handinhand.foundation.access.guards import Access, Found, one, requires
from handinhand.foundation.access.permissions import Permission
from handinhand.foundation.audit import queries
from handinhand.foundation.audit.schemas import AuditEventOut, AuditEventQuery

router = feature_router("audit")

MayRead = Annotated[Access, requires(Permission.AUDIT_READ)]
Readable = Annotated[Found[AuditEventOut], one(queries.load_audit_event, reads=Permission.AUDIT_READ)]


@router.get("/audit-events", response_model=Page[AuditEventOut], summary="Read the audit log")
async def list_audit_events(
    access: MayRead, session: RequestSession, query: Annotated[AuditEventQuery, Query()]
) -> Response:
    """Deeds and refusals in the bureau, newest first."""
    page = await queries.list_audit_events(session, access.scope, query)
    items = [queries.audit_event_out(row) for row in page.rows]
    return answer(Page[AuditEventOut](items=items, next_cursor=page.next_cursor, total=page.total))


@router.get("/audit-events/{id}", response_model=AuditEventOut, summary="Read one event of the audit log")
async def read_audit_event(found: Readable) -> Response:
    """One event. It never changes, so it has no version."""
    return answer(found.record)
