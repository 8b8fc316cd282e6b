"""Ending a support community, or its term, after a look at what ends with it."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Response

from handinhand.accountability.closures import service
from handinhand.accountability.closures.schemas import ClosingChecklist, ClosingQuery, ClosureIn
from handinhand.core.database import RequestSession
from handinhand.core.http.routes import feature_router
from handinhand.core.http.schema import answer
from handinhand.foundation.access.guards import Found, one
from handinhand.foundation.access.permissions import Permission as P
from handinhand.models import SupportCommunity
from handinhand.programme.communities import service as communities
from handinhand.programme.communities.schemas import CommunityOut, RenewIn

router = feature_router("communities")

Readable = Annotated[Found[SupportCommunity], one(communities.load_community, reads=P.COMMUNITIES_READ)]
Writable = Annotated[
    Found[SupportCommunity], one(communities.load_community, reads=P.COMMUNITIES_READ, writes=P.COMMUNITIES_WRITE)
]


def _unless(deed: communities.Deed) -> Any:
    async def at_work(found: Writable) -> Found[SupportCommunity]:
        """Raises CommunityStateRefused before the body is looked at (api.md: 409 comes before 422)."""
        if not found.repeated:
            communities.refuse_unless(found.record, deed)
        return found

    return Depends(at_work)


@router.get("/communities/{id}/closing-checklist", response_model=ClosingChecklist,
            summary="See what ends with a support community")  # fmt: skip
async def read_closing_checklist(
    found: Readable, session: RequestSession, query: Annotated[ClosingQuery, Query()]
) -> Response:
    """Counted as of the day that is to be the last one; every count opens its rows."""
    return answer(await service.checklist(session, found.access, found.record, query))


@router.post("/communities/{id}/dissolve", response_model=CommunityOut, summary="Dissolve a support community")
async def dissolve_community(
    found: Annotated[Found[SupportCommunity], _unless(communities.Deed.dissolve)],
    session: RequestSession,
    body: ClosureIn,
) -> Response:
    """active → dissolved. 409 `checklist_unconfirmed` names what was not confirmed; then everything ends together."""
    if not found.repeated:
        await service.close(session, found.access, found.record, communities.Deed.dissolve, body)
    return await _answer(session, found.record.id)


@router.post("/communities/{id}/complete", response_model=CommunityOut, summary="Complete a support community")
async def complete_community(
    found: Annotated[Found[SupportCommunity], _unless(communities.Deed.complete)],
    session: RequestSession,
    body: ClosureIn,
) -> Response:
    """active → completed, when its term is over; what is left unfinished is confirmed like a dissolution's list."""
    if not found.repeated:
        await service.close(session, found.access, found.record, communities.Deed.complete, body)
    return await _answer(session, found.record.id)


@router.post("/communities/{id}/renew", response_model=CommunityOut, status_code=201,
             summary="Renew a support community")  # fmt: skip
async def renew_community(
    found: Annotated[Found[SupportCommunity], _unless(communities.Deed.renew)], session: RequestSession, body: RenewIn
) -> Response:
    """Ends this term the day before `starts_on` and answers with the next one, which takes over what comes later."""
    if found.repeated:
        successor = await communities.successor_of(session, found.record.id)
    else:
        successor = await service.renew(session, found.access, found.record, body)
    return await _answer(session, successor, status=201)


async def _answer(session: RequestSession, community_id: UUID, status: int = 200) -> Response:
    community = await communities.read_community(session, community_id)
    location = f"/api/v1/communities/{community.id}" if status == 201 else None
    return answer(community, status=status, version=community.version, location=location)
