"""Reading visits; every list takes the actor's scope."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    Select,
    and_,
    cast,
    false,
    func,
    literal,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from handinhand.core.clock import BUREAU_ZONE
from handinhand.core.http.paging import AnySelect, Order, PageOf, fetch_page, order_of
from handinhand.core.pinyin import search_key
from handinhand.foundation.access.actor import Actor, Scope
from handinhand.models import (
    BureauSettings,
    Dispatch,
    Evidence,
    Opinion,
    Organisation,
    Person,
    User,
    Visit,
    VisitRevision,
)
from handinhand.programme.visits import policy
from handinhand.programme.visits.rules import SKEW_ALLOWANCE
from handinhand.programme.visits.schemas import VisitOut, VisitPosition, VisitQuery, VisitRevisionOut

ORDERS = {"started_at": Order(Visit.started_at, Visit.id), "entered_at": Order(Visit.entered_at, Visit.id)}
SUBJECT = "visit"
_Replacer = aliased(User)
_NOTHING = text("'[]'::jsonb")


def visible(scope: Scope) -> ColumnElement[bool]:
    """Which visits lie within: a bureau's all, an institution's once they were handed in, and one's own always.

    A draft stays with its author (domain.md §7), so neither the institution nor a successor sees it.
    """
    reaches: list[ColumnElement[bool]] = []
    if scope.bureau_ids:
        reaches.append(Visit.bureau_id.in_(sorted(scope.bureau_ids)))
    if scope.organisation_ids:
        handed_in = Visit.first_received_at.is_not(None)
        reaches.append(and_(Visit.institution_id.in_(sorted(scope.organisation_ids)), handed_in))
    if scope.person_id is not None:
        reaches.append(Visit.instructor_id == scope.person_id)
    return or_(*reaches) if reaches else false()


async def load_visit(session: AsyncSession, scope: Scope, record_id: UUID, *, lock: bool) -> Visit | None:
    """One visit within the scope, for a change."""
    statement = select(Visit).where(Visit.id == record_id, visible(scope))
    return (await session.execute(statement.with_for_update() if lock else statement)).scalar_one_or_none()


async def load_detail(session: AsyncSession, scope: Scope, record_id: UUID, *, lock: bool = False) -> Any | None:  # noqa: ARG001
    """Everything about one visit within the scope, in one statement: columns, names, opinions, how much evidence."""
    return (await session.execute(_DETAIL.where(Visit.id == record_id, visible(scope)))).one_or_none()


def _opinions() -> Any:
    opinion = func.jsonb_build_object(
        "id", Opinion.id, "text", Opinion.body, "category", Opinion.category, "state", Opinion.state
    )
    listed = func.jsonb_agg(aggregate_order_by(opinion, Opinion.created_at, Opinion.id), type_=JSONB)
    return (
        select(func.coalesce(listed, _NOTHING)).where(Opinion.visit_id == Visit.id).correlate(Visit).scalar_subquery()
    )


def _co_visitors() -> Any:
    person = func.jsonb_build_object("id", Person.id, "name", Person.name)
    listed = func.jsonb_agg(aggregate_order_by(person, Person.name_pinyin, Person.id), type_=JSONB)
    there = Person.id == func.any(Visit.co_visitor_ids)
    return select(func.coalesce(listed, _NOTHING)).select_from(Person).where(there).correlate(Visit).scalar_subquery()


def _evidence_count() -> Any:
    counted = select(func.count()).where(
        Evidence.subject_type == SUBJECT, Evidence.subject_id == Visit.id, Evidence.state != "withdrawn"
    )
    return counted.correlate(Visit).scalar_subquery()


_Instructor = aliased(Person)
_Enterer = aliased(User)
# The fields of VisitBrief and no others: a list is answered from its rows as they are, since making and validating
# fifty objects costs more than everything else in the request together.
_BRIEF = (
    Visit.id,
    Visit.institution_id,
    Organisation.name.label("institution_name"),
    Visit.instructor_id,
    _Instructor.name.label("instructor_name"),
    Visit.co_visitor_ids,
    Visit.state,
    Visit.mode,
    Visit.started_at,
    Visit.ended_at,
    Visit.visited_on,
    func.to_char(Visit.month, "YYYY-MM").label("month"),
    Visit.duties,
    Visit.channel,
    Visit.entered_at,
    Visit.received_at,
    Visit.first_received_at,
    Visit.dispute_reason,
    Visit.decision_reason,
    Visit.revision,
    Visit.version,
)


def _named(statement: AnySelect) -> AnySelect:
    return statement.join(Organisation, Organisation.id == Visit.institution_id).join(
        _Instructor, _Instructor.id == Visit.instructor_id
    )


_DETAIL: AnySelect = _named(
    select(
        *_BRIEF,
        Visit.bureau_id,
        Visit.persons_met,
        Visit.findings,
        Visit.advice,
        Visit.longitude,
        Visit.latitude,
        Visit.accuracy_m,
        Visit.datum,
        Visit.distance_m,
        Visit.device_time,
        Visit.clock_skew_seconds,
        Visit.late_reason,
        Visit.entered_by_user_id,
        _Enterer.name.label("entered_by_name"),
        Visit.decided_at,
        Visit.content_digest,
        _opinions().label("opinions"),
        _co_visitors().label("co_visitors"),
        _evidence_count().label("evidence_count"),
    )
).join(_Enterer, _Enterer.id == Visit.entered_by_user_id)


async def list_visits(session: AsyncSession, scope: Scope, query: VisitQuery) -> PageOf:
    """A page of the visits within the scope, the newest first unless sorted otherwise."""
    order = order_of(query.sort, ORDERS, "-started_at")
    statement = _filtered(_named(select(*_BRIEF, order.key.label("sort_key"))), scope, query)
    return await fetch_page(session, statement, order, query)


def as_page(page: PageOf) -> dict[str, Any]:
    """A page of visits as the interface shows it (`Page[VisitBrief]`)."""
    items = [row._asdict() for row in page.rows]
    for item in items:
        del item["sort_key"]
    return {"items": items, "next_cursor": page.next_cursor, "total": page.total}


def matching(scope: Scope, query: VisitQuery) -> AnySelect:
    """The ids of exactly the visits that the list shows, for figures that open it (design.md §3.7)."""
    statement: AnySelect = select(Visit.id)
    return _filtered(_named(statement) if query.q else statement, scope, query)


def _filtered(statement: AnySelect, scope: Scope, query: VisitQuery) -> AnySelect:
    statement = statement.where(visible(scope))
    if query.institution_id is not None:
        statement = statement.where(Visit.institution_id == query.institution_id)
    if query.instructor_id is not None:
        statement = statement.where(Visit.instructor_id == query.instructor_id)
    if query.month is not None:
        statement = statement.where(Visit.month == query.month)
    if query.state:
        statement = statement.where(Visit.state.in_(query.state))
    if query.q:
        statement = statement.where(_matches(query.q))
    return statement


def _matches(q: str) -> ColumnElement[bool]:
    key = search_key(q)
    return or_(
        Organisation.name.icontains(key, autoescape=True),
        Organisation.name_pinyin.contains(key, autoescape=True),
        Organisation.name_initials.contains(key, autoescape=True),
        _Instructor.name.icontains(key, autoescape=True),
        _Instructor.name_pinyin.contains(key, autoescape=True),
        _Instructor.name_initials.contains(key, autoescape=True),
    )


async def find_place(
    session: AsyncSession, institution_id: UUID, people_ids: Collection[UUID], within: ColumnElement[bool] | None = None
) -> Any | None:
    """An institution with what a visit needs of it: where it lies, its zone, and which of the people are its bureau's.

    `within` is the reach in which it has to lie, None for an institution that is the visit's own already.
    """
    people = (
        select(func.array_agg(Person.id))
        .where(Person.id.in_(list(people_ids)), Person.bureau_id == Organisation.bureau_id)
        .correlate(Organisation)
        .scalar_subquery()
    )
    statement = (
        select(
            Organisation.id,
            Organisation.name,
            Organisation.kind,
            Organisation.ownership,
            Organisation.bureau_id,
            Organisation.closed_on,
            Organisation.longitude,
            Organisation.latitude,
            Organisation.datum,
            _ZONE.label("time_zone"),
            people.label("people_ids"),
        )
        .outerjoin(BureauSettings, BureauSettings.bureau_id == Organisation.bureau_id)
        .where(Organisation.id == institution_id)
    )
    if within is not None:
        statement = statement.where(within)
    return (await session.execute(statement)).one_or_none()


_ZONE = func.coalesce(BureauSettings.time_zone, BUREAU_ZONE.key)


def recordable(scope: Scope, started_at: datetime) -> ColumnElement[bool]:
    """Which institutions the actor may record a visit at: those within the scope, and those where they were in post on
    the day. In a hand-over month either instructor's visit counts (domain.md §3), whoever writes it down later."""
    within = scope.within(Organisation.bureau_id, Organisation.id)
    if scope.person_id is None:
        return within
    day = cast(func.timezone(_ZONE, literal(started_at)), Date)
    in_post = select(Dispatch.id).where(
        Dispatch.institution_id == Organisation.id,
        Dispatch.instructor_id == scope.person_id,
        Dispatch.starts_on <= day,
        func.coalesce(Dispatch.ends_on, date.max) >= day,
    )
    return or_(within, in_post.correlate(Organisation, BureauSettings).exists())


