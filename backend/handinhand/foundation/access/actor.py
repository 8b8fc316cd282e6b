"""Who is asking: the signed-in account and its roles, as (right, reach) pairs."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BindParameter, ColumnElement, Uuid, bindparam, false, func, or_
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


class Reaching(ABC):
    """The three ways in which a row can lie within a reach, each as SQL, or None where the reach has no such part."""

    __slots__ = ()

    @abstractmethod
    def of_bureau(self, column: Column) -> ColumnElement[bool] | None:
        """The row belongs to a bureau all of which is reached."""

    @abstractmethod
    def of_organisation(self, column: Column) -> ColumnElement[bool] | None:
        """The row belongs to an organisation that is reached."""

    @abstractmethod
    def of_person(self, column: Column) -> ColumnElement[bool] | None:
        """The row is the caller's own."""

    def within(self, bureau_id: Column, organisation_id: Column) -> ColumnElement[bool]:
        """Whether a row lies within, by the columns that say which bureau and organisation it belongs to."""
        return any_of(self.of_bureau(bureau_id), self.of_organisation(organisation_id))


def any_of(*ways: ColumnElement[bool] | None) -> ColumnElement[bool]:
    """Whether one of these ways holds; nothing is within when there is none."""
    held = [way for way in ways if way is not None]
    return or_(*held) if held else false()


@dataclass(frozen=True, slots=True)
class Scope(Reaching):
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

    def of_bureau(self, column: Column) -> ColumnElement[bool] | None:
        return column.in_(sorted(self.bureau_ids)) if self.bureau_ids else None

    def of_organisation(self, column: Column) -> ColumnElement[bool] | None:
        return column.in_(sorted(self.organisation_ids)) if self.organisation_ids else None

    def of_person(self, column: Column) -> ColumnElement[bool] | None:
        return column == self.person_id if self.person_id is not None else None

    def outline(self, name: str = "scope") -> "ScopeOutline":
        """What a statement compiled once needs to know of it."""
        bureaus = min(len(self.bureau_ids), 2)
        return ScopeOutline(name, bureaus, bool(self.organisation_ids), self.person_id is not None)


@dataclass(frozen=True, slots=True)
class ScopeOutline(Reaching):
    """A scope without its values: which parts it has. They come as parameters, under names that begin with `name`."""

    name: str
    bureaus: int
    """0, 1, or 2 for several: one is compared with `=`, which leaves an index its order."""
    organisations: bool
    person: bool

    def of_bureau(self, column: Column) -> ColumnElement[bool] | None:
        if self.bureaus == 1:
            return column == bindparam(f"{self.name}_bureau_id", type_=Uuid())
        return column == func.any(self._many("bureau_ids")) if self.bureaus else None

    def of_organisation(self, column: Column) -> ColumnElement[bool] | None:
        return column == func.any(self._many("organisation_ids")) if self.organisations else None

    def of_person(self, column: Column) -> ColumnElement[bool] | None:
        return column == bindparam(f"{self.name}_person_id", type_=Uuid()) if self.person else None

    def _many(self, part: str) -> BindParameter[Sequence[UUID]]:
        return bindparam(f"{self.name}_{part}", type_=ARRAY(Uuid()))

    def values(self, scope: Scope) -> dict[str, Any]:
        """The parameters, from the scope that this is the outline of."""
        return {
            f"{self.name}_bureau_id": next(iter(scope.bureau_ids), None),
            f"{self.name}_bureau_ids": sorted(scope.bureau_ids),
            f"{self.name}_organisation_ids": sorted(scope.organisation_ids),
            f"{self.name}_person_id": scope.person_id,
        }


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in account with the roles it holds today. Several roles are a union of pairs, never a product.

    Or a machine outside, which holds no role: its rights are its token's scopes where a bureau granted them
    (api.md, Integration). `user_id` and `session_id` are then the client's id, `username` its code.
    """

    user_id: UUID
    name: str
    username: str
    bureau_id: UUID
    person_id: UUID | None
    session_id: UUID
    must_change_password: bool
    assignments: tuple[Assignment, ...]
    machine: bool = False
    granted: frozenset[tuple[Permission, UUID]] = frozenset()
    """A machine's rights, each with a bureau that granted it."""

    def permissions(self) -> frozenset[Permission]:
        """Every right held anywhere."""
        held = (permission for held in self.assignments for permission in GRANTS[held.role])
        return frozenset(held) | {permission for permission, _ in self.granted}

    def scope(self, permission: Permission) -> Scope:
        """The reach of one right: the union over the roles that grant it."""
        bureaus = {bureau_id for granted, bureau_id in self.granted if granted is permission}
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
