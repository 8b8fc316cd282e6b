"""Use cases of good practices: writing, proposing, publishing, withdrawing (domain.md §1 D, §6)."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.errors import FieldError, Invalid
from handinhand.core.http.paging import AnySelect
from handinhand.core.ids import new_id
from handinhand.foundation.access.actor import Actor
from handinhand.foundation.access.guards import Access
from handinhand.foundation.access.permissions import Permission
from handinhand.foundation.audit.service import Target, record
from handinhand.models import Activity, GoodPractice, SupportCommunity
from handinhand.programme.activities import service as activities
from handinhand.programme.communities import service as communities
from handinhand.programme.good_practices import policy, queries, rules
from handinhand.programme.good_practices.errors import FilesChanged, PracticeStateRefused
from handinhand.programme.good_practices.rules import PracticeDeed, PracticeState
from handinhand.programme.good_practices.schemas import PracticeIn, PracticePatch, PracticeQuery, PublicationIn
from handinhand.programme.good_practices.subject import GOOD_PRACTICES

__all__ = ["GOOD_PRACTICES"]


def listed(actor: Actor, query: PracticeQuery) -> AnySelect:
    """The rows of the list, for the to-dos."""
    return queries.listed(actor, query)


def proposes_for_a_school(actor: Actor) -> bool:
    """Whether somebody proposes as a school does, and not only as the bureau that publishes."""
    return bool(policy.deed_scope(actor, "propose"))


def refuse_unless(practice: GoodPractice, deed: PracticeDeed) -> None:
    """Raises PracticeStateRefused when the state does not allow the deed."""
    _after(practice, deed)


async def create(session: AsyncSession, access: Access, body: PracticeIn) -> UUID:
    """A draft of the school. Raises Invalid beside the field."""
    activity, errors = await _activity(session, access, body.activity_id)
    school_id = body.school_id or _own_school(access, activity)
    schools = await queries.find_schools(session, access.scope, [school_id] if school_id else [])
    if school_id is None:
        errors.append(FieldError("/school_id", "missing", "请选择这是哪所学校的做法。"))
    elif school_id not in schools:
        errors.append(FieldError("/school_id", "unknown_school", "没有找到这所学校，请重新选择。"))
    elif schools[school_id].closed_on is not None:
        message = f"这所学校已于 {schools[school_id].closed_on} 停办，请重新选择。"
        errors.append(FieldError("/school_id", "school_closed", message))
    elif activity is not None:
        community = await session.get_one(SupportCommunity, activity.community_id)
        if school_id not in await communities.school_ids_of(session, community):
            errors.append(FieldError("/school_id", "not_a_member", "这所学校不在办这次活动的共同体里，请重新选择。"))
    if errors or school_id is None:
        raise Invalid(errors=errors)
    practice = GoodPractice(
        id=new_id(),
        bureau_id=schools[school_id].bureau_id,
        school_id=school_id,
        activity_id=body.activity_id,
        title=body.title,
        story=body.story,
        state=PracticeState.draft,
        written_by_user_id=access.actor.user_id,
        created_at=access.now,
        updated_at=access.now,
    )
    session.add(practice)
    await session.flush()
    await record(session, access.ref, "good_practice:create", _target(practice), at=access.now)
    return practice.id


async def change(session: AsyncSession, access: Access, practice: GoodPractice, body: PracticePatch) -> None:
    """Changes what the body gives, of a draft. Raises PracticeStateRefused."""
    fields = sorted(body.model_fields_set)
    for name in fields:
        setattr(practice, name, getattr(body, name))
    await _move(session, access, practice, PracticeDeed.change, fields=fields)


async def propose(session: AsyncSession, access: Access, practice: GoodPractice) -> None:
    """Lays a draft before the bureau; what the bureau said of an earlier version is answered with that."""
    practice.proposed_at, practice.decision_reason = access.now, None
    await _move(session, access, practice, PracticeDeed.propose)


async def publish(session: AsyncSession, access: Access, practice: GoodPractice, body: PublicationIn) -> None:
    """To all or some of the bureau. Raises Invalid without the tick or an audience, FilesChanged for unseen files."""
    errors = await _about_audience(session, practice, body)
    if not body.faces_consented:
        message = "请先确认：图片里孩子的脸已征得监护人同意，或没有孩子的脸。"
        errors.append(FieldError("/faces_consented", "consent_needed", message))
    if errors:
        raise Invalid(errors=errors)
    if await queries.file_ids(session, practice.id) - set(body.file_ids):
        raise FilesChanged("您打开以后又添加了文件。请刷新页面，看过新文件再发布。")
    practice.audience, practice.audience_ids, practice.faces_consented = body.audience, body.audience_ids, True
    practice.published_at, practice.published_by_user_id = access.now, access.actor.user_id
    await _move(session, access, practice, PracticeDeed.publish, audience=body.audience, faces_consented=True)


async def send_back(session: AsyncSession, access: Access, practice: GoodPractice, reason: str) -> None:
    """proposed → draft: the bureau wants it otherwise. Raises PracticeStateRefused."""
    practice.decision_reason = reason
    await _move(session, access, practice, PracticeDeed.return_)


async def withdraw(session: AsyncSession, access: Access, practice: GoodPractice, reason: str) -> None:
    """Off the board at once; school and bureau keep the record. Raises PracticeStateRefused."""
    practice.decision_reason = reason
    await _move(session, access, practice, PracticeDeed.withdraw)


async def _move(
    session: AsyncSession, access: Access, practice: GoodPractice, deed: PracticeDeed, **details: Any
) -> None:
    practice.state = _after(practice, deed)
    practice.updated_at = access.now
    await session.flush()
    verb = "update" if deed is PracticeDeed.change else deed.value
    await record(session, access.ref, f"good_practice:{verb}", _target(practice), at=access.now, **details)


def _after(practice: GoodPractice, deed: PracticeDeed) -> PracticeState:
    try:
        return rules.after(PracticeState(practice.state), deed)
    except rules.DeedRefusedError as refused:
        raise PracticeStateRefused(str(refused)) from refused


async def _activity(
    session: AsyncSession, access: Access, activity_id: UUID | None
) -> tuple[Activity | None, list[FieldError]]:
    if activity_id is None:
        return None, []
    scope = access.actor.scope(Permission.ACTIVITIES_READ)
    found = await activities.find_activity(session, scope, activity_id)
    if found is None:
        return None, [FieldError("/activity_id", "unknown_activity", "没有找到这次活动，请重新选择。")]
    if found.state != "done":
        return found, [FieldError("/activity_id", "activity_not_done", "活动登记完成以后，才能写成好做法。")]
    return found, []


def _own_school(access: Access, activity: Activity | None) -> UUID | None:
    seats = access.scope.organisation_ids
    if activity is not None and access.scope.covers(activity.bureau_id, activity.organiser_id):
        return activity.organiser_id
    return next(iter(seats)) if len(seats) == 1 else None


async def _about_audience(session: AsyncSession, practice: GoodPractice, body: PublicationIn) -> list[FieldError]:
    if body.audience == "all":
        wrong = FieldError("/audience_ids", "not_asked", "发布给全部单位时不用再选单位。")
        return [wrong] if body.audience_ids else []
    if not body.audience_ids:
        return [FieldError("/audience_ids", "missing", "请选择发布给哪些单位。")]
    known = await queries.known_organisations(session, practice.bureau_id, body.audience_ids)
    return [
        FieldError(f"/audience_ids/{place}", "unknown_organisation", "没有找到这个单位，请重新选择。")
        for place, each in enumerate(body.audience_ids)
        if each not in known
    ]


def _target(practice: GoodPractice) -> Target:
    return Target("good_practice", practice.id, practice.title, practice.bureau_id)
