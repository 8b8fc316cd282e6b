"""Who waived a month when and why, and who took that back when and why, stays readable on the month."""

from typing import Any

import httpx2
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.database import Database
from tests.backend.statements import count_statements
from tests.conftest import FixedClock, SignIn
from tests.world import World, add_account

OBLIGATIONS = "/api/v1/obligations"


async def one(caller: httpx2.AsyncClient, institution: Any) -> dict[str, Any]:
    query = {"month": "2026-10", "institution_id": str(institution)}
    (item,) = (await caller.get(OBLIGATIONS, params=query)).json()["items"]
    read = await caller.get(f"{OBLIGATIONS}/{item['id']}")
    assert read.status_code == 200, read.text
    found: dict[str, Any] = read.json()
    return found


async def decide(caller: httpx2.AsyncClient, month: dict[str, Any], verb: str, reason: str) -> None:
    path, match = f"{OBLIGATIONS}/{month['id']}/{verb}", {"If-Match": f'"{month["version"]}"'}
    answer = await caller.post(path, json={"reason": reason}, headers=match)
    assert answer.status_code == 200, answer.text


async def test_given_waivers_taken_back_and_given_again_then_every_one_of_them_can_be_read(
    sign_in: SignIn, world: World, session: AsyncSession, clock: FixedClock
) -> None:
    await add_account(session, world, "bureau3", "bureau_admin", world.county)
    await session.commit()
    bureau, colleague = await sign_in("bureau"), await sign_in("bureau3")
    month = await one(bureau, world.kindergarten)
    assert month["waiver_history"] == []
    steps = [
        (bureau, "waive", "校舍维修"),
        (colleague, "unwaive", "提前复课"),
        (colleague, "waive", "又停课了"),
        (bureau, "unwaive", "弄错了月份"),
        (bureau, "waive", "暑假"),
    ]
    for who, verb, reason in steps:
        await decide(who, await one(bureau, world.kindergarten), verb, reason)
        clock.advance(hours=1)
    shown = await one(await sign_in("institution"), world.kindergarten)
    still_holds = {"taken_back_reason": None, "taken_back_at": None, "taken_back_by": None}
    assert shown["waiver_history"] == [
        {"reason": "暑假", "waived_at": "2026-10-15T06:00:00Z", "waived_by": "bureau", **still_holds},
        {
            "reason": "又停课了",
            "waived_at": "2026-10-15T04:00:00Z",
            "waived_by": "bureau3",
            "taken_back_reason": "弄错了月份",
            "taken_back_at": "2026-10-15T05:00:00Z",
            "taken_back_by": "bureau",
        },
        {
            "reason": "校舍维修",
            "waived_at": "2026-10-15T02:00:00Z",
            "waived_by": "bureau",
            "taken_back_reason": "提前复课",
            "taken_back_at": "2026-10-15T03:00:00Z",
            "taken_back_by": "bureau3",
        },
    ]
    assert shown["waiver"]["reason"] == "暑假"
    other = await one(bureau, world.training)
    assert other["waiver_history"] == []
    kept = str((await session.execute(text("select row_to_json(audit_events) from audit_events"))).all())
    assert [reason for _, _, reason in steps if reason in kept] == []


async def test_given_a_month_waived_for_all_then_it_stands_in_each_history_and_reading_asks_no_more_often(
    sign_in: SignIn, world: World, session: AsyncSession, database: Database
) -> None:
    bureau = await sign_in("bureau")
    body = {"month": "2026-10", "reason": "全县停课"}
    assert (await bureau.post(f"{OBLIGATIONS}/waivers", json=body)).json()["waived"] == 3
    for institution in (world.kindergarten, world.training, world.supported_school):
        month = await one(bureau, institution)
        assert [entry["reason"] for entry in month["waiver_history"]] == ["全县停课"]
        await decide(bureau, month, "unwaive", "弄错了")
        month = await one(bureau, institution)
        assert [(entry["reason"], entry["taken_back_reason"]) for entry in month["waiver_history"]] == [
            ("全县停课", "弄错了")
        ]
    with count_statements() as seen:
        assert (await bureau.get(f"{OBLIGATIONS}/{month['id']}")).status_code == 200
    assert len(seen) <= 4, seen


async def test_given_the_same_key_again_then_a_waiver_is_taken_back_once(sign_in: SignIn, world: World) -> None:
    bureau = await sign_in("bureau")
    await decide(bureau, await one(bureau, world.kindergarten), "waive", "停课")
    month = await one(bureau, world.kindergarten)
    headers = {"If-Match": f'"{month["version"]}"', "Idempotency-Key": "once"}
    for _ in range(2):
        path = f"{OBLIGATIONS}/{month['id']}/unwaive"
        assert (await bureau.post(path, json={"reason": "复课"}, headers=headers)).status_code == 200
    assert len((await one(bureau, world.kindergarten))["waiver_history"]) == 1


async def test_given_the_same_key_then_what_was_taken_back_meanwhile_is_not_waived_again(
    sign_in: SignIn, world: World, clock: FixedClock
) -> None:
    bureau = await sign_in("bureau")
    await decide(bureau, await one(bureau, world.training), "waive", "装修")
    clock.advance(hours=1)
    body, key = {"month": "2026-10", "reason": "全县停课"}, {"Idempotency-Key": "october"}
    done = await bureau.post(f"{OBLIGATIONS}/waivers", json=body, headers=key)
    clock.advance(hours=1)
    assert (await bureau.post(f"{OBLIGATIONS}/waivers", json=body, headers=key)).json() == done.json()
    assert (done.json()["waived"], done.json()["already_waived"]) == (2, 1)
    await decide(bureau, await one(bureau, world.kindergarten), "unwaive", "提前复课")
    again = await bureau.post(f"{OBLIGATIONS}/waivers", json=body, headers=key)
    assert (again.json()["waived"], again.json()["already_waived"]) == (1, 1)
    assert (await one(bureau, world.kindergarten))["status"] == "open"
    other = await bureau.post(f"{OBLIGATIONS}/waivers", json={**body, "reason": "暑假"}, headers=key)
    assert other.status_code == 422
    assert other.json()["type"].endswith("idempotency_key_reused")
