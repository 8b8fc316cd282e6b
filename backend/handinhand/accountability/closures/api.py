"""Dissolving a support community, after a look at what ends with it."""

from typing import Annotated

from fastapi import Depends, Response

from handinhand.accountability.closures import service
from handinhand.accountability.closures.schemas import ClosingChecklist, DissolveIn
from handinhand.core.database import RequestSession
from handinhand.core.http.routes import feature_router
from handinhand.core.http.schema import answer
from handinhand.foundation.access.guards import Found, one
from handinhand.foundation.access.permissions import Permission as P
from handinhand.models import SupportCommunity
from handinhand.programme.communities import service as communities
from handinhand.programme.communities.schemas import CommunityOut

router = feature_router("communities")

Readable = Annotated[Found[SupportCommunity], one(communities.load_community, reads=P.COMMUNITIES_READ)]
Writable = Annotated[
    Found[SupportCommunity], one(communities.load_community, reads=P.COMMUNITIES_READ, writes=P.COMMUNITIES_WRITE)
]


async def at_work(found: Writable) -> Found[SupportCommunity]:
    """Raises CommunityStateRefused before the body is looked at (api.md: 409 comes before 422)."""
    if not found.repeated:
        communities.refuse_unless(found.record, communities.Deed.dissolve)
    return found


@router.get("/communities/{id}/closing-checklist", response_model=ClosingChecklist,
            summary="See what ends with a support community")  # fmt: skip
async def read_closing_checklist(found: Readable, session: RequestSession) -> Response:
    """Counted as of today."""
    return answer(await service.checklist(session, found.access, found.record))


@router.post("/communities/{id}/dissolve", response_model=CommunityOut, summary="Dissolve a support community")
async def dissolve_community(
    found: Annotated[Found[SupportCommunity], Depends(at_work)], session: RequestSession, body: DissolveIn
) -> Response:
    """active → dissolved. 409 `checklist_unconfirmed` names what was not confirmed; then everything ends together."""
    if not found.repeated:
        await service.dissolve(session, found.access, found.record, body)
    community = await communities.read_community(session, found.record.id)
    return answer(community, version=community.version)
