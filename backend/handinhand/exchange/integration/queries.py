"""Reading deliveries of figures; every reading takes the actor's scope."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.http.paging import AnySelect, Order, PageOf, fetch_page
from handinhand.exchange.integration.schemas import FiguresDeliveryOut, FiguresDeliveryQuery
from handinhand.foundation.access.actor import Scope
from handinhand.models import FiguresDelivery, Organisation

_ORDER = Order(FiguresDelivery.created_at, FiguresDelivery.id, descending=True)
_COLUMNS = (
    FiguresDelivery.id,
    FiguresDelivery.bureau_id,
    FiguresDelivery.month,
    FiguresDelivery.state,
    FiguresDelivery.payload,
    FiguresDelivery.attempts,
    FiguresDelivery.last_attempt_at,
    FiguresDelivery.last_error,
    FiguresDelivery.delivered_at,
    FiguresDelivery.receipt,
    FiguresDelivery.created_at,
    FiguresDelivery.version,
)


async def load_delivery(session: AsyncSession, scope: Scope, record_id: UUID, *, lock: bool) -> FiguresDelivery | None:
    """One delivery of a bureau within the scope."""
    table = FiguresDelivery
    statement = select(table).where(table.id == record_id, scope.within(table.bureau_id, table.id))
    return (await session.execute(statement.with_for_update() if lock else statement)).scalar_one_or_none()


async def list_deliveries(session: AsyncSession, scope: Scope, query: FiguresDeliveryQuery) -> PageOf:
    """A page of the deliveries of bureaux within the scope, newest first."""
    table = FiguresDelivery
    statement: AnySelect = select(*_COLUMNS, _ORDER.key.label("sort_key")).where(
        scope.within(table.bureau_id, table.id)
    )
    if query.month is not None:
        statement = statement.where(table.month == query.month)
    if query.state is not None:
        statement = statement.where(table.state == query.state)
    return await fetch_page(session, statement, _ORDER, query)


def as_out(row: Any) -> FiguresDeliveryOut:
    """A delivery, entity or row, as the interface shows it."""
    return FiguresDeliveryOut(
        id=row.id,
        bureau_id=row.bureau_id,
        month=row.month,
        state=row.state,
        figures=row.payload["figures"],
        attempts=row.attempts,
        last_attempt_at=row.last_attempt_at,
        last_error=row.last_error,
        delivered_at=row.delivered_at,
        receipt=row.receipt,
        created_at=row.created_at,
        version=row.version,
    )


async def name_of(session: AsyncSession, bureau_id: UUID) -> str:
    """The bureau's name."""
    return (await session.execute(select(Organisation.name).where(Organisation.id == bureau_id))).scalar_one()
