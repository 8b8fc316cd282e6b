"""Accounts in the hands of the security administrator (issue point 3)."""

from typing import Any

import httpx2
import pytest
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.database import Database
from handinhand.core.ids import new_id
from handinhand.models import AuditEvent, KnownDevice, Person, User
from tests.backend.identity.conftest import OTHER_PASSWORD, PASSWORD, Browser, code_of, enter, pointers_of
from tests.backend.statements import count_statements
from tests.conftest import FixedClock, SignIn
from tests.world import World, add_account, add_person

NOT_THE_SECURITY_ADMIN = [
    "sysadmin",
    "auditor",
    "bureau",
    "leader",
    "section",
    "inspector",
    "lead",
    "teacher",
    "host",
    "instructor",
    "institution",
    "municipal_viewer",
    "bureau2",
]


async def change(client: httpx2.AsyncClient, path: str, **given: Any) -> httpx2.Response:
    """A verb or change with the version read just before."""
    item = path.rsplit("/", 1)[0] if path.endswith(("/disable", "/enable", "/reset")) else path
    etag = (await client.get(f"/api/v1{item}")).headers.get("etag", '"1"')
    method = "PATCH" if item == path else "POST"
    return await client.request(method, f"/api/v1{path}", headers={"If-Match": etag}, **given)


async def activate(client: httpx2.AsyncClient, code: str, password: str = PASSWORD) -> httpx2.Response:
    return await client.post("/api/v1/auth/activations", json={"code": code, "password": password})


async def last_event(session: AsyncSession) -> AuditEvent:
    return (await session.execute(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1))).scalar_one()


# Opening


async def test_given_a_name_then_an_account_opens_whose_holder_sets_the_password(
    sign_in: SignIn, world: World, browser: Browser, session: AsyncSession
) -> None:
    secadmin = await sign_in("secadmin")
    answer = await secadmin.post("/api/v1/users", json={"name": "王建国"})
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["username"], made["status"], made["bureau_id"]) == ("wangjianguo", "pending", str(world.county))
    assert answer.headers["Location"] == f"/api/v1/users/{made['id']}"
    assert answer.headers["ETag"] == '"1"'
    code = made["activation"]["code"]
    assert made["activation"]["activation_url"].endswith("/activate#" + code.replace("-", ""))
    assert made["activation"]["qr_svg"].startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert made["activation"]["expires_at"] == "2026-10-29T02:00:00Z"
    client = await browser()
    assert (await activate(client, code)).status_code == 204
    assert (await enter(client, "wangjianguo")).status_code == 201
    shown = (await secadmin.get(f"/api/v1/users/{made['id']}")).json()
    assert shown["status"] == "active"
    assert "activation" not in shown
    opened = select(AuditEvent).where(AuditEvent.action == "account:open")
    event = (await session.execute(opened)).scalar_one()
    assert (str(event.target_id), event.actor_user_id) == (made["id"], world.users["secadmin"])


async def test_given_a_taken_pinyin_then_the_name_gets_a_number(sign_in: SignIn, world: World) -> None:
    secadmin = await sign_in("secadmin")
    names = [
        (await secadmin.post("/api/v1/users", json={"name": name})).json()["username"]
        for name in ("李娜", "李娜", "黎娜")
    ]
    assert names == ["lina", "lina2", "lina3"]


async def test_given_a_person_then_the_account_is_theirs_and_bears_their_name(
    sign_in: SignIn, world: World, session: AsyncSession, clock: FixedClock
) -> None:
    person = await add_person(session, clock.now(), world.county, world.lead_school, "孙秀兰")
    await session.commit()
    secadmin = await sign_in("secadmin")
    made = (await secadmin.post("/api/v1/users", json={"person_id": str(person)})).json()
    assert (made["name"], made["username"], made["person_id"]) == ("孙秀兰", "sunxiulan", str(person))
    again = await secadmin.post("/api/v1/users", json={"person_id": str(person)})
    assert pointers_of(again) == {"/person_id": "has_account"}


