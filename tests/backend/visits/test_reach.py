"""Who sees which visit, in lists and singly (domain.md §2, §7; promises.md S2, S3, P2)."""

from typing import Any

import httpx2
import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.database import Database
from handinhand.core.http.schema import Page
from handinhand.core.ids import new_id
from handinhand.foundation.access.actor import Scope
from handinhand.models import Dispatch, RoleAssignment
from handinhand.programme.visits.schemas import VisitBrief, VisitQuery
from handinhand.programme.visits.service import matching
from tests.backend.statements import count_statements
from tests.backend.visits.calls import REASON, VISITS, content, done, draft, visit_in
from tests.conftest import FixedClock, SignIn
from tests.world import World


async def seen_by(caller: httpx2.AsyncClient, **filters: Any) -> list[str]:
    answer = await caller.get(VISITS, params=filters)
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


async def test_each_account_sees_its_own_and_nothing_else(sign_in: SignIn, world: World) -> None:
    instructor, second = await sign_in("instructor"), await sign_in("instructor2")
    hers = await draft(instructor, world.kindergarten)
    handed_in = await visit_in(sign_in, world, "submitted")
    other = await done(second, await draft(second, world.training), "submit")
    expected = {
        "instructor": {hers["id"], handed_in["id"]},
        "instructor2": {other["id"]},
        "institution": {handed_in["id"]},
        "bureau": {hers["id"], handed_in["id"], other["id"]},
        "leader": {hers["id"], handed_in["id"], other["id"]},
        "bureau2": set(),
    }
    for who, ids in expected.items():
        caller = await sign_in(who)
        assert set(await seen_by(caller)) == ids, who
        for visit in (hers, handed_in, other):
            answer = await caller.get(f"{VISITS}/{visit['id']}")
            assert answer.status_code == (200 if visit["id"] in ids else 404), (who, visit["state"])
            revisions = await caller.get(f"{VISITS}/{visit['id']}/revisions")
            assert revisions.status_code == answer.status_code
    for who in (
        "lead",
        "host",
        "section",
        "teacher",
        "inspector",
        "auditor",
        "sysadmin",
        "secadmin",
        "municipal_viewer",
    ):
        caller = await sign_in(who)
        assert (await caller.get(VISITS)).status_code == 403
        assert (await caller.get(f"{VISITS}/{handed_in['id']}")).status_code == 404


async def test_out_of_reach_answers_exactly_like_nonexistent(sign_in: SignIn, world: World) -> None:
    visit = await visit_in(sign_in, world, "submitted")
    stranger = await sign_in("bureau2")
    answers = [await stranger.get(f"{VISITS}/{one}") for one in (visit["id"], new_id())]
    problems = [{**answer.json(), "request_id": ""} for answer in answers]
    assert problems[0] == problems[1]
    filtered = await stranger.get(VISITS, params={"institution_id": str(world.kindergarten), "include": "total"})
    assert filtered.json() == {"items": [], "next_cursor": None, "total": {"value": 0, "capped": False}}


