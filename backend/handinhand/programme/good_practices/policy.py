"""Who sees which good practices: its school and the bureau in every state, the others what is published to them."""

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from handinhand.foundation.access.actor import Actor, Scope
from handinhand.foundation.access.permissions import Permission


@dataclass(frozen=True, slots=True)
class PracticeReach:
    """`inside`: every state and what was said of it. `reader`: the seats of somebody who reads what is published."""

    inside: Scope = field(default_factory=Scope)
    reader: Scope = field(default_factory=Scope)

    def __bool__(self) -> bool:
        return bool(self.inside or self.reader)


def practice_reach(actor: Actor, permission: Permission) -> PracticeReach:
    """The reach of a right over good practices.

    A school's drafts are for who proposes for it, not for everybody who reads the board from its seat.
    """
    held = actor.scope(permission)
    if permission is not Permission.GOOD_PRACTICES_READ:
        return PracticeReach(inside=held)
    proposes = actor.scope(Permission.GOOD_PRACTICES_PROPOSE)
    inside = Scope(held.bureau_ids | proposes.bureau_ids, proposes.organisation_ids)
    return PracticeReach(inside, reader=Scope(organisation_ids=held.organisation_ids))


def deed_scope(actor: Actor, may: Literal["propose", "publish"]) -> Scope:
    """Where the actor publishes as the bureau, or proposes as a school; who publishes leaves proposing to the schools.

    Reading may reach further, by another role: each right goes as far as its own role does (ADR 2).
    """
    publishes = actor.scope(Permission.GOOD_PRACTICES_PUBLISH)
    if may == "publish":
        return publishes
    proposes = actor.scope(Permission.GOOD_PRACTICES_PROPOSE)
    return Scope(proposes.bureau_ids - publishes.bureau_ids, proposes.organisation_ids)


def is_inside(actor: Actor, bureau_id: UUID, school_id: UUID) -> bool:
    """Whether the actor sees more of it than its readers do."""
    return practice_reach(actor, Permission.GOOD_PRACTICES_READ).inside.covers(bureau_id, school_id)
