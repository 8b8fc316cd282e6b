"""One-time activation codes: 160 bits, stored as a digest, 14 days, single use, guesses throttled by origin."""

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.models import ActivationCode, AuditEvent, User
from tests.backend.identity.conftest import OTHER_PASSWORD, PASSWORD, Browser, code_of, enter, pointers_of
from tests.backend.identity.test_accounts import activate, change
from tests.conftest import FixedClock, SignIn
from tests.world import World

NEVER_MADE = "ABCD" * 8


@pytest.fixture
async def code(sign_in: SignIn, world: World) -> str:
    """The code of a new account `wangjianguo`."""
    answer = await (await sign_in("secadmin")).post("/api/v1/users", json={"name": "王建国"})
    made: str = answer.json()["activation"]["code"]
    return made


async def test_given_a_code_then_it_works_once(code: str, browser: Browser, session: AsyncSession) -> None:
    client = await browser()
    assert (await activate(client, code.lower().replace("-", " "))).status_code == 204
    assert (await enter(client, "wangjianguo")).status_code == 201
    again = await activate(client, code, OTHER_PASSWORD)
    assert (again.status_code, code_of(again)) == (422, "activation_refused")
    assert (await enter(client, "wangjianguo", OTHER_PASSWORD)).status_code == 401
    assert (await session.execute(select(ActivationCode))).scalar_one().used_at is not None
    done = select(AuditEvent).where(AuditEvent.action == "account:activate", AuditEvent.outcome == "done")
    assert (await session.execute(done)).scalar_one().actor_label == "王建国"


async def test_the_code_stands_nowhere_in_the_database(code: str, session: AsyncSession) -> None:
    stored = (await session.execute(select(ActivationCode))).scalar_one()
    assert len(stored.code_hash) == 32
    events = str([event.details for event in (await session.execute(select(AuditEvent))).scalars()])
    assert code not in events
    assert code.replace("-", "") not in str(vars(stored)) + events


async def test_unknown_used_expired_replaced_and_disabled_answer_alike(
    sign_in: SignIn, world: World, browser: Browser, clock: FixedClock
) -> None:
    secadmin = await sign_in("secadmin")
    codes = {}
    for name in ("used", "replaced", "disabled", "expired"):
        made = (await secadmin.post("/api/v1/users", json={"name": "王建国", "username": name})).json()
        codes[name] = (made["id"], made["activation"]["code"])
    await activate(await browser(), codes["used"][1])
    await change(secadmin, f"/users/{codes['replaced'][0]}/reset")
    await change(secadmin, f"/users/{codes['disabled'][0]}/disable")
    await change(secadmin, f"/users/{codes['disabled'][0]}/enable")
    clock.advance(days=14)
    answers = [await activate(await browser(f"203.0.113.{n}"), code) for n, (_, code) in enumerate(codes.values())]
    answers.append(await activate(await browser("203.0.113.90"), NEVER_MADE))
    answers.append(await activate(await browser("203.0.113.91"), "不是激活码"))
    bodies = [{**answer.json(), "request_id": None} for answer in answers]
    assert bodies == [bodies[0]] * 6
    assert bodies[0]["status"] == 422
    assert pointers_of(answers[0]) == {"/code": "activation_refused"}


async def test_given_the_last_second_of_its_14_days_then_a_code_still_works(
    code: str, browser: Browser, clock: FixedClock
) -> None:
    clock.advance(days=13, hours=23, minutes=59, seconds=59)
    assert (await activate(await browser(), code)).status_code == 204


async def test_given_a_weak_password_then_the_field_says_why_and_the_code_is_not_used_up(
    code: str, browser: Browser
) -> None:
    client = await browser()
    for weak in ("password1234", "短密码", "wangjianguo与十二棵白杨树"):
        answer = await activate(client, code, weak)
        assert answer.status_code == 422
        assert set(pointers_of(answer)) == {"/password"}
    assert (await activate(client, code)).status_code == 204


async def test_given_five_wrong_codes_then_this_origin_waits_and_others_do_not(
    code: str, browser: Browser, clock: FixedClock
) -> None:
    guesser, owner = await browser("203.0.113.66"), await browser("198.51.100.7")
    answers = [(await activate(guesser, NEVER_MADE)).status_code for _ in range(50)]
    assert answers == [422] * 5 + [429] * 45
    assert (await activate(guesser, code)).status_code == 429
    assert (await activate(owner, code)).status_code == 204
    clock.advance(minutes=15)
    assert (await activate(guesser, NEVER_MADE)).status_code == 422


async def test_given_an_activation_then_this_browser_is_known_and_older_sessions_end(
    sign_in: SignIn, known_passwords: World, browser: Browser, session: AsyncSession
) -> None:
    secadmin = await sign_in("secadmin")
    reset = await change(secadmin, f"/users/{known_passwords.users['lead']}/reset")
    owner, stranger = await browser(), await browser()
    assert (await activate(owner, reset.json()["activation"]["code"])).status_code == 204
    for _ in range(6):
        await enter(stranger, "lead", OTHER_PASSWORD)
    assert (await enter(owner, "lead")).status_code == 201
    user = await session.get_one(User, known_passwords.users["lead"])
    assert user.must_change_password is False


async def test_given_a_body_of_another_kind_then_it_is_refused(browser: Browser) -> None:
    client = await browser()
    assert (await client.post("/api/v1/auth/activations", data={"code": "x"})).status_code == 415
    missing = await client.post("/api/v1/auth/activations", json={"code": NEVER_MADE})
    assert pointers_of(missing) == {"/password": "missing"}
    more = await client.post("/api/v1/auth/activations?x=1", json={"code": NEVER_MADE, "password": PASSWORD})
    assert more.status_code == 422
