"""Who may do what to a visit's record (domain.md §5 "Visit"); what can follow what stands in rules.py.

Each function answers with the reason for a refusal, in words for users, or with None: allowed.
"""

from typing import Protocol
from uuid import UUID

from handinhand.foundation.access.actor import Actor
from handinhand.foundation.access.permissions import Permission
from handinhand.programme.visits.rules import TRANSITIONS, VisitAction, VisitState

ONLY_AUTHOR = "只有填写人本人可以修改和提交这条记录。"
ONLY_AUTHOR_OR_BUREAU = "只有填写人本人或党委办可以更正这条记录。"
ONLY_INSTITUTION = "这条记录要由被指导的机构确认。"
ONLY_INSTITUTION_DISPUTES = "异议由被指导的机构提出。党委办有疑问可以退回。"
ONLY_BUREAU_SETTLES = "这条记录有异议，由党委办处理。"
ONLY_BUREAU_VOIDS = "提交过的记录由党委办作废。要改内容，请用“更正”。"
NOT_ONE_S_OWN = "不能确认自己填写的记录，请由机构的其他人确认。"
ONLY_AUTHOR_ADDS = "只有填写人本人或党委办可以给这条记录添加材料。"

PERMISSIONS = {
    VisitAction.submit: Permission.VISITS_RECORD,
    VisitAction.revise: Permission.VISITS_RECORD,
    VisitAction.void: Permission.VISITS_RECORD,
    VisitAction.confirm: Permission.VISITS_CONFIRM,
    VisitAction.dispute: Permission.VISITS_CONFIRM,
    VisitAction.return_: Permission.VISITS_REVIEW,
}
"""The right that each verb asks for. The bureau's `visits:confirm` is for settling disputes."""


class VisitRecord(Protocol):
    """What decides of a visit: an entity or a row."""

    @property
    def bureau_id(self) -> UUID: ...
    @property
    def institution_id(self) -> UUID: ...
    @property
    def instructor_id(self) -> UUID: ...
    @property
    def entered_by_user_id(self) -> UUID: ...
    @property
    def state(self) -> str: ...


def is_author(actor: Actor, visit: VisitRecord) -> bool:
    """Whose record it is: the instructor's, and theirs who entered it for the instructor."""
    own = actor.person_id is not None and actor.person_id == visit.instructor_id
    return own or actor.user_id == visit.entered_by_user_id


def refuse_edit(actor: Actor, visit: VisitRecord) -> str | None:
    """For changing and checking in."""
    return None if is_author(actor, visit) else ONLY_AUTHOR


def refuse(actor: Actor, visit: VisitRecord, action: VisitAction) -> str | None:
    """For everything that moves a visit from state to state."""
    reviews = visit.bureau_id in actor.scope(Permission.VISITS_REVIEW).bureau_ids
    match action:
        case VisitAction.submit:
            return refuse_edit(actor, visit)
        case VisitAction.revise:
            return None if reviews or is_author(actor, visit) else ONLY_AUTHOR_OR_BUREAU
        case VisitAction.void:
            return None if reviews else _refuse_own_void(actor, visit)
        case VisitAction.return_:
            return None
        case VisitAction.dispute:
            return None if _is_institution(actor, visit) else ONLY_INSTITUTION_DISPUTES
        case VisitAction.confirm:
            return _refuse_confirm(actor, visit, reviews=reviews)


def _refuse_own_void(actor: Actor, visit: VisitRecord) -> str | None:
    if not is_author(actor, visit):
        return ONLY_AUTHOR
    handed_over = visit.state in {VisitState.submitted, VisitState.disputed, VisitState.confirmed}
    return ONLY_BUREAU_VOIDS if handed_over else None


def _refuse_confirm(actor: Actor, visit: VisitRecord, *, reviews: bool) -> str | None:
    if visit.state == VisitState.disputed:
        return None if reviews else ONLY_BUREAU_SETTLES
    if visit.state != VisitState.submitted:
        return None
    if not _is_institution(actor, visit):
        return ONLY_INSTITUTION
    return NOT_ONE_S_OWN if is_author(actor, visit) else None


def _is_institution(actor: Actor, visit: VisitRecord) -> bool:
    return visit.institution_id in actor.scope(Permission.VISITS_CONFIRM).organisation_ids


def actions(actor: Actor, visit: VisitRecord) -> list[str]:
    """What the actor may do with the visit in its present state, for pages to offer."""
    state = VisitState(visit.state)
    found = [
        action.value
        for action, permission in PERMISSIONS.items()
        if (state, action) in TRANSITIONS and holds(actor, permission, visit) and refuse(actor, visit, action) is None
    ]
    editable = holds(actor, Permission.VISITS_RECORD, visit) and refuse_edit(actor, visit) is None
    if editable and (state, VisitAction.submit) in TRANSITIONS:
        found.insert(0, "edit")
    if editable and state is VisitState.draft:
        found.insert(1, "check-in")
    return found


def holds(actor: Actor, permission: Permission, visit: VisitRecord) -> bool:
    """Whether the right reaches the visit: its bureau, its institution, or the actor's own records."""
    scope = actor.scope(permission)
    own = scope.person_id is not None and scope.person_id == visit.instructor_id
    return own or scope.covers(visit.bureau_id, visit.institution_id)
