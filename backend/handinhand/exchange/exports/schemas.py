"""Bodies and answers of exports."""

from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from handinhand.core.http.paging import PageQuery
from handinhand.core.http.schema import Instant, Schema
from handinhand.foundation.organisations.schemas import Kind
from handinhand.programme.obligations.schemas import Month, Status


class ExportKind(StrEnum):
    """What can be taken out."""

    month_grid = "month_grid"
    obligations = "obligations"


class ExportFilters(Schema):
    """Which institutions and months: the filters of the grid and of the list."""

    kind: Kind | None = None
    section_id: UUID | None = None
    instructor_id: UUID | None = None
    institution_id: UUID | None = Field(None, description="Of the list only; the grid shows institutions side by side.")
    status: list[Status] = Field(default_factory=list, description="Of the list only; the grid shows every month.")


class ExportIn(Schema):
    """A workbook to be made."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"kind": "month_grid", "month": "2026-10", "months": 12, "filters": {"kind": "kindergarten"}}]
        }
    )

    kind: ExportKind
    month: Month | None = Field(None, description="The last month, `YYYY-MM`; left out: the present one.")
    months: int = Field(12, ge=1, le=36, description="How many months, counted back.")
    filters: ExportFilters = Field(default_factory=ExportFilters)


class ExportOut(Schema):
    """The manifest: what was asked for, how far it is, and what the file is."""

    id: UUID
    kind: ExportKind
    status: Literal["queued", "running", "done", "failed"]
    parameters: dict[str, Any]
    file_name: str
    rows: int | None = Field(description="Rows beside the headings.")
    size: int | None = Field(description="Bytes.")
    sha256: str | None
    requested_by: str = Field(description="Who asked for it.")
    created_at: Instant
    finished_at: Instant | None
    content: str | None = Field(description="Where the file is, once it is done.")
    version: int


class ExportQuery(PageQuery):
    """The list has no filters."""
