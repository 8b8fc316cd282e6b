"""Signing in, out, and what stops a stranger (promises.md S5, S10)."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.foundation.access import attempts
from handinhand.models import AuditEvent, KnownDevice, Session, SignInFailure, User
from tests.backend.identity.conftest import OTHER_PASSWORD, PASSWORD, Browser, code_of, enter, pointers_of
from tests.conftest import FixedClock, SignIn
from tests.world import World

STRANGER, OFFICE = "203.0.113.66", "198.51.100.7"


async def test_given_the_right_password_then_a_session_opens(known_passwords: World, browser: Browser) -> None:
    client = await browser()
    answer = await enter(client, "lead")
    assert answer.status_code == 201, answer.text
    assert answer.json()["user"]["username"] == "lead"
    assert answer.json()["roles"][0]["organisation_name"] == "桥山中学"
    cookies = answer.headers.get_list("set-cookie")
    assert all("HttpOnly" in cookie and "SameSite=lax" in cookie and "Path=/" in cookie for cookie in cookies)
    assert (await client.get("/api/v1/me")).json() == answer.json()


async def test_the_name_may_be_typed_in_capitals_or_full_width(known_passwords: World, browser: Browser) -> None:
    assert (await enter(await browser(), " ＬEad ")).status_code == 201


async def test_a_space_at_the_end_of_a_password_belongs_to_it(known_passwords: World, browser: Browser) -> None:
    assert (await enter(await browser(), "lead", PASSWORD + " ")).status_code == 401


async def test_wrong_name_wrong_password_no_password_and_disabled_answer_alike(
    known_passwords: World, browser: Browser, session: AsyncSession, clock: FixedClock
) -> None:
    (await session.get_one(User, known_passwords.users["leader"])).disabled_at = clock.now()
    (await session.get_one(User, known_passwords.users["host"])).password_hash = None
    await session.commit()
    client = await browser()
    answers = [
        await enter(client, "nobody-here"),
        await enter(client, "lead", OTHER_PASSWORD),
        await enter(client, "leader"),
        await enter(client, "host"),
    ]
    bodies = [{**answer.json(), "request_id": None} for answer in answers]
    assert [answer.status_code for answer in answers] == [401] * 4
    assert bodies == [bodies[0]] * 4
    assert {len(answer.headers.get_list("set-cookie")) for answer in answers} == {0}


async def test_given_five_failures_then_the_sixth_waits_a_quarter_hour(
    known_passwords: World, browser: Browser, clock: FixedClock
) -> None:
    client = await browser()
    failures = [(await enter(client, "lead", OTHER_PASSWORD)).status_code for _ in range(5)]
    assert failures == [401] * 5
    blocked = await enter(client, "lead")
    assert blocked.status_code == 429
    assert code_of(blocked) == "too_many_failures"
    assert int(blocked.headers["Retry-After"]) == 901
    clock.advance(minutes=14, seconds=59)
    assert (await enter(client, "lead")).status_code == 429
    clock.advance(seconds=1)
    assert (await enter(client, "lead")).status_code == 201


async def test_given_an_unknown_name_then_it_is_throttled_just_the_same(world: World, browser: Browser) -> None:
    client = await browser()
    answers = [(await enter(client, "nobody-here")).status_code for _ in range(6)]
    assert answers == [401] * 5 + [429]


async def test_given_a_right_password_then_the_count_begins_anew(known_passwords: World, browser: Browser) -> None:
    client = await browser()
    for _ in range(4):
        await enter(client, "lead", OTHER_PASSWORD)
    assert (await enter(client, "lead")).status_code == 201
    answers = [(await enter(client, "lead", OTHER_PASSWORD)).status_code for _ in range(5)]
    assert answers == [401] * 5


@pytest.mark.parametrize("address", [STRANGER, OFFICE])
async def test_given_a_stranger_failing_fifty_times_then_the_owners_known_browser_signs_in(
    known_passwords: World, browser: Browser, address: str
) -> None:
    owner, stranger = await browser(OFFICE), await browser(address)
    assert (await enter(owner, "lead")).status_code == 201
    answers = [(await enter(stranger, "lead", OTHER_PASSWORD)).status_code for _ in range(50)]
    assert answers == [401] * 5 + [429] * 45
    assert (await enter(stranger, "lead")).status_code == 429
    await owner.delete("/api/v1/auth/sessions/current")
    assert (await enter(owner, "lead")).status_code == 201


async def test_given_a_stranger_elsewhere_then_the_owners_new_browser_signs_in_too(
    known_passwords: World, browser: Browser
) -> None:
    stranger = await browser(STRANGER)
    for _ in range(50):
        await enter(stranger, "lead", OTHER_PASSWORD)
    assert (await enter(await browser(OFFICE), "lead")).status_code == 201


async def test_given_a_stranger_guessing_one_name_then_other_accounts_at_that_address_sign_in(
    known_passwords: World, browser: Browser
) -> None:
    stranger = await browser(OFFICE)
    for _ in range(50):
        await enter(stranger, "lead", OTHER_PASSWORD)
    assert (await enter(await browser(OFFICE), "leader")).status_code == 201


async def test_given_a_stranger_with_many_addresses_of_one_subscriber_then_they_count_as_one(
    known_passwords: World, browser: Browser
) -> None:
    answers = [
        (await enter(await browser(f"2001:db8:0:7::{number}"), "lead", OTHER_PASSWORD)).status_code
        for number in range(1, 7)
    ]
    assert answers == [401] * 5 + [429]


async def test_given_an_invented_forwarding_header_then_it_changes_nothing(
    known_passwords: World, browser: Browser
) -> None:
    client = await browser()
    answers = []
    for number in range(6):
        client.headers["X-Forwarded-For"] = f"192.0.2.{number}"
        answers.append((await enter(client, "lead", OTHER_PASSWORD)).status_code)
    assert answers == [401] * 5 + [429]


async def test_given_an_invented_device_cookie_then_it_is_a_strangers(known_passwords: World, browser: Browser) -> None:
    client = await browser()
    answers = []
    for number in range(6):
        client.cookies.set("handinhand_device", f"{number}" * 43)
        answers.append((await enter(client, "lead", OTHER_PASSWORD)).status_code)
    assert answers == [401] * 5 + [429]


async def test_given_two_accounts_at_one_computer_then_the_browser_is_known_to_both(
    known_passwords: World, browser: Browser, session: AsyncSession
) -> None:
    shared, stranger = await browser(OFFICE), await browser(OFFICE)
    for username in ("lead", "teacher", "lead", "teacher"):
        assert (await enter(shared, username)).status_code == 201
    assert (await session.execute(select(func.count()).select_from(KnownDevice))).scalar_one() == 2
    for username in ("lead", "teacher"):
        for _ in range(6):
            await enter(stranger, username, OTHER_PASSWORD)
        assert (await enter(shared, username)).status_code == 201


async def test_given_a_browser_not_used_for_400_days_then_it_is_a_strangers_again(
    known_passwords: World, browser: Browser, session: AsyncSession, clock: FixedClock
) -> None:
    owner, stranger = await browser(OFFICE), await browser(OFFICE)
    await enter(owner, "lead")
    device = owner.cookies["handinhand_device"]
    clock.advance(days=401)
    owner.cookies.set("handinhand_device", device)
    for _ in range(5):
        await enter(stranger, "lead", OTHER_PASSWORD)
    assert (await enter(owner, "lead")).status_code == 429
    clock.advance(minutes=15)
    assert (await enter(owner, "lead")).status_code == 201
    assert (await session.execute(select(func.count()).select_from(KnownDevice))).scalar_one() == 1


async def test_failures_are_logged_and_no_name_or_address_is_kept(
    known_passwords: World, browser: Browser, session: AsyncSession
) -> None:
    client = await browser(STRANGER)
    await enter(client, "typed-my-password-here", OTHER_PASSWORD)
    for _ in range(6):
        await enter(client, "lead", OTHER_PASSWORD)
    logged = (await session.execute(select(AuditEvent).order_by(AuditEvent.id))).scalars().all()
    assert [(event.action, event.outcome) for event in logged] == [("session:open", "refused")] * 7
    assert [event.details["code"] for event in logged] == ["wrong_credentials"] * 6 + ["too_many_failures"]
    assert (logged[0].actor_user_id, logged[0].bureau_id) == (None, None)
    assert (logged[1].actor_user_id, logged[1].bureau_id) == (known_passwords.users["lead"], known_passwords.county)
    kept = str([vars(event) for event in logged]) + str((await session.execute(select(SignInFailure.bucket))).all())
    assert STRANGER not in kept
    assert "typed-my-password-here" not in kept


async def test_failures_are_kept_a_day_and_the_daily_work_alone_takes_them_out(
    known_passwords: World, browser: Browser, session: AsyncSession, clock: FixedClock
) -> None:
    client = await browser()
    await enter(client, "lead", OTHER_PASSWORD)
    clock.advance(minutes=16)
    await enter(client, "leader", OTHER_PASSWORD)
    assert (await session.execute(select(func.count()).select_from(SignInFailure))).scalar_one() == 2
    clock.advance(hours=23, minutes=45)
    assert await attempts.forget_failures(session, clock.now()) == 1


async def test_given_a_body_that_is_not_json_or_unknown_fields_then_it_is_refused(browser: Browser) -> None:
    client = await browser()
    form = await client.post("/api/v1/auth/sessions", data={"username": "lead", "password": PASSWORD})
    assert form.status_code == 415
    more = await client.post("/api/v1/auth/sessions", json={"username": "a", "password": "b", "remember": True})
    assert pointers_of(more) == {"/remember": "extra_forbidden"}
    assert (
        await client.post("/api/v1/auth/sessions?next=/", json={"username": "a", "password": "b"})
    ).status_code == 422


async def test_given_a_name_with_signs_that_nobody_can_type_then_it_is_refused(browser: Browser) -> None:
    answer = await enter(await browser(), "lead\0")
    assert answer.status_code == 422
    assert pointers_of(answer) == {"/username": "control_character"}


# Sessions


async def test_given_a_session_past_its_hours_then_it_is_out(
    known_passwords: World, browser: Browser, clock: FixedClock
) -> None:
    client = await browser()
    await enter(client, "lead")
    token = client.cookies["handinhand_session"]
    clock.advance(hours=12)
    client.cookies.set("handinhand_session", token)
    assert (await client.get("/api/v1/me")).status_code == 401


async def test_given_signing_out_then_the_token_is_worth_nothing(known_passwords: World, browser: Browser) -> None:
    client = await browser()
    await enter(client, "lead")
    token = client.cookies["handinhand_session"]
    gone = await client.delete("/api/v1/auth/sessions/current")
    assert gone.status_code == 204
    assert gone.headers["Clear-Site-Data"] == '"cache"'
    assert "handinhand_session" not in client.cookies
    assert "handinhand_device" in client.cookies
    client.cookies.set("handinhand_session", token)
    assert (await client.get("/api/v1/me")).status_code == 401


async def test_one_sees_ones_own_open_sessions_newest_first(
    known_passwords: World, browser: Browser, session: AsyncSession, clock: FixedClock
) -> None:
    await session.execute(Session.__table__.delete())
    await session.commit()
    phone = await browser(user_agent="Mozilla/5.0 (Linux; Android 14) Chrome/116 MicroMessenger/8.0")
    await enter(phone, "lead")
    clock.advance(hours=1)
    desk = await browser(user_agent="Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36")
    await enter(desk, "lead")
    await enter(await browser(), "leader")
    items = (await desk.get("/api/v1/auth/sessions?include=total")).json()
    assert [(item["device_label"], item["current"]) for item in items["items"]] == [
        ("Chrome 浏览器（Windows 电脑）", True),
        ("微信（安卓手机）", False),
    ]
    assert items["total"] == {"value": 2, "capped": False}
    first = (await desk.get("/api/v1/auth/sessions?limit=1")).json()
    rest = (await desk.get("/api/v1/auth/sessions", params={"limit": 1, "cursor": first["next_cursor"]})).json()
    assert [page["items"][0]["id"] for page in (first, rest)] == [item["id"] for item in items["items"]]
    assert (await desk.get("/api/v1/auth/sessions?user_id=1")).status_code == 422


async def test_given_ending_another_of_ones_own_sessions_then_that_browser_is_out_on_its_next_request(
    known_passwords: World, browser: Browser, session: AsyncSession
) -> None:
    phone, desk, other = await browser(), await browser(), await browser()
    await enter(phone, "lead")
    await enter(desk, "lead")
    await enter(other, "leader")
    listed = (await phone.get("/api/v1/auth/sessions")).json()["items"]
    of_phone = next(item["id"] for item in listed if item["current"])
    assert (await other.delete(f"/api/v1/auth/sessions/{of_phone}")).status_code == 404
    assert (await desk.delete(f"/api/v1/auth/sessions/{of_phone}")).status_code == 204
    assert (await phone.get("/api/v1/me")).status_code == 401
    assert (await desk.get("/api/v1/me")).status_code == 200
    assert (await desk.delete(f"/api/v1/auth/sessions/{of_phone}")).status_code == 404
    ended = select(AuditEvent).where(AuditEvent.action == "session:end")
    assert [str(event.target_id) for event in (await session.execute(ended)).scalars()] == [of_phone]


# One's own password


async def test_given_the_present_password_then_a_new_one_is_set_and_other_sessions_end(
    known_passwords: World, browser: Browser, clock: FixedClock
) -> None:
    here, elsewhere = await browser(), await browser()
    await enter(here, "lead")
    await enter(elsewhere, "lead")
    body = {"current_password": PASSWORD, "new_password": OTHER_PASSWORD}
    assert (await here.put("/api/v1/me/password", json=body)).status_code == 204
    assert (await here.get("/api/v1/me")).status_code == 200
    assert (await elsewhere.get("/api/v1/me")).status_code == 401
    assert (await enter(elsewhere, "lead")).status_code == 401
    assert (await enter(elsewhere, "lead", OTHER_PASSWORD)).status_code == 201


@pytest.mark.parametrize(
    ("current", "new", "wrong"),
    [
        (OTHER_PASSWORD, "二姨做的荞面饸饹比县城的香", {"/current_password": "wrong_password"}),
        (PASSWORD, "password1234", {"/new_password": "weak_password"}),
        (PASSWORD, PASSWORD, {"/new_password": "weak_password"}),
        (PASSWORD, "短", {"/new_password": "weak_password"}),
    ],
)
async def test_given_a_wrong_or_weak_password_then_the_answer_stands_beside_the_field(
    known_passwords: World, browser: Browser, current: str, new: str, wrong: dict[str, str]
) -> None:
    client = await browser()
    await enter(client, "lead")
    answer = await client.put("/api/v1/me/password", json={"current_password": current, "new_password": new})
    assert answer.status_code == 422
    assert pointers_of(answer) == wrong
    assert (await enter(await browser(), "lead")).status_code == 201


async def test_given_somebody_guessing_at_an_open_browser_then_they_are_stopped_too(
    known_passwords: World, browser: Browser, clock: FixedClock
) -> None:
    client = await browser()
    await enter(client, "lead")
    guess = {"current_password": OTHER_PASSWORD, "new_password": "二姨做的荞面饸饹比县城的香"}
    answers = [(await client.put("/api/v1/me/password", json=guess)).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]
    right = {**guess, "current_password": PASSWORD}
    assert (await client.put("/api/v1/me/password", json=right)).status_code == 429
    clock.advance(minutes=15)
    assert (await client.put("/api/v1/me/password", json=right)).status_code == 204


async def test_given_a_password_that_must_be_changed_then_nothing_else_works_until_it_is(
    known_passwords: World, browser: Browser, session: AsyncSession
) -> None:
    (await session.get_one(User, known_passwords.users["bureau"])).must_change_password = True
    await session.commit()
    client = await browser()
    assert (await enter(client, "bureau")).json()["must_change_password"] is True
    refused = await client.get("/api/v1/organisations")
    assert (refused.status_code, code_of(refused)) == (403, "password_change_required")
    body = {"current_password": PASSWORD, "new_password": OTHER_PASSWORD}
    assert (await client.put("/api/v1/me/password", json=body)).status_code == 204
    assert (await client.get("/api/v1/organisations")).status_code == 200


async def test_nobody_signed_in_means_401_everywhere(browser: Browser) -> None:
    client = await browser()
    for method, path in (
        ("GET", "/me"),
        ("PUT", "/me/password"),
        ("GET", "/auth/sessions"),
        ("DELETE", "/auth/sessions/current"),
        ("GET", "/roles"),
        ("GET", "/users"),
        ("GET", "/role-assignments"),
        ("GET", "/audit-events"),
    ):
        assert (await client.request(method, f"/api/v1{path}")).status_code == 401, path


async def test_given_secure_cookies_then_the_session_cookie_is_bound_to_the_host(
    known_passwords: World, browser: Browser, app: object, settings: object
) -> None:
    app.state.settings = settings.model_copy(update={"secure_cookies": True})  # type: ignore[attr-defined]
    answer = await enter(await browser(), "lead")
    cookies = answer.headers.get_list("set-cookie")
    assert any(cookie.startswith("__Host-handinhand_session=") for cookie in cookies)
    assert all("Secure" in cookie for cookie in cookies)


async def test_a_sessions_time_is_what_the_settings_say(
    known_passwords: World, browser: Browser, session: AsyncSession, clock: FixedClock
) -> None:
    await enter(await browser(), "lead")
    newest = select(Session).order_by(Session.id.desc()).limit(1)
    opened = (await session.execute(newest)).scalar_one()
    assert opened.expires_at - opened.created_at == timedelta(hours=12)
    assert (await session.get_one(User, known_passwords.users["lead"])).last_signed_in_at == clock.now()


async def test_every_role_may_see_the_catalogue_of_roles(sign_in: SignIn, world: World) -> None:
    for username in world.tokens:
        answer = await (await sign_in(username)).get("/api/v1/roles")
        assert answer.status_code == 200
        items = answer.json()["items"]
        assert len(items) == 13
        by_code = {item["code"]: item for item in items}
        assert by_code["auditor"]["exclusive"] is True
        assert by_code["instructor"]["needs_person"] is True
        assert by_code["institution"]["ownership"] == "private"
        assert {"permission": "audit:read", "reach": "bureau"} in by_code["auditor"]["grants"]


async def test_given_a_stranger_who_goes_on_guessing_then_the_log_says_so_once_and_the_rest_is_counted(
    known_passwords: World, browser: Browser, session: AsyncSession, clock: FixedClock
) -> None:
    stranger = await browser(STRANGER)
    failures = [(await enter(stranger, "lead", OTHER_PASSWORD)).status_code for _ in range(25)]
    assert failures == [401] * 5 + [429] * 20
    assert await written_down(session) == [("wrong_credentials", None)] * 5 + [("too_many_failures", None)]
    assert sorted((await session.execute(select(SignInFailure.refused))).scalars()) == [0, 0, 0, 0, 20]
    clock.advance(minutes=15)
    assert (await enter(stranger, "lead", OTHER_PASSWORD)).status_code == 401
    assert (await written_down(session))[-1] == ("wrong_credentials", 19)


async def test_given_ever_another_name_from_one_address_then_no_table_grows_beyond_a_limit(
    known_passwords: World, browser: Browser, session: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "FAILURES_ALLOWED_AT_ADDRESS", 12)
    owner, stranger = await browser(STRANGER), await browser(STRANGER)
    assert (await enter(owner, "lead")).status_code == 201
    failures = [(await enter(stranger, f"stranger{number}", OTHER_PASSWORD)).status_code for number in range(30)]
    assert failures == [401] * 12 + [429] * 18
    assert await written_down(session) == [("wrong_credentials", None)] * 12 + [("too_many_failures", None)]
    assert (await session.execute(select(func.count()).select_from(SignInFailure))).scalar_one() == 12
    assert (await enter(stranger, "host")).status_code == 429, "a right guess is no way past it"
    assert (await enter(owner, "lead")).status_code == 201, "the own browser is no stranger's"
    assert (await enter(await browser(OFFICE), "host")).status_code == 201, "nor is another address"


async def written_down(session: AsyncSession) -> list[tuple[str, int | None]]:
    statement = select(AuditEvent.details).where(AuditEvent.outcome == "refused").order_by(AuditEvent.id)
    found = (await session.execute(statement)).scalars().all()
    await session.commit()
    return [(details["code"], details.get("also_refused")) for details in found]
