"""People and Party organisations, read and changed."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.clock import local_day
from handinhand.core.database import RequestSession
from handinhand.core.errors import NotFound
from handinhand.core.http.routes import feature_router
from handinhand.core.http.schema import Page, answer
from handinhand.foundation.access.guards import Access, Found, one, requires
from handinhand.foundation.access.idempotency import RequestIdempotency
from handinhand.foundation.access.permissions import Permission as P
from handinhand.foundation.organisations import people_queries as queries
from handinhand.foundation.organisations import people_service as service
from handinhand.foundation.organisations.schemas import (
    PartyOrganisationCreate,
    PartyOrganisationOut,
    PartyOrganisationPatch,
    PartyOrganisationQuery,
    PersonCreate,
    PersonOut,
    PersonPatch,
    PersonQuery,
)
from handinhand.models import PartyOrganisation, Person

router = feature_router()

MayReadPeople = Annotated[Access, requires(P.PEOPLE_READ)]
MayCreatePeople = Annotated[Access, requires(P.PEOPLE_WRITE)]
ReadablePerson = Annotated[Found[Any], one(queries.find_person, reads=P.PEOPLE_READ)]
ChangeablePerson = Annotated[Found[Person], one(queries.load_person, reads=P.PEOPLE_READ, writes=P.PEOPLE_WRITE)]
MayReadParty = Annotated[Access, requires(P.ORGANISATIONS_READ)]
MayCreateParty = Annotated[Access, requires(P.ORGANISATIONS_WRITE)]
ReadableParty = Annotated[Found[Any], one(queries.find_party_organisation, reads=P.ORGANISATIONS_READ)]
ChangeableParty = Annotated[
    Found[PartyOrganisation],
    one(queries.load_party_organisation, reads=P.ORGANISATIONS_READ, writes=P.ORGANISATIONS_WRITE),
]


@router.get("/people", response_model=Page[PersonOut], summary="List people", tags=["people"])
async def list_people(
    access: MayReadPeople, session: RequestSession, query: Annotated[PersonQuery, Query()]
) -> Response:
    """People at organisations within the caller's reach, phones masked."""
    today = local_day(access.now)
    page = await queries.list_people(session, access.scope, query, today)
    items = [queries.person_as_out(row, today) for row in page.rows]
    return answer(Page[PersonOut](items=items, next_cursor=page.next_cursor, total=page.total))


@router.post("/people", status_code=201, response_model=PersonOut, summary="Create a person", tags=["people"])
async def create_person(
    access: MayCreatePeople, session: RequestSession, idempotency: RequestIdempotency, body: PersonCreate
) -> Response:
    """A new person at an organisation."""

    async def first() -> UUID:
        return await service.create_person(session, access, body)

    person_id = await idempotency.once(first, queries.load_person, access.actor.scope(P.PEOPLE_READ))
    return await _shown_person(session, access, person_id, status=201)


@router.get("/people/{id}", response_model=PersonOut, summary="Read a person", tags=["people"])
async def read_person(found: ReadablePerson) -> Response:
    """One person. The phone is whole for those who may change the record, masked for everybody else."""
    row, actor = found.record, found.access.actor
    whole = actor.scope(P.PEOPLE_WRITE).covers(row.bureau_id, row.organisation_id)
    return answer(queries.person_as_out(row, local_day(found.access.now), whole=whole), version=row.version)


@router.patch("/people/{id}", response_model=PersonOut, summary="Change a person", tags=["people"])
async def change_person(found: ChangeablePerson, session: RequestSession, body: PersonPatch) -> Response:
    """Changes what the body gives."""
    await service.change_person(session, found.access, found.record, body)
    return await _shown_person(session, found.access, found.record.id)


@router.get(
    "/party-organisations",
    response_model=Page[PartyOrganisationOut],
    summary="List Party organisations",
    tags=["party-organisations"],
)
async def list_party_organisations(
    access: MayReadParty, session: RequestSession, query: Annotated[PartyOrganisationQuery, Query()]
) -> Response:
    """Party organisations of the organisations within the caller's reach."""
    today = local_day(access.now)
    page = await queries.list_party_organisations(session, access.scope, query, today)
    items = [queries.party_as_out(row, today) for row in page.rows]
    return answer(Page[PartyOrganisationOut](items=items, next_cursor=page.next_cursor, total=page.total))


@router.post(
    "/party-organisations",
    status_code=201,
    response_model=PartyOrganisationOut,
    summary="Create a Party organisation",
    tags=["party-organisations"],
)
async def create_party_organisation(
    access: MayCreateParty, session: RequestSession, idempotency: RequestIdempotency, body: PartyOrganisationCreate
) -> Response:
    """A new Party organisation of an organisation."""

    async def first() -> UUID:
        return await service.create_party_organisation(session, access, body)

    reach = access.actor.scope(P.ORGANISATIONS_READ)
    party_id = await idempotency.once(first, queries.load_party_organisation, reach)
    return await _shown_party(session, access, party_id, status=201)


@router.get(
    "/party-organisations/{id}",
    response_model=PartyOrganisationOut,
    summary="Read a Party organisation",
    tags=["party-organisations"],
)
async def read_party_organisation(found: ReadableParty) -> Response:
    """One Party organisation, with its version as ETag."""
    row = found.record
    return answer(queries.party_as_out(row, local_day(found.access.now)), version=row.version)


@router.patch(
    "/party-organisations/{id}",
    response_model=PartyOrganisationOut,
    summary="Change a Party organisation",
    tags=["party-organisations"],
)
async def change_party_organisation(
    found: ChangeableParty, session: RequestSession, body: PartyOrganisationPatch
) -> Response:
    """Changes what the body gives."""
    await service.change_party_organisation(session, found.access, found.record, body)
    return await _shown_party(session, found.access, found.record.id)


async def _shown_person(session: AsyncSession, access: Access, person_id: UUID, status: int = 200) -> Response:
    """The record as its writer sees it."""
    row = await queries.find_person(session, access.scope, person_id)
    if row is None:
        raise NotFound
    out = queries.person_as_out(row, local_day(access.now), whole=True)
    location = f"/api/v1/people/{row.id}" if status == 201 else None
    return answer(out, status=status, version=row.version, location=location)


async def _shown_party(session: AsyncSession, access: Access, party_id: UUID, status: int = 200) -> Response:
    row = await queries.find_party_organisation(session, access.scope, party_id)
    if row is None:
        raise NotFound
    out = queries.party_as_out(row, local_day(access.now))
    location = f"/api/v1/party-organisations/{row.id}" if status == 201 else None
    return answer(out, status=status, version=row.version, location=location)
