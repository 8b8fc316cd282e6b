"""Reading exports; every list takes the actor's scope."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.http.paging import AnySelect, Order, PageOf, fetch_page
from handinhand.exchange.exports.schemas import ExportOut, ExportQuery
from handinhand.foundation.access.actor import Actor, Scope
from handinhand.models import Export, Organisation, User

_NEWEST = Order(Export.id, Export.id, descending=True)


async def find_export(
    session: AsyncSession,
    scope: Scope,
    record_id: UUID,
    *,
    lock: bool = False,  # noqa: ARG001 - the guard asks every loader; reading locks nothing
) -> Any | None:
    """One export within the scope, as columns. It belongs to the bureau and to no organisation below it."""
    return (await session.execute(_shown(scope).where(Export.id == record_id))).one_or_none()


async def list_exports(session: AsyncSession, scope: Scope, query: ExportQuery) -> PageOf:
    """The exports of the bureau, the newest first."""
    return await fetch_page(session, _shown(scope).add_columns(Export.id.label("sort_key")), _NEWEST, query)


def _shown(scope: Scope) -> AnySelect:
    table = Export
    return (
        select(
            table.id,
            table.kind,
            table.status,
            table.parameters,
            table.file_name,
            table.rows,
            table.size,
            table.sha256,
            User.name.label("requested_by"),
            table.created_at,
            table.finished_at,
            table.version,
        )
        .join(User, User.id == table.requested_by_user_id)
        .where(scope.within(table.bureau_id, table.bureau_id))
    )


def as_out(row: Any) -> ExportOut:
    """An export's columns as the interface shows them."""
    return ExportOut(
        id=row.id,
        kind=row.kind,
        status=row.status,
        parameters=row.parameters,
        file_name=row.file_name,
        rows=row.rows,
        size=row.size,
        sha256=row.sha256,
        requested_by=row.requested_by,
        created_at=row.created_at,
        finished_at=row.finished_at,
        content=f"/api/v1/exports/{row.id}/content" if row.status == "done" else None,
        version=row.version,
    )


async def unit_of(session: AsyncSession, actor: Actor) -> str:
    """Whose ledger it is: the bureau, and where within it the actor holds a role."""
    seats = {actor.bureau_id, *(held.organisation_id for held in actor.assignments)}
    names = (
        select(Organisation.name)
        .where(Organisation.id.in_(sorted(seats)))
        .order_by(Organisation.kind != "bureau", Organisation.name_pinyin)
    )
    return " ".join((await session.execute(names)).scalars())
