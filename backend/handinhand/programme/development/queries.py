"""Reading the registers of people; every reading takes the actor's scope."""

from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, case, cast, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.http.paging import AnySelect, Order
from handinhand.foundation.access.actor import Reaching, Scope
from handinhand.foundation.access.listing import Listing, equal, named_like, since, until
from handinhand.models import BackboneTeacher, MemberDevelopment, Organisation, PartyOrganisation
from handinhand.programme.development import rules
from handinhand.programme.development.rules import MemberStage, TeacherStage
from handinhand.programme.development.schemas import (
    BackboneTeacherOut,
    MemberDevelopmentOut,
    NextStage,
)


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
    return named.select_from(BackboneTeacher).join(Organisation, Organisation.id == BackboneTeacher.school_id)


def _member_columns() -> AnySelect:
    table = MemberDevelopment
    own = [getattr(table, name) for name in MemberDevelopmentOut.model_fields if hasattr(table, name)]
    named = select(*own, Organisation.name.label("institution_name"))
    return named.select_from(table).join(Organisation, Organisation.id == table.institution_id)


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


def _next_stage() -> ColumnElement[Any]:
    """`rules.next_stage` in SQL, as the interface shows it; a test holds both equal."""
    table = MemberDevelopment
    ways = []
    for before, stage in pairwise(rules.WAY):
        months = text(f"interval '{rules.INTERVALS.get(stage, 0)} months'")
        earliest = cast(getattr(table, rules.DATE_OF[before]) + months, Date)
        ways.append((before.value, func.json_build_object("stage", stage.value, "earliest_on", earliest)))
    return case(dict(ways), value=_member_stage())


def _teachers(reach: Reaching) -> AnySelect:
    table = BackboneTeacher
    shown = _teacher_columns().add_columns(_teacher_stage().label("stage"))
    return shown.where(reach.within(table.bureau_id, table.school_id))


def _members(reach: Reaching) -> AnySelect:
    table = MemberDevelopment
    shown = _member_columns().add_columns(_member_stage().label("stage"), _next_stage().label("next"))
    return shown.where(reach.within(table.bureau_id, table.institution_id))


TEACHERS = Listing(
    rows=_teachers,
    fields=BackboneTeacherOut.model_fields,
    filters={
        "school_id": equal(BackboneTeacher.school_id),
        "stage": equal(_teacher_stage()),
        "recognised_from": since(BackboneTeacher.recognised_on),
        "recognised_to": until(BackboneTeacher.recognised_on),
        "q": named_like(BackboneTeacher),
    },
    orders={
        "name": Order(BackboneTeacher.name_pinyin, BackboneTeacher.id),
        "selected_on": Order(BackboneTeacher.selected_on, BackboneTeacher.id),
    },
    sorted_by="name",
)
MEMBERS = Listing(
    rows=_members,
    fields=MemberDevelopmentOut.model_fields,
    filters={
        "institution_id": equal(MemberDevelopment.institution_id),
        "stage": equal(_member_stage()),
        "admitted_from": since(MemberDevelopment.probationary_on),
        "admitted_to": until(MemberDevelopment.probationary_on),
        "q": named_like(MemberDevelopment),
    },
    orders={
        "name": Order(MemberDevelopment.name_pinyin, MemberDevelopment.id),
        "applied_on": Order(MemberDevelopment.applied_on, MemberDevelopment.id),
    },
    sorted_by="name",
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
