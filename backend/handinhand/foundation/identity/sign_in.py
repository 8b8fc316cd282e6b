"""Signing in and out (promises.md S5, S10).

Failures are counted per account and place of origin, and apart for every browser that the account has signed in from
before. So a stranger who guesses is stopped, and the owner's own browser is not.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.database import Database
from handinhand.core.errors import NotFound
from handinhand.core.ids import new_id
from handinhand.foundation.access.attempt_rules import network_of
from handinhand.foundation.access.attempts import Attempt, bucket_of, is_blocked, settle
from handinhand.foundation.access.guards import token_digest
from handinhand.foundation.audit.service import ActorRef, Target, record
from handinhand.foundation.identity.errors import OWN_DEVICES, WrongCredentials
from handinhand.foundation.identity.passwords import password_matches
from handinhand.foundation.identity.sign_in_rules import DEVICE_KNOWN_FOR, device_label, is_device_token
from handinhand.models import KnownDevice, Session, User


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a call comes from: the network address, the device cookie if any, the browser's own description."""

    address: str
    device_token: str | None
    user_agent: str | None

    @property
    def network(self) -> str:
        """What failures are counted by."""
        return network_of(self.address)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session: its token goes into the cookie and is stored nowhere."""

    token: str
    device_token: str


async def sign_in(
    session: AsyncSession,
    database: Database,
    *,
    username: str,
    password: str,
    origin: Origin,
    secret_key: bytes,
    lasts: timedelta,
    now: datetime,
) -> SignedIn:
    """Opens a session. Raises TooManyFailures, WrongCredentials; both are written down although the request fails."""
    # No connection is held while the password is computed, and never two at once: the pool is small.
    async with database.sessions() as looking:
        account = await _find_account(looking, username)
        known = account is not None and await _is_known(looking, account.id, origin, now)
        source = origin.device_token or "" if known else origin.network
        bucket = bucket_of(secret_key, "sign-in", username, source)
        address = None if known else bucket_of(secret_key, "sign-in at", origin.network)
        attempt = Attempt(bucket, _who(account), "session:open", Target("session"), OWN_DEVICES, address)
        blocked = await is_blocked(looking, attempt, now)
    right = not blocked and await password_matches(account.password_hash if account else None, password)
    right = right and account is not None and account.disabled_at is None
    refusal = WrongCredentials("请检查登录名和密码。忘记密码请联系安全管理员重置。")
    await settle(database, attempt, right=right, refusal=refusal, now=now)
    assert account is not None
    # Not through the entity: signing in changes nothing that another editor of the account must know of. A reset
    # that came while the password was computed has won: this waits for it, and then finds another password.
    entered = update(User).where(
        User.id == account.id, User.password_hash == account.password_hash, User.disabled_at.is_(None)
    )
    stamped = entered.values(last_signed_in_at=now, version=User.version).returning(User.id)
    if (await session.execute(stamped)).scalar_one_or_none() is None:
        raise refusal
    token, session_id = secrets.token_urlsafe(32), new_id()
    opened = Session(
        id=session_id,
        user_id=account.id,
        token_hash=token_digest(token),
        device_label=device_label(origin.user_agent),
        created_at=now,
        expires_at=now + lasts,
    )
    session.add(opened)
    await record(session, attempt.who, "session:open", Target("session", session_id), at=now)
    return SignedIn(token, await remember_device(session, account.id, origin, now))


async def remember_device(session: AsyncSession, user_id: UUID, origin: Origin, now: datetime) -> str:
    """Notes that the account signs in from this browser, new or known. Returns the cookie's value.

    A browser keeps its token when another account signs in from it: people share computers.
    """
    token = origin.device_token if is_device_token(origin.device_token) else None
    token = token or secrets.token_urlsafe(32)
    device = {
        "id": new_id(),
        "user_id": user_id,
        "token_hash": _device_digest(user_id, token),
        "created_at": now,
        "last_seen_at": now,
    }
    seen = {"last_seen_at": now}
    noted = insert(KnownDevice).values(device).on_conflict_do_update(index_elements=["token_hash"], set_=seen)
    await session.execute(noted)
    return token


async def forget_devices(session: AsyncSession, user_id: UUID) -> None:
    """Makes every browser a stranger's again, when somebody else may know the password."""
    await session.execute(delete(KnownDevice).where(KnownDevice.user_id == user_id))


async def end_own_session(session: AsyncSession, user_id: UUID, session_id: UUID, who: ActorRef, now: datetime) -> None:
    """Ends one of the account's own open sessions at once. Raises NotFound when there is none of this id."""
    ended = (
        update(Session)
        .where(
            Session.id == session_id,
            Session.user_id == user_id,
            Session.revoked_at.is_(None),
            Session.expires_at > now,
        )
        .values(revoked_at=now)
        .returning(Session.id)
    )
    if (await session.execute(ended)).scalar_one_or_none() is None:
        raise NotFound
    await record(session, who, "session:end", Target("session", session_id), at=now)


async def end_sessions(session: AsyncSession, user_id: UUID, now: datetime, *, but: UUID | None = None) -> None:
    """Ends every session of an account, except perhaps the one that asks."""
    ended = update(Session).where(Session.user_id == user_id, Session.revoked_at.is_(None), Session.id != but)
    await session.execute(ended.values(revoked_at=now))


@dataclass(frozen=True, slots=True)
class _Account:
    id: UUID
    name: str
    bureau_id: UUID
    password_hash: str | None
    disabled_at: datetime | None


async def _find_account(session: AsyncSession, username: str) -> _Account | None:
    columns = (User.id, User.name, User.bureau_id, User.password_hash, User.disabled_at)
    found = (await session.execute(select(*columns).where(func.lower(User.username) == username))).one_or_none()
    return _Account(*found) if found else None


async def _is_known(session: AsyncSession, user_id: UUID, origin: Origin, now: datetime) -> bool:
    """Whether the account has signed in from the caller's browser before."""
    if origin.device_token is None:
        return False
    known = select(KnownDevice.id).where(
        KnownDevice.token_hash == _device_digest(user_id, origin.device_token),
        KnownDevice.last_seen_at >= now - DEVICE_KNOWN_FOR,
    )
    return (await session.execute(known)).scalar_one_or_none() is not None


def _device_digest(user_id: UUID, token: str) -> bytes:
    return token_digest(f"{user_id} {token}")


def _who(account: _Account | None) -> ActorRef:
    # A name that belongs to nobody is not written down: people type passwords into the wrong field.
    return ActorRef(account.id, account.name, account.bureau_id) if account else ActorRef(None, "未知登录名", None)
