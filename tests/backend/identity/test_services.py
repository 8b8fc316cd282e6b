"""Accounts that the operator's commands and the demo open: every rule holds there too."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.errors import Invalid
from handinhand.foundation.access.roles import Role
from handinhand.foundation.identity.service import create_account, open_administrator
from handinhand.models import AuditEvent, Organisation, RoleAssignment
from tests.backend.identity.conftest import PASSWORD, Browser, code_of, enter
from tests.conftest import FixedClock
from tests.world import World, add_person


async def test_given_a_person_and_a_role_then_the_account_signs_in(
    session: AsyncSession, world: World, clock: FixedClock, browser: Browser
) -> None:
    person = await add_person(session, clock.now(), world.county, world.lead_school, "何老师")
    user = await create_account(
        session, bureau_id=world.county, username="Teacher.He", name="何老师", password=PASSWORD, role=Role.INSTRUCTOR,
        organisation_id=world.lead_school, person_id=person, starts_on=date(2025, 9, 1), at=clock.now(),
    )  # fmt: skip
    await session.commit()
    answer = await enter(await browser(), "teacher.he")
    assert answer.status_code == 201
    assert answer.json()["roles"][0]["role"] == "instructor"
    held = (await session.execute(select(RoleAssignment).where(RoleAssignment.user_id == user.id))).scalar_one()
    assert held.starts_on == date(2025, 9, 1)
    event = (await session.execute(select(AuditEvent).where(AuditEvent.target_id == user.id))).scalar_one()
    assert (event.actor_label, event.bureau_id) == ("系统", world.county)


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"username": "lead"}, "/username"),
        ({"username": "何"}, "/username"),
        ({"password": "password1234"}, "/password"),
        ({"role": Role.SECTION_OFFICER}, "/organisation_id"),
        ({"role": Role.INSTRUCTOR}, "/person_id"),
    ],
)
async def test_given_what_no_rule_allows_then_the_field_says_why(
    session: AsyncSession, world: World, clock: FixedClock, given: dict[str, Any], pointer: str
) -> None:
    right: dict[str, Any] = {"username": "he", "name": "何老师", "password": PASSWORD, "role": Role.TEACHER}
    right |= {"username": "hehe", "bureau_id": world.county, "organisation_id": world.lead_school, "at": clock.now()}
    with pytest.raises(Invalid) as refused:
        await create_account(session, **{**right, **given})
    assert [error.pointer for error in refused.value.errors] == [pointer]


async def test_given_another_bureaus_organisation_then_it_is_not_found(
    session: AsyncSession, world: World, clock: FixedClock
) -> None:
    with pytest.raises(Invalid) as refused:
        await create_account(
            session, bureau_id=world.county, username="hehe", name="何老师", password=PASSWORD, role=Role.BUREAU_ADMIN,
            organisation_id=world.other_county, at=clock.now(),
        )  # fmt: skip
    assert refused.value.errors[0].code == "not_found"


async def test_given_a_first_administrator_then_the_password_is_changed_before_anything_else(
    session: AsyncSession, world: World, clock: FixedClock, browser: Browser
) -> None:
    bureau = await session.get_one(Organisation, world.county)
    await open_administrator(
        session, bureau=bureau, role=Role.SECURITY_ADMIN, username="first", name="郑安全", password=PASSWORD,
        at=clock.now(),
    )  # fmt: skip
    await session.commit()
    client = await browser()
    assert (await enter(client, "first")).json()["must_change_password"] is True
    refused = await client.get("/api/v1/users")
    assert (refused.status_code, code_of(refused)) == (403, "password_change_required")
