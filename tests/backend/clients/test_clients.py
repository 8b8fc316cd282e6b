"""The security administrator connects a machine (domain.md §2, api.md, Integration)."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.models import AuditEvent, OauthClient, OauthClientSecret, Organisation
from tests.backend.clients.conftest import CLIENTS, COVERAGE, GRANTS, Machine, ask, code_of, open_client, token_for
from tests.backend.statements import count_statements
from tests.conftest import FixedClock, SignIn
from tests.world import World, add_account


def if_match(record: dict[str, Any]) -> dict[str, str]:
    return {"If-Match": f'"{record["version"]}"'}


async def test_given_a_new_client_then_its_secret_is_shown_once_and_its_bureau_grants_what_it_may_ask_for(
    sign_in: SignIn, opened: dict[str, Any], world: World
) -> None:
    assert (opened["client_id"], opened["status"], opened["scopes"]) == ("municipal", "active", ["stats:read"])
    assert len(opened["client_secret"]) == 43
    assert len(opened["secrets"]) == 1
    secadmin = await sign_in("secadmin")
    read = await secadmin.get(f"{CLIENTS}/{opened['id']}")
    shown_here = {"secret_id", "client_secret"}
    assert read.json() == {name: value for name, value in opened.items() if name not in shown_here}
    assert opened["secret_id"] == opened["secrets"][0]["id"]
    assert opened["client_secret"] not in (await secadmin.get(CLIENTS)).text
    [grant] = (await secadmin.get(GRANTS)).json()["items"]
    assert (grant["client_id"], grant["bureau_id"], grant["scopes"]) == ("municipal", str(world.county), ["stats:read"])


async def test_given_the_database_then_no_secret_stands_in_it(session: AsyncSession, opened: dict[str, Any]) -> None:
    [row] = (await session.execute(select(OauthClientSecret))).scalars()
    assert opened["client_secret"].encode() not in row.digest
    events = (await session.execute(select(AuditEvent).where(AuditEvent.action == "client:open"))).scalars().all()
    assert [opened["client_secret"] in str(vars(event)) for event in events] == [False]


async def test_given_the_same_idempotency_key_then_the_same_client_is_answered_and_the_secret_not_shown_again(
    sign_in: SignIn, clock: FixedClock
) -> None:
    secadmin, key = await sign_in("secadmin"), {"Idempotency-Key": "open-1"}
    body = {"name": "市教育局数据平台", "client_id": "municipal"}
    first = await secadmin.post(CLIENTS, json=body, headers=key)
    second = await secadmin.post(CLIENTS, json=body, headers=key)
    assert second.status_code == 201
    assert second.json() == first.json() | {"client_secret": None}
    path = f"{CLIENTS}/{first.json()['id']}/secrets"
    made, repeats = [], []
    for number in range(2):
        clock.advance(minutes=1)
        before = (await secadmin.get(f"{CLIENTS}/{first.json()['id']}")).json()
        again = if_match(before) | {"Idempotency-Key": f"secret-{number}"}
        made.append((await secadmin.post(path, json={"previous_holds_hours": 24}, headers=again)).json())
        repeats.append(again)
    # An earlier secret's key tells of that one, whatever came since.
    for one, again in zip(made, repeats, strict=True):
        answer = await secadmin.post(path, json={"previous_holds_hours": 24}, headers=again)
        assert (answer.status_code, answer.json()["client_secret"]) == (201, None)
        assert answer.json()["secret_id"] == one["secret_id"]
    third = (await secadmin.post(CLIENTS, json=body, headers=key)).json()
    assert (third["secret_id"], third["client_secret"]) == (first.json()["secret_id"], None)
    assert len({first.json()["secret_id"], *(one["secret_id"] for one in made)}) == 3
    assert [each["id"] for each in third["secrets"]] == [third["secret_id"], *(one["secret_id"] for one in made)]
    assert len((await secadmin.get(CLIENTS)).json()["items"]) == 1


async def test_given_no_code_then_one_is_made(sign_in: SignIn) -> None:
    secadmin = await sign_in("secadmin")
    codes = {(await open_client(secadmin))["client_id"] for _ in range(2)}
    assert len(codes) == 2
    assert all(code.startswith("client-") for code in codes)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"name": "市"}, "/name"),
        ({"name": "市局平台", "client_id": "市局"}, "/client_id"),
        ({"name": "市局平台", "client_id": "MUNICIPAL"}, "/client_id"),
        ({"name": "市局平台", "client_id": "municipal"}, "/client_id"),
        ({"name": "市局平台", "scopes": []}, "/scopes"),
        ({"name": "市局平台", "scopes": ["pupils:read"]}, "/scopes/0"),
        ({"name": "市局平台", "secret": "hunter2"}, "/secret"),
        ({}, "/name"),
    ],
)
async def test_given_a_wrong_body_then_the_field_says_why(
    sign_in: SignIn, opened: dict[str, Any], body: dict[str, Any], pointer: str
) -> None:
    answer = await (await sign_in("secadmin")).post(CLIENTS, json=body)
    assert answer.status_code == 422, answer.text
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_given_a_new_secret_then_the_old_one_goes_on_for_the_hours_that_were_said(
    sign_in: SignIn, machine: Machine, opened: dict[str, Any], clock: FixedClock
) -> None:
    secadmin, server = await sign_in("secadmin"), await machine()
    changed = await secadmin.post(
        f"{CLIENTS}/{opened['id']}/secrets", json={"previous_holds_hours": 2}, headers=if_match(opened)
    )
    assert changed.status_code == 201, changed.text
    fresh = changed.json()["client_secret"]
    assert fresh != opened["client_secret"]
    assert (await ask(server, "municipal", opened["client_secret"])).status_code == 200
    clock.advance(hours=2)
    assert (await ask(server, "municipal", opened["client_secret"])).status_code == 401
    assert (await ask(server, "municipal", fresh)).status_code == 200


async def test_given_a_lost_secret_then_the_new_one_ends_it_at_once(
    sign_in: SignIn, machine: Machine, opened: dict[str, Any]
) -> None:
    secadmin, server = await sign_in("secadmin"), await machine()
    address, body = f"{CLIENTS}/{opened['id']}/secrets", {"previous_holds_hours": 0}
    bearer = await token_for(server, opened)
    assert (await server.get(COVERAGE, headers=bearer)).status_code == 200
    changed = await secadmin.post(address, json=body, headers=if_match(opened))
    assert (await server.get(COVERAGE, headers=bearer)).status_code == 401
    assert [secret["expires_at"] for secret in changed.json()["secrets"]] == [None]
    assert (await ask(server, "municipal", opened["client_secret"])).status_code == 401
    assert (await ask(server, "municipal", changed.json()["client_secret"])).status_code == 200


async def test_given_a_secret_that_ends_sooner_when_another_replaces_it_then_it_is_not_prolonged(
    sign_in: SignIn, machine: Machine, opened: dict[str, Any], clock: FixedClock
) -> None:
    secadmin, server = await sign_in("secadmin"), await machine()
    address = f"{CLIENTS}/{opened['id']}/secrets"
    second = await secadmin.post(address, json={"previous_holds_hours": 1}, headers=if_match(opened))
    await secadmin.post(address, json={"previous_holds_hours": 100}, headers=if_match(second.json()))
    clock.advance(hours=1)
    assert (await ask(server, "municipal", opened["client_secret"])).status_code == 401
    assert (await ask(server, "municipal", second.json()["client_secret"])).status_code == 200


@pytest.mark.parametrize("hours", [-1, 169, 1.5, "2", None])
async def test_given_hours_that_cannot_be_then_the_field_says_so(
    sign_in: SignIn, opened: dict[str, Any], hours: Any
) -> None:
    answer = await (await sign_in("secadmin")).post(
        f"{CLIENTS}/{opened['id']}/secrets", json={"previous_holds_hours": hours}, headers=if_match(opened)
    )
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/previous_holds_hours"]


async def test_given_a_disabled_client_then_its_token_is_out_on_the_next_request_and_nothing_more_can_be_done_with_it(
    sign_in: SignIn, machine: Machine, opened: dict[str, Any]
) -> None:
    secadmin, server = await sign_in("secadmin"), await machine()
    bearer = await token_for(server, opened)
    assert (await server.get(COVERAGE, headers=bearer)).status_code == 200
    disabled = await secadmin.post(f"{CLIENTS}/{opened['id']}/disable", headers=if_match(opened))
    assert (disabled.status_code, disabled.json()["status"], disabled.json()["secrets"]) == (200, "disabled", [])
    assert (await server.get(COVERAGE, headers=bearer)).status_code == 401
    assert (await ask(server, "municipal", opened["client_secret"])).status_code == 401
    again = await secadmin.post(f"{CLIENTS}/{opened['id']}/disable", headers=if_match(disabled.json()))
    assert (again.status_code, code_of(again)) == (409, "client_disabled")
    more = await secadmin.post(f"{CLIENTS}/{opened['id']}/secrets", json={}, headers=if_match(disabled.json()))
    assert (more.status_code, code_of(more)) == (409, "client_disabled")


async def test_given_a_grant_that_is_taken_back_then_the_machine_is_out_and_may_be_granted_anew(
    sign_in: SignIn, machine: Machine, opened: dict[str, Any]
) -> None:
    secadmin, server = await sign_in("secadmin"), await machine()
    bearer = await token_for(server, opened)
    [grant] = (await secadmin.get(GRANTS, params={"client_id": "municipal"})).json()["items"]
    taken = await secadmin.post(GRANTS, json={"client_id": "municipal"})
    assert (taken.status_code, code_of(taken)) == (409, "already_granted")
    ended = await secadmin.post(f"{GRANTS}/{grant['id']}/end", headers=if_match(grant))
    assert ended.json()["ended_at"] is not None
    assert (await server.get(COVERAGE, headers=bearer)).status_code == 403
    again = await secadmin.post(f"{GRANTS}/{grant['id']}/end", headers=if_match(ended.json()))
    assert (again.status_code, code_of(again)) == (409, "grant_ended")
    assert (await secadmin.post(GRANTS, json={"client_id": "municipal"})).status_code == 201
    assert (await server.get(COVERAGE, headers=bearer)).status_code == 200
    current = (await secadmin.get(GRANTS, params={"current": "true"})).json()["items"]
    assert [item["id"] == grant["id"] for item in current] == [False]
    assert len((await secadmin.get(GRANTS)).json()["items"]) == 2


@pytest.fixture
async def administrators(session: AsyncSession, world: World) -> World:
    """A security administrator in the other county and one at the municipal bureau."""
    await add_account(session, world, "secadmin2", "security_admin", world.other_county, None)
    await add_account(session, world, "secadmin3", "security_admin", world.municipal, None)
    await session.commit()
    return world


async def test_given_a_client_of_the_bureau_above_then_each_county_grants_its_own_figures(
    administrators: World, sign_in: SignIn, machine: Machine
) -> None:
    municipal, server = await open_client(await sign_in("secadmin3"), client_id="platform"), await machine()
    bearer = await token_for(server, municipal)
    names = []
    for account in ("secadmin", "secadmin2"):
        given = await (await sign_in(account)).post(GRANTS, json={"client_id": "platform"})
        assert given.status_code == 201, given.text
        counties = (await server.get(COVERAGE, headers=bearer)).json()["counties"]
        names.append([county["name"] for county in counties if county["name"] != "渭南市教育局"])
    assert names == [["蒲城县教育局"], ["白水县教育局", "蒲城县教育局"]]


async def test_given_another_county_then_neither_client_nor_grant_exists_for_it(
    administrators: World, sign_in: SignIn, opened: dict[str, Any]
) -> None:
    stranger = await sign_in("secadmin2")
    [grant] = (await (await sign_in("secadmin")).get(GRANTS)).json()["items"]
    assert (await stranger.get(CLIENTS)).json()["items"] == []
    assert (await stranger.get(GRANTS)).json()["items"] == []
    assert (await stranger.get(f"{CLIENTS}/{opened['id']}")).status_code == 404
    assert (await stranger.get(f"{GRANTS}/{grant['id']}")).status_code == 404
    for code in ("municipal", "nobody"):
        answer = await stranger.post(GRANTS, json={"client_id": code})
        assert (answer.status_code, [error["pointer"] for error in answer.json()["errors"]]) == (422, ["/client_id"])


async def test_given_more_clients_then_no_more_statements(sign_in: SignIn) -> None:
    secadmin, counts = await sign_in("secadmin"), []
    for more in (1, 5):
        for _ in range(more):
            await open_client(secadmin)
        with count_statements() as seen:
            assert (await secadmin.get(CLIENTS)).status_code == 200
        counts.append(len(seen))
        with count_statements() as seen:
            assert (await secadmin.get(GRANTS)).status_code == 200
        counts.append(len(seen))
    assert counts == [3, 2, 3, 2]


async def test_given_filters_then_the_lists_hold_what_they_say(sign_in: SignIn, opened: dict[str, Any]) -> None:
    secadmin = await sign_in("secadmin")
    other = await open_client(secadmin)
    await secadmin.post(f"{CLIENTS}/{opened['id']}/disable", headers=if_match(opened))

    async def found(status: str) -> list[str]:
        items = (await secadmin.get(CLIENTS, params={"status": status})).json()["items"]
        return [item["id"] for item in items]

    assert await found("active") == [other["id"]]
    assert await found("disabled") == [opened["id"]]


async def test_given_the_deeds_then_each_stands_in_the_log_under_the_client(
    sign_in: SignIn, machine: Machine, opened: dict[str, Any], session: AsyncSession
) -> None:
    secadmin, server = await sign_in("secadmin"), await machine()
    await token_for(server, opened)
    await ask(server, "municipal", "wrong")
    await secadmin.post(f"{CLIENTS}/{opened['id']}/disable", headers=if_match(opened))
    logged = select(AuditEvent.action, AuditEvent.outcome, AuditEvent.actor_label).where(
        AuditEvent.target_type == "oauth_client"
    )
    rows = (await session.execute(logged.order_by(AuditEvent.id))).all()
    assert [tuple(row)[:2] for row in rows] == [
        ("client:open", "done"),
        ("token:issue", "done"),
        ("token:issue", "refused"),
        ("client:disable", "done"),
    ]
    assert rows[1].actor_label == "市教育局数据平台"


async def test_given_the_world_then_a_client_belongs_to_a_bureau(session: AsyncSession, opened: dict[str, Any]) -> None:
    owner = select(Organisation.kind).join(OauthClient, OauthClient.bureau_id == Organisation.id)
    assert (await session.execute(owner)).scalar_one() == "bureau"