async def test_given_a_hand_over_then_records_stay_with_their_author_and_the_successor_sees_what_was_handed_in(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    instructor, successor = await sign_in("instructor"), await sign_in("instructor2")
    mine = await draft(instructor, world.kindergarten)
    handed_in = await visit_in(sign_in, world, "submitted")
    await session.execute(update(Dispatch).where(Dispatch.id == world.dispatch).values(ends_on="2026-10-14"))
    moved = update(Dispatch).where(Dispatch.id == world.other_dispatch)
    await session.execute(moved.values(institution_id=world.kindergarten, starts_on="2026-10-15"))
    await session.commit()
    assert set(await seen_by(instructor)) == {mine["id"], handed_in["id"]}
    assert await seen_by(successor) == [handed_in["id"]]
    assert (await done(instructor, mine, "submit"))["state"] == "submitted"
    assert set(await seen_by(successor)) == {mine["id"], handed_in["id"]}


async def test_given_the_role_has_ended_then_own_records_are_out_of_sight_on_the_next_request(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    visit = await visit_in(sign_in, world, "submitted")
    caller = await sign_in("instructor")
    assert await seen_by(caller) == [visit["id"]]
    ended = update(RoleAssignment).where(RoleAssignment.id == world.assignments["instructor"])
    await session.execute(ended.values(ends_on="2026-10-14"))
    await session.commit()
    assert (await caller.get(VISITS)).status_code == 403
    assert (await caller.get(f"{VISITS}/{visit['id']}")).status_code == 404


async def test_filters_and_search_choose_and_sorting_turns_round(
    sign_in: SignIn, world: World, clock: FixedClock
) -> None:
    instructor, second, bureau = [await sign_in(who) for who in ("instructor", "instructor2", "bureau")]
    september = await draft(instructor, world.kindergarten, started_at="2026-09-30T23:59:00+08:00")
    october = await draft(instructor, world.kindergarten, started_at="2026-10-01T00:00:00+08:00")
    other = await done(second, await draft(second, world.training), "submit")
    assert await seen_by(bureau) == [other["id"], october["id"], september["id"]]
    assert await seen_by(bureau, sort="started_at") == [september["id"], october["id"], other["id"]]
    assert await seen_by(bureau, month="2026-09") == [september["id"]]
    assert await seen_by(bureau, institution_id=str(world.training)) == [other["id"]]
    assert await seen_by(bureau, instructor_id=str(world.people["instructor"]), month="2026-10") == [october["id"]]
    assert await seen_by(bureau, state="submitted") == [other["id"]]
    assert len(await seen_by(bureau, state=["submitted", "draft"])) == 3
    for q in ("启航", "qihang", "qh", "李秀英", "lixiuying", "LXY"):
        assert await seen_by(bureau, q=q) == [other["id"]], q
    assert await seen_by(bureau, q="%") == []
    for wrong in ({"month": "2026-13"}, {"state": "lost"}, {"sort": "advice"}, {"nonsense": "1"}):
        assert (await bureau.get(VISITS, params=wrong)).status_code == 422, wrong


@pytest.mark.parametrize("who", ["instructor", "institution", "bureau", "bureau2"])
async def test_a_figure_counts_exactly_what_its_list_shows(
    sign_in: SignIn, world: World, session: AsyncSession, who: str
) -> None:
    for state in ("draft", "submitted", "disputed"):
        await visit_in(sign_in, world, state)
    for filters in ({}, {"state": ["submitted", "disputed"]}, {"month": "2026-10", "q": "xiaoxingxing"}, {"q": "没有"}):
        shown = await seen_by(await sign_in(who), **filters)
        reach = {
            "instructor": Scope(organisation_ids=frozenset({world.kindergarten}), person_id=world.people["instructor"]),
            "institution": Scope(organisation_ids=frozenset({world.kindergarten})),
            "bureau": Scope(bureau_ids=frozenset({world.county})),
            "bureau2": Scope(bureau_ids=frozenset({world.other_county})),
        }[who]
        counted = await session.scalars(matching(reach, VisitQuery.model_validate(filters)))
        assert sorted(map(str, counted)) == sorted(shown)


async def test_a_list_has_the_declared_fields_and_no_others(sign_in: SignIn, world: World) -> None:
    visit = await visit_in(sign_in, world, "returned")
    caller = await sign_in("instructor")
    page = (await caller.get(VISITS, params={"include": "total"})).json()
    Page[VisitBrief].model_validate(page)
    assert page["total"] == {"value": 1, "capped": False}
    (item,) = page["items"]
    assert item == {name: visit[name] for name in VisitBrief.model_fields}


async def test_pages_follow_each_other_without_gap_or_double(sign_in: SignIn, world: World) -> None:
    caller = await sign_in("instructor")
    made = [(await draft(caller, world.kindergarten))["id"] for _ in range(7)]
    seen, cursor = [], None
    while True:
        params = {"limit": 3, **({"cursor": cursor} if cursor else {})}
        page = (await caller.get(VISITS, params=params)).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert sorted(seen) == sorted(made)
    assert len(set(seen)) == 7


@pytest.mark.parametrize("many", [1, 30])
async def test_statements_are_few_and_do_not_grow(sign_in: SignIn, world: World, database: Database, many: int) -> None:
    caller = await sign_in("instructor")
    opinions = [{"text": f"第 {number} 条意见"} for number in range(many)]
    people = {"co_visitor_ids": [str(world.people["instructor2"])]}
    sent = content(world.kindergarten, id=str(new_id()), opinions=opinions, **people)
    with count_statements() as creating:
        made = (await caller.post(VISITS, json=sent, headers={"Idempotency-Key": "k"})).json()
    assert len(creating) <= 14, creating
    for _ in range(many):
        await draft(caller, world.kindergarten)
    with count_statements() as listing:
        assert len((await caller.get(VISITS)).json()["items"]) == many + 1
    with count_statements() as reading:
        assert len((await caller.get(f"{VISITS}/{made['id']}")).json()["opinions"]) == many
    assert (len(listing), len(reading)) == (2, 2), (listing, reading)
    with count_statements() as submitting:
        await done(caller, made, "submit")
    assert len(submitting) <= 14, submitting


async def test_the_desk_s_own_draft_is_not_the_institution_s_business(sign_in: SignIn, world: World) -> None:
    visit = await draft(await sign_in("bureau"), world.kindergarten, instructor_id=str(world.people["instructor"]))
    assert await seen_by(await sign_in("institution")) == []
    voided = await done(await sign_in("bureau"), visit, "void", REASON)
    assert voided["state"] == "void"
    assert await seen_by(await sign_in("institution")) == []
