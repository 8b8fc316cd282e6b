"""Use cases of reviews: by the institution itself, jointly with it, or on a visit (domain.md §1 A, B)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.errors import FieldError, Invalid
from handinhand.core.http.paging import AnySelect
from handinhand.core.ids import new_id
from handinhand.foundation.access.actor import Scope
from handinhand.foundation.access.guards import Access
from handinhand.foundation.audit.service import Target, record
from handinhand.models import Checklist, Organisation, StandardsReview
from handinhand.programme.standards import policy, queries, rules
from handinhand.programme.standards.checklists import change as change_checklist
from handinhand.programme.standards.checklists import draft as draft_checklist
from handinhand.programme.standards.checklists import ensure as ensure_checklists
from handinhand.programme.standards.checklists import publish as publish_checklist
from handinhand.programme.standards.errors import FromVisit
from handinhand.programme.standards.rules import ChecklistKind, ChecklistState, ReviewMode
from handinhand.programme.standards.schemas import (
    InstitutionStandardsQuery,
    ItemResultIn,
    RoomReview,
    StandardsReviewIn,
    StandardsReviewPatch,
    StandardsReviewQuery,
)
from handinhand.programme.standards.subject import STANDARDS_REVIEWS

__all__ = [
    "STANDARDS_REVIEWS",
    "change_checklist",
    "draft_checklist",
    "ensure_checklists",
    "publish_checklist",
]

_NO_CHECKLIST = "没有找到这份清单，请刷新后重新选择。"


def reviews(scope: Scope, query: StandardsReviewQuery) -> AnySelect:
    """The rows of the list, by institution and day, for the ledger."""
    table = StandardsReview
    return queries.reviews(scope, query).order_by(Organisation.name_pinyin, table.reviewed_on, table.id)


def institutions(scope: Scope, query: InstitutionStandardsQuery) -> AnySelect:
    """The rows of the list of institutions, by name, for the ledger."""
    return queries.institutions(scope, query).order_by(Organisation.name_pinyin, Organisation.id)


async def add_review(session: AsyncSession, access: Access, body: StandardsReviewIn) -> UUID:
    """Enters a review with the edition in force. Raises Invalid beside the field."""
    institution = await queries.find_institution(session, access.scope, body.institution_id)
    errors = [*_about_institution(institution)]
    if institution is None:
        raise Invalid(errors=errors)
    if body.mode not in policy.modes(access.actor, institution.bureau_id, institution.id):
        errors.append(FieldError("/mode", "not_yours", _NOT_YOURS[body.mode]))
    errors += _about_reviewers(body.mode, body.reviewers)
    checklist = await queries.find_checklist(session, institution.bureau_id, body.checklist_id)
    if checklist is None:
        errors.append(FieldError("/checklist_id", "unknown_checklist", _NO_CHECKLIST))
    elif checklist.state != ChecklistState.published:
        message = "这一版清单已经换成新的，请刷新后按新的一版填写。"
        errors.append(FieldError("/checklist_id", "not_in_force", message))
    else:
        errors += _about_results(checklist, body.results)
    if errors:
        raise Invalid(errors=errors)
    review = StandardsReview(
        id=new_id(), bureau_id=institution.bureau_id, entered_by_user_id=access.actor.user_id,
        created_at=access.now, updated_at=access.now, **body.model_dump(mode="python", exclude={"results"}),
        results=_written(body.results),
    )  # fmt: skip
    session.add(review)
    await session.flush()
    await record(session, access.ref, "standards_review:create", _target(review, institution.name), at=access.now)
    return review.id


async def change_review(
    session: AsyncSession, access: Access, review: StandardsReview, body: StandardsReviewPatch
) -> None:
    """Puts right what was noted wrongly, by the edition that it was made with. Raises FromVisit, Invalid."""
    refuse_from_visit(review)
    sent = body.model_fields_set
    errors: list[FieldError] = []
    if "reviewers" in sent:
        errors += _about_reviewers(review.mode, body.reviewers)
    if "results" in sent:
        errors += _about_results(await session.get_one(Checklist, review.checklist_id), body.results)
    if errors:
        raise Invalid(errors=errors)
    for name in sent - {"results"}:
        setattr(review, name, getattr(body, name))
    if "results" in sent:
        review.results = _written(body.results)
    review.updated_at = access.now
    await session.flush()
    await record(session, access.ref, "standards_review:update", _target(review), at=access.now, fields=sorted(sent))


def refuse_from_visit(review: StandardsReview) -> None:
    """Raises FromVisit."""
    if review.mode == ReviewMode.visit:
        raise FromVisit("请到那次入校指导里更正，这里会跟着变。")


# What an instructor finds in the activity room stands on the visit; here it is a review for as long as that holds.


@dataclass(frozen=True, slots=True)
class OnVisit:
    """A visit, as far as its review needs it."""

    visit_id: UUID
    institution_id: UUID
    bureau_id: UUID
    day: date
    instructor_name: str
    entered_by_user_id: UUID


async def room_problems(session: AsyncSession, bureau_id: UUID, room: RoomReview) -> list[FieldError]:
    """What is wrong with a visit's activity room: its edition is or was in force, its items are the edition's."""
    checklist = await queries.find_checklist(session, bureau_id, room.checklist_id)
    if checklist is None or checklist.kind != ChecklistKind.activity_room:
        return [FieldError("/activity_room/checklist_id", "unknown_checklist", _NO_CHECKLIST)]
    return _about_results(checklist, room.results, complete=False, under="/activity_room")


async def keep_of_visit(session: AsyncSession, visit: OnVisit, room: RoomReview, at: datetime) -> None:
    """Puts the review of a visit that was handed in, or brings it to what the visit says now.

    Where nothing was looked at there is no review; what was noted of the room stands on the visit.
    """
    if not rules.looked_at([each.result for each in room.results]):
        await drop_of_visit(session, visit.visit_id)
        return
    checklist = await session.get_one(Checklist, room.checklist_id)
    given = {result.code: result for result in room.results}
    whole = [
        given.get(item["code"], ItemResultIn(code=item["code"], result="not_looked_at")) for item in checklist.items
    ]
    review = await queries.find_of_visit(session, visit.visit_id)
    if review is None:
        review = StandardsReview(
            id=new_id(), bureau_id=visit.bureau_id, mode=ReviewMode.visit, visit_id=visit.visit_id, created_at=at
        )
    review.institution_id, review.checklist_id = visit.institution_id, checklist.id
    review.reviewed_on, review.reviewers = visit.day, visit.instructor_name
    review.entered_by_user_id = visit.entered_by_user_id
    review.results, review.summary, review.updated_at = _written(whole), room.summary, at
    session.add(review)
    await session.flush()


async def drop_of_visit(session: AsyncSession, visit_id: UUID) -> None:
    """Takes the review of a visit away again: it was returned, made void, or says nothing of the room any more."""
    review = await queries.find_of_visit(session, visit_id)
    if review is not None:
        await session.delete(review)
        await session.flush()


_NOT_YOURS = {
    "self": "自查由机构自己填写。您可以选“联合检查”。",
    "joint": "联合检查由党委办或帮建学校填写。您可以选“自查”。",
}


def _about_institution(institution: Organisation | None) -> list[FieldError]:
    pointer = "/institution_id"
    if institution is None:
        return [FieldError(pointer, "unknown_institution", "没有找到这家机构，请重新选择。")]
    if institution.ownership != "private":
        return [FieldError(pointer, "not_private", "这里只记民办学校、幼儿园和培训机构，请重新选择。")]
    if institution.closed_on is not None:
        message = f"这家机构已于 {institution.closed_on} 停办，请重新选择。"
        return [FieldError(pointer, "institution_closed", message)]
    return []


def _about_reviewers(mode: str, reviewers: str) -> list[FieldError]:
    if mode != ReviewMode.joint or reviewers:
        return []
    return [FieldError("/reviewers", "missing", "联合检查请写上检查人的姓名。")]


def _about_results(
    checklist: Checklist, results: Sequence[ItemResultIn], *, complete: bool = True, under: str = ""
) -> list[FieldError]:
    items = {item["code"]: item["title"] for item in checklist.items}
    found = rules.result_problems(items, [result.code for result in results], complete=complete, under=under)
    if complete and not found and not rules.looked_at([result.result for result in results]):
        message = "每一项都是“没有看”，这次就没有检查。请至少填一项的结果，或者不保存。"
        return [FieldError(f"{under}/results", "nothing_looked_at", message)]
    return [FieldError(*problem) for problem in found]


def _written(results: Sequence[ItemResultIn]) -> list[dict[str, Any]]:
    return [{"code": each.code, "result": each.result, "note": each.note} for each in results]


def _target(review: StandardsReview, name: str | None = None) -> Target:
    label = f"{name} {review.reviewed_on}" if name else None
    return Target("standards_review", review.id, label, review.bureau_id)
