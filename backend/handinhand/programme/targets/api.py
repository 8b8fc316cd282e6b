"""Targets: what the supported schools aim at, and how it stands."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from handinhand.core.clock import local_day
from handinhand.core.database import RequestSession
from handinhand.core.http.routes import feature_router
from handinhand.core.http.schema import Page, answer
from handinhand.foundation.access.guards import Access, Found, one, requires
from handinhand.foundation.access.idempotency import RequestIdempotency
from handinhand.foundation.access.permissions import Permission as P
from handinhand.models import Target
from handinhand.programme.targets import queries, service
from handinhand.programme.targets.schemas import TargetIn, TargetOut, TargetPatch, TargetProgress, TargetQuery

router = feature_router("targets")

MayRead = Annotated[Access, requires(P.TARGETS_READ)]
MayWrite = Annotated[Access, requires(P.TARGETS_WRITE)]
Readable = Annotated[Found[Target], one(queries.load_target, reads=P.TARGETS_READ)]
Writable = Annotated[Found[Target], one(queries.load_target, reads=P.TARGETS_READ, writes=P.TARGETS_WRITE)]


@router.get("/targets", response_model=Page[TargetOut], summary="List targets")
async def list_targets(access: MayRead, session: RequestSession, query: Annotated[TargetQuery, Query()]) -> Response:
    """Targets of the communities within the caller's reach, with what the registers hold today."""
    today = local_day(access.now)
    page = await queries.list_targets(session, access.scope, query, today)
    items = [queries.as_out(row, today) for row in page.rows]
    return answer(Page[TargetOut](items=items, next_cursor=page.next_cursor, total=page.total))


@router.post("/targets", response_model=TargetOut, status_code=201, summary="Add a target")
async def create_target(
    access: MayWrite, session: RequestSession, idempotency: RequestIdempotency, body: TargetIn
) -> Response:
    """Beside the two that every supported school has; counted from the registers like those."""
    reach = access.actor.scope(P.TARGETS_READ)
    made = await idempotency.once(lambda: service.add(session, access, body), queries.load_target, reach)
    return await _answer(session, access, made, status=201)


@router.get("/targets/{id}", response_model=TargetOut, summary="Read a target")
async def read_target(found: Readable, session: RequestSession) -> Response:
    """One target, with its version as ETag."""
    return await _answer(session, found.access, found.record.id)


@router.patch("/targets/{id}", response_model=TargetOut, summary="Change a target")
async def change_target(found: Writable, session: RequestSession, body: TargetPatch) -> Response:
    """Changes what the body gives."""
    await service.change(session, found.access, found.record, body)
    return await _answer(session, found.access, found.record.id)


@router.get("/targets/{id}/progress", response_model=TargetProgress, summary="See what a target counts")
async def read_target_progress(found: Readable, session: RequestSession) -> Response:
    """The rows that its value counts, and the course of their number."""
    return answer(await service.progress(session, found.access, found.record))


async def _answer(session: RequestSession, access: Access, target_id: UUID, status: int = 200) -> Response:
    target = await queries.read_target(session, target_id, local_day(access.now))
    location = f"/api/v1/targets/{target.id}" if status == 201 else None
    return answer(target, status=status, version=target.version, location=location)
