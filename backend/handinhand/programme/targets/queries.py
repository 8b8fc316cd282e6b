"""Reading targets, and counting from the registers: one select for each measure gives rows and numbers alike."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, and_, case, func, literal, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from handinhand.core.http.paging import AnySelect, Order, PageOf, fetch_page
from handinhand.foundation.access.actor import Scope
from handinhand.models import (
    Activity,
    BackboneTeacher,
    MemberDevelopment,
    Organisation,
    SupportCommunity,
    SupportedSchool,
    Target,
)
from handinhand.programme.communities import service as communities
from handinhand.programme.targets.rules import GIVEN, Measure, expected
from handinhand.programme.targets.schemas import TargetOut, TargetQuery

BY_ID = Order(Target.id, Target.id)
_School = aliased(Organisation)


async def load_target(session: AsyncSession, scope: Scope, record_id: UUID, *, lock: bool) -> Target | None:
    """One target of a community within the scope."""
    statement = (
        select(Target)
        .join(SupportedSchool, SupportedSchool.id == Target.supported_school_id)
        .join(SupportCommunity, SupportCommunity.id == SupportedSchool.community_id)
        .where(Target.id == record_id, communities.reached(scope))
    )
    locked = statement.with_for_update(of=Target) if lock else statement
    return (await session.execute(locked)).scalar_one_or_none()


async def list_targets(session: AsyncSession, scope: Scope, query: TargetQuery, today: date) -> PageOf:
    """A page of the targets within the scope, each with what the registers hold today."""
    statement = columns(today).where(communities.reached(scope)).add_columns(Target.id.label("sort_key"))
    for column, value in (
        (SupportedSchool.community_id, query.community_id),
        (SupportedSchool.school_id, query.school_id),
        (Target.measure, query.measure),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if query.running_after is not None:
        statement = statement.where(SupportedSchool.left_on.is_(None), Target.ends_on > query.running_after)
    return await fetch_page(session, statement, BY_ID, query)


async def read_target(session: AsyncSession, target_id: UUID, today: date) -> TargetOut:
    """A target that the caller has already been found to reach, as the interface shows it."""
    return as_out((await session.execute(columns(today).where(Target.id == target_id))).one(), today)


def columns(today: date) -> AnySelect:
    """Targets with their community, their school and their value today."""
    return (
        select(
            Target.id,
            SupportedSchool.community_id,
            SupportCommunity.name.label("community_name"),
            SupportedSchool.school_id,
            _School.name.label("school_name"),
            Target.measure,
            Target.aim,
            _value(today).label("value"),
            Target.starts_on,
            Target.ends_on,
            Target.note,
            Target.version,
        )
        .join(SupportedSchool, SupportedSchool.id == Target.supported_school_id)
        .join(SupportCommunity, SupportCommunity.id == SupportedSchool.community_id)
        .join(_School, _School.id == SupportedSchool.school_id)
    )


def _backbone_teachers() -> AnySelect:
    table = BackboneTeacher
    return select(table.id, table.recognised_on.label("on"), table.name.label("label")).where(
        table.school_id == SupportedSchool.school_id
    )


def _members_admitted() -> AnySelect:
    table = MemberDevelopment
    return select(table.id, table.probationary_on.label("on"), table.name.label("label")).where(
        table.institution_id == SupportedSchool.school_id
    )


def _activities(strand: str) -> Callable[[], AnySelect]:
    def held() -> AnySelect:
        table = Activity
        named = table.supported_school_ids
        takes_part = or_(func.cardinality(named) == 0, SupportedSchool.school_id == func.any(named))
        return select(table.id, table.starts_on.label("on"), table.title.label("label")).where(
            table.community_id == SupportedSchool.community_id,
            table.strand == strand,
            table.state == "done",
            takes_part,
        )

    return held


COUNTED: Mapping[Measure, Callable[[], AnySelect]] = {
    Measure.backbone_teachers: _backbone_teachers,
    Measure.members_admitted: _members_admitted,
    Measure.activities_teaching: _activities("teaching"),
    Measure.activities_hardship: _activities("hardship"),
    Measure.activities_party_building: _activities("party_building"),
}
"""For each measure the one select of what counts for a school, whenever it was: columns `id`, `on`, `label`."""


def _within_term(measure: Measure, today: date) -> AnySelect:
    """What counts for a target of this measure: within its term, while the school belongs, up to today."""
    counted = COUNTED[measure]()
    on = counted.selected_columns["on"]
    # `least` passes over a left_on that is empty: a school that left counts no further than its last day.
    last_day = func.least(Target.ends_on, SupportedSchool.left_on, literal(today, Date()))
    return counted.where(on >= Target.starts_on, on <= last_day).correlate(Target, SupportedSchool)


def _value(today: date) -> ColumnElement[int]:
    """The number of rows, by the same selects."""
    numbers = []
    for measure in Measure:
        rows = _within_term(measure, today).lateral(f"counted_{measure.value}")
        number = select(func.count()).select_from(rows).scalar_subquery()
        numbers.append((Target.measure == measure.value, number))
    return case(*numbers, else_=0)


async def counted_rows(session: AsyncSession, target_id: UUID, measure: Measure, today: date) -> Sequence[Any]:
    """The rows that a target's value counts, by their day: id, on, label."""
    rows = _within_term(measure, today).lateral("counted")
    statement = (
        select(rows.c.id, rows.c["on"], rows.c.label)
        .select_from(Target)
        .join(SupportedSchool, SupportedSchool.id == Target.supported_school_id)
        .join(rows, literal(True))  # noqa: FBT003 - a lateral join is on true
        .where(Target.id == target_id)
        .order_by(rows.c["on"], rows.c.id)
    )
    return (await session.execute(statement)).all()


