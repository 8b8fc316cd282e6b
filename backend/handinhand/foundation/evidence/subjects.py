"""Which record types evidence may belong to, and what each has to provide (design.md §3 "Evidence subjects").

Features stand above this one, so each brings its provider, and the wiring registers them all at the start.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable
from uuid import UUID

from sqlalchemy import Select, Subquery, Uuid, false, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.foundation.access.actor import Actor
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

    def visible(self, scope: Any) -> Select[Any, Any]:
        """Selects the records within the scope, or within what `OwnReach` gave: columns `id` and `label`."""
        ...

    async def find(self, session: AsyncSession, actor: Actor, subject_id: UUID) -> Subject | None:
        """The record to which the actor wants to add a file; None when there is none within their reach."""
        ...


@runtime_checkable
class OwnReach(Protocol):
    """A provider whose records are seen by more than one right, and published, so that one scope cannot say to whom."""

    def reach(self, actor: Actor, *, adding: bool) -> Any:
        """Whose rows of evidence the actor sees, or adds to."""
        ...

    def opened(self, actor: Actor) -> Any:
        """Whose files the actor opens, those included that are published to them: no right over evidence is needed."""
        ...


_PROVIDERS: dict[str, SubjectProvider] = {}
_NOTHING = select(literal("").label("type"), literal(None, Uuid()).label("id"), literal("").label("label")).where(
    false()
)


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

    scopes: tuple[tuple[str, Any], ...] = ()

    def __bool__(self) -> bool:
        return any(scope for _, scope in self.scopes)


def subject_reach(actor: Actor, permission: Permission) -> SubjectReach:
    """The reach of a right over evidence: none without it, else each type's own right (`reads` or `adds`)."""
    if not actor.scope(permission):
        return SubjectReach()
    adding = permission is Permission.EVIDENCE_ADD
    return SubjectReach(tuple((each.type, _reach(each, actor, adding=adding)) for each in _PROVIDERS.values()))


def opening_reach(actor: Actor, permission: Permission) -> SubjectReach:
    """Whose files are opened: where their rows are seen, and of what is published to the actor."""
    published = {each.type: each.opened(actor) for each in _PROVIDERS.values() if isinstance(each, OwnReach)}
    return SubjectReach(tuple({**dict(subject_reach(actor, permission).scopes), **published}.items()))


def is_published(kind: str) -> bool:
    """Whether records of this type are published to people who do not see the rows of their evidence."""
    return isinstance(_PROVIDERS[kind], OwnReach)


def _reach(provider: SubjectProvider, actor: Actor, *, adding: bool) -> Any:
    if isinstance(provider, OwnReach):
        return provider.reach(actor, adding=adding)
    return actor.scope(provider.adds if adding else provider.reads)


def visible_subjects(reach: SubjectReach) -> Subquery:
    """Every record of every type within the reach: columns `type`, `id`, `label`."""
    each = [
        select(literal(kind).label("type"), *provider_of(kind).visible(scope).subquery().c)
        for kind, scope in reach.scopes
        if scope
    ]
    return union_all(*each or [_NOTHING]).subquery("subjects")
