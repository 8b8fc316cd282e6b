"""Visits: what happens to a record from the first tap to the institution's word on it (domain.md §3, §5, §6)."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic_core import to_jsonable_python
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.clock import local_day
from handinhand.core.database import Reader
from handinhand.core.errors import FieldError, Forbidden, Invalid, NotFound
from handinhand.core.geo import Datum, Position, distance_m
from handinhand.core.ids import new_id
from handinhand.core.statements import Statement, connection_of
from handinhand.foundation.access.guards import Access
from handinhand.foundation.access.permissions import Permission
from handinhand.foundation.audit.service import Target, record
from handinhand.models import Visit, VisitRevision
from handinhand.programme.obligations import service as obligations
from handinhand.programme.opinions import service as opinions
from handinhand.programme.opinions.schemas import OpinionNote
from handinhand.programme.standards.schemas import RoomReview
from handinhand.programme.visits import activity_room, errors, queries
from handinhand.programme.visits.list_queries import LIST, visible
from handinhand.programme.visits.paper import PaperVisit, create_from_paper
from handinhand.programme.visits.queries import list_known_starts
from handinhand.programme.visits.rules import (
    VisitAction,
    VisitState,
    clock_skew_seconds,
    first_receipt,
    next_state,
    problems,
)
from handinhand.programme.visits.schemas import (
    CheckIn,
    Submission,
    VisitChanges,
    VisitCorrection,
    VisitIn,
    VisitPosition,
)
from handinhand.programme.visits.subject import VISITS

__all__ = ["VISITS", "PaperVisit", "create_from_paper", "list_known_starts", "matching", "visible"]
matching = LIST.select
"""Exactly the visits that the list shows, for figures that open it (design.md §3.7)."""

_PLAIN = ("co_visitor_ids", "ended_at", "mode", "duties", "persons_met", "findings", "advice", "late_reason")
"""Fields of content that are columns of the same name."""
_NOT_VISITED = {"bureau", "section", "unit"}


@dataclass(frozen=True, slots=True)
class Saved:
    """A visit after a POST. `created` is false when the same content came again under the same client-made id."""

    row: Any
    created: bool = True


async def create_visit(session: AsyncSession, access: Access, body: VisitIn) -> Saved:
    """A new draft. Raises Invalid, Forbidden for another's visit, IdTaken."""
    instructor_id = body.instructor_id or access.scope.person_id
    digest = _digest(body, instructor_id)
    connection = await connection_of(session)
    known = body.id and await _repeated(connection, access, body.id, digest)
    if known:
        return known
    started_at = body.started_at or access.now
    people_ids = [*body.co_visitor_ids, *([instructor_id] if instructor_id else [])]
    place = await queries.find_place(connection, body.institution_id, people_ids, access.scope, started_at)
    if place is None:
        raise Invalid(errors=[errors.NO_SUCH_INSTITUTION])
    if instructor_id != access.scope.person_id and place.bureau_id not in access.scope.bureau_ids:
        raise Forbidden("指导员只能记录自己的入校指导。需要代录请联系党委办。")
    times = _time_problems(access.now, started_at, body.ended_at, body.device_time)
    _refuse([*_place_problems(place, started_at), *_people_problems(place, instructor_id, body.co_visitor_ids), *times])
    values = {
        **{name: getattr(body, name) for name in _PLAIN},
        **_days(started_at, place.time_zone),
        **_position(body.position, place),
        **_clock(body.device_time, access.now),
        "activity_room": await activity_room.checked(session, place.bureau_id, body.activity_room),
        "institution_id": place.id,
        "bureau_id": place.bureau_id,
        "instructor_id": instructor_id,
        "state": VisitState.draft,
        "channel": body.channel,
        "entered_by_user_id": access.actor.user_id,
        "entered_at": access.now,
        "created_at": access.now,
        "updated_at": access.now,
        "content_digest": digest,
        "id": body.id or new_id(),
    }
    made = await _ADD.row(connection, {**_EMPTY, **values})
    if made is None:
        again = await _repeated(connection, access, values["id"], digest)
        if again is None:
            raise errors.id_taken(values["id"])
        return again
    heard = opinions.HeardOn(made.id, place.id, place.bureau_id)
    await opinions.note_opinions(session, heard, body.opinions, access.now)
    return Saved(await _recorded(session, access, made.id, "visit:create"))


_ADD = Statement(pg_insert(Visit).on_conflict_do_nothing(index_elements=["id"]).returning(Visit.id))
_EMPTY = {**dict.fromkeys(Visit.__table__.columns.keys()), "revision": 1, "version": 1}
"""A visit of which nothing is said yet."""


async def _repeated(reader: Reader, access: Access, visit_id: UUID, digest: str) -> Saved | None:
    """The visit that this POST made earlier. Raises IdTaken when the id names other content."""
    scope = access.actor.scope(Permission.VISITS_READ)
    known = await queries.find_digest(reader, scope, visit_id)
    if known is None:
        return None
    row = await queries.find_detail(reader, scope, visit_id)
    if row is None or known != digest:
        raise errors.id_taken(visit_id)
    return Saved(row, created=False)


