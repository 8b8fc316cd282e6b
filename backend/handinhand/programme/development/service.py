"""Use cases of the registers: backbone teachers, and ways into the Party (domain.md §1 A, §3)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.clock import local_day
from handinhand.core.errors import FieldError, Invalid
from handinhand.core.http.paging import AnySelect
from handinhand.core.ids import new_id
from handinhand.core.pinyin import name_keys
from handinhand.foundation.access.actor import Scope
from handinhand.foundation.access.guards import Access
from handinhand.foundation.audit.service import Target, record
from handinhand.foundation.organisations import service as organisations
from handinhand.foundation.organisations.errors import Closed
from handinhand.models import BackboneTeacher, MemberDevelopment, Organisation
from handinhand.programme.development import queries, rules, subjects
from handinhand.programme.development.errors import DevelopmentEnded, DevelopmentUnderWay, NoNextStage
from handinhand.programme.development.registers import (
    DevelopmentToSave,
    TeacherToSave,
    save_developments,
    save_teachers,
)
from handinhand.programme.development.rules import MemberStage, check_stages, names_in
from handinhand.programme.development.schemas import (
    AdvanceIn,
    BackboneTeacherIn,
    BackboneTeacherPatch,
    BackboneTeacherQuery,
    EndOfWayIn,
    MemberDevelopmentIn,
    MemberDevelopmentPatch,
    MemberDevelopmentQuery,
)
from handinhand.programme.development.subjects import BACKBONE_TEACHERS, MEMBER_DEVELOPMENTS

__all__ = [
    "BACKBONE_TEACHERS",
    "MEMBER_DEVELOPMENTS",
    "DevelopmentToSave",
    "TeacherToSave",
    "check_stages",
    "names_in",
    "save_developments",
    "save_teachers",
]
_TEACHER_DAYS = {"selected_on": "确定", "training_on": "培养", "recognised_on": "认定"}
_INTRODUCERS = 2


def teachers(scope: Scope, query: BackboneTeacherQuery) -> AnySelect:
    """The rows of the list, by school and name, for the ledger."""
    table = BackboneTeacher
    return queries.TEACHERS.select(scope, query).order_by(Organisation.name_pinyin, table.name_pinyin, table.id)


def members(scope: Scope, query: MemberDevelopmentQuery) -> AnySelect:
    """The rows of the list, by institution and name, for the ledger."""
    table = MemberDevelopment
    return queries.MEMBERS.select(scope, query).order_by(Organisation.name_pinyin, table.name_pinyin, table.id)


async def add_teacher(session: AsyncSession, access: Access, body: BackboneTeacherIn) -> UUID:
    """Enters a teacher. Raises Invalid beside the field."""
    school = await queries.find_institution(session, access.scope, body.school_id)
    errors = [*_about_institution("/school_id", school), *_about_teacher_days(body.model_dump())]
    if school is not None:
        errors += await _about_mentor(session, school.bureau_id, body.mentor_school_id)
        errors += await _about_teacher_of_name(session, school.id, body)
    if errors or school is None:
        raise Invalid(errors=errors)
    teacher = BackboneTeacher(
        id=new_id(), bureau_id=school.bureau_id, created_at=access.now, updated_at=access.now,
        **_keys(body.name), **body.model_dump(exclude={"another_person"}),
    )  # fmt: skip
    session.add(teacher)
    await session.flush()
    await record(session, access.ref, "backbone_teacher:create", _of_teacher(teacher), at=access.now)
    return teacher.id


async def change_teacher(
    session: AsyncSession, access: Access, teacher: BackboneTeacher, body: BackboneTeacherPatch
) -> None:
    """Changes what the body gives; a stage is reached by its date. Raises DevelopmentEnded, Invalid."""
    refuse_ended(teacher)
    sent = body.model_fields_set
    days = {name: getattr(body if name in sent else teacher, name) for name in _TEACHER_DAYS}
    errors = _about_teacher_days(days)
    errors += await _after_closing(session, teacher, {name: days[name] for name in days if name in sent})
    if "mentor_school_id" in sent:
        errors += await _about_mentor(session, teacher.bureau_id, body.mentor_school_id)
    if errors:
        raise Invalid(errors=errors)
    _set(teacher, body, access.now)
    await session.flush()
    await record(
        session, access.ref, "backbone_teacher:update", _of_teacher(teacher), at=access.now, fields=sorted(sent)
    )


async def add_member(session: AsyncSession, access: Access, body: MemberDevelopmentIn) -> UUID:
    """Enters a way into the Party, as far as it has come. Raises Invalid beside the field."""
    institution = await queries.find_institution(session, access.scope, body.institution_id)
    errors = _about_institution("/institution_id", institution)
    errors += _about_way(body.model_dump())
    errors += _about_introducers(body.probationary_on, body.introducers)
    if institution is not None:
        errors += await _about_party(session, institution.bureau_id, body.party_organisation_id)
        errors += await _about_member_of_name(session, institution.id, body)
    if errors or institution is None:
        raise Invalid(errors=errors)
    development = MemberDevelopment(
        id=new_id(), bureau_id=institution.bureau_id, created_at=access.now, updated_at=access.now,
        **_keys(body.name), **body.model_dump(exclude={"another_person"}),
    )  # fmt: skip
    session.add(development)
    await session.flush()
    await record(session, access.ref, "member_development:create", _of_member(development), at=access.now)
    return development.id


async def change_member(
    session: AsyncSession, access: Access, development: MemberDevelopment, body: MemberDevelopmentPatch
) -> None:
    """Changes what the body gives, also a date that was noted wrongly. Raises DevelopmentEnded, Invalid."""
    refuse_ended(development)
    sent = body.model_fields_set
    days = {name: getattr(body if name in sent else development, name) for name in rules.DATE_OF.values()}
    errors = [
        FieldError(f"/{name}", "stage_not_reached", "还没有走到这一步，请用“进入下一阶段”。")
        for name in rules.DATE_OF.values()
        if name in sent and getattr(development, name) is None
    ]
    errors = errors or _about_way(days)
    errors += await _after_closing(session, development, {name: days[name] for name in days if name in sent})
    introducers = body.introducers if "introducers" in sent else development.introducers
    errors += _about_introducers(days["probationary_on"], introducers)
    if "party_organisation_id" in sent:
        errors += await _about_party(session, development.bureau_id, body.party_organisation_id)
    if errors:
        raise Invalid(errors=errors)
    _set(development, body, access.now)
    await session.flush()
    target = _of_member(development)
    await record(session, access.ref, "member_development:update", target, at=access.now, fields=sorted(sent))


async def advance(session: AsyncSession, access: Access, development: MemberDevelopment, body: AdvanceIn) -> None:
    """Reaches the next stage, one at a time. Raises DevelopmentEnded, NoNextStage, Invalid for too early a day."""
    coming = refuse_no_next(development)
    if body.stage != coming:
        message = f"下一步是“{rules.LABELS[coming]}”，要一步一步来，请重新选择。"
        raise Invalid(errors=[FieldError("/stage", "not_the_next", message)])
    days = {name: getattr(development, name) for name in rules.DATE_OF.values()}
    days[rules.DATE_OF[coming]] = body.on
    errors = [FieldError("/on", error.code, error.message) for error in _about_way(days)]
    errors += await _after_closing(session, development, {"on": body.on})
    introducers = body.introducers if body.introducers is not None else development.introducers
    errors += _about_introducers(days["probationary_on"], introducers)
    if errors:
        raise Invalid(errors=errors)
    setattr(development, rules.DATE_OF[coming], body.on)
    development.introducers, development.updated_at = introducers, access.now
    await session.flush()
    target = _of_member(development)
    await record(session, access.ref, "member_development:advance", target, at=access.now, stage=coming.value)


async def end(
    session: AsyncSession, access: Access, person: BackboneTeacher | MemberDevelopment, body: EndOfWayIn
) -> None:
    """Notes that somebody's way ended, and why. Raises DevelopmentEnded, Invalid for the day."""
    refuse_ended(person)
    reached = rules.latest_reached(_days(person))
    if not reached <= body.on <= local_day(access.now):
        message = f"应在 {reached}（已走到的那一步）和今天之间，请改正。"
        raise Invalid(errors=[FieldError("/on", "outside", message)])
    if errors := await _after_closing(session, person, {"on": body.on}):
        raise Invalid(errors=errors)
    person.ended_on, person.end_reason, person.updated_at = body.on, body.reason, access.now
    await session.flush()
    target = _of_teacher(person) if isinstance(person, BackboneTeacher) else _of_member(person)
    await record(session, access.ref, f"{target.type}:end", target, at=access.now)


