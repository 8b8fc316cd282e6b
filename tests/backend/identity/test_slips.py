"""Accounts in bulk with printable slips: all or none, errors per item, a constant number of statements."""

import xml.etree.ElementTree as ET
from typing import Any
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.database import Database
from handinhand.core.ids import new_id
from handinhand.models import ActivationCode, AuditEvent, RoleAssignment, User
from tests.backend.identity.conftest import Browser, enter, pointers_of
from tests.backend.identity.test_accounts import activate
from tests.backend.statements import count_statements
from tests.conftest import FixedClock, SignIn
from tests.world import World, add_person

PATH = "/api/v1/users/activation-slips"


async def people(session: AsyncSession, world: World, *names: str) -> list[UUID]:
    made = [await add_person(session, world.at, world.county, world.lead_school, name) for name in names]
    await session.commit()
    return made


def item(person: UUID, organisation: UUID, role: str = "instructor") -> dict[str, str]:
    return {"person_id": str(person), "role": role, "organisation_id": str(organisation)}


async def ask(client: httpx2.AsyncClient, items: list[dict[str, Any]], **more: Any) -> httpx2.Response:
    return await client.post(PATH, json={"items": items}, **more)


async def test_given_people_then_each_gets_an_account_a_role_and_a_slip(
    sign_in: SignIn, world: World, session: AsyncSession, browser: Browser
) -> None:
    first, second, third = await people(session, world, "王建军", "王健军", "李 娜")
    wanted = [
        item(second, world.lead_school),
        item(first, world.lead_school, "teacher"),
        item(third, world.kindergarten, "institution"),
    ]
    answer = await ask(await sign_in("secadmin"), wanted)
    assert answer.status_code == 201, answer.text
    slips = answer.json()["items"]
    assert [(slip["username"], slip["role"], slip["organisation_name"]) for slip in slips] == [
        ("wangjianjun", "instructor", "桥山中学"),
        ("wangjianjun2", "teacher", "桥山中学"),
        ("lina", "institution", "小星星幼儿园"),
    ]
    assert len({slip["code"] for slip in slips}) == 3
    for slip in slips:
        assert slip["activation_url"] == f"http://127.0.0.1:8000/activate#{slip['code'].replace('-', '')}"
        drawing = ET.fromstring(slip["qr_svg"])  # noqa: S314 - our own
        assert drawing.tag == "{http://www.w3.org/2000/svg}svg"
        assert {element.tag.rpartition("}")[2] for element in drawing.iter()} == {"svg", "path"}
        assert not [name for element in drawing.iter() for name in element.attrib if name.startswith(("on", "style"))]
    client = await browser()
    assert (await activate(client, slips[0]["code"])).status_code == 204
    me = (await enter(client, "wangjianjun")).json()
    assert [role["role"] for role in me["roles"]] == ["instructor"]
    assert me["user"]["person_id"] == str(second)
    opened = select(AuditEvent).where(AuditEvent.action == "account:open")
    assert {event.target_label for event in (await session.execute(opened)).scalars()} == {"王建军", "王健军", "李 娜"}


async def test_given_people_who_cannot_then_every_item_says_why_and_no_account_opens(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    one, two, three, four = await people(session, world, "甲一", "乙二", "丙三", "丁四")
    foreign = await add_person(session, world.at, world.other_county, world.foreign_kindergarten, "周外县")
    await session.commit()
    before = (await session.execute(select(func.count()).select_from(User))).scalar_one()
    wanted = [
        item(one, world.lead_school),
        item(two, world.section),
        item(three, world.lead_school, "auditor"),
        item(world.people["instructor"], world.lead_school),
        item(foreign, world.lead_school),
        item(four, world.foreign_kindergarten, "institution"),
        item(new_id(), new_id(), "teacher"),
        item(one, world.lead_school),
    ]
    answer = await ask(await sign_in("secadmin"), wanted)
    assert answer.status_code == 422
    assert pointers_of(answer) == {
        "/items/0/person_id": "twice",
        "/items/1/organisation_id": "not_the_sending_unit",
        "/items/2/organisation_id": "role_does_not_fit",
        "/items/3/person_id": "has_account",
        "/items/4/person_id": "not_found",
        "/items/5/organisation_id": "not_found",
        "/items/6/person_id": "not_found",
        "/items/6/organisation_id": "not_found",
        "/items/7/person_id": "twice",
    }
    assert (await session.execute(select(func.count()).select_from(User))).scalar_one() == before


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"items": []}, "/items"),
        ({}, "/items"),
        ({"items": [{"person_id": "x", "role": "instructor", "organisation_id": "y"}]}, "/items/0/person_id"),
        (
            {"items": [{"person_id": str(new_id()), "role": "king", "organisation_id": str(new_id())}]},
            "/items/0/role",
        ),
        ({"items": [item(new_id(), new_id())] * 201}, "/items"),
    ],
)
async def test_given_a_malformed_list_then_it_is_refused(
    sign_in: SignIn, world: World, body: dict[str, Any], pointer: str
) -> None:
    answer = await (await sign_in("secadmin")).post(PATH, json=body)
    assert answer.status_code == 422
    assert pointer in pointers_of(answer)


async def test_given_the_same_key_twice_then_the_same_slips_come_again(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    made = await people(session, world, "王建军", "李娜")
    wanted = [item(person, world.lead_school) for person in made]
    secadmin = await sign_in("secadmin")
    first = await ask(secadmin, wanted, headers={"Idempotency-Key": "slips-1"})
    second = await ask(secadmin, wanted, headers={"Idempotency-Key": "slips-1"})
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert (await session.execute(select(func.count()).select_from(ActivationCode))).scalar_one() == 2
    third = await ask(secadmin, wanted)
    assert pointers_of(third) == {"/items/0/person_id": "has_account", "/items/1/person_id": "has_account"}


async def test_given_an_account_that_went_to_another_bureau_then_the_same_key_shows_no_slip(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    made = await people(session, world, "王建军", "李娜")
    wanted, key = [item(person, world.lead_school) for person in made], {"Idempotency-Key": "slips-1"}
    secadmin = await sign_in("secadmin")
    first = (await ask(secadmin, wanted, headers=key)).json()
    moved = await session.get_one(User, UUID(first["items"][1]["user_id"]))
    moved.bureau_id = world.other_county
    await session.commit()
    assert (await ask(secadmin, wanted, headers=key)).status_code == 404


async def test_two_hundred_slips_take_as_many_statements_as_two(
    sign_in: SignIn, world: World, session: AsyncSession, database: Database
) -> None:
    few = await people(session, world, "王建军", "李娜")
    many = await people(session, world, *(f"张三{number}" for number in range(200)))
    secadmin = await sign_in("secadmin")
    counts = []
    for made in (few, many):
        wanted = [item(person, world.lead_school) for person in made]
        with count_statements() as seen:
            answer = await ask(secadmin, wanted, headers={"Idempotency-Key": str(len(made))})
        assert answer.status_code == 201
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 14
    held = select(func.count()).select_from(RoleAssignment).where(RoleAssignment.starts_on == world.at.date())
    assert (await session.execute(held)).scalar_one() == 202


async def test_the_slip_is_valid_for_fourteen_days(
    sign_in: SignIn, world: World, session: AsyncSession, clock: FixedClock
) -> None:
    (person,) = await people(session, world, "王建军")
    answer = await ask(await sign_in("secadmin"), [item(person, world.lead_school)])
    assert answer.json()["items"][0]["expires_at"] == "2026-10-29T02:00:00Z"
    assert clock.now() == world.at
