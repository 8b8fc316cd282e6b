"""Bodies and answers of good practices."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from handinhand.core.http.fields import ONE_LINE, kept
from handinhand.core.http.paging import PageQuery
from handinhand.core.http.schema import PRINTABLE, Instant, Reason, Schema, ShortText
from handinhand.programme.communities.schemas import StrandName

PracticeStateName = Literal["draft", "proposed", "published", "withdrawn"]
AudienceName = Literal["all", "some"]
PracticeTitle = Annotated[str, StringConstraints(min_length=2, max_length=100), ONE_LINE]
Story = Annotated[str, StringConstraints(min_length=1, max_length=10_000), PRINTABLE]


class PracticePicture(Schema):
    """A picture of a practice; its preview is that of the evidence with this id."""

    id: UUID
    title: str


class PracticeBrief(Schema):
    """A good practice as a card of the board. `strand` and `proposed_at` only its school and the bureau are told."""

    id: UUID
    title: str
    beginning: str = Field(description="The first 200 characters of the story.")
    school_id: UUID
    school_name: str
    strand: StrandName | None = Field(description="Of the activity that it grew from.")
    state: PracticeStateName
    picture: PracticePicture | None = Field(description="The first one that has a preview.")
    returned: bool = Field(description="A draft that the bureau sent back.")
    proposed_at: Instant | None
    published_at: Instant | None
    version: int


class PracticeFile(Schema):
    """A file of a practice: a piece of evidence, opened at `/evidence/{id}/content` and `/preview`."""

    id: UUID
    title: str
    file_name: str
    media_type: str
    size: int = Field(description="Bytes.")


class PracticeActivity(Schema):
    """The activity that it grew from."""

    id: UUID
    title: str


class PracticeOut(Schema):
    """A good practice. `activity`, and all from `written_by_name` on, only its school and the bureau are told."""

    id: UUID
    title: str
    story: str
    school_id: UUID
    school_name: str
    activity: PracticeActivity | None = Field(description="For who may read that activity too.")
    state: PracticeStateName
    files: list[PracticeFile]
    published_at: Instant | None
    written_by_name: str | None
    proposed_at: Instant | None
    decision_reason: str | None = Field(description="Why it was returned or withdrawn.")
    faces_consented: bool | None
    published_by_name: str | None = Field(description="Who published it, and ticked the consent.")
    audience: AudienceName | None
    audience_ids: list[UUID] | None
    audience_names: list[str] | None
    version: int


class PracticeQuery(PageQuery):
    """Filters of the list; what was published, proposed or written last comes first."""

    state: PracticeStateName | None = None
    returned: bool | None = Field(None, description="Drafts that the bureau sent back.")
    may: Literal["propose", "publish"] | None = Field(
        None, description="Those that the caller may propose for their school, or publish for the bureau."
    )
    school_id: UUID | None = None
    activity_id: UUID | None = None
    strand: StrandName | None = Field(
        None,
        description="Of the activity that it grew from; like `activity_id`, for its school and the bureau.",
    )
    q: ShortText | None = Field(None, description="Title, its pinyin or initials; in the story.")


class PracticeIn(Schema):
    """A new one, as a draft."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"title": "一节课，两校一起备", "story": "每月请两校数学老师同上一课，课后一起评议。"}]
        }
    )

    school_id: UUID | None = Field(None, description="Left out: the caller's own school, or the activity's organiser.")
    activity_id: UUID | None = Field(None, description="The activity that it grew from, which is done.")
    title: PracticeTitle
    story: Story


class PracticePatch(Schema):
    """What changes of a draft."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"title": "一节课，两校同备同评"}]})

    title: PracticeTitle = kept()
    story: Story = kept()


class PublicationIn(Schema):
    """To whom it is published; not without the tick about children's faces."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"audience": "all", "faces_consented": True, "file_ids": []}]}
    )

    audience: AudienceName
    audience_ids: list[UUID] = Field(default_factory=list, max_length=300, description="With `some`: who reads it.")
    faces_consented: bool = Field(
        default=False, description="The guardians of every child whose face is shown agreed, or no face is shown."
    )
    file_ids: list[UUID] = Field(
        default_factory=list, max_length=200, description="The files that were looked at: all that it has."
    )


class PracticeReasonIn(Schema):
    """Why it is returned or withdrawn."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "请写清楚怎么分组备课"}]})

    reason: Reason