async def find_membership(
    session: AsyncSession, scope: Scope, community_id: UUID, school_id: UUID
) -> SupportedSchool | None:
    """A school's running membership of a community within the scope."""
    statement = (
        select(SupportedSchool)
        .join(SupportCommunity, SupportCommunity.id == SupportedSchool.community_id)
        .where(
            SupportedSchool.community_id == community_id,
            SupportedSchool.school_id == school_id,
            SupportedSchool.left_on.is_(None),
            communities.reached(scope),
        )
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def school_of(session: AsyncSession, target: Target) -> SupportedSchool:
    """The membership that a target belongs to."""
    return await session.get_one(SupportedSchool, target.supported_school_id)


async def terms_without_targets(session: AsyncSession, bureau_id: UUID | None) -> Sequence[Any]:
    """Running memberships of communities at work that lack a given target: id, bureau_id, joined_on, measure."""
    given = union_all(*(select(literal(measure.value).label("measure")) for measure in GIVEN)).subquery()
    there = (
        select(Target.id)
        .where(
            Target.supported_school_id == SupportedSchool.id,
            Target.measure == given.c.measure,
        )
        .exists()
    )
    statement = (
        select(SupportedSchool.id, SupportedSchool.bureau_id, SupportedSchool.joined_on, given.c.measure)
        .join(SupportCommunity, SupportCommunity.id == SupportedSchool.community_id)
        .join(given, literal(True))  # noqa: FBT003 - every membership with every given measure
        .where(and_(SupportCommunity.state == "active", SupportedSchool.left_on.is_(None), ~there))
    )
    if bureau_id is not None:
        statement = statement.where(SupportedSchool.bureau_id == bureau_id)
    return (await session.execute(statement)).all()


def as_out(row: Any, today: date) -> TargetOut:
    """A row of the list as the interface shows it."""
    reckoned = {"expected", "progress_href"}
    values = {name: getattr(row, name) for name in TargetOut.model_fields if name not in reckoned}
    return TargetOut.model_construct(
        **values,
        expected=expected(row.aim, row.starts_on, row.ends_on, today),
        progress_href=f"/api/v1/targets/{row.id}/progress",
    )
