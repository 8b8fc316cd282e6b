"""Activities of the three strands, and the kinds that they are of."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response

from handinhand.core.clock import local_day
from handinhand.core.database import RequestDatabase, RequestSession
from handinhand.core.http.asked import asked, asked_parameters
from handinhand.core.http.openapi import refusals
from handinhand.core.http.routes import feature_router
from handinhand.core.http.schema import Page, answer, answer_text
from handinhand.foundation.access.guards import Access, Found, one, requires
from handinhand.foundation.access.idempotency import RequestIdempotency
from handinhand.foundation.access.permissions import Permission as P
from handinhand.models import Activity, ActivityKind
from handinhand.programme.activities import kinds, queries, service
from handinhand.programme.activities.queries import activity_reach
from handinhand.programme.activities.schemas import (
    ActivityIn,
    ActivityKindIn,
    ActivityKindOut,
    ActivityKindPatch,
    ActivityKindQuery,
    ActivityOut,
    ActivityPatch,
    ActivityQuery,
    CancellationIn,
    CompletionIn,
)

router = feature_router("activities")

MayRead = Annotated[Access, requires(P.ACTIVITIES_READ)]
MayWrite = Annotated[Access, requires(P.ACTIVITIES_WRITE)]
MayEditKinds = Annotated[Access, requires(P.ACTIVITY_KINDS_WRITE)]
Readable = Annotated[Found[Activity], one(queries.load_activity, reads=P.ACTIVITIES_READ, reach=activity_reach)]
Writable = Annotated[
    Found[Activity],
    one(queries.load_activity, reads=P.ACTIVITIES_READ, writes=P.ACTIVITIES_WRITE, reach=activity_reach),
]
ReadableKind = Annotated[Found[ActivityKind], one(queries.load_kind, reads=P.ACTIVITIES_READ)]
EditableKind = Annotated[
    Found[ActivityKind], one(queries.load_kind, reads=P.ACTIVITIES_READ, writes=P.ACTIVITY_KINDS_WRITE)
]


async def not_cancelled(found: Writable, session: RequestSession) -> Found[Activity]:
    """Raises ActivityStateRefused before the body is looked at (api.md: 409 comes before 422)."""
    service.refuse_cancelled(found.record)
    await service.refuse_history(session, found.access, found.record)
    return found


async def still_planned(found: Writable) -> Found[Activity]:
    """Raises ActivityStateRefused, as `not_cancelled` does."""
    if not found.repeated:
        service.refuse_unless_planned(found.record)
    return found


Changeable = Annotated[Found[Activity], Depends(not_cancelled)]
Planned = Annotated[Found[Activity], Depends(still_planned)]


@router.get(
    "/activities",
    openapi_extra=asked_parameters(ActivityQuery),
    response_model=Page[ActivityOut],
    summary="List activities",
)
async def list_activities(
    access: MayRead, database: RequestDatabase, query: Annotated[ActivityQuery, asked(ActivityQuery)]
) -> Response:
    """Activities of the communities within the caller's reach, the latest day first unless sorted otherwise."""
    listing, scope = queries.list_for(access.actor, query)
    return answer_text(await listing.page(database, scope, query, today=local_day(access.now)))


@router.post(
    "/activities",
    response_model=ActivityOut,
    status_code=201,
    responses={200: {"model": ActivityOut, "description": "The same came before."}, **refusals(404)},
    summary="Plan or note an activity",
)
async def create_activity(
    access: MayWrite, session: RequestSession, idempotency: RequestIdempotency, body: ActivityIn
) -> Response:
    """Planned, or with `done` held already; with `repeats` a whole series, of which the first is answered.

    The same again under the same `id` answers 200.
    """
    earlier = await idempotency.earlier(queries.load_activity, activity_reach(access.actor, P.ACTIVITIES_READ))
    if earlier is not None:
        return await _answer(session, access, earlier.id, status=201)
    saved = await service.create(session, access, body)
    await idempotency.remember(saved.id)
    return await _answer(session, access, saved.id, status=201 if saved.created else 200)


@router.get("/activities/{id}", response_model=ActivityOut, summary="Read an activity")
async def read_activity(found: Readable, session: RequestSession) -> Response:
    """One activity, with its version as ETag."""
    return await _answer(session, found.access, found.record.id)


@router.patch("/activities/{id}", response_model=ActivityOut, summary="Change an activity")
async def change_activity(found: Changeable, session: RequestSession, body: ActivityPatch) -> Response:
    """Changes what the body gives."""
    await service.change(session, found.access, found.record, body)
    return await _answer(session, found.access, found.record.id)


@router.post("/activities/{id}/complete", response_model=ActivityOut, summary="Complete an activity")
async def complete_activity(found: Planned, session: RequestSession, body: CompletionIn) -> Response:
    """planned → done: what was done and with how many."""
    if not found.repeated:
        await service.complete(session, found.access, found.record, body)
    return await _answer(session, found.access, found.record.id)


@router.post("/activities/{id}/cancel", response_model=ActivityOut, summary="Cancel an activity")
async def cancel_activity(found: Planned, session: RequestSession, body: CancellationIn) -> Response:
    """planned → cancelled, with a reason."""
    if not found.repeated:
        await service.cancel(session, found.access, found.record, body)
    return await _answer(session, found.access, found.record.id)


@router.get("/activity-kinds", response_model=Page[ActivityKindOut], summary="List kinds of activity")
async def list_activity_kinds(
    access: MayRead, session: RequestSession, query: Annotated[ActivityKindQuery, Query()]
) -> Response:
    """The bureau's list; it begins with the notice's."""
    page = await queries.list_kinds(session, access.scope, query)
    items = [queries.kind_as_out(row) for row in page.rows]
    return answer(Page[ActivityKindOut](items=items, next_cursor=page.next_cursor, total=page.total))


@router.post("/activity-kinds", response_model=ActivityKindOut, status_code=201, summary="Add a kind of activity")
async def create_activity_kind(
    access: MayEditKinds, session: RequestSession, idempotency: RequestIdempotency, body: ActivityKindIn
) -> Response:
    """Offered last in its strand."""
    reach = access.actor.scope(P.ACTIVITIES_READ)
    made = await idempotency.once(lambda: kinds.add(session, access, body), queries.load_kind, reach)
    kind = await session.get_one(ActivityKind, made)
    location = f"/api/v1/activity-kinds/{kind.id}"
    return answer(queries.kind_as_out(kind), status=201, version=kind.version, location=location)


@router.get("/activity-kinds/{id}", response_model=ActivityKindOut, summary="Read a kind of activity")
async def read_activity_kind(found: ReadableKind) -> Response:
    """One kind, with its version as ETag."""
    return answer(queries.kind_as_out(found.record), version=found.record.version)


@router.patch("/activity-kinds/{id}", response_model=ActivityKindOut, summary="Change a kind of activity")
async def change_activity_kind(found: EditableKind, session: RequestSession, body: ActivityKindPatch) -> Response:
    """Renames, moves or retires it; what was done keeps it."""
    await kinds.change(session, found.access, found.record, body)
    return answer(queries.kind_as_out(found.record), version=found.record.version)


async def _answer(session: RequestSession, access: Access, activity_id: UUID, status: int = 200) -> Response:
    activity = await queries.read_activity(session, activity_id, local_day(access.now))
    location = f"/api/v1/activities/{activity.id}" if status == 201 else None
    return answer(activity, status=status, version=activity.version, location=location)
