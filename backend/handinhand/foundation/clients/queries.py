"""Reading clients and grants; every list takes the actor's scope."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.http.paging import AnySelect, Order, PageOf, fetch_page
from handinhand.foundation.access.actor import Scope
from handinhand.foundation.clients.schemas import (
    ClientGrantOut,
    ClientGrantQuery,
    MachineClient,
    OauthClientOut,
    OauthClientQuery,
    SecretOut,
)
from handinhand.models import ClientGrant, OauthClient, OauthClientSecret, Organisation

_CLIENT_ORDER = Order(OauthClient.created_at, OauthClient.id, descending=True)
_GRANT_ORDER = Order(ClientGrant.created_at, ClientGrant.id, descending=True)
_CLIENT_COLUMNS = (
    OauthClient.id,
    OauthClient.code,
    OauthClient.name,
    OauthClient.bureau_id,
    OauthClient.scopes,
    OauthClient.disabled_at,
    OauthClient.created_at,
    OauthClient.version,
)


def _within(scope: Scope) -> ColumnElement[bool]:
    return scope.within(OauthClient.bureau_id, OauthClient.id)


async def load_client(session: AsyncSession, scope: Scope, record_id: UUID, *, lock: bool) -> OauthClient | None:
    """One client that a bureau within the scope opened."""
    statement = select(OauthClient).where(OauthClient.id == record_id, _within(scope))
    return (await session.execute(statement.with_for_update() if lock else statement)).scalar_one_or_none()


async def load_grant(session: AsyncSession, scope: Scope, record_id: UUID, *, lock: bool) -> ClientGrant | None:
    """One grant that a bureau within the scope gave."""
    statement = select(ClientGrant).where(
        ClientGrant.id == record_id, scope.within(ClientGrant.bureau_id, ClientGrant.id)
    )
    return (await session.execute(statement.with_for_update() if lock else statement)).scalar_one_or_none()


async def list_clients(session: AsyncSession, scope: Scope, query: OauthClientQuery) -> PageOf:
    """A page of the clients that bureaux within the scope opened, newest first."""
    statement: AnySelect = select(*_CLIENT_COLUMNS, _CLIENT_ORDER.key.label("sort_key")).where(_within(scope))
    if query.status is not None:
        disabled = OauthClient.disabled_at.is_not(None)
        statement = statement.where(disabled if query.status == "disabled" else ~disabled)
    return await fetch_page(session, statement, _CLIENT_ORDER, query)


async def secrets_of(
    session: AsyncSession, client_ids: Collection[UUID], now: datetime
) -> Mapping[UUID, list[SecretOut]]:
    """The secrets of these clients that hold now, oldest first."""
    table = OauthClientSecret
    statement = (
        select(table.id, table.client_id, table.created_at, table.expires_at)
        .where(table.client_id.in_(client_ids), _holds(now))
        .order_by(table.created_at, table.id)
    )
    found: defaultdict[UUID, list[SecretOut]] = defaultdict(list)
    for row in await session.execute(statement):
        found[row.client_id].append(SecretOut(id=row.id, created_at=row.created_at, expires_at=row.expires_at))
    return found


def client_out(row: Any, secrets: Mapping[UUID, list[SecretOut]]) -> OauthClientOut:
    """A client, entity or row, as the interface shows it."""
    return OauthClientOut(
        id=row.id,
        client_id=row.code,
        name=row.name,
        bureau_id=row.bureau_id,
        scopes=row.scopes,
        status="active" if row.disabled_at is None else "disabled",
        secrets=secrets.get(row.id, []),
        disabled_at=row.disabled_at,
        created_at=row.created_at,
        version=row.version,
    )


async def list_grants(session: AsyncSession, scope: Scope, query: ClientGrantQuery) -> PageOf:
    """A page of the grants that bureaux within the scope gave, newest first."""
    statement = _grants().add_columns(_GRANT_ORDER.key.label("sort_key"))
    statement = statement.where(scope.within(ClientGrant.bureau_id, ClientGrant.id))
    if query.client_id is not None:
        statement = statement.where(OauthClient.code == query.client_id)
    if query.current is not None:
        held = ClientGrant.ended_at.is_(None)
        statement = statement.where(held if query.current else ~held)
    return await fetch_page(session, statement, _GRANT_ORDER, query)


async def read_grant(session: AsyncSession, grant_id: UUID) -> ClientGrantOut:
    """A grant that the caller has already been found to reach, as the interface shows it."""
    return grant_out((await session.execute(_grants().where(ClientGrant.id == grant_id))).one())


def _grants() -> AnySelect:
    return (
        select(
            ClientGrant.id,
            OauthClient.code,
            OauthClient.name.label("client_name"),
            ClientGrant.bureau_id,
            Organisation.name.label("bureau_name"),
            ClientGrant.scopes,
            ClientGrant.created_at,
            ClientGrant.ended_at,
            ClientGrant.version,
        )
        .join(OauthClient, OauthClient.id == ClientGrant.client_id)
        .join(Organisation, Organisation.id == ClientGrant.bureau_id)
    )


def grant_out(row: Any) -> ClientGrantOut:
    """A grant's row as the interface shows it."""
    return ClientGrantOut(
        id=row.id,
        client_id=row.code,
        client_name=row.client_name,
        bureau_id=row.bureau_id,
        bureau_name=row.bureau_name,
        scopes=row.scopes,
        created_at=row.created_at,
        ended_at=row.ended_at,
        version=row.version,
    )


