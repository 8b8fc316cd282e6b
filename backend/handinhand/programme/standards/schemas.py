"""Bodies and answers of checklists and standards reviews."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from handinhand.core.http.fields import ONE_LINE, Day, FactDay, kept
from handinhand.core.http.paging import PageQuery
from handinhand.core.http.schema import PRINTABLE, Instant, Schema, ShortText
from handinhand.foundation.organisations.schemas import InstitutionKind

Code = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern="^[a-z][a-z0-9_]*$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=60), ONE_LINE]
Explanation = Annotated[str, StringConstraints(max_length=300), PRINTABLE]
Note = Annotated[str, StringConstraints(max_length=500), PRINTABLE]
ReviewSummary = Annotated[str, StringConstraints(max_length=2000), PRINTABLE]
Reviewers = Annotated[str, StringConstraints(max_length=100), PRINTABLE]
KindName = Literal["five_standards", "activity_room"]
StateName = Literal["draft", "published", "retired"]
ResultName = Literal["met", "partly", "not_met", "not_looked_at"]
ModeName = Literal["self", "joint", "visit"]
ReviewedName = Literal["never", "self_only", "joint", "visit"]
ItemOfChecklist = Annotated[
    str, StringConstraints(max_length=60, pattern=r"^(five_standards|activity_room)\.[a-z][a-z0-9_]{0,39}$")
]
WrittenMode = Literal["self", "joint"]


class ChecklistItemOut(Schema):
    """One item. Its code stays the same from edition to edition, so that reviews compare."""

    code: str
    title: str
    description: str


class ChecklistOut(Schema):
    """An edition of a checklist. `assumed` while no document and no bureau has said what its items are."""

    id: UUID
    bureau_id: UUID
    kind: KindName
    edition: int
    title: str
    items: list[ChecklistItemOut]
    assumed: bool
    basis: str | None
    state: StateName
    published_at: Instant | None
    version: int


class ChecklistQuery(PageQuery):
    """Filters of the list."""

    kind: KindName | None = None
    state: StateName | None = None
    sort: str | None = Field(None, max_length=40, description="`edition`, with `-` turned round.")


class ChecklistIn(Schema):
    """A new draft, copied from the edition in force."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"kind": "five_standards"}]})

    kind: KindName


class ChecklistItemIn(Schema):
    """One item of a draft; a new one comes without a code."""

    code: Code | None = None
    title: Line
    description: Explanation = ""


class ChecklistPatch(Schema):
    """What changes in a draft; the items are sent whole."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "items": [
                        {"code": "meets_standard", "title": "达标准", "description": "有专门的活动室。"},
                        {"title": "有人管", "description": "有专人负责日常开放。"},
                    ]
                }
            ]
        }
    )

    title: Line = kept()
    basis: Annotated[str, StringConstraints(min_length=1, max_length=100), PRINTABLE] | None = None
    items: list[ChecklistItemIn] = kept(min_length=1, max_length=20)


class ItemResultIn(Schema):
    """What was found of one item."""

    code: Code
    result: ResultName
    note: Note = ""


class ItemResultOut(Schema):
    """What was found of one item, with its title in the edition used."""

    code: str
    title: str
    result: ResultName
    note: str


class StandardsReviewOut(Schema):
    """What one review found. `may_change` says whether the caller may correct it."""

    id: UUID
    institution_id: UUID
    institution_name: str
    checklist_id: UUID
    kind: KindName
    edition: int
    mode: ModeName
    reviewed_on: date
    reviewers: str
    results: list[ItemResultOut]
    summary: str
    visit_id: UUID | None
    entered_by_name: str
    evidence_count: int
    may_change: bool
    version: int


class StandardsReviewQuery(PageQuery):
    """Filters of the list."""

    institution_id: UUID | None = None
    kind: KindName | None = None
    mode: ModeName | None = None
    from_: Day | None = Field(None, alias="from", description="Reviewed on or after.")
    to: Day | None = Field(None, description="Reviewed on or before.")
    sort: str | None = Field(None, max_length=40, description="`reviewed_on`, with `-` turned round.")


_EXAMPLE: dict[str, Any] = {
    "institution_id": "01920000-0000-7000-8000-000000000002",
    "checklist_id": "01920000-0000-7000-8000-000000000003",
    "mode": "self",
    "reviewed_on": "2026-10-12",
    "results": [
        {"code": "meets_standard", "result": "met"},
        {"code": "rules_complete", "result": "met"},
        {"code": "facilities_complete", "result": "partly", "note": "投影仪待修。"},
        {"code": "activities_regular", "result": "met"},
        {"code": "visible_effect", "result": "not_looked_at"},
    ],
}


class StandardsReviewIn(Schema):
    """A review with the edition in force: every item is answered, if only with `not_looked_at`."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    institution_id: UUID
    checklist_id: UUID
    mode: WrittenMode
    reviewed_on: FactDay
    reviewers: Reviewers = Field("", description="Names; needed for a joint review.")
    results: list[ItemResultIn] = Field(max_length=20)
    summary: ReviewSummary = ""


class StandardsReviewPatch(Schema):
    """What was noted wrongly; the results are sent whole."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"summary": "投影仪已报修，月底前修好。"}]})

    reviewed_on: FactDay = kept()
    reviewers: Reviewers = kept()
    results: list[ItemResultIn] = kept(max_length=20)
    summary: ReviewSummary = kept()


class LatestReview(Schema):
    """The latest review of an institution by one checklist."""

    id: UUID
    reviewed_on: date
    mode: ModeName
    results: list[ItemResultOut]


class InstitutionStandards(Schema):
    """An institution with its latest review by each checklist; null where nobody has looked yet."""

    institution_id: UUID
    institution_name: str
    kind: InstitutionKind
    section_name: str | None
    five_standards: LatestReview | None
    activity_room: LatestReview | None


class InstitutionStandardsQuery(PageQuery):
    """Filters of the list of institutions."""

    kind: InstitutionKind | None = None
    section_id: UUID | None = None
    checklist: KindName | None = Field(None, description="Which checklist `reviewed` is about; left out: either.")
    reviewed: ReviewedName | None = Field(
        None,
        description="`never`; `self_only`: by the institution alone; `joint`: jointly at least once; `visit`: on a "
        "visit at least once.",
    )
    not_met: ItemOfChecklist | None = Field(
        None,
        description="Checklist and code of an item, as `activity_room.rules_complete`: only where the latest review "
        "found it `partly` or `not_met`.",
    )
    q: ShortText | None = Field(None, description="Name, former name, pinyin, initials or code.")


class RoomReviewOut(Schema):
    """What an instructor found in the activity room on a visit, with the titles of the edition used."""

    checklist_id: UUID
    results: list[ItemResultOut]
    summary: str


class RoomReview(Schema):
    """What an instructor found in the activity room on a visit; items may be left out."""

    checklist_id: UUID
    results: list[ItemResultIn] = Field([], max_length=20)
    summary: ReviewSummary = ""
