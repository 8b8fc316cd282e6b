"""Good practices: a school tells what went well, the bureau publishes it, the others read it."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response

from handinhand.core.database import RequestSession
from handinhand.core.http.openapi import refusals
from handinhand.core.http.routes import feature_router
from handinhand.core.http.schema import Page, answer
from handinhand.foundation.access.guards import Access, Found, one, requires
from handinhand.foundation.access.idempotency import RequestIdempotency
from handinhand.foundation.access.permissions import Permission as P
from handinhand.models import GoodPractice
from handinhand.programme.good_practices import queries, service
from handinhand.programme.good_practices.policy import practice_reach
from handinhand.programme.good_practices.rules import PracticeDeed
from handinhand.programme.good_practices.schemas import (
    PracticeBrief,
    PracticeIn,
    PracticeOut,
    PracticePatch,
    PracticeQuery,
    PracticeReasonIn,
    PublicationIn,
)

router = feature_router("good-practices")


def _deed(deed: PracticeDeed, writes: P) -> Any:
    def allow(practice: GoodPractice) -> None:
        service.refuse_unless(practice, deed)

    return one(queries.load_practice, reads=P.GOOD_PRACTICES_READ, writes=writes, allow=allow, reach=practice_reach)


MayRead = Annotated[Access, requires(P.GOOD_PRACTICES_READ)]
MayPropose = Annotated[Access, requires(P.GOOD_PRACTICES_PROPOSE)]
Practice = Found[GoodPractice]
Readable = Annotated[Practice, one(queries.load_practice, reads=P.GOOD_PRACTICES_READ, reach=practice_reach)]
Changeable = Annotated[Practice, _deed(PracticeDeed.change, P.GOOD_PRACTICES_PROPOSE)]
Proposable = Annotated[Practice, _deed(PracticeDeed.propose, P.GOOD_PRACTICES_PROPOSE)]
Withdrawable = Annotated[Practice, _deed(PracticeDeed.withdraw, P.GOOD_PRACTICES_PROPOSE)]
Returnable = Annotated[Practice, _deed(PracticeDeed.return_, P.GOOD_PRACTICES_PUBLISH)]
Publishable = Annotated[Practice, _deed(PracticeDeed.publish, P.GOOD_PRACTICES_PUBLISH)]


@router.get("/good-practices", response_model=Page[PracticeBrief], summary="List good practices")
async def list_good_practices(
    access: MayRead, session: RequestSession, query: Annotated[PracticeQuery, Query()]
) -> Response:
    """The board: what is published to the caller, and of their own school or bureau the others too; latest first."""
    page = await queries.list_practices(session, practice_reach(access.actor, P.GOOD_PRACTICES_READ), query)
    items = [queries.as_brief(row) for row in page.rows]
    return answer(Page[PracticeBrief](items=items, next_cursor=page.next_cursor, total=page.total))


@router.post("/good-practices", response_model=PracticeOut, status_code=201, summary="Write a good practice")
async def create_good_practice(
    access: MayPropose, session: RequestSession, idempotency: RequestIdempotency, body: PracticeIn
) -> Response:
    """A draft, seen by its school and the bureau. Files are added as evidence of the type `good_practice`."""
    reach = practice_reach(access.actor, P.GOOD_PRACTICES_READ)
    made = await idempotency.once(lambda: service.create(session, access, body), queries.load_practice, reach)
    return await _answer(session, access, made, status=201)


@router.get("/good-practices/{id}", response_model=PracticeOut, summary="Read a good practice")
async def read_good_practice(found: Readable, session: RequestSession) -> Response:
    """One practice with its files, with its version as ETag."""
    return await _answer(session, found.access, found.record.id)


@router.patch(
    "/good-practices/{id}", response_model=PracticeOut, responses=refusals(409), summary="Change a good practice"
)
async def change_good_practice(found: Changeable, session: RequestSession, body: PracticePatch) -> Response:
    """Changes what the body gives, of a draft."""
    await service.change(session, found.access, found.record, body)
    return await _answer(session, found.access, found.record.id)


@router.post("/good-practices/{id}/propose", response_model=PracticeOut, summary="Propose a good practice")
async def propose_good_practice(found: Proposable, session: RequestSession) -> Response:
    """draft → proposed: the school lays it before the bureau."""
    if not found.repeated:
        await service.propose(session, found.access, found.record)
    return await _answer(session, found.access, found.record.id)


@router.post("/good-practices/{id}/return", response_model=PracticeOut, summary="Return a good practice")
async def return_good_practice(found: Returnable, session: RequestSession, body: PracticeReasonIn) -> Response:
    """proposed → draft: the bureau sends it back to its school, with a reason."""
    if not found.repeated:
        await service.send_back(session, found.access, found.record, body.reason)
    return await _answer(session, found.access, found.record.id)


@router.post("/good-practices/{id}/publish", response_model=PracticeOut, summary="Publish a good practice")
async def publish_good_practice(found: Publishable, session: RequestSession, body: PublicationIn) -> Response:
    """proposed → published: to all or some of the bureau, once the consent about children's faces is ticked."""
    if not found.repeated:
        await service.publish(session, found.access, found.record, body)
    return await _answer(session, found.access, found.record.id)


@router.post("/good-practices/{id}/withdraw", response_model=PracticeOut, summary="Withdraw a good practice")
async def withdraw_good_practice(found: Withdrawable, session: RequestSession, body: PracticeReasonIn) -> Response:
    """Off the board at once, by its school or the bureau, with a reason; both keep the record."""
    if not found.repeated:
        await service.withdraw(session, found.access, found.record, body.reason)
    return await _answer(session, found.access, found.record.id)


async def _answer(session: RequestSession, access: Access, practice_id: UUID, status: int = 200) -> Response:
    practice = await queries.read_practice(session, access.actor, practice_id)
    location = f"/api/v1/good-practices/{practice.id}" if status == 201 else None
    return answer(practice, status=status, version=practice.version, location=location)
