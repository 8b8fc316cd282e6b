"""What a token opens over HTTP, and what it never does (promises.md S1, S2, S5, S10)."""

from typing import Any
from uuid import UUID

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.http.routes import api_routes, declared_permissions
from handinhand.core.ids import new_id
from handinhand.core.tokens import issue
from handinhand.foundation.access.roles import MACHINE_SCOPES
from handinhand.models import AuditEvent, ClientGrant, OauthClient
from handinhand.router import PUBLIC_ROUTES
from tests.backend.clients.conftest import COVERAGE, Machine, code_of, token_for
from tests.backend.clients.test_tokens import ATTACKS
from tests.backend.statements import count_statements
from tests.conftest import FixedClock, caller
from tests.world import World


async def test_given_a_machine_then_every_operation_but_those_of_its_scopes_is_refused_to_it(
    app: FastAPI, machine: Machine, opened: dict[str, Any]
) -> None:
    server = await machine()
    bearer = await token_for(server, opened)
    let_in, wrong = [], []
    for path, route in api_routes(app):
        for method in route.methods or ():
            if (method, path) in PUBLIC_ROUTES:
                continue
            answer = await server.request(method, path.replace("{id}", str(new_id())), headers=bearer)
            if declared_permissions(route) <= {str(scope) for scope in MACHINE_SCOPES}:
                let_in.append((path, answer.status_code))
            elif answer.status_code not in {403, 404, 415}:
                wrong.append((method, path, answer.status_code))
    assert wrong == []
    assert let_in == [(COVERAGE, 200)]


ADDRESSES = ("/api/v1/me", "/api/v1/auth/sessions", "/api/v1/users", "/api/v1/visits", "/api/v1/organisations")


@pytest.mark.parametrize("address", ADDRESSES)
async def test_given_a_machine_then_the_refusal_stands_in_the_log_under_its_name(
    machine: Machine, opened: dict[str, Any], session: AsyncSession, address: str
) -> None:
    server = await machine()
    answer = await server.get(address, headers=await token_for(server, opened))
    assert (answer.status_code, code_of(answer)) == (403, "forbidden")
    refused = select(AuditEvent.actor_label).where(AuditEvent.outcome == "refused")
    assert (await session.execute(refused)).scalars().all() == ["市教育局数据平台"]


def genuine(
    app: FastAPI,
    clock: FixedClock,
    opened: dict[str, Any],
    client: str = "municipal",
    scopes: tuple[str, ...] = ("stats:read",),
    secret_id: UUID | None = None,
) -> str:
    """A token as we would have issued it for the opened client's secret, or for another one."""
    by = secret_id or UUID(opened["secrets"][0]["id"])
    key, number = app.state.token_key, str(new_id())
    return issue(key, client=client, secret_id=by, scopes=scopes, token_id=number, now=clock.now())


async def get(app: FastAPI, token: str, **more: Any) -> httpx2.Response:
    async with caller(app) as server:
        return await server.get(COVERAGE, headers={"Authorization": f"Bearer {token}"}, **more)


@pytest.mark.parametrize("name", [name for name in ATTACKS if "\0" not in name and "newline" not in name])
async def test_given_an_attack_when_sent_then_the_answer_is_401(
    app: FastAPI, opened: dict[str, Any], name: str
) -> None:
    token = ATTACKS[name]()
    try:
        token.encode("latin-1")
    except UnicodeEncodeError:
        token = token.encode().decode("latin-1")
    async with caller(app) as server:
        request = server.build_request("GET", COVERAGE)
        request.headers.raw.append((b"authorization", b"Bearer " + token.encode("latin-1")))
        answer = await server.send(request)
    assert answer.status_code == 401, name


async def test_given_a_genuine_token_for_no_client_then_it_opens_nothing(
    app: FastAPI, opened: dict[str, Any], clock: FixedClock
) -> None:
    assert (await get(app, genuine(app, clock, opened))).status_code == 200
    assert (await get(app, genuine(app, clock, opened, "nobody"))).status_code == 401
    assert (await get(app, genuine(app, clock, opened, secret_id=new_id()))).status_code == 401


async def test_given_a_genuine_token_of_other_scopes_then_it_opens_nothing(
    app: FastAPI, opened: dict[str, Any], clock: FixedClock
) -> None:
    for scopes in (("visits:read",), ("stats:write",), ("users:write", "visits:read")):
        assert (await get(app, genuine(app, clock, opened, scopes=scopes))).status_code == 403


async def test_given_a_scope_that_the_client_does_not_have_then_the_grant_alone_opens_nothing(
    app: FastAPI, opened: dict[str, Any], clock: FixedClock, session: AsyncSession
) -> None:
    client = (await session.execute(select(OauthClient))).scalar_one()
    client.scopes = []
    await session.commit()
    assert (await get(app, genuine(app, clock, opened))).status_code == 403


async def test_given_a_grant_of_no_scope_then_the_client_s_scope_alone_opens_nothing(
    app: FastAPI, opened: dict[str, Any], clock: FixedClock, session: AsyncSession
) -> None:
    grant = (await session.execute(select(ClientGrant))).scalar_one()
    grant.scopes = []
    await session.commit()
    assert (await get(app, genuine(app, clock, opened))).status_code == 403


async def test_given_a_scope_beyond_what_machines_may_hold_then_client_and_grant_together_open_nothing(
    app: FastAPI, opened: dict[str, Any], clock: FixedClock, session: AsyncSession
) -> None:
    client = (await session.execute(select(OauthClient))).scalar_one()
    grant = (await session.execute(select(ClientGrant))).scalar_one()
    client.scopes = grant.scopes = ["stats:read", "visits:read", "users:write"]
    await session.commit()
    token = genuine(app, clock, opened, scopes=("stats:read", "users:write", "visits:read"))
    async with caller(app) as server:
        answer = await server.get("/api/v1/visits", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 403


async def test_given_a_cookie_beside_the_token_then_neither_counts(
    app: FastAPI, opened: dict[str, Any], clock: FixedClock, world: World
) -> None:
    async with caller(app, world.tokens["bureau"]) as browser:
        assert (await browser.get(COVERAGE)).status_code == 200
        for token in (genuine(app, clock, opened), "nonsense"):
            answer = await browser.get(COVERAGE, headers={"Authorization": f"Bearer {token}"})
            assert answer.status_code == 401


async def test_given_two_authorization_headers_then_neither_counts(
    app: FastAPI, opened: dict[str, Any], clock: FixedClock
) -> None:
    bearer = ("Authorization", f"Bearer {genuine(app, clock, opened)}")
    async with caller(app) as server:
        for pairs in ([bearer, bearer], [("Authorization", "Basic eA=="), bearer]):
            assert (await server.get(COVERAGE, headers=httpx2.Headers(pairs))).status_code == 401


async def test_given_the_scheme_in_any_letters_then_it_is_the_same_scheme(
    app: FastAPI, opened: dict[str, Any], clock: FixedClock
) -> None:
    async with caller(app) as server:
        answer = await server.get(COVERAGE, headers={"Authorization": f"bEARER {genuine(app, clock, opened)}"})
    assert answer.status_code == 200


async def test_given_a_machine_then_who_it_is_and_what_it_may_costs_one_statement(
    machine: Machine, opened: dict[str, Any]
) -> None:
    server = await machine()
    bearer = await token_for(server, opened)
    with count_statements() as seen:
        assert (await server.get(COVERAGE, headers=bearer)).status_code == 200
    assert len(seen) == 3
