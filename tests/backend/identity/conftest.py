"""Browsers at addresses, and accounts with a password."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

import httpx2
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.models import User
from tests.world import World

PASSWORD = "桥山脚下种着十二棵白杨树"
OTHER_PASSWORD = "秋天的柿子红了整整一面山坡"
Browser = Callable[..., Awaitable[httpx2.AsyncClient]]


@pytest.fixture(scope="session")
def password_hash() -> str:
    """One hash of PASSWORD for the whole run: making it is slow on purpose."""
    return PasswordHasher().hash(PASSWORD)


@pytest.fixture
async def known_passwords(session: AsyncSession, world: World, password_hash: str) -> World:
    """The world, in which every account has PASSWORD."""
    await session.execute(update(User).values(password_hash=password_hash))
    await session.commit()
    return world


@pytest.fixture
async def browser(app: FastAPI) -> AsyncIterator[Browser]:
    """`await browser("203.0.113.9")`: a browser at an address, with its own cookies."""
    async with contextlib.AsyncExitStack() as stack:

        async def opened(address: str = "198.51.100.7", user_agent: str = "") -> httpx2.AsyncClient:
            transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False, client=(address, 40000))
            made = httpx2.AsyncClient(transport=transport, base_url="http://test", headers={"User-Agent": user_agent})
            return await stack.enter_async_context(made)

        yield opened


async def enter(client: httpx2.AsyncClient, username: str, password: str = PASSWORD) -> httpx2.Response:
    """Tries to sign in."""
    return await client.post("/api/v1/auth/sessions", json={"username": username, "password": password})


def code_of(answer: httpx2.Response) -> str:
    """The stable code of a refusal."""
    kind: str = answer.json()["type"]
    return kind.rpartition(":")[2]


def pointers_of(answer: httpx2.Response) -> dict[str, str]:
    """What is wrong, by place."""
    return {error["pointer"]: error["code"] for error in answer.json()["errors"]}
