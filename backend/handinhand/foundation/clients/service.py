"""Opening, disabling and granting clients, for the security administrator (domain.md §2)."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.errors import FieldError, Forbidden, Invalid
from handinhand.core.ids import new_id
from handinhand.foundation.access.guards import Access
from handinhand.foundation.access.roles import MACHINE_SCOPES
from handinhand.foundation.audit.service import SYSTEM, Target, record
from handinhand.foundation.clients import queries, rules
from handinhand.foundation.clients.errors import AlreadyGranted, ClientDisabled, CodeTaken, GrantEnded
from handinhand.foundation.clients.schemas import ClientGrantIn, OauthClientIn, SecretIn
from handinhand.models import ClientGrant, OauthClient, OauthClientSecret

_CODE_INDEX = "uq_oauth_clients_code"
_GRANT_INDEX = "uq_client_grants_client_bureau"


@dataclass(frozen=True, slots=True)
class NewSecret:
    """A client and which secret was made. The secret itself is shown once: a repeated request gets None."""

    client: OauthClient
    secret_id: UUID
    secret: str | None


async def open_client(session: AsyncSession, access: Access, body: OauthClientIn, secret_key: bytes) -> NewSecret:
    """A client of the caller's bureau with its first secret and its bureau's grant. Raises CodeTaken."""
    bureau_id = _own_bureau(access)
    client = OauthClient(
        id=new_id(),
        bureau_id=bureau_id,
        code=body.client_id or f"client-{secrets.token_hex(6)}",
        name=body.name,
        scopes=list(body.scopes),
        created_at=access.now,
        updated_at=access.now,
    )
    await _save(session, client, _CODE_INDEX, CodeTaken())
    made = _add_secret(session, client, secret_key, access)
    session.add(_grant(client, bureau_id, body.scopes, access))
    await session.flush()
    await record(session, access.ref, "client:open", target_of(client), at=access.now, scopes=list(body.scopes))
    return made


async def connect_client(
    session: AsyncSession, *, bureau_id: UUID, code: str, name: str, secret: str, secret_key: bytes, at: datetime
) -> None:
    """A client with a secret that is known beforehand, for the demo; no route leads here."""
    scopes = sorted(str(right) for right in MACHINE_SCOPES)
    common: dict[str, Any] = {"created_at": at, "updated_at": at}
    client = OauthClient(id=new_id(), bureau_id=bureau_id, code=code, name=name, scopes=scopes, **common)
    session.add(client)
    await session.flush()
    digest = rules.secret_digest(secret_key, secret)
    session.add(OauthClientSecret(id=new_id(), client_id=client.id, digest=digest, created_at=at))
    session.add(ClientGrant(id=new_id(), client_id=client.id, bureau_id=bureau_id, scopes=scopes, **common))
    await session.flush()
    await record(session, SYSTEM, "client:open", target_of(client), at=at, scopes=scopes)


async def made_before(session: AsyncSession, client: OauthClient, at: datetime) -> NewSecret:
    """What a request that came before with the same Idempotency-Key made, without the secret: that was shown."""
    return NewSecret(client, await queries.secret_of(session, client.id, at), None)


async def replace_secret(
    session: AsyncSession, access: Access, client: OauthClient, body: SecretIn, secret_key: bytes
) -> NewSecret:
    """A new secret; the present ones go on for the given time, so that the other side can change over."""
    until = access.now + timedelta(hours=body.previous_holds_hours)
    table = OauthClientSecret
    present = update(table).where(
        table.client_id == client.id, or_(table.expires_at.is_(None), table.expires_at > until)
    )
    await session.execute(present.values(expires_at=until))
    made = _add_secret(session, client, secret_key, access)
    client.updated_at = access.now
    await session.flush()
    hours = body.previous_holds_hours
    await record(session, access.ref, "client:secret", target_of(client), at=access.now, previous_holds_hours=hours)
    return made


async def disable_client(session: AsyncSession, access: Access, client: OauthClient) -> None:
    """Closes the client for good: its tokens are out on the next request, its secrets end."""
    client.disabled_at = client.updated_at = access.now
    table = OauthClientSecret
    ended = func.least(func.coalesce(table.expires_at, access.now), access.now)
    await session.execute(update(table).where(table.client_id == client.id).values(expires_at=ended))
    await session.flush()
    await record(session, access.ref, "client:disable", target_of(client), at=access.now)


async def give_grant(session: AsyncSession, access: Access, body: ClientGrantIn) -> UUID:
    """What the caller's bureau lets a client read. Raises Invalid for a client it cannot grant, AlreadyGranted."""
    bureau_id = _own_bureau(access)
    client = await queries.grantable(session, bureau_id, body.client_id)
    if client is None:
        message = "没有这个对接系统。只能授权给本局或上级教育局开通的对接系统"
        raise Invalid(errors=[FieldError("/client_id", "not_found", message)])
    if await queries.is_granted(session, client.id, bureau_id):
        raise AlreadyGranted("要改授权内容，请先结束现在的授权。")
    grant = _grant(client, bureau_id, body.scopes, access)
    await _save(session, grant, _GRANT_INDEX, AlreadyGranted())
    await record(session, access.ref, "client:grant", target_of(client), at=access.now, scopes=list(body.scopes))
    return grant.id


async def end_grant(session: AsyncSession, access: Access, grant: ClientGrant) -> None:
    """Takes the grant back; the client is out on its next request."""
    client = await session.get_one(OauthClient, grant.client_id)
    grant.ended_at = grant.updated_at = access.now
    await session.flush()
    target = Target("oauth_client", client.id, client.name, grant.bureau_id)
    await record(session, access.ref, "client:grant_end", target, at=access.now)


def refuse_disabled(client: OauthClient) -> None:
    """Raises ClientDisabled."""
    if client.disabled_at is not None:
        raise ClientDisabled


def refuse_ended(grant: ClientGrant) -> None:
    """Raises GrantEnded."""
    if grant.ended_at is not None:
        raise GrantEnded


def target_of(client: OauthClient) -> Target:
    """The client as the audit log names it."""
    return Target("oauth_client", client.id, client.name, client.bureau_id)


def _own_bureau(access: Access) -> UUID:
    bureau_id = access.actor.bureau_id
    if bureau_id not in access.scope.bureau_ids:
        raise Forbidden
    return bureau_id


def _add_secret(session: AsyncSession, client: OauthClient, secret_key: bytes, access: Access) -> NewSecret:
    secret_id = new_id()
    secret = rules.client_secret(secret_key, secret_id)
    digest = rules.secret_digest(secret_key, secret)
    session.add(OauthClientSecret(id=secret_id, client_id=client.id, digest=digest, created_at=access.now))
    return NewSecret(client, secret_id, secret)


def _grant(client: OauthClient, bureau_id: UUID, scopes: Sequence[str], access: Access) -> ClientGrant:
    return ClientGrant(
        id=new_id(),
        client_id=client.id,
        bureau_id=bureau_id,
        scopes=list(scopes),
        created_at=access.now,
        updated_at=access.now,
    )


async def _save(session: AsyncSession, row: OauthClient | ClientGrant, index: str, taken: Exception) -> None:
    try:
        async with session.begin_nested():
            session.add(row)
    except IntegrityError as error:
        if getattr(getattr(error.orig, "diag", None), "constraint_name", None) != index:
            raise
        raise taken from error