async def test_given_a_name_of_ones_own_choice_then_it_is_taken_in_lower_case(sign_in: SignIn, world: World) -> None:
    secadmin = await sign_in("secadmin")
    made = await secadmin.post("/api/v1/users", json={"name": "王建国", "username": "Wang.JG"})
    assert made.json()["username"] == "wang.jg"
    taken = await secadmin.post("/api/v1/users", json={"name": "王静", "username": "WANG.jg"})
    assert (taken.status_code, code_of(taken), pointers_of(taken)) == (
        422,
        "username_taken",
        {"/username": "username_taken"},
    )


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, {"/name": "missing"}),
        ({"name": ""}, {"/name": "string_too_short"}),
        ({"name": "王" * 51}, {"/name": "string_too_long"}),
        ({"name": "王建国", "username": "ab"}, {"/username": "username_format"}),
        ({"name": "王建国", "username": "王建国"}, {"/username": "username_format"}),
        ({"name": "王建国", "username": "-wang"}, {"/username": "username_format"}),
        ({"name": "王建国", "password": PASSWORD}, {"/password": "extra_forbidden"}),
        ({"person_id": str(new_id())}, {"/person_id": "not_found"}),
        ({"person_id": "7"}, {"/person_id": "uuid_parsing"}),
        ([], {"": "model_attributes_type"}),
    ],
)
async def test_given_wrong_input_then_each_field_says_why(
    sign_in: SignIn, world: World, body: Any, wrong: dict[str, str]
) -> None:
    answer = await (await sign_in("secadmin")).post("/api/v1/users", json=body)
    assert answer.status_code == 422
    assert pointers_of(answer) == wrong


async def test_given_a_person_of_another_bureau_or_who_left_then_it_is_refused(
    sign_in: SignIn, world: World, session: AsyncSession, clock: FixedClock
) -> None:
    foreign = await add_person(session, clock.now(), world.other_county, world.foreign_kindergarten, "周外县")
    gone = await add_person(session, clock.now(), world.county, world.lead_school, "钱已离")
    (await session.get_one(Person, gone)).left_on = clock.now().date().replace(day=14)
    await session.commit()
    secadmin = await sign_in("secadmin")
    outside = await secadmin.post("/api/v1/users", json={"person_id": str(foreign)})
    nowhere = await secadmin.post("/api/v1/users", json={"person_id": str(new_id())})
    assert outside.json()["errors"] == nowhere.json()["errors"]
    left = await secadmin.post("/api/v1/users", json={"person_id": str(gone)})
    assert pointers_of(left) == {"/person_id": "person_left"}


async def test_given_the_same_key_twice_then_one_account_and_the_same_answer(
    sign_in: SignIn, world: World, session: AsyncSession, database: Database
) -> None:
    secadmin = await sign_in("secadmin")
    headers = {"Idempotency-Key": "open-wang"}
    first = await secadmin.post("/api/v1/users", json={"name": "王建国"}, headers=headers)
    second = await secadmin.post("/api/v1/users", json={"name": "王建国"}, headers=headers)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert (await session.execute(select(func.count()).where(User.name == "王建国"))).scalar_one() == 1
    other = await secadmin.post("/api/v1/users", json={"name": "王静"}, headers=headers)
    assert (other.status_code, code_of(other)) == (422, "idempotency_key_reused")


async def test_opening_takes_at_most_fourteen_statements(sign_in: SignIn, world: World, database: Database) -> None:
    secadmin = await sign_in("secadmin")
    with count_statements() as seen:
        await secadmin.post("/api/v1/users", json={"name": "王建国"}, headers={"Idempotency-Key": "k"})
    assert len(seen) <= 14, seen


async def test_given_any_other_role_then_accounts_are_out_of_reach(sign_in: SignIn, world: World) -> None:
    target = f"/api/v1/users/{world.users['lead']}"
    for username in NOT_THE_SECURITY_ADMIN:
        client = await sign_in(username)
        assert (await client.get("/api/v1/users")).status_code == 403, username
        assert (await client.post("/api/v1/users", json={"name": "王建国"})).status_code == 403, username
        assert (await client.post("/api/v1/users/activation-slips", json={"items": []})).status_code == 403, username
        assert (await client.get(target)).status_code == 404, username
        change = await client.patch(target, json={"name": "改名"}, headers={"If-Match": '"1"'})
        assert change.status_code == 404, username
        for verb in ("disable", "enable", "reset"):
            answer = await client.post(f"{target}/{verb}", headers={"If-Match": '"1"'})
            assert answer.status_code == 404, username


