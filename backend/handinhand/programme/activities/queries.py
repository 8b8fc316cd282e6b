"""Reading activities; every reading takes the actor's scope. An activity lies where its community does."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, Date, Select, Uuid, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.http.paging import AnySelect, Order, PageOf, fetch_page
from handinhand.foundation.access.actor import Actor, Reaching, Scope, any_of
from handinhand.foundation.access.listing import Filter, Listing, equal, since, titled_like, until
from handinhand.foundation.access.permissions import Permission
from handinhand.models import Activity, ActivityKind, Evidence, Organisation, SupportCommunity, SupportedSchool
from handinhand.programme.activities.rules import ActivityState, is_overdue
from handinhand.programme.activities.schemas import (
    ActivityKindOut,
    ActivityKindQuery,
    ActivityOut,
    ActivityQuery,
)
from handinhand.programme.communities import service as communities

SUBJECT = "activity"
KIND_ORDER = Order(ActivityKind.position, ActivityKind.id)


@dataclass(frozen=True, slots=True)
class ActivityReach:
    """How far somebody reaches: what they see of their communities, or what of it they may write."""

    scope: Scope
    writing: bool

    def __bool__(self) -> bool:
        return bool(self.scope)


def activity_reach(actor: Actor, permission: Permission) -> ActivityReach:
    """The reach of a right over activities."""
    return ActivityReach(actor.scope(permission), writing=permission is Permission.ACTIVITIES_WRITE)


def writable(scope: Reaching) -> ColumnElement[bool]:
    """Lead school and bureau write any activity of the community, a supported school those that it organises."""
    return any_of(
        scope.of_bureau(Activity.bureau_id),
        scope.of_organisation(SupportCommunity.lead_school_id),
        scope.of_organisation(Activity.organiser_id),
    )


async def load_activity(session: AsyncSession, reach: ActivityReach, record_id: UUID, *, lock: bool) -> Activity | None:
    """One activity of a community within the reach; for a change its community is held before it.

    In that order, as an ending takes them: a community's last day and its activities' days cannot pass each other.
    """
    scope = reach.scope
    if lock:
        of_activity = select(SupportCommunity.id).join(Activity, Activity.community_id == SupportCommunity.id)
        held = of_activity.where(Activity.id == record_id)
        await session.execute(held.with_for_update(read=True, of=SupportCommunity))
    statement = (
        select(Activity)
        .join(SupportCommunity, SupportCommunity.id == Activity.community_id)
        .where(Activity.id == record_id, communities.reached(scope))
    )
    if reach.writing:
        statement = statement.where(writable(scope))
    locked = statement.with_for_update(of=Activity) if lock else statement
    return (await session.execute(locked)).scalar_one_or_none()


async def read_activity(session: AsyncSession, activity_id: UUID, today: date) -> ActivityOut:
    """An activity that the caller has already been found to reach, as the interface shows it."""
    return as_out((await session.execute(_columns().where(Activity.id == activity_id))).one(), today)


def visible_subjects(scope: Scope) -> Select[Any, Any]:
    """Activities as records that evidence may belong to: columns `id` and `label`."""
    return (
        select(Activity.id, Activity.title.label("label"))
        .join(SupportCommunity, SupportCommunity.id == Activity.community_id)
        .where(communities.reached(scope))
    )


async def find_kind(session: AsyncSession, bureau_id: UUID, kind_id: UUID) -> ActivityKind | None:
    """A kind of the bureau."""
    statement = select(ActivityKind).where(ActivityKind.id == kind_id, ActivityKind.bureau_id == bureau_id)
    return (await session.execute(statement)).scalar_one_or_none()


async def rest_of_series(session: AsyncSession, activity: Activity) -> Sequence[Activity]:
    """The planned ones of its series that come after it, for a change."""
    statement = select(Activity).where(
        Activity.community_id == activity.community_id,
        Activity.series_id == activity.series_id,
        Activity.starts_on > activity.starts_on,
        Activity.state == ActivityState.planned,
    )
    return (await session.execute(statement.order_by(Activity.id).with_for_update())).scalars().all()


def _columns() -> AnySelect:
    pieces = (
        select(func.count())
        .where(Evidence.subject_type == SUBJECT, Evidence.subject_id == Activity.id, Evidence.state != "withdrawn")
        .correlate(Activity)
        .scalar_subquery()
    )
    own = [getattr(Activity, name) for name in ActivityOut.model_fields if hasattr(Activity, name)]
    return (
        select(
            *own,
            SupportCommunity.name.label("community_name"),
            ActivityKind.name.label("kind_name"),
            Organisation.name.label("organiser_name"),
            pieces.label("evidence_count"),
        )
        .select_from(Activity)
        .join(SupportCommunity, SupportCommunity.id == Activity.community_id)
        .join(ActivityKind, ActivityKind.id == Activity.kind_id)
        .join(Organisation, Organisation.id == Activity.organiser_id)
    )


def _listed(reach: Reaching, today: ColumnElement[date]) -> AnySelect:
    shown = _columns().add_columns(_overdue(today).label("overdue"))
    return shown.where(communities.reached(reach, Activity.bureau_id))


def _listed_writable(reach: Reaching, today: ColumnElement[date]) -> AnySelect:
    return _listed(reach, today).where(writable(reach))


def _overdue(today: ColumnElement[date]) -> ColumnElement[bool]:
    """`rules.is_overdue` in SQL; a test holds both equal."""
    return and_(Activity.state == ActivityState.planned.value, Activity.ends_on < today)


def _of_school(school_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Where the school leads, or is supported and takes part."""
    member = exists().where(
        SupportedSchool.community_id == Activity.community_id, SupportedSchool.school_id == school_id
    )
    takes_part = or_(
        func.cardinality(Activity.supported_school_ids) == 0, school_id == func.any(Activity.supported_school_ids)
    )
    return or_(SupportCommunity.lead_school_id == school_id, and_(member, takes_part))


