"""Bodies and answers of support communities."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from handinhand.core.http.fields import ONE_LINE, WHOLE, FactDay, PlanDay, kept
from handinhand.core.http.paging import PageQuery
from handinhand.core.http.schema import PRINTABLE, Instant, Schema, ShortText

CommunityStateName = Literal["draft", "approved", "active", "renewed", "dissolved", "completed"]
StrandName = Literal["teaching", "hardship", "party_building"]
PlanItemKind = Literal["key_task", "need"]
CommunityName = Annotated[str, StringConstraints(min_length=2, max_length=100), ONE_LINE]
DocumentNumber = Annotated[str, StringConstraints(min_length=1, max_length=60), PRINTABLE]
PersonName = Annotated[str, StringConstraints(min_length=1, max_length=50), ONE_LINE]
Duty = Annotated[str, StringConstraints(min_length=1, max_length=60), ONE_LINE]
PlanContent = Annotated[str, StringConstraints(min_length=2, max_length=500), PRINTABLE]
Year = Annotated[int, Field(strict=True, ge=2000, le=2100), WHOLE]
QueryYear = Annotated[int, Field(ge=2000, le=2100)]


class SupportedSchoolOut(Schema):
    """A school's membership. Targets run from `joined_on`; `left_on` is the last day."""

    school_id: UUID
    name: str
    joined_on: date
    left_on: date | None


class CommunityOut(Schema):
    """A support community. `ends_on` is the last day of one that has ended."""

    id: UUID
    name: str
    lead_school_id: UUID
    lead_school_name: str
    schools: list[SupportedSchoolOut] = Field(description="By name; those that left, too.")
    state: CommunityStateName
    starts_on: date
    ends_on: date | None
    document_number: str | None
    agreement_signed_on: date | None
    approved_at: Instant | None
    end_reason: str | None
    predecessor_id: UUID | None
    version: int


class CommunityQuery(PageQuery):
    """Filters of the list."""

    state: CommunityStateName | None = None
    school_id: UUID | None = Field(None, description="A school on either side.")
    q: ShortText | None = Field(None, description="Name of the community; name, pinyin or initials of a school.")
    sort: str | None = Field(None, max_length=40, description="`name` or `starts_on`, with `-` turned round.")


class JoiningIn(Schema):
    """A school that is to be supported, and since when: the community's first day when left out."""

    school_id: UUID
    joined_on: PlanDay | None = None


class CommunityIn(Schema):
    """A new community, as a draft."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "桥山中学—兴华学校帮扶共同体",
                    "lead_school_id": "01920000-0000-7000-8000-000000000001",
                    "schools": [{"school_id": "01920000-0000-7000-8000-000000000002"}],
                    "starts_on": "2026-09-01",
                    "document_number": "蒲教党发〔2026〕33号",
                }
            ]
        }
    )

    name: CommunityName
    lead_school_id: UUID
    schools: Annotated[list[JoiningIn], Field(min_length=1, max_length=20)]
    starts_on: PlanDay
    document_number: DocumentNumber | None = None
    agreement_signed_on: FactDay | None = None


class CommunityPatch(Schema):
    """What may still be changed: a draft's days and lead, and of one at work its name and papers."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"agreement_signed_on": "2026-09-10"}]})

    name: CommunityName = kept()
    lead_school_id: UUID = kept()
    starts_on: PlanDay = kept()
    document_number: DocumentNumber | None = None
    agreement_signed_on: FactDay | None = None


class SchoolIn(Schema):
    """A school that joins later, with its own day."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"school_id": "01920000-0000-7000-8000-000000000002", "joined_on": "2026-11-01"}]
        }
    )

    school_id: UUID
    joined_on: PlanDay


class SchoolLeavesIn(Schema):
    """A school that leaves, and its last day."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"school_id": "01920000-0000-7000-8000-000000000002", "left_on": "2026-12-31"}]}
    )

    school_id: UUID
    left_on: FactDay


class RenewIn(Schema):
    """The first day of the new term, and its papers."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"starts_on": "2028-09-01", "document_number": "蒲教党发〔2028〕20号"}]}
    )

    starts_on: PlanDay = Field(description="The day before is the last of the term that ends.")
    document_number: DocumentNumber | None = None
    agreement_signed_on: FactDay | None = None


class ContactOut(Schema):
    """Who answers for a strand at one of the community's schools; `strand` null: for the whole."""

    id: UUID
    community_id: UUID
    school_id: UUID
    school_name: str
    strand: StrandName | None
    name: str
    duty: str | None
    ended_on: date | None
    version: int


class ContactQuery(PageQuery):
    """Filters of the list, which is in the order of ids."""

    community_id: UUID | None = None
    current: bool = Field(default=False, description="Only those who still answer for it.")


class ContactIn(Schema):
    """Somebody who answers for a strand."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "community_id": "01920000-0000-7000-8000-000000000001",
                    "school_id": "01920000-0000-7000-8000-000000000002",
                    "strand": "teaching",
                    "name": "张明",
                    "duty": "教务主任",
                }
            ]
        }
    )

    community_id: UUID
    school_id: UUID
    strand: StrandName | None = None
    name: PersonName
    duty: Duty | None = None


class ContactPatch(Schema):
    """What changes; `ended_on` when somebody else takes over."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"ended_on": "2026-12-31"}]})

    strand: StrandName | None = None
    name: PersonName = kept()
    duty: Duty | None = None
    ended_on: FactDay | None = None


class PlanItemOut(Schema):
    """A key task of a year, or a need that a school names."""

    id: UUID
    community_id: UUID
    school_id: UUID
    school_name: str
    year: int
    kind: PlanItemKind
    strand: StrandName
    content: str
    due_on: date | None
    done_on: date | None
    version: int


class PlanItemQuery(PageQuery):
    """Filters of the list, which is in the order of ids."""

    community_id: UUID | None = None
    year: QueryYear | None = None
    kind: PlanItemKind | None = None
    strand: StrandName | None = None
    open: bool | None = Field(None, description="Not done yet.")


class PlanItemIn(Schema):
    """A key task or a need."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "community_id": "01920000-0000-7000-8000-000000000001",
                    "school_id": "01920000-0000-7000-8000-000000000002",
                    "year": 2026,
                    "kind": "key_task",
                    "strand": "teaching",
                    "content": "每月一次送教下乡",
                    "due_on": "2026-12-31",
                }
            ]
        }
    )

    community_id: UUID
    school_id: UUID
    year: Year
    kind: PlanItemKind
    strand: StrandName
    content: PlanContent
    due_on: PlanDay | None = None


class PlanItemPatch(Schema):
    """What changes; `done_on` when it is done."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"done_on": "2026-11-20"}]})

    strand: StrandName = kept()
    content: PlanContent = kept()
    due_on: PlanDay | None = None
    done_on: FactDay | None = None


@dataclass(frozen=True, slots=True)
class CommunityToSave:
    """A community as the roster import has judged it: `id` None is a new one, else the one read at `version`.

    `joining_school_ids` are the schools that are not members yet; their targets run from `starts_on`.
    """

    id: UUID | None
    version: int | None
    name: str
    lead_school_id: UUID
    starts_on: date
    joining_school_ids: Sequence[UUID]
