"""Who may make and correct a review: the institution of itself, bureau and lead school jointly with it."""

from typing import Protocol
from uuid import UUID

from handinhand.foundation.access.actor import Actor
from handinhand.foundation.access.permissions import Permission
from handinhand.foundation.access.roles import GRANTS
from handinhand.programme.standards.rules import ReviewMode

ONLY_AUTHOR_OR_BUREAU = "这份记录由填写人本人或党委办更正。"


class ReviewRecord(Protocol):
    """What decides of a review: an entity or a row."""

    @property
    def bureau_id(self) -> UUID: ...
    @property
    def mode(self) -> str: ...
    @property
    def entered_by_user_id(self) -> UUID: ...


def modes(actor: Actor, bureau_id: UUID, institution_id: UUID) -> frozenset[str]:
    """How the actor may review an institution: itself from its own seat, jointly from outside."""
    held = [each for each in actor.assignments if Permission.STANDARDS_REVIEW in GRANTS[each.role]]
    own = any(each.organisation_id == institution_id for each in held)
    wide = bureau_id in actor.scope(Permission.STANDARDS_REVIEW).bureau_ids
    joint = wide or any(institution_id in each.tied_ids for each in held)
    return frozenset(([ReviewMode.self_.value] if own else []) + ([ReviewMode.joint.value] if joint else []))


def refuse_change(actor: Actor, review: ReviewRecord) -> str | None:
    """For correcting: the reason of a refusal, or None."""
    wide = review.bureau_id in actor.scope(Permission.STANDARDS_REVIEW).bureau_ids
    return None if wide or actor.user_id == review.entered_by_user_id else ONLY_AUTHOR_OR_BUREAU


def may_change(actor: Actor, review: ReviewRecord, institution_id: UUID) -> bool:
    """Whether pages offer to correct it: a review that came with a visit changes with the visit."""
    reaches = actor.scope(Permission.STANDARDS_REVIEW).covers(review.bureau_id, institution_id)
    return reaches and review.mode != ReviewMode.visit and refuse_change(actor, review) is None
