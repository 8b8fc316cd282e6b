"""Bodies and answers of closures."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from handinhand.accountability.closures.rules import ClosingItem
from handinhand.core.http.fields import FactDay
from handinhand.core.http.schema import Reason, Schema


class ClosingItemOut(Schema):
    """What ends, how many there are of it, and where they open."""

    code: ClosingItem
    label: str
    count: int
    href: str


class ClosingChecklist(Schema):
    """Everything that ends with a community on its last day; what there is none of is left out."""

    community_id: UUID
    ends_on: date
    items: list[ClosingItemOut]


class ClosingQuery(Schema):
    """How and when the community is to end."""

    deed: Literal["dissolve", "complete"] = Field(
        default="dissolve", description="`complete`: its term is over; then only what is left unfinished is listed."
    )
    ends_on: FactDay | None = Field(None, description="Its last day; left out: today.")


class ClosureIn(Schema):
    """The last day, why, and what was looked at."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "ends_on": "2026-11-20",
                    "reason": "结对学校停办",
                    "confirmed": ["planned_activities", "supported_schools", "contacts", "running_targets"],
                }
            ]
        }
    )

    ends_on: FactDay
    reason: Reason
    confirmed: list[ClosingItem] = Field(default_factory=list, max_length=20, description="Codes of the checklist.")
