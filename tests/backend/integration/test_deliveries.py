"""The Party office sends a month's figures to the municipal bureau (docs/integration.md)."""

import json
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from pytest_httpx import HTTPXMock
from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.config import Settings
from handinhand.core.database import Database
from handinhand.core.jobs import WorkerContext, set_worker_context
from handinhand.core.outbound import Undelivered
from handinhand.exchange.integration import deliveries, tasks
from handinhand.exchange.integration.rules import MOST_ATTEMPTS
from handinhand.models import AuditEvent, FiguresDelivery
from tests.backend.obligations.arrange import add_visit
from tests.backend.statements import count_statements
from tests.conftest import FixedClock, SignIn
from tests.world import World

DELIVERIES = "/api/v1/figures-deliveries"
ADDRESS = "https://municipal.example.cn/figures"
SECRET = "whsec_YSBzZWNyZXQgb2YgdHdlbnR5LWZvdXIgYg=="


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """An installation that knows where the municipal bureau takes figures."""
    return settings.model_copy(update={"municipal_url": ADDRESS, "municipal_secret": SecretStr(SECRET)})


@pytest.fixture(autouse=True)
def worker(app: FastAPI, database: Database, clock: FixedClock, settings: Settings) -> None:
    set_worker_context(WorkerContext(database, app.state.files, clock, settings))


async def send(caller: httpx2.AsyncClient, month: str = "2026-10") -> dict[str, Any]:
    answer = await caller.post(DELIVERIES, json={"month": month})
    assert answer.status_code == 201, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


