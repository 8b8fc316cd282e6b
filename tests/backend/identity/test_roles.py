"""Giving and ending roles (domain.md §2; promises.md S5, S7)."""

from datetime import date
from typing import Any
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.database import Database
from handinhand.core.ids import new_id
from handinhand.models import AuditEvent, Organisation, RoleAssignment, User
from tests.backend.identity.conftest import code_of, pointers_of
from tests.backend.identity.test_accounts import NOT_THE_SECURITY_ADMIN
from tests.backend.statements import count_statements
from tests.conftest import FixedClock, SignIn
from tests.world import World, add_account

PATH = "/api/v1/role-assignments"
ADMINISTRATORS = ("system_admin", "security_admin", "auditor")
OTHERS = ("bureau_admin", "bureau_leader", "inspector")


@pytest.fixture
async def newcomer(session: AsyncSession, world: World) -> UUID:
    """An account of the county without a role."""
    made = await add_account(session, world, "newcomer", None, world.county)
    await session.commit()
    return made


async def give(client: httpx2.AsyncClient, user: UUID, role: str, organisation: UUID, **more: Any) -> httpx2.Response:
    headers = more.pop("headers", {})
    body = {"user_id": str(user), "role": role, "organisation_id": str(organisation), **more}
    return await client.post(PATH, json=body, headers=headers)


async def end(client: httpx2.AsyncClient, assignment: object, version: int = 1, **body: Any) -> httpx2.Response:
    headers = {"If-Match": f'"{version}"'}
    return await client.post(f"{PATH}/{assignment}/end", headers=headers, **({"json": body} if body else {}))


# Giving


async def test_given_a_role_then_it_holds_from_the_next_request(sign_in: SignIn, world: World, newcomer: UUID) -> None:
    secadmin, account = await sign_in("secadmin"), await sign_in("newcomer")
    assert (await account.get("/api/v1/organisations")).status_code == 403
    answer = await give(secadmin, newcomer, "bureau_admin", world.county)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["user_name"], made["organisation_name"], made["state"]) == ("newcomer", "蒲城县教育局", "active")
    assert (made["starts_on"], made["ends_on"], made["version"]) == ("2026-10-15", None, 1)
    assert answer.headers["Location"] == f"{PATH}/{made['id']}"
    assert (await account.get("/api/v1/organisations")).status_code == 200
    assert (await secadmin.get(f"{PATH}/{made['id']}")).json() == made


async def test_giving_is_in_the_log(sign_in: SignIn, world: World, newcomer: UUID, session: AsyncSession) -> None:
    made = (await give(await sign_in("secadmin"), newcomer, "inspector", world.county)).json()
    logged = (await session.execute(select(AuditEvent).where(AuditEvent.action == "role:give"))).scalar_one()
    assert (str(logged.target_id), logged.target_label) == (made["id"], "newcomer · 督查人员")
    assert logged.details["user_id"] == str(newcomer)


@pytest.mark.parametrize(
    ("role", "place", "wrong"),
    [
        ("bureau_admin", "lead_school", {"/organisation_id": "role_does_not_fit"}),
        ("section_officer", "county", {"/organisation_id": "role_does_not_fit"}),
        ("institution", "lead_school", {"/organisation_id": "role_does_not_fit"}),
        ("lead_secretary", "supported_school", {"/organisation_id": "role_does_not_fit"}),
        ("municipal_viewer", "county", {"/organisation_id": "role_does_not_fit"}),
        ("host_secretary", "kindergarten", {"/organisation_id": "no_party_organisation"}),
        ("instructor", "lead_school", {"/user_id": "person_needed"}),
        ("bureau_admin", "other_county", {"/organisation_id": "not_found"}),
        ("bureau_admin", "municipal", {"/organisation_id": "not_found"}),
        ("institution", "foreign_kindergarten", {"/organisation_id": "not_found"}),
        ("king", "county", {"/role": "enum"}),
    ],
)
async def test_given_a_role_that_does_not_fit_then_the_field_says_why(
    sign_in: SignIn, world: World, newcomer: UUID, role: str, place: str, wrong: dict[str, str]
) -> None:
    answer = await give(await sign_in("secadmin"), newcomer, role, getattr(world, place))
    assert answer.status_code == 422
    assert pointers_of(answer) == wrong


