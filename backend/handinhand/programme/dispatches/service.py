"""Use cases of dispatches: posting, handing over, ending (domain.md §3, §5)."""

import contextlib
from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Integer, String, Uuid, column, insert, update, values
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.clock import local_day
from handinhand.core.errors import FieldError, Invalid, Stale
from handinhand.core.http.paging import AnySelect
from handinhand.core.ids import new_id
from handinhand.foundation.access.actor import Scope
from handinhand.foundation.audit.service import ActorRef, Target, record, record_many
from handinhand.models import Dispatch, Organisation, Person
from handinhand.programme.dispatches import queries, rules
from handinhand.programme.dispatches.errors import DispatchEnded, DispatchOverlaps
from handinhand.programme.dispatches.events import announce_change
from handinhand.programme.dispatches.schemas import DispatchIn, DispatchToSave, EndIn, HandOverIn

_NO_OVERLAP = "ex_dispatches_one_primary_at_a_time"


async def create(session: AsyncSession, actor: ActorRef, scope: Scope, body: DispatchIn, now: datetime) -> Dispatch:
    """Posts an instructor to a private institution of the bureau.

    Raises Invalid for an institution or person that cannot be taken, DispatchOverlaps when somebody is in post.
    """
    institution = await queries.find_institution(session, scope, body.institution_id)
    if institution is None:
        raise _wrong("/institution_id", "unknown_institution", "没有找到这家机构，请重新选择。")
    person = await queries.find_person(session, institution.bureau_id, body.instructor_id)
    errors = [*_about_institution(institution, body.starts_on), *_about_person(person, body.starts_on)]
    if body.ends_on is not None and body.ends_on < body.starts_on:
        errors.append(FieldError("/ends_on", "ends_before_start", "结束日期早于开始日期，请检查这两个日期。"))
    if errors:
        raise Invalid(errors=errors)
    dispatch = Dispatch(
        id=new_id(),
        bureau_id=institution.bureau_id,
        institution_id=institution.id,
        instructor_id=body.instructor_id,
        starts_on=body.starts_on,
        ends_on=body.ends_on,
        document_number=body.document_number,
        created_at=now,
        updated_at=now,
    )
    async with _free_days(session, dispatch, dispatch.starts_on, dispatch.ends_on):
        session.add(dispatch)
    await record(session, actor, "dispatch:create", _target(dispatch, institution.name), at=now)
    await announce_change(session, dispatch.bureau_id)
    return dispatch


async def hand_over(
    session: AsyncSession, actor: ActorRef, dispatch: Dispatch, body: HandOverIn, now: datetime
) -> Dispatch:
    """Ends the dispatch and starts its successor the day after, in one transaction; gives the successor.

    The successor serves to the day that was set for the one who leaves. Raises DispatchEnded, Invalid for the date or
    the person, DispatchOverlaps when another dispatch follows in between.
    """
    refuse_ended(dispatch, now)
    await queries.lock_institution(session, dispatch.institution_id)
    person = await queries.find_person(session, dispatch.bureau_id, body.instructor_id)
    errors = _about_person(person, body.on)
    if body.instructor_id == dispatch.instructor_id:
        errors.append(FieldError("/instructor_id", "same_instructor", "接任的应是另一位指导员，请重新选择。"))
    try:
        last_day, first_day = rules.hand_over(dispatch.starts_on, dispatch.ends_on, body.on)
    except rules.HandOverRefused as refused:
        raise Invalid(errors=[*errors, FieldError("/on", "outside_dispatch", str(refused))]) from refused
    if errors:
        raise Invalid(errors=errors)
    successor = Dispatch(
        id=new_id(),
        bureau_id=dispatch.bureau_id,
        institution_id=dispatch.institution_id,
        instructor_id=body.instructor_id,
        starts_on=first_day,
        ends_on=dispatch.ends_on,
        document_number=body.document_number,
        predecessor_id=dispatch.id,
        created_at=now,
        updated_at=now,
    )
    dispatch.ends_on, dispatch.end_reason, dispatch.updated_at = last_day, body.reason or "交接", now
    await session.flush()
    async with _free_days(session, successor, successor.starts_on, successor.ends_on):
        session.add(successor)
    await record(session, actor, "dispatch:hand_over", _target(dispatch), at=now, successor_id=str(successor.id))
    await record(session, actor, "dispatch:create", _target(successor), at=now, predecessor_id=str(dispatch.id))
    await announce_change(session, dispatch.bureau_id)
    return successor


async def end(session: AsyncSession, actor: ActorRef, dispatch: Dispatch, body: EndIn, now: datetime) -> None:
    """Sets the last day in post. Raises DispatchEnded, Invalid for a day before the start, DispatchOverlaps when a
    later last day reaches into another dispatch.
    """
    refuse_ended(dispatch, now)
    await queries.lock_institution(session, dispatch.institution_id)
    if body.ends_on < dispatch.starts_on:
        message = f"结束日期早于开始日期 {dispatch.starts_on}，请检查。"
        raise _wrong("/ends_on", "ends_before_start", message)
    async with _free_days(session, dispatch, dispatch.starts_on, body.ends_on):
        dispatch.ends_on, dispatch.end_reason, dispatch.updated_at = body.ends_on, body.reason, now
    await record(session, actor, "dispatch:end", _target(dispatch), at=now, ends_on=body.ends_on.isoformat())
    await announce_change(session, dispatch.bureau_id)


def refuse_ended(dispatch: Dispatch, now: datetime) -> None:
    """Raises DispatchEnded for a dispatch whose last day has passed."""
    if rules.state_on(dispatch.starts_on, dispatch.ends_on, local_day(now)) is rules.DispatchState.ended:
        raise DispatchEnded(f"这次派驻已在 {dispatch.ends_on} 结束。需要继续派驻的，请新建一条。")