async def grantable(session: AsyncSession, bureau_id: UUID, code: str) -> OauthClient | None:
    """The working client of this code that a bureau may grant something: its own, or its parent bureau's."""
    above = select(Organisation.parent_id).where(Organisation.id == bureau_id).scalar_subquery()
    statement = select(OauthClient).where(
        OauthClient.code == code,
        OauthClient.disabled_at.is_(None),
        or_(OauthClient.bureau_id == bureau_id, OauthClient.bureau_id == above),
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def is_granted(session: AsyncSession, client_id: UUID, bureau_id: UUID) -> bool:
    """Whether the bureau has a grant for the client that holds."""
    held = exists().where(
        ClientGrant.client_id == client_id, ClientGrant.bureau_id == bureau_id, ClientGrant.ended_at.is_(None)
    )
    return bool((await session.execute(select(held))).scalar_one())


async def secret_of(session: AsyncSession, client_id: UUID, at: datetime) -> UUID:
    """The id of the client's secret that the request of this instant made."""
    table = OauthClientSecret
    statement = select(table.id).where(table.client_id == client_id, table.created_at == at)
    return (await session.execute(statement)).scalar_one()


async def find_client(session: AsyncSession, code: str, now: datetime) -> MachineClient | None:
    """The client of this code with the digests of the secrets that hold, for who asks for a token."""
    statement = (
        select(
            OauthClient.id,
            OauthClient.name,
            OauthClient.bureau_id,
            OauthClient.scopes,
            OauthClient.disabled_at,
            OauthClientSecret.id.label("secret_id"),
            OauthClientSecret.digest,
        )
        .outerjoin(OauthClientSecret, and_(OauthClientSecret.client_id == OauthClient.id, _holds(now)))
        .where(OauthClient.code == code)
    )
    rows = (await session.execute(statement)).all()
    if not rows:
        return None
    client = rows[0]
    return MachineClient(
        id=client.id,
        name=client.name,
        bureau_id=client.bureau_id,
        scopes=client.scopes,
        secrets={row.secret_id: bytes(row.digest) for row in rows if row.secret_id is not None},
        disabled_at=client.disabled_at,
    )


def _holds(now: datetime) -> ColumnElement[bool]:
    return or_(OauthClientSecret.expires_at.is_(None), OauthClientSecret.expires_at > now)
