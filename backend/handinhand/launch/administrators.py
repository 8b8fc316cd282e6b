"""The first accounts of an installation: opened by the operator; later ones by the security administrator."""

import asyncio

from handinhand import bureaux
from handinhand.core.clock import SystemClock
from handinhand.core.config import Settings
from handinhand.core.database import connect
from handinhand.core.errors import Problem
from handinhand.foundation.access.roles import ADMINISTRATORS, ROLE_LABELS, Role
from handinhand.foundation.identity.service import open_administrator
from handinhand.foundation.organisations.service import found_bureau
from handinhand.launch.passwords import readable_password
from handinhand.launch.terminal import StartError, say

CHOICES = sorted(role.value for role in ADMINISTRATORS)


def create_administrator(settings: Settings, *, bureau: str, role: str, username: str, name: str) -> None:
    """Opens the account and prints its first password. Founds the bureau if there is none of that name.

    Raises StartError when the name is taken or not allowed.
    """
    password = readable_password(username)
    try:
        asyncio.run(_open(settings, bureau, Role(role), username, name, password))
    except Problem as problem:
        fields = [f"{field.pointer.strip('/')}: {field.message}" for field in problem.errors]
        raise StartError("; ".join(fields) or problem.detail or problem.title[0]) from problem
    say(f"{ROLE_LABELS[Role(role)]} {name} of {bureau} may now sign in at {settings.public_url}/:")
    say(
        f"  username: {username}",
        f"  password: {password}   (shown only now; to be changed at the first sign-in)",
    )


async def _open(settings: Settings, bureau: str, role: Role, username: str, name: str, password: str) -> None:
    database = connect(settings.database_url or "", pool_size=1)
    at = SystemClock().now()
    try:
        async with database.sessions() as session:
            founded = await found_bureau(session, name=bureau, at=at)
            await bureaux.begin(session, founded.id, at)
            await open_administrator(
                session, bureau=founded, role=role, username=username, name=name, password=password, at=at
            )
            await session.commit()
    finally:
        await database.close()
