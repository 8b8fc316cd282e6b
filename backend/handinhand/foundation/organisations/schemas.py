"""Bodies and answers of organisations, Party organisations and people."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from handinhand.core.http.fields import ONE_LINE, Count, Day, kept
from handinhand.core.http.paging import PageQuery
from handinhand.core.http.schema import Instant, Schema, ShortText

_EARLIEST, _LATEST = date(1949, 10, 1), date(2100, 12, 31)
_EXAMPLE_ID = "0199e2b4-5a10-7c3e-9a51-2f8d6c1b4e07"


def _sensible_day(value: date) -> date:
    if not _EARLIEST <= value <= _LATEST:
        raise PydanticCustomError("date_not_sensible", "日期应在 1949 年 10 月到 2100 年之间")
    return value


Title = Annotated[str, StringConstraints(min_length=1, max_length=100), ONE_LINE]
PersonName = Annotated[str, StringConstraints(min_length=1, max_length=50), ONE_LINE]
Address = Annotated[str, StringConstraints(min_length=1, max_length=200), ONE_LINE]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{1,40}$")]
Mobile = Annotated[str, StringConstraints(pattern=r"^1[3-9][0-9]{9}$")]
PermitNumber = Annotated[str, StringConstraints(min_length=1, max_length=60), ONE_LINE]
Duty = Annotated[str, StringConstraints(min_length=1, max_length=60), ONE_LINE]
RenameReason = Annotated[str, StringConstraints(min_length=2, max_length=200), ONE_LINE]
TreeDay = Annotated[Day, AfterValidator(_sensible_day)]

Kind = Literal["bureau", "section", "unit", "school", "kindergarten", "training"]
InstitutionKind = Literal["school", "kindergarten", "training"]
Ownership = Literal["public", "private"]
Datum = Literal["wgs84", "gcj02"]
PartyKind = Literal["party_committee", "general_branch", "branch", "joint_branch"]
SearchText = Annotated[ShortText, Field(description="Name, pinyin or initials.")]


class Position(Schema):
    """A point with the coordinate system it was measured in: the two differ by 100 to 700 m (domain.md §6)."""

    longitude: float = Field(strict=True, ge=-180, le=180)
    latitude: float = Field(strict=True, ge=-90, le=90)
    datum: Datum


class OrganisationOut(Schema):
    """An organisation (api.md; the fields of an institution are domain.md §6)."""

    id: UUID
    name: str
    kind: Kind
    ownership: Ownership | None
    code: str | None
    bureau_id: UUID
    parent_id: UUID | None
    section_id: UUID | None
    section_name: str | None
    address: str | None
    position: Position | None
    head_name: str | None
    staff_count: int | None
    permit_number: str | None
    permit_valid_until_on: date | None
    full_members: int | None
    probationary_members: int | None
    members_as_of_on: date | None
    joined_on: date | None
    closed_on: date | None
    status: Literal["active", "closed"]
    version: int


class OrganisationFields(Schema):
    """What may be filled in when an organisation is made and emptied later. Dates are days in the bureau's zone."""

    section_id: UUID | None = Field(None, description="The section or unit in charge.")
    code: Code | None = None
    address: Address | None = None
    position: Position | None = None
    head_name: PersonName | None = None
    staff_count: Count | None = None
    permit_number: PermitNumber | None = None
    permit_valid_until_on: TreeDay | None = None
    full_members: Count | None = Field(None, description="正式党员; probationary members are counted apart.")
    probationary_members: Count | None = None
    members_as_of_on: TreeDay | None = Field(
        None, description="The day of the counts; left out: the day of the change."
    )
    joined_on: TreeDay | None = Field(None, description="When a private institution joined the programme.")


