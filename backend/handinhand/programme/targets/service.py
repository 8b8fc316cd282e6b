"""Use cases of targets: those that the notice gives, those that the bureau adds, and how they stand."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.clock import local_day
from handinhand.core.errors import FieldError, Invalid
from handinhand.core.http.paging import AnySelect
from handinhand.core.ids import new_id
from handinhand.core.logs import describe
from handinhand.foundation.access.guards import Access
from handinhand.foundation.access.permissions import Permission
from handinhand.foundation.audit.service import SYSTEM, record, record_many
from handinhand.foundation.audit.service import Target as Noted
from handinhand.foundation.organisations import service as organisations
from handinhand.models import SupportCommunity, Target
from handinhand.programme.communities import service as communities
from handinhand.programme.targets import queries, rules
from handinhand.programme.targets.errors import TargetExists
from handinhand.programme.targets.rules import GIVEN, Measure
from handinhand.programme.targets.schemas import (
    CountedRow,
    CoursePoint,
    TargetIn,
    TargetPatch,
    TargetProgress,
)

log = structlog.get_logger(__name__)
_ONCE = "uq_targets_school_measure"
_OPENS = {Measure.backbone_teachers: "backbone-teachers", Measure.members_admitted: "member-developments"}


as_out = queries.as_out


def columns(today: date) -> AnySelect:
    """Targets with their community, school and value today, for the overview."""
    return queries.columns(today)


async def ensure_given(session: AsyncSession, now: datetime, bureau_id: UUID | None = None) -> int:
    """Sets the notice's targets for every running term that lacks them; gives how many."""
    rows = []
    for term in await queries.terms_without_targets(session, bureau_id):
        try:
            ends_on = communities.last_day_of_term(term.joined_on)
        except ValueError as error:
            # A joining so far ahead that its term has no end: the other schools are not made to wait for it.
            # Not the message, which may quote somebody's words.
            log.error("target_without_term", supported_school_id=str(term.id), **describe(error))  # noqa: TRY400
            continue
        rows.append(
            {
                "id": new_id(),
                "bureau_id": term.bureau_id,
                "supported_school_id": term.id,
                "measure": term.measure,
                "aim": GIVEN[Measure(term.measure)],
                "starts_on": term.joined_on,
                "ends_on": ends_on,
                "created_at": now,
                "updated_at": now,
                "version": 1,
            }
        )
    if rows:
        await session.execute(pg_insert(Target).values(rows).on_conflict_do_nothing())
        noted = [Noted("target", row["id"], bureau_id=row["bureau_id"]) for row in rows]
        await record_many(session, SYSTEM, "target:create", noted, at=now)
    return len(rows)


async def add(session: AsyncSession, access: Access, body: TargetIn) -> UUID:
    """Adds a target for a supported school. Raises Invalid beside the field, TargetExists, CommunityStateRefused."""
    membership = await queries.find_membership(session, access.scope, body.community_id, body.school_id)
    if membership is None:
        message = "这所学校现在不在这个共同体里，请重新选择。"
        raise Invalid(errors=[FieldError("/school_id", "not_a_member", message)])
    communities.refuse_ended(await session.get_one(SupportCommunity, membership.community_id))
    closed_on = await organisations.closing_day(session, membership.school_id)
    if closed_on is not None:
        message = f"这所学校已于 {closed_on} 停办，请重新选择。"
        raise Invalid(errors=[FieldError("/school_id", "school_closed", message)])
    starts_on = body.starts_on or membership.joined_on
    ends_on = body.ends_on or communities.last_day_of_term(starts_on)
    if starts_on < membership.joined_on:
        message = f"这所学校 {membership.joined_on} 才加入，目标不能从更早开始，请改正。"
        raise Invalid(errors=[FieldError("/starts_on", "before_joining", message)])
    if ends_on <= starts_on:
        raise Invalid(errors=[FieldError("/ends_on", "ends_before_start", f"应晚于开始日期 {starts_on}，请改正。")])
    target = Target(
        id=new_id(),
        bureau_id=membership.bureau_id,
        supported_school_id=membership.id,
        measure=body.measure,
        aim=body.aim,
        starts_on=starts_on,
        ends_on=ends_on,
        note=body.note,
        created_at=access.now,
        updated_at=access.now,
    )
    try:
        async with session.begin_nested():
            session.add(target)
    except IntegrityError as error:
        if getattr(getattr(error.orig, "diag", None), "constraint_name", None) != _ONCE:
            raise
        raise TargetExists("这所学校从这一天起已有这项目标，请直接修改它。") from error
    await record(session, access.ref, "target:create", _noted(target), at=access.now)
    return target.id


async def change(session: AsyncSession, access: Access, target: Target, body: TargetPatch) -> None:
    """Changes what the body gives. Raises Invalid for the last day."""
    sent = body.model_fields_set
    if "ends_on" in sent and body.ends_on <= target.starts_on:
        message = f"应晚于开始日期 {target.starts_on}，请改正。"
        raise Invalid(errors=[FieldError("/ends_on", "ends_before_start", message)])
    changed = sorted(name for name in sent if getattr(target, name) != getattr(body, name))
    if not changed:
        return
    for name in changed:
        setattr(target, name, getattr(body, name))
    target.updated_at = access.now
    await session.flush()
    await record(session, access.ref, "target:update", _noted(target), at=access.now, fields=changed)


async def refuse_over(session: AsyncSession, target: Target) -> None:
    """What was aimed at stays as it was once the community has ended or the school closed.

    Raises CommunityStateRefused, Closed.
    """
    membership = await queries.school_of(session, target)
    communities.refuse_ended(await session.get_one(SupportCommunity, membership.community_id))
    await organisations.refuse_closed(session, membership.school_id)


async def progress(session: AsyncSession, access: Access, target: Target) -> TargetProgress:
    """How a target stands: the rows that count, and the course of their number.

    Names are told to who reads the register of that school; everybody else sees when, not who.
    """
    today = local_day(access.now)
    measure = Measure(target.measure)
    rows = await queries.counted_rows(session, target.id, measure, today)
    membership = await queries.school_of(session, target)
    named = measure not in _OPENS or access.actor.scope(Permission.DEVELOPMENT_READ).covers(
        membership.bureau_id, membership.school_id
    )
    return TargetProgress(
        id=target.id,
        measure=measure.value,
        aim=target.aim,
        value=len(rows),
        expected=rules.expected(target.aim, target.starts_on, target.ends_on, today),
        starts_on=target.starts_on,
        ends_on=target.ends_on,
        points=[CoursePoint(on=point.on, value=point.value) for point in rules.course([row.on for row in rows])],
        rows=[_counted(measure, row, named=named) for row in rows],
    )


def _counted(measure: Measure, row: Any, *, named: bool) -> CountedRow:
    place = _OPENS.get(measure, "activities")
    return CountedRow(id=row.id, on=row.on, label=row.label if named else None, href=f"/api/v1/{place}/{row.id}")


def _noted(target: Target) -> Noted:
    return Noted("target", target.id, bureau_id=target.bureau_id)