def _digest(body: VisitIn, instructor_id: UUID | None) -> str:
    """Tells whether a POST says the same again. The device's clock has moved on when a queue sends anew: left out.

    A field that came later counts only where it is filled in, so that a phone may send again what it sent before it.
    """
    content = body.model_dump(mode="json", exclude={"id", "device_time", "instructor_id"})
    if content["activity_room"] is None:
        del content["activity_room"]
    text = json.dumps([content, str(instructor_id)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


async def change_visit(session: AsyncSession, access: Access, visit: Visit, body: VisitChanges) -> Any:
    """Changes a draft or a returned visit. It counts for no month in these states, so no obligation is touched."""
    changes = body.sent()
    if not changes:
        return await queries.load_detail(session, access.actor.scope(Permission.VISITS_READ), visit.id)
    await _apply(session, access, visit, changes)
    visit.updated_at = access.now
    await session.flush()
    return await _recorded(session, access, visit.id, "visit:change", fields=sorted(changes))


async def check_in(session: AsyncSession, access: Access, visit: Visit, body: CheckIn) -> Any:
    """The visit begins now. Raises Invalid when its end is already written and lies before now."""
    changes = {"started_at": access.now, **{name: getattr(body, name) for name in body.model_fields_set}}
    await _apply(session, access, visit, changes)
    visit.updated_at = access.now
    await session.flush()
    return await _recorded(session, access, visit.id, "visit:check-in", position=body.position is not None)


async def submit(session: AsyncSession, access: Access, visit: Visit, body: Submission) -> Any:
    """Hands the visit in; its first receipt stays for good (domain.md §3). Raises Invalid for what is missing."""
    await _apply(session, access, visit, {name: getattr(body, name) for name in body.model_fields_set})
    _refuse(_missing(visit))
    visit.decided_at = visit.decision_reason = None
    visit.received_at = access.now
    visit.first_received_at = first_receipt(VisitAction.submit, visit.first_received_at, access.now)
    return await _move(session, access, visit, VisitAction.submit, [visit.month])


async def decide(
    session: AsyncSession, access: Access, visit: Visit, action: VisitAction, reason: str | None = None
) -> Any:
    """Confirms, disputes, returns or voids a visit. The institution's reason stays beside the bureau's decision."""
    visit.decided_at = access.now
    if action is VisitAction.dispute:
        visit.dispute_reason = reason
    else:
        visit.decision_reason = reason
    return await _move(session, access, visit, action, [visit.month])


async def revise(session: AsyncSession, access: Access, visit: Visit, body: VisitCorrection) -> Any:
    """Corrects a visit: the revision before is kept, the institution is asked again, the first receipt stays."""
    months = [visit.month]
    session.add(await _former(session, access, visit, body.reason))
    await _apply(session, access, visit, body.sent())
    _refuse(_missing(visit))
    visit.revision += 1
    visit.received_at = access.now
    visit.decided_at = visit.decision_reason = None
    if visit.month not in months:
        months.append(visit.month)
    return await _move(session, access, visit, VisitAction.revise, months, fields=sorted(body.sent()))


async def _move(
    session: AsyncSession, access: Access, visit: Visit, action: VisitAction, months: Sequence[date], **details: Any
) -> Any:
    """Brings the visit into the action's state, with what hangs on it: opinions, obligations, the audit log."""
    before = VisitState(visit.state)
    visit.state = next_state(before, action)
    visit.updated_at = access.now
    await session.flush()
    await activity_room.follow(session, visit, before, access.now)
    if visit.state == VisitState.submitted:
        await opinions.raise_opinions(session, visit.id, access.now)
    if visit.state == VisitState.void:
        await opinions.withdraw_opinions(session, visit.id, access.now)
    for month in months:
        await obligations.recount(session, visit.institution_id, month, access.now)
    return await _recorded(session, access, visit.id, f"visit:{action}", was=before.value, **details)


async def _recorded(session: AsyncSession, access: Access, visit_id: UUID, deed: str, **details: Any) -> Any:
    """Writes the deed to the audit log; gives the visit as it is now."""
    row = await queries.load_detail(session, access.actor.scope(Permission.VISITS_READ), visit_id)
    if row is None:
        raise NotFound
    label = f"{row.institution_name} {row.visited_on.isoformat()}"
    await record(session, access.ref, deed, Target("visit", visit_id, label, row.bureau_id), at=access.now, **details)
    return row


async def _apply(session: AsyncSession, access: Access, visit: Visit, changes: dict[str, Any]) -> None:
    """Puts changed fields into the record. Raises Invalid."""
    co_visitors = changes.get("co_visitor_ids")
    room: RoomReview | None = changes.get("activity_room")
    found: list[FieldError] = []
    place = None
    if changes.keys() & {"position", "started_at", "co_visitor_ids"}:
        connection = await connection_of(session)
        place = await queries.find_place(connection, visit.institution_id, co_visitors or [])
        assert place is not None
        if "started_at" in changes:
            _set(visit, _days(changes["started_at"], place.time_zone))
            found += _place_problems(place, visit.started_at)
        if "position" in changes:
            _set(visit, _position(changes["position"], place))
        if co_visitors is not None:
            found += _people_problems(place, None, co_visitors, besides=visit.instructor_id)
    _set(visit, {name: changes[name] for name in _PLAIN if name in changes})
    _set(visit, _clock(changes.get("device_time"), access.now))
    # What the device's clock shows now, as far as it has told how far it is off.
    skew = timedelta(seconds=visit.clock_skew_seconds or 0)
    _refuse([*found, *_time_problems(access.now, visit.started_at, visit.ended_at, access.now + skew)])
    if "activity_room" in changes:
        visit.activity_room = await activity_room.checked(session, visit.bureau_id, room)
    notes: list[OpinionNote] | None = changes.get("opinions")
    if notes is not None:
        heard = opinions.HeardOn(visit.id, visit.institution_id, visit.bureau_id)
        await opinions.replace_opinions(session, heard, notes, access.now)


def _set(visit: Visit, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(visit, name, value)


def _refuse(found: Sequence[FieldError]) -> None:
    if found:
        raise Invalid(errors=found)


def _days(started_at: datetime, time_zone: str) -> dict[str, Any]:
    """A visit belongs to the date of its start in the bureau's zone, whenever it ends (domain.md §7)."""
    day = local_day(started_at, ZoneInfo(time_zone))
    return {"started_at": started_at, "visited_on": day, "month": day.replace(day=1)}


def _position(given: VisitPosition | None, place: Any) -> dict[str, Any]:
    if given is None:
        return dict.fromkeys(("longitude", "latitude", "accuracy_m", "datum", "distance_m"))
    away = None
    if place.longitude is not None:
        seat = Position(place.longitude, place.latitude, Datum(place.datum or Datum.gcj02))
        away = round(distance_m(Position(given.longitude, given.latitude, given.datum), seat), 1)
    return {**given.model_dump(), "distance_m": away}


def _clock(device_time: datetime | None, now: datetime) -> dict[str, Any]:
    """Both times are kept and the difference shown (domain.md §7); it is taken when the device's time arrives."""
    if device_time is None:
        return {}
    return {"device_time": device_time, "clock_skew_seconds": clock_skew_seconds(device_time, now)}


def _place_problems(place: Any, started_at: datetime) -> list[FieldError]:
    if place.kind in _NOT_VISITED or place.ownership == "public":
        return [errors.NOT_AN_INSTITUTION]
    if place.closed_on is not None and local_day(started_at, ZoneInfo(place.time_zone)) > place.closed_on:
        return [errors.closed(place.name, place.closed_on.isoformat())]
    return []


def _people_problems(
    place: Any, instructor_id: UUID | None, co_visitor_ids: Sequence[UUID], *, besides: UUID | None = None
) -> list[FieldError]:
    """`instructor_id` is checked itself; `besides` is the instructor of a visit that has one already."""
    known = set(place.people_ids or ())
    found = []
    if besides is None and instructor_id is None:
        found.append(errors.INSTRUCTOR_NEEDED)
    elif besides is None and instructor_id not in known:
        found.append(errors.NO_SUCH_INSTRUCTOR)
    if not known.issuperset(co_visitor_ids):
        found.append(errors.NO_SUCH_CO_VISITOR)
    if (besides or instructor_id) in co_visitor_ids:
        found.append(errors.CO_VISITOR_IS_INSTRUCTOR)
    return found


def _time_problems(
    now: datetime, started_at: datetime, ended_at: datetime | None, device_time: datetime | None
) -> list[FieldError]:
    found = problems(started_at=started_at, ended_at=ended_at, now=now, device_time=device_time)
    return [FieldError(problem.pointer, problem.code, problem.message) for problem in found]


def _missing(visit: Visit) -> list[FieldError]:
    """What a submitted visit needs: few things, so that four taps and one text suffice (promises.md U1)."""
    found = [] if visit.duties else [errors.DUTIES_NEEDED]
    return found if visit.findings or visit.advice else [*found, errors.TEXT_NEEDED]


async def _former(session: AsyncSession, access: Access, visit: Visit, reason: str) -> VisitRevision:
    """The visit as it stands, to be kept beside its correction."""
    row = await queries.load_detail(session, access.actor.scope(Permission.VISITS_READ), visit.id)
    assert row is not None
    kept = (
        *_PLAIN,
        "started_at",
        "visited_on",
        "longitude",
        "latitude",
        "accuracy_m",
        "datum",
        "distance_m",
    )
    content = {name: getattr(row, name) for name in (*kept, "state", "received_at", "dispute_reason", "opinions")}
    content["activity_room"] = queries.room_of(row)
    return VisitRevision(
        visit_id=visit.id,
        revision=visit.revision,
        content=to_jsonable_python({name: _utc(value) for name, value in content.items()}),
        reason=reason,
        replaced_at=access.now,
        replaced_by_user_id=access.actor.user_id,
    )


def _utc(value: Any) -> Any:
    return value.astimezone(UTC) if isinstance(value, datetime) else value