class OrganisationCreate(OrganisationFields):
    """A new section, unit, school, kindergarten or training institution."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "kindergarten",
                    "ownership": "private",
                    "name": "小星星幼儿园",
                    "address": "蒲城县城关镇东大街 18 号",
                    "position": {"longitude": 109.5861, "latitude": 34.9553, "datum": "gcj02"},
                    "full_members": 2,
                    "probationary_members": 1,
                }
            ]
        }
    )

    kind: Kind
    name: Title
    ownership: Ownership | None = Field(None, description="Of a school, kindergarten or training institution.")
    parent_id: UUID | None = Field(None, description="Left out: the caller's bureau.")


class OrganisationPatch(OrganisationFields):
    """A change: what is left out stays, null empties. A new name goes through `/rename`."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"address": "蒲城县城关镇东大街 20 号", "full_members": 3, "members_as_of_on": "2026-10-01"}]
        }
    )

    kind: InstitutionKind = kept()
    ownership: Ownership = kept()
    parent_id: UUID = kept()


class OrganisationRename(Schema):
    """A new name; the former one stays in the history and is still found."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"name": "小星星中心幼儿园", "effective_on": "2026-09-01", "reason": "办学许可证变更"}]
        }
    )

    name: Title
    effective_on: TreeDay = Field(description="The first day of the new name, not after today.")
    reason: RenameReason


class OrganisationNameOut(Schema):
    """A name that the organisation bore. `until_on` is the last day of it."""

    id: UUID
    name: str
    until_on: date
    reason: str | None
    recorded_at: Instant


class OrganisationNameQuery(PageQuery):
    """The history is read from the latest change back."""


class OrganisationQuery(PageQuery):
    """Filters of the list."""

    kind: Kind | None = None
    ownership: Ownership | None = None
    status: Literal["active", "closed"] | None = None
    section_id: UUID | None = None
    parent_id: UUID | None = None
    q: ShortText | None = Field(None, description="Name, former name, pinyin, initials or code.")
    sort: str | None = Field(None, max_length=40, description="`name` or `joined_on`, with `-` turned round.")


class PartyOrganisationOut(Schema):
    """A Party organisation and the organisation it belongs to."""

    id: UUID
    name: str
    kind: PartyKind
    bureau_id: UUID
    organisation_id: UUID
    organisation_name: str
    ended_on: date | None
    status: Literal["active", "ended"]
    version: int


class PartyOrganisationCreate(Schema):
    """A new Party organisation."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "桥山中学党支部", "kind": "branch", "organisation_id": _EXAMPLE_ID}]}
    )

    name: Title
    kind: PartyKind
    organisation_id: UUID


class PartyOrganisationPatch(Schema):
    """A change: what is left out stays as it is. `ended_on` is the last day; null: it goes on."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"kind": "general_branch", "name": "桥山中学党总支"}]})

    name: Title = kept()
    kind: PartyKind = kept()
    organisation_id: UUID = kept()
    ended_on: TreeDay | None = None


class PartyOrganisationQuery(PageQuery):
    """Filters of the list."""

    kind: PartyKind | None = None
    organisation_id: UUID | None = None
    status: Literal["active", "ended"] | None = None
    q: SearchText | None = None
    sort: str | None = Field(None, max_length=40, description="`name`, with `-` turned round.")


class PersonOut(Schema):
    """A person. `mobile` is masked (138****0000) but for those who may change the record."""

    id: UUID
    name: str
    bureau_id: UUID
    organisation_id: UUID
    organisation_name: str
    duty: str | None
    mobile: str | None
    left_on: date | None
    status: Literal["active", "left"]
    version: int


class PersonCreate(Schema):
    """A new person. Minimal by design: no ID number is ever collected (domain.md §4)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"name": "王建国", "organisation_id": _EXAMPLE_ID, "mobile": "13800000000", "duty": "党支部副书记"}
            ]
        }
    )

    name: PersonName
    organisation_id: UUID
    mobile: Mobile | None = Field(None, description="A mainland mobile number, 11 digits.")
    duty: Duty | None = None


class PersonPatch(Schema):
    """A change: what is left out stays, null empties. `left_on` is the last day; null: still (or again) here."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"duty": "党支部书记", "left_on": None}]})

    name: PersonName = kept()
    organisation_id: UUID = kept()
    mobile: Mobile | None = None
    duty: Duty | None = None
    left_on: TreeDay | None = None


class PersonQuery(PageQuery):
    """Filters of the list."""

    organisation_id: UUID | None = None
    status: Literal["active", "left"] | None = None
    q: SearchText | None = None
    sort: str | None = Field(None, max_length=40, description="`name`, with `-` turned round.")
