"""Who is asking: the signed-in account and its roles, as (right, reach) pairs."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, false, or_
from sqlalchemy.orm import InstrumentedAttribute

from handinhand.foundation.access.permissions import Permission
from handinhand.foundation.access.roles import GRANTS, Reach, Role

Column = ColumnElement[UUID] | InstrumentedAttribute[UUID]


@dataclass(frozen=True, slots=True)
class Assignment:
    """A role held today at an organisation. `tied_ids` are the organisations that the role reaches beside its own."""

    role: Role
    bureau_id: UUID
    organisation_id: UUID
    tied_ids: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Scope:
    """How far one right of one actor reaches. An empty scope holds nothing, and every query takes one.

    `person_id` is set where somebody's own records lie within too, whatever institution they belong to: an instructor
    keeps seeing their own visits and drafts after a hand-over (domain.md §7).
    """

    bureau_ids: frozenset[UUID] = frozenset()
    organisation_ids: frozenset[UUID] = frozenset()
    person_id: UUID | None = None

    def __bool__(self) -> bool:
        return bool(self.bureau_ids or self.organisation_ids)

    def covers(self, bureau_id: UUID, organisation_id: UUID | None) -> bool:
        """Whether a record of this bureau and organisation lies within."""
        return bureau_id in self.bureau_ids or organisation_id in self.organisation_ids

    def within(self, bureau_id: Column, organisation_id: Column) -> ColumnElement[bool]:
        """The same as SQL, for the columns that say which bureau and organisation a row belongs to."""
        reaches: list[ColumnElement[bool]] = []
        if self.bureau_ids:
            reaches.append(bureau_id.in_(sorted(self.bureau_ids)))
        if self.organisation_ids:
            reaches.append(organisation_id.in_(sorted(self.organisation_ids)))
        return or_(*reaches) if reaches else false()


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in account with the roles it holds today. Several roles are a union of pairs, never a product."""

    user_id: UUID
    name: str
    username: str
    bureau_id: UUID
    person_id: UUID | None
    session_id: UUID
    must_change_password: bool
    assignments: tuple[Assignment, ...]

    def permissions(self) -> frozenset[Permission]:
        """Every right held anywhere."""
        return frozenset(permission for held in self.assignments for permission in GRANTS[held.role])

    def scope(self, permission: Permission) -> Scope:
        """The reach of one right: the union over the roles that grant it."""
        bureaus: set[UUID] = set()
        organisations: set[UUID] = set()
        person_id = None
        for held in self.assignments:
            if held.role is Role.INSTRUCTOR and permission in GRANTS[held.role]:
                person_id = self.person_id
            match GRANTS[held.role].get(permission):
                case Reach.BUREAU:
                    bureaus.add(held.bureau_id)
                case Reach.OWN:
                    organisations.add(held.organisation_id)
                case Reach.TIED:
                    organisations |= {held.organisation_id, *held.tied_ids}
        return Scope(frozenset(bureaus), frozenset(organisations), person_id)