@pytest.mark.parametrize(
    ("role", "place"),
    [
        ("section_officer", "section"),
        ("lead_secretary", "lead_school"),
        ("teacher", "lead_school"),
        ("host_secretary", "lead_school"),
        ("institution", "supported_school"),
        ("institution", "training"),
    ],
)
async def test_given_a_role_where_it_fits_then_it_is_given(
    sign_in: SignIn, world: World, newcomer: UUID, role: str, place: str
) -> None:
    assert (await give(await sign_in("secadmin"), newcomer, role, getattr(world, place))).status_code == 201


async def test_given_an_instructor_then_only_the_sending_unit_fits(sign_in: SignIn, world: World) -> None:
    secadmin, lead = await sign_in("secadmin"), world.users["lead"]
    elsewhere = await give(secadmin, lead, "instructor", world.section)
    assert pointers_of(elsewhere) == {"/organisation_id": "not_the_sending_unit"}
    assert (await give(secadmin, lead, "instructor", world.lead_school)).status_code == 201


async def test_given_accounts_or_organisations_out_of_reach_then_they_answer_as_if_there_were_none(
    sign_in: SignIn, world: World, newcomer: UUID
) -> None:
    secadmin = await sign_in("secadmin")
    answers = [await give(secadmin, user, "bureau_admin", world.county) for user in (world.users["bureau2"], new_id())]
    assert [pointers_of(answer) for answer in answers] == [{"/user_id": "not_found"}] * 2
    places = [await give(secadmin, newcomer, "bureau_admin", place) for place in (world.other_county, new_id())]
    assert places[0].json()["errors"] == places[1].json()["errors"]


async def test_given_a_disabled_account_or_closed_organisation_then_it_is_refused(
    sign_in: SignIn, world: World, newcomer: UUID, session: AsyncSession, clock: FixedClock
) -> None:
    (await session.get_one(Organisation, world.training)).closed_on = date(2026, 10, 14)
    await session.commit()
    secadmin = await sign_in("secadmin")
    closed = await give(secadmin, newcomer, "institution", world.training)
    assert pointers_of(closed) == {"/organisation_id": "organisation_closed"}
    (await session.get_one(User, newcomer)).disabled_at = clock.now()
    await session.commit()
    disabled = await give(secadmin, newcomer, "bureau_admin", world.county)
    assert pointers_of(disabled) == {"/user_id": "account_disabled"}


@pytest.mark.parametrize(
    ("dates", "wrong"),
    [
        ({"starts_on": "2026-10-20", "ends_on": "2026-10-19"}, {"/ends_on": "before_start"}),
        ({"ends_on": "2026-10-14"}, {"/ends_on": "before_start"}),
        ({"starts_on": "0001-01-01"}, {"/starts_on": "date_not_sensible"}),
        ({"starts_on": "20261020"}, {"/starts_on": "date_parsing"}),
    ],
)
async def test_given_impossible_dates_then_the_field_says_why(
    sign_in: SignIn, world: World, newcomer: UUID, dates: dict[str, str], wrong: dict[str, str]
) -> None:
    answer = await give(await sign_in("secadmin"), newcomer, "bureau_admin", world.county, **dates)
    assert answer.status_code == 422
    assert pointers_of(answer) == wrong


