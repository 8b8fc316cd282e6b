"""What outside systems ask and are answered."""

from uuid import UUID

from pydantic import ConfigDict, Field

from handinhand.core.http.paging import PageQuery
from handinhand.core.http.schema import Instant, Schema
from handinhand.exchange.integration.rules import DeliveryState
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


class FiguresDeliveryIn(Schema):
    """Which month's figures are to be sent."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"month": "2026-10"}]})

    month: Month = Field(description="A month that has begun, `YYYY-MM`.")


class FiguresDeliveryOut(Schema):
    """A month's figures as they were sent, and what became of it. The figures stay as they were when it was asked."""

    id: UUID
    bureau_id: UUID
    month: Month
    state: DeliveryState
    figures: MonthCoverage
    attempts: int
    last_attempt_at: Instant | None
    last_error: str | None = Field(description="`unreachable`, `timeout`, `status_…`, `no_address`, `defect`.")
    delivered_at: Instant | None
    receipt: str | None = Field(description="What the municipal bureau answered.")
    created_at: Instant
    version: int


class FiguresDeliveryQuery(PageQuery):
    """Filters of the list."""

    month: Month | None = None
    state: DeliveryState | None = None
