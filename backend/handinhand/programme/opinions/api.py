"""Opinions, read only: they are noted on visits, and their routing comes with a later part."""

from typing import Annotated, Any

from fastapi import Query, Response

from handinhand.core.database import RequestSession
from handinhand.core.http.routes import feature_router
from handinhand.core.http.schema import Page, answer
from handinhand.foundation.access.guards import Access, Found, one, requires
from handinhand.foundation.access.permissions import Permission
from handinhand.programme.opinions import queries
from handinhand.programme.opinions.schemas import OpinionOut, OpinionQuery

router = feature_router("opinions")


@router.get("/opinions", response_model=Page[OpinionOut], summary="List opinions")
async def list_opinions(
    access: Annotated[Access, requires(Permission.OPINIONS_READ)],
    session: RequestSession,
    query: Annotated[OpinionQuery, Query()],
) -> Response:
    """Opinions of the institutions within the caller's reach, newest first."""
    page = await queries.list_opinions(session, access.scope, query)
    items = [queries.as_out(row) for row in page.rows]
    return answer(Page[OpinionOut](items=items, next_cursor=page.next_cursor, total=page.total))


@router.get("/opinions/{id}", response_model=OpinionOut, summary="Read an opinion")
async def read_opinion(
    found: Annotated[Found[Any], one(queries.load_opinion, reads=Permission.OPINIONS_READ)],
) -> Response:
    """One opinion, with its version as ETag."""
    return answer(queries.as_out(found.record), version=found.record.version)
