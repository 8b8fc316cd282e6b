"""Reading exports; every list takes the actor's scope."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.http.paging import Order, PageOf, fetch_page
from handinhand.exchange.exports.schemas import ExportOut, ExportQuery
from handinhand.foundation.access.actor import Scope
from handinhand.models import Export

_NEWEST = Order(Export.id, Export.id, descending=True)


async def load_export(session: AsyncSession, scope: Scope, record_id: UUID, *, lock: bool) -> Export | None:
    """One export within the scope. It belongs to the bureau and to no organisation below it."""
    statement = select(Export).where(Export.id == record_id, scope.within(Export.bureau_id, Export.bureau_id))
    return (await session.execute(statement.with_for_update() if lock else statement)).scalar_one_or_none()


async def list_exports(session: AsyncSession, scope: Scope, query: ExportQuery) -> PageOf:
    """The exports of the bureau, the newest first."""
    table = Export
    statement = select(
        table.id,
        table.kind,
        table.status,
        table.parameters,
        table.file_name,
        table.rows,
        table.size,
        table.sha256,
        table.created_at,
        table.finished_at,
        table.version,
        table.id.label("sort_key"),
    ).where(scope.within(table.bureau_id, table.bureau_id))
    return await fetch_page(session, statement, _NEWEST, query)


def as_out(row: Any) -> ExportOut:
    """An export, entity or row, as the interface shows it."""
    return ExportOut(
        id=row.id,
        kind=row.kind,
        status=row.status,
        parameters=row.parameters,
        file_name=row.file_name,
        rows=row.rows,
        size=row.size,
        sha256=row.sha256,
        created_at=row.created_at,
        finished_at=row.finished_at,
        content=f"/api/v1/exports/{row.id}/content" if row.status == "done" else None,
        version=row.version,
    )
