"""Finds what a row names: in the same workbook, or among what the bureau already has. Pure."""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from handinhand.exchange.imports.cells import match_key
from handinhand.exchange.imports.plan import Reference
from handinhand.exchange.imports.roster_known import KnownRoster
from handinhand.exchange.imports.roster_values import PersonReference
from handinhand.exchange.imports.row_reader import RowReader
from handinhand.exchange.imports.tables import nearest

INSTITUTION_KINDS = {"school", "kindergarten", "training"}
_COMPARISONS = 100_000  # comparing spellings is slow, and nobody reads hundreds of hints
_QUOTED = 30
_NAME_AND_MOBILE = re.compile(r"(.+?)[\s(（]*(1\d{10})[)）]*")

Identity = UUID | str


@dataclass(frozen=True, slots=True)
class NamedOrganisation:
    """An organisation as the rules see it: the workbook's own values where it stands there, else the known ones."""

    reference: Reference
    kind: str | None
    ownership: str | None
    closed_on: date | None = None
    full_members: int | None = None

    @property
    def identity(self) -> Identity:
        """The same for two rows that mean the same organisation."""
        return self.reference.id or match_key(self.reference.name)


@dataclass(frozen=True, slots=True)
class NamedPartyOrganisation:
    """A Party organisation as the rules see it; `belongs_to` is the identity of its organisation, where readable."""

    reference: Reference
    belongs_to: Identity | None

    @property
    def identity(self) -> Identity:
        """The same for two rows that mean the same Party organisation."""
        return self.reference.id or match_key(self.reference.name)


