"""What two requests at the same instant may not do together. Real connections and real commits."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select, update

from handinhand.core import embedded
from handinhand.core.config import Settings
from handinhand.core.database import Database, connect
from handinhand.main import create_app
from handinhand.models import RoleAssignment, SignInFailure, User
from tests.backend.identity.conftest import OTHER_PASSWORD, PASSWORD, enter
from tests.conftest import FixedClock, caller, cloned_database
from tests.world import World, add_account, add_person, build_world


@pytest.fixture
async def committed(
    server: embedded.EmbeddedDatabase, worker_id: str, clock: FixedClock, password_hash: str
) -> AsyncIterator[tuple[Database, World]]:
    """A database of its own with the world committed in it."""
    with cloned_database(server, f"identity_races_{worker_id}") as name:
        database = connect(server.url(embedded.APPLICATION_ROLE, name))
        async with database.sessions.begin() as session:
            world = await build_world(session, clock.now())
            await add_account(session, world, "newcomer", None, world.county)
            world.people["new"] = await add_person(session, clock.now(), world.county, world.lead_school, "何老师")
            await session.execute(update(User).values(password_hash=password_hash))
        yield database, world
        await database.close()


@pytest.fixture
async def live(committed: tuple[Database, World], settings: Settings, clock: FixedClock) -> FastAPI:
    return create_app(settings, database=committed[0], clock=clock)


async def at_once(app: FastAPI, token: str | None, *calls: tuple[str, str, dict[str, Any]]) -> list[httpx2.Response]:
    """Sends all of them before any answer is there."""
    async with contextlib.AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(caller(app, token)) for _ in calls]
        sent = zip(clients, calls, strict=True)
        return await asyncio.gather(*(client.request(method, path, **more) for client, (method, path, more) in sent))


@pytest.mark.parametrize("attempt", range(3))
async def test_given_an_administrator_and_another_role_at_once_then_only_one_is_given(
    committed: tuple[Database, World], live: FastAPI, attempt: int
) -> None:
    database, world = committed
    newcomer = str(world.users["newcomer"])
    bodies = [
        {"user_id": newcomer, "role": role, "organisation_id": str(world.county)}
        for role in ("auditor", "bureau_admin", "system_admin", "inspector")
    ]
    calls = [("POST", "/api/v1/role-assignments", {"json": body}) for body in bodies]
    answers = await at_once(live, world.tokens["secadmin"], *calls)
    given = {answer.json()["role"] for answer in answers if answer.status_code == 201}
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len(given) == 1 or given == {"bureau_admin", "inspector"}
    async with database.sessions() as session:
        held = select(RoleAssignment.role).where(RoleAssignment.user_id == world.users["newcomer"])
        assert set((await session.execute(held)).scalars()) == given


async def test_given_the_same_role_at_once_then_it_is_given_once(
    committed: tuple[Database, World], live: FastAPI
) -> None:
    world = committed[1]
    body = {"user_id": str(world.users["newcomer"]), "role": "inspector", "organisation_id": str(world.county)}
    calls = [("POST", "/api/v1/role-assignments", {"json": body})] * 4
    answers = await at_once(live, world.tokens["secadmin"], *calls)
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


async def test_given_slips_for_the_same_person_at_once_then_one_account_opens(
    committed: tuple[Database, World], live: FastAPI
) -> None:
    database, world = committed
    person = str(world.people["new"])
    slip = {"person_id": person, "role": "instructor", "organisation_id": str(world.lead_school)}
    calls = [("POST", "/api/v1/users/activation-slips", {"json": {"items": [slip]}})] * 3
    calls.append(("POST", "/api/v1/users", {"json": {"person_id": person}}))
    answers = await at_once(live, world.tokens["secadmin"], *calls)
    assert sorted(answer.status_code for answer in answers) == [201, 422, 422, 422]
    async with database.sessions() as session:
        accounts = select(func.count()).select_from(User).where(User.person_id == world.people["new"])
        assert (await session.execute(accounts)).scalar_one() == 1


async def test_given_the_same_name_at_once_then_every_account_has_its_own_sign_in_name(
    committed: tuple[Database, World], live: FastAPI
) -> None:
    calls = [("POST", "/api/v1/users", {"json": {"name": "王建国"}})] * 4
    answers = await at_once(live, committed[1].tokens["secadmin"], *calls)
    assert {answer.status_code for answer in answers} == {201}
    names = {answer.json()["username"] for answer in answers}
    assert names == {"wangjianguo", "wangjianguo2", "wangjianguo3", "wangjianguo4"}


async def test_given_the_same_key_at_once_then_one_account_and_one_answer(
    committed: tuple[Database, World], live: FastAPI
) -> None:
    call = ("POST", "/api/v1/users", {"json": {"name": "王建国"}, "headers": {"Idempotency-Key": "once"}})
    answers = await at_once(live, committed[1].tokens["secadmin"], *[call] * 4)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1


async def test_given_twenty_wrong_guesses_at_once_then_five_are_looked_at_and_the_pool_holds(
    committed: tuple[Database, World], live: FastAPI
) -> None:
    body = {"json": {"username": "lead", "password": OTHER_PASSWORD}}
    answers = await at_once(live, None, *[("POST", "/api/v1/auth/sessions", body)] * 20)
    assert sorted(answer.status_code for answer in answers) == [401] * 5 + [429] * 15
    async with committed[0].sessions() as session:
        assert (await session.execute(select(func.count()).select_from(SignInFailure))).scalar_one() == 5


async def test_given_the_right_guess_among_many_at_once_then_it_counts_only_before_five_wrong_ones(
    committed: tuple[Database, World], live: FastAPI
) -> None:
    wrong = ("POST", "/api/v1/auth/sessions", {"json": {"username": "lead", "password": OTHER_PASSWORD}})
    right = ("POST", "/api/v1/auth/sessions", {"json": {"username": "lead", "password": PASSWORD}})
    answers = await at_once(live, None, *[wrong] * 10, right)
    # Which of them is settled first is the machine's choice. Late, the right guess is refused like all after five wrong
    # ones; early, it enters and the counting begins anew, with up to four wrong ones behind it.
    looked_at = sum(answer.status_code == 401 for answer in answers[:-1])
    late, early = {(429, 5)}, {(201, before + 5) for before in range(5)}
    assert (answers[-1].status_code, looked_at) in late | early
    assert {answer.status_code for answer in answers[:-1]} == {401, 429}
    assert (await at_once(live, None, right))[0].status_code == 429


async def test_given_many_right_sign_ins_at_once_then_all_of_them_enter(
    committed: tuple[Database, World], live: FastAPI
) -> None:
    body = {"json": {"username": "lead", "password": PASSWORD}}
    answers = await at_once(live, None, *[("POST", "/api/v1/auth/sessions", body)] * 14)
    assert {answer.status_code for answer in answers} == {201}


async def test_given_one_code_used_twice_at_once_then_one_password_is_set(
    committed: tuple[Database, World], live: FastAPI
) -> None:
    world = committed[1]
    async with caller(live, world.tokens["secadmin"]) as secadmin:
        code = (await secadmin.post("/api/v1/users", json={"name": "王建国"})).json()["activation"]["code"]
    bodies = [{"code": code, "password": password} for password in (PASSWORD, OTHER_PASSWORD)]
    answers = await at_once(live, None, *(("POST", "/api/v1/auth/activations", {"json": body}) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [204, 422]
    winner = bodies[[answer.status_code for answer in answers].index(204)]["password"]
    async with caller(live) as client:
        assert (await enter(client, "wangjianguo", winner)).status_code == 201


async def test_given_a_reset_while_somebody_signs_in_then_no_old_session_survives(
    committed: tuple[Database, World], live: FastAPI
) -> None:
    world = committed[1]
    reset = f"/api/v1/users/{world.users['lead']}/reset"
    async with caller(live, world.tokens["secadmin"]) as secadmin, caller(live) as lead:
        entering = asyncio.create_task(enter(lead, "lead"))
        await asyncio.sleep(0.02)
        done = await secadmin.post(reset, headers={"If-Match": '"1"'})
        await entering
        assert done.status_code == 200, done.text
        assert (await lead.get("/api/v1/me")).status_code == 401
