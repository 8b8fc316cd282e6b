"""Checklists in their editions, and the reviews made with them."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from handinhand.core.database import RequestSession
from handinhand.core.errors import Forbidden
from handinhand.core.http.routes import feature_router
from handinhand.core.http.schema import Page, answer
from handinhand.foundation.access.guards import Access, Found, one, requires
from handinhand.foundation.access.idempotency import RequestIdempotency
from handinhand.foundation.access.permissions import Permission as P
from handinhand.models import Checklist, StandardsReview
from handinhand.programme.standards import checklists, policy, queries, service
from handinhand.programme.standards.schemas import (
    ChecklistIn,
    ChecklistOut,
    ChecklistPatch,
    ChecklistQuery,
    InstitutionStandards,
    InstitutionStandardsQuery,
    StandardsReviewIn,
    StandardsReviewOut,
    StandardsReviewPatch,
    StandardsReviewQuery,
)

router = feature_router("standards")


def _author_or_bureau(access: Access, review: StandardsReview) -> None:
    reason = policy.refuse_change(access.actor, review)
    if reason is not None:
        raise Forbidden(reason)


MayRead = Annotated[Access, requires(P.STANDARDS_READ)]
MayReview = Annotated[Access, requires(P.STANDARDS_REVIEW)]
MayEditChecklists = Annotated[Access, requires(P.CHECKLISTS_WRITE)]
ReadableChecklist = Annotated[Found[Checklist], one(queries.load_checklist, reads=P.STANDARDS_READ)]
EditableChecklist = Annotated[
    Found[Checklist],
    one(queries.load_checklist, reads=P.STANDARDS_READ, writes=P.CHECKLISTS_WRITE, allow=checklists.refuse_published),
]
Readable = Annotated[Found[StandardsReview], one(queries.load_review, reads=P.STANDARDS_READ)]
Correctable = Annotated[
    Found[StandardsReview],
    one(
        queries.load_review,
        reads=P.STANDARDS_READ,
        writes=P.STANDARDS_REVIEW,
        may=_author_or_bureau,
        allow=service.refuse_from_visit,
    ),
]


@router.get("/checklists", response_model=Page[ChecklistOut], summary="List checklists")
async def list_checklists(
    access: MayRead, session: RequestSession, query: Annotated[ChecklistQuery, Query()]
) -> Response:
    """The editions of both checklists; a bureau that has none yet starts with the notice's. Drafts are its own."""
    await checklists.ensure_within(session, access.scope, access.now)
    page = await queries.list_checklists(session, access.scope, query)
    items = [ChecklistOut.model_validate(row) for row in page.rows]
    return answer(Page[ChecklistOut](items=items, next_cursor=page.next_cursor, total=page.total))


@router.post("/checklists", response_model=ChecklistOut, status_code=201, summary="Begin a new edition")
async def create_checklist(
    access: MayEditChecklists, session: RequestSession, idempotency: RequestIdempotency, body: ChecklistIn
) -> Response:
    """A draft, copied from the edition in force. 409 `draft_exists` while there is one."""
    reach = access.actor.scope(P.STANDARDS_READ)
    made = await idempotency.once(lambda: checklists.draft(session, access, body), queries.load_checklist, reach)
    checklist = await session.get_one(Checklist, made)
    return _checklist(checklist, status=201)


@router.get("/checklists/{id}", response_model=ChecklistOut, summary="Read a checklist")
async def read_checklist(found: ReadableChecklist) -> Response:
    """One edition, with its version as ETag."""
    return _checklist(found.record)


@router.patch("/checklists/{id}", response_model=ChecklistOut, summary="Change a draft")
async def change_checklist(found: EditableChecklist, session: RequestSession, body: ChecklistPatch) -> Response:
    """Changes what the body gives. A published edition never changes: 409 `not_a_draft`."""
    await checklists.change(session, found.access, found.record, body)
    return _checklist(found.record)


@router.post("/checklists/{id}/publish", response_model=ChecklistOut, summary="Publish a draft")
async def publish_checklist(found: EditableChecklist, session: RequestSession) -> Response:
    """draft → published; the edition before it retires, and what was reviewed with it stays as it is."""
    if not found.repeated:
        await checklists.publish(session, found.access, found.record)
    return _checklist(found.record)


@router.get("/standards-reviews", response_model=Page[StandardsReviewOut], summary="List standards reviews")
async def list_standards_reviews(
    access: MayRead, session: RequestSession, query: Annotated[StandardsReviewQuery, Query()]
) -> Response:
    """Reviews of the institutions within the caller's reach, the latest first unless sorted otherwise."""
    page = await queries.list_reviews(session, access.scope, query)
    items = [queries.as_out(row, access.actor) for row in page.rows]
    return answer(Page[StandardsReviewOut](items=items, next_cursor=page.next_cursor, total=page.total))


@router.post(
    "/standards-reviews", response_model=StandardsReviewOut, status_code=201, summary="Enter a standards review"
)
async def create_standards_review(
    access: MayReview, session: RequestSession, idempotency: RequestIdempotency, body: StandardsReviewIn
) -> Response:
    """By the institution itself (`self`), or by bureau or lead school (`joint`), with the edition in force."""
    reach = access.actor.scope(P.STANDARDS_READ)
    made = await idempotency.once(lambda: service.add_review(session, access, body), queries.load_review, reach)
    return await _review(session, access, made, status=201)


@router.get("/standards-reviews/{id}", response_model=StandardsReviewOut, summary="Read a standards review")
async def read_standards_review(found: Readable, session: RequestSession) -> Response:
    """One review, item by item, with its version as ETag."""
    return await _review(session, found.access, found.record.id)


@router.patch(
    "/standards-reviews/{id}",
    response_model=StandardsReviewOut,
    summary="Correct a standards review",
)
async def change_standards_review(found: Correctable, session: RequestSession, body: StandardsReviewPatch) -> Response:
    """By who entered it, or the bureau. One that came with a visit is corrected there: 409 `from_visit`."""
    await service.change_review(session, found.access, found.record, body)
    return await _review(session, found.access, found.record.id)


@router.get(
    "/overview/standards", response_model=Page[InstitutionStandards], summary="List institutions and their reviews"
)
async def list_institution_standards(
    access: MayRead, session: RequestSession, query: Annotated[InstitutionStandardsQuery, Query()]
) -> Response:
    """Each open private institution with its latest review by each checklist, by name: facts, no order of merit."""
    page = await queries.list_institutions(session, access.scope, query)
    items = [queries.institution_as_out(row) for row in page.rows]
    return answer(Page[InstitutionStandards](items=items, next_cursor=page.next_cursor, total=page.total))


def _checklist(checklist: Checklist, status: int = 200) -> Response:
    location = f"/api/v1/checklists/{checklist.id}" if status == 201 else None
    return answer(ChecklistOut.model_validate(checklist), status=status, version=checklist.version, location=location)


async def _review(session: RequestSession, access: Access, review_id: UUID, status: int = 200) -> Response:
    review = await queries.read_review(session, review_id, access.actor)
    location = f"/api/v1/standards-reviews/{review.id}" if status == 201 else None
    return answer(review, status=status, version=review.version, location=location)