async def read(caller: httpx2.AsyncClient, delivery: dict[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = (await caller.get(f"{DELIVERIES}/{delivery['id']}")).json()
    return shown


def code_of(answer: httpx2.Response) -> str:
    kind: str = answer.json()["type"]
    return kind.rpartition(":")[2]


async def test_given_a_month_then_its_figures_are_those_of_the_coverage_and_stay_as_they_were(
    session: AsyncSession, world: World, sign_in: SignIn, httpx_mock: HTTPXMock
) -> None:
    await add_visit(session, world, world.kindergarten, "instructor", "2026-10-08 09:00")
    await session.commit()
    bureau = await sign_in("bureau")
    queued = await send(bureau)
    coverage = await bureau.get("/api/v1/stats/coverage", params={"month": "2026-10", "months": 1})
    [county] = coverage.json()["counties"]
    assert queued["figures"] == county["months"][0]
    assert (queued["state"], queued["figures"]["met"]) == ("queued", 1)
    await add_visit(session, world, world.training, "instructor2", "2026-10-09 09:00")
    await session.commit()
    httpx_mock.add_response(json={"receipt": "17"})
    await tasks.send_figures(queued["id"])
    request = httpx_mock.get_request()
    assert request is not None
    sent = json.loads(request.content)
    assert sent == {
        "type": "figures.month",
        "id": queued["id"],
        "as_of": "2026-10-15T02:00:00Z",
        "bureau": {"id": str(world.county), "name": "蒲城县教育局"},
        "figures": queued["figures"],
    }
    assert request.headers["webhook-id"] == queued["id"]
    shown = await read(bureau, queued)
    assert (shown["state"], shown["receipt"], shown["attempts"], shown["last_error"]) == ("delivered", "17", 1, None)


async def test_given_a_queued_delivery_then_the_worker_has_its_job_with_the_id_alone(
    session: AsyncSession, sign_in: SignIn
) -> None:
    queued = await send(await sign_in("bureau"))
    jobs = text("select args from procrastinate_jobs where task_name = 'integration:send_figures'")
    assert (await session.execute(jobs)).scalars().all() == [{"delivery_id": queued["id"]}]


async def test_given_an_address_that_fails_then_it_is_tried_again_until_it_is_taken(
    sign_in: SignIn, httpx_mock: HTTPXMock, clock: FixedClock
) -> None:
    bureau = await sign_in("bureau")
    queued = await send(bureau)
    httpx_mock.add_response(status_code=503)
    httpx_mock.add_response(status_code=200)
    with pytest.raises(Undelivered):
        await tasks.send_figures(queued["id"])
    shown = await read(bureau, queued)
    assert (shown["state"], shown["attempts"], shown["last_error"]) == ("queued", 1, "status_503")
    clock.advance(seconds=4)
    await tasks.send_figures(queued["id"])
    shown = await read(bureau, queued)
    assert (shown["state"], shown["attempts"], shown["last_error"], shown["receipt"]) == ("delivered", 2, None, None)
    bodies = [request.content for request in httpx_mock.get_requests()]
    assert bodies[0] == bodies[1]


async def test_given_a_delivered_one_when_the_job_comes_again_then_nothing_is_sent(
    sign_in: SignIn, httpx_mock: HTTPXMock
) -> None:
    queued = await send(await sign_in("bureau"))
    httpx_mock.add_response(status_code=200)
    await tasks.send_figures(queued["id"])
    await tasks.send_figures(queued["id"])
    assert len(httpx_mock.get_requests()) == 1


async def test_given_an_address_that_never_answers_then_it_is_given_up_and_a_person_sends_it_again(
    sign_in: SignIn, httpx_mock: HTTPXMock, session: AsyncSession
) -> None:
    bureau = await sign_in("bureau")
    queued = await send(bureau)
    httpx_mock.add_response(status_code=500, is_reusable=True)
    for number in range(1, MOST_ATTEMPTS + 1):
        if number < MOST_ATTEMPTS:
            with pytest.raises(Undelivered):
                await tasks.send_figures(queued["id"])
        else:
            await tasks.send_figures(queued["id"])
    shown = await read(bureau, queued)
    assert (shown["state"], shown["attempts"]) == ("failed", MOST_ATTEMPTS)
    again = await bureau.post(f"{DELIVERIES}/{queued['id']}/redeliver")
    assert (again.status_code, again.json()["state"], again.json()["attempts"]) == (200, "queued", 0)
    twice = await bureau.post(f"{DELIVERIES}/{queued['id']}/redeliver")
    assert (twice.status_code, code_of(twice)) == (409, "not_failed")
    logged = select(AuditEvent.action).where(AuditEvent.target_type == "figures_delivery").order_by(AuditEvent.id)
    assert (await session.execute(logged)).scalars().all() == ["figures:send", "figures:failed", "figures:resend"]


async def test_given_a_month_on_its_way_then_it_is_not_queued_twice_but_another_is(sign_in: SignIn) -> None:
    bureau = await sign_in("bureau")
    await send(bureau)
    second = await bureau.post(DELIVERIES, json={"month": "2026-10"})
    assert (second.status_code, code_of(second)) == (409, "already_queued")
    await send(bureau, "2026-09")
    await send(await sign_in("bureau2"))
    months = [item["month"] for item in (await bureau.get(DELIVERIES)).json()["items"]]
    assert months == ["2026-09", "2026-10"]
    assert len((await bureau.get(DELIVERIES, params={"month": "2026-09"})).json()["items"]) == 1
    assert (await bureau.get(DELIVERIES, params={"state": "failed"})).json()["items"] == []


async def test_given_a_failed_one_while_the_month_is_on_its_way_anew_then_it_waits(
    sign_in: SignIn, httpx_mock: HTTPXMock, session: AsyncSession
) -> None:
    bureau = await sign_in("bureau")
    failed = await send(bureau)
    await session.execute(update(FiguresDelivery).values(state="failed", attempts=8, last_error="status_500"))
    await session.commit()
    second = await send(bureau)
    again = await bureau.post(f"{DELIVERIES}/{failed['id']}/redeliver")
    assert (again.status_code, code_of(again)) == (409, "already_queued")
    httpx_mock.add_response(status_code=200)
    await tasks.send_figures(second["id"])
    again = await bureau.post(f"{DELIVERIES}/{failed['id']}/redeliver")
    assert (again.status_code, again.json()["last_error"], again.json()["last_attempt_at"]) == (200, None, None)


async def test_given_whatever_goes_wrong_then_it_is_a_try_and_the_month_does_not_stay_on_its_way(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau = await sign_in("bureau")
    queued = await send(bureau)

    async def broken(*_what: object) -> None:
        raise ExceptionGroup("unheard of", [OverflowError()])

    monkeypatch.setattr(deliveries, "deliver", broken)
    for _ in range(MOST_ATTEMPTS - 1):
        with pytest.raises(Undelivered):
            await tasks.send_figures(queued["id"])
    await tasks.send_figures(queued["id"])
    shown = await read(bureau, queued)
    assert (shown["state"], shown["attempts"], shown["last_error"]) == ("failed", MOST_ATTEMPTS, "defect")


async def test_given_the_same_idempotency_key_then_one_delivery(sign_in: SignIn) -> None:
    bureau, key = await sign_in("bureau"), {"Idempotency-Key": "send-1"}
    first = await bureau.post(DELIVERIES, json={"month": "2026-10"}, headers=key)
    second = await bureau.post(DELIVERIES, json={"month": "2026-10"}, headers=key)
    assert (first.status_code, first.json()) == (201, second.json())


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"month": "2026-11"}, "/month"),
        ({"month": "2026-13"}, "/month"),
        ({"month": "2023-10"}, "/month"),
        ({}, "/month"),
        ({"month": "2026-10", "to": "x"}, "/to"),
    ],
)
async def test_given_a_wrong_body_then_the_field_says_why(sign_in: SignIn, body: dict[str, str], pointer: str) -> None:
    answer = await (await sign_in("bureau")).post(DELIVERIES, json=body)
    assert (answer.status_code, [error["pointer"] for error in answer.json()["errors"]]) == (422, [pointer])


async def test_given_another_county_then_the_delivery_does_not_exist(sign_in: SignIn) -> None:
    queued = await send(await sign_in("bureau"))
    stranger = await sign_in("bureau2")
    assert (await stranger.get(DELIVERIES)).json()["items"] == []
    assert (await stranger.get(f"{DELIVERIES}/{queued['id']}")).status_code == 404
    assert (await stranger.post(f"{DELIVERIES}/{queued['id']}/redeliver")).status_code == 404


async def test_given_more_deliveries_then_no_more_statements(sign_in: SignIn) -> None:
    bureau, counts = await sign_in("bureau"), []
    for months in (["2026-10"], ["2026-09", "2026-08", "2026-07"]):
        for month in months:
            await send(bureau, month)
        with count_statements() as seen:
            await bureau.get(DELIVERIES)
        counts.append(len(seen))
    assert counts == [2, 2]


class TestWithoutAnAddress:
    """An installation that nobody told where to send."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"municipal_url": None, "municipal_secret": None})

    async def test_given_no_address_then_nothing_is_queued(self, sign_in: SignIn) -> None:
        answer = await (await sign_in("bureau")).post(DELIVERIES, json={"month": "2026-10"})
        assert (answer.status_code, code_of(answer)) == (409, "no_municipal_address")