LIST = Listing(
    rows=_listed,
    fields=ActivityOut.model_fields,
    filters={
        "community_id": equal(Activity.community_id),
        "strand": equal(Activity.strand),
        "kind_id": equal(Activity.kind_id),
        "state": equal(Activity.state),
        "overdue": Filter(Boolean(), lambda asked, today: _overdue(today) == asked),
        "school_id": Filter(Uuid(), lambda school_id, **_: _of_school(school_id)),
        "from_": since(Activity.starts_on),
        "to": until(Activity.starts_on),
        "ends_from": since(Activity.ends_on),
        "q": titled_like(Activity),
    },
    orders={
        "starts_on": Order(Activity.starts_on, Activity.id),
        "title": Order(Activity.title, Activity.id),
    },
    sorted_by="-starts_on",
    given={"today": Date()},
)


WRITABLE = replace(LIST, rows=_listed_writable)


def list_for(actor: Actor, query: ActivityQuery) -> tuple[Listing, Scope]:
    """What the actor sees; with `may=write` what they write: each right goes as far as its own role does (ADR 2)."""
    if query.may == "write":
        return WRITABLE, actor.scope(Permission.ACTIVITIES_WRITE)
    return LIST, actor.scope(Permission.ACTIVITIES_READ)


def as_out(row: Any, today: date) -> ActivityOut:
    """A row of the list as the interface shows it."""
    values = {name: getattr(row, name) for name in ActivityOut.model_fields if name != "overdue"}
    return ActivityOut.model_construct(**values, overdue=is_overdue(ActivityState(row.state), row.ends_on, today))


# Kinds are the bureau's own: whoever reaches a school of it may know them.


def _kinds_within(scope: Scope) -> ColumnElement[bool]:
    of_seat = scope.of_organisation(Organisation.id)
    at_seat = (
        None
        if of_seat is None
        else exists().where(Organisation.bureau_id == ActivityKind.bureau_id, of_seat).correlate(ActivityKind)
    )
    return any_of(scope.of_bureau(ActivityKind.bureau_id), at_seat)


async def load_kind(session: AsyncSession, scope: Scope, record_id: UUID, *, lock: bool) -> ActivityKind | None:
    """One kind of a bureau within the scope."""
    statement = select(ActivityKind).where(ActivityKind.id == record_id, _kinds_within(scope))
    return (await session.execute(statement.with_for_update() if lock else statement)).scalar_one_or_none()


async def list_kinds(session: AsyncSession, scope: Scope, query: ActivityKindQuery) -> PageOf:
    """A page of the kinds within the scope."""
    table = ActivityKind
    columns = [getattr(table, name) for name in ActivityKindOut.model_fields]
    statement: AnySelect = select(*columns, table.position.label("sort_key")).where(_kinds_within(scope))
    if query.strand is not None:
        statement = statement.where(table.strand == query.strand)
    if not query.retired:
        statement = statement.where(table.retired_on.is_(None))
    return await fetch_page(session, statement, KIND_ORDER, query)


async def last_position(session: AsyncSession, bureau_id: UUID) -> int:
    """The position of the bureau's last kind; 0 where it has none."""
    statement = select(func.coalesce(func.max(ActivityKind.position), 0)).where(ActivityKind.bureau_id == bureau_id)
    return (await session.execute(statement)).scalar_one()


def kind_as_out(row: Any) -> ActivityKindOut:
    """A kind's row as the interface shows it."""
    return ActivityKindOut.model_construct(**{name: getattr(row, name) for name in ActivityKindOut.model_fields})