@dataclass
class RosterNames:
    """Everything that rows may name. The sheets that define names fill it before the sheets that use them are judged.

    Rows in error count too: a wrong coordinate must not make every dispatch to that school wrong as well. A workbook
    whose sheets define no names (`sheets_define_names`) can only name what the bureau has.
    """

    known: KnownRoster
    today: date
    organisations: dict[str, NamedOrganisation] = field(default_factory=dict)
    party_organisations: dict[str, NamedPartyOrganisation] = field(default_factory=dict)
    instructors: dict[str, list[PersonReference]] = field(default_factory=lambda: defaultdict(list))
    sheets_define_names: bool = True
    comparisons_left: int = _COMPARISONS

    def organisation(self, name: str) -> NamedOrganisation | None:
        """The organisation of this name."""
        in_workbook = self.organisations.get(match_key(name))
        if in_workbook is not None:
            return in_workbook
        known = self.known.organisation(name)
        if known is None:
            return None
        renamed = self.organisations.get(match_key(known.name))
        if renamed is not None:
            return renamed
        return NamedOrganisation(
            Reference(known.name, known.id), known.kind, known.ownership, known.closed_on, known.full_members
        )

    def find_organisation(
        self, reader: RowReader, heading: str, *, what: str = "机构", day: date | None = None
    ) -> NamedOrganisation | None:
        """The organisation that a cell names; notes an error when there is none or it had closed by `day` (today)."""
        name = reader.name(heading)
        return None if name is None else self.named_organisation(reader, heading, name, what=what, day=day)

    def named_organisation(
        self, reader: RowReader, heading: str, name: str, *, what: str, day: date | None = None
    ) -> NamedOrganisation | None:
        """As `find_organisation`, for a name already read from the cell."""
        found = self.organisation(name)
        if found is None:
            here = (o.reference.name for o in self.organisations.values())
            candidates = itertools.chain(here, (o.name for o in self.known.organisations))
            message = self._not_found(what, name, candidates, sheet="机构")
            reader.refuse(heading, "unknown_organisation", message)
        elif found.closed_on is not None and found.closed_on < (day or self.today):
            message = f"“{found.reference.name}”已于 {found.closed_on} 停办，请删去这一行"
            reader.refuse(heading, "organisation_closed", message)
            return None
        return found

    def find_private_institution(
        self, reader: RowReader, heading: str, *, purpose: str, day: date | None = None
    ) -> NamedOrganisation | None:
        """The private institution that a cell names; notes an error when it is none."""
        found = self.find_organisation(reader, heading, day=day)
        if found is None:
            return None
        if found.kind is not None and found.kind not in INSTITUTION_KINDS:
            message = f"“{found.reference.name}”不是学校、幼儿园或培训机构，{purpose}，请改正"
            reader.refuse(heading, "not_an_institution", message)
        elif found.ownership == "public":
            message = f"“{found.reference.name}”是公办，{purpose}。请改成民办机构，或核对办学性质"
            reader.refuse(heading, "not_private", message)
        return found

    def find_party_organisation(self, reader: RowReader, heading: str) -> NamedPartyOrganisation | None:
        """The Party organisation that a cell names; notes an error when there is none."""
        name = reader.name(heading)
        if name is None:
            return None
        in_workbook = self.party_organisations.get(match_key(name))
        if in_workbook is not None:
            return in_workbook
        known = self.known.party_organisation(name)
        if known is not None:
            return NamedPartyOrganisation(Reference(known.name, known.id), known.organisation_id)
        here = (p.reference.name for p in self.party_organisations.values())
        candidates = itertools.chain(here, (p.name for p in self.known.party_organisations))
        message = self._not_found("党组织", name, candidates, sheet="党组织")
        reader.refuse(heading, "unknown_party_organisation", message)
        return None

    def find_instructor(self, reader: RowReader, heading: str) -> PersonReference | None:
        """The instructor that a cell names by name, or by name and mobile; notes an error when none or several fit."""
        written = reader.name(heading)
        if written is None:
            return None
        with_mobile = _NAME_AND_MOBILE.fullmatch(written)
        name, mobile = (with_mobile[1], with_mobile[2]) if with_mobile else (written, None)
        fitting = _of_mobile(self.instructors.get(match_key(name), ()), mobile)
        if not fitting:
            known = [PersonReference(p.name, p.mobile, p.id) for p in self.known.people_named(name)]
            fitting = _of_mobile(known, mobile)
        if not fitting:
            reader.refuse(heading, "unknown_instructor", self._no_instructor(name, mobile))
            return None
        if len(fitting) > 1:
            message = f"有 {len(fitting)} 位“{name}”，分不清是哪一位。请在姓名后面写上手机号，如“{name} 13900000000”"
            reader.refuse(heading, "ambiguous_instructor", message)
            return None
        return fitting[0]

    def _no_instructor(self, name: str, mobile: str | None) -> str:
        if mobile is not None and (self.instructors.get(match_key(name)) or self.known.people_named(name)):
            return f"有“{name}”，但手机号不是 {masked(mobile)}。请核对号码；没有同名的人，只写姓名就行"
        here = (p.name for people in self.instructors.values() for p in people)
        candidates = itertools.chain(here, (p.name for p in self.known.people))
        return self._not_found("指导员", name, candidates, sheet="指导员")

    def _not_found(self, what: str, name: str, candidates: Iterable[str], *, sheet: str) -> str:
        meant = None
        if self.comparisons_left > 0:
            spellings = list(candidates)
            self.comparisons_left -= len(spellings)
            meant = nearest(name, spellings)
        hint = f"是不是“{meant}”？" if meant else ""
        otherwise = f"先加到“{sheet}”表里" if self.sheets_define_names else "先在名册里加上"
        return f"没有找到{what}“{briefly(name)}”。{hint}请改正名称，或{otherwise}"


def masked(mobile: str) -> str:
    """A mobile number as lists show it (promises.md S4)."""
    return f"{mobile[:3]}****{mobile[-4:]}"


def briefly(written: str) -> str:
    """What somebody typed, short enough to be quoted in a message."""
    return written if len(written) <= _QUOTED else f"{written[:_QUOTED]}…"


def _of_mobile(people: Sequence[PersonReference], mobile: str | None) -> Sequence[PersonReference]:
    return people if mobile is None else [person for person in people if person.mobile == mobile]