async def reopen(session: AsyncSession, access: Access, person: BackboneTeacher | MemberDevelopment) -> None:
    """Takes back an end that was noted wrongly: the way goes on where it stood. Raises DevelopmentUnderWay.

    The log keeps which day it had been, and not the reason, which speaks of a person.
    """
    refuse_under_way(person)
    assert person.ended_on is not None
    ended_on, person.ended_on, person.end_reason, person.updated_at = person.ended_on, None, None, access.now
    await session.flush()
    target = _of_teacher(person) if isinstance(person, BackboneTeacher) else _of_member(person)
    await record(session, access.ref, f"{target.type}:reopen", target, at=access.now, ended_on=ended_on.isoformat())


def _days(person: BackboneTeacher | MemberDevelopment) -> list[date | None]:
    if isinstance(person, BackboneTeacher):
        return [getattr(person, name) for name in _TEACHER_DAYS]
    return queries.days_of(person)


def refuse_ended(person: BackboneTeacher | MemberDevelopment) -> None:
    """Raises DevelopmentEnded."""
    if person.ended_on is not None:
        raise DevelopmentEnded(f"已于 {person.ended_on} 终止，内容不能再改。")


async def refuse_closed(session: AsyncSession, access: Access, person: BackboneTeacher | MemberDevelopment) -> None:
    """Raises Closed for somebody of an institution that has closed, unless it is the bureau that writes.

    A way left open would be under way for ever, and what was reached before the closing counts for the targets: the
    bureau still puts days right up to the closing (domain.md §3, §7).
    """
    closed_on = await organisations.closing_day(session, subjects.place_of(person))
    if closed_on is not None and person.bureau_id not in access.scope.bureau_ids:
        raise Closed(f"关闭日期是 {closed_on}。以往的记录仍可查看，要更正请联系党委办。")


