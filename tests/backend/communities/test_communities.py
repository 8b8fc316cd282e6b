"""Support communities over the interface: founding, approving, joining, renewing, ending (domain.md §1 A, §5)."""

from datetime import date
from typing import Any
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.ids import new_id
from handinhand.models import AuditEvent, CommunityContact, CommunityPlanItem, SupportCommunity, SupportedSchool
from tests.backend.access.arrange_communities import add_community
from tests.backend.statements import count_statements
from tests.conftest import FixedClock, SignIn
from tests.world import World, organisation

pytestmark = pytest.mark.usefixtures("lists")

COMMUNITIES = "/api/v1/communities"


def founding(world: World, **changes: Any) -> dict[str, Any]:
    body = {
        "name": "桥山中学—启航帮扶共同体",
        "lead_school_id": str(world.lead_school),
        "schools": [{"school_id": str(world.training)}],
        "starts_on": "2026-10-01",
        "document_number": "演示〔2026〕3号",
    }
    return body | changes


def errors_of(answer: httpx2.Response) -> dict[str, str]:
    assert answer.status_code == 422, answer.text
    return {error["pointer"]: error["code"] for error in answer.json()["errors"]}


def code_of(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


async def founded(caller: httpx2.AsyncClient, world: World, **changes: Any) -> dict[str, Any]:
    answer = await caller.post(COMMUNITIES, json=founding(world, **changes))
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def do(
    caller: httpx2.AsyncClient, community: dict[str, Any], verb: str, body: dict[str, Any] | None = None
) -> httpx2.Response:
    headers = {"If-Match": f'"{community["version"]}"'}
    return await caller.post(f"{COMMUNITIES}/{community['id']}/{verb}", json=body, headers=headers)


async def at_work(caller: httpx2.AsyncClient, world: World, **changes: Any) -> dict[str, Any]:
    made = await founded(caller, world, **changes)
    approved = (await do(caller, made, "approve")).json()
    answer = await do(caller, approved, "activate")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def queued_terms(session: AsyncSession) -> int:
    """How often targets are to be set, as queued."""
    queued = text("select count(*) from procrastinate_jobs where task_name = 'targets:ensure_for_bureau'")
    return int((await session.execute(queued)).scalar_one())


# Founding


async def test_given_a_public_and_a_private_school_when_founding_then_a_draft_answers(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    bureau = await sign_in("bureau")
    answer = await bureau.post(COMMUNITIES, json=founding(world))
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert answer.headers["location"] == f"{COMMUNITIES}/{made['id']}"
    assert answer.headers["etag"] == '"1"'
    assert (made["state"], made["lead_school_name"], made["ends_on"]) == ("draft", "桥山中学", None)
    school = {"school_id": str(world.training), "name": "启航培训学校", "joined_on": "2026-10-01", "left_on": None}
    assert made["schools"] == [school]
    assert (await bureau.get(answer.headers["location"])).json() == made
    event = (await session.execute(select(AuditEvent).where(AuditEvent.action == "community:create"))).scalar_one()
    assert (str(event.target_id), event.bureau_id) == (made["id"], world.county)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"lead_school_id": "kindergarten"}, {"/lead_school_id": "lead_not_public"}),
        ({"lead_school_id": "foreign_kindergarten"}, {"/lead_school_id": "unknown_school"}),
        ({"schools": [{"school_id": "foreign_kindergarten"}]}, {"/schools/0/school_id": "unknown_school"}),
        ({"schools": [{"school_id": "lead_school"}]}, {"/schools/0/school_id": "supports_itself"}),
        ({"schools": []}, {"/schools": "too_short"}),
        (
            {"schools": [{"school_id": "training"}, {"school_id": "training"}]},
            {"/schools/1/school_id": "repeated"},
        ),
        (
            {"schools": [{"school_id": "training", "joined_on": "2026-09-30"}]},
            {"/schools/0/joined_on": "before_start"},
        ),
        ({"name": "x"}, {"/name": "string_too_short"}),
        ({"what": 1}, {"/what": "extra_forbidden"}),
    ],
)
async def test_given_a_wrong_founding_then_the_field_is_named(
    sign_in: SignIn, world: World, changes: dict[str, Any], expected: dict[str, str]
) -> None:
    def resolved(value: Any) -> Any:
        if isinstance(value, list):
            return [{**each, "school_id": str(getattr(world, each["school_id"]))} for each in value]
        return str(getattr(world, value)) if isinstance(value, str) and hasattr(world, value) else value

    body = founding(world, **{name: resolved(value) for name, value in changes.items()})
    answer = await (await sign_in("bureau")).post(COMMUNITIES, json=body)
    assert errors_of(answer) == expected


