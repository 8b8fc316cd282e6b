"""The search's route."""

from typing import Annotated

from fastapi import Query, Response

from handinhand.accountability.overview.search import SearchAnswer, SearchQuery, search
from handinhand.core.clock import local_day
from handinhand.core.database import RequestSession
from handinhand.core.http.routes import feature_router
from handinhand.core.http.schema import answer
from handinhand.foundation.access.guards import Access, PasswordChangeRequired, requires
from handinhand.foundation.access.permissions import Permission

router = feature_router("overview")


@router.get("/search", response_model=SearchAnswer, summary="Search organisations, Party organisations and people")
async def search_everything(
    access: Annotated[Access, requires(Permission.ME)],
    session: RequestSession,
    query: Annotated[SearchQuery, Query()],
) -> Response:
    """By name, former name, pinyin, initials or code, at most ten of each kind. Without a right to read: nothing."""
    # The guard of one's own account lets in who still has to set a password; nothing is searched before that.
    if access.actor.must_change_password:
        raise PasswordChangeRequired
    return answer(await search(session, access.actor, query.q, local_day(access.now)))