async def _after_closing(
    session: AsyncSession, person: BackboneTeacher | MemberDevelopment, given: Mapping[str, date | None]
) -> list[FieldError]:
    closed_on = await organisations.closing_day(session, subjects.place_of(person))
    return [
        FieldError(f"/{name}", "after_closing", f"这家机构已于 {closed_on} 停办，只能填到这一天。")
        for name, day in given.items()
        if closed_on is not None and day is not None and day > closed_on
    ]


def refuse_under_way(person: BackboneTeacher | MemberDevelopment) -> None:
    """Raises DevelopmentUnderWay."""
    if person.ended_on is None:
        raise DevelopmentUnderWay("没有终止过，不用恢复。")


def refuse_no_next(development: MemberDevelopment) -> MemberStage:
    """The stage that comes next. Raises DevelopmentEnded, NoNextStage for a full member."""
    refuse_ended(development)
    coming = rules.next_stage(queries.days_of(development), development.ended_on)
    if coming is None:
        raise NoNextStage("发展过程已经走完，没有下一步了。日期写错了可以修改。")
    return coming[0]


def _about_institution(pointer: str, institution: Organisation | None) -> list[FieldError]:
    if institution is None:
        return [FieldError(pointer, "unknown_institution", "没有找到这家机构，请重新选择。")]
    if institution.ownership != "private":
        return [FieldError(pointer, "not_private", "这里只登记民办学校、幼儿园和培训机构的人，请重新选择。")]
    if institution.closed_on is not None:
        message = f"这家机构已于 {institution.closed_on} 停办，请重新选择。"
        return [FieldError(pointer, "institution_closed", message)]
    return []


