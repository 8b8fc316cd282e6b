"""Bodies and answers of evidence."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from handinhand.core.http.fields import ONE_LINE
from handinhand.core.http.paging import PageQuery
from handinhand.core.http.schema import Instant, Reason, Schema


class SubjectType(StrEnum):
    """The record types that evidence may belong to; each has a provider (subjects.py)."""

    visit = "visit"
    community = "community"
    activity = "activity"
    backbone_teacher = "backbone_teacher"
    member_development = "member_development"
    good_practice = "good_practice"
    standards_review = "standards_review"


EvidenceState = Literal["draft", "catalogued", "archived", "disposed", "withdrawn"]
Title = Annotated[str, StringConstraints(min_length=1, max_length=200), ONE_LINE]


class EvidenceIn(Schema):
    """The text fields of an upload."""

    id: UUID | None = None
    subject_type: SubjectType
    subject_id: UUID
    title: Title


class SubjectOut(Schema):
    """The record that the evidence belongs to."""

    type: SubjectType
    id: UUID
    label: str


class EvidenceOut(Schema):
    """A piece of evidence (api.md). Its bytes are at `/evidence/{id}/content`."""

    id: UUID
    title: str
    file_name: str
    media_type: str
    size: int = Field(description="Bytes.")
    sha256: str
    subject: SubjectOut
    state: EvidenceState
    withdrawn_reason: str | None
    added_at: Instant
    added_by_name: str
    version: int


class SameFile(Schema):
    """Another piece of evidence with the same bytes, within the caller's reach."""

    evidence_id: UUID
    title: str
    subject: SubjectOut


class EvidenceAdded(EvidenceOut):
    """What an upload has become. `duplicate_of` tells the reviewer of the same file elsewhere (domain.md §7)."""

    duplicate_of: list[SameFile]


class Withdrawal(Schema):
    """Why a piece of evidence is withdrawn."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "传错了，这是另一家的照片。"}]})

    reason: Reason


class EvidenceQuery(PageQuery):
    """Filters of the list, which is in the order of ids."""

    subject_type: SubjectType | None = None
    subject_id: UUID | None = None
    state: EvidenceState | None = None
