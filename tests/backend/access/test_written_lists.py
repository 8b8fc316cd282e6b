"""Lists that PostgreSQL writes as JSON (ADR 7) against what Python says of each record by itself."""

import json
import random
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.models import Activity, BackboneTeacher, MemberDevelopment, SupportCommunity, SupportedSchool
from tests.backend.access.arrange_activities import add_activity
from tests.backend.access.arrange_communities import add_community
from tests.backend.access.arrange_development import add_member, add_teacher
from tests.backend.access.conftest import Records
from tests.backend.statements import count_statements
from tests.conftest import SignIn
from tests.world import World

TODAY = date(2026, 10, 15)
"""Of the tests' clock."""
ENDS_OF_MONTHS = (
    date(2024, 2, 29), date(2024, 2, 28), date(2023, 2, 28), date(2025, 8, 31), date(2024, 12, 31), date(2025, 3, 30),
)  # fmt: skip
SORTS = {
    "/communities": ("name", "starts_on"),
    "/activities": ("starts_on", "title"),
    "/backbone-teachers": ("name", "selected_on"),
    "/member-developments": ("name", "applied_on"),
}
ARRANGED = 24


async def arrange_communities(session: AsyncSession, world: World, chance: random.Random) -> None:
    for number in range(ARRANGED):
        ended = chance.random() < 0.3
        community_id = await add_community(
            session, world, world.county, f"第{number}中学", world.training,
            starts_on=date(2024, 1, 1) + timedelta(days=chance.randrange(3)),
            state="completed" if ended else "active", ends_on=date(2026, 8, 31) if ended else None,
            end_reason='三年期满 "已完成"\n' if ended else None,
            approved_at=chance.choice((None, world.at, world.at.replace(microsecond=120_000))),
            document_number=chance.choice((None, "蒲教党发〔2024〕1号")),
        )  # fmt: skip
        session.add(
            SupportedSchool(
                bureau_id=world.county, community_id=community_id, school_id=world.kindergarten,
                joined_on=date(2024, 3, 1), left_on=chance.choice((None, date(2025, 1, 31))), created_at=world.at,
                updated_at=world.at,
            )
        )  # fmt: skip


