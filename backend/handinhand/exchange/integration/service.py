"""Figures for outside systems: those of the grid, as bare counts (api.md, Integration)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

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


async def figures_of_month(reader: Reader, bureau_id: UUID, month: date, now: datetime) -> dict[str, Any]:
    """One bureau's figures of a month, in the shape of `schemas.MonthCoverage`: those of `coverage`."""
    [county] = await overview.county_totals(reader, frozenset({bureau_id}), month, 1, now)
    return _counts(county["totals"][0])


def _counts(total: dict[str, Any]) -> dict[str, Any]:
    statuses = {status: figure["count"] for status, figure in total["statuses"].items()}
    return {"month": total["month"], "owed": total["owed"]["count"], **statuses}
