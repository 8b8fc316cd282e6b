"""`/settings`: the numbers of the caller's bureau (api.md part A)."""

from typing import Any

import httpx2
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.database import Database
from handinhand.models import AuditEvent
from tests.backend.statements import count_statements
from tests.conftest import SignIn
from tests.world import World

READERS = {
    "sysadmin",
    "bureau",
    "leader",
    "section",
    "lead",
    "host",
    "instructor",
    "instructor2",
    "institution",
    "bureau2",
}
WRITERS = {"sysadmin", "bureau", "bureau2"}
EVERYBODY = READERS | {"secadmin", "auditor", "inspector", "teacher", "municipal_viewer"}


@pytest.fixture
async def bureau(sign_in: SignIn) -> httpx2.AsyncClient:
    return await sign_in("bureau")


async def change(caller: httpx2.AsyncClient, version: int = 1, **body: Any) -> httpx2.Response:
    return await caller.patch("/api/v1/settings", json=body, headers={"If-Match": f'"{version}"'})


@pytest.mark.parametrize("account", sorted(EVERYBODY))
async def test_everybody_who_works_with_dates_reads_and_only_administrators_change(
    account: str, sign_in: SignIn, world: World
) -> None:
    caller = await sign_in(account)
    read = await caller.get("/api/v1/settings")
    assert read.status_code == (200 if account in READERS else 403)
    changed = await caller.patch("/api/v1/settings", json={})
    assert changed.status_code == (428 if account in WRITERS else 403)
    if account in READERS:
        own = world.other_county if account == "bureau2" else world.county
        assert read.json() == {
            "bureau_id": str(own),
            "time_zone": "Asia/Shanghai",
            "visit_grace_working_days": 5,
            "reminder_days_before_month_end": 7,
            "own_branch_full_members": 3,
            "version": 1,
        }
        assert read.headers["etag"] == '"1"'


async def test_given_a_change_then_it_stands_in_this_bureau_only_and_in_the_log(
    bureau: httpx2.AsyncClient, sign_in: SignIn, session: AsyncSession, world: World
) -> None:
    answer = await change(bureau, visit_grace_working_days=3)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["visit_grace_working_days"], answer.json()["reminder_days_before_month_end"]) == (3, 7)
    assert (answer.json()["version"], answer.headers["etag"]) == (2, '"2"')
    assert (await bureau.get("/api/v1/settings")).json() == answer.json()
    other = await (await sign_in("bureau2")).get("/api/v1/settings")
    assert (other.json()["visit_grace_working_days"], other.json()["version"]) == (5, 1)
    event = (await session.execute(select(AuditEvent))).scalar_one()
    assert (event.action, event.bureau_id) == ("settings:update", world.county)
    assert event.details == {"visit_grace_working_days": 3}
    unchanged = await change(bureau, 2, visit_grace_working_days=3)
    assert unchanged.json()["version"] == 2


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        ({"visit_grace_working_days": -1}, "/visit_grace_working_days"),
        ({"visit_grace_working_days": 32}, "/visit_grace_working_days"),
        ({"visit_grace_working_days": None}, "/visit_grace_working_days"),
        ({"visit_grace_working_days": "5"}, "/visit_grace_working_days"),
        ({"visit_grace_working_days": True}, "/visit_grace_working_days"),
        ({"visit_grace_working_days": 2.5}, "/visit_grace_working_days"),
        ({"reminder_days_before_month_end": 0}, "/reminder_days_before_month_end"),
        ({"reminder_days_before_month_end": 21}, "/reminder_days_before_month_end"),
        ({"own_branch_full_members": 0}, "/own_branch_full_members"),
        ({"own_branch_full_members": 51}, "/own_branch_full_members"),
        ({"time_zone": "Europe/Paris"}, "/time_zone"),
        ({"bureau_id": None}, "/bureau_id"),
    ],
)
async def test_a_number_that_makes_no_sense_is_refused_beside_the_field(
    bureau: httpx2.AsyncClient, sent: dict[str, Any], pointer: str
) -> None:
    answer = await change(bureau, **sent)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_given_an_older_version_then_412_with_what_differs(bureau: httpx2.AsyncClient) -> None:
    await change(bureau, visit_grace_working_days=3)
    stale = await change(bureau, visit_grace_working_days=4, reminder_days_before_month_end=7)
    assert stale.status_code == 412
    assert (stale.json()["current_version"], stale.json()["differing"]) == (2, {"visit_grace_working_days": 3})
    malformed = await change(bureau, 1, visit_grace_working_days=99)
    assert malformed.status_code == 412, "an older version is told before what is malformed"


async def test_reading_asks_little(bureau: httpx2.AsyncClient, database: Database) -> None:
    with count_statements() as seen:
        assert (await bureau.get("/api/v1/settings")).status_code == 200
    assert len(seen) <= 4
