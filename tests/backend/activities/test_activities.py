"""Activities over the interface: planning, holding, cancelling, their evidence (domain.md §1 A, §6)."""

from datetime import date
from typing import Any

import httpx2
import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.models import Activity, ActivityKind, SupportCommunity, SupportedSchool
from tests.backend.access.arrange_activities import add_activity
from tests.backend.access.arrange_communities import add_community
from tests.backend.evidence.corpus import png
from tests.backend.statements import count_statements
from tests.conftest import FixedClock, SignIn
from tests.world import World

pytestmark = pytest.mark.usefixtures("lists")

ACTIVITIES = "/api/v1/activities"
KINDS = "/api/v1/activity-kinds"


async def kind_of(caller: httpx2.AsyncClient, name: str = "送教下乡") -> str:
    found = (await caller.get(f"{KINDS}?limit=200")).json()["items"]
    return next(str(kind["id"]) for kind in found if kind["name"] == name)


async def plan(caller: httpx2.AsyncClient, world: World, **changes: Any) -> httpx2.Response:
    body = {
        "community_id": str(world.community),
        "strand": "teaching",
        "kind_id": changes.pop("kind_id", None) or await kind_of(caller),
        "title": "数学同课异构",
        "starts_on": "2026-10-20",
        "place": "兴华学校",
    }
    return await caller.post(ACTIVITIES, json=body | changes)


async def planned(caller: httpx2.AsyncClient, world: World, **changes: Any) -> dict[str, Any]:
    answer = await plan(caller, world, **changes)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def do(caller: httpx2.AsyncClient, activity: dict[str, Any], verb: str, body: dict[str, Any]) -> httpx2.Response:
    headers = {"If-Match": f'"{activity["version"]}"'}
    return await caller.post(f"{ACTIVITIES}/{activity['id']}/{verb}", json=body, headers=headers)


def errors_of(answer: httpx2.Response) -> dict[str, str]:
    assert answer.status_code == 422, answer.text
    return {error["pointer"]: error["code"] for error in answer.json()["errors"]}


def code_of(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


HELD = {"content": "两校各上一节课", "outcome": "教案两份", "lead_participants": 6, "supported_participants": 18}


# Planning


async def test_given_a_lead_secretary_when_planning_then_the_lead_school_organises(
    sign_in: SignIn, world: World
) -> None:
    lead = await sign_in("lead")
    answer = await plan(lead, world)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["state"], made["organiser_name"], made["kind_name"]) == ("planned", "桥山中学", "送教下乡")
    assert (made["starts_on"], made["ends_on"], made["overdue"]) == ("2026-10-20", "2026-10-20", False)
    assert (await lead.get(answer.headers["location"])).json() == made


async def test_given_a_supported_school_when_planning_then_it_organises_and_only_that_may_it_change(
    sign_in: SignIn, world: World
) -> None:
    lead, supported = await sign_in("lead"), await sign_in("supported")
    own = await planned(supported, world)
    assert own["organiser_name"] == "兴华学校"
    of_lead = await planned(lead, world, title="联合教研")
    path, headers = f"{ACTIVITIES}/{of_lead['id']}", {"If-Match": '"1"'}
    assert (await supported.patch(path, json={"place": "操场"}, headers=headers)).status_code == 403
    assert (await lead.patch(f"{ACTIVITIES}/{own['id']}", json={"place": "操场"}, headers=headers)).status_code == 200
    refused = await plan(supported, world, organiser_id=str(world.lead_school))
    assert errors_of(refused) == {"/organiser_id": "not_your_school"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"community_id": "01920000-0000-7000-8000-00000000ffff"}, {"/community_id": "unknown_community"}),
        ({"kind_id": "01920000-0000-7000-8000-00000000ffff"}, {"/kind_id": "unknown_kind"}),
        ({"strand": "hardship"}, {"/kind_id": "unknown_kind"}),
        ({"ends_on": "2026-10-19"}, {"/ends_on": "ends_before_start"}),
        ({"starts_on": "2025-08-31"}, {"/starts_on": "before_term"}),
        ({"done": {"content": "已经开展"}}, {"/ends_on": "in_future"}),
        ({"repeats": {"every": "week", "until_on": "2026-10-19"}}, {"/repeats/until_on": "before_start"}),
        ({"repeats": {"every": "week", "until_on": "2028-01-01"}}, {"/repeats/until_on": "too_many"}),
        ({"title": "x"}, {"/title": "string_too_short"}),
        ({"lead_participants": -1}, {"/lead_participants": "greater_than_equal"}),
    ],
)
async def test_given_a_wrong_plan_then_the_field_is_named(
    sign_in: SignIn, world: World, changes: dict[str, Any], expected: dict[str, str]
) -> None:
    assert errors_of(await plan(await sign_in("lead"), world, **changes)) == expected


