"""Giving a machine its token for its code and secret (RFC 6749 §4.4).

Wrong secrets are counted per client and place of origin, as wrong passwords are: so a stranger who guesses is stopped,
and the machine's own server is not (promises.md S10).
"""

import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.database import Database
from handinhand.core.ids import new_id
from handinhand.core.tokens import LIFETIME, TokenKey, issue
from handinhand.foundation.access.attempt_rules import network_of
from handinhand.foundation.access.attempts import Attempt, bucket_of, is_blocked, settle
from handinhand.foundation.audit.service import ActorRef, Target, record
from handinhand.foundation.clients import queries, rules
from handinhand.foundation.clients.errors import WrongClient, WrongTokenRequest
from handinhand.foundation.clients.schemas import MachineClient, TokenOut


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """What somebody sent who wants a token."""

    credentials: tuple[str, frozenset[str]] | None
    address: str
    grant_type: str | None
    scope: str | None


async def give_token(
    session: AsyncSession,
    database: Database,
    asked: TokenRequest,
    *,
    secret_key: bytes,
    token_key: TokenKey,
    now: datetime,
) -> TokenOut:
    """A token for what is asked of what the client may ask for.

    Raises WrongClient and TooManyFailures, written down although the request fails, and WrongTokenRequest.
    """
    if asked.credentials is None:
        raise WrongClient
    client, secret_id = await _recognised(database, asked.credentials, asked.address, secret_key, now)
    if asked.grant_type != "client_credentials":
        word = "invalid_request" if asked.grant_type is None else "unsupported_grant_type"
        raise WrongTokenRequest(word, "grant_type 只支持 client_credentials。")
    scopes = rules.asked_scopes(asked.scope, client.scopes)
    if scopes is None:
        raise WrongTokenRequest("invalid_scope", "这个对接系统只能申请：" + " ".join(client.scopes))
    token_id = new_id()
    token = issue(
        token_key,
        client=asked.credentials[0],
        secret_id=secret_id,
        scopes=scopes,
        token_id=str(token_id),
        now=now,
    )
    who = ActorRef(client.id, client.name, client.bureau_id)
    target = Target("oauth_client", client.id, client.name, client.bureau_id)
    await record(session, who, "token:issue", target, at=now, scopes=sorted(scopes), token_id=str(token_id))
    lasts = int(LIFETIME.total_seconds())
    return TokenOut(access_token=token, token_type="Bearer", expires_in=lasts, scope=" ".join(sorted(scopes)))  # noqa: S106 - a word of the RFC


async def _recognised(
    database: Database, credentials: tuple[str, frozenset[str]], address: str, secret_key: bytes, now: datetime
) -> tuple[MachineClient, UUID]:
    """The client, and by which of its secrets it was recognised."""
    code, secrets = credentials
    # The code is ours, so what could not be one is neither looked for nor counted under its own name.
    plain = code if rules.CODE.fullmatch(code) else ""
    async with database.sessions() as looking:
        client = await queries.find_client(looking, plain, now) if plain else None
        attempt = Attempt(
            bucket_of(secret_key, "client", plain, network_of(address)),
            ActorRef(client.id, client.name, client.bureau_id) if client else ActorRef(None, "未知对接系统", None),
            "token:issue",
            Target("oauth_client", client.id if client else None),
            address=bucket_of(secret_key, "client at", network_of(address)),
        )
        blocked = await is_blocked(looking, attempt, now)
    sent = [rules.secret_digest(secret_key, secret) for secret in secrets]
    known = client.secrets if client is not None else {}
    matches = [each for each, kept in known.items() if any(hmac.compare_digest(digest, kept) for digest in sent)]
    right = not blocked and bool(matches) and client is not None and client.disabled_at is None
    await settle(database, attempt, right=right, refusal=WrongClient(), now=now)
    assert client is not None
    return client, matches[0]