async def arrange_activities(session: AsyncSession, world: World, chance: random.Random) -> None:
    present = (await session.execute(select(Activity).limit(1))).scalar_one()
    community = await session.get_one(SupportCommunity, present.community_id)
    for number in range(ARRANGED):
        state = ("planned", "done", "cancelled")[number % 3]
        ends_on = TODAY + timedelta(days=number // 3 - 4)
        done_at = datetime(2026, 10, 1, 2, 3, 4, chance.choice((0, 5, 500_000)), UTC)
        await add_activity(
            session, world, community, present.kind_id, world.users["lead"], community.lead_school_id,
            state=state, starts_on=ends_on - timedelta(days=chance.randrange(2)), ends_on=ends_on,
            title=f'第{number % 4}次 "{chance.choice("甲乙")}"\\{number}', content="一\n二\t三",
            completed_at=done_at if state == "done" else None,
            cancelled_at=world.at if state == "cancelled" else None,
            cancel_reason="停课" if state == "cancelled" else None,
            supported_school_ids=chance.choice(([], [world.supported_school])),
        )  # fmt: skip


async def arrange_teachers(session: AsyncSession, world: World, chance: random.Random) -> None:
    for number in range(ARRANGED):
        selected_on, *later = sorted(chance.choices(ENDS_OF_MONTHS, k=4))
        reached = dict(list(zip(("training_on", "recognised_on"), later, strict=False))[: number % 3])
        ended = {"ended_on": later[-1], "end_reason": "调离学校"} if number % 4 == 3 else {}
        await add_teacher(
            session, world, world.county, world.supported_school,
            **{"selected_on": selected_on, "training_on": None, **reached, **ended},
        )  # fmt: skip


async def arrange_members(session: AsyncSession, world: World, chance: random.Random) -> None:
    way = ("applied_on", "activist_on", "target_on", "probationary_on", "full_on")
    for number in range(ARRANGED):
        days = sorted(chance.choices(ENDS_OF_MONTHS, k=number % 5 + 1))
        reached = {**dict.fromkeys(way), **dict(zip(way, days, strict=False))}
        ended = {"ended_on": TODAY, "end_reason": "调离学校"} if number % 7 == 6 else {}
        await add_member(session, world, world.county, world.supported_school, **reached, **ended)


Arrange = Callable[[AsyncSession, World, random.Random], Awaitable[None]]
ARRANGE: dict[str, Arrange] = {
    "/communities": arrange_communities,
    "/activities": arrange_activities,
    "/backbone-teachers": arrange_teachers,
    "/member-developments": arrange_members,
}
TABLES = {
    "/communities": SupportCommunity,
    "/activities": Activity,
    "/backbone-teachers": BackboneTeacher,
    "/member-developments": MemberDevelopment,
}


@pytest.fixture
async def arranged(session: AsyncSession, world: World, records: Records, path: str) -> None:
    await ARRANGE[path](session, world, random.Random(20190910))  # noqa: S311 - the same records in every run
    await session.commit()


async def items_of(caller: httpx2.AsyncClient, path: str) -> Sequence[dict[str, Any]]:
    answer = await caller.get(f"/api/v1{path}")
    assert answer.status_code == 200, answer.text
    found: Sequence[dict[str, Any]] = answer.json()["items"]
    return found


@pytest.mark.usefixtures("arranged")
@pytest.mark.parametrize("path", SORTS)
@pytest.mark.parametrize("account", ["bureau", "lead"])
async def test_given_a_list_then_each_item_is_written_as_the_record_is_by_itself(
    sign_in: SignIn, path: str, account: str
) -> None:
    caller = await sign_in(account)
    items = await items_of(caller, f"{path}?limit=200")
    assert len(items) >= (1 if (path, account) == ("/communities", "lead") else ARRANGED)
    for item in items:
        # As text: the same fields in the same order, and whatever is written the same way, not only meant so.
        alone = (await caller.get(f"/api/v1{path}/{item['id']}")).json()
        assert json.dumps(item) == json.dumps(alone)


@pytest.mark.usefixtures("arranged")
@pytest.mark.parametrize("path", SORTS)
async def test_given_any_order_then_the_pages_hold_every_record_once(
    sign_in: SignIn, session: AsyncSession, world: World, path: str
) -> None:
    bureau, table = await sign_in("bureau"), TABLES[path]
    there = (await session.execute(select(func.count()).where(table.bureau_id == world.county))).scalar_one()
    for sort in (*SORTS[path], *(f"-{name}" for name in SORTS[path])):
        whole = [item["id"] for item in await items_of(bureau, f"{path}?limit=200&sort={sort}")]
        assert len(set(whole)) == there
        paged, cursor = [], ""
        while cursor is not None:
            page = (await bureau.get(f"/api/v1{path}?limit=7&include=total&sort={sort}{cursor}")).json()
            paged += [item["id"] for item in page["items"]]
            assert page["total"] == {"value": there, "capped": False}
            cursor = page["next_cursor"] and f"&cursor={page['next_cursor']}"
        assert paged == whole


@pytest.mark.usefixtures("arranged")
@pytest.mark.parametrize("path", SORTS)
async def test_given_a_last_page_that_is_full_then_nothing_follows(sign_in: SignIn, path: str) -> None:
    bureau = await sign_in("bureau")
    count = len(await items_of(bureau, f"{path}?limit=200"))
    for limit, more in ((count, False), (count - 1, True)):
        page = (await bureau.get(f"/api/v1{path}?limit={limit}")).json()
        assert (len(page["items"]), page["next_cursor"] is not None) == (limit, more)


@pytest.mark.usefixtures("arranged")
@pytest.mark.parametrize("path", SORTS)
async def test_given_signs_that_mean_something_in_a_pattern_then_they_are_looked_for_as_they_are(
    sign_in: SignIn, path: str
) -> None:
    bureau = await sign_in("bureau")
    for typed in ("%25", "_", "/"):
        assert await items_of(bureau, f"{path}?q={typed}") == []
    assert json.loads((await bureau.get(f"/api/v1{path}?q=%25&include=total")).text) == {
        "items": [],
        "next_cursor": None,
        "total": {"value": 0, "capped": False},
    }


@pytest.mark.usefixtures("arranged")
@pytest.mark.parametrize("path", SORTS)
async def test_given_few_or_many_rows_then_a_list_is_one_statement_and_its_total_another(
    sign_in: SignIn, path: str
) -> None:
    bureau = await sign_in("bureau")
    for query, expected in (("limit=1", 2), ("limit=200", 2), ("limit=5&include=total", 3)):
        with count_statements() as seen:
            await bureau.get(f"/api/v1{path}?{query}")
        # The session's look-up is the first of them.
        assert len(seen) == expected, seen


@pytest.mark.parametrize("path", SORTS)
async def test_given_a_wrong_filter_then_it_is_named(sign_in: SignIn, world: World, path: str) -> None:
    bureau = await sign_in("bureau")
    wrong = {
        "limit": "0",
        "sort": "shoe_size",
        "cursor": "x",
        "include": "everything",
        "unheard_of": "1",
        "q": "a" * 300,
    }
    if path == "/activities":
        wrong |= {"from": "yesterday", "to": "1", "overdue": "perhaps", "from_": "2026-10-01"}
    for name, value in wrong.items():
        answer = await bureau.get(f"/api/v1{path}?{name}={value}")
        assert answer.status_code == 422, (name, answer.text)
        assert [error["pointer"] for error in answer.json()["errors"]] == [f"?{name}"]