async def test_given_a_community_of_others_then_it_is_unknown(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    other = await add_community(session, world, world.county, "城南学校", world.training)
    foreign = await add_community(session, world, world.other_county, "白水一中", world.foreign_kindergarten)
    await session.commit()
    for username, community in (("lead", other), ("lead", foreign), ("bureau", foreign)):
        answer = await plan(await sign_in(username), world, community_id=str(community))
        assert errors_of(answer) == {"/community_id": "unknown_community"}, username


async def test_given_schools_that_take_part_then_they_are_supported_ones(sign_in: SignIn, world: World) -> None:
    lead = await sign_in("lead")
    made = await planned(lead, world, supported_school_ids=[str(world.supported_school)])
    assert made["supported_school_ids"] == [str(world.supported_school)]
    wrong = await plan(lead, world, supported_school_ids=[str(world.kindergarten)])
    assert errors_of(wrong) == {"/supported_school_ids/0": "not_a_member"}


async def test_given_a_community_that_is_not_at_work_then_nothing_is_planned(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    community = await session.get_one(SupportCommunity, world.community)
    community.state = "approved"
    await session.commit()
    bureau = await sign_in("bureau")
    assert code_of(await plan(bureau, world)) == (409, "community_not_at_work")


async def test_given_a_repetition_then_a_series_stands_and_its_rest_is_cancelled_together(
    sign_in: SignIn, world: World
) -> None:
    lead = await sign_in("lead")
    first = await planned(lead, world, repeats={"every": "month", "until_on": "2027-01-20"})
    assert first["starts_on"] == "2026-10-20"
    listed = (await lead.get(f"{ACTIVITIES}?sort=starts_on")).json()["items"]
    assert [item["starts_on"] for item in listed] == ["2026-10-20", "2026-11-20", "2026-12-20", "2027-01-20"]
    assert {item["series_id"] for item in listed} == {first["series_id"]}
    cancelled = await do(lead, listed[1], "cancel", {"reason": "大雪停课", "rest_of_series": True})
    assert cancelled.status_code == 200, cancelled.text
    states = [item["state"] for item in (await lead.get(f"{ACTIVITIES}?sort=starts_on")).json()["items"]]
    assert states == ["planned", "cancelled", "cancelled", "cancelled"]


async def test_given_one_key_twice_then_one_series(sign_in: SignIn, world: World, session: AsyncSession) -> None:
    lead = await sign_in("lead")
    body = {
        "community_id": str(world.community), "strand": "teaching", "kind_id": await kind_of(lead),
        "title": "数学同课异构", "starts_on": "2026-10-20", "repeats": {"every": "week", "until_on": "2026-10-27"},
    }  # fmt: skip
    answers = [await lead.post(ACTIVITIES, json=body, headers={"Idempotency-Key": "series"}) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert (await session.execute(select(func.count()).select_from(Activity))).scalar_one() == 2


# Held, cancelled


async def test_given_an_activity_that_was_held_then_one_request_notes_it(sign_in: SignIn, world: World) -> None:
    lead = await sign_in("lead")
    made = await planned(lead, world, starts_on="2026-10-15", done={"content": "各上一节课"}, lead_participants=6)
    assert (made["state"], made["content"], made["lead_participants"]) == ("done", "各上一节课", 6)
    assert made["completed_at"] == "2026-10-15T02:00:00Z"
    again = await plan(lead, world, starts_on="2026-10-14", done={"content": "x"},
                       repeats={"every": "week", "until_on": "2026-10-15"})  # fmt: skip
    assert errors_of(again) == {"/repeats": "done_does_not_repeat"}


async def test_given_a_plan_when_its_day_has_come_then_it_is_completed_once(
    sign_in: SignIn, world: World, clock: FixedClock
) -> None:
    lead = await sign_in("lead")
    made = await planned(lead, world)
    assert errors_of(await do(lead, made, "complete", HELD)) == {"/ends_on": "in_future"}
    clock.advance(days=6)
    assert (await lead.get(f"{ACTIVITIES}/{made['id']}")).json()["overdue"] is True
    done = await do(lead, made, "complete", HELD)
    assert done.status_code == 200, done.text
    assert (done.json()["state"], done.json()["overdue"], done.json()["outcome"]) == ("done", False, "教案两份")
    assert code_of(await do(lead, done.json(), "complete", HELD)) == (409, "activity_state")
    assert code_of(await do(lead, done.json(), "cancel", {"reason": "搞错了"})) == (409, "activity_state")
    headers = {"If-Match": done.headers["etag"]}
    better = await lead.patch(f"{ACTIVITIES}/{made['id']}", json={"content": "补充内容"}, headers=headers)
    assert better.json()["content"] == "补充内容"


async def test_given_it_was_held_on_other_days_then_those_count(sign_in: SignIn, world: World) -> None:
    lead = await sign_in("lead")
    made = await planned(lead, world)
    done = await do(lead, made, "complete", {**HELD, "starts_on": "2026-10-14"})
    assert (done.json()["starts_on"], done.json()["ends_on"]) == ("2026-10-14", "2026-10-14")


async def test_given_a_cancelled_one_then_it_stays_as_it_is(sign_in: SignIn, world: World) -> None:
    lead = await sign_in("lead")
    made = await planned(lead, world)
    cancelled = (await do(lead, made, "cancel", {"reason": "大雪停课"})).json()
    assert (cancelled["state"], cancelled["cancel_reason"]) == ("cancelled", "大雪停课")
    headers = {"If-Match": f'"{cancelled["version"]}"'}
    path = f"{ACTIVITIES}/{made['id']}"
    assert code_of(await lead.patch(path, json={"place": "操场"}, headers=headers)) == (409, "activity_state")
    assert code_of(await do(lead, cancelled, "complete", HELD)) == (409, "activity_state")


async def test_given_a_plan_then_its_content_waits_until_it_is_done(sign_in: SignIn, world: World) -> None:
    lead = await sign_in("lead")
    made = await planned(lead, world)
    path = f"{ACTIVITIES}/{made['id']}"
    early = await lead.patch(path, json={"content": "还没做"}, headers={"If-Match": '"1"'})
    assert errors_of(early) == {"/content": "not_done_yet"}
    moved = await lead.patch(path, json={"starts_on": "2026-10-22"}, headers={"If-Match": '"1"'})
    assert (moved.json()["starts_on"], moved.json()["ends_on"]) == ("2026-10-22", "2026-10-22")
    assert (await lead.patch(path, json={"place": "x"}, headers={"If-Match": '"1"'})).status_code == 412


# Reading


async def test_given_filters_then_the_list_is_narrowed_in_few_statements(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    lead = await sign_in("lead")
    first = await planned(lead, world)
    await planned(lead, world, starts_on="2026-10-10", title="听评课", done={"content": "听课"})
    await planned(lead, world, starts_on="2026-10-11", title="过期的")
    other = await add_community(session, world, world.county, "城南学校", world.training)
    kind = (await session.execute(select(ActivityKind).where(ActivityKind.bureau_id == world.county))).scalars().first()
    assert kind is not None
    community = await session.get_one(SupportCommunity, other)
    await add_activity(session, world, community, kind.id, world.users["bureau"], community.lead_school_id)
    await session.commit()
    bureau = await sign_in("bureau")

    async def titles(query: str) -> list[str]:
        answer = await bureau.get(f"{ACTIVITIES}?{query}")
        assert answer.status_code == 200, answer.text
        return [item["title"] for item in answer.json()["items"]]

    assert len(await titles("")) == 4
    own = f"community_id={world.community}"
    assert await titles(own) == ["数学同课异构", "过期的", "听评课"]
    assert await titles(f"{own}&state=done") == ["听评课"]
    assert await titles(f"{own}&overdue=true") == ["过期的"]
    assert await titles(f"{own}&overdue=false&sort=title") == ["听评课", "数学同课异构"]
    assert await titles(f"{own}&from=2026-10-11&to=2026-10-20") == ["数学同课异构", "过期的"]
    for words in ("评课", "tingping", "TPK"):
        assert await titles(f"{own}&kind_id={first['kind_id']}&q={words}") == ["听评课"], words
    assert await titles(f"school_id={world.supported_school}&strand=teaching") == ["数学同课异构", "过期的", "听评课"]
    assert await titles(f"school_id={world.training}") == ["数学同课异构"]
    page = (await bureau.get(f"{ACTIVITIES}?limit=3&include=total")).json()
    assert page["total"]["value"] == 4
    assert len((await bureau.get(f"{ACTIVITIES}?limit=3&cursor={page['next_cursor']}")).json()["items"]) == 1
    with count_statements() as seen:
        await bureau.get(ACTIVITIES)
    assert len(seen) <= 4, seen
    with count_statements() as seen:
        await plan(lead, world, kind_id=first["kind_id"])
    assert len(seen) <= 14, seen


async def test_given_a_community_of_two_then_a_school_finds_those_in_which_it_takes_part(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    member = SupportedSchool(
        bureau_id=world.county, community_id=world.community, school_id=world.training, joined_on=date(2025, 9, 1),
        created_at=world.at, updated_at=world.at,
    )  # fmt: skip
    session.add(member)
    await session.commit()
    lead = await sign_in("lead")
    await planned(lead, world, title="两校都来")
    await planned(lead, world, title="只有一校", supported_school_ids=[str(world.training)])
    found = (await lead.get(f"{ACTIVITIES}?school_id={world.supported_school}")).json()["items"]
    assert [item["title"] for item in found] == ["两校都来"]
    both = (await lead.get(f"{ACTIVITIES}?school_id={world.training}&sort=title")).json()["items"]
    assert [item["title"] for item in both] == ["两校都来", "只有一校"]


# Evidence


async def test_given_either_side_then_it_adds_evidence_and_strangers_do_not(sign_in: SignIn, world: World) -> None:
    lead = await sign_in("lead")
    made = await planned(lead, world, starts_on="2026-10-15", done={"content": "各上一节课"})

    async def send(username: str) -> httpx2.Response:
        form = {"subject_type": "activity", "subject_id": made["id"], "title": "签到表"}
        files = {"file": ("签到表.png", png(), "image/png")}
        return await (await sign_in(username)).post("/api/v1/evidence", data=form, files=files)

    assert (await send("lead")).status_code == 201
    assert (await send("supported")).status_code == 201
    assert (await send("bureau")).status_code == 201
    for stranger in ("institution", "instructor"):
        assert errors_of(await send(stranger)).keys() == {"/subject_id"}
    for username, count in (("lead", 3), ("supported", 3), ("bureau", 3), ("leader", 3), ("institution", 0)):
        found = await (await sign_in(username)).get(f"/api/v1/evidence?subject_type=activity&subject_id={made['id']}")
        assert len(found.json()["items"]) == count, username
    assert (await lead.get(f"{ACTIVITIES}/{made['id']}")).json()["evidence_count"] == 3


async def test_given_a_cancelled_activity_then_no_evidence_is_added(sign_in: SignIn, world: World) -> None:
    lead = await sign_in("lead")
    made = await planned(lead, world)
    await do(lead, made, "cancel", {"reason": "大雪停课"})
    form = {"subject_type": "activity", "subject_id": made["id"], "title": "签到表"}
    answer = await lead.post("/api/v1/evidence", data=form, files={"file": ("a.png", png(), "image/png")})
    assert answer.status_code == 409


# Kinds


async def test_given_a_new_bureau_then_its_kinds_are_the_notice_s_and_then_its_own(
    sign_in: SignIn, world: World
) -> None:
    bureau = await sign_in("bureau")
    seeded = (await bureau.get(f"{KINDS}?limit=200")).json()["items"]
    assert [kind["name"] for kind in seeded if kind["strand"] == "teaching"] == [
        "资源共享",
        "送教下乡",
        "浸入式培训",
        "联合教研",
    ]
    assert len((await bureau.get(f"{KINDS}?limit=200")).json()["items"]) == len(seeded) == 11
    made = await bureau.post(KINDS, json={"strand": "teaching", "name": "同课异构"})
    assert (made.status_code, made.json()["position"]) == (201, 12)
    assert code_of(await bureau.post(KINDS, json={"strand": "teaching", "name": "同课异构"})) == (
        409,
        "kind_name_taken",
    )
    path, headers = f"{KINDS}/{made.json()['id']}", {"If-Match": '"1"'}
    retired = await bureau.patch(path, json={"retired_on": "2026-10-15"}, headers=headers)
    assert retired.status_code == 200, retired.text
    names = [kind["name"] for kind in (await bureau.get(f"{KINDS}?strand=teaching")).json()["items"]]
    assert "同课异构" not in names
    with_retired = (await bureau.get(f"{KINDS}?strand=teaching&retired=true")).json()["items"]
    assert "同课异构" in [kind["name"] for kind in with_retired]
    lead = await sign_in("lead")
    assert errors_of(await plan(lead, world, kind_id=made.json()["id"])) == {"/kind_id": "kind_retired"}
    assert "同课异构" not in str((await (await sign_in("bureau2")).get(f"{KINDS}?retired=true&limit=200")).json())
