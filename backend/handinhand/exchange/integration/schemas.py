"""What outside systems ask and are answered."""

from uuid import UUID

from pydantic import Field

from handinhand.core.http.schema import Schema
from handinhand.programme.obligations.schemas import Month


class CoverageQuery(Schema):
    """Which months."""

    month: Month | None = Field(None, description="The last month, `YYYY-MM`; left out: the present one.")
    months: int = Field(12, ge=1, le=36, description="How many months, counted back.")


class MonthCoverage(Schema):
    """How many institutions owe the month, and how they stand (domain.md §3)."""

    month: Month
    owed: int
    open: int
    met: int
    met_late: int
    missed: int
    unassigned: int
    waived: int


class CountyCoverage(Schema):
    """A county bureau with its months, oldest first."""

    id: UUID
    name: str
    months: list[MonthCoverage]


class Coverage(Schema):
    """The counties within the caller's reach, by name. No institution and no person is named."""

    counties: list[CountyCoverage]
