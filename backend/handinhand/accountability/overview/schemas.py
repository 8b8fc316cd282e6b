"""What the overview asks and answers."""

from datetime import date
from uuid import UUID

from pydantic import Field

from handinhand.core.http.schema import Schema
from handinhand.foundation.organisations.schemas import Kind
from handinhand.programme.communities.schemas import CommunityStateName, StrandName
from handinhand.programme.coverage.schemas import CoverageFilter, GroupKind
from handinhand.programme.obligations.schemas import Month, Status
from handinhand.programme.targets.schemas import MeasureName


class Figure(Schema):
    """A count, and the list that shows exactly what is counted; without one for who sees figures only."""

    count: int
    href: str | None


class StatusFigures(Schema):
    """How many institutions stand how (domain.md §3)."""

    open: Figure
    met: Figure
    met_late: Figure
    missed: Figure
    unassigned: Figure
    waived: Figure


class MonthTotal(Schema):
    """A month's figures: how many institutions owe it, and how they stand."""

    month: Month
    owed: Figure
    statuses: StatusFigures


class Cell(Schema):
    """An institution's month. No status: nothing is owed. No visits: the caller does not read visits there."""

    month: Month
    status: Status | None
    visits: int | None
    href: str


class GridRow(Schema):
    """An institution with its months, oldest first."""

    id: UUID
    name: str
    kind: Kind
    section_id: UUID | None
    cells: list[Cell]


class County(Schema):
    """A county's figures, for the municipal bureau."""

    id: UUID
    name: str
    totals: list[MonthTotal]


class MonthOverview(Schema):
    """The institution × month grid (api.md)."""

    month: Month
    months: list[Month]
    institutions: list[GridRow]
    totals: list[MonthTotal]
    counties: list[County]


class MonthQuery(Schema):
    """Which months and which institutions."""

    month: Month | None = Field(None, description="The last month shown, `YYYY-MM`; left out: the present one.")
    months: int = Field(12, ge=1, le=36, description="How many months, counted back.")
    kind: Kind | None = None
    section_id: UUID | None = None
    instructor_id: UUID | None = Field(
        None, description="Only the months in which this instructor was in post there; other months show no status."
    )


class UnvisitedQuery(Schema):
    """Which month and which institutions."""

    month: Month | None = Field(None, description="`YYYY-MM`; left out: the present one.")
    kind: Kind | None = None
    section_id: UUID | None = None
    instructor_id: UUID | None = None


class Unvisited(Schema):
    """An institution without a visit that counts, and who is in post there."""

    institution_id: UUID
    name: str
    instructor_names: list[str]


class UnvisitedList(Schema):
    """Those not yet visited in the month, and the same as text for a chat group."""

    month: Month
    items: list[Unvisited]
    text: str


class Unassigned(Schema):
    """An institution where nobody is in post today."""

    institution_id: UUID
    name: str
    next_starts_on: date | None


class UnassignedList(Schema):
    """The institutions where nobody is in post on the day."""

    on: date
    items: list[Unassigned]


class ToDo(Schema):
    """Something that waits for the caller: how many, and the list of exactly those."""

    code: str
    count: int
    href: str


class Reminder(Schema):
    """The month ends soon and visits are outstanding. Shown in the app, sent to nobody."""

    code: str
    remaining_days: int
    count: int
    href: str


class Today(Schema):
    """What waits for the caller today, and how the month stands within their reach."""

    today: date
    month: Month
    remaining_days: int
    to_dos: list[ToDo]
    reminder: Reminder | None
    this_month: MonthTotal | None


class StrandFigures(Schema):
    """What a community did and has before it in one strand."""

    strand: StrandName
    done_this_year: Figure
    under_way: Figure = Field(description="Begun before today and not over.")
    planned_soon: Figure = Field(description="Beginning within the next 30 days.")
    overdue: Figure = Field(description="Planned, and the last day has passed.")
    next_on: date | None = Field(description="The first day of the earliest that is not over.")


class CommunityTarget(Schema):
    """How a supported school's target stands beside an even pace: an aim, not a verdict."""

    id: UUID
    school_id: UUID
    school_name: str
    measure: MeasureName
    aim: int
    value: Figure
    expected: float
    starts_on: date
    ends_on: date


class CommunityFigures(Schema):
    """A community at work."""

    id: UUID
    name: str
    starts_on: date
    lead_school_id: UUID
    lead_school_name: str
    school_names: list[str]
    strands: list[StrandFigures]
    targets: list[CommunityTarget]


class CommunityNotStarted(Schema):
    """A community that is still to be approved or to begin."""

    id: UUID
    name: str
    state: CommunityStateName
    starts_on: date


class CommunitiesOverview(Schema):
    """The communities at work side by side, by name, and those to come."""

    today: date
    items: list[CommunityFigures]
    not_started: list[CommunityNotStarted]


class CoverageShare(Schema):
    """How many institutions are covered in one way; `unrecorded`: nobody has entered it yet."""

    coverage: CoverageFilter
    institutions: Figure


class GroupShare(Schema):
    """How many institutions have a group of a kind, and how many have not."""

    kind: GroupKind
    present: Figure
    missing: Figure


class CoverageOverview(Schema):
    """The open private institutions within reach, by Party coverage and by mass group."""

    today: date
    institutions: Figure
    coverages: list[CoverageShare]
    groups: list[GroupShare]
    branch_possible: Figure = Field(description="Enough full members for a branch of their own, which they have not.")
    host_differs: Figure = Field(description="Coverage and affiliation do not say the same.")
