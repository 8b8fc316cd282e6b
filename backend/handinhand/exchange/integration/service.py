"""Figures for outside systems: those of the grid, as bare counts (api.md, Integration)."""

from typing import Any

from handinhand.accountability.overview import service as overview
from handinhand.core.database import Reader
from handinhand.exchange.integration.schemas import CoverageQuery
from handinhand.foundation.access.guards import Access


async def coverage(reader: Reader, access: Access, query: CoverageQuery) -> dict[str, Any]:
    """How the counties within reach stand by month, in the shape of `schemas.Coverage`. Raises Invalid."""
    counties = overview.counties_of(access)
    found = await overview.county_totals(reader, counties, query.month, query.months, access.now)
    return {
        "counties": [
            {"id": county["id"], "name": county["name"], "months": [_counts(total) for total in county["totals"]]}
            for county in found
        ]
    }


def _counts(total: dict[str, Any]) -> dict[str, Any]:
    statuses = {status: figure["count"] for status, figure in total["statuses"].items()}
    return {"month": total["month"], "owed": total["owed"]["count"], **statuses}