def _about_teacher_days(given: Mapping[str, Any]) -> list[FieldError]:
    for before, name in pairwise(list(_TEACHER_DAYS)):
        day, earlier = given[name], given[before]
        if day is not None and earlier is None:
            message = f"请先填“{_TEACHER_DAYS[before]}”的日期。"
            return [FieldError(f"/{name}", "stage_missing", message)]
        if day is not None and day < earlier:
            message = f"早于“{_TEACHER_DAYS[before]}”的日期 {earlier}，请改正。"
            return [FieldError(f"/{name}", "out_of_order", message)]
    return []


def _about_way(given: Mapping[str, Any]) -> list[FieldError]:
    names: Sequence[str] = list(rules.DATE_OF.values())
    found = rules.check_stages([given[name] for name in names])
    return [FieldError(f"/{names[place]}", code, message) for place, code, message in found]


def _about_introducers(probationary_on: date | None, introducers: str) -> list[FieldError]:
    if probationary_on is None or len(names_in(introducers)) >= _INTRODUCERS:
        return []
    return [FieldError("/introducers", "two_introducers", "接收为预备党员，要写两位入党介绍人，用顿号隔开。")]


# Two of one name happen, so a name alone never forbids; but entered twice by mistake, a person would count twice.


async def _about_teacher_of_name(session: AsyncSession, school_id: UUID, body: BackboneTeacherIn) -> list[FieldError]:
    known = None if body.another_person else await queries.teacher_of_name(session, school_id, body.name)
    return [_same_name(known.name, f"{known.selected_on} 确定为培养对象")] if known else []


async def _about_member_of_name(
    session: AsyncSession, institution_id: UUID, body: MemberDevelopmentIn
) -> list[FieldError]:
    known = None if body.another_person else await queries.member_of_name(session, institution_id, body.name)
    return [_same_name(known.name, f"{known.applied_on} 申请入党")] if known else []


def _same_name(name: str, since: str) -> FieldError:
    message = f"这里已经登记了{name}，{since}。是同一个人，请打开那一条修改；是同名的另一个人，请说明后再保存。"
    return FieldError("/name", "same_name", message)


async def _about_mentor(session: AsyncSession, bureau_id: UUID, school_id: UUID | None) -> list[FieldError]:
    if school_id is None or await queries.knows_organisation(session, bureau_id, school_id):
        return []
    return [FieldError("/mentor_school_id", "unknown_school", "没有找到导师所在的学校，请重新选择。")]


async def _about_party(session: AsyncSession, bureau_id: UUID, party_id: UUID | None) -> list[FieldError]:
    if party_id is None or await queries.knows_party_organisation(session, bureau_id, party_id):
        return []
    return [FieldError("/party_organisation_id", "unknown_party_organisation", "没有找到这个党组织，请重新选择。")]


def _set(person: Any, body: BackboneTeacherPatch | MemberDevelopmentPatch, now: datetime) -> None:
    for name in body.model_fields_set:
        setattr(person, name, getattr(body, name))
    if "name" in body.model_fields_set:
        for name, key in _keys(body.name).items():
            setattr(person, name, key)
    person.updated_at = now


def _keys(name: str) -> dict[str, str]:
    pinyin, initials = name_keys(name)
    return {"name_pinyin": pinyin[:400], "name_initials": initials[:60]}


def _of_teacher(teacher: BackboneTeacher) -> Target:
    return Target("backbone_teacher", teacher.id, bureau_id=teacher.bureau_id)


def _of_member(development: MemberDevelopment) -> Target:
    # The log is read by others than the register: somebody's way into the Party is not told by name there.
    return Target("member_development", development.id, bureau_id=development.bureau_id)
