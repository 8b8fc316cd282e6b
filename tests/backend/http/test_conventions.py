"""api.md, Conventions: what every operation does alike."""

import base64
import json
from collections.abc import AsyncIterator

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.ids import new_id
from handinhand.models import AuditEvent
from tests.conftest import FixedClock, SignIn
from tests.world import World, organisation

PROBLEM = "application/problem+json"


async def add_schools(session: AsyncSession, world: World, count: int) -> None:
    session.add_all(
        organisation(world.at, new_id(), world.county, world.county, "school", "public", f"第{number}小学")
        for number in range(count)
    )
    await session.commit()


async def test_given_no_session_when_calling_then_401_as_a_problem_in_chinese(client: httpx2.AsyncClient) -> None:
    answer = await client.get("/api/v1/organisations")
    assert answer.status_code == 401
    assert answer.headers["content-type"] == PROBLEM
    body = answer.json()
    assert body["type"].endswith(":not_signed_in")
    assert body["title"] == "请先登录"
    assert body["status"] == 401
    assert body["request_id"] == answer.headers["x-request-id"]


async def test_given_an_english_caller_then_titles_are_english(client: httpx2.AsyncClient) -> None:
    answer = await client.get("/api/v1/organisations", headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert answer.json()["title"] == "Please sign in"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/no-such-thing", 404),
        ("POST", "/api/v1/no-such-thing", 404),
        ("GET", "/api/v1/affiliations", 404),
        ("GET", "/api/v1/help-cases", 404),
        ("PUT", "/api/v1/auth/sessions", 405),
        ("POST", "/livez", 405),
        ("POST", "/nowhere", 404),
    ],
)
async def test_given_no_such_operation_then_it_is_a_problem_too(
    client: httpx2.AsyncClient, method: str, path: str, status: int
) -> None:
    answer = await client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == PROBLEM


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/api/v1/visits", "GET, POST"),
        ("/api/v1/holidays/0199d3a2-6c40-7cc1-9d52-1f6a3f0e8b11", "DELETE, GET, PATCH"),
        ("/livez", "GET"),
    ],
)
async def test_given_a_method_that_is_not_taken_then_allow_names_all_that_are(
    client: httpx2.AsyncClient, path: str, allowed: str
) -> None:
    answer = await client.put(path)
    assert answer.status_code == 405
    assert answer.headers["allow"] == allowed


async def test_given_unknown_query_parameters_then_422_names_them(sign_in: SignIn) -> None:
    answer = await (await sign_in("bureau")).get("/api/v1/organisations?colour=red&limit=5")
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == ["?colour"]


@pytest.mark.parametrize(
    ("query", "status"), [("kind=school&kind=training", 422), ("limit=1&limit=2", 422), ("kind=school", 200)]
)
async def test_given_a_parameter_twice_that_is_taken_once_then_neither_is_guessed(
    sign_in: SignIn, query: str, status: int
) -> None:
    answer = await (await sign_in("bureau")).get(f"/api/v1/organisations?{query}")
    assert answer.status_code == status
    if status == 422:
        assert [error["code"] for error in answer.json()["errors"]] == ["repeated"]


async def test_given_a_parameter_twice_that_takes_several_then_both_count(sign_in: SignIn) -> None:
    answer = await (await sign_in("bureau")).get("/api/v1/obligations?status=met&status=missed")
    assert answer.status_code == 200


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/no-such-thing"),
        ("DELETE", "/api/v1/organisations"),
        ("GET", "/api/v1/organisations?colour=red"),
        ("GET", "/api/v1/organisations?cursor=abc"),
        ("GET", "/api/v1/visits/01a20000-0000-7000-8000-000000000000"),
        ("POST", "/api/v1/people"),
        ("GET", "/api/v1/users"),
    ],
)
async def test_given_any_refusal_then_all_parts_of_a_problem_are_there(
    sign_in: SignIn, method: str, path: str, language: str
) -> None:
    answer = await (await sign_in("bureau")).request(method, path, headers={"Accept-Language": language})
    assert answer.status_code >= 400
    assert {"type", "title", "status", "detail", "request_id"} <= answer.json().keys()
    assert answer.json()["detail"]


async def test_given_a_slash_too_many_then_404_and_no_redirect(sign_in: SignIn) -> None:
    answer = await (await sign_in("bureau")).get("/api/v1/organisations/", follow_redirects=False)
    assert (answer.status_code, answer.headers["content-type"]) == (404, PROBLEM)


async def test_given_unknown_query_parameters_on_an_item_then_422_but_404_comes_first(
    sign_in: SignIn, world: World
) -> None:
    caller = await sign_in("instructor")
    assert (await caller.get(f"/api/v1/organisations/{world.kindergarten}?x=1")).status_code == 422
    assert (await caller.get(f"/api/v1/organisations/{world.training}?x=1")).status_code == 404


