"""Where a term begins and ends: what is settled, what is carried over, what may still be noted (domain.md §5)."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand import bureaux
from handinhand.core import embedded
from handinhand.core.config import Settings
from handinhand.core.database import connect
from handinhand.main import create_app
from handinhand.models import Activity, AuditEvent, SupportCommunity
from tests.backend.access.arrange_communities import add_community
from tests.backend.activities.test_activities import ACTIVITIES, HELD, kind_of, plan, planned
from tests.backend.communities.test_communities import COMMUNITIES, at_work, code_of, do, errors_of, founded
from tests.conftest import FixedClock, SignIn, caller, cloned_database
from tests.world import World, build_world

pytestmark = pytest.mark.usefixtures("lists")

ENDING = {"ends_on": "2026-10-15", "reason": "期满"}


async def found_now(client: httpx2.AsyncClient, community: UUID | str) -> dict[str, Any]:
    answer = await client.get(f"{COMMUNITIES}/{community}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def states(client: httpx2.AsyncClient, community: UUID | str) -> dict[str, str]:
    listed = await client.get(f"{ACTIVITIES}?community_id={community}&limit=200")
    return {item["title"]: item["state"] for item in listed.json()["items"]}


async def checklist(client: httpx2.AsyncClient, community: UUID | str, query: str = "") -> dict[str, dict[str, Any]]:
    answer = await client.get(f"{COMMUNITIES}/{community}/closing-checklist?{query}")
    assert answer.status_code == 200, answer.text
    return {item["code"]: item for item in answer.json()["items"]}


async def busy(client: httpx2.AsyncClient, world: World) -> None:
    """Overdue, under way, to come; one held two days ago."""
    await planned(client, world, title="逾期的", starts_on="2026-10-10")
    await planned(client, world, title="进行中", starts_on="2026-10-14", ends_on="2026-10-16")
    await planned(client, world, title="将来的", starts_on="2026-10-20")
    await planned(client, world, title="开展过", starts_on="2026-10-13", done={"content": "各上一节课"})


# An approval that is taken back


async def test_given_an_approval_in_error_then_it_is_taken_back_and_each_refusal_names_the_step_that_works(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    bureau = await sign_in("bureau")
    made = await founded(bureau, world, starts_on="2026-12-01")
    early = await do(bureau, made, "activate")
    assert early.json()["detail"].startswith("这个共同体还是草稿，不能启动。请先批准")
    approved = (await do(bureau, made, "approve")).json()
    headers = {"If-Match": f'"{approved["version"]}"'}
    path = f"{COMMUNITIES}/{made['id']}"
    for refused in (
        await bureau.delete(path, headers=headers),
        await do(bureau, approved, "dissolve", {**ENDING, "confirmed": []}),
        await do(bureau, approved, "complete", ENDING),
        await do(bureau, approved, "activate"),
    ):
        assert code_of(refused) == (409, "community_state")
        assert "退回草稿" in refused.json()["detail"]
    moved = await bureau.patch(path, json={"starts_on": "2026-10-01"}, headers=headers)
    assert errors_of(moved) == {"/starts_on": "only_in_draft"}
    assert "退回草稿" in moved.json()["errors"][0]["message"]
    draft = await do(bureau, approved, "withdraw-approval")
    assert (draft.status_code, draft.json()["state"], draft.json()["approved_at"]) == (200, "draft", None)
    noted = select(func.count()).where(AuditEvent.action == "community:withdraw_approval")
    assert (await session.execute(noted)).scalar_one() == 1
    assert code_of(await do(bureau, draft.json(), "withdraw-approval")) == (409, "community_state")
    assert (await bureau.delete(path, headers={"If-Match": draft.headers["etag"]})).status_code == 204


async def test_given_one_at_work_then_its_approval_stays(sign_in: SignIn, world: World) -> None:
    bureau = await sign_in("bureau")
    active = await at_work(bureau, world)
    assert code_of(await do(bureau, active, "withdraw-approval")) == (409, "community_state")


# The checklist


async def test_given_a_checklist_then_each_count_is_its_list_s_and_what_the_dissolution_changes(
    sign_in: SignIn, world: World
) -> None:
    bureau = await sign_in("bureau")
    await busy(bureau, world)
    common = {"community_id": str(world.community), "school_id": str(world.lead_school)}
    item = {**common, "year": 2026, "kind": "key_task", "strand": "teaching", "content": "送教"}
    for done_on in (None, "2026-10-14"):
        made = (await bureau.post("/api/v1/community-plan-items", json=item)).json()
        if done_on:
            path = f"/api/v1/community-plan-items/{made['id']}"
            await bureau.patch(path, json={"done_on": done_on}, headers={"If-Match": '"1"'})
    target = {"community_id": str(world.community), "school_id": str(world.supported_school), "aim": 2}
    for measure, ends_on in (("activities_teaching", "2028-08-31"), ("activities_hardship", "2026-08-31")):
        body = {**target, "measure": measure, "ends_on": ends_on}
        assert (await bureau.post("/api/v1/targets", json=body)).status_code == 201
    found = await checklist(bureau, world.community)
    assert {code: each["count"] for code, each in found.items()} == {
        "planned_activities": 1, "running_activities": 1, "supported_schools": 1, "open_plan_items": 1,
        "running_targets": 1,
    }  # fmt: skip
    for code, each in found.items():
        opened = (await bureau.get(each["href"])).json()
        rows = opened["items"] if "items" in opened else [row for row in opened["schools"] if row["left_on"] is None]
        assert len(rows) == each["count"], code
    earlier = await checklist(bureau, world.community, "ends_on=2026-10-13")
    assert (earlier["planned_activities"]["count"], "running_activities" in earlier) == (2, False)
    ahead = await bureau.get(f"{COMMUNITIES}/{world.community}/closing-checklist?ends_on=2026-10-16")
    assert errors_of(ahead) == {"?ends_on": "in_future"}
    community = await found_now(bureau, world.community)
    body: dict[str, Any] = {**ENDING, "confirmed": [code for code in found if code != "running_activities"]}
    missing = await do(bureau, community, "dissolve", body)
    assert (code_of(missing), missing.json()["missing"]) == ((409, "checklist_unconfirmed"), ["running_activities"])
    ended = await do(bureau, community, "dissolve", {**body, "confirmed": [*found]})
    assert ended.status_code == 200, ended.text
    assert await states(bureau, world.community) == {
        "逾期的": "planned", "进行中": "cancelled", "将来的": "cancelled", "开展过": "done",
    }  # fmt: skip


@pytest.mark.parametrize("verb", ["dissolve", "complete"])
async def test_given_a_last_day_before_what_was_held_then_the_field_is_named(
    verb: str, sign_in: SignIn, world: World
) -> None:
    bureau = await sign_in("bureau")
    await busy(bureau, world)
    community = await found_now(bureau, world.community)
    body = {"ends_on": "2026-10-12", "reason": "停办", "confirmed": [*await checklist(bureau, world.community)]}
    assert errors_of(await do(bureau, community, verb, body)) == {"/ends_on": "before_last_activity"}


async def test_given_a_completion_then_what_is_unfinished_is_looked_at_and_cancelled(
    sign_in: SignIn, world: World
) -> None:
    bureau = await sign_in("bureau")
    await busy(bureau, world)
    community = await found_now(bureau, world.community)
    found = await checklist(bureau, world.community, "deed=complete")
    assert {code: each["count"] for code, each in found.items()} == {"planned_activities": 1, "running_activities": 1}
    refused = await do(bureau, community, "complete", ENDING)
    assert (code_of(refused), refused.json()["missing"]) == ((409, "checklist_unconfirmed"), [*found])
    done = await do(bureau, community, "complete", {**ENDING, "confirmed": [*found]})
    assert (done.status_code, done.json()["state"]) == (200, "completed"), done.text
    cancelled = (await bureau.get(f"{ACTIVITIES}?community_id={world.community}&state=cancelled")).json()["items"]
    assert {(item["title"], item["cancel_reason"]) for item in cancelled} == {
        ("进行中", "帮扶共同体已期满结束"), ("将来的", "帮扶共同体已期满结束"),
    }  # fmt: skip


# Renewal


async def test_given_a_renewal_then_what_comes_after_the_old_term_belongs_to_the_new_one(
    sign_in: SignIn, world: World
) -> None:
    bureau = await sign_in("bureau")
    await planned(bureau, world, title="逾期的", starts_on="2026-10-10")
    await planned(bureau, world, title="将来的", starts_on="2026-10-20")
    await planned(bureau, world, title="新期开展过", starts_on="2026-10-15", done={"content": "各上一节课"})
    gone = await planned(bureau, world, title="取消的", starts_on="2026-10-21")
    headers = {"If-Match": f'"{gone["version"]}"'}
    await bureau.post(f"{ACTIVITIES}/{gone['id']}/cancel", json={"reason": "停课"}, headers=headers)
    item = {"community_id": str(world.community), "school_id": str(world.lead_school), "year": 2026, "kind": "need",
            "strand": "teaching"}  # fmt: skip
    for content, done_on in (("还没完成", None), ("已经完成", "2026-10-14")):
        made = (await bureau.post("/api/v1/community-plan-items", json={**item, "content": content})).json()
        path = f"/api/v1/community-plan-items/{made['id']}"
        await bureau.patch(path, json={"done_on": done_on}, headers={"If-Match": '"1"'})
    answer = await do(bureau, await found_now(bureau, world.community), "renew", {"starts_on": "2026-10-15"})
    assert answer.status_code == 201, answer.text
    successor = answer.json()["id"]
    assert await states(bureau, world.community) == {"逾期的": "planned", "取消的": "cancelled"}
    assert await states(bureau, successor) == {"将来的": "planned", "新期开展过": "done"}
    for community, content in ((world.community, "已经完成"), (successor, "还没完成")):
        items = (await bureau.get(f"/api/v1/community-plan-items?community_id={community}")).json()["items"]
        assert [each["content"] for each in items] == [content]
    measures = (await bureau.get(f"/api/v1/targets?community_id={successor}")).json()["items"]
    assert {each["starts_on"] for each in measures} == {"2026-10-15"}
    assert len(measures) == 2


async def test_given_an_activity_across_the_terms_then_the_renewal_names_it(sign_in: SignIn, world: World) -> None:
    bureau = await sign_in("bureau")
    await busy(bureau, world)
    refused = await do(bureau, await found_now(bureau, world.community), "renew", {"starts_on": "2026-10-15"})
    assert errors_of(refused) == {"/starts_on": "activity_across_terms"}
    assert "进行中" in refused.json()["errors"][0]["message"]
    assert (await found_now(bureau, world.community))["state"] == "active"


async def test_given_a_term_that_is_over_then_what_was_held_in_it_is_still_noted_by_lead_and_bureau(
    sign_in: SignIn, world: World
) -> None:
    bureau, lead, supported = await sign_in("bureau"), await sign_in("lead"), await sign_in("supported")
    await planned(lead, world, title="逾期的", starts_on="2026-10-10")
    done = await do(bureau, await found_now(bureau, world.community), "complete", {**ENDING, "ends_on": "2026-10-14"})
    assert done.status_code == 200, done.text
    held: dict[str, Any] = {"starts_on": "2026-09-20", "done": {"content": "各上一节课"}}
    for who in (bureau, lead):
        noted = await plan(who, world, title="补登记", **held)
        assert (noted.status_code, noted.json()["completed_at"]) == (201, "2026-10-15T02:00:00Z"), noted.text
    assert code_of(await plan(supported, world, **held)) == (409, "community_not_at_work")
    assert code_of(await plan(lead, world, starts_on="2026-10-14")) == (409, "community_not_at_work")
    late = await plan(lead, world, starts_on="2026-10-15", done={"content": "x"})
    assert errors_of(late) == {"/ends_on": "after_term"}
    (overdue,) = (await lead.get(f"{ACTIVITIES}?overdue=true")).json()["items"]
    headers = {"If-Match": f'"{overdue["version"]}"'}
    completed = await lead.post(f"{ACTIVITIES}/{overdue['id']}/complete", json=HELD, headers=headers)
    assert completed.status_code == 200, completed.text


# Where terms begin


async def test_given_an_activation_or_a_joining_then_the_targets_are_there_at_once(
    sign_in: SignIn, world: World
) -> None:
    bureau = await sign_in("bureau")
    active = await at_work(bureau, world)

    async def count() -> int:
        return len((await bureau.get(f"/api/v1/targets?community_id={active['id']}")).json()["items"])

    assert await count() == 2
    joined = await do(bureau, active, "schools", {"school_id": str(world.kindergarten), "joined_on": "2026-10-12"})
    assert joined.status_code == 200, joined.text
    assert await count() == 4
    ahead = {"school_id": str(world.supported_school), "joined_on": "2026-10-16"}
    assert errors_of(await do(bureau, joined.json(), "schools", ahead)).get("/joined_on") == "in_future"
    target = {"community_id": active["id"], "school_id": str(world.kindergarten), "measure": "activities_teaching",
              "aim": 2, "starts_on": "2026-10-11"}  # fmt: skip
    assert errors_of(await bureau.post("/api/v1/targets", json=target)) == {"/starts_on": "before_joining"}


async def test_given_a_school_at_work_elsewhere_then_it_joins_no_second_community_until_it_left(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    foreign = await add_community(session, world, world.other_county, "白水一中", world.foreign_kindergarten)
    await session.commit()
    bureau = await sign_in("bureau")
    active = await at_work(bureau, world)
    joining = {"school_id": str(world.supported_school), "joined_on": "2026-10-12"}
    assert errors_of(await do(bureau, active, "schools", joining)) == {"/school_id": "supported_elsewhere"}
    second = await founded(bureau, world, name="另一个共同体", schools=[{"school_id": str(world.supported_school)}])
    approved = (await do(bureau, second, "approve")).json()
    refused = await do(bureau, approved, "activate")
    assert code_of(refused) == (409, "supported_elsewhere")
    assert "兴华学校" in refused.json()["detail"]
    first = await found_now(bureau, world.community)
    codes = [*await checklist(bureau, world.community)]
    assert (await do(bureau, first, "dissolve", {**ENDING, "confirmed": codes})).status_code == 200
    assert (await do(bureau, approved, "activate")).json()["state"] == "active"
    assert (await session.get_one(SupportCommunity, foreign)).state == "active"


# What changes nothing


async def test_given_the_same_again_then_no_version_rises(sign_in: SignIn, world: World) -> None:
    bureau = await sign_in("bureau")
    made = await founded(bureau, world)
    activity = await planned(bureau, world)
    item = {"community_id": str(world.community), "school_id": str(world.lead_school), "year": 2026, "kind": "need",
            "strand": "teaching", "content": "需要"}  # fmt: skip
    plan_item = (await bureau.post("/api/v1/community-plan-items", json=item)).json()
    target = {"community_id": str(world.community), "school_id": str(world.supported_school),
              "measure": "activities_teaching", "aim": 2}  # fmt: skip
    aim = (await bureau.post("/api/v1/targets", json=target)).json()
    for path, record, field in (
        (COMMUNITIES, made, "name"),
        (ACTIVITIES, activity, "title"),
        ("/api/v1/community-plan-items", plan_item, "content"),
        ("/api/v1/targets", aim, "aim"),
    ):
        headers = {"If-Match": f'"{record["version"]}"'}
        answer = await bureau.patch(f"{path}/{record['id']}", json={field: record[field]}, headers=headers)
        assert (answer.status_code, answer.json()["version"]) == (200, record["version"]), path


# Ending and planning at once, with real commits


@pytest.fixture
async def live(
    server: embedded.EmbeddedDatabase, worker_id: str, clock: FixedClock, settings: Settings
) -> AsyncIterator[tuple[FastAPI, World]]:
    with cloned_database(server, f"community_races_{worker_id}") as name:
        database = connect(server.url(embedded.APPLICATION_ROLE, name))
        async with database.sessions.begin() as session:
            world = await build_world(session, clock.now())
            await bureaux.begin(session, world.county, world.at)
        yield create_app(settings, database=database, clock=clock), world
        await database.close()


@pytest.mark.parametrize("verb", ["dissolve", "complete"])
@pytest.mark.parametrize("attempt", range(3))
async def test_given_plans_made_while_a_community_ends_then_each_is_refused_or_settled(
    verb: str, attempt: int, live: tuple[FastAPI, World]
) -> None:
    app, world = live
    async with contextlib.AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(caller(app, world.tokens["bureau"])) for _ in range(6)]
        kind = await kind_of(clients[0])
        moving = await planned(clients[0], world, kind_id=kind, title="改期的", starts_on="2026-10-12")
        codes = [*await checklist(clients[0], world.community)]
        community = await found_now(clients[0], world.community)
        body = {**ENDING, "confirmed": codes}
        moved = clients[1].patch(
            f"{ACTIVITIES}/{moving['id']}", json={"starts_on": "2026-10-20"}, headers={"If-Match": '"1"'}
        )
        plans = [plan(client, world, kind_id=kind, title=f"抢{nth}") for nth, client in enumerate(clients[2:])]
        answers = await asyncio.gather(*plans[:2], do(clients[0], community, verb, body), moved, *plans[2:])
        assert {answer.status_code for answer in answers} <= {200, 201, 409, 422}, [each.text for each in answers]
        left = await states(clients[0], world.community)
        ended = (await found_now(clients[0], world.community))["state"] != "active"
    assert not ended or "planned" not in {state for title, state in left.items() if title.startswith("抢")}
    if ended:
        async with app.state.database.sessions() as session:
            after = select(func.count()).where(Activity.state == "planned", Activity.ends_on > community["starts_on"])
            later = after.where(Activity.starts_on > SupportCommunity.ends_on).join(
                SupportCommunity, SupportCommunity.id == Activity.community_id
            )
            assert (await session.execute(later)).scalar_one() == 0
