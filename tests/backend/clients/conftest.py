"""Clients as a security administrator opens them, and machines that come with their credentials."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from tests.conftest import SignIn

CLIENTS = "/api/v1/oauth-clients"
GRANTS = "/api/v1/client-grants"
TOKEN = "/api/v1/oauth/token"
COVERAGE = "/api/v1/stats/coverage"
Machine = Callable[..., Awaitable[httpx2.AsyncClient]]


@pytest.fixture
async def machine(app: FastAPI) -> AsyncIterator[Machine]:
    """`await machine("203.0.113.9")`: a caller at an address, with no cookie."""
    async with contextlib.AsyncExitStack() as stack:

        async def opened(address: str = "198.51.100.7") -> httpx2.AsyncClient:
            transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False, client=(address, 40000))
            return await stack.enter_async_context(httpx2.AsyncClient(transport=transport, base_url="http://test"))

        yield opened


@pytest.fixture
async def opened(sign_in: SignIn) -> dict[str, Any]:
    """The client `municipal`, opened by the county's security administrator, as that was answered."""
    return await open_client(await sign_in("secadmin"), client_id="municipal")


async def open_client(caller: httpx2.AsyncClient, **body: Any) -> dict[str, Any]:
    """Opens a client."""
    answer = await caller.post(CLIENTS, json={"name": "市教育局数据平台", **body})
    assert answer.status_code == 201, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


async def ask(
    caller: httpx2.AsyncClient, client_id: str, secret: str, data: dict[str, str] | None = None
) -> httpx2.Response:
    """Asks for a token as RFC 6749 §4.4 says."""
    return await caller.post(TOKEN, auth=(client_id, secret), data=data or {"grant_type": "client_credentials"})


async def token_for(caller: httpx2.AsyncClient, client: dict[str, Any]) -> dict[str, str]:
    """The headers of a machine that got its token."""
    answer = await ask(caller, client["client_id"], client["client_secret"])
    assert answer.status_code == 200, answer.text
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def code_of(answer: httpx2.Response) -> str:
    """The stable code of a refusal."""
    kind: str = answer.json()["type"]
    return kind.rpartition(":")[2]
