"""Routes for outside systems."""

from typing import Annotated

from fastapi import Response

from handinhand.core.database import RequestDatabase
from handinhand.core.http.asked import asked, asked_parameters
from handinhand.core.http.routes import feature_router
from handinhand.core.http.schema import answer
from handinhand.exchange.integration import service
from handinhand.exchange.integration.schemas import Coverage, CoverageQuery
from handinhand.foundation.access.guards import Access, requires
from handinhand.foundation.access.permissions import Permission

router = feature_router("integration")

MayReadStats = Annotated[Access, requires(Permission.STATS_READ)]


@router.get(
    "/stats/coverage",
    openapi_extra=asked_parameters(CoverageQuery),
    response_model=Coverage,
    summary="How the counties stand by month",
)
async def read_coverage(
    access: MayReadStats, database: RequestDatabase, query: Annotated[CoverageQuery, asked(CoverageQuery)]
) -> Response:
    """Counts of institutions by month and status, equal to the totals of the month grid; unpaged."""
    async with database.reading() as reader:
        return answer(await service.coverage(reader, access, query))