# Reading


async def test_the_list_shows_the_bureaus_accounts_by_name_and_no_telephone(sign_in: SignIn, world: World) -> None:
    answer = await (await sign_in("secadmin")).get("/api/v1/users?include=total&limit=200")
    items = answer.json()["items"]
    assert {item["username"] for item in items} == set(world.tokens) - {"bureau2", "municipal_viewer"}
    assert [item["username"] for item in items] == sorted(item["username"] for item in items)
    assert answer.json()["total"]["value"] == len(items)
    lead = next(item for item in items if item["username"] == "lead")
    assert [(role["role"], role["organisation_name"], role["state"]) for role in lead["roles"]] == [
        ("lead_secretary", "桥山中学", "active")
    ]
    assert "13800000000" not in answer.text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=instr", {"instructor", "instructor2"}),
        ("role=instructor", {"instructor", "instructor2"}),
        ("role=auditor", {"auditor"}),
        ("organisation_id={section}", {"section"}),
        ("organisation_id={lead_school}&role=teacher", {"teacher"}),
        ("person_id={lead_person}", {"lead"}),
        ("status=disabled", {"leader"}),
        ("status=active", {"host"}),
    ],
)
async def test_the_list_can_be_narrowed(
    sign_in: SignIn, world: World, session: AsyncSession, clock: FixedClock, query: str, expected: set[str]
) -> None:
    (await session.get_one(User, world.users["leader"])).disabled_at = clock.now()
    (await session.get_one(User, world.users["host"])).password_hash = "set"
    await session.commit()
    filled = query.format(section=world.section, lead_school=world.lead_school, lead_person=world.people["lead"])
    answer = await (await sign_in("secadmin")).get(f"/api/v1/users?{filled}")
    assert {item["username"] for item in answer.json()["items"]} == expected


async def test_the_pages_join_up_and_a_cursor_belongs_to_its_filters(sign_in: SignIn, world: World) -> None:
    secadmin = await sign_in("secadmin")
    whole = [item["id"] for item in (await secadmin.get("/api/v1/users?sort=-username")).json()["items"]]
    found, cursor = [], None
    while True:
        params = {"sort": "-username", "limit": "5", **({"cursor": cursor} if cursor else {})}
        page = (await secadmin.get("/api/v1/users", params=params)).json()
        found += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"] or cursor
        if page["next_cursor"] is None:
            break
    assert found == whole
    other = await secadmin.get("/api/v1/users", params={"cursor": str(cursor), "q": "lead"})
    assert (other.status_code, code_of(other)) == (400, "cursor_mismatch")
    assert (await secadmin.get("/api/v1/users?sort=password_hash")).status_code == 422
    assert (await secadmin.get("/api/v1/users?nonsense=1")).status_code == 422


async def test_the_list_takes_the_same_few_statements_however_long(
    sign_in: SignIn, world: World, session: AsyncSession, database: Database
) -> None:
    secadmin = await sign_in("secadmin")
    with count_statements() as few:
        await secadmin.get("/api/v1/users?include=total")
    for number in range(30):
        await add_account(session, world, f"teacher{number}", "teacher", world.lead_school)
    await session.commit()
    with count_statements() as many:
        answer = await secadmin.get("/api/v1/users?include=total&limit=200")
    assert len(answer.json()["items"]) > 40
    assert len(many) == len(few) <= 4, many


async def test_an_account_of_another_bureau_does_not_exist(sign_in: SignIn, world: World) -> None:
    secadmin = await sign_in("secadmin")
    for unknown in (world.users["bureau2"], new_id()):
        assert (await secadmin.get(f"/api/v1/users/{unknown}")).status_code == 404
        for verb in ("disable", "enable", "reset"):
            answer = await secadmin.post(f"/api/v1/users/{unknown}/{verb}", headers={"If-Match": '"1"'})
            assert answer.status_code == 404


# Changing


