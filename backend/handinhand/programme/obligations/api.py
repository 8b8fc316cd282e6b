"""Obligations: what each institution's month looks like, and waivers."""

from typing import Annotated

from fastapi import Query, Response

from handinhand.core.database import RequestSession
from handinhand.core.http.routes import feature_router
from handinhand.core.http.schema import Page, answer
from handinhand.foundation.access.guards import Access, Found, one, requires
from handinhand.foundation.access.idempotency import RequestIdempotency
from handinhand.foundation.access.permissions import Permission
from handinhand.models import Obligation
from handinhand.programme.obligations import queries, service
from handinhand.programme.obligations.rules import ObligationStatus
from handinhand.programme.obligations.schemas import (
    ObligationDetail,
    ObligationOut,
    ObligationQuery,
    UnwaiveIn,
    WaiveIn,
    WaiversIn,
    WaiversOut,
)

router = feature_router("obligations")

MayRead = Annotated[Access, requires(Permission.OBLIGATIONS_READ)]
MayWaive = Annotated[Access, requires(Permission.OBLIGATIONS_WAIVE)]
Readable = Annotated[Found[Obligation], one(queries.load_obligation, reads=Permission.OBLIGATIONS_READ)]
Waivable = Annotated[
    Found[Obligation],
    one(
        queries.load_obligation,
        reads=Permission.OBLIGATIONS_READ,
        writes=Permission.OBLIGATIONS_WAIVE,
        allow=service.refuse_waived,
    ),
]
Waived = Annotated[
    Found[Obligation],
    one(
        queries.load_obligation,
        reads=Permission.OBLIGATIONS_READ,
        writes=Permission.OBLIGATIONS_WAIVE,
        allow=service.refuse_not_waived,
    ),
]


@router.get("/obligations", response_model=Page[ObligationOut], summary="List obligations")
async def list_obligations(
    access: MayRead, session: RequestSession, query: Annotated[ObligationQuery, Query()]
) -> Response:
    """What the institutions within the caller's reach owe, and how it stands now."""
    page = await service.list_obligations(session, access, query)
    items = [queries.as_out(row, status=ObligationStatus(row.status), due_on=row.due_on) for row in page.rows]
    return answer(Page[ObligationOut](items=items, next_cursor=page.next_cursor, total=page.total))


@router.post("/obligations/waivers", response_model=WaiversOut, summary="Waive a month for several or all")
async def waive_obligations(
    access: MayWaive, session: RequestSession, idempotency: RequestIdempotency, body: WaiversIn
) -> Response:
    """Waives the month; doing it again changes nothing."""
    if idempotency.earlier_at is not None:
        return answer(await service.show_waived(session, access.scope, body, idempotency.earlier_at))
    return answer(await service.waive_many(session, access.ref, access.scope, body, access.now))


@router.get("/obligations/{id}", response_model=ObligationDetail, summary="Read an obligation")
async def read_obligation(found: Readable, session: RequestSession) -> Response:
    """One institution's month with the history of its waivers, and its version as ETag."""
    detail = await service.read_detail(session, found.access, found.record)
    return answer(detail, version=detail.version)


@router.post("/obligations/{id}/waive", response_model=ObligationOut, summary="Waive an obligation")
async def waive_obligation(found: Waivable, session: RequestSession, body: WaiveIn) -> Response:
    """Nothing is owed for the month, for the reason given."""
    if not found.repeated:
        await service.waive(session, found.access.ref, found.record, body.reason, found.access.now)
    return await _answer(found, session)


@router.post("/obligations/{id}/unwaive", response_model=ObligationOut, summary="Take a waiver back")
async def unwaive_obligation(found: Waived, session: RequestSession, body: UnwaiveIn) -> Response:
    """The month is owed again; what was derived before shows again."""
    if not found.repeated:
        await service.unwaive(session, found.access.ref, found.record, body.reason, found.access.now)
    return await _answer(found, session)


async def _answer(found: Found[Obligation], session: RequestSession) -> Response:
    obligation = await service.read_obligation(session, found.access, found.record)
    return answer(obligation, version=obligation.version)
