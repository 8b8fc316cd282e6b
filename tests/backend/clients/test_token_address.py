"""Where a machine gets its token (RFC 6749 §4.4, promises.md S10)."""

import base64
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest
from jose import jwt
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.foundation.access import attempts
from handinhand.foundation.access.attempt_rules import FAILURES_ALLOWED
from handinhand.models import AuditEvent, SignInFailure
from tests.backend.clients.conftest import COVERAGE, TOKEN, Machine, ask, code_of, token_for
from tests.conftest import FixedClock, SignIn

GRANT = {"grant_type": "client_credentials"}


async def test_given_code_and_secret_then_a_token_of_ten_minutes_is_given_and_opens_the_figures(
    machine: Machine, opened: dict[str, Any], clock: FixedClock
) -> None:
    server = await machine()
    answer = await ask(server, "municipal", opened["client_secret"])
    assert answer.headers["cache-control"] == "no-store"
    given = answer.json()
    assert (given["token_type"], given["expires_in"], given["scope"]) == ("Bearer", 600, "stats:read")
    bearer = {"Authorization": f"Bearer {given['access_token']}"}
    figures = await server.get(COVERAGE, headers=bearer)
    assert [county["name"] for county in figures.json()["counties"]] == ["蒲城县教育局"]
    clock.advance(minutes=10)
    late = await server.get(COVERAGE, headers=bearer)
    assert (late.status_code, late.headers["www-authenticate"]) == (
        401,
        'Bearer realm="handinhand", error="invalid_token"',
    )


async def test_given_a_token_then_its_claims_are_those_that_the_documents_name_and_no_person_is_in_it(
    machine: Machine, opened: dict[str, Any], clock: FixedClock
) -> None:
    bearer = await token_for(await machine(), opened)
    token = bearer["Authorization"].partition(" ")[2]
    header, claims = jwt.get_unverified_header(token), jwt.get_unverified_claims(token)
    assert (header["alg"], header["typ"]) == ("ES256", "at+jwt")
    assert set(claims) == {"iss", "aud", "sub", "iat", "exp", "jti", "typ", "scope", "secret"}
    assert (claims["sub"], claims["scope"], claims["aud"]) == ("municipal", "stats:read", "handinhand")
    assert datetime.fromtimestamp(claims["iat"], UTC) == clock.now()


async def test_given_two_tokens_then_each_has_its_own_number(machine: Machine, opened: dict[str, Any]) -> None:
    server = await machine()
    tokens = [(await token_for(server, opened))["Authorization"].partition(" ")[2] for _ in range(2)]
    assert len({jwt.get_unverified_claims(token)["jti"] for token in tokens}) == 2


def basic(text: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(text.encode()).decode()}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Basic"},
        {"Authorization": "Basic %%%"},
        basic("municipal"),
        basic("municipal:"),
        basic("municipal:wrong"),
        basic("nobody:wrong"),
        basic("MUNICIPAL:wrong"),
        basic("municipal\0:wrong"),
        {"Authorization": "Bearer municipal"},
    ],
)
async def test_given_wrong_credentials_then_the_answer_is_the_same_whatever_was_wrong(
    machine: Machine, opened: dict[str, Any], headers: dict[str, str]
) -> None:
    answer = await (await machine()).post(TOKEN, data=GRANT, headers=headers)
    assert (answer.status_code, code_of(answer), answer.json()["error"]) == (401, "invalid_client", "invalid_client")
    assert answer.headers["www-authenticate"] == 'Basic realm="handinhand"'
    assert answer.json()["title"] == "客户端编号或密钥不对"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "authorization_code", "code": "x"}, "invalid_request"),
        ({"scope": "stats:read"}, "invalid_request"),
        ({**GRANT, "scope": "pupils:read"}, "invalid_scope"),
        ({**GRANT, "scope": "stats:read pupils:read"}, "invalid_scope"),
        ({**GRANT, "scope": ""}, "invalid_scope"),
        ({**GRANT, "scope": "stats:read\t"}, "invalid_scope"),
        ({**GRANT, "client_secret": "x"}, "invalid_request"),
        ({**GRANT, "client_id": "municipal"}, "invalid_request"),
    ],
)
async def test_given_another_request_then_the_refusal_says_so_in_the_words_of_the_rfc(
    machine: Machine, opened: dict[str, Any], data: dict[str, str], error: str
) -> None:
    answer = await ask(await machine(), "municipal", opened["client_secret"], data)
    assert (answer.status_code, answer.json()["error"]) == (400, error), answer.text