async def zone_of(session: AsyncSession, bureau_id: UUID) -> str:
    """The name of a bureau's time zone."""
    statement = select(BureauSettings.time_zone).where(BureauSettings.bureau_id == bureau_id)
    return (await session.execute(statement)).scalar_one_or_none() or BUREAU_ZONE.key


async def list_revisions(session: AsyncSession, visit_id: UUID) -> list[VisitRevisionOut]:
    """The former revisions of a visit that the caller has found, the newest first."""
    statement = (
        select(
            VisitRevision.revision,
            VisitRevision.content,
            VisitRevision.reason,
            VisitRevision.replaced_at,
            _Replacer.name.label("replaced_by_name"),
        )
        .join(_Replacer, _Replacer.id == VisitRevision.replaced_by_user_id)
        .where(VisitRevision.visit_id == visit_id)
        .order_by(VisitRevision.revision.desc())
    )
    return [VisitRevisionOut.model_validate(row) for row in (await session.execute(statement)).all()]


async def list_known_starts(session: AsyncSession, bureau_id: UUID) -> list[tuple[UUID, UUID, datetime]]:
    """(Institution, instructor, start) of every visit of the bureau, void ones and former revisions too.

    An import takes a ledger's row that is known for done: it never undoes what a person corrected or made void.
    """
    present = select(Visit.institution_id, Visit.instructor_id, Visit.started_at).where(Visit.bureau_id == bureau_id)
    former_start = cast(VisitRevision.content["started_at"].astext, DateTime(timezone=True))
    former = (
        select(Visit.institution_id, Visit.instructor_id, former_start)
        .join(Visit, Visit.id == VisitRevision.visit_id)
        .where(Visit.bureau_id == bureau_id)
    )
    return [(row[0], row[1], row[2]) for row in (await session.execute(present.union(former))).all()]


def visible_subjects(scope: Scope) -> Select[Any, Any]:
    """The visits within the scope as evidence knows its subjects: `id` and `label`."""
    label = Organisation.name + " " + func.to_char(Visit.visited_on, "YYYY-MM-DD")
    return (
        select(Visit.id.label("id"), label.label("label"))
        .join(Organisation, Organisation.id == Visit.institution_id)
        .where(visible(scope))
    )


def as_out(row: Any, actor: Actor) -> VisitOut:
    """A visit's row as the interface shows it to this actor."""
    position = None
    if row.longitude is not None:
        position = VisitPosition(
            longitude=row.longitude, latitude=row.latitude, accuracy_m=row.accuracy_m, datum=row.datum
        )
    values = {name: value for name, value in row._mapping.items() if name in VisitOut.model_fields}  # noqa: SLF001
    return VisitOut(
        **values,
        position=position,
        clock_is_off=abs(row.clock_skew_seconds or 0) > SKEW_ALLOWANCE.total_seconds(),
        actions=policy.actions(actor, row),
    )