@pytest.mark.parametrize(
    ("content", "pointers"),
    [
        (b'{"x": 1, "y": {}}', ["/x", "/y"]),
        (b"[1]", [""]),
        (b"null", [""]),
        (b"{", [""]),
        (b"x=1", [""]),
        (b"", None),
        (b" \n", None),
        (b"{}", None),
        (b" { } ", None),
    ],
)
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("DELETE", "/api/v1/auth/sessions/current", 204), ("GET", "/api/v1/organisations", 200)],
)
async def test_given_a_body_where_none_is_taken_then_422_names_its_fields_unless_it_says_nothing(
    sign_in: SignIn, method: str, path: str, status: int, content: bytes, pointers: list[str] | None
) -> None:
    caller = await sign_in("bureau")
    answer = await caller.request(method, path, content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code == (422 if pointers else status)
    if pointers:
        found = [(error["pointer"], error["code"]) for error in answer.json()["errors"]]
        assert found == [(pointer, "extra_forbidden") for pointer in pointers]


async def test_given_a_body_in_pieces_where_none_is_taken_then_it_is_refused_too(sign_in: SignIn) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b'{"x":'
        yield b"1}"

    answer = await (await sign_in("bureau")).request("DELETE", "/api/v1/auth/sessions/current", content=pieces())
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/x"]


async def test_given_a_body_on_a_record_then_404_comes_first(sign_in: SignIn, world: World) -> None:
    caller = await sign_in("instructor")
    for record_id, status in ((world.kindergarten, 422), (world.training, 404)):
        answer = await caller.request("GET", f"/api/v1/organisations/{record_id}", json={"x": 1})
        assert answer.status_code == status


async def test_given_unparsable_json_then_422(client: httpx2.AsyncClient) -> None:
    answer = await client.post(
        "/api/v1/auth/sessions", content=b'{"username":', headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 422
    assert answer.headers["content-type"] == PROBLEM


async def test_given_a_body_of_another_type_then_415(client: httpx2.AsyncClient) -> None:
    answer = await client.post("/api/v1/auth/sessions", content="username=a", headers={"Content-Type": "text/plain"})
    assert answer.status_code in {415, 422}
    signed = await client.put("/api/v1/me/password", content="x", headers={"Content-Type": "text/plain"})
    assert signed.status_code == 401


async def test_given_another_type_when_signed_in_then_415_before_everything_else(sign_in: SignIn) -> None:
    caller = await sign_in("bureau")
    answer = await caller.put("/api/v1/me/password", content="x", headers={"Content-Type": "text/plain"})
    assert answer.status_code == 415


async def test_given_a_body_whose_type_is_not_said_then_415(sign_in: SignIn) -> None:
    caller = await sign_in("bureau")
    assert (await caller.post("/api/v1/visits", content=b"{}")).status_code == 415
    assert (await caller.post("/api/v1/visits")).status_code == 422


async def test_given_a_json_body_over_the_limit_then_413(client: httpx2.AsyncClient) -> None:
    body = b'{"username": "' + b"a" * (1024 * 1024 + 1) + b'"}'
    answer = await client.post("/api/v1/auth/sessions", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert answer.headers["content-type"] == PROBLEM


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, True),
        ({"Sec-Fetch-Site": "same-site"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "same-origin"}, False),
        ({"Origin": "http://evil.example"}, True),
        ({"Origin": "null"}, True),
        ({"Origin": "http://test"}, False),
        ({"Origin": "http://test.evil.example"}, True),
        ({}, False),
    ],
)
async def test_given_a_write_from_another_site_then_it_is_refused(
    sign_in: SignIn, headers: dict[str, str], *, refused: bool
) -> None:
    answer = await (await sign_in("bureau")).delete("/api/v1/auth/sessions/current", headers=headers)
    assert answer.status_code == (403 if refused else 204)
    if refused:
        assert answer.json()["type"].endswith(":cross_site")


async def test_given_pages_when_walking_then_every_row_comes_once_and_in_order(
    sign_in: SignIn, session: AsyncSession, world: World
) -> None:
    await add_schools(session, world, 23)
    caller = await sign_in("bureau")
    whole = (await caller.get("/api/v1/organisations?limit=200&include=total")).json()
    assert whole["total"] == {"value": len(whole["items"]), "capped": False}
    walked, cursor = [], None
    while True:
        suffix = f"&cursor={cursor}" if cursor else ""
        page = (await caller.get(f"/api/v1/organisations?limit=4{suffix}")).json()
        walked += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert walked == whole["items"]
    turned = (await caller.get("/api/v1/organisations?limit=200&sort=-name")).json()
    assert turned["items"] == whole["items"][::-1]


async def test_given_a_cursor_of_other_filters_then_400_cursor_mismatch(
    sign_in: SignIn, session: AsyncSession, world: World
) -> None:
    await add_schools(session, world, 5)
    caller = await sign_in("bureau")
    cursor = (await caller.get("/api/v1/organisations?limit=2&kind=school")).json()["next_cursor"]
    same = await caller.get(f"/api/v1/organisations?limit=3&kind=school&cursor={cursor}")
    assert same.status_code == 200
    other = await caller.get(f"/api/v1/organisations?limit=2&kind=kindergarten&cursor={cursor}")
    assert other.status_code == 400
    assert other.json()["type"].endswith(":cursor_mismatch")


