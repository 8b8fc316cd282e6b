"""What each side of a community writes of itself: who answers for a strand, key tasks, needs."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from handinhand.core.database import RequestSession
from handinhand.core.http.routes import feature_router
from handinhand.core.http.schema import Page, answer
from handinhand.foundation.access.guards import Access, Found, one, requires
from handinhand.foundation.access.idempotency import RequestIdempotency
from handinhand.foundation.access.permissions import Permission as P
from handinhand.models import CommunityContact, CommunityPlanItem
from handinhand.programme.communities import plans, queries
from handinhand.programme.communities.schemas import (
    ContactIn,
    ContactOut,
    ContactPatch,
    ContactQuery,
    PlanItemIn,
    PlanItemOut,
    PlanItemPatch,
    PlanItemQuery,
)

router = feature_router("communities")

MayRead = Annotated[Access, requires(P.COMMUNITIES_READ)]
MayPlan = Annotated[Access, requires(P.COMMUNITIES_PLAN)]
ReadableContact = Annotated[Found[CommunityContact], one(queries.load_contact, reads=P.COMMUNITIES_READ)]
ReadableItem = Annotated[Found[CommunityPlanItem], one(queries.load_plan_item, reads=P.COMMUNITIES_READ)]
OwnContact = Annotated[
    Found[CommunityContact],
    one(queries.load_contact, reads=P.COMMUNITIES_READ, writes=P.COMMUNITIES_PLAN, may=plans.refuse_other_side),
]
OwnItem = Annotated[
    Found[CommunityPlanItem],
    one(queries.load_plan_item, reads=P.COMMUNITIES_READ, writes=P.COMMUNITIES_PLAN, may=plans.refuse_other_side),
]


@router.get("/community-contacts", response_model=Page[ContactOut], summary="List who answers for strands")
async def list_community_contacts(
    access: MayRead, session: RequestSession, query: Annotated[ContactQuery, Query()]
) -> Response:
    """Those who answer for a strand on either side."""
    page = await queries.list_contacts(session, access.scope, query)
    items = [queries.contact_as_out(row) for row in page.rows]
    return answer(Page[ContactOut](items=items, next_cursor=page.next_cursor, total=page.total))


@router.post("/community-contacts", response_model=ContactOut, status_code=201, summary="Note who answers for a strand")
async def create_community_contact(
    access: MayPlan, session: RequestSession, idempotency: RequestIdempotency, body: ContactIn
) -> Response:
    """At one's own school; the bureau for both sides."""
    reach = access.actor.scope(P.COMMUNITIES_READ)
    made = await idempotency.once(lambda: plans.add_contact(session, access, body), queries.load_contact, reach)
    return await _contact(session, made, status=201)


@router.get("/community-contacts/{id}", response_model=ContactOut, summary="Read who answers for a strand")
async def read_community_contact(found: ReadableContact, session: RequestSession) -> Response:
    """One of them, with its version as ETag."""
    return await _contact(session, found.record.id)


@router.patch("/community-contacts/{id}", response_model=ContactOut, summary="Change who answers for a strand")
async def change_community_contact(found: OwnContact, session: RequestSession, body: ContactPatch) -> Response:
    """Changes what the body gives."""
    await plans.change(session, found.access, found.record, body)
    return await _contact(session, found.record.id)


@router.get("/community-plan-items", response_model=Page[PlanItemOut], summary="List key tasks and needs")
async def list_community_plan_items(
    access: MayRead, session: RequestSession, query: Annotated[PlanItemQuery, Query()]
) -> Response:
    """The year's key tasks and needs."""
    page = await queries.list_plan_items(session, access.scope, query)
    items = [queries.plan_item_as_out(row) for row in page.rows]
    return answer(Page[PlanItemOut](items=items, next_cursor=page.next_cursor, total=page.total))


@router.post("/community-plan-items", response_model=PlanItemOut, status_code=201, summary="Note a key task or a need")
async def create_community_plan_item(
    access: MayPlan, session: RequestSession, idempotency: RequestIdempotency, body: PlanItemIn
) -> Response:
    """Of one's own school; the bureau for both sides."""
    reach = access.actor.scope(P.COMMUNITIES_READ)
    made = await idempotency.once(lambda: plans.add_plan_item(session, access, body), queries.load_plan_item, reach)
    return await _item(session, made, status=201)


@router.get("/community-plan-items/{id}", response_model=PlanItemOut, summary="Read a key task or a need")
async def read_community_plan_item(found: ReadableItem, session: RequestSession) -> Response:
    """One of them, with its version as ETag."""
    return await _item(session, found.record.id)


@router.patch("/community-plan-items/{id}", response_model=PlanItemOut, summary="Change a key task or a need")
async def change_community_plan_item(found: OwnItem, session: RequestSession, body: PlanItemPatch) -> Response:
    """Changes what the body gives; `done_on` ticks it off."""
    await plans.change(session, found.access, found.record, body)
    return await _item(session, found.record.id)


@router.delete("/community-plan-items/{id}", status_code=204, response_class=Response,
               summary="Take away a key task or a need")  # fmt: skip
async def discard_community_plan_item(found: OwnItem, session: RequestSession) -> Response:
    """One that was entered in error."""
    await plans.discard_plan_item(session, found.access, found.record)
    return Response(status_code=204)


async def _contact(session: RequestSession, contact_id: UUID, status: int = 200) -> Response:
    contact = await queries.read_contact(session, contact_id)
    location = f"/api/v1/community-contacts/{contact.id}" if status == 201 else None
    return answer(contact, status=status, version=contact.version, location=location)


async def _item(session: RequestSession, item_id: UUID, status: int = 200) -> Response:
    item = await queries.read_plan_item(session, item_id)
    location = f"/api/v1/community-plan-items/{item.id}" if status == 201 else None
    return answer(item, status=status, version=item.version, location=location)