async def test_given_a_closed_or_public_school_then_it_is_not_supported(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    closed, public = new_id(), new_id()
    session.add_all(
        [
            organisation(world.at, closed, world.county, world.county, "school", "private", "旧苗学校",
                         closed_on=date(2026, 1, 1)),
            organisation(world.at, public, world.county, world.county, "school", "public", "城南学校"),
        ]
    )  # fmt: skip
    await session.commit()
    bureau = await sign_in("bureau")
    for school, code in ((closed, "school_closed"), (public, "not_private")):
        answer = await bureau.post(COMMUNITIES, json=founding(world, schools=[{"school_id": str(school)}]))
        assert errors_of(answer) == {"/schools/0/school_id": code}


async def test_given_the_name_of_one_that_runs_then_it_is_taken(sign_in: SignIn, world: World) -> None:
    bureau = await sign_in("bureau")
    await founded(bureau, world)
    assert code_of(await bureau.post(COMMUNITIES, json=founding(world))) == (409, "community_name_taken")


async def test_given_the_same_key_twice_then_one_community(sign_in: SignIn, world: World) -> None:
    bureau = await sign_in("bureau")
    answers = [
        await bureau.post(COMMUNITIES, json=founding(world), headers={"Idempotency-Key": "once"}) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()


# The way to work


async def test_given_a_draft_then_it_is_approved_and_begins_and_the_school_gets_its_targets(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    bureau = await sign_in("bureau")
    made = await founded(bureau, world)
    assert code_of(await do(bureau, made, "activate")) == (409, "community_state")
    approved = (await do(bureau, made, "approve")).json()
    assert (approved["state"], approved["approved_at"]) == ("approved", "2026-10-15T02:00:00Z")
    assert await queued_terms(session) == 0
    active = (await do(bureau, approved, "activate")).json()
    assert active["state"] == "active"
    assert await queued_terms(session) == 1
    assert code_of(await do(bureau, active, "approve")) == (409, "community_state")


async def test_given_a_first_day_ahead_then_it_does_not_begin_before(
    sign_in: SignIn, world: World, clock: FixedClock
) -> None:
    bureau = await sign_in("bureau")
    made = await founded(bureau, world, starts_on="2026-10-16")
    approved = (await do(bureau, made, "approve")).json()
    assert code_of(await do(bureau, approved, "activate")) == (409, "community_state")
    clock.advance(hours=14)  # the 16th has begun in the bureau's zone
    assert (await do(bureau, approved, "activate")).json()["state"] == "active"


async def test_given_a_draft_then_it_is_changed_whole_and_can_be_discarded(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    bureau = await sign_in("bureau")
    made = await founded(bureau, world)
    path, headers = f"{COMMUNITIES}/{made['id']}", {"If-Match": '"1"'}
    changed = await bureau.patch(path, json={"starts_on": "2026-10-10", "name": "新名称共同体"}, headers=headers)
    assert changed.status_code == 200, changed.text
    assert (changed.json()["name"], changed.json()["schools"][0]["joined_on"]) == ("新名称共同体", "2026-10-10")
    assert (await bureau.patch(path, json={"name": "另一个名称"}, headers=headers)).status_code == 412
    assert (await bureau.patch(path, json={"name": "另一个名称"})).status_code == 428
    gone = await bureau.delete(path, headers={"If-Match": f'"{changed.json()["version"]}"'})
    assert gone.status_code == 204
    assert (await bureau.get(path)).status_code == 404
    left = select(SupportedSchool).where(SupportedSchool.community_id == UUID(made["id"]))
    assert (await session.execute(left)).all() == []


async def test_given_one_at_work_then_lead_and_first_day_stay_and_it_is_not_discarded(
    sign_in: SignIn, world: World
) -> None:
    bureau = await sign_in("bureau")
    active = await at_work(bureau, world)
    path, headers = f"{COMMUNITIES}/{active['id']}", {"If-Match": f'"{active["version"]}"'}
    answer = await bureau.patch(path, json={"starts_on": "2026-09-01"}, headers=headers)
    assert errors_of(answer) == {"/starts_on": "only_in_draft"}
    signed = await bureau.patch(path, json={"agreement_signed_on": "2026-10-08"}, headers=headers)
    assert signed.json()["agreement_signed_on"] == "2026-10-08"
    headers = {"If-Match": signed.headers["etag"]}
    assert code_of(await bureau.delete(path, headers=headers)) == (409, "community_state")


# Schools that come and go


async def test_given_another_school_then_it_joins_with_its_own_day_and_once(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    bureau = await sign_in("bureau")
    active = await at_work(bureau, world)
    body = {"school_id": str(world.kindergarten), "joined_on": "2026-10-12"}
    joined = await do(bureau, active, "schools", body)
    assert joined.status_code == 200, joined.text
    days = {school["name"]: school["joined_on"] for school in joined.json()["schools"]}
    assert days == {"启航培训学校": "2026-10-01", "小星星幼儿园": "2026-10-12"}
    assert await queued_terms(session) == 2
    assert code_of(await do(bureau, joined.json(), "schools", body)) == (409, "already_supported")
    early = {**body, "joined_on": "2026-09-30"}
    assert errors_of(await do(bureau, joined.json(), "schools", early)) == {"/joined_on": "before_start"}


async def test_given_two_schools_then_one_may_leave_and_the_last_may_not(sign_in: SignIn, world: World) -> None:
    bureau = await sign_in("bureau")
    schools = [{"school_id": str(world.training)}, {"school_id": str(world.kindergarten)}]
    active = await at_work(bureau, world, schools=schools)
    leaving = {"school_id": str(world.training), "left_on": "2026-10-14"}
    left = await do(bureau, active, "leave", leaving)
    assert left.status_code == 200, left.text
    days = {school["name"]: school["left_on"] for school in left.json()["schools"]}
    assert days == {"启航培训学校": "2026-10-14", "小星星幼儿园": None}
    assert errors_of(await do(bureau, left.json(), "leave", leaving)) == {"/school_id": "not_a_member"}
    last = {"school_id": str(world.kindergarten), "left_on": "2026-10-14"}
    assert code_of(await do(bureau, left.json(), "leave", last)) == (409, "community_state")
    early = {"school_id": str(world.kindergarten), "left_on": "2026-09-01"}
    assert errors_of(await do(bureau, left.json(), "leave", early)) == {"/left_on": "before_joining"}


# Endings


async def test_given_a_renewal_then_a_term_follows_with_the_schools_and_who_answers(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    bureau = await sign_in("bureau")
    active = await at_work(bureau, world)
    contact = {"community_id": active["id"], "school_id": str(world.training), "strand": "teaching", "name": "张明"}
    assert (await bureau.post("/api/v1/community-contacts", json=contact)).status_code == 201
    answer = await do(bureau, active, "renew", {"starts_on": "2026-10-15", "document_number": "演示〔2026〕9号"})
    assert answer.status_code == 201, answer.text
    successor = answer.json()
    assert (successor["state"], successor["predecessor_id"]) == ("active", active["id"])
    assert [school["joined_on"] for school in successor["schools"]] == ["2026-10-15"]
    former = (await bureau.get(f"{COMMUNITIES}/{active['id']}")).json()
    assert (former["state"], former["ends_on"]) == ("renewed", "2026-10-14")
    assert [school["left_on"] for school in former["schools"]] == ["2026-10-14"]
    kept = (await bureau.get(f"/api/v1/community-contacts?community_id={successor['id']}")).json()["items"]
    assert [(item["name"], item["ended_on"]) for item in kept] == [("张明", None)]
    ended = (await session.execute(select(CommunityContact.ended_on).where(
        CommunityContact.community_id == UUID(active["id"])))).scalars().all()  # fmt: skip
    assert ended == [date(2026, 10, 14)]
    assert await queued_terms(session) == 2
    assert code_of(await do(bureau, former, "renew", {"starts_on": "2026-10-15"})) == (409, "community_state")


@pytest.mark.parametrize(("day", "code"), [("2026-10-17", "in_future"), ("2026-10-01", "before_start")])
async def test_given_a_renewal_on_an_impossible_day_then_it_is_refused(
    sign_in: SignIn, world: World, day: str, code: str
) -> None:
    bureau = await sign_in("bureau")
    active = await at_work(bureau, world)
    assert errors_of(await do(bureau, active, "renew", {"starts_on": day})) == {"/starts_on": code}


async def test_given_the_same_renewal_twice_by_one_key_then_one_successor(sign_in: SignIn, world: World) -> None:
    bureau = await sign_in("bureau")
    active = await at_work(bureau, world)
    path = f"{COMMUNITIES}/{active['id']}/renew"
    headers = {"If-Match": f'"{active["version"]}"', "Idempotency-Key": "renewal"}
    answers = [await bureau.post(path, json={"starts_on": "2026-10-15"}, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json()["id"] == answers[1].json()["id"]


async def test_given_a_term_that_is_over_then_it_is_completed_and_nothing_changes_any_more(
    sign_in: SignIn, world: World
) -> None:
    bureau = await sign_in("bureau")
    active = await at_work(bureau, world)
    done = await do(bureau, active, "complete", {"ends_on": "2026-10-15", "reason": "期满"})
    assert (done.json()["state"], done.json()["end_reason"]) == ("completed", "期满")
    for verb, body in (
        ("schools", {"school_id": str(world.kindergarten), "joined_on": "2026-10-15"}),
        ("leave", {"school_id": str(world.training), "left_on": "2026-10-15"}),
        ("complete", {"ends_on": "2026-10-15", "reason": "期满"}),
    ):
        assert code_of(await do(bureau, done.json(), verb, body)) == (409, "community_state")


# Who sees it


async def test_given_a_school_that_left_then_it_keeps_seeing_what_it_was_part_of(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    member = (
        await session.execute(select(SupportedSchool).where(SupportedSchool.community_id == world.community))
    ).scalar_one()
    member.left_on = date(2026, 9, 30)
    await session.commit()
    supported = await sign_in("supported")
    assert [item["id"] for item in (await supported.get(COMMUNITIES)).json()["items"]] == [str(world.community)]


async def test_given_filters_then_the_list_is_narrowed_in_few_statements(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    await add_community(session, world, world.county, "城南学校", world.training)
    await add_community(session, world, world.other_county, "白水一中", world.foreign_kindergarten)
    await session.commit()
    bureau = await sign_in("bureau")

    async def names(query: str) -> list[str]:
        answer = await bureau.get(f"{COMMUNITIES}?{query}")
        assert answer.status_code == 200, answer.text
        return [item["lead_school_name"] for item in answer.json()["items"]]

    assert sorted(await names("")) == ["城南学校", "桥山中学"]
    assert await names("q=qihang") == ["城南学校"]
    assert await names(f"school_id={world.supported_school}") == ["桥山中学"]
    assert await names(f"school_id={world.lead_school}&state=active") == ["桥山中学"]
    assert await names("state=draft") == []
    first = (await bureau.get(f"{COMMUNITIES}?limit=1&include=total")).json()
    assert first["total"] == {"value": 2, "capped": False}
    second = (await bureau.get(f"{COMMUNITIES}?limit=1&cursor={first['next_cursor']}")).json()
    assert first["items"][0]["id"] != second["items"][0]["id"]
    with count_statements() as seen:
        await bureau.get(COMMUNITIES)
    assert len(seen) <= 4, seen
    with count_statements() as seen:
        await bureau.post(COMMUNITIES, json=founding(world))
    assert len(seen) <= 14, seen


# Who answers, what is planned


def item(community: UUID, school: UUID, **changes: Any) -> dict[str, Any]:
    body = {
        "community_id": str(community), "school_id": str(school), "year": 2026, "kind": "key_task",
        "strand": "teaching", "content": "每月一次送教下乡", "due_on": "2026-12-31",
    }  # fmt: skip
    return body | changes


async def test_given_each_side_then_it_plans_for_itself_only(sign_in: SignIn, world: World) -> None:
    path = "/api/v1/community-plan-items"
    lead, supported, bureau = await sign_in("lead"), await sign_in("supported"), await sign_in("bureau")
    own = await lead.post(path, json=item(world.community, world.lead_school))
    assert own.status_code == 201, own.text
    need = await supported.post(path, json=item(world.community, world.supported_school, kind="need"))
    assert (need.status_code, need.json()["school_name"]) == (201, "兴华学校")
    assert (await supported.post(path, json=item(world.community, world.lead_school))).status_code == 403
    assert (await lead.post(path, json=item(world.community, world.supported_school))).status_code == 403
    for_both = await bureau.post(path, json=item(world.community, world.supported_school))
    assert for_both.status_code == 201
    done = await lead.patch(f"{path}/{own.json()['id']}", json={"done_on": "2026-10-14"}, headers={"If-Match": '"1"'})
    assert (done.status_code, done.json()["done_on"]) == (200, "2026-10-14")
    listed = (await lead.get(f"{path}?community_id={world.community}&kind=need&year=2026")).json()["items"]
    assert [each["id"] for each in listed] == [need.json()["id"]]
    gone = await supported.delete(f"{path}/{need.json()['id']}", headers={"If-Match": '"1"'})
    assert gone.status_code == 204


async def test_given_a_wrong_plan_then_the_field_is_named(sign_in: SignIn, world: World, session: AsyncSession) -> None:
    other = await add_community(session, world, world.county, "城南学校", world.training)
    await session.commit()
    lead, path = await sign_in("lead"), "/api/v1/community-plan-items"
    assert errors_of(await lead.post(path, json=item(other, world.lead_school))) == {
        "/community_id": "unknown_community"
    }
    assert errors_of(await lead.post(path, json=item(world.community, world.training))) == {
        "/school_id": "not_a_member"
    }
    wrong_strand = await lead.post(path, json=item(world.community, world.lead_school, strand="sport"))
    assert list(errors_of(wrong_strand)) == ["/strand"]


async def test_given_somebody_who_answers_then_a_successor_ends_their_turn(sign_in: SignIn, world: World) -> None:
    path, lead = "/api/v1/community-contacts", await sign_in("lead")
    body = {
        "community_id": str(world.community), "school_id": str(world.lead_school), "strand": "hardship",
        "name": "张明", "duty": "德育主任",
    }  # fmt: skip
    made = await lead.post(path, json=body)
    assert made.status_code == 201, made.text
    ended = await lead.patch(
        f"{path}/{made.json()['id']}", json={"ended_on": "2026-10-14"}, headers={"If-Match": '"1"'}
    )
    assert ended.json()["ended_on"] == "2026-10-14"
    current = (await lead.get(f"{path}?community_id={world.community}&current=true")).json()["items"]
    assert current == []


async def test_given_an_ended_community_then_nothing_is_planned_for_it(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    community = await session.get_one(SupportCommunity, world.community)
    community.state, community.ends_on = "completed", date(2026, 9, 30)
    await session.commit()
    answer = await (await sign_in("lead")).post(
        "/api/v1/community-plan-items", json=item(world.community, world.lead_school)
    )
    assert code_of(answer) == (409, "community_state")


# Dissolving


async def test_given_a_dissolution_then_everything_on_the_checklist_is_looked_at_and_ends_together(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    bureau = await sign_in("bureau")
    kind = (await bureau.get("/api/v1/activity-kinds?strand=teaching")).json()["items"][0]
    planned = {
        "community_id": str(world.community), "strand": "teaching", "kind_id": kind["id"], "title": "送教",
        "starts_on": "2026-10-15",
        "repeats": {"every": "week", "until_on": "2026-10-30"},
    }  # fmt: skip
    assert (await bureau.post("/api/v1/activities", json=planned)).status_code == 201
    await bureau.post("/api/v1/community-plan-items", json=item(world.community, world.lead_school))
    contact = {"community_id": str(world.community), "school_id": str(world.lead_school), "name": "张明"}
    await bureau.post("/api/v1/community-contacts", json=contact)
    await bureau.post(
        "/api/v1/targets",
        json={"community_id": str(world.community), "school_id": str(world.supported_school),
              "measure": "activities_teaching", "aim": 9},
    )  # fmt: skip
    path = f"{COMMUNITIES}/{world.community}"
    found = (await bureau.get(f"{path}/closing-checklist")).json()["items"]
    assert {each["code"]: each["count"] for each in found} == {
        "planned_activities": 2,
        "supported_schools": 1,
        "contacts": 1,
        "open_plan_items": 1,
        "running_targets": 1,
    }
    for each in found:
        assert (await bureau.get(each["href"])).status_code == 200, each
    body: dict[str, Any] = {"ends_on": "2026-10-15", "reason": "结对学校停办"}
    refused = await bureau.post(f"{path}/dissolve", json=body, headers={"If-Match": '"1"'})
    assert code_of(refused) == (409, "checklist_unconfirmed")
    assert refused.json()["missing"] == [each["code"] for each in found]
    body["confirmed"] = [each["code"] for each in found]
    ended = await bureau.post(f"{path}/dissolve", json=body, headers={"If-Match": '"1"'})
    assert (ended.status_code, ended.json()["state"]) == (200, "dissolved"), ended.text
    assert ended.json()["schools"][0]["left_on"] == "2026-10-15"
    states = (await bureau.get(f"/api/v1/activities?community_id={world.community}&sort=starts_on")).json()["items"]
    assert [(each["starts_on"], each["state"]) for each in states] == [
        ("2026-10-15", "planned"),
        ("2026-10-22", "cancelled"),
        ("2026-10-29", "cancelled"),
    ]
    assert (await bureau.get(f"{path}/closing-checklist")).json()["items"][0]["code"] != "planned_activities"
    again = await bureau.post(f"{path}/dissolve", json=body, headers={"If-Match": ended.headers["etag"]})
    assert code_of(again) == (409, "community_state")
    assert (await session.execute(select(CommunityPlanItem))).scalars().all() != []


async def test_given_a_day_ahead_then_the_dissolution_is_refused_and_nothing_ended(
    sign_in: SignIn, world: World
) -> None:
    bureau, path = await sign_in("bureau"), f"{COMMUNITIES}/{world.community}"
    body = {"ends_on": "2026-10-16", "reason": "结对学校停办", "confirmed": ["supported_schools"]}
    answer = await bureau.post(f"{path}/dissolve", json=body, headers={"If-Match": '"1"'})
    assert errors_of(answer) == {"/ends_on": "in_future"}
    assert (await bureau.get(path)).json()["state"] == "active"
