"""The values that a roster row stands for, whole: what is written when the import is confirmed. Pure.

Where a cell was empty, the value that the bureau already has stays. `id` and `version` belong to what is updated; both
are None for what is created.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from handinhand.exchange.imports.plan import Reference


@dataclass(frozen=True, slots=True)
class SectionValues:
    """A section that is named for the first time."""

    name: str


@dataclass(frozen=True, slots=True)
class InstitutionValues:
    """A school, kindergarten or training institution, public or private."""

    id: UUID | None
    version: int | None
    name: str
    kind: str
    ownership: str
    address: str | None
    longitude: float | None
    latitude: float | None
    datum: str | None
    full_members: int | None
    probationary_members: int | None
    section: Reference | None
    joined_on: date | None


@dataclass(frozen=True, slots=True)
class PartyOrganisationValues:
    """A Party organisation."""

    id: UUID | None
    version: int | None
    name: str
    kind: str
    organisation: Reference


@dataclass(frozen=True, slots=True)
class InstructorValues:
    """An instructor; name and mobile together say who it is."""

    id: UUID | None
    version: int | None
    name: str
    mobile: str
    sending_unit: Reference


@dataclass(frozen=True, slots=True)
class PersonReference:
    """An instructor whom a row names: known (then `id`), or standing in the same workbook with this name and mobile."""

    name: str
    mobile: str | None
    id: UUID | None


@dataclass(frozen=True, slots=True)
class DispatchValues:
    """A primary instructor's posting. `ends_on` is kept from what is known; a roster never ends a dispatch."""

    id: UUID | None
    version: int | None
    institution: Reference
    instructor: PersonReference
    starts_on: date
    ends_on: date | None
    document_number: str | None


@dataclass(frozen=True, slots=True)
class AffiliationValues:
    """An institution under a host Party organisation."""

    id: UUID | None
    version: int | None
    institution: Reference
    host: Reference
    starts_on: date
    ends_on: date | None
    document_number: str | None


@dataclass(frozen=True, slots=True)
class CommunityValues:
    """A support community; `supported_schools` are all of them, `joining` those that are new to it."""

    id: UUID | None
    version: int | None
    name: str
    lead_school: Reference
    supported_schools: tuple[Reference, ...]
    joining: tuple[Reference, ...]
    starts_on: date
