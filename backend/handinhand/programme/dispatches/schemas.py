"""Bodies and answers of dispatches."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from handinhand.core.http.fields import PlanDay
from handinhand.core.http.paging import PageQuery
from handinhand.core.http.schema import PRINTABLE, Schema, ShortText

DispatchStateName = Literal["appointed", "active", "ended"]
DocumentNumber = Annotated[str, StringConstraints(min_length=1, max_length=60), PRINTABLE]
EndReason = Annotated[str, StringConstraints(min_length=2, max_length=200), PRINTABLE]


class DispatchOut(Schema):
    """An instructor's posting to an institution (api.md). `ends_on` is the last day in post."""

    id: UUID
    institution_id: UUID
    institution_name: str
    instructor_id: UUID
    instructor_name: str
    starts_on: date
    ends_on: date | None
    state: DispatchStateName
    document_number: str | None
    end_reason: str | None
    predecessor_id: UUID | None
    version: int


class DispatchQuery(PageQuery):
    """Filters of the list."""

    institution_id: UUID | None = None
    instructor_id: UUID | None = None
    state: DispatchStateName | None = Field(None, description="As it stands today.")
    q: ShortText | None = Field(None, description="Name, pinyin or initials of the institution or the instructor.")
    sort: str | None = Field(None, max_length=40, description="`institution` or `starts_on`, with `-` turned round.")


class DispatchIn(Schema):
    """A new posting."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "institution_id": "01920000-0000-7000-8000-000000000001",
                    "instructor_id": "01920000-0000-7000-8000-000000000002",
                    "starts_on": "2026-09-01",
                    "document_number": "蒲教党发〔2026〕15号",
                }
            ]
        }
    )

    institution_id: UUID
    instructor_id: UUID
    starts_on: PlanDay
    ends_on: PlanDay | None = Field(None, description="The last day in post; open when left out.")
    document_number: DocumentNumber | None = None


class HandOverIn(Schema):
    """Who takes over, and from which day."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "instructor_id": "01920000-0000-7000-8000-000000000003",
                    "on": "2026-10-16",
                    "document_number": "蒲教党发〔2026〕21号",
                    "reason": "工作调动",
                }
            ]
        }
    )

    instructor_id: UUID
    on: PlanDay = Field(description="The successor's first day; the day before is the last of the one who leaves.")
    document_number: DocumentNumber | None = None
    reason: EndReason | None = None


class EndIn(Schema):
    """The last day in post, and why it ends."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"ends_on": "2026-10-31", "reason": "机构停办"}]})

    ends_on: PlanDay
    reason: EndReason


@dataclass(frozen=True, slots=True)
class DispatchToSave:
    """A dispatch as the roster import has judged it: `id` None is a new one, else the one read at `version`."""

    id: UUID | None
    version: int | None
    institution_id: UUID
    instructor_id: UUID
    starts_on: date
    document_number: str | None
