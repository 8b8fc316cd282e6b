"""Bodies and answers of member counts, Party coverage and mass groups."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from handinhand.core.http.fields import Count, kept
from handinhand.core.http.paging import PageQuery
from handinhand.core.http.schema import PRINTABLE, Schema, ShortText
from handinhand.foundation.organisations.schemas import InstitutionKind, TreeDay

CoverageName = Literal["none", "affiliated", "joint_branch", "own_branch"]
GroupKind = Literal["youth_league", "union", "women"]
CoverageFilter = Literal["own_branch", "joint_branch", "affiliated", "none", "unrecorded"]
ToCheck = Literal["branch_possible", "host_differs"]
WithdrawalReasonName = Literal["entered_twice", "wrong_institution", "not_so", "other"]
How = Annotated[str, StringConstraints(max_length=300), PRINTABLE]
_INSTITUTION = "01920000-0000-7000-8000-000000000002"
_PARTY = "01920000-0000-7000-8000-000000000003"


class WithdrawalQuery(Schema):
    """Why an entry is taken out."""

    reason: WithdrawalReasonName = Field(
        description="`entered_twice`, `wrong_institution`, `not_so` (it never was so) or `other`; the log keeps it."
    )


class MemberCountOut(Schema):
    """How many members an institution had on a day. The latest day stands on the organisation too."""

    id: UUID
    organisation_id: UUID
    organisation_name: str
    as_of_on: date
    full_members: int | None
    probationary_members: int | None
    doubt: Literal["more_than_probationary", "none_left"] | None = Field(
        description="What to look at again beside the entry before: more new full members than there were probationary "
        "ones, or none left. Members also move, so it is said and not refused."
    )
    version: int


class MemberCountQuery(PageQuery):
    """Filters of the list."""

    organisation_id: UUID | None = None
    sort: str | None = Field(
        None, max_length=40, description="`as_of_on` or `name`, with `-` turned round; left out: `-as_of_on`."
    )


class MemberCountIn(Schema):
    """What was counted on a day. A day has one entry, which is corrected."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "organisation_id": _INSTITUTION,
                    "as_of_on": "2026-10-01",
                    "full_members": 3,
                    "probationary_members": 1,
                }
            ]
        }
    )

    organisation_id: UUID
    as_of_on: TreeDay
    full_members: Count
    probationary_members: Count


class MemberCountPatch(Schema):
    """What was noted wrongly, the day too."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"full_members": 4}]})

    as_of_on: TreeDay = kept()
    full_members: Count = kept()
    probationary_members: Count = kept()


class PartyCoverageOut(Schema):
    """How an institution is covered by the Party's organisations since a day, and how that came about."""

    id: UUID
    institution_id: UUID
    institution_name: str
    coverage: CoverageName
    since_on: date
    party_organisation_id: UUID | None
    party_organisation_name: str | None
    how: str
    version: int


class PartyCoverageQuery(PageQuery):
    """Filters of the list. With an institution it is its history, without one the present of each institution."""

    institution_id: UUID | None = None
    coverage: CoverageName | None = None
    sort: str | None = Field(
        None, max_length=40, description="`since_on` or `name`, with `-` turned round; left out: `-since_on`."
    )


class PartyCoverageIn(Schema):
    """What holds since a day; the latest day is the present state."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "institution_id": _INSTITUTION,
                    "coverage": "affiliated",
                    "since_on": "2025-03-01",
                    "party_organisation_id": _PARTY,
                    "how": "党员不足 3 名，按名册挂靠",
                }
            ]
        }
    )

    institution_id: UUID
    coverage: CoverageName
    since_on: TreeDay
    party_organisation_id: UUID | None = Field(None, description="Needed unless the coverage is `none`.")
    how: How = ""


class PartyCoveragePatch(Schema):
    """What was noted wrongly. A new state is a new entry with its own day."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"how": "经党委批复成立，支部三人"}]})

    coverage: CoverageName = kept()
    since_on: TreeDay = kept()
    party_organisation_id: UUID | None = None
    how: How = kept()


class MassGroupOut(Schema):
    """A youth league, union or women's group at an institution."""

    id: UUID
    institution_id: UUID
    institution_name: str
    kind: GroupKind
    founded_on: date
    how: str
    ended_on: date | None
    status: Literal["active", "ended"]
    version: int


class MassGroupQuery(PageQuery):
    """Filters of the list."""

    institution_id: UUID | None = None
    kind: GroupKind | None = None
    status: Literal["active", "ended"] | None = None
    sort: str | None = Field(
        None, max_length=40, description="`founded_on` or `name`, with `-` turned round; left out: `-founded_on`."
    )


class MassGroupIn(Schema):
    """A group that was founded; `ended_on`, its last day, for one that is over already."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "institution_id": _INSTITUTION,
                    "kind": "union",
                    "founded_on": "2026-05-01",
                    "how": "全体教职工大会选举产生",
                }
            ]
        }
    )

    institution_id: UUID
    kind: GroupKind
    founded_on: TreeDay
    how: How = ""
    ended_on: TreeDay | None = None


class MassGroupPatch(Schema):
    """What changes. `ended_on` is the last day; null: it goes on."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"ended_on": "2026-09-30"}]})

    founded_on: TreeDay = kept()
    how: How = kept()
    ended_on: TreeDay | None = None


class GroupOfInstitution(Schema):
    """A group that an institution has today."""

    id: UUID
    kind: GroupKind
    founded_on: date


class InstitutionCoverageOut(Schema):
    """An open private institution as it stands today: members, Party coverage, groups."""

    institution_id: UUID
    institution_name: str
    kind: InstitutionKind
    section_id: UUID | None
    section_name: str | None
    full_members: int | None
    probationary_members: int | None
    members_as_of_on: date | None
    coverage: CoverageName | None = Field(description="Null: nobody has entered it yet.")
    since_on: date | None
    party_organisation_id: UUID | None
    party_organisation_name: str | None
    how: str | None
    groups: list[GroupOfInstitution]
    affiliated_to_id: UUID | None = Field(description="The host by the affiliation in force today.")
    affiliated_to_name: str | None
    host_differs: bool = Field(description="Coverage and affiliation do not say the same; somebody should look.")
    branch_possible: bool = Field(
        description="Enough full members for a branch of its own, which it has not. A person decides; until the new "
        "branch is approved the affiliation goes on."
    )
    own_branch_full_members: int = Field(description="From how many on, by the bureau's settings.")


class InstitutionCoverageQuery(PageQuery):
    """Filters of the list."""

    institution_id: UUID | None = None
    coverage: CoverageFilter | None = Field(None, description="`unrecorded`: nobody has entered it yet.")
    group: GroupKind | None = Field(None, description="Has this group today.")
    group_missing: GroupKind | None = Field(None, description="Has this group not.")
    to_check: ToCheck | None = None
    kind: InstitutionKind | None = None
    section_id: UUID | None = None
    q: ShortText | None = Field(None, description="Name, former name, pinyin, initials or code.")
    sort: str | None = Field(None, max_length=40, description="`name`, with `-` turned round.")
