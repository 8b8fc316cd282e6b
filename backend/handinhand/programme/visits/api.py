"""Visits: recording at the desk or in the pocket, and the institution's and the bureau's word on them."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import Body, Response
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.database import RequestDatabase, RequestSession
from handinhand.core.errors import Conflict, Forbidden, NotFound
from handinhand.core.http.asked import asked, asked_parameters
from handinhand.core.http.openapi import refusals
from handinhand.core.http.routes import feature_router
from handinhand.core.http.schema import Page, answer, answer_text
from handinhand.foundation.access.guards import Access, Found, one, requires, seen
from handinhand.foundation.access.idempotency import RequestIdempotency
from handinhand.foundation.access.permissions import Permission
from handinhand.models import Visit
from handinhand.programme.visits import errors, policy, queries, service
from handinhand.programme.visits.list_queries import LIST
from handinhand.programme.visits.rules import TRANSITIONS, TransitionRefused, VisitAction, VisitState, next_state
from handinhand.programme.visits.schemas import (
    CheckIn,
    Submission,
    VisitBrief,
    VisitChanges,
    VisitCorrection,
    VisitIn,
    VisitOut,
    VisitQuery,
    VisitReason,
    VisitRevisions,
)

router = feature_router("visits")


def _verb(action: VisitAction) -> Any:
    """The guard of a verb that moves a visit: who may stands in policy.py, what can follow what in rules.py."""

    def may(access: Access, visit: Visit) -> None:
        _forbid(policy.refuse(access.actor, visit, action))

    def allow(visit: Visit) -> None:
        try:
            next_state(VisitState(visit.state), action)
        except TransitionRefused as refused:
            raise Conflict(str(refused)) from refused

    writes = policy.PERMISSIONS[action]
    return one(queries.load_visit, reads=Permission.VISITS_READ, writes=writes, may=may, allow=allow)


def _editing(allow: Callable[[Visit], None]) -> Any:
    """The guard of what only the author does."""

    def may(access: Access, visit: Visit) -> None:
        _forbid(policy.refuse_edit(access.actor, visit))

    writes = Permission.VISITS_RECORD
    return one(queries.load_visit, reads=Permission.VISITS_READ, writes=writes, may=may, allow=allow)


def _forbid(reason: str | None) -> None:
    if reason is not None:
        raise Forbidden(reason)


def _not_handed_in(visit: Visit) -> None:
    # What can be submitted can be changed: a draft and a returned visit.
    if (VisitState(visit.state), VisitAction.submit) not in TRANSITIONS:
        raise errors.not_editable(visit.state)


def _a_draft(visit: Visit) -> None:
    if visit.state != VisitState.draft:
        raise errors.not_a_draft()


MayRead = Annotated[Access, requires(Permission.VISITS_READ)]
Readable = Annotated[Found[Any], one(queries.load_detail, reads=Permission.VISITS_READ)]
OptionalSubmission = Annotated[Submission | None, Body(examples=[{"late_reason": "山区没有信号，回县城后补录。"}])]
OptionalCheckIn = Annotated[CheckIn | None, Body(examples=[{"device_time": "2026-10-15T09:00:03+08:00"}])]


@router.post(
    "/visits",
    status_code=201,
    response_model=VisitOut,
    responses={200: {"model": VisitOut, "description": "The same came before."}, **refusals(404)},
    summary="Record a visit as a draft",
)
async def create_visit(
    access: Annotated[Access, requires(Permission.VISITS_RECORD)],
    body: VisitIn,
    session: RequestSession,
    idempotency: RequestIdempotency,
) -> Response:
    """A draft of one's own, or at the desk of an instructor's. The same again under the same `id` answers 200."""
    earlier = await idempotency.earlier(queries.load_detail, access.actor.scope(Permission.VISITS_READ))
    if earlier is None:
        saved = await service.create_visit(session, access, body)
        await idempotency.remember(saved.row.id)
    else:
        saved = service.Saved(earlier)
    out, version = queries.as_out(saved.row, access.actor), saved.row.version
    if not saved.created:
        return answer(out, version=version)
    return answer(out, status=201, version=version, location=f"/api/v1/visits/{saved.row.id}")


@router.get(
    "/visits", openapi_extra=asked_parameters(VisitQuery), response_model=Page[VisitBrief], summary="List visits"
)
async def list_visits(
    access: MayRead, database: RequestDatabase, query: Annotated[VisitQuery, asked(VisitQuery)]
) -> Response:
    """Visits within the caller's reach, the newest first unless sorted otherwise; drafts only one's own."""
    return answer_text(await LIST.page(database, access.scope, query))


@router.get("/visits/{id}", response_model=VisitOut, summary="Read a visit")
async def read_visit(found: Annotated[Found[Any], seen(queries.find_detail, reads=Permission.VISITS_READ)]) -> Response:
    """One visit with names, opinions and what the caller may do, and its version as ETag."""
    return answer(queries.as_out(found.record, found.access.actor), version=found.record.version)


@router.patch("/visits/{id}", response_model=VisitOut, summary="Change a draft or a returned visit")
async def change_visit(
    found: Annotated[Found[Visit], _editing(_not_handed_in)], body: VisitChanges, session: RequestSession
) -> Response:
    """Changes the fields that are sent."""
    return await _answer(session, found, lambda: service.change_visit(session, found.access, found.record, body))


@router.post("/visits/{id}/check-in", response_model=VisitOut, summary="Start a visit now")
async def check_in(
    found: Annotated[Found[Visit], _editing(_a_draft)], session: RequestSession, body: OptionalCheckIn = None
) -> Response:
    """Sets the start of a draft to now. The position is voluntary: one point, never judged."""
    return await _answer(
        session, found, lambda: service.check_in(session, found.access, found.record, body or CheckIn())
    )


@router.post("/visits/{id}/submit", response_model=VisitOut, summary="Hand a visit in")
async def submit_visit(
    found: Annotated[Found[Visit], _verb(VisitAction.submit)],
    session: RequestSession,
    body: OptionalSubmission = None,
) -> Response:
    """Hands it in; from now on the institution sees it. Needs one duty and one sentence of findings or advice."""
    return await _answer(
        session, found, lambda: service.submit(session, found.access, found.record, body or Submission())
    )


@router.post("/visits/{id}/confirm", response_model=VisitOut, summary="Confirm a visit")
async def confirm_visit(
    found: Annotated[Found[Visit], _verb(VisitAction.confirm)], session: RequestSession
) -> Response:
    """By the institution; a disputed one by the bureau."""
    return await _answer(
        session, found, lambda: service.decide(session, found.access, found.record, VisitAction.confirm)
    )


@router.post("/visits/{id}/dispute", response_model=VisitOut, summary="Dispute a visit")
async def dispute_visit(
    found: Annotated[Found[Visit], _verb(VisitAction.dispute)], body: VisitReason, session: RequestSession
) -> Response:
    """By the institution, with a reason; the bureau settles it."""
    return await _answer(
        session, found, lambda: service.decide(session, found.access, found.record, VisitAction.dispute, body.reason)
    )


@router.post("/visits/{id}/return", response_model=VisitOut, summary="Return a visit to its author")
async def return_visit(
    found: Annotated[Found[Visit], _verb(VisitAction.return_)], body: VisitReason, session: RequestSession
) -> Response:
    """By the bureau, with a reason. Resubmitted, it keeps its first receipt."""
    return await _answer(
        session, found, lambda: service.decide(session, found.access, found.record, VisitAction.return_, body.reason)
    )


@router.post("/visits/{id}/void", response_model=VisitOut, summary="Make a visit void")
async def void_visit(
    found: Annotated[Found[Visit], _verb(VisitAction.void)], body: VisitReason, session: RequestSession
) -> Response:
    """By the bureau; by the author as long as it is a draft or returned. A void visit counts for nothing."""
    return await _answer(
        session, found, lambda: service.decide(session, found.access, found.record, VisitAction.void, body.reason)
    )


@router.post("/visits/{id}/revise", response_model=VisitOut, summary="Correct a visit")
async def revise_visit(
    found: Annotated[Found[Visit], _verb(VisitAction.revise)], body: VisitCorrection, session: RequestSession
) -> Response:
    """Makes a new revision, keeps the old one and asks the institution again."""
    return await _answer(session, found, lambda: service.revise(session, found.access, found.record, body))


@router.get("/visits/{id}/revisions", response_model=VisitRevisions, summary="List a visit's former revisions")
async def list_visit_revisions(found: Readable, session: RequestSession) -> Response:
    """The content before each correction, the newest first."""
    return answer(VisitRevisions(items=await queries.list_revisions(session, found.record.id)))


async def _answer(session: AsyncSession, found: Found[Visit], deed: Callable[[], Awaitable[Any]]) -> Response:
    """The visit after the deed, which is not done again when the same Idempotency-Key came before."""
    row = await (_present(session, found) if found.repeated else deed())
    return answer(queries.as_out(row, found.access.actor), version=row.version)


async def _present(session: AsyncSession, found: Found[Visit]) -> Any:
    row = await queries.load_detail(session, found.access.actor.scope(Permission.VISITS_READ), found.record.id)
    if row is None:
        raise NotFound
    return row
