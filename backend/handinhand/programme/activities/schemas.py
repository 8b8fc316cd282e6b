"""Bodies and answers of activities."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from handinhand.core.http.fields import ONE_LINE, WHOLE, Count, Day, FactDay, PlanDay, kept
from handinhand.core.http.paging import PageQuery
from handinhand.core.http.schema import PRINTABLE, Instant, LongText, Reason, Schema, ShortText
from handinhand.programme.activities.rules import Every
from handinhand.programme.communities.schemas import StrandName

ActivityStateName = Literal["planned", "done", "cancelled"]
KindName = Annotated[str, StringConstraints(min_length=1, max_length=40), ONE_LINE]
Title = Annotated[str, StringConstraints(min_length=2, max_length=100), ONE_LINE]
Place = Annotated[str, StringConstraints(max_length=100), PRINTABLE]
Hosts = Annotated[str, StringConstraints(max_length=200), PRINTABLE]
WhatWasDone = Annotated[str, StringConstraints(min_length=1, max_length=5000), PRINTABLE]
SchoolIds = Annotated[list[UUID], Field(max_length=20)]


class ActivityKindOut(Schema):
    """A kind of activity within a strand; a retired one stays on what was done."""

    id: UUID
    strand: StrandName
    name: str
    position: int
    retired_on: date | None
    version: int


class ActivityKindQuery(PageQuery):
    """Filters of the list, by strand and position."""

    strand: StrandName | None = None
    retired: bool = Field(default=False, description="Those that are no longer offered, too.")


class ActivityKindIn(Schema):
    """A new kind, offered last in its strand."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"strand": "teaching", "name": "同课异构"}]})

    strand: StrandName
    name: KindName


class ActivityKindPatch(Schema):
    """What changes; `retired_on` takes it out of what is offered."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "联合教研活动"}]})

    name: KindName = kept()
    position: Annotated[int, Field(strict=True, ge=0, le=1000), WHOLE] = kept()
    retired_on: FactDay | None = None


class ActivityOut(Schema):
    """An activity. `ends_on` is its last day; participants are staff, counted by side."""

    id: UUID
    community_id: UUID
    community_name: str
    strand: StrandName
    kind_id: UUID
    kind_name: str
    organiser_id: UUID
    organiser_name: str
    supported_school_ids: list[UUID] = Field(description="Those that take part; empty: all of the community.")
    title: str
    state: ActivityStateName
    overdue: bool = Field(description="Planned, and its last day has passed.")
    starts_on: date
    ends_on: date
    place: str
    hosts: str
    lead_participants: int
    supported_participants: int
    content: str
    outcome: str
    series_id: UUID | None
    evidence_count: int
    completed_at: Instant | None
    cancelled_at: Instant | None
    cancel_reason: str | None
    version: int


class ActivityQuery(PageQuery):
    """Filters of the list; the latest day comes first."""

    community_id: UUID | None = None
    school_id: UUID | None = Field(None, description="A school on either side.")
    strand: StrandName | None = None
    kind_id: UUID | None = None
    state: ActivityStateName | None = None
    overdue: bool | None = Field(None, description="Planned ones whose last day has passed.")
    may: Literal["write"] | None = Field(None, description="Those that the caller may write, not only see.")
    from_: Day | None = Field(None, alias="from", description="First day on or after.")
    to: Day | None = Field(None, description="First day on or before.")
    ends_from: Day | None = Field(None, description="Last day on or after.")
    q: ShortText | None = Field(None, description="Title, its pinyin or initials.")
    sort: str | None = Field(None, max_length=40, description="`starts_on` or `title`, with `-` turned round.")


class Repetition(Schema):
    """How often it comes again, and until when; at most 60 times."""

    every: Every
    until_on: PlanDay


class Held(Schema):
    """What was done."""

    content: WhatWasDone
    outcome: LongText = ""


class ActivityIn(Schema):
    """An activity: planned, or with `done` one that was held already."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "community_id": "01920000-0000-7000-8000-000000000001",
                    "strand": "teaching",
                    "kind_id": "01920000-0000-7000-8000-000000000002",
                    "title": "数学同课异构",
                    "starts_on": "2026-10-14",
                    "place": "兴华学校",
                    "lead_participants": 6,
                    "supported_participants": 18,
                    "done": {"content": "两校各上一节课，课后共同评课", "outcome": "形成教案两份"},
                }
            ]
        }
    )

    id: UUID | None = Field(None, description="Made by the client, for a single activity: the same again answers 200.")
    community_id: UUID
    strand: StrandName
    kind_id: UUID
    organiser_id: UUID | None = Field(None, description="Left out: one's own school; for the bureau the lead school.")
    supported_school_ids: SchoolIds = Field(default_factory=list)
    title: Title
    starts_on: PlanDay
    ends_on: PlanDay | None = Field(None, description="Left out: the same day.")
    place: Place = ""
    hosts: Hosts = Field("", description="Names of staff; never of pupils.")
    lead_participants: Count = 0
    supported_participants: Count = 0
    repeats: Repetition | None = None
    done: Held | None = None


class ActivityPatch(Schema):
    """What changes: of a plan everything but its community; of what was held its words and numbers."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"place": "兴华学校报告厅"}]})

    kind_id: UUID = kept()
    supported_school_ids: SchoolIds = kept()
    title: Title = kept()
    starts_on: PlanDay = kept()
    ends_on: PlanDay = kept()
    place: Place = kept()
    hosts: Hosts = kept()
    lead_participants: Count = kept()
    supported_participants: Count = kept()
    content: WhatWasDone = kept()
    outcome: LongText = kept()


class CompletionIn(Schema):
    """What was done, and when it really was."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "content": "两校各上一节课，课后共同评课",
                    "outcome": "形成教案两份",
                    "lead_participants": 6,
                    "supported_participants": 18,
                }
            ]
        }
    )

    content: WhatWasDone
    outcome: LongText = ""
    lead_participants: Count
    supported_participants: Count
    starts_on: FactDay | None = Field(None, description="Left out: as planned.")
    ends_on: FactDay | None = None


class CancellationIn(Schema):
    """Why it does not take place."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "遇大雪停课，另行安排"}]})

    reason: Reason
    rest_of_series: bool = Field(default=False, description="Also the planned ones of its series that come after it.")
