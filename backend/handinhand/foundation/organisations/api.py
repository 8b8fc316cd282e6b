"""Organisations: the tree, read and changed."""

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
from handinhand.foundation.organisations import queries, service
from handinhand.foundation.organisations.policy import must_be_open
from handinhand.foundation.organisations.schemas import (
    OrganisationCreate,
    OrganisationNameOut,
    OrganisationNameQuery,
    OrganisationOut,
    OrganisationPatch,
    OrganisationQuery,
    OrganisationRename,
)
from handinhand.models import Organisation

router = feature_router("organisations")

MayRead = Annotated[Access, requires(P.ORGANISATIONS_READ)]
MayCreate = Annotated[Access, requires(P.ORGANISATIONS_WRITE)]
Readable = Annotated[Found[Any], one(queries.find_organisation, reads=P.ORGANISATIONS_READ)]
Changeable = Annotated[
    Found[Organisation],
    one(queries.load_organisation, reads=P.ORGANISATIONS_READ, writes=P.ORGANISATIONS_WRITE, allow=must_be_open),
]


@router.get("/organisations", response_model=Page[OrganisationOut], summary="List organisations")
async def list_organisations(
    access: MayRead, session: RequestSession, query: Annotated[OrganisationQuery, Query()]
) -> Response:
    """Organisations within the caller's reach, by name unless sorted otherwise."""
    today = local_day(access.now)
    page = await queries.list_organisations(session, access.scope, query, today)
    items = [queries.as_out(row, today) for row in page.rows]
    return answer(Page[OrganisationOut](items=items, next_cursor=page.next_cursor, total=page.total))


@router.post("/organisations", status_code=201, response_model=OrganisationOut, summary="Create an organisation")
async def create_organisation(
    access: MayCreate, session: RequestSession, idempotency: RequestIdempotency, body: OrganisationCreate
) -> Response:
    """A new section, unit, school, kindergarten or training institution of the caller's bureau."""

    async def first() -> UUID:
        return await service.create_organisation(session, access, body)

    reach = access.actor.scope(P.ORGANISATIONS_READ)
    organisation_id = await idempotency.once(first, queries.load_organisation, reach)
    return await _shown(session, access, organisation_id, status=201)


@router.get("/organisations/{id}", response_model=OrganisationOut, summary="Read an organisation")
async def read_organisation(found: Readable) -> Response:
    """One organisation, with its version as ETag."""
    record = found.record
    return answer(queries.as_out(record, local_day(found.access.now)), version=record.version)


@router.patch("/organisations/{id}", response_model=OrganisationOut, summary="Change an organisation")
async def change_organisation(found: Changeable, session: RequestSession, body: OrganisationPatch) -> Response:
    """Changes what the body gives; a new name goes through `/rename`."""
    await service.change_organisation(session, found.access, found.record, body)
    return await _shown(session, found.access, found.record.id)


@router.post("/organisations/{id}/rename", response_model=OrganisationOut, summary="Rename an organisation")
async def rename_organisation(found: Changeable, session: RequestSession, body: OrganisationRename) -> Response:
    """Gives a new name; the former one stays in the history and is still found."""
    if not found.repeated:
        await service.rename_organisation(session, found.access, found.record, body)
    return await _shown(session, found.access, found.record.id)


@router.get(
    "/organisations/{id}/names",
    response_model=Page[OrganisationNameOut],
    summary="List the former names of an organisation",
)
async def list_organisation_names(
    found: Readable, session: RequestSession, query: Annotated[OrganisationNameQuery, Query()]
) -> Response:
    """The names that it bore, the latest first; the present one is the organisation's own."""
    page = await queries.list_names(session, found.record.id, query)
    items = [queries.name_as_out(row) for row in page.rows]
    return answer(Page[OrganisationNameOut](items=items, next_cursor=page.next_cursor, total=page.total))


async def _shown(session: AsyncSession, access: Access, organisation_id: UUID, status: int = 200) -> Response:
    row = await queries.find_organisation(session, access.scope, organisation_id)
    if row is None:
        raise NotFound
    location = f"/api/v1/organisations/{row.id}" if status == 201 else None
    return answer(queries.as_out(row, local_day(access.now)), status=status, version=row.version, location=location)
