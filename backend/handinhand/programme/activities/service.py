"""Use cases of activities: planning, completing, cancelling (domain.md §1 A, §6)."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.clock import local_day
from handinhand.core.errors import FieldError, Invalid
from handinhand.core.http.paging import AnySelect
from handinhand.core.ids import new_id
from handinhand.foundation.access.actor import Actor, Scope
from handinhand.foundation.access.guards import Access
from handinhand.foundation.access.permissions import Permission
from handinhand.foundation.audit.service import Target, record, record_many
from handinhand.models import Activity, ActivityKind, SupportCommunity
from handinhand.programme.activities import kinds, policy, queries, rules, terms
from handinhand.programme.activities.errors import (
    ID_OF_A_SERIES,
    ActivityStateRefused,
    CommunityNotAtWork,
    id_taken,
)
from handinhand.programme.activities.paper import HeldActivity, create_held
from handinhand.programme.activities.rules import ActivityState
from handinhand.programme.activities.schemas import (
    ActivityIn,
    ActivityPatch,
    ActivityQuery,
    CancellationIn,
    CompletionIn,
)
from handinhand.programme.activities.subject import ACTIVITIES
from handinhand.programme.communities import service as communities

__all__ = ["ACTIVITIES", "HeldActivity", "create_held"]
ensure_kinds = kinds.ensure
visible_subjects = queries.visible_subjects
last_held_on, across = terms.last_held_on, terms.across
cancel_unfinished, carry_over = terms.cancel_unfinished, terms.carry_over


def listed(actor: Actor, query: ActivityQuery, today: date) -> AnySelect:
    """The rows of the list, by day, for the ledger and the to-dos."""
    listing, scope = queries.list_for(actor, query)
    return listing.select(scope, query, today=today).order_by(Activity.starts_on, Activity.id)


async def find_activity(session: AsyncSession, scope: Scope, activity_id: UUID) -> Activity | None:
    """One activity that is seen with this reach, for the features whose records grow from one."""
    reach = queries.ActivityReach(scope, writing=False)
    return await queries.load_activity(session, reach, activity_id, lock=False)


@dataclass(frozen=True, slots=True)
class Saved:
    """What a POST led to, of a series the first. `created` is false when the same came again under the same id."""

    id: UUID
    created: bool = True


async def create(session: AsyncSession, access: Access, body: ActivityIn) -> Saved:
    """Plans an activity, or notes one that was held; with `repeats` its whole series.

    Raises Invalid beside the field, CommunityNotAtWork, IdTaken.
    """
    digest = _digest(access, body)
    known = body.id and await _repeated(session, access, body.id, digest)
    return known or await _add(session, access, digest, await _checked(session, access, body))


async def _checked(session: AsyncSession, access: Access, body: ActivityIn) -> list[dict[str, Any]]:
    """The rows that the body asks for. Raises Invalid beside the field, CommunityNotAtWork."""
    community = await communities.hold_community(session, access.scope, body.community_id)
    if community is None:
        raise _wrong("/community_id", "unknown_community", "没有找到这个帮扶共同体，请重新选择。")
    _refuse_unless_at_work(access.scope, community, held=body.done is not None)
    school_ids = await communities.school_ids_of(session, community)
    organiser_id = body.organiser_id or policy.organiser_of(access.scope, community, school_ids)
    ends_on = body.ends_on or body.starts_on
    errors = _about_schools(community, school_ids, body.supported_school_ids)
    if organiser_id not in school_ids:
        errors.append(FieldError("/organiser_id", "not_a_member", "这所学校不在这个共同体里，请重新选择。"))
    elif not policy.may_write(access.scope, community.bureau_id, community.lead_school_id, organiser_id):
        message = "您只能替自己的学校登记活动，请重新选择。"
        errors.append(FieldError("/organiser_id", "not_your_school", message))
    errors += _about_days(community, body.starts_on, ends_on)
    if body.done is not None:
        errors += _held_already(ends_on, access.now)
    errors += _about_kind(await queries.find_kind(session, community.bureau_id, body.kind_id), body.strand)
    days = [body.starts_on]
    if body.repeats is not None:
        days = rules.series(body.starts_on, body.repeats.every, body.repeats.until_on)
        errors += _about_series(body, days)
    if errors:
        raise Invalid(errors=errors)
    return _rows(access, community, organiser_id, body, days)


def _refuse_unless_at_work(scope: Scope, community: SupportCommunity, *, held: bool) -> None:
    """Raises CommunityNotAtWork. What was held within a term that is over may still be noted: deed, record and receipt
    are three times (domain.md §3)."""
    if community.state == "active":
        return
    if community.ends_on is None:
        raise CommunityNotAtWork("共同体启动以后，才能安排和记录活动。")
    if not held or not policy.leads(scope, community.bureau_id, community.lead_school_id):
        raise CommunityNotAtWork(
            f"这个共同体到 {community.ends_on} 为止。在那以前开展过的活动，由帮建学校或党委办补登记；不能再安排新的。"
        )


async def _add(session: AsyncSession, access: Access, digest: str, rows: Sequence[dict[str, Any]]) -> Saved:
    """Adds the rows; a client-made id may have been used a moment ago. Raises IdTaken."""
    first_id: UUID = rows[0]["id"]
    added = pg_insert(Activity).on_conflict_do_nothing(index_elements=["id"]).returning(Activity.id)
    if not (await session.execute(added, [{**row, "content_digest": digest} for row in rows])).all():
        again = await _repeated(session, access, first_id, digest)
        if again is None:
            raise id_taken(first_id)
        return again
    targets = [Target("activity", row["id"], row["title"], row["bureau_id"]) for row in rows]
    await record_many(session, access.ref, "activity:create", targets, at=access.now)
    return Saved(first_id)


async def _repeated(session: AsyncSession, access: Access, activity_id: UUID, digest: str) -> Saved | None:
    """The activity that this POST made earlier. Raises IdTaken when the id names other content."""
    reach = queries.activity_reach(access.actor, Permission.ACTIVITIES_READ)
    known = await queries.load_activity(session, reach, activity_id, lock=False)
    if known is None:
        return None
    if known.content_digest != digest:
        raise id_taken(activity_id)
    return Saved(activity_id, created=False)


def _digest(access: Access, body: ActivityIn) -> str:
    """Tells whether a POST says the same again, and by the same person: whose school organises hangs on who says it.

    What is left at its default is left out, so that a field that comes later changes nothing for a queue that waits.
    """
    content = body.model_dump(mode="json", exclude={"id"}, exclude_defaults=True)
    text = json.dumps([content, str(access.actor.user_id)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


async def change(session: AsyncSession, access: Access, activity: Activity, body: ActivityPatch) -> None:
    """Changes what the body gives; the same again changes nothing. Raises Invalid, ActivityStateRefused."""
    refuse_cancelled(activity)
    sent = body.model_fields_set
    community = await _community(session, activity)
    starts_on = body.starts_on if "starts_on" in sent else activity.starts_on
    ends_on = body.ends_on if "ends_on" in sent else max(starts_on, activity.ends_on)
    errors = _about_days(community, starts_on, ends_on)
    if activity.state == ActivityState.done:
        errors += _held_already(ends_on, access.now)
    else:
        message = "活动还没有完成，请用“完成”来填写内容和成效。"
        errors += [FieldError(f"/{name}", "not_done_yet", message) for name in ("content", "outcome") if name in sent]
    if "kind_id" in sent:
        errors += _about_kind(await queries.find_kind(session, activity.bureau_id, body.kind_id), activity.strand)
    if "supported_school_ids" in sent:
        school_ids = await communities.school_ids_of(session, community)
        errors += _about_schools(community, school_ids, body.supported_school_ids)
    if errors:
        raise Invalid(errors=errors)
    given = {**{name: getattr(body, name) for name in sent}, "starts_on": starts_on, "ends_on": ends_on}
    changed = sorted(name for name, value in given.items() if getattr(activity, name) != value)
    if not changed:
        return
    for name in changed:
        setattr(activity, name, given[name])
    activity.updated_at = access.now
    await session.flush()
    await record(session, access.ref, "activity:update", _target(activity), at=access.now, fields=changed)


async def complete(session: AsyncSession, access: Access, activity: Activity, body: CompletionIn) -> None:
    """planned → done, not before its last day. Raises ActivityStateRefused, Invalid for the days."""
    refuse_unless_planned(activity)
    community = await _community(session, activity)
    starts_on = body.starts_on or activity.starts_on
    ends_on = body.ends_on or (starts_on if body.starts_on else activity.ends_on)
    errors = [*_about_days(community, starts_on, ends_on), *_held_already(ends_on, access.now)]
    if errors:
        raise Invalid(errors=errors)
    activity.state, activity.completed_at, activity.updated_at = ActivityState.done, access.now, access.now
    activity.starts_on, activity.ends_on = starts_on, ends_on
    activity.content, activity.outcome = body.content, body.outcome
    activity.lead_participants, activity.supported_participants = body.lead_participants, body.supported_participants
    await session.flush()
    await record(session, access.ref, "activity:complete", _target(activity), at=access.now)


async def cancel(session: AsyncSession, access: Access, activity: Activity, body: CancellationIn) -> None:
    """planned → cancelled, with a reason; with `rest_of_series` those that come after it too."""
    refuse_unless_planned(activity)
    also = await queries.rest_of_series(session, activity) if body.rest_of_series and activity.series_id else ()
    for each in (activity, *also):
        each.state, each.cancelled_at, each.cancel_reason = ActivityState.cancelled, access.now, body.reason
        each.updated_at = access.now
    await session.flush()
    targets = [_target(each) for each in (activity, *also)]
    await record_many(session, access.ref, "activity:cancel", targets, at=access.now)


def refuse_cancelled(activity: Activity) -> None:
    """Raises ActivityStateRefused."""
    if activity.state == ActivityState.cancelled:
        raise ActivityStateRefused("这次活动已经取消，不能再改。需要的话请重新安排一次。")


async def refuse_history(session: AsyncSession, access: Access, activity: Activity) -> None:
    """Raises ActivityStateRefused for what was done in a community that has ended, unless the bureau puts it right.

    What was planned within the term may still be completed or cancelled: otherwise it were overdue for ever.
    """
    community = await _community(session, activity)
    done, wide = activity.state == ActivityState.done, activity.bureau_id in access.scope.bureau_ids
    if done and not wide and communities.has_ended(community):
        raise ActivityStateRefused("这个共同体已经结束，登记好的活动由党委办更正。")


def refuse_unless_planned(activity: Activity) -> None:
    """Raises ActivityStateRefused."""
    refuse_cancelled(activity)
    if activity.state == ActivityState.done:
        raise ActivityStateRefused("这次活动已经完成。要补充内容，请用“修改”。")


async def _community(session: AsyncSession, activity: Activity) -> SupportCommunity:
    return await session.get_one(SupportCommunity, activity.community_id, populate_existing=True)


def _rows(
    access: Access, community: SupportCommunity, organiser_id: UUID, body: ActivityIn, days: Sequence[date]
) -> list[dict[str, Any]]:
    length = (body.ends_on or body.starts_on) - body.starts_on
    done = body.done
    common = {
        **body.model_dump(
            include={
                "community_id", "strand", "kind_id", "supported_school_ids", "title", "place", "hosts",
                "lead_participants", "supported_participants",
            }
        ),
        "bureau_id": community.bureau_id,
        "organiser_id": organiser_id,
        "state": ActivityState.done if done else ActivityState.planned,
        "completed_at": access.now if done else None,
        "content": done.content if done else "",
        "outcome": done.outcome if done else "",
        "series_id": new_id() if body.repeats else None,
        "entered_by_user_id": access.actor.user_id,
        "created_at": access.now,
        "updated_at": access.now,
        "version": 1,
    }  # fmt: skip
    return [{"id": body.id or new_id(), "starts_on": day, "ends_on": day + length, **common} for day in days]


def _about_days(community: SupportCommunity, starts_on: date, ends_on: date) -> list[FieldError]:
    if ends_on < starts_on:
        return [FieldError("/ends_on", "ends_before_start", f"结束日期早于开始日期 {starts_on}，请改正。")]
    if starts_on < community.starts_on:
        message = f"早于共同体的开始日期 {community.starts_on}，请改正。"
        return [FieldError("/starts_on", "before_term", message)]
    if community.ends_on is not None and ends_on > community.ends_on:
        return [FieldError("/ends_on", "after_term", f"晚于共同体的最后一天 {community.ends_on}，请改正。")]
    return []


def _held_already(ends_on: date, now: datetime) -> list[FieldError]:
    if ends_on <= local_day(now):
        return []
    return [FieldError("/ends_on", "in_future", f"{ends_on} 还没有到，活动结束以后再登记完成。")]


def _about_schools(
    community: SupportCommunity, school_ids: frozenset[UUID], chosen: Sequence[UUID]
) -> list[FieldError]:
    supported = school_ids - {community.lead_school_id}
    return [
        FieldError(f"/supported_school_ids/{place}", "not_a_member", "这所学校不是结对学校，请重新选择。")
        for place, school_id in enumerate(chosen)
        if school_id not in supported
    ]


def _about_kind(kind: ActivityKind | None, strand: str) -> list[FieldError]:
    if kind is None or kind.strand != strand:
        return [FieldError("/kind_id", "unknown_kind", "这个板块没有这种活动类型，请重新选择。")]
    if kind.retired_on is not None:
        return [FieldError("/kind_id", "kind_retired", "这种活动类型已经停用，请重新选择。")]
    return []


def _about_series(body: ActivityIn, days: Sequence[date]) -> list[FieldError]:
    if body.id is not None:
        return [ID_OF_A_SERIES]
    if body.done is not None:
        return [FieldError("/repeats", "done_does_not_repeat", "已经完成的活动一次登记一个，不能重复。")]
    if not days:
        return [FieldError("/repeats/until_on", "before_start", "重复的截止日期早于第一次，请改正。")]
    if len(days) > rules.MOST_IN_SERIES:
        message = f"一次最多安排 {rules.MOST_IN_SERIES} 次，请把截止日期提前。"
        return [FieldError("/repeats/until_on", "too_many", message)]
    return []


def _wrong(pointer: str, code: str, message: str) -> Invalid:
    return Invalid(errors=[FieldError(pointer, code, message)])


def _target(activity: Activity) -> Target:
    return Target("activity", activity.id, activity.title, activity.bureau_id)
