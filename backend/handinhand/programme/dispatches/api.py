"""Dispatches: who is posted where, and since when."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response

from handinhand.core.clock import local_day
from handinhand.core.database import RequestSession
from handinhand.core.http.routes import feature_router
from handinhand.core.http.schema import Page, answer
from handinhand.foundation.access.guards import Access, Found, one, requires
from handinhand.foundation.access.idempotency import RequestIdempotency
from handinhand.foundation.access.permissions import Permission
from handinhand.models import Dispatch
from handinhand.programme.dispatches import queries, service
from handinhand.programme.dispatches.schemas import DispatchIn, DispatchOut, DispatchQuery, EndIn, HandOverIn

router = feature_router("dispatches")

MayRead = Annotated[Access, requires(Permission.DISPATCHES_READ)]
MayWrite = Annotated[Access, requires(Permission.DISPATCHES_WRITE)]
Readable = Annotated[Found[Dispatch], one(queries.load_dispatch, reads=Permission.DISPATCHES_READ)]
Writable = Annotated[
    Found[Dispatch],
    one(queries.load_dispatch, reads=Permission.DISPATCHES_READ, writes=Permission.DISPATCHES_WRITE),
]


async def not_ended(found: Writable) -> Found[Dispatch]:
    """Raises DispatchEnded, before the body is looked at (api.md: 409 comes before 422)."""
    if not found.repeated:
        service.refuse_ended(found.record, found.access.now)
    return found


Running = Annotated[Found[Dispatch], Depends(not_ended)]


@router.get("/dispatches", response_model=Page[DispatchOut], summary="List dispatches")
async def list_dispatches(
    access: MayRead, session: RequestSession, query: Annotated[DispatchQuery, Query()]
) -> Response:
    """Dispatches to the institutions within the caller's reach, by institution unless sorted otherwise."""
    page = await queries.list_dispatches(session, access.scope, query, local_day(access.now))
    items = [queries.as_out(row) for row in page.rows]
    return answer(Page[DispatchOut](items=items, next_cursor=page.next_cursor, total=page.total))


@router.post("/dispatches", response_model=DispatchOut, status_code=201, summary="Post an instructor")
async def create_dispatch(
    access: MayWrite, session: RequestSession, idempotency: RequestIdempotency, body: DispatchIn
) -> Response:
    """Posts an instructor to a private institution. 409 `dispatch_overlaps` names the dispatch in the way."""

    async def first() -> UUID:
        return (await service.create(session, access.ref, access.scope, body, access.now)).id

    dispatch_id = await idempotency.once(first, queries.load_dispatch, access.actor.scope(Permission.DISPATCHES_READ))
    return await _answer(session, access, dispatch_id, status=201)


@router.get("/dispatches/{id}", response_model=DispatchOut, summary="Read a dispatch")
async def read_dispatch(found: Readable, session: RequestSession) -> Response:
    """One dispatch, with its version as ETag."""
    return await _answer(session, found.access, found.record.id)


@router.post("/dispatches/{id}/hand-over", response_model=DispatchOut, status_code=201, summary="Hand a dispatch over")
async def hand_over_dispatch(found: Running, session: RequestSession, body: HandOverIn) -> Response:
    """Ends this dispatch the day before `on` and answers with its successor."""
    if found.repeated:
        successor_id = await queries.successor_of(session, found.record.id)
    else:
        successor_id = (await service.hand_over(session, found.access.ref, found.record, body, found.access.now)).id
    return await _answer(session, found.access, successor_id, status=201)


@router.post("/dispatches/{id}/end", response_model=DispatchOut, summary="End a dispatch")
async def end_dispatch(found: Running, session: RequestSession, body: EndIn) -> Response:
    """Sets the last day in post."""
    if not found.repeated:
        await service.end(session, found.access.ref, found.record, body, found.access.now)
    return await _answer(session, found.access, found.record.id)


async def _answer(session: RequestSession, access: Access, dispatch_id: UUID, status: int = 200) -> Response:
    dispatch = await queries.read_dispatch(session, dispatch_id, local_day(access.now))
    location = f"/api/v1/dispatches/{dispatch.id}" if status == 201 else None
    return answer(dispatch, status=status, version=dispatch.version, location=location)