async def test_given_dates_then_the_role_holds_on_exactly_those_days(
    sign_in: SignIn, world: World, newcomer: UUID, clock: FixedClock
) -> None:
    secadmin, account = await sign_in("secadmin"), await sign_in("newcomer")
    made = await give(secadmin, newcomer, "inspector", world.county, starts_on="2026-10-16", ends_on="2026-10-17")
    assert made.json()["state"] == "upcoming"
    held = []
    for _ in range(4):
        roles = (await account.get("/api/v1/me")).json()["roles"]
        state = (await secadmin.get(f"{PATH}/{made.json()['id']}")).json()["state"]
        held.append((bool(roles), state))
        clock.advance(days=1)
    assert held == [(False, "upcoming"), (True, "active"), (True, "active"), (False, "ended")]


async def test_given_the_same_key_twice_then_the_role_is_given_once(
    sign_in: SignIn, world: World, newcomer: UUID, session: AsyncSession
) -> None:
    secadmin = await sign_in("secadmin")
    headers = {"Idempotency-Key": "give"}
    answers = [await give(secadmin, newcomer, "inspector", world.county, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    held = select(func.count()).select_from(RoleAssignment).where(RoleAssignment.user_id == newcomer)
    assert (await session.execute(held)).scalar_one() == 1
    without = await give(secadmin, newcomer, "inspector", world.county)
    assert (without.status_code, code_of(without)) == (409, "role_already_held")


async def test_giving_takes_at_most_fourteen_statements(
    sign_in: SignIn, world: World, newcomer: UUID, database: Database
) -> None:
    secadmin = await sign_in("secadmin")
    with count_statements() as seen:
        await give(secadmin, newcomer, "inspector", world.county, headers={"Idempotency-Key": "give"})
    assert len(seen) <= 14, seen


# Exclusive administrators


PAIRS = [(first, second) for first in ADMINISTRATORS for second in (*OTHERS, *ADMINISTRATORS) if first != second]


@pytest.mark.parametrize(("administrator", "other"), PAIRS)
async def test_given_an_administrator_then_no_other_role_goes_with_it_in_either_order(
    sign_in: SignIn, world: World, newcomer: UUID, session: AsyncSession, administrator: str, other: str
) -> None:
    secadmin = await sign_in("secadmin")
    another = await add_account(session, world, "another", None, world.county)
    await session.commit()
    for account, first, second in ((newcomer, administrator, other), (another, other, administrator)):
        assert (await give(secadmin, account, first, world.county)).status_code == 201
        refused = await give(secadmin, account, second, world.county)
        assert (refused.status_code, code_of(refused)) == (409, "exclusive_role")


async def test_given_roles_that_are_no_administrators_then_a_person_holds_several(
    sign_in: SignIn, world: World, newcomer: UUID
) -> None:
    secadmin = await sign_in("secadmin")
    for role in OTHERS:
        assert (await give(secadmin, newcomer, role, world.county)).status_code == 201
    assert (await give(secadmin, newcomer, "teacher", world.lead_school)).status_code == 201


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ({"starts_on": "2026-11-30"}, 409),
        ({"starts_on": "2026-12-01"}, 201),
        ({"starts_on": "2026-10-16", "ends_on": "2026-11-01"}, 409),
        ({"starts_on": "2026-10-15", "ends_on": "2026-10-31"}, 201),
        ({"starts_on": "2026-10-15", "ends_on": "2026-11-01"}, 409),
        ({"starts_on": "2026-10-15"}, 409),
    ],
)
async def test_given_an_administrator_for_november_then_only_days_outside_it_are_free(
    sign_in: SignIn, world: World, newcomer: UUID, later: dict[str, str], expected: int
) -> None:
    secadmin = await sign_in("secadmin")
    dates = {"starts_on": "2026-11-01", "ends_on": "2026-11-30"}
    assert (await give(secadmin, newcomer, "auditor", world.county, **dates)).status_code == 201
    assert (await give(secadmin, newcomer, "bureau_admin", world.county, **later)).status_code == expected


async def test_given_an_ended_role_then_the_account_may_become_administrator(
    sign_in: SignIn, world: World, newcomer: UUID
) -> None:
    secadmin = await sign_in("secadmin")
    made = (await give(secadmin, newcomer, "bureau_admin", world.county)).json()
    assert (await end(secadmin, made["id"])).status_code == 200
    assert (await give(secadmin, newcomer, "auditor", world.county)).status_code == 201


