"""The activity room on a visit: part of its content, and a review for as long as the visit stands (domain.md §1 B)."""

import hashlib
import json
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.ids import new_id
from handinhand.models import Visit
from handinhand.programme.visits.schemas import VisitIn
from tests.backend.access.arrange_standards import first_edition
from tests.backend.standards.test_checklists import editions
from tests.backend.visits.calls import REASON, VISITS, Json, code_of, content, do, done, draft, pointers, visit_in
from tests.conftest import SignIn
from tests.world import World

pytestmark = pytest.mark.usefixtures("lists")

REVIEWS = "/api/v1/standards-reviews"


async def room_of(sign_in: SignIn, **changes: Any) -> Json:
    """What an instructor found: two items of five, as much as there was time for."""
    edition = (await editions(await sign_in("instructor"), "kind=activity_room&state=published"))[0]
    results = [
        {"code": "meets_standard", "result": "met", "note": ""},
        {"code": "facilities_complete", "result": "partly", "note": "投影仪待修。"},
    ]
    return {"checklist_id": edition["id"], "results": results, "summary": "", **changes}


def sent(room: Json) -> Json:
    """A room as it was sent: the answer adds the items' titles."""
    return {**room, "results": [{k: v for k, v in each.items() if k != "title"} for each in room["results"]]}


async def reviews(sign_in: SignIn) -> list[Json]:
    items: list[Json] = (await (await sign_in("bureau")).get(REVIEWS)).json()["items"]
    return items


