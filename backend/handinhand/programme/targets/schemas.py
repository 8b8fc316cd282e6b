"""Bodies and answers of targets."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from handinhand.core.http.fields import WHOLE, Day, PlanDay, kept
from handinhand.core.http.paging import PageQuery
from handinhand.core.http.schema import PRINTABLE, Schema

MeasureName = Literal[
    "backbone_teachers", "members_admitted", "activities_teaching", "activities_hardship", "activities_party_building"
]
Aim = Annotated[int, Field(strict=True, ge=1, le=1000), WHOLE]
Note = Annotated[str, StringConstraints(min_length=1, max_length=200), PRINTABLE]


class TargetOut(Schema):
    """What a supported school aims at within its term. An aim, not a verdict: `expected` is an even pace."""

    id: UUID
    community_id: UUID
    community_name: str
    school_id: UUID
    school_name: str
    measure: MeasureName
    aim: int
    value: int = Field(description="What the register holds within the term up to today.")
    expected: float = Field(description="Where an even pace would stand today.")
    starts_on: date
    ends_on: date
    note: str | None
    progress_href: str = Field(description="The rows that are counted.")
    version: int


class TargetQuery(PageQuery):
    """Filters of the list."""

    community_id: UUID | None = None
    school_id: UUID | None = None
    measure: MeasureName | None = None
    running_after: Day | None = Field(None, description="Of schools that still belong, and not over on this day.")


class TargetIn(Schema):
    """A target that the bureau adds for a supported school; it runs with the school's term."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "community_id": "01920000-0000-7000-8000-000000000001",
                    "school_id": "01920000-0000-7000-8000-000000000002",
                    "measure": "activities_teaching",
                    "aim": 12,
                    "note": "每年四次送教下乡",
                }
            ]
        }
    )

    community_id: UUID
    school_id: UUID
    measure: MeasureName
    aim: Aim
    starts_on: PlanDay | None = Field(None, description="Left out: the day on which the school joined.")
    ends_on: PlanDay | None = Field(None, description="Left out: 36 months from the first day.")
    note: Note | None = None


class TargetPatch(Schema):
    """What changes."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"aim": 4}]})

    aim: Aim = kept()
    ends_on: PlanDay = kept()
    note: Note | None = None


class CountedRow(Schema):
    """One record that counts, and where it opens."""

    id: UUID
    on: date
    label: str | None = Field(description="Null where the caller does not read the register.")
    href: str


class CoursePoint(Schema):
    """How many there were from this day on."""

    on: date
    value: int


class TargetProgress(Schema):
    """How a target stands, step by step; `rows` are exactly what `value` counts."""

    id: UUID
    measure: MeasureName
    aim: int
    value: int
    expected: float
    starts_on: date
    ends_on: date
    points: list[CoursePoint]
    rows: list[CountedRow]