def without_instructor(scope: Scope, today: date) -> AnySelect:
    """Private institutions within the scope where nobody is in post today: institution_id, name, next_starts_on."""
    return queries.without_instructor(scope, today)


async def save_dispatches(
    session: AsyncSession, actor: ActorRef, bureau_id: UUID, rows: Sequence[DispatchToSave], *, at: datetime
) -> list[UUID]:
    """Creates and updates the roster's dispatches in a constant number of statements; gives their ids in order.

    Last days are left as they are. Raises Stale when one was changed meanwhile, DispatchOverlaps when two overlap.
    """
    if not rows:
        return []
    ids = [row.id or new_id() for row in rows]
    made = [(row_id, row) for row_id, row in zip(ids, rows, strict=True) if row.id is None]
    changed = [(row_id, row) for row_id, row in zip(ids, rows, strict=True) if row.id is not None]
    try:
        async with session.begin_nested():
            if changed:
                await _update_many(session, bureau_id, changed, at)
            if made:
                common = {"bureau_id": bureau_id, "created_at": at, "updated_at": at, "version": 1}
                await session.execute(insert(Dispatch), [{"id": i, **common, **_facts(row)} for i, row in made])
    except IntegrityError as error:
        if not _is_overlap(error):
            raise
        raise DispatchOverlaps("名册里的派驻与系统里已有的派驻时间重叠，请核对后重新导入。") from error
    for action, done in (("dispatch:create", made), ("dispatch:update", changed)):
        targets = [Target("dispatch", row_id, bureau_id=bureau_id) for row_id, _ in done]
        await record_many(session, actor, action, targets, at=at)
    await announce_change(session, bureau_id)
    return ids


async def _update_many(
    session: AsyncSession, bureau_id: UUID, changed: Sequence[tuple[UUID, DispatchToSave]], at: datetime
) -> None:
    given = values(
        column("id", Uuid),
        column("version", Integer),
        column("institution_id", Uuid),
        column("instructor_id", Uuid),
        column("starts_on", Date),
        column("document_number", String),
        name="given",
    ).data([(row_id, row.version, *_facts(row).values()) for row_id, row in changed])
    statement = (
        update(Dispatch)
        .where(Dispatch.id == given.c.id, Dispatch.version == given.c.version, Dispatch.bureau_id == bureau_id)
        .values(
            institution_id=given.c.institution_id,
            instructor_id=given.c.instructor_id,
            starts_on=given.c.starts_on,
            document_number=given.c.document_number,
            version=Dispatch.version + 1,
            updated_at=at,
        )
        .returning(Dispatch.id)
        .execution_options(synchronize_session=False)
    )
    if len((await session.execute(statement)).all()) != len(changed):
        raise Stale("预览之后，有派驻记录已被修改。请重新上传名册，再看一次预览。")


def _facts(row: DispatchToSave) -> dict[str, Any]:
    return {
        "institution_id": row.institution_id,
        "instructor_id": row.instructor_id,
        "starts_on": row.starts_on,
        "document_number": row.document_number,
    }


@contextlib.asynccontextmanager
async def _free_days(
    session: AsyncSession, dispatch: Dispatch, starts_on: date, ends_on: date | None
) -> AsyncIterator[None]:
    """Around a change that gives the dispatch these days: the database decides whether they are free.

    Raises DispatchOverlaps, naming the dispatch in the way.
    """
    own_id, institution_id = dispatch.id, dispatch.institution_id
    try:
        async with session.begin_nested():
            yield
    except IntegrityError as error:
        if not _is_overlap(error):
            raise
        other = await queries.find_overlapping(session, institution_id, starts_on, ends_on, own_id)
        raise _overlaps(other) from error


def _overlaps(other: Any) -> DispatchOverlaps:
    days = f"从 {other.starts_on} 到 {other.ends_on} 已有" if other.ends_on else f"从 {other.starts_on} 起一直有"
    return DispatchOverlaps(
        f"这家机构{days}指导员派驻。请先结束那一次，或者改用交接。",
        dispatch_id=other.id,
        starts_on=other.starts_on,
        ends_on=other.ends_on,
    )


def _is_overlap(error: IntegrityError) -> bool:
    diagnosis = getattr(error.orig, "diag", None)
    return getattr(diagnosis, "constraint_name", None) == _NO_OVERLAP


def _about_institution(institution: Organisation, starts_on: date) -> list[FieldError]:
    if institution.ownership != "private":
        message = "只向民办学校、幼儿园和培训机构派驻指导员，请重新选择。"
        return [FieldError("/institution_id", "not_private", message)]
    if institution.closed_on is not None and institution.closed_on < starts_on:
        message = f"这家机构已在 {institution.closed_on} 关停，不能从这一天起派驻。"
        return [FieldError("/starts_on", "institution_closed", message)]
    return []


def _about_person(person: Person | None, starts_on: date) -> list[FieldError]:
    if person is None:
        return [FieldError("/instructor_id", "unknown_person", "没有找到这位指导员，请重新选择。")]
    if person.left_on is not None and person.left_on < starts_on:
        message = f"这位指导员已在 {person.left_on} 离开，请另选一位。"
        return [FieldError("/instructor_id", "person_left", message)]
    return []


def _wrong(pointer: str, code: str, message: str) -> Invalid:
    return Invalid(errors=[FieldError(pointer, code, message)])


def _target(dispatch: Dispatch, label: str | None = None) -> Target:
    return Target("dispatch", dispatch.id, label, dispatch.bureau_id)