async def test_given_a_room_on_a_draft_then_it_is_kept_and_changed_with_the_visit(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    instructor, room = await sign_in("instructor"), await room_of(sign_in)
    visit = await draft(instructor, world.kindergarten, activity_room=room)
    assert sent(visit["activity_room"]) == room
    assert [each["title"] for each in visit["activity_room"]["results"]] == ["达标准", "设施全"]
    assert (await instructor.get(f"{VISITS}/{visit['id']}")).json() == visit
    visit = await done(instructor, visit, "edit", {"activity_room": {**room, "summary": "总体较好。"}})
    assert visit["activity_room"]["summary"] == "总体较好。"
    visit = await done(instructor, visit, "edit", {"advice": "下月补齐。"})
    assert visit["activity_room"]["summary"] == "总体较好。", "what is not sent stays"
    visit = await done(instructor, visit, "edit", {"activity_room": None})
    assert visit["activity_room"] is None
    nothing = select(Visit.id).where(Visit.activity_room.is_(None))
    assert len((await session.execute(nothing)).all()) == 1, "nothing is nothing, not the word null"
    assert await reviews(sign_in) == [], "a draft is nobody else's"


async def test_given_the_same_post_again_then_another_room_is_other_content(sign_in: SignIn, world: World) -> None:
    instructor, room = await sign_in("instructor"), await room_of(sign_in)
    body = content(world.kindergarten, id="01920000-0000-7000-8000-00000000aaaa", activity_room=room)
    assert (await instructor.post(VISITS, json=body)).status_code == 201
    assert (await instructor.post(VISITS, json=body)).status_code == 200
    other = await instructor.post(VISITS, json={**body, "activity_room": {**room, "summary": "不一样"}})
    assert (other.status_code, code_of(other)) == (409, "id_taken")


async def test_given_a_wrong_room_then_the_field_is_named(sign_in: SignIn, world: World, session: AsyncSession) -> None:
    instructor, bureau, room = await sign_in("instructor"), await sign_in("bureau"), await room_of(sign_in)
    foreign = await first_edition(session, world.other_county)
    await session.commit()
    five = (await editions(bureau, "kind=five_standards"))[0]["id"]
    draft_id = (await bureau.post("/api/v1/checklists", json={"kind": "activity_room"})).json()["id"]

    async def refused(**changes: Any) -> list[str]:
        answer = await instructor.post(VISITS, json=content(world.kindergarten, activity_room={**room, **changes}))
        assert answer.status_code == 422, answer.text
        return pointers(answer)

    for checklist in (foreign, five, draft_id):
        assert await refused(checklist_id=str(checklist)) == ["/activity_room/checklist_id"]
    assert await refused(results=[{"code": "premises", "result": "met"}]) == ["/activity_room/results/0/code"]
    assert await refused(results=[*room["results"], room["results"][0]]) == ["/activity_room/results/2/code"]
    assert await refused(results=[{"code": "meets_standard", "result": "fine"}]) == ["/activity_room/results/0/result"]
    visit = await draft(instructor, world.kindergarten)
    changed = await do(instructor, visit, "edit", {"activity_room": {**room, "checklist_id": str(foreign)}})
    assert (changed.status_code, pointers(changed)) == (422, ["/activity_room/checklist_id"])


@pytest.mark.parametrize(
    ("state", "shown"),
    [("draft", 0), ("submitted", 1), ("returned", 0), ("disputed", 1), ("confirmed", 1), ("void", 0)],
)
async def test_given_each_state_then_the_review_is_there_while_the_visit_stands(
    sign_in: SignIn, world: World, state: str, shown: int
) -> None:
    await visit_in(sign_in, world, state, activity_room=await room_of(sign_in))
    assert len(await reviews(sign_in)) == shown


async def test_given_a_visit_handed_in_then_its_review_says_what_was_seen_and_what_was_not(
    sign_in: SignIn, world: World
) -> None:
    visit = await visit_in(sign_in, world, "submitted", activity_room=await room_of(sign_in))
    (review,) = await reviews(sign_in)
    assert (review["mode"], review["visit_id"], review["reviewed_on"]) == ("visit", visit["id"], "2026-10-15")
    assert (review["reviewers"], review["may_change"]) == ("王建国", False)
    assert [(each["result"], each["note"]) for each in review["results"]] == [
        ("met", ""), ("not_looked_at", ""), ("partly", "投影仪待修。"), ("not_looked_at", ""), ("not_looked_at", ""),
    ]  # fmt: skip
    bureau = await sign_in("bureau")
    headers = {"If-Match": f'"{review["version"]}"'}
    changed = await bureau.patch(f"{REVIEWS}/{review['id']}", json={"summary": "好"}, headers=headers)
    assert (changed.status_code, code_of(changed)) == (409, "from_visit")
    form = {"subject_type": "standards_review", "subject_id": review["id"], "title": "活动室"}
    photo = await bureau.post("/api/v1/evidence", data=form, files={"file": ("a.png", b"x", "image/png")})
    assert photo.status_code == 409, "photos stand with the visit"


async def test_given_a_returned_visit_then_its_review_comes_back_with_it(sign_in: SignIn, world: World) -> None:
    room = await room_of(sign_in)
    instructor = await sign_in("instructor")
    visit = await visit_in(sign_in, world, "returned", activity_room=room)
    again = [{"code": "meets_standard", "result": "not_met", "note": ""}]
    visit = await done(instructor, visit, "edit", {"activity_room": {**room, "results": again}})
    assert await reviews(sign_in) == []
    visit = await done(instructor, visit, "submit")
    (review,) = await reviews(sign_in)
    assert review["results"][0]["result"] == "not_met"
    visit = await done(await sign_in("bureau"), visit, "return", REASON)
    visit = await done(instructor, visit, "edit", {"activity_room": None})
    await done(instructor, visit, "submit")
    assert await reviews(sign_in) == []


@pytest.mark.parametrize("state", ["submitted", "returned", "disputed", "confirmed"])
async def test_given_a_correction_then_the_review_says_the_same_as_the_visit(
    sign_in: SignIn, world: World, state: str
) -> None:
    room = await room_of(sign_in)
    instructor = await sign_in("instructor")
    visit = await visit_in(sign_in, world, state, activity_room=room)
    correction = {"reason": "日期写错了", "started_at": "2026-10-14T09:00:00+08:00"}
    visit = await done(instructor, visit, "revise", {**correction, "activity_room": {**room, "summary": "改过。"}})
    (review,) = await reviews(sign_in)
    assert (review["summary"], review["reviewed_on"]) == ("改过。", "2026-10-14")
    former = (await instructor.get(f"{VISITS}/{visit['id']}/revisions")).json()["items"][0]["content"]
    assert sent(former["activity_room"]) == room
    visit = await done(instructor, visit, "revise", {"reason": "没有看活动室", "activity_room": None})
    assert await reviews(sign_in) == []
    await done(instructor, visit, "revise", {"reason": "看了活动室", "activity_room": room})
    assert len(await reviews(sign_in)) == 1


async def test_given_a_dispute_that_is_settled_then_the_review_follows(sign_in: SignIn, world: World) -> None:
    room = await room_of(sign_in)
    for verb, body, shown in (("confirm", None, 1), ("return", REASON, 0), ("void", REASON, 0)):
        visit = await visit_in(sign_in, world, "disputed", activity_room=room)
        await done(await sign_in("bureau"), visit, verb, body)
        found = [review for review in await reviews(sign_in) if review["visit_id"] == visit["id"]]
        assert len(found) == shown, verb


async def test_given_a_new_edition_meanwhile_then_a_phone_s_older_one_is_taken(sign_in: SignIn, world: World) -> None:
    room, bureau = await room_of(sign_in), await sign_in("bureau")
    draft_ = (await bureau.post("/api/v1/checklists", json={"kind": "activity_room"})).json()
    address = f"/api/v1/checklists/{draft_['id']}/publish"
    assert (await bureau.post(address, headers={"If-Match": '"1"'})).status_code == 200
    await visit_in(sign_in, world, "submitted", activity_room=room)
    (review,) = await reviews(sign_in)
    assert (review["checklist_id"], review["edition"]) == (room["checklist_id"], 1)


async def test_given_what_a_phone_sent_before_the_room_existed_when_it_sends_it_again_then_it_is_the_same_visit(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    instructor = await sign_in("instructor")
    body = content(world.kindergarten, id=str(new_id()))
    made = await instructor.post(VISITS, json=body)
    left_out = {"id", "device_time", "instructor_id", "activity_room"}
    said = VisitIn.model_validate(body).model_dump(mode="json", exclude=left_out)
    text = json.dumps([said, made.json()["instructor_id"]], sort_keys=True, ensure_ascii=False)
    before = hashlib.sha256(text.encode()).hexdigest()
    await session.execute(update(Visit).values(content_digest=before))
    await session.commit()
    assert (await instructor.post(VISITS, json=body)).status_code == 200


@pytest.mark.parametrize("note", ["", "门锁着，没有看成。"])
@pytest.mark.parametrize("answered", [0, 1])
async def test_given_a_room_that_nobody_looked_at_then_it_is_no_review(
    sign_in: SignIn, world: World, answered: int, note: str
) -> None:
    results = [{"code": "meets_standard", "result": "not_looked_at", "note": note}] * answered
    room = await room_of(sign_in, results=results, summary=note)
    await visit_in(sign_in, world, "submitted", activity_room=room)
    never = (
        await (await sign_in("bureau")).get("/api/v1/overview/standards?checklist=activity_room&reviewed=never")
    ).json()["items"]
    assert str(world.kindergarten) in {row["institution_id"] for row in never}
