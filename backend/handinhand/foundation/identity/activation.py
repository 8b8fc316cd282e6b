"""One-time activation codes: making them, printing them, using them (issue point 3: slips with a QR code).

Only the SHA-256 of a code is stored. A code sets a password once, within 14 days, and a newer one replaces it.
"""

import asyncio
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import segno
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.database import Database
from handinhand.core.errors import FieldError, Invalid
from handinhand.core.ids import new_id
from handinhand.foundation.access.attempts import Attempt, bucket_of, is_blocked, settle
from handinhand.foundation.access.guards import token_digest
from handinhand.foundation.audit.service import ActorRef, Target, record
from handinhand.foundation.identity.errors import OWN_DEVICES, ActivationRefused
from handinhand.foundation.identity.passwords import hash_password
from handinhand.foundation.identity.rules import password_problems
from handinhand.foundation.identity.schemas import Activation
from handinhand.foundation.identity.sign_in import Origin, end_sessions, remember_device
from handinhand.foundation.identity.sign_in_rules import (
    ACTIVATION_VALID_FOR,
    activation_code,
    grouped,
    read_activation_code,
)
from handinhand.models import ActivationCode, User


@dataclass(frozen=True, slots=True)
class Printer:
    """What turns a stored code into what is printed: the installation's key and public address."""

    secret_key: bytes
    public_url: str

    async def activation(self, stored: ActivationCode) -> Activation:
        """The code of one row."""
        return (await self.activations([stored]))[0]

    async def activations(self, stored: Sequence[ActivationCode]) -> list[Activation]:
        """The codes of these rows, in their order. Drawing takes some 10 ms each, so it leaves the event loop free."""
        return await asyncio.to_thread(lambda: [self._print(row) for row in stored])

    def _print(self, stored: ActivationCode) -> Activation:
        code = activation_code(self.secret_key, stored.id)
        url = f"{self.public_url}/activate#{code}"
        return Activation(code=grouped(code), activation_url=url, qr_svg=qr_svg(url), expires_at=stored.expires_at)


def qr_svg(text: str) -> str:
    """A QR code as an SVG document without scripts, styles or fixed size."""
    drawn = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(drawn, kind="svg", xmldecl=False, svgclass=None, lineclass=None, omitsize=True, nl=False)
    return drawn.getvalue().decode("ascii")


async def make_codes(
    session: AsyncSession, user_ids: Sequence[UUID], secret_key: bytes, now: datetime
) -> list[ActivationCode]:
    """A fresh code for each account, in their order."""
    made = [_new_code(user_id, secret_key, now) for user_id in user_ids]
    session.add_all(made)
    await session.flush()
    return made


def _new_code(user_id: UUID, secret_key: bytes, now: datetime) -> ActivationCode:
    code_id = new_id()
    return ActivationCode(
        id=code_id,
        user_id=user_id,
        code_hash=token_digest(activation_code(secret_key, code_id)),
        created_at=now,
        expires_at=now + ACTIVATION_VALID_FOR,
    )


async def void_codes(session: AsyncSession, user_id: UUID, now: datetime) -> None:
    """From now on none of the account's unused codes works."""
    unused = (ActivationCode.used_at.is_(None), ActivationCode.expires_at > now)
    await session.execute(
        update(ActivationCode).where(ActivationCode.user_id == user_id, *unused).values(expires_at=now)
    )


async def latest_codes(session: AsyncSession, user_ids: Sequence[UUID]) -> Mapping[UUID, ActivationCode]:
    """Each account's newest code: what a repeated request shows again."""
    statement = (
        select(ActivationCode)
        .where(ActivationCode.user_id.in_(user_ids))
        .order_by(ActivationCode.created_at, ActivationCode.id)
    )
    return {row.user_id: row for row in (await session.execute(statement)).scalars()}


async def activate(
    session: AsyncSession,
    database: Database,
    *,
    code: str,
    password: str,
    origin: Origin,
    secret_key: bytes,
    now: datetime,
) -> str:
    """Sets the password of the account that the code belongs to. Returns the device cookie: this browser is known now.

    Raises ActivationRefused and TooManyFailures, written down although the request fails, and Invalid for a password
    that may not be used; the code can then be used again.
    """
    plain = read_activation_code(code)
    code_hash = token_digest(plain or "")
    async with database.sessions() as looking:
        bucket = bucket_of(secret_key, "activation", origin.network)
        who = ActorRef(None, "未知激活码", None)
        attempt = Attempt(bucket, who, "account:activate", Target("activation"), OWN_DEVICES)
        blocked = await is_blocked(looking, attempt, now)
        found = None if blocked else await _find_valid(looking, code_hash, now)
    await settle(database, attempt, right=found is not None, refusal=_refused(), now=now)
    assert found is not None
    # Whoever changes an account or its codes holds the account's row, so what is read after this stays true.
    user = await session.get_one(User, found.user_id, with_for_update=True)
    stored = await _find_valid(session, code_hash, now)
    if stored is None:
        raise _refused()
    problems = password_problems(password, user.username)
    if problems:
        raise Invalid(errors=[FieldError("/password", "weak_password", problem) for problem in problems])
    user.password_hash = await hash_password(password)
    user.password_changed_at = user.updated_at = now
    user.must_change_password = False
    stored.used_at = now
    await void_codes(session, user.id, now)
    await end_sessions(session, user.id, now)
    who = ActorRef(user.id, user.name, user.bureau_id)
    await record(session, who, "account:activate", Target("user", user.id, user.name, user.bureau_id), at=now)
    return await remember_device(session, user.id, origin, now)


def _refused() -> ActivationRefused:
    message = "激活码不对、已用过或已过期。请核对纸条，或请安全管理员重新打印一张"
    return ActivationRefused(errors=[FieldError("/code", ActivationRefused.code, message)])


async def _find_valid(session: AsyncSession, code_hash: bytes, now: datetime) -> ActivationCode | None:
    statement = (
        select(ActivationCode)
        .join(User, User.id == ActivationCode.user_id)
        .where(
            ActivationCode.code_hash == code_hash,
            ActivationCode.used_at.is_(None),
            ActivationCode.expires_at > now,
            User.disabled_at.is_(None),
        )
    )
    return (await session.execute(statement)).scalar_one_or_none()
