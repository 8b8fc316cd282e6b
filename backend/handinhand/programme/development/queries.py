"""Reading the registers of people; every reading takes the actor's scope."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.http.paging import AnySelect, Order, PageOf, fetch_page, order_of
from handinhand.core.pinyin import search_key
from handinhand.foundation.access.actor import Scope
from handinhand.models import BackboneTeacher, MemberDevelopment, Organisation, PartyOrganisation
from handinhand.programme.development import rules
from handinhand.programme.development.rules import MemberStage, TeacherStage
from handinhand.programme.development.schemas import (
    BackboneTeacherOut,
    BackboneTeacherQuery,
    MemberDevelopmentOut,
    MemberDevelopmentQuery,
    NextStage,
)

TEACHER_ORDERS = {
    "name": Order(BackboneTeacher.name_pinyin, BackboneTeacher.id),
    "selected_on": Order(BackboneTeacher.selected_on, BackboneTeacher.id),
}
MEMBER_ORDERS = {
    "name": Order(MemberDevelopment.name_pinyin, MemberDevelopment.id),
    "applied_on": Order(MemberDevelopment.applied_on, MemberDevelopment.id),
}


async def load_teacher(session: AsyncSession, scope: Scope, record_id: UUID, *, lock: bool) -> BackboneTeacher | None:
    """One backbone teacher of a school within the scope."""
    table = BackboneTeacher
    statement = select(table).where(table.id == record_id, scope.within(table.bureau_id, table.school_id))
    return (await session.execute(statement.with_for_update() if lock else statement)).scalar_one_or_none()


async def load_member(session: AsyncSession, scope: Scope, record_id: UUID, *, lock: bool) -> MemberDevelopment | None:
    """One member development of an institution within the scope."""
    table = MemberDevelopment
    statement = select(table).where(table.id == record_id, scope.within(table.bureau_id, table.institution_id))
    return (await session.execute(statement.with_for_update() if lock else statement)).scalar_one_or_none()


async def list_teachers(session: AsyncSession, scope: Scope, query: BackboneTeacherQuery) -> PageOf:
    """A page of the backbone teachers within the scope."""
    order = order_of(query.sort, TEACHER_ORDERS, "name")
    return await fetch_page(session, teachers(scope, query).add_columns(order.key.label("sort_key")), order, query)


async def list_members(session: AsyncSession, scope: Scope, query: MemberDevelopmentQuery) -> PageOf:
    """A page of the member developments within the scope."""
    order = order_of(query.sort, MEMBER_ORDERS, "name")
    return await fetch_page(session, members(scope, query).add_columns(order.key.label("sort_key")), order, query)


def teachers(scope: Scope, query: BackboneTeacherQuery) -> AnySelect:
    """The rows of the list, unordered: the same for the page, its count and its ledger."""
    table = BackboneTeacher
    statement = _teacher_columns().where(scope.within(table.bureau_id, table.school_id))
    if query.school_id is not None:
        statement = statement.where(table.school_id == query.school_id)
    if query.stage is not None:
        statement = statement.where(_teacher_stage() == query.stage)
    if query.recognised_from is not None:
        statement = statement.where(table.recognised_on >= query.recognised_from)
    if query.recognised_to is not None:
        statement = statement.where(table.recognised_on <= query.recognised_to)
    return statement.where(_named(table, query.q)) if query.q else statement


def members(scope: Scope, query: MemberDevelopmentQuery) -> AnySelect:
    """The rows of the list, unordered: the same for the page, its count and its ledger."""
    table = MemberDevelopment
    statement = _member_columns().where(scope.within(table.bureau_id, table.institution_id))
    if query.institution_id is not None:
        statement = statement.where(table.institution_id == query.institution_id)
    if query.stage is not None:
        statement = statement.where(_member_stage() == query.stage)
    if query.admitted_from is not None:
        statement = statement.where(table.probationary_on >= query.admitted_from)
    if query.admitted_to is not None:
        statement = statement.where(table.probationary_on <= query.admitted_to)
    return statement.where(_named(table, query.q)) if query.q else statement


async def read_teacher(session: AsyncSession, teacher_id: UUID) -> BackboneTeacherOut:
    """A backbone teacher whom the caller has already been found to reach, as the interface shows it."""
    return teacher_as_out((await session.execute(_teacher_columns().where(BackboneTeacher.id == teacher_id))).one())


async def read_member(session: AsyncSession, member_id: UUID) -> MemberDevelopmentOut:
    """A member development that the caller has already been found to reach, as the interface shows it."""
    return member_as_out((await session.execute(_member_columns().where(MemberDevelopment.id == member_id))).one())


async def find_institution(session: AsyncSession, scope: Scope, institution_id: UUID) -> Organisation | None:
    """The organisation within the scope, locked: two entries about one institution come one after the other."""
    statement = (
        select(Organisation)
        .where(Organisation.id == institution_id, scope.within(Organisation.bureau_id, Organisation.id))
        .with_for_update(key_share=True)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def teacher_of_name(session: AsyncSession, school_id: UUID, name: str) -> BackboneTeacher | None:
    """Somebody of this name who is being trained at the school."""
    table = BackboneTeacher
    statement = select(table).where(table.school_id == school_id, table.name == name, table.ended_on.is_(None))
    return (await session.execute(statement.order_by(table.id).limit(1))).scalar_one_or_none()


async def member_of_name(session: AsyncSession, institution_id: UUID, name: str) -> MemberDevelopment | None:
    """Somebody of this name who is on the way into the Party at the institution."""
    table = MemberDevelopment
    statement = select(table).where(
        table.institution_id == institution_id, table.name == name, table.ended_on.is_(None)
    )
    return (await session.execute(statement.order_by(table.id).limit(1))).scalar_one_or_none()


async def knows_organisation(session: AsyncSession, bureau_id: UUID, organisation_id: UUID) -> bool:
    """Whether the bureau has this organisation."""
    statement = select(Organisation.id).where(Organisation.id == organisation_id, Organisation.bureau_id == bureau_id)
    return (await session.execute(statement)).scalar_one_or_none() is not None


async def knows_party_organisation(session: AsyncSession, bureau_id: UUID, party_organisation_id: UUID) -> bool:
    """Whether the bureau has this Party organisation, and it has not ended."""
    statement = select(PartyOrganisation.id).where(
        PartyOrganisation.id == party_organisation_id,
        PartyOrganisation.bureau_id == bureau_id,
        PartyOrganisation.ended_on.is_(None),
    )
    return (await session.execute(statement)).scalar_one_or_none() is not None


def visible_teachers(scope: Scope) -> Select[Any, Any]:
    """Backbone teachers as records that evidence may belong to: columns `id` and `label`."""
    table = BackboneTeacher
    return select(table.id, table.name.label("label")).where(scope.within(table.bureau_id, table.school_id))


def visible_members(scope: Scope) -> Select[Any, Any]:
    """Member developments as records that evidence may belong to: columns `id` and `label`."""
    table = MemberDevelopment
    return select(table.id, table.name.label("label")).where(scope.within(table.bureau_id, table.institution_id))


def _teacher_columns() -> AnySelect:
    own = [getattr(BackboneTeacher, name) for name in BackboneTeacherOut.model_fields if hasattr(BackboneTeacher, name)]
    named = select(*own, Organisation.name.label("school_name"))
    return named.join(Organisation, Organisation.id == BackboneTeacher.school_id)


def _member_columns() -> AnySelect:
    table = MemberDevelopment
    own = [getattr(table, name) for name in MemberDevelopmentOut.model_fields if hasattr(table, name)]
    named = select(*own, Organisation.name.label("institution_name"))
    return named.join(Organisation, Organisation.id == table.institution_id)


def _teacher_stage() -> ColumnElement[str]:
    """`rules.teacher_stage` in SQL; a test holds both equal."""
    table = BackboneTeacher
    return case(
        (table.ended_on.is_not(None), TeacherStage.ended.value),
        (table.recognised_on.is_not(None), TeacherStage.recognised.value),
        (table.training_on.is_not(None), TeacherStage.in_training.value),
        else_=TeacherStage.selected.value,
    )


def _member_stage() -> ColumnElement[str]:
    """`rules.member_stage` in SQL; a test holds both equal."""
    table = MemberDevelopment
    latest_first = list(rules.DATE_OF.items())[:0:-1]
    return case(
        (table.ended_on.is_not(None), MemberStage.ended.value),
        *((getattr(table, column).is_not(None), stage.value) for stage, column in latest_first),
        else_=MemberStage.applicant.value,
    )


def _named(table: Any, words: str) -> ColumnElement[bool]:
    key = search_key(words)
    return or_(
        table.name_pinyin.contains(key, autoescape=True),
        table.name_initials.contains(key, autoescape=True),
        func.lower(table.name).contains(key, autoescape=True),
    )


def teacher_as_out(row: Any) -> BackboneTeacherOut:
    """A row of the list as the interface shows it."""
    values = {name: getattr(row, name) for name in BackboneTeacherOut.model_fields if name != "stage"}
    stage = rules.teacher_stage(row.training_on, row.recognised_on, row.ended_on)
    return BackboneTeacherOut.model_construct(**values, stage=stage.value)


def member_as_out(row: Any) -> MemberDevelopmentOut:
    """A row of the list as the interface shows it, with what comes next."""
    values = {name: getattr(row, name) for name in MemberDevelopmentOut.model_fields if name not in {"stage", "next"}}
    days = days_of(row)
    following = rules.next_stage(days, row.ended_on)
    coming = following and NextStage.model_validate({"stage": following[0].value, "earliest_on": following[1]})
    stage = rules.member_stage(days, row.ended_on)
    return MemberDevelopmentOut.model_construct(**values, stage=stage.value, next=coming)


def days_of(row: Any) -> list[Any]:
    """The dates of somebody's way, in its order."""
    return [getattr(row, column) for column in rules.DATE_OF.values()]
