"""The overview's routes."""

from typing import Annotated

from fastapi import Query, Response

from handinhand.accountability.overview import service
from handinhand.accountability.overview.communities import communities_overview
from handinhand.accountability.overview.coverage import coverage_overview
from handinhand.accountability.overview.grid_json import grid_as_json
from handinhand.accountability.overview.schemas import (
    CommunitiesOverview,
    CoverageOverview,
    MonthOverview,
    MonthQuery,
    Today,
    UnassignedList,
    UnvisitedList,
    UnvisitedQuery,
)
from handinhand.accountability.overview.today import today
from handinhand.core.database import RequestDatabase, RequestSession
from handinhand.core.http.asked import asked, asked_parameters
from handinhand.core.http.routes import feature_router
from handinhand.core.http.schema import answer, answer_text
from handinhand.foundation.access.guards import Access, PasswordChangeRequired, requires
from handinhand.foundation.access.permissions import Permission

router = feature_router("overview", prefix="/overview")

MayRead = Annotated[Access, requires(Permission.OVERVIEW_READ)]


@router.get("/today", response_model=Today, summary="What needs me today")
async def read_today(access: Annotated[Access, requires(Permission.ME)], session: RequestSession) -> Response:
    """The caller's to-dos by their roles, each with the list of what it counts, and how the month stands."""
    # The guard of one's own account lets in who still has to set a password; nothing is shown before that.
    if access.actor.must_change_password:
        raise PasswordChangeRequired
    return answer(await today(session, access))


@router.get(
    "/month",
    openapi_extra=asked_parameters(MonthQuery),
    response_model=MonthOverview,
    summary="The institution × month grid",
)
async def read_month(
    access: MayRead, database: RequestDatabase, query: Annotated[MonthQuery, asked(MonthQuery)]
) -> Response:
    """How every institution within the caller's reach stood in each month, with totals; unpaged."""
    async with database.reading() as reader:
        grid = await service.month_overview(reader, access, query)
    return answer_text(grid_as_json(grid))


@router.get("/unvisited", response_model=UnvisitedList, summary="Who has not been visited in the month")
async def read_unvisited(
    access: MayRead, session: RequestSession, query: Annotated[UnvisitedQuery, Query()]
) -> Response:
    """The institutions without a visit that counts, and the same list as plain text."""
    return answer(await service.unvisited(session, access, query))


@router.get("/unassigned", response_model=UnassignedList, summary="Where nobody is in post today")
async def read_unassigned(access: MayRead, session: RequestSession) -> Response:
    """The open private institutions without an instructor today."""
    return answer(await service.unassigned(session, access))


@router.get("/communities", response_model=CommunitiesOverview, summary="The support communities side by side")
async def read_communities_overview(
    access: Annotated[Access, requires(Permission.COMMUNITIES_READ)], session: RequestSession
) -> Response:
    """Three strands each, what is due, and the targets beside an even pace; unpaged."""
    return answer(await communities_overview(session, access))


@router.get("/coverage", response_model=CoverageOverview, summary="How the institutions are covered, in figures")
async def read_coverage_overview(
    access: Annotated[Access, requires(Permission.COVERAGE_READ)], session: RequestSession
) -> Response:
    """By Party coverage and by mass group; every figure opens its rows in `/institution-coverages`."""
    return answer(await coverage_overview(session, access))
