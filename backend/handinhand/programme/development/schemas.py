"""Bodies and answers of the registers of people."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from handinhand.core.http.fields import ONE_LINE, Day, FactDay, kept
from handinhand.core.http.paging import PageQuery
from handinhand.core.http.schema import PRINTABLE, Schema, ShortText

TeacherStageName = Literal["selected", "in_training", "recognised", "ended"]
MemberStageName = Literal["applicant", "activist", "development_target", "probationary", "full", "ended"]
NextStageName = Literal["activist", "development_target", "probationary", "full"]
PersonName = Annotated[str, StringConstraints(min_length=1, max_length=50), ONE_LINE]
Subject = Annotated[str, StringConstraints(min_length=1, max_length=40), ONE_LINE]
Document = Annotated[str, StringConstraints(min_length=1, max_length=100), PRINTABLE]
Names = Annotated[str, StringConstraints(max_length=100), PRINTABLE]
EndReason = Annotated[str, StringConstraints(min_length=2, max_length=200), PRINTABLE]


class BackboneTeacherOut(Schema):
    """A teacher of a private school on the way to a backbone teacher; `recognised_on` is the day that counts."""

    id: UUID
    school_id: UUID
    school_name: str
    name: str
    subject: str | None
    mentor_name: str | None
    mentor_school_id: UUID | None
    stage: TeacherStageName
    selected_on: date
    training_on: date | None
    recognised_on: date | None
    recognition_document: str | None
    ended_on: date | None
    end_reason: str | None
    version: int


class BackboneTeacherQuery(PageQuery):
    """Filters of the list."""

    school_id: UUID | None = None
    stage: TeacherStageName | None = None
    recognised_from: Day | None = Field(None, description="Recognised on or after.")
    recognised_to: Day | None = Field(None, description="Recognised on or before.")
    q: ShortText | None = Field(None, description="Name, pinyin or initials.")
    sort: str | None = Field(None, max_length=40, description="`name` or `selected_on`, with `-` turned round.")


class BackboneTeacherIn(Schema):
    """A teacher who is to be trained, or who has come further already."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "school_id": "01920000-0000-7000-8000-000000000002",
                    "name": "陈静",
                    "subject": "数学",
                    "mentor_name": "李明",
                    "selected_on": "2025-09-10",
                    "training_on": "2025-10-08",
                }
            ]
        }
    )

    school_id: UUID
    name: PersonName
    subject: Subject | None = None
    mentor_name: PersonName | None = None
    mentor_school_id: UUID | None = None
    selected_on: FactDay
    training_on: FactDay | None = None
    recognised_on: FactDay | None = None
    recognition_document: Document | None = None
    another_person: bool = Field(
        default=False, description="Somebody of this name is on the way there already, and this is another person."
    )


class BackboneTeacherPatch(Schema):
    """What changes; a stage is reached by giving its date."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"recognised_on": "2026-06-20", "recognition_document": "演示〔2026〕9号"}]}
    )

    name: PersonName = kept()
    subject: Subject | None = None
    mentor_name: PersonName | None = None
    mentor_school_id: UUID | None = None
    selected_on: FactDay = kept()
    training_on: FactDay | None = None
    recognised_on: FactDay | None = None
    recognition_document: Document | None = None


class EndOfWayIn(Schema):
    """The day on which somebody's way ended, and why. Not before a stage that was reached."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"on": "2026-03-01", "reason": "调离学校"}]})

    on: FactDay
    reason: EndReason


class NextStage(Schema):
    """What comes next, and the earliest day on which it can (domain.md §3)."""

    stage: NextStageName
    earliest_on: date


class MemberDevelopmentOut(Schema):
    """Somebody's way into the Party at a private institution. Minimal: the national register stays the authority."""

    id: UUID
    institution_id: UUID
    institution_name: str
    party_organisation_id: UUID | None
    name: str
    stage: MemberStageName
    applied_on: date
    activist_on: date | None
    target_on: date | None
    probationary_on: date | None
    full_on: date | None
    next: NextStage | None
    contacts: str
    introducers: str
    ended_on: date | None
    end_reason: str | None
    version: int


class MemberDevelopmentQuery(PageQuery):
    """Filters of the list."""

    institution_id: UUID | None = None
    stage: MemberStageName | None = None
    admitted_from: Day | None = Field(None, description="Admitted as probationary member on or after.")
    admitted_to: Day | None = Field(None, description="Admitted as probationary member on or before.")
    q: ShortText | None = Field(None, description="Name, pinyin or initials.")
    sort: str | None = Field(None, max_length=40, description="`name` or `applied_on`, with `-` turned round.")


class MemberDevelopmentIn(Schema):
    """Somebody who applied, or who has come further already."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "institution_id": "01920000-0000-7000-8000-000000000002",
                    "name": "周燕",
                    "applied_on": "2023-03-01",
                    "activist_on": "2023-10-12",
                    "contacts": "张静、王磊",
                }
            ]
        }
    )

    institution_id: UUID
    party_organisation_id: UUID | None = None
    name: PersonName
    applied_on: FactDay
    activist_on: FactDay | None = None
    target_on: FactDay | None = None
    probationary_on: FactDay | None = None
    full_on: FactDay | None = None
    contacts: Names = ""
    introducers: Names = ""
    another_person: bool = Field(
        default=False, description="Somebody of this name is on the way there already, and this is another person."
    )


class MemberDevelopmentPatch(Schema):
    """What changes, also a date that was noted wrongly; a stage is reached by `/advance`."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"contacts": "张静、王磊"}]})

    party_organisation_id: UUID | None = None
    name: PersonName = kept()
    applied_on: FactDay = kept()
    activist_on: FactDay = kept()
    target_on: FactDay = kept()
    probationary_on: FactDay = kept()
    full_on: FactDay = kept()
    contacts: Names = kept()
    introducers: Names = kept()


class AdvanceIn(Schema):
    """The stage that was reached, and on which day."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"stage": "development_target", "on": "2024-11-05"}]})

    stage: NextStageName
    on: FactDay
    introducers: Names | None = Field(None, description="Two, when somebody is admitted as probationary member.")