@pytest.mark.parametrize("body", [b"grant_type=client_credentials&grant_type=password", b"\xff\xfe", b"grant_type"])
async def test_given_a_body_that_says_two_things_or_none_then_it_is_refused(
    machine: Machine, opened: dict[str, Any], body: bytes
) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    auth = ("municipal", opened["client_secret"])
    answer = await (await machine()).post(TOKEN, content=body, headers=headers, auth=auth)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


async def test_given_json_or_a_huge_body_then_it_is_not_read(machine: Machine, opened: dict[str, Any]) -> None:
    server, auth = await machine(), ("municipal", opened["client_secret"])
    assert (await server.post(TOKEN, json=GRANT, auth=auth)).status_code == 415
    assert (await server.post(TOKEN, data={**GRANT, "scope": "x" * 5000}, auth=auth)).status_code == 413
    assert (await server.post(TOKEN, data=GRANT, auth=auth, params={"scope": "x"})).status_code == 422


async def test_given_two_authorization_headers_then_neither_counts(machine: Machine, opened: dict[str, Any]) -> None:
    good = basic(f"municipal:{opened['client_secret']}")["Authorization"]
    pairs = [("Authorization", good), ("Authorization", basic("other:x")["Authorization"])]
    answer = await (await machine()).post(TOKEN, data=GRANT, headers=httpx2.Headers(pairs))
    assert answer.status_code == 401


async def test_given_a_stranger_who_guesses_then_they_are_stopped_and_the_machine_s_own_server_is_not(
    machine: Machine, opened: dict[str, Any], clock: FixedClock
) -> None:
    stranger, server = await machine("203.0.113.9"), await machine("198.51.100.7")
    for _ in range(FAILURES_ALLOWED):
        assert (await ask(stranger, "municipal", "guess")).status_code == 401
    stopped = await ask(stranger, "municipal", opened["client_secret"])
    assert (stopped.status_code, code_of(stopped)) == (429, "too_many_failures")
    assert int(stopped.headers["retry-after"]) > 0
    assert (await ask(server, "municipal", opened["client_secret"])).status_code == 200
    clock.advance(minutes=15)
    assert (await ask(stranger, "municipal", opened["client_secret"])).status_code == 200


async def test_given_ever_another_code_from_one_address_then_no_table_grows_beyond_a_limit(
    machine: Machine, opened: dict[str, Any], session: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "FAILURES_ALLOWED_AT_ADDRESS", 12)
    stranger, server = await machine("203.0.113.9"), await machine("198.51.100.7")
    statuses = [(await ask(stranger, f"system-{number}", "guess")).status_code for number in range(40)]
    assert statuses == [401] * 12 + [429] * 28
    refused = select(func.count()).select_from(AuditEvent).where(AuditEvent.outcome == "refused")
    assert (await session.execute(refused)).scalar_one() == 13
    assert (await session.execute(select(func.count()).select_from(SignInFailure))).scalar_one() == 12
    assert (await ask(stranger, "municipal", opened["client_secret"])).status_code == 429
    assert (await ask(server, "municipal", opened["client_secret"])).status_code == 200


async def test_given_a_signed_in_browser_then_its_cookie_gives_no_token(sign_in: SignIn) -> None:
    assert (await (await sign_in("secadmin")).post(TOKEN, data=GRANT)).status_code == 401
