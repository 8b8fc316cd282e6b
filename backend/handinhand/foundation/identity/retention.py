"""How long sessions, activation codes and known browsers are kept, and taking them out afterwards.

Each function takes out one piece and gives how much that was; `tasks.py` calls them until nothing is left.
"""

from datetime import datetime, timedelta

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.upkeep import delete_piece
from handinhand.foundation.identity.sign_in_rules import DEVICE_KNOWN_FOR
from handinhand.models import ActivationCode, KnownDevice, Session

SESSIONS_KEPT_FOR = timedelta(days=30)
"""After they ended (ours): long enough to look into a sign-in that somebody asks about."""
CODES_KEPT_FOR = timedelta(days=30)
"""After they were used or ran out (ours): a request repeated within its 14 days still finds its code (api.md)."""


async def forget_sessions(session: AsyncSession, now: datetime) -> int:
    """Sessions that were revoked or ran out long ago."""
    ended = func.least(Session.revoked_at, Session.expires_at)
    return await delete_piece(session, Session, ended, now - SESSIONS_KEPT_FOR)


async def forget_codes(session: AsyncSession, now: datetime) -> int:
    """Activation codes that were used, replaced or ran out long ago."""
    ended = func.least(ActivationCode.used_at, ActivationCode.expires_at)
    return await delete_piece(session, ActivationCode, ended, now - CODES_KEPT_FOR)


async def forget_unused_devices(session: AsyncSession, now: datetime) -> int:
    """Browsers from which the account has not signed in for so long that they are strangers again."""
    return await delete_piece(session, KnownDevice, KnownDevice.last_seen_at, now - DEVICE_KNOWN_FOR)
