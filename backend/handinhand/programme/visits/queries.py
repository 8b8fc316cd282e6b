"""Reading visits; every reading takes the actor's scope."""

from collections.abc import Collection
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Date,
    DateTime,
    Select,
    Uuid,
    bindparam,
    cast,
    func,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from handinhand.core.clock import BUREAU_ZONE
from handinhand.core.database import Reader
from handinhand.core.http.paging import AnySelect
from handinhand.core.statements import Statement, connection_of
from handinhand.foundation.access.actor import Actor, Scope, ScopeOutline
from handinhand.models import (
    BureauSettings,
    Checklist,
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
from handinhand.programme.visits.list_queries import BRIEF, named, visible
from handinhand.programme.visits.rules import SKEW_ALLOWANCE
from handinhand.programme.visits.schemas import VisitOut, VisitRevisionOut

SUBJECT = "visit"
_Replacer = aliased(User)
_NOTHING = text("'[]'::jsonb")


async def load_visit(session: AsyncSession, scope: Scope, record_id: UUID, *, lock: bool) -> Visit | None:
    """One visit within the scope, for a change."""
    statement = select(Visit).where(Visit.id == record_id, visible(scope))
    return (await session.execute(statement.with_for_update() if lock else statement)).scalar_one_or_none()


async def load_detail(session: AsyncSession, scope: Scope, record_id: UUID, *, lock: bool = False) -> Any | None:  # noqa: ARG001
    """Everything about one visit within the scope, in one statement: columns, names, opinions, how much evidence."""
    return await find_detail(await connection_of(session), scope, record_id)


async def find_detail(reader: Reader, scope: Scope, record_id: UUID) -> Any | None:
    """The same for who only reads."""
    outline = scope.outline()
    return await _detail(outline).row(reader, {"visit_id": record_id, **outline.values(scope)})


async def find_digest(reader: Reader, scope: Scope, record_id: UUID) -> str | None:
    """What the POST said that made the visit, as its digest; None when there is no such visit within the scope."""
    outline = scope.outline()
    asked = {"visit_id": record_id, **outline.values(scope)}
    found = await _digest(outline).row(reader, asked)
    return None if found is None else str(found.content_digest)


@lru_cache(maxsize=64)
def _digest(reach: ScopeOutline) -> Statement:
    return Statement(
        select(Visit.content_digest).where(Visit.id == bindparam("visit_id", type_=Uuid()), visible(reach))
    )


@lru_cache(maxsize=64)
def _detail(reach: ScopeOutline) -> Statement:
    return Statement(_DETAIL.where(Visit.id == bindparam("visit_id", type_=Uuid()), visible(reach)))


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


def _room_items() -> Any:
    used = cast(Visit.activity_room["checklist_id"].astext, Uuid())
    return select(Checklist.items).where(Checklist.id == used).correlate(Visit).scalar_subquery()


_Enterer = aliased(User)

_DETAIL: AnySelect = named(
    select(
        *BRIEF,
        Visit.bureau_id,
        Visit.persons_met,
        Visit.findings,
        Visit.advice,
        Visit.activity_room,
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
        _room_items().label("room_items"),
        _co_visitors().label("co_visitors"),
        _evidence_count().label("evidence_count"),
    )
).join(_Enterer, _Enterer.id == Visit.entered_by_user_id)


async def find_place(
    reader: Reader,
    institution_id: UUID,
    people_ids: Collection[UUID],
    within: Scope | None = None,
    started_at: datetime | None = None,
) -> Any | None:
    """An institution with what a visit needs of it: where it lies, its zone, and which of the people are its bureau's.

    `within` is the reach in which a visit may be recorded, None for an institution that is the visit's own already.
    With it comes `started_at`: an institution lies within too when the actor was in post there on that day. In a
    hand-over month either instructor's visit counts (domain.md §3), whoever writes it down later.
    """
    outline = within and within.outline()
    values = outline.values(within) if within and outline else {}
    asked = {"institution_id": institution_id, "people_ids": list(people_ids), "started_at": started_at, **values}
    return await _place(outline or None).row(reader, asked)


_ZONE = func.coalesce(BureauSettings.time_zone, BUREAU_ZONE.key)


@lru_cache(maxsize=64)
def _place(reach: ScopeOutline | None) -> Statement:
    people = (
        select(func.array_agg(Person.id))
        .where(
            Person.id == func.any(bindparam("people_ids", type_=ARRAY(Uuid()))),
            Person.bureau_id == Organisation.bureau_id,
        )
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
        .where(Organisation.id == bindparam("institution_id", type_=Uuid()))
    )
    return Statement(statement if reach is None else statement.where(_recordable(reach)))


def _recordable(reach: ScopeOutline) -> ColumnElement[bool]:
    within = reach.within(Organisation.bureau_id, Organisation.id)
    own = reach.of_person(Dispatch.instructor_id)
    if own is None:
        return within
    day = cast(func.timezone(_ZONE, bindparam("started_at", type_=DateTime(timezone=True))), Date)
    in_post = select(Dispatch.id).where(
        Dispatch.institution_id == Organisation.id,
        own,
        Dispatch.starts_on <= day,
        func.coalesce(Dispatch.ends_on, date.max) >= day,
    )
    return or_(within, in_post.correlate(Organisation, BureauSettings).exists())


async def name_of_person(session: AsyncSession, person_id: UUID) -> str:
    """The name of the visit's instructor."""
    return (await session.execute(select(Person.name).where(Person.id == person_id))).scalar_one()


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


_PLAIN = tuple(
    name for name in VisitOut.model_fields if name not in {"activity_room", "position", "clock_is_off", "actions"}
)


def room_of(row: Any) -> dict[str, Any] | None:
    """What was found in the activity room, each item with the title that it has in the edition used."""
    if row.activity_room is None:
        return None
    titles = {item["code"]: item["title"] for item in row.room_items}
    results = [{**result, "title": titles[result["code"]]} for result in row.activity_room["results"]]
    return {**row.activity_room, "results": results}


def as_out(row: Any, actor: Actor) -> dict[str, Any]:
    """A visit's row as the interface shows it to this actor (`VisitOut`)."""
    position = None
    if row.longitude is not None:
        position = {name: getattr(row, name) for name in ("longitude", "latitude", "accuracy_m", "datum")}
    return {
        **{name: getattr(row, name) for name in _PLAIN},
        "activity_room": room_of(row),
        "position": position,
        "clock_is_off": abs(row.clock_skew_seconds or 0) > SKEW_ALLOWANCE.total_seconds(),
        "actions": policy.actions(actor, row),
    }