async def test_given_a_new_name_then_it_is_found_by_its_pinyin(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    secadmin = await sign_in("secadmin")
    path = f"/users/{world.users['teacher']}"
    answer = await change(secadmin, path, json={"name": "何老师", "username": "helaoshi"})
    assert answer.status_code == 200
    assert (answer.json()["version"], answer.headers["ETag"]) == (2, '"2"')
    found = (await secadmin.get("/api/v1/users?q=hls")).json()["items"]
    assert [item["id"] for item in found] == [str(world.users["teacher"])]
    event = await last_event(session)
    assert (event.action, event.details) == ("account:change", {"fields": ["name", "username"]})
    same = await change(secadmin, path, json={"name": "何老师"})
    assert same.json()["version"] == 2


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"name": None}, {"/name": "string_type"}),
        ({"username": "lead"}, {"/username": "username_taken"}),
        ({"person_id": None}, {"/person_id": "uuid_type"}),
        ({"bureau_id": str(new_id())}, {"/bureau_id": "extra_forbidden"}),
    ],
)
async def test_given_a_wrong_change_then_the_field_says_why(
    sign_in: SignIn, world: World, body: dict[str, Any], wrong: dict[str, str]
) -> None:
    answer = await change(await sign_in("secadmin"), f"/users/{world.users['teacher']}", json=body)
    assert answer.status_code == 422
    assert pointers_of(answer) == wrong


async def test_given_an_account_without_a_person_then_it_can_be_given_one_once(
    sign_in: SignIn, world: World, session: AsyncSession, clock: FixedClock
) -> None:
    first = await add_person(session, clock.now(), world.county, world.lead_school, "何老师")
    second = await add_person(session, clock.now(), world.county, world.lead_school, "另一位")
    foreign = await add_person(session, clock.now(), world.other_county, world.foreign_kindergarten, "周外县")
    await session.commit()
    secadmin, path = await sign_in("secadmin"), f"/users/{world.users['teacher']}"
    outside = await change(secadmin, path, json={"person_id": str(foreign)})
    assert pointers_of(outside) == {"/person_id": "not_found"}
    of_lead = await change(secadmin, path, json={"person_id": str(world.people["lead"])})
    assert pointers_of(of_lead) == {"/person_id": "has_account"}
    assert (await change(secadmin, path, json={"person_id": str(first)})).json()["person_id"] == str(first)
    assert (await change(secadmin, path, json={"person_id": str(first)})).status_code == 200
    fixed = await change(secadmin, path, json={"person_id": str(second)})
    assert pointers_of(fixed) == {"/person_id": "person_fixed"}


async def test_given_a_stale_or_missing_version_then_nothing_changes(sign_in: SignIn, world: World) -> None:
    secadmin, path = await sign_in("secadmin"), f"/api/v1/users/{world.users['teacher']}"
    assert (await secadmin.patch(path, json={"name": "何老师"})).status_code == 428
    stale = await secadmin.patch(path, json={"name": "何老师"}, headers={"If-Match": '"9"'})
    assert (stale.status_code, stale.json()["current_version"]) == (412, 1)
    assert stale.json()["differing"] == {"name": "teacher"}
    for verb in ("disable", "reset"):
        assert (await secadmin.post(f"{path}/{verb}")).status_code == 428


# Disabling, enabling, resetting


async def test_given_a_disabled_account_then_it_is_out_on_the_next_request_and_back_when_enabled(
    sign_in: SignIn, known_passwords: World, browser: Browser, session: AsyncSession
) -> None:
    secadmin, lead = await sign_in("secadmin"), await sign_in("lead")
    path = f"/users/{known_passwords.users['lead']}"
    assert (await lead.get("/api/v1/me")).status_code == 200
    answer = await change(secadmin, f"{path}/disable")
    assert (answer.status_code, answer.json()["status"]) == (200, "disabled")
    assert (await lead.get("/api/v1/me")).status_code == 401
    assert (await enter(await browser(), "lead")).status_code == 401
    twice = await change(secadmin, f"{path}/disable")
    assert (twice.status_code, code_of(twice)) == (409, "account_disabled")
    reset = await change(secadmin, f"{path}/reset")
    assert (reset.status_code, code_of(reset)) == (409, "account_disabled")
    assert (await change(secadmin, f"{path}/enable")).json()["status"] == "active"
    assert (await last_event(session)).action == "account:enable"
    assert (await lead.get("/api/v1/me")).status_code == 401
    assert (await enter(await browser(), "lead")).status_code == 201
    twice = await change(secadmin, f"{path}/enable")
    assert (twice.status_code, code_of(twice)) == (409, "account_active")