@pytest.mark.parametrize("cursor", ["x", "AAAA", "e30", "W10", "%00", "W251bGwsbnVsbCxudWxsLG51bGxd"])
async def test_given_a_broken_cursor_then_422(sign_in: SignIn, cursor: str) -> None:
    answer = await (await sign_in("bureau")).get(f"/api/v1/organisations?cursor={cursor}")
    assert answer.status_code == 422


@pytest.mark.parametrize("sort", ["name", "joined_on"])
@pytest.mark.parametrize(
    "position",
    [("s", "a\0b"), ("s", "\ud800"), ("i", 5), ("i", float("inf")), ("u", "0199d3a2-6c40-7cc1-9d52-1f6a3f0e8b11")],
    ids=["nul", "half a character", "number", "infinity", "id"],
)
async def test_given_a_cursor_that_somebody_made_up_then_422(
    sign_in: SignIn, session: AsyncSession, world: World, sort: str, position: tuple[str, object]
) -> None:
    caller = await sign_in("bureau")
    path = f"/api/v1/organisations?limit=1&sort={sort}&kind=kindergarten"
    session.add(organisation(world.at, new_id(), world.county, world.county, "kindergarten", "private", "新星幼儿园"))
    await session.commit()
    genuine = (await caller.get(path)).json()["next_cursor"]
    bound, _, _, row_id = json.loads(base64.urlsafe_b64decode(genuine + "=="))
    made_up = base64.urlsafe_b64encode(json.dumps([bound, *position, row_id]).encode()).decode()
    answer = await caller.get(f"{path}&cursor={made_up}")
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["code"] == "cursor_malformed"


async def test_given_a_version_that_no_record_has_then_412(sign_in: SignIn, world: World) -> None:
    caller = await sign_in("bureau")
    for tag in ('"' + "9" * 5000 + '"', '"', '"x"'):
        answer = await caller.patch(
            f"/api/v1/organisations/{world.kindergarten}", json={"address": "东大街"}, headers={"If-Match": tag}
        )
        assert answer.status_code == 412, tag


@pytest.mark.parametrize("tag", ["*", " * "])
async def test_given_any_version_at_all_then_428_since_nobody_would_see_what_is_overwritten(
    sign_in: SignIn, world: World, tag: str
) -> None:
    caller = await sign_in("bureau")
    path = f"/api/v1/organisations/{world.kindergarten}"
    answer = await caller.patch(path, json={"address": "东大街"}, headers={"If-Match": tag})
    assert (answer.status_code, answer.json()["type"]) == (428, "urn:handinhand:problem:if_match_required")
    assert (await caller.get(path)).json()["version"] == 1


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "sort=password_hash", "include=everything"])
async def test_given_bad_paging_then_422_beside_the_parameter(sign_in: SignIn, query: str) -> None:
    answer = await (await sign_in("bureau")).get(f"/api/v1/organisations?{query}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "?" + query.partition("=")[0]


async def test_answers_carry_the_security_headers(client: httpx2.AsyncClient) -> None:
    headers = (await client.get("/livez")).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "strict-transport-security" not in headers


async def test_given_a_past_session_then_the_next_request_is_401(
    sign_in: SignIn, clock: FixedClock, world: World
) -> None:
    caller = await sign_in("bureau")
    assert (await caller.get("/api/v1/me")).status_code == 200
    clock.advance(days=500)
    assert (await caller.get("/api/v1/me")).status_code == 401


async def test_given_a_refused_access_then_the_audit_log_keeps_it(
    sign_in: SignIn, session: AsyncSession, world: World
) -> None:
    caller = await sign_in("instructor")
    await caller.get(f"/api/v1/organisations/{world.training}")
    found = (await session.execute(select(AuditEvent).where(AuditEvent.outcome == "refused"))).scalars().all()
    assert [(event.actor_user_id, event.target_id, event.details) for event in found] == [
        (world.users["instructor"], world.training, {"code": "not_found"})
    ]


async def test_readyz_names_the_part_that_is_away(app: FastAPI, client: httpx2.AsyncClient) -> None:
    assert (await client.get("/readyz")).status_code == 200
    app.state.files.incoming.rmdir()
    answer = await client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["part"] == "storage"
    assert answer.headers["retry-after"]


async def test_given_a_defect_then_a_problem_without_the_message_and_a_log_without_what_was_entered(
    app: FastAPI, client: httpx2.AsyncClient, capsys: pytest.CaptureFixture[str]
) -> None:
    @app.get("/broken")
    async def read_broken() -> None:
        raise RuntimeError("王小明 13800000000")

    answer = await client.get("/broken")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == PROBLEM
    logged = capsys.readouterr().out
    assert "RuntimeError" in logged
    assert "read_broken" in logged
    assert "王小明" not in logged + answer.text
