"""Bodies and answers of obligations; the month as every feature writes it."""

import re
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from handinhand.core.http.paging import PageQuery
from handinhand.core.http.schema import Instant, Reason, Schema
from handinhand.foundation.organisations.schemas import Kind
from handinhand.programme.obligations.rules import ObligationStatus

Status = ObligationStatus
"""How a month stands, as features above name it."""

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)


def _read_month(value: Any) -> date:
    if isinstance(value, date):
        return value
    found = _MONTH.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise PydanticCustomError("month_malformed", "月份应写成四位年份和两位月份，例如 2026-10")
    return date(int(found[1]), int(found[2]), 1)


def month_text(month: date) -> str:
    """`2026-10` for the first day of October 2026."""
    return f"{month:%Y-%m}"


Month = Annotated[
    date,
    BeforeValidator(_read_month),
    PlainSerializer(month_text, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^20\d\d-(0[1-9]|1[0-2])$", "examples": ["2026-10"]}),
]
"""A month in the bureau's zone: `YYYY-MM` outside, its first day inside."""


class Waiver(Schema):
    """A decision that nothing is owed for the month, with who answers for it."""

    reason: str
    waived_at: Instant
    waived_by: str | None


class WaiverEntry(Waiver):
    """A waiver in the history of a month; the last three are null for one that still holds."""

    taken_back_reason: str | None
    taken_back_at: Instant | None
    taken_back_by: str | None


class ObligationOut(Schema):
    """An institution's month (api.md). The status is derived when read.

    `received_at` is the first receipt of the visit that stands for the month; `due_on` the last day in time.
    `instructor_ids` were in post on some day of the month, `visit_ids` are the visits of the month that the caller may
    read, drafts and void ones apart.
    """

    id: UUID
    institution_id: UUID
    institution_name: str
    month: Month
    status: ObligationStatus
    due_on: date
    received_at: Instant | None
    instructor_ids: list[UUID]
    instructor_names: list[str]
    visit_ids: list[UUID]
    waiver: Waiver | None
    version: int


class ObligationDetail(ObligationOut):
    """An institution's month read by itself: with every waiver there was, the newest first."""

    waiver_history: list[WaiverEntry]


class ObligationQuery(PageQuery):
    """Filters of the list."""

    month: Month | None = Field(None, description="`YYYY-MM`; without it the last 36 months.")
    status: list[ObligationStatus] = Field(default_factory=list, description="May be given more than once.")
    institution_id: UUID | None = None
    section_id: UUID | None = None
    kind: Kind | None = None
    instructor_id: UUID | None = Field(None, description="In post on some day of the month.")
    sort: str | None = Field(
        None, max_length=40, description="`name` (the default with a month) or `month`, with `-` turned round."
    )


class WaiveIn(Schema):
    """Why nothing is owed."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "校舍维修，全月停课"}]})

    reason: Reason


class UnwaiveIn(Schema):
    """Why the waiver is taken back."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "提前复课"}]})

    reason: Reason


class WaiversIn(Schema):
    """A month waived for several institutions, or for all."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"month": "2026-07", "institution_ids": None, "reason": "暑假全县停课"}]}
    )

    month: Month
    institution_ids: list[UUID] | None = Field(
        None, min_length=1, max_length=1000, description="Left out or null: every institution that owes the month."
    )
    reason: Reason


class WaiversOut(Schema):
    """How many months were waived now, and how many had been before."""

    month: Month
    waived: int
    already_waived: int
    href: str