# The security administrator's own roles


async def test_given_oneself_then_a_role_is_refused_and_that_is_in_the_log(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    for role in ("bureau_admin", "security_admin"):
        refused = await give(await sign_in("secadmin"), world.users["secadmin"], role, world.county)
        assert (refused.status_code, code_of(refused)) == (403, "own_role")
    logged = select(AuditEvent).where(AuditEvent.outcome == "refused")
    events = (await session.execute(logged)).scalars().all()
    assert [(event.actor_user_id, event.details) for event in events] == [
        (world.users["secadmin"], {"code": "own_role"})
    ] * 2


async def test_given_ones_own_last_security_role_then_it_does_not_end_but_a_colleague_can_end_it(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    await add_account(session, world, "secadmin2", "security_admin", world.county)
    await session.commit()
    secadmin, colleague = await sign_in("secadmin"), await sign_in("secadmin2")
    for body in ({}, {"ends_on": "2027-01-01"}):
        refused = await end(secadmin, world.assignments["secadmin"], **body)
        assert (refused.status_code, code_of(refused)) == (409, "last_security_role")
    assert (await end(colleague, world.assignments["secadmin"])).status_code == 200
    assert (await secadmin.get("/api/v1/users")).status_code == 403


# Ending


async def test_given_an_ended_role_then_it_is_out_on_the_next_request(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    secadmin, bureau = await sign_in("secadmin"), await sign_in("bureau")
    assert (await bureau.get("/api/v1/organisations")).status_code == 200
    answer = await end(secadmin, world.assignments["bureau"])
    assert (answer.status_code, answer.json()["state"], answer.json()["ends_on"]) == (200, "ended", "2026-10-14")
    assert answer.headers["ETag"] == '"2"'
    assert (await bureau.get("/api/v1/organisations")).status_code == 403
    assert (await bureau.get("/api/v1/me")).json()["roles"] == []
    logged = (await session.execute(select(AuditEvent).where(AuditEvent.action == "role:end"))).scalar_one()
    assert str(logged.target_id) == str(world.assignments["bureau"])
    again = await end(secadmin, world.assignments["bureau"], 2, ends_on="nonsense")
    assert (again.status_code, code_of(again)) == (409, "assignment_ended")


async def test_given_a_last_day_then_the_role_holds_through_it(
    sign_in: SignIn, world: World, clock: FixedClock
) -> None:
    secadmin, bureau = await sign_in("secadmin"), await sign_in("bureau")
    answer = await end(secadmin, world.assignments["bureau"], ends_on="2026-10-16")
    assert (answer.json()["state"], answer.json()["ends_on"]) == ("active", "2026-10-16")
    clock.at = clock.at.replace(day=16, hour=15, minute=59)
    assert (await bureau.get("/api/v1/organisations")).status_code == 200
    clock.advance(minutes=1)
    assert (await bureau.get("/api/v1/organisations")).status_code == 403


@pytest.mark.parametrize(
    ("last", "code"), [("2026-10-13", "too_early"), ("2026-12-01", "too_late"), ("2026-13-01", None)]
)
async def test_given_a_last_day_that_cannot_be_then_the_field_says_why(
    sign_in: SignIn, world: World, newcomer: UUID, last: str, code: str | None
) -> None:
    secadmin = await sign_in("secadmin")
    made = (await give(secadmin, newcomer, "inspector", world.county, ends_on="2026-11-30")).json()
    answer = await end(secadmin, made["id"], ends_on=last)
    assert answer.status_code == 422
    assert set(pointers_of(answer)) == {"/ends_on"}
    assert code is None or pointers_of(answer) == {"/ends_on": code}


async def test_given_a_role_that_has_not_begun_then_ending_it_means_it_never_does(
    sign_in: SignIn, world: World, newcomer: UUID
) -> None:
    secadmin = await sign_in("secadmin")
    made = (await give(secadmin, newcomer, "auditor", world.county, starts_on="2026-12-01")).json()
    ended = (await end(secadmin, made["id"])).json()
    assert (ended["ends_on"], ended["state"]) == ("2026-11-30", "ended")
    assert (await give(secadmin, newcomer, "bureau_admin", world.county)).status_code == 201


async def test_given_a_stale_or_missing_version_then_nothing_ends(sign_in: SignIn, world: World) -> None:
    secadmin, path = await sign_in("secadmin"), f"{PATH}/{world.assignments['bureau']}/end"
    assert (await secadmin.post(path)).status_code == 428
    assert (await secadmin.post(path, headers={"If-Match": '"7"'})).status_code == 412


async def test_given_the_same_key_twice_then_a_role_ends_once(sign_in: SignIn, world: World) -> None:
    secadmin, path = await sign_in("secadmin"), f"{PATH}/{world.assignments['bureau']}/end"
    headers = {"If-Match": '"1"', "Idempotency-Key": "end"}
    answers = [await secadmin.post(path, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()


# Reading, and who may not


async def test_the_list_shows_who_holds_what_and_can_be_narrowed(
    sign_in: SignIn, world: World, newcomer: UUID, database: Database
) -> None:
    secadmin = await sign_in("secadmin")
    await give(secadmin, newcomer, "inspector", world.county, starts_on="2026-12-01")
    await end(secadmin, world.assignments["leader"])
    with count_statements() as seen:
        whole = (await secadmin.get(f"{PATH}?limit=200&include=total")).json()
    assert len(seen) <= 4, seen
    assert whole["total"]["value"] == len(whole["items"]) == 15
    assert whole["items"][0]["user_name"] == "newcomer"
    assert "13800000000" not in str(whole)
    narrowed = {
        f"user_id={newcomer}": {"newcomer"},
        "state=upcoming": {"newcomer"},
        "state=ended": {"leader"},
        "role=instructor": {"instructor", "instructor2"},
        f"organisation_id={world.section}": {"section"},
        "role=auditor&state=active": {"auditor"},
    }
    for query, expected in narrowed.items():
        items = (await secadmin.get(f"{PATH}?{query}")).json()["items"]
        assert {item["username"] for item in items} == expected, query
    assert (await secadmin.get(f"{PATH}?sort=role")).status_code == 422


async def test_given_another_bureaus_assignment_then_it_does_not_exist(sign_in: SignIn, world: World) -> None:
    secadmin = await sign_in("secadmin")
    for unknown in (world.assignments["bureau2"], world.assignments["municipal_viewer"], new_id()):
        assert (await secadmin.get(f"{PATH}/{unknown}")).status_code == 404
        assert (await end(secadmin, unknown)).status_code == 404


async def test_given_any_other_role_then_assignments_are_out_of_reach(
    sign_in: SignIn, world: World, newcomer: UUID
) -> None:
    for username in NOT_THE_SECURITY_ADMIN:
        client = await sign_in(username)
        assert (await client.get(PATH)).status_code == 403, username
        assert (await give(client, newcomer, "bureau_admin", world.county)).status_code == 403, username
        assert (await client.get(f"{PATH}/{world.assignments['lead']}")).status_code == 404, username
        assert (await end(client, world.assignments["lead"])).status_code == 404, username


async def test_given_a_security_admin_of_the_municipal_bureau_then_its_viewers_are_theirs_to_give(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    await add_account(session, world, "city_security", "security_admin", world.municipal)
    viewer = await add_account(session, world, "city_reader", None, world.municipal)
    await session.commit()
    city = await sign_in("city_security")
    assert (await give(city, viewer, "municipal_viewer", world.municipal)).status_code == 201
    county = await give(city, viewer, "bureau_admin", world.county)
    assert pointers_of(county) == {"/organisation_id": "not_found"}
