"""Machines outside, for the security administrator: clients and what the bureau grants them."""

from typing import Annotated

from fastapi import Depends, Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.database import RequestSession
from handinhand.core.http.routes import feature_router
from handinhand.core.http.schema import Page, answer
from handinhand.foundation.access.guards import Access, Found, one, requires
from handinhand.foundation.access.idempotency import RequestIdempotency
from handinhand.foundation.access.permissions import Permission as P
from handinhand.foundation.clients import queries, service
from handinhand.foundation.clients.schemas import (
    ClientGrantIn,
    ClientGrantOut,
    ClientGrantQuery,
    OauthClientIn,
    OauthClientOpened,
    OauthClientOut,
    OauthClientQuery,
    SecretIn,
)
from handinhand.models import ClientGrant, OauthClient

router = feature_router("machine clients")

MayRead = Annotated[Access, requires(P.CLIENTS_READ)]
MayWrite = Annotated[Access, requires(P.CLIENTS_WRITE)]
ReadableClient = Annotated[Found[OauthClient], one(queries.load_client, reads=P.CLIENTS_READ)]
WhileWorking = Annotated[
    Found[OauthClient],
    one(queries.load_client, reads=P.CLIENTS_READ, writes=P.CLIENTS_WRITE, allow=service.refuse_disabled),
]
ReadableGrant = Annotated[Found[ClientGrant], one(queries.load_grant, reads=P.CLIENTS_READ)]
WhileHeld = Annotated[
    Found[ClientGrant],
    one(queries.load_grant, reads=P.CLIENTS_READ, writes=P.CLIENTS_WRITE, allow=service.refuse_ended),
]


def secret_key_of(request: Request) -> bytes:
    """The installation's key, which secrets are made with."""
    key: bytes = request.app.state.secret_key
    return key


SecretKey = Annotated[bytes, Depends(secret_key_of)]


@router.get("/oauth-clients", response_model=Page[OauthClientOut], summary="List machine clients")
async def list_oauth_clients(
    access: MayRead, session: RequestSession, query: Annotated[OauthClientQuery, Query()]
) -> Response:
    """The clients that the bureau opened, newest first."""
    page = await queries.list_clients(session, access.scope, query)
    held = await queries.secrets_of(session, [row.id for row in page.rows], access.now)
    items = [queries.client_out(row, held) for row in page.rows]
    return answer(Page[OauthClientOut](items=items, next_cursor=page.next_cursor, total=page.total))


@router.post("/oauth-clients", status_code=201, response_model=OauthClientOpened, summary="Open a machine client")
async def create_oauth_client(
    access: MayWrite,
    body: OauthClientIn,
    session: RequestSession,
    secret_key: SecretKey,
    idempotency: RequestIdempotency,
) -> Response:
    """Opens a client that the bureau grants what it may ask for. Its secret is shown in this answer only."""

    client = await idempotency.earlier(queries.load_client, access.actor.scope(P.CLIENTS_READ))
    if client is None:
        made = await service.open_client(session, access, body, secret_key)
        await idempotency.remember(made.client.id)
    else:
        made = await service.show_again(session, access, client, secret_key, first=True)
    return await _with_secret(session, access, made, location=f"/api/v1/oauth-clients/{made.client.id}")


@router.get("/oauth-clients/{id}", response_model=OauthClientOut, summary="Read a machine client")
async def read_oauth_client(found: ReadableClient, session: RequestSession) -> Response:
    """One client with the secrets that hold, without the secrets themselves."""
    return await _client(session, found)


@router.post(
    "/oauth-clients/{id}/secrets", status_code=201, response_model=OauthClientOpened, summary="Make a client a secret"
)
async def create_oauth_client_secret(
    found: WhileWorking, body: SecretIn, session: RequestSession, secret_key: SecretKey
) -> Response:
    """A new secret, shown in this answer only; the present ones go on for the given hours."""
    if found.repeated:
        made = await service.show_again(session, found.access, found.record, secret_key, first=False)
    else:
        made = await service.replace_secret(session, found.access, found.record, body, secret_key)
    return await _with_secret(session, found.access, made)


@router.post("/oauth-clients/{id}/disable", response_model=OauthClientOut, summary="Disable a machine client")
async def disable_oauth_client(found: WhileWorking, session: RequestSession) -> Response:
    """Closes the client for good; it is out on its next request."""
    if not found.repeated:
        await service.disable_client(session, found.access, found.record)
    return await _client(session, found)


@router.get("/client-grants", response_model=Page[ClientGrantOut], summary="List grants to machine clients")
async def list_client_grants(
    access: MayRead, session: RequestSession, query: Annotated[ClientGrantQuery, Query()]
) -> Response:
    """What the bureau grants machines of its own records, newest first, ended ones too."""
    page = await queries.list_grants(session, access.scope, query)
    items = [queries.grant_out(row) for row in page.rows]
    return answer(Page[ClientGrantOut](items=items, next_cursor=page.next_cursor, total=page.total))


@router.post("/client-grants", status_code=201, response_model=ClientGrantOut, summary="Grant a machine client")
async def create_client_grant(
    access: MayWrite, body: ClientGrantIn, session: RequestSession, idempotency: RequestIdempotency
) -> Response:
    """Lets a client of the bureau, or of the bureau above it, read what is named of the bureau's own."""
    reach = access.actor.scope(P.CLIENTS_READ)
    grant_id = await idempotency.once(lambda: service.give_grant(session, access, body), queries.load_grant, reach)
    grant = await queries.read_grant(session, grant_id)
    return answer(grant, status=201, version=grant.version, location=f"/api/v1/client-grants/{grant.id}")


@router.get("/client-grants/{id}", response_model=ClientGrantOut, summary="Read a grant")
async def read_client_grant(found: ReadableGrant, session: RequestSession) -> Response:
    """One grant, with its version as ETag."""
    grant = await queries.read_grant(session, found.record.id)
    return answer(grant, version=grant.version)


@router.post("/client-grants/{id}/end", response_model=ClientGrantOut, summary="End a grant")
async def end_client_grant(found: WhileHeld, session: RequestSession) -> Response:
    """Takes it back; the client is out on its next request."""
    if not found.repeated:
        await service.end_grant(session, found.access, found.record)
    grant = await queries.read_grant(session, found.record.id)
    return answer(grant, version=grant.version)


async def _client(session: AsyncSession, found: Found[OauthClient]) -> Response:
    held = await queries.secrets_of(session, [found.record.id], found.access.now)
    shown = queries.client_out(found.record, held)
    return answer(shown, version=shown.version)


async def _with_secret(
    session: AsyncSession, access: Access, made: service.NewSecret, location: str | None = None
) -> Response:
    held = await queries.secrets_of(session, [made.client.id], access.now)
    shown = queries.client_out(made.client, held)
    opened = OauthClientOpened(**shown.model_dump(), client_secret=made.secret)
    return answer(opened, status=201, version=opened.version, location=location)
