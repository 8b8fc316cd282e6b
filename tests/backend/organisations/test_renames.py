"""Renaming keeps the identity, and the former name is still found (domain.md §7)."""

from typing import Any
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.database import Database
from handinhand.models import AuditEvent
from tests.backend.statements import count_statements
from tests.conftest import SignIn
from tests.world import World

BODY = {"name": "大星星幼儿园", "effective_on": "2026-09-01", "reason": "办学许可证变更"}


@pytest.fixture
async def bureau(sign_in: SignIn) -> httpx2.AsyncClient:
    return await sign_in("bureau")


async def rename(
    caller: httpx2.AsyncClient, record_id: UUID, version: int = 1, key: str | None = None, **body: Any
) -> httpx2.Response:
    headers = {"If-Match": f'"{version}"'} | ({"Idempotency-Key": key} if key else {})
    return await caller.post(f"/api/v1/organisations/{record_id}/rename", json=BODY | body, headers=headers)


def pointers(answer: httpx2.Response) -> list[tuple[str, str]]:
    assert answer.status_code == 422, answer.text
    return [(error["pointer"], error["code"]) for error in answer.json()["errors"]]


async def test_given_a_rename_then_same_identity_new_name_and_the_history_keeps_the_former(
    bureau: httpx2.AsyncClient, session: AsyncSession, world: World
) -> None:
    answer = await rename(bureau, world.kindergarten)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["id"], answer.json()["name"]) == (str(world.kindergarten), "大星星幼儿园")
    assert (answer.json()["version"], answer.headers["etag"]) == (2, '"2"')
    history = (await bureau.get(f"/api/v1/organisations/{world.kindergarten}/names")).json()
    [former] = history["items"]
    del former["id"]
    assert former == {
        "name": "小星星幼儿园",
        "until_on": "2026-08-31",
        "reason": "办学许可证变更",
        "recorded_at": "2026-10-15T02:00:00Z",
    }
    event = (await session.execute(select(AuditEvent))).scalar_one()
    assert (event.action, event.target_id, event.target_label) == (
        "organisation:rename",
        world.kindergarten,
        "大星星幼儿园",
    )


@pytest.mark.parametrize("q", ["小星星", "xiaoxing", "xxxy", "大星星", "daxing", "dxx"])
async def test_given_a_rename_then_both_names_are_found_and_sorted_by_the_new(
    bureau: httpx2.AsyncClient, world: World, q: str
) -> None:
    await rename(bureau, world.kindergarten)
    found = (await bureau.get(f"/api/v1/organisations?q={q}")).json()["items"]
    assert [item["name"] for item in found] == ["大星星幼儿园"]


async def test_given_several_renames_then_the_history_runs_back_and_pages(
    bureau: httpx2.AsyncClient, world: World
) -> None:
    for version, day in enumerate(("2024-01-01", "2025-01-01", "2026-01-01"), start=1):
        answer = await rename(bureau, world.kindergarten, version, name=f"第{version}幼儿园", effective_on=day)
        assert answer.status_code == 200, answer.text
    address = f"/api/v1/organisations/{world.kindergarten}/names"
    first = (await bureau.get(f"{address}?limit=2")).json()
    second = (await bureau.get(f"{address}?limit=2&cursor={first['next_cursor']}")).json()
    names = [item["name"] for item in first["items"] + second["items"]]
    assert names == ["第2幼儿园", "第1幼儿园", "小星星幼儿园"]
    assert second["next_cursor"] is None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"name": "小星星幼儿园"}, ("/name", "same_name")),
        ({"name": "桥山中学"}, ("/name", "name_taken")),
        ({"name": ""}, ("/name", "string_too_short")),
        ({"name": "小\x07"}, ("/name", "control_character")),
        ({"effective_on": "2026-10-16"}, ("/effective_on", "in_future")),
        ({"effective_on": "0026-09-01"}, ("/effective_on", "date_not_sensible")),
        ({"effective_on": "昨天"}, ("/effective_on", "date_parsing")),
        ({"reason": "改"}, ("/reason", "string_too_short")),
        ({"reason": None}, ("/reason", "string_type")),
        ({"who": "我"}, ("/who", "extra_forbidden")),
    ],
)
async def test_a_rename_that_is_not_sane_is_refused_beside_the_field(
    bureau: httpx2.AsyncClient, world: World, body: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert pointers(await rename(bureau, world.kindergarten, **body)) == [expected]
    history = await bureau.get(f"/api/v1/organisations/{world.kindergarten}/names")
    assert history.json()["items"] == []


async def test_a_rename_is_not_before_the_one_before_but_may_correct_it_on_the_same_day(
    bureau: httpx2.AsyncClient, world: World
) -> None:
    await rename(bureau, world.kindergarten)
    earlier = await rename(bureau, world.kindergarten, 2, name="中星星幼儿园", effective_on="2026-08-31")
    assert pointers(earlier) == [("/effective_on", "before_last_rename")]
    same_day = await rename(bureau, world.kindergarten, 2, name="中星星幼儿园", effective_on="2026-09-01")
    assert same_day.status_code == 200, same_day.text
    assert (
        await rename(bureau, world.kindergarten, 3, name="今天幼儿园", effective_on="2026-10-15")
    ).status_code == 200


async def test_given_a_former_name_then_another_organisation_may_take_it(
    bureau: httpx2.AsyncClient, world: World
) -> None:
    await rename(bureau, world.kindergarten)
    answer = await rename(bureau, world.training, name="小星星幼儿园")
    assert answer.status_code == 200, answer.text
    found = (await bureau.get("/api/v1/organisations?q=小星星")).json()["items"]
    assert {item["id"] for item in found} == {str(world.kindergarten), str(world.training)}


async def test_given_the_same_key_when_sent_twice_then_renamed_once(bureau: httpx2.AsyncClient, world: World) -> None:
    answers = [await rename(bureau, world.kindergarten, key="r-1") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    history = await bureau.get(f"/api/v1/organisations/{world.kindergarten}/names")
    assert len(history.json()["items"]) == 1


async def test_without_version_428_and_with_an_older_one_412(bureau: httpx2.AsyncClient, world: World) -> None:
    await rename(bureau, world.kindergarten)
    stale = await rename(bureau, world.kindergarten, 1, name="中星星幼儿园")
    assert (stale.status_code, stale.json()["current_version"]) == (412, 2)
    assert stale.json()["differing"] == {"name": "大星星幼儿园"}
    missing = await bureau.post(f"/api/v1/organisations/{world.kindergarten}/rename", json=BODY)
    assert missing.status_code == 428


async def test_the_history_asks_as_little_for_many_names_as_for_one(
    bureau: httpx2.AsyncClient, database: Database, world: World
) -> None:
    asked = []
    for version in (1, 2, 3, 4, 5):
        day = f"2026-0{version}-01"
        await rename(bureau, world.kindergarten, version, name=f"第{version}幼儿园", effective_on=day)
        with count_statements() as seen:
            answer = await bureau.get(f"/api/v1/organisations/{world.kindergarten}/names")
        assert len(answer.json()["items"]) == version
        asked.append(len(seen))
    assert set(asked) == {asked[0]}
    assert asked[0] <= 4
