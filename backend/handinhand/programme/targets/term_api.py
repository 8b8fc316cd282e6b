"""Where a school's term begins, and with it the targets that the notice gives: both in one transaction."""

from typing import Annotated

from fastapi import Depends, Response

from handinhand.core.database import RequestSession
from handinhand.core.http.routes import feature_router
from handinhand.core.http.schema import answer
from handinhand.foundation.access.guards import Found, one
from handinhand.foundation.access.permissions import Permission as P
from handinhand.models import SupportCommunity
from handinhand.programme.communities import service as communities
from handinhand.programme.communities.schemas import CommunityOut, SchoolIn
from handinhand.programme.targets import service

router = feature_router("communities")

Writable = Annotated[
    Found[SupportCommunity], one(communities.load_community, reads=P.COMMUNITIES_READ, writes=P.COMMUNITIES_WRITE)
]


async def _still_open(found: Writable) -> Found[SupportCommunity]:
    """Raises CommunityStateRefused before the body is looked at (api.md: 409 comes before 422)."""
    if not found.repeated:
        communities.refuse_ended(found.record)
    return found


@router.post("/communities/{id}/activate", response_model=CommunityOut, summary="Let a support community begin")
async def activate_community(found: Writable, session: RequestSession) -> Response:
    """approved → active, from its first day on; its schools' targets are set."""
    if not found.repeated:
        await communities.activate(session, found.access, found.record)
        await service.ensure_given(session, found.access.now, found.record.bureau_id)
    return await _answer(session, found.record)


@router.post("/communities/{id}/schools", response_model=CommunityOut, summary="Let a school join")
async def add_school(
    found: Annotated[Found[SupportCommunity], Depends(_still_open)], session: RequestSession, body: SchoolIn
) -> Response:
    """A school joins later, with its own day; its targets run from there."""
    if not found.repeated:
        await communities.add_school(session, found.access, found.record, body)
        await service.ensure_given(session, found.access.now, found.record.bureau_id)
    return await _answer(session, found.record)


async def _answer(session: RequestSession, community: SupportCommunity) -> Response:
    shown = await communities.read_community(session, community.id)
    return answer(shown, version=shown.version)
