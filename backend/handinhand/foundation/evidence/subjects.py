"""Which record types evidence may belong to, and what each has to provide (design.md §3 "Evidence subjects").

Features stand above this one, so each brings its provider, and the wiring registers them all at the start.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Select, Subquery, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.foundation.access.actor import Actor, Scope
from handinhand.foundation.access.permissions import Permission
from handinhand.foundation.evidence.schemas import SubjectType


class MissingSubjectError(RuntimeError):
    """A record type that the interface names has no provider. It stops the start."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The record to which a file is to be added. `forbidden` and `closed` say, in words for users, why it cannot be."""

    id: UUID
    bureau_id: UUID
    label: str
    forbidden: str | None = None
    closed: str | None = None


class SubjectProvider(Protocol):
    """What a record type brings, and the rights that its records are read and added to with."""

    type: str
    reads: Permission
    adds: Permission

    def visible(self, scope: Scope) -> Select[Any, Any]:
        """Selects the records within the scope: columns `id` and `label`."""
        ...

    async def find(self, session: AsyncSession, actor: Actor, subject_id: UUID) -> Subject | None:
        """The record to which the actor wants to add a file; None when there is none within their reach."""
        ...


_PROVIDERS: dict[str, SubjectProvider] = {}


def register_subjects(providers: Iterable[SubjectProvider]) -> None:
    """Sets the providers, once at the start. Raises MissingSubjectError when a record type has none."""
    found = {provider.type: provider for provider in providers}
    missing = {kind.value for kind in SubjectType} - found.keys()
    if missing:
        raise MissingSubjectError(f"evidence may belong to {', '.join(sorted(missing))}, but nobody provides it")
    _PROVIDERS.clear()
    _PROVIDERS.update(found)


def provider_of(kind: str) -> SubjectProvider:
    """The provider of a record type."""
    return _PROVIDERS[kind]


@dataclass(frozen=True, slots=True)
class SubjectReach:
    """How far somebody reaches in each record type: a right over visits says nothing of activities (ADR 2)."""

    scopes: tuple[tuple[str, Scope], ...] = ()

    def __bool__(self) -> bool:
        return any(scope for _, scope in self.scopes)


def subject_reach(actor: Actor, permission: Permission) -> SubjectReach:
    """The reach of a right over evidence: none without it, else each type's own right (`reads` or `adds`)."""
    if not actor.scope(permission):
        return SubjectReach()
    adding = permission is Permission.EVIDENCE_ADD
    return SubjectReach(
        tuple((each.type, actor.scope(each.adds if adding else each.reads)) for each in _PROVIDERS.values())
    )


def visible_subjects(reach: SubjectReach) -> Subquery:
    """Every record of every type within the reach: columns `type`, `id`, `label`."""
    scopes = dict(reach.scopes)
    each = [
        select(literal(provider.type).label("type"), *provider.visible(scopes.get(provider.type, Scope())).subquery().c)
        for provider in _PROVIDERS.values()
    ]
    return union_all(*each).subquery("subjects")
