"""What the bureau already has, as the roster's rules need it: a frozen snapshot taken in one transaction. Pure."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from handinhand.exchange.imports.cells import match_key

_REMARK = re.compile(r"[（(][^（()）]*[）)]$")


@dataclass(frozen=True, slots=True)
class KnownOrganisation:
    """An organisation of the bureau, the bureau itself and its sections included."""

    id: UUID
    name: str
    kind: str
    ownership: str | None = None
    former_names: tuple[str, ...] = ()
    address: str | None = None
    longitude: float | None = None
    latitude: float | None = None
    datum: str | None = None
    full_members: int | None = None
    probationary_members: int | None = None
    section_id: UUID | None = None
    joined_on: date | None = None
    closed_on: date | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class KnownPartyOrganisation:
    """A Party organisation that has not ended."""

    id: UUID
    name: str
    kind: str
    organisation_id: UUID
    version: int = 1


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody who has not left."""

    id: UUID
    name: str
    mobile: str | None
    organisation_id: UUID
    version: int = 1


@dataclass(frozen=True, slots=True)
class KnownDispatch:
    """A dispatch, ended ones included; `ends_on` is the last day in post."""

    id: UUID
    institution_id: UUID
    instructor_id: UUID
    starts_on: date
    ends_on: date | None = None
    document_number: str | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class KnownAffiliation:
    """An affiliation, ended ones included."""

    id: UUID
    institution_id: UUID
    host_id: UUID
    starts_on: date
    ends_on: date | None = None
    document_number: str | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class KnownCommunity:
    """A support community that has not ended, with the schools it supports now."""

    id: UUID
    name: str
    lead_school_id: UUID
    supported_school_ids: frozenset[UUID]
    starts_on: date
    version: int = 1


@dataclass(frozen=True)
class KnownRoster:
    """The snapshot. An empty one is a bureau before its first roster; the look-ups are built from the sequences."""

    organisations: Sequence[KnownOrganisation] = ()
    party_organisations: Sequence[KnownPartyOrganisation] = ()
    people: Sequence[KnownPerson] = ()
    dispatches: Sequence[KnownDispatch] = ()
    affiliations: Sequence[KnownAffiliation] = ()
    communities: Sequence[KnownCommunity] = ()
    own_branch_members: int = 3
    """From so many full members on, a branch of one's own is possible: the bureau's setting (domain.md §3)."""

    organisation_by_id: Mapping[UUID, KnownOrganisation] = field(init=False, repr=False)
    person_by_id: Mapping[UUID, KnownPerson] = field(init=False, repr=False)
    party_organisation_by_id: Mapping[UUID, KnownPartyOrganisation] = field(init=False, repr=False)
    _organisations_by_name: Mapping[str, KnownOrganisation] = field(init=False, repr=False)
    _organisations_by_former_name: Mapping[str, Sequence[KnownOrganisation]] = field(init=False, repr=False)
    _party_organisations_by_name: Mapping[str, KnownPartyOrganisation] = field(init=False, repr=False)
    _people_by_name: Mapping[str, Sequence[KnownPerson]] = field(init=False, repr=False)
    _dispatches_by_institution: Mapping[UUID, Sequence[KnownDispatch]] = field(init=False, repr=False)
    _people_by_mobile: Mapping[str, KnownPerson] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        former: dict[str, list[KnownOrganisation]] = defaultdict(list)
        for organisation in self.organisations:
            for name in {match_key(name) for name in organisation.former_names}:
                former[name].append(organisation)
        people: dict[str, list[KnownPerson]] = defaultdict(list)
        for person in self.people:
            people[match_key(person.name)].append(person)
        dispatches: dict[UUID, list[KnownDispatch]] = defaultdict(list)
        for dispatch in self.dispatches:
            dispatches[dispatch.institution_id].append(dispatch)
        # An open organisation comes before a closed one of the same name.
        closed_first = sorted(self.organisations, key=lambda organisation: organisation.closed_on is None)
        object.__setattr__(self, "organisation_by_id", {o.id: o for o in self.organisations})
        object.__setattr__(self, "person_by_id", {p.id: p for p in self.people})
        object.__setattr__(self, "party_organisation_by_id", {p.id: p for p in self.party_organisations})
        by_name = {match_key(o.name): o for o in closed_first}
        for organisation in closed_first:
            if organisation.kind == "bureau":  # rosters name their bureau without the remark that it bears here
                by_name.setdefault(match_key(_REMARK.sub("", organisation.name)), organisation)
        object.__setattr__(self, "_organisations_by_name", by_name)
        object.__setattr__(self, "_organisations_by_former_name", former)
        object.__setattr__(self, "_people_by_name", people)
        object.__setattr__(self, "_dispatches_by_institution", dispatches)
        object.__setattr__(self, "_people_by_mobile", {p.mobile: p for p in self.people if p.mobile})
        object.__setattr__(
            self, "_party_organisations_by_name", {match_key(p.name): p for p in self.party_organisations}
        )

    def organisation(self, name: str) -> KnownOrganisation | None:
        """The organisation of this name, else the only one that once bore it (domain.md §7: rename keeps identity)."""
        key = match_key(name)
        current = self._organisations_by_name.get(key)
        once = self._organisations_by_former_name.get(key, ())
        return current or (once[0] if len(once) == 1 else None)

    def party_organisation(self, name: str) -> KnownPartyOrganisation | None:
        """The Party organisation of this name."""
        return self._party_organisations_by_name.get(match_key(name))

    def dispatches_at(self, institution_id: UUID) -> Sequence[KnownDispatch]:
        """The dispatches of an institution."""
        return self._dispatches_by_institution.get(institution_id, ())

    def people_named(self, name: str) -> Sequence[KnownPerson]:
        """Everybody of this name."""
        return self._people_by_name.get(match_key(name), ())

    def person_with_mobile(self, mobile: str) -> KnownPerson | None:
        """Whoever has this mobile number."""
        return self._people_by_mobile.get(mobile)
