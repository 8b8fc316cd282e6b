"""Argon2id, off the event loop and few at a time: each computation takes 64 MiB."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from handinhand.foundation.identity.rules import plain_password

_HASHER = PasswordHasher()
_AT_ONCE = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")


async def hash_password(password: str) -> str:
    """The argon2id hash to store."""
    return await asyncio.get_running_loop().run_in_executor(_AT_ONCE, _HASHER.hash, plain_password(password))


async def password_matches(stored: str | None, password: str) -> bool:
    """Whether `password` belongs to the stored hash; takes the same time without one."""
    return await asyncio.get_running_loop().run_in_executor(_AT_ONCE, _matches, stored, plain_password(password))


@cache
def _nobody() -> str:
    """Compared with when there is no such account, so that the answer takes as long. Made on first use: it is slow."""
    return _HASHER.hash("nobody has this password")


def _matches(stored: str | None, password: str) -> bool:
    try:
        return _HASHER.verify(stored or _nobody(), password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False
