"""Support communities: founded, approved, at work, renewed or ended; their schools."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response

from handinhand.core.database import RequestDatabase, RequestSession
from handinhand.core.http.asked import asked, asked_parameters
from handinhand.core.http.openapi import refusals
from handinhand.core.http.routes import feature_router
from handinhand.core.http.schema import Page, answer, answer_text
from handinhand.foundation.access.guards import Access, Found, one, requires
from handinhand.foundation.access.idempotency import RequestIdempotency
from handinhand.foundation.access.permissions import Permission as P
from handinhand.models import SupportCommunity
from handinhand.programme.communities import queries, service
from handinhand.programme.communities.schemas import (
    CommunityIn,
    CommunityOut,
    CommunityPatch,
    CommunityQuery,
    SchoolLeavesIn,
)

router = feature_router("communities")

MayRead = Annotated[Access, requires(P.COMMUNITIES_READ)]
MayWrite = Annotated[Access, requires(P.COMMUNITIES_WRITE)]
Readable = Annotated[Found[SupportCommunity], one(queries.load_community, reads=P.COMMUNITIES_READ)]
Writable = Annotated[
    Found[SupportCommunity], one(queries.load_community, reads=P.COMMUNITIES_READ, writes=P.COMMUNITIES_WRITE)
]


async def _still_open(found: Writable) -> Found[SupportCommunity]:
    """Raises CommunityStateRefused before the body is looked at (api.md: 409 comes before 422)."""
    if not found.repeated:
        service.refuse_ended(found.record)
    return found


Open = Annotated[Found[SupportCommunity], Depends(_still_open)]


@router.get(
    "/communities",
    openapi_extra=asked_parameters(CommunityQuery),
    response_model=Page[CommunityOut],
    summary="List support communities",
)
async def list_communities(
    access: MayRead, database: RequestDatabase, query: Annotated[CommunityQuery, asked(CommunityQuery)]
) -> Response:
    """The communities that the caller's school belongs to, or all of the bureau."""
    return answer_text(await queries.LIST.page(database, access.scope, query))


@router.post("/communities", response_model=CommunityOut, status_code=201, summary="Found a support community")
async def create_community(
    access: MayWrite, session: RequestSession, idempotency: RequestIdempotency, body: CommunityIn
) -> Response:
    """A draft: a public lead school and one or more private schools."""
    reach = access.actor.scope(P.COMMUNITIES_READ)
    made = await idempotency.once(lambda: service.create(session, access, body), queries.load_community, reach)
    return await _answer(session, made, status=201)


@router.get("/communities/{id}", response_model=CommunityOut, summary="Read a support community")
async def read_community(found: Readable, session: RequestSession) -> Response:
    """One community, with its version as ETag."""
    return await _answer(session, found.record.id)


@router.patch("/communities/{id}", response_model=CommunityOut, summary="Change a support community")
async def change_community(found: Open, session: RequestSession, body: CommunityPatch) -> Response:
    """Changes what the body gives; lead and first day of a draft only."""
    await service.change(session, found.access, found.record, body)
    return await _answer(session, found.record.id)


@router.delete("/communities/{id}", status_code=204, response_class=Response, responses=refusals(409),
               summary="Discard a draft")  # fmt: skip
async def discard_community(found: Writable, session: RequestSession) -> Response:
    """Takes away a draft that was entered in error."""
    await service.discard(session, found.access, found.record)
    return Response(status_code=204)


@router.post("/communities/{id}/approve", response_model=CommunityOut, summary="Approve a support community")
async def approve_community(found: Writable, session: RequestSession) -> Response:
    """draft → approved."""
    if not found.repeated:
        await service.approve(session, found.access, found.record)
    return await _answer(session, found.record.id)


@router.post("/communities/{id}/withdraw-approval", response_model=CommunityOut,
             summary="Take back the approval of a community that has not begun")  # fmt: skip
async def withdraw_community_approval(found: Writable, session: RequestSession) -> Response:
    """approved → draft, to be changed or discarded."""
    if not found.repeated:
        await service.withdraw_approval(session, found.access, found.record)
    return await _answer(session, found.record.id)


@router.post("/communities/{id}/leave", response_model=CommunityOut, summary="Let a school leave")
async def let_school_leave(found: Open, session: RequestSession, body: SchoolLeavesIn) -> Response:
    """Sets the school's last day; what it did stays."""
    if not found.repeated:
        await service.let_school_leave(session, found.access, found.record, body)
    return await _answer(session, found.record.id)


async def _answer(session: RequestSession, community_id: UUID, status: int = 200) -> Response:
    community = await queries.read_community(session, community_id)
    location = f"/api/v1/communities/{community.id}" if status == 201 else None
    return answer(community, status=status, version=community.version, location=location)