async def test_given_a_reset_then_password_sessions_and_known_browsers_are_gone_and_a_code_brings_them_back(
    sign_in: SignIn, known_passwords: World, browser: Browser, session: AsyncSession
) -> None:
    secadmin, lead, client = await sign_in("secadmin"), await sign_in("lead"), await browser()
    await enter(client, "lead")
    answer = await change(secadmin, f"/users/{known_passwords.users['lead']}/reset")
    assert answer.status_code == 200, answer.text
    assert answer.json()["status"] == "pending"
    assert (await lead.get("/api/v1/me")).status_code == 401
    assert (await client.get("/api/v1/me")).status_code == 401
    assert (await enter(client, "lead")).status_code == 401
    assert (await session.execute(select(func.count()).select_from(KnownDevice))).scalar_one() == 0
    assert (await activate(client, answer.json()["activation"]["code"], OTHER_PASSWORD)).status_code == 204
    assert (await enter(client, "lead", OTHER_PASSWORD)).status_code == 201
    assert answer.json()["activation"]["code"] not in (await secadmin.get("/api/v1/users?limit=200")).text


async def test_given_a_second_reset_then_the_first_code_is_void(
    sign_in: SignIn, world: World, browser: Browser
) -> None:
    secadmin, path = await sign_in("secadmin"), f"/users/{world.users['lead']}/reset"
    codes = [(await change(secadmin, path)).json()["activation"]["code"] for _ in range(2)]
    answers = [(await activate(await browser(), code)).status_code for code in codes]
    assert answers == [422, 204]


async def test_given_the_same_key_twice_then_a_reset_happens_once_and_shows_the_same_code(
    sign_in: SignIn, world: World, clock: FixedClock
) -> None:
    secadmin, path = await sign_in("secadmin"), f"/api/v1/users/{world.users['lead']}/reset"
    headers = {"If-Match": '"1"', "Idempotency-Key": "reset-lead"}
    clock.advance(seconds=1)
    first = await secadmin.post(path, headers=headers)
    second = await secadmin.post(path, headers=headers)
    assert (first.status_code, second.status_code) == (200, 200), second.text
    assert first.json() == second.json()
    without = await secadmin.post(path, headers={"If-Match": '"1"'})
    assert without.status_code == 412


async def test_given_ones_own_account_then_it_is_neither_disabled_nor_reset(sign_in: SignIn, world: World) -> None:
    secadmin = await sign_in("secadmin")
    for verb in ("disable", "reset"):
        answer = await change(secadmin, f"/users/{world.users['secadmin']}/{verb}")
        assert (answer.status_code, code_of(answer)) == (409, "own_account")
    assert (await secadmin.get("/api/v1/me")).status_code == 200


async def test_given_an_id_that_is_none_then_the_address_says_so(sign_in: SignIn, world: World) -> None:
    answer = await (await sign_in("secadmin")).get("/api/v1/users/7")
    assert answer.status_code == 422
    assert pointers_of(answer) == {"path:id": "uuid_parsing"}


async def test_given_a_stale_change_that_names_another_column_then_nothing_is_told_of_it(
    sign_in: SignIn, session: AsyncSession, world: World
) -> None:
    await session.execute(update(User).values(password_hash="$argon2id$kept-to-itself"))
    await session.commit()
    address, stale = f"/api/v1/users/{world.users['lead']}", {"If-Match": '"99"'}
    body = {"password_hash": 1, "bureau_id": 1, "name": "另一个名字"}
    answer = await (await sign_in("secadmin")).patch(address, json=body, headers=stale)
    assert (answer.status_code, sorted(answer.json()["differing"])) == (412, ["name"])
    assert "argon2id" not in answer.text
