"""What the communities' registers are judged against, and the values that their rows stand for. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from handinhand.exchange.imports.plan import PlannedRow


@dataclass(frozen=True, slots=True)
class KnownKind:
    """A kind of activity that is in use."""

    id: UUID
    strand: str
    name: str


@dataclass(frozen=True, slots=True)
class KnownMembership:
    """A supported school in a community, from its joining; `left_on` is its last day there."""

    school_id: UUID
    name: str
    joined_on: date
    left_on: date | None


@dataclass(frozen=True, slots=True)
class KnownTerm:
    """A community that is or was at work, with the days on which its activities may lie."""

    id: UUID
    name: str
    lead_school_id: UUID
    starts_on: date
    ends_on: date | None
    memberships: Sequence[KnownMembership] = ()


ActivityIdentity = tuple[UUID, date, str]
"""Community, first day and title: the same activity in two ledgers."""


@dataclass(frozen=True, slots=True)
class KnownActivities:
    """What the bureau has of communities and their activities."""

    terms: Sequence[KnownTerm] = ()
    kinds: Sequence[KnownKind] = ()
    held: frozenset[ActivityIdentity] = frozenset()


@dataclass(frozen=True, slots=True)
class KnownTeacher:
    """A backbone teacher of the register."""

    id: UUID
    version: int
    school_id: UUID
    name: str
    subject: str | None
    mentor_name: str | None
    selected_on: date
    training_on: date | None
    recognised_on: date | None
    recognition_document: str | None
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class KnownMember:
    """A member development of the register."""

    id: UUID
    version: int
    institution_id: UUID
    name: str
    applied_on: date
    activist_on: date | None
    target_on: date | None
    probationary_on: date | None
    full_on: date | None
    contacts: str
    introducers: str
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class ActivityValues:
    """An activity that was held. `ends_on` is its last day; counts are of staff."""

    community_id: UUID
    organiser_id: UUID
    strand: str
    kind_id: UUID
    title: str
    starts_on: date
    ends_on: date
    place: str
    hosts: str
    supported_school_ids: tuple[UUID, ...]
    lead_participants: int
    supported_participants: int
    content: str
    outcome: str


@dataclass(frozen=True, slots=True)
class TeacherValues:
    """A backbone teacher as the row leaves it; `id` and `version` belong to what is updated."""

    id: UUID | None
    version: int | None
    school_id: UUID
    name: str
    subject: str | None
    mentor_name: str | None
    selected_on: date
    training_on: date | None
    recognised_on: date | None
    recognition_document: str | None


@dataclass(frozen=True, slots=True)
class MemberValues:
    """A member development as the row leaves it; `id` and `version` belong to what is updated."""

    id: UUID | None
    version: int | None
    institution_id: UUID
    name: str
    applied_on: date
    activist_on: date | None
    target_on: date | None
    probationary_on: date | None
    full_on: date | None
    contacts: str
    introducers: str


@dataclass(frozen=True, slots=True)
class RegisterPlan:
    """What confirming the workbook of one register would do."""

    kind: str
    problems: Sequence[PlannedRow[None]] = ()
    records: Sequence[PlannedRow[Any]] = ()
    notes: Sequence[str] = ()
    """What was not read, in plain words."""

    @property
    def rows(self) -> Sequence[PlannedRow[Any]]:
        """All rows of the preview."""
        return (*self.problems, *self.records)
