"""Bodies and answers of visits."""

from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, field_validator
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from handinhand.core.geo import Datum
from handinhand.core.http.paging import PageQuery
from handinhand.core.http.schema import PRINTABLE, Instant, LongText, Reason, Schema, ShortText
from handinhand.programme.obligations.schemas import Month
from handinhand.programme.opinions.schemas import NotedOpinion, OpinionNote
from handinhand.programme.standards.schemas import RoomReview, RoomReviewOut
from handinhand.programme.visits.rules import Duty, VisitChannel, VisitMode, VisitState

_EARLIEST, _LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def _in_living_memory(value: datetime) -> datetime:
    # A phone whose battery died says 1970; anything beyond these bounds is no clock at all.
    if not _EARLIEST <= value < _LATEST:
        raise PydanticCustomError("time_out_of_range", "年份不对，请检查")
    return value.astimezone(UTC)


def _in_order(duties: list[Duty]) -> list[Duty]:
    return [duty for duty in Duty if duty in duties]


Moment = Annotated[Instant, AfterValidator(_in_living_memory)]
"""An instant of a visit, kept in UTC."""
LateReason = Annotated[str, StringConstraints(max_length=500), PRINTABLE]


class VisitPosition(Schema):
    """One point at check-in, given voluntarily and never judged (domain.md §4). Phones measure in WGS-84."""

    longitude: float = Field(ge=-180, le=180)
    latitude: float = Field(ge=-90, le=90)
    accuracy_m: float | None = Field(None, ge=0, le=1_000_000, description="Metres.")
    datum: Datum = Datum.wgs84


class VisitContent(Schema):
    """What stands in a visit's record."""

    co_visitor_ids: list[UUID] = Field([], max_length=10)
    ended_at: Moment | None = None
    mode: VisitMode = VisitMode.on_site
    duties: Annotated[list[Duty], AfterValidator(_in_order)] = Field([], max_length=20)
    persons_met: LongText = ""
    findings: LongText = ""
    advice: LongText = ""
    opinions: list[OpinionNote] = Field([], max_length=30)
    activity_room: RoomReview | None = Field(None, description="What was found in it, where it was looked at.")
    position: VisitPosition | None = None
    device_time: Moment | None = Field(None, description="What the device's clock shows when it sends this.")
    late_reason: LateReason | None = None

    @field_validator("co_visitor_ids")
    @classmethod
    def _once_each(cls, value: list[UUID]) -> list[UUID]:
        return list(dict.fromkeys(value))


_EXAMPLE: JsonDict = {
    "institution_id": "0199d3a2-6c40-7cc1-9d52-1f6a3f0e8b11",
    "started_at": "2026-10-15T09:00:00+08:00",
    "duties": ["policy", "opinions"],
    "findings": "消防通道已清理，教职工学习按计划进行。",
    "opinions": [{"text": "希望协调周边停车。", "category": "safety"}],
    "channel": "phone",
}


class VisitIn(VisitContent):
    """A new visit. Without `instructor_id` it is the caller's own; without `started_at` it starts now."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    id: UUID | None = None
    institution_id: UUID
    instructor_id: UUID | None = None
    started_at: Moment | None = None
    channel: VisitChannel = VisitChannel.desk


class VisitChanges(VisitContent):
    """What is to be changed: only the fields that are sent. Institution and instructor of a visit never change."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"advice": "下月前补齐会议记录。"}]})

    started_at: Moment | None = None

    @field_validator("started_at")
    @classmethod
    def _kept(cls, value: datetime | None) -> datetime:
        if value is None:
            raise PydanticCustomError("missing", "必须填写")
        return value

    def sent(self) -> dict[str, Any]:
        """The fields that the caller sent, by name."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class VisitCorrection(VisitChanges):
    """A correction of a submitted visit, with its reason. The revision before it is kept."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"reason": "开始时间写错了", "started_at": "2026-10-14T09:00:00+08:00"}]}
    )

    reason: Reason

    def sent(self) -> dict[str, Any]:
        """The fields of content that the caller sent, by name."""
        return {name: value for name, value in super().sent().items() if name != "reason"}


class CheckIn(Schema):
    """Arriving: the visit starts now. The position is voluntary."""

    position: VisitPosition | None = None
    device_time: Moment | None = None


class Submission(Schema):
    """What may come with submitting a visit."""

    device_time: Moment | None = None
    late_reason: LateReason | None = None


class VisitReason(Schema):
    """Why a visit is disputed, returned or made void."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "当天没有人到园，请核对日期。"}]})

    reason: Reason


class PersonBrief(Schema):
    """A person in one line."""

    id: UUID
    name: str


class VisitBrief(Schema):
    """A visit in a list."""

    id: UUID
    institution_id: UUID
    institution_name: str
    instructor_id: UUID
    instructor_name: str
    co_visitor_ids: list[UUID]
    state: VisitState
    mode: VisitMode
    started_at: Instant
    ended_at: Instant | None
    visited_on: date
    month: Month
    duties: list[Duty]
    channel: VisitChannel
    entered_at: Instant
    received_at: Instant | None
    first_received_at: Instant | None
    dispute_reason: str | None
    decision_reason: str | None
    revision: int
    version: int


class VisitOut(VisitBrief):
    """A visit (api.md). `actions` are what the caller may do with it now."""

    co_visitors: list[PersonBrief]
    persons_met: str
    findings: str
    advice: str
    opinions: list[NotedOpinion]
    activity_room: RoomReviewOut | None
    position: VisitPosition | None
    distance_m: float | None = Field(description="From the institution, in metres; a fact, never judged.")
    device_time: Instant | None
    clock_skew_seconds: int | None = Field(description="How far the device's clock was ahead of ours when it sent.")
    clock_is_off: bool = Field(description="Off by more than five minutes: both times are to be shown.")
    late_reason: str | None
    entered_by_name: str
    decided_at: Instant | None
    evidence_count: int
    actions: list[str]


class VisitRevisionOut(Schema):
    """A visit's content as it stood before a correction."""

    revision: int
    content: dict[str, Any]
    reason: str | None
    replaced_at: Instant
    replaced_by_name: str


class VisitRevisions(Schema):
    """All former revisions of a visit, the newest first."""

    items: list[VisitRevisionOut]


class VisitQuery(PageQuery):
    """Filters of the list."""

    institution_id: UUID | None = None
    instructor_id: UUID | None = None
    month: Month | None = Field(None, description="`YYYY-MM`, in the bureau's zone.")
    state: list[VisitState] = Field([], description="May be repeated.")
    q: ShortText | None = Field(None, description="Name, pinyin or initials of the institution or the instructor.")
    sort: str | None = Field(None, max_length=40, description="`started_at` or `entered_at`, with `-` turned round.")
