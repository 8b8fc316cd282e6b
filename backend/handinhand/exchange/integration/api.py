"""Routes for outside systems."""

from typing import Annotated

from fastapi import Query, Request, Response

from handinhand.core.database import RequestDatabase, RequestSession
from handinhand.core.http.asked import asked, asked_parameters
from handinhand.core.http.routes import feature_router
from handinhand.core.http.schema import Page, answer
from handinhand.exchange.integration import deliveries, queries, service
from handinhand.exchange.integration.schemas import (
    Coverage,
    CoverageQuery,
    FiguresDeliveryIn,
    FiguresDeliveryOut,
    FiguresDeliveryQuery,
)
from handinhand.foundation.access.guards import Access, Found, one, requires
from handinhand.foundation.access.idempotency import RequestIdempotency
from handinhand.foundation.access.permissions import Permission
from handinhand.models import FiguresDelivery

router = feature_router("integration")

MayReadStats = Annotated[Access, requires(Permission.STATS_READ)]
MaySend = Annotated[Access, requires(Permission.FIGURES_SEND)]
ReadableDelivery = Annotated[Found[FiguresDelivery], one(queries.load_delivery, reads=Permission.FIGURES_SEND)]
FailedDelivery = Annotated[
    Found[FiguresDelivery],
    one(
        queries.load_delivery,
        reads=Permission.FIGURES_SEND,
        writes=Permission.FIGURES_SEND,
        versioned=False,
        allow=deliveries.refuse_not_failed,
    ),
]


@router.get(
    "/stats/coverage",
    openapi_extra=asked_parameters(CoverageQuery),
    response_model=Coverage,
    summary="How the counties stand by month",
)
async def read_coverage(
    access: MayReadStats, database: RequestDatabase, query: Annotated[CoverageQuery, asked(CoverageQuery)]
) -> Response:
    """Counts of institutions by month and status, equal to the totals of the month grid; unpaged."""
    async with database.reading() as reader:
        return answer(await service.coverage(reader, access, query))


@router.get("/figures-deliveries", response_model=Page[FiguresDeliveryOut], summary="List deliveries of figures")
async def list_figures_deliveries(
    access: MaySend, session: RequestSession, query: Annotated[FiguresDeliveryQuery, Query()]
) -> Response:
    """What the bureau sent to the municipal bureau, newest first."""
    page = await queries.list_deliveries(session, access.scope, query)
    items = [queries.as_out(row) for row in page.rows]
    return answer(Page[FiguresDeliveryOut](items=items, next_cursor=page.next_cursor, total=page.total))


@router.post(
    "/figures-deliveries", response_model=FiguresDeliveryOut, status_code=201, summary="Send a month's figures"
)
async def create_figures_delivery(
    access: MaySend,
    request: Request,
    session: RequestSession,
    idempotency: RequestIdempotency,
    body: FiguresDeliveryIn,
) -> Response:
    """Takes the figures as they are now and queues them; tried for some hours until the municipal bureau takes them."""
    made = await idempotency.earlier(queries.load_delivery, access.scope)
    if made is None:
        made = await deliveries.queue(session, access, request.app.state.settings, body)
        await idempotency.remember(made.id)
    return answer(
        queries.as_out(made), status=201, version=made.version, location=f"/api/v1/figures-deliveries/{made.id}"
    )


@router.get("/figures-deliveries/{id}", response_model=FiguresDeliveryOut, summary="Read a delivery of figures")
async def read_figures_delivery(found: ReadableDelivery) -> Response:
    """One delivery, with its figures, attempts and receipt."""
    return answer(queries.as_out(found.record), version=found.record.version)


@router.post("/figures-deliveries/{id}/redeliver", response_model=FiguresDeliveryOut, summary="Send figures again")
async def redeliver_figures(found: FailedDelivery, request: Request, session: RequestSession) -> Response:
    """Tries anew what was given up: the same figures under the same id."""
    if not found.repeated:
        await deliveries.queue_again(session, found.access, request.app.state.settings, found.record)
    return answer(queries.as_out(found.record), version=found.record.version)
