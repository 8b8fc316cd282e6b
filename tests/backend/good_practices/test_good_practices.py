"""Good practices over the interface: written by a school, published by the bureau, read by its audience."""

from typing import Any
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.models import ActivityKind, AuditEvent, SupportCommunity
from tests.backend.access.arrange_activities import add_activity
from tests.backend.access.arrange_communities import add_community
from tests.backend.access.arrange_good_practices import add_practice
from tests.backend.evidence.corpus import jpeg, pdf, png
from tests.backend.evidence.test_previews import phone_photo
from tests.backend.statements import count_statements
from tests.conftest import SignIn
from tests.world import World

PRACTICES = "/api/v1/good-practices"
STORY = {"title": "一节课，两校一起备", "story": "每月请两校数学老师同上一课，课后一起评议。"}
ALL = {"audience": "all", "faces_consented": True}
ACCOUNTS = (
    "bureau", "leader", "section", "lead", "teacher", "host", "instructor", "institution", "supported", "bureau2",
)  # fmt: skip
INSIDE = (
    "written_by_name", "proposed_at", "decision_reason", "faces_consented", "published_by_name", "audience",
    "audience_ids", "audience_names",
)  # fmt: skip
Json = dict[str, Any]


def errors_of(answer: httpx2.Response) -> dict[str, str]:
    assert answer.status_code == 422, answer.text
    return {error["pointer"]: error["code"] for error in answer.json()["errors"]}


def code_of(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


async def write(caller: httpx2.AsyncClient, **more: Any) -> Json:
    answer = await caller.post(PRACTICES, json=STORY | more)
    assert answer.status_code == 201, answer.text
    made: Json = answer.json()
    return made


async def do(caller: httpx2.AsyncClient, practice: Json, verb: str, **body: Any) -> httpx2.Response:
    address = f"{PRACTICES}/{practice['id']}"
    headers = {"If-Match": (await caller.get(address)).headers["etag"]}
    return await caller.post(f"{address}/{verb}", json=body or None, headers=headers)


async def done(caller: httpx2.AsyncClient, practice: Json, verb: str, **body: Any) -> Json:
    answer = await do(caller, practice, verb, **body)
    assert answer.status_code == 200, answer.text
    made: Json = answer.json()
    return made


async def upload(
    caller: httpx2.AsyncClient, practice: Json, data: bytes, name: str = "课堂.jpg", **headers: str
) -> httpx2.Response:
    form = {"subject_type": "good_practice", "subject_id": practice["id"], "title": name}
    return await caller.post("/api/v1/evidence", data=form, files={"file": (name, data)}, headers=headers)


async def readers_of(sign_in: SignIn, practice: Json) -> set[str]:
    answers = {name: await (await sign_in(name)).get(f"{PRACTICES}/{practice['id']}") for name in ACCOUNTS}
    assert {answer.status_code for answer in answers.values()} <= {200, 404}
    return {name for name, answer in answers.items() if answer.status_code == 200}


async def test_given_a_school_s_story_when_the_bureau_publishes_it_then_everybody_at_work_reads_it_until_withdrawn(
    sign_in: SignIn, world: World
) -> None:
    lead, bureau = await sign_in("lead"), await sign_in("bureau")
    practice = await write(lead)
    assert (practice["state"], practice["school_id"]) == ("draft", str(world.lead_school))
    its_own = {"lead", "bureau", "leader"}
    assert await readers_of(sign_in, practice) == its_own
    assert code_of(await do(bureau, practice, "publish", **ALL)) == (409, "practice_state")
    assert (await done(lead, practice, "propose"))["state"] == "proposed"
    assert await readers_of(sign_in, practice) == its_own
    assert (await do(lead, practice, "publish", **ALL)).status_code == 403
    published = await done(bureau, practice, "publish", **ALL)
    assert (published["state"], published["audience"], published["faces_consented"]) == ("published", "all", True)
    assert published["published_by_name"] is not None
    assert await readers_of(sign_in, practice) == set(ACCOUNTS) - {"bureau2"}
    withdrawn = await done(lead, practice, "withdraw", reason="家长改了主意")
    assert (withdrawn["state"], withdrawn["decision_reason"]) == ("withdrawn", "家长改了主意")
    assert await readers_of(sign_in, practice) == its_own
    for caller, verb, body in (
        (lead, "propose", {}),
        (bureau, "publish", ALL),
        (bureau, "withdraw", {"reason": "再撤"}),
    ):
        assert code_of(await do(caller, practice, verb, **body)) == (409, "practice_state")


async def test_given_no_tick_or_no_audience_then_nothing_is_published(sign_in: SignIn, world: World) -> None:
    lead, bureau = await sign_in("lead"), await sign_in("bureau")
    practice = await write(lead)
    await done(lead, practice, "propose")
    here = [str(world.kindergarten)]
    for body, errors in (
        ({"audience": "all"}, {"/faces_consented": "consent_needed"}),
        ({"audience": "all", "faces_consented": False}, {"/faces_consented": "consent_needed"}),
        (ALL | {"audience_ids": here}, {"/audience_ids": "not_asked"}),
        (ALL | {"audience": "some"}, {"/audience_ids": "missing"}),
        ({"audience": "some", "audience_ids": here}, {"/faces_consented": "consent_needed"}),
        (ALL | {"audience": "friends"}, {"/audience": "literal_error"}),
    ):
        answer = await do(bureau, practice, "publish", **body)
        assert errors_of(answer) == errors, body
    assert (await bureau.get(f"{PRACTICES}/{practice['id']}")).json()["state"] == "proposed"


async def test_given_some_organisations_then_only_they_read_it_and_nothing_of_its_inside(
    sign_in: SignIn, world: World
) -> None:
    supported, bureau = await sign_in("supported"), await sign_in("bureau")
    practice = await write(supported)
    await done(supported, practice, "propose")
    ids = [str(world.kindergarten), str(world.section)]
    published = await done(bureau, practice, "publish", **ALL | {"audience": "some", "audience_ids": ids})
    assert (published["audience_ids"], published["audience_names"]) == (ids, ["民办教育股", "小星星幼儿园"])
    assert await readers_of(sign_in, practice) == {"supported", "bureau", "leader", "institution", "section"}
    seen = (await (await sign_in("institution")).get(f"{PRACTICES}/{practice['id']}")).json()
    assert (seen["title"], seen["story"]) == (STORY["title"], STORY["story"])
    assert seen["published_at"] is not None
    assert {name: seen[name] for name in INSIDE} == dict.fromkeys(INSIDE)
    for inside in ("supported", "bureau", "leader"):
        told = (await (await sign_in(inside)).get(f"{PRACTICES}/{practice['id']}")).json()
        assert (told["written_by_name"], told["audience"]) == (practice["written_by_name"], "some"), inside


async def test_given_a_school_s_own_practice_then_its_people_read_it_once_it_is_published_to_others(
    sign_in: SignIn, world: World
) -> None:
    lead, bureau = await sign_in("lead"), await sign_in("bureau")
    practice = await write(lead)
    await done(lead, practice, "propose")
    body = ALL | {"audience": "some", "audience_ids": [str(world.kindergarten)]}
    await done(bureau, practice, "publish", **body)
    teacher = await (await sign_in("teacher")).get(f"{PRACTICES}/{practice['id']}")
    assert (teacher.status_code, teacher.json()["audience_ids"]) == (200, None)
    assert "supported" not in await readers_of(sign_in, practice)


async def test_given_another_county_s_practice_then_everybody_there_reads_it_and_nobody_here(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    everybody = {"state": "published", "audience": "all", "faces_consented": True}
    foreign = await add_practice(
        session, world, world.foreign_kindergarten, bureau_id=world.other_county,
        written_by_user_id=world.users["bureau2"], **everybody,
    )  # fmt: skip
    await session.commit()
    assert await readers_of(sign_in, {"id": str(foreign)}) == {"bureau2"}
    for name in ("institution", "lead", "bureau"):
        assert (await (await sign_in(name)).get(PRACTICES)).json()["items"] == [], name


async def test_given_a_return_then_the_school_is_told_why_writes_on_and_proposes_anew(sign_in: SignIn) -> None:
    lead, bureau = await sign_in("lead"), await sign_in("bureau")
    practice = await write(lead)
    address = f"{PRACTICES}/{practice['id']}"
    await done(lead, practice, "propose")
    refused = await lead.patch(address, json={"title": "新题目"}, headers={"If-Match": '"2"'})
    assert code_of(refused) == (409, "practice_state")
    assert errors_of(await do(bureau, practice, "return", reason="改")) == {"/reason": "string_too_short"}
    returned = await done(bureau, practice, "return", reason="请补充怎么分组")
    assert (returned["state"], returned["decision_reason"]) == ("draft", "请补充怎么分组")
    to_dos = {each["code"]: each for each in (await lead.get("/api/v1/overview/today")).json()["to_dos"]}
    assert to_dos["returned_practices"]["count"] == 1
    mine = (await lead.get(to_dos["returned_practices"]["href"])).json()["items"]
    assert [(each["id"], each["returned"]) for each in mine] == [(practice["id"], True)]
    assert (await lead.patch(address, json={"title": "新题目"}, headers={"If-Match": '"2"'})).status_code == 412
    changed = await lead.patch(address, json={"title": "新题目"}, headers={"If-Match": '"3"'})
    assert (changed.json()["title"], changed.json()["story"]) == ("新题目", STORY["story"])
    assert errors_of(await lead.patch(address, json={"story": None}, headers={"If-Match": '"4"'})).keys() == {"/story"}
    assert (await done(lead, practice, "propose"))["decision_reason"] is None


async def test_given_a_proposal_then_the_bureau_has_it_before_it_and_the_other_county_has_not(sign_in: SignIn) -> None:
    lead = await sign_in("lead")
    await write(lead)
    await done(lead, await write(lead), "propose")
    for name, count in (("bureau", 1), ("bureau2", 0)):
        caller = await sign_in(name)
        to_dos = {each["code"]: each for each in (await caller.get("/api/v1/overview/today")).json()["to_dos"]}
        assert to_dos["proposed_practices"]["count"] == count
        assert len((await caller.get(to_dos["proposed_practices"]["href"])).json()["items"]) == count
        assert "returned_practices" not in to_dos


@pytest.fixture
async def held(session: AsyncSession, world: World) -> dict[str, UUID]:
    """Activities of the community: one done by the supported school, one planned; one done in another community."""
    kind = ActivityKind(
        bureau_id=world.county, strand="teaching", name="联合教研", position=1, created_at=world.at, updated_at=world.at
    )
    session.add(kind)
    other = await add_community(session, world, world.county, "城南学校", world.training)
    await session.flush()
    found = {}
    for name, community_id, state in (
        ("done", world.community, "done"), ("planned", world.community, "planned"), ("other", other, "done"),
    ):  # fmt: skip
        community = await session.get_one(SupportCommunity, community_id)
        organiser = world.supported_school if name == "done" else community.lead_school_id
        found[name] = await add_activity(
            session,
            world,
            community,
            kind.id,
            world.users["bureau"],
            organiser,
            state=state,
            title=f"教研{name}",
            completed_at=world.at if state == "done" else None,
        )
    await session.commit()
    return found


async def test_given_an_activity_then_the_practice_grows_from_it_and_leads_back_who_may_see_it(
    sign_in: SignIn, world: World, held: dict[str, UUID]
) -> None:
    lead, bureau, supported = await sign_in("lead"), await sign_in("bureau"), await sign_in("supported")
    own = await write(lead, activity_id=str(held["done"]))
    assert (own["school_id"], own["activity"]) == (
        str(world.lead_school), {"id": str(held["done"]), "title": "教研done"}
    )  # fmt: skip
    theirs = await write(supported, activity_id=str(held["done"]))
    assert theirs["school_id"] == str(world.supported_school)
    for_it = await write(bureau, activity_id=str(held["done"]))
    assert for_it["school_id"] == str(world.supported_school)
    await done(lead, own, "propose")
    await done(bureau, own, "publish", **ALL)
    told = ("lead", "bureau", "leader")
    for name in (*told, "supported", "section", "teacher", "host"):
        caller = await sign_in(name)
        seen = (await caller.get(f"{PRACTICES}/{own['id']}")).json()
        assert (seen["activity"] is not None) == (name in told), name
        cards = {each["id"]: each for each in (await caller.get(PRACTICES)).json()["items"]}
        card = cards[own["id"]]
        assert card["published_at"] is not None
        assert ((card["strand"], card["proposed_at"]) == (None, None)) == (name not in told), name
        for query in (f"activity_id={held['done']}", "strand=teaching"):
            found = (await caller.get(f"{PRACTICES}?{query}")).json()["items"]
            assert (own["id"] in {each["id"] for each in found}) == (name in told), (name, query)
    listed = (await bureau.get(f"{PRACTICES}?activity_id={held['done']}&strand=teaching")).json()["items"]
    assert {each["id"] for each in listed} == {own["id"], theirs["id"], for_it["id"]}
    assert {each["strand"] for each in listed} == {"teaching"}


async def test_given_what_does_not_fit_then_the_field_is_named(
    sign_in: SignIn, world: World, held: dict[str, UUID]
) -> None:
    lead, bureau, institution = await sign_in("lead"), await sign_in("bureau"), await sign_in("institution")
    done_id, training = str(held["done"]), str(world.training)
    for caller, body, errors in (
        (lead, {"activity_id": str(held["planned"])}, {"/activity_id": "activity_not_done"}),
        (lead, {"activity_id": str(held["other"])}, {"/activity_id": "unknown_activity"}),
        (institution, {"activity_id": done_id}, {"/activity_id": "unknown_activity"}),
        (lead, {"school_id": str(world.supported_school)}, {"/school_id": "unknown_school"}),
        (bureau, {}, {"/school_id": "missing"}),
        (bureau, {"school_id": str(world.section)}, {"/school_id": "unknown_school"}),
        (bureau, {"school_id": training, "activity_id": done_id}, {"/school_id": "not_a_member"}),
        (lead, {"title": " "}, {"/title": "string_too_short"}),
        (lead, {"story": ""}, {"/story": "string_too_short"}),
        (lead, {"state": "published"}, {"/state": "extra_forbidden"}),
    ):
        assert errors_of(await caller.post(PRACTICES, json=STORY | body)) == errors, body


async def test_given_files_then_the_audience_opens_them_and_the_rows_stay_inside(sign_in: SignIn) -> None:
    lead, bureau, institution = await sign_in("lead"), await sign_in("bureau"), await sign_in("institution")
    practice = await write(lead)
    picture = (await upload(lead, practice, png(), "课堂.png")).json()
    refused = await upload(institution, practice, jpeg())
    assert list(errors_of(refused)) == ["/subject_id"]
    assert (await upload(await sign_in("section"), practice, jpeg())).status_code == 403
    await done(lead, practice, "propose")
    plan = (await upload(bureau, practice, pdf(), "教案.pdf")).json()
    content = f"/api/v1/evidence/{picture['id']}/content"
    assert (await institution.get(content)).status_code == 404
    body = ALL | {"file_ids": [picture["id"], plan["id"]]}
    files = (await done(bureau, practice, "publish", **body))["files"]
    assert [(each["id"], each["file_name"], each["media_type"]) for each in files] == [
        (picture["id"], "课堂.png", "image/png"), (plan["id"], "教案.pdf", "application/pdf"),
    ]  # fmt: skip
    assert (await upload(lead, practice, jpeg())).status_code == 409
    # Nobody learns from a refused file how somebody else's practice stands.
    assert list(errors_of(await upload(institution, practice, jpeg()))) == ["/subject_id"]
    rows = f"/api/v1/evidence?subject_type=good_practice&subject_id={practice['id']}"
    for name in set(ACCOUNTS) - {"bureau2"}:
        caller = await sign_in(name)
        assert (await caller.get(content)).status_code == 200, name
        assert (await caller.get(f"/api/v1/evidence/{picture['id']}/preview")).status_code == 200, name
        read = (await caller.get(f"{PRACTICES}/{practice['id']}")).json()
        assert [each["id"] for each in read["files"]] == [picture["id"], plan["id"]], name
        listed = await caller.get(rows)
        count = len(listed.json()["items"]) if listed.status_code == 200 else 0
        assert count == (2 if name in {"lead", "bureau", "leader"} else 0), name
    assert (await (await sign_in("bureau2")).get(content)).status_code == 404
    await done(bureau, practice, "withdraw", reason="照片要重新征求意见")
    assert (await institution.get(content)).status_code == 404
    assert (await lead.get(content)).status_code == 200


async def test_given_a_photo_with_its_place_when_published_then_readers_get_it_drawn_anew(sign_in: SignIn) -> None:
    lead, bureau, reader = await sign_in("lead"), await sign_in("bureau"), await sign_in("supported")
    practice = await write(lead)
    photo = (await upload(lead, practice, phone_photo(), "课堂.jpg")).json()
    await done(lead, practice, "propose")
    await done(bureau, practice, "publish", **ALL | {"file_ids": [photo["id"]]})
    content = f"/api/v1/evidence/{photo['id']}/content"
    shown, kept = await reader.get(content), await lead.get(content)
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
    assert b"Exif" in kept.content
    assert b"Exif" not in shown.content


async def test_given_a_file_that_nobody_looked_at_then_publishing_waits(sign_in: SignIn) -> None:
    lead, bureau = await sign_in("lead"), await sign_in("bureau")
    practice = await write(lead)
    first = (await upload(lead, practice, jpeg())).json()
    await done(lead, practice, "propose")
    second = (await upload(lead, practice, jpeg(width=90))).json()
    refused = await do(bureau, practice, "publish", **ALL | {"file_ids": [first["id"]]})
    assert code_of(refused) == (409, "files_changed")
    taken_back = await lead.post(
        f"/api/v1/evidence/{second['id']}/withdraw", json={"reason": "拍到了孩子"}, headers={"If-Match": '"1"'}
    )
    assert taken_back.status_code == 200, taken_back.text
    published = await done(bureau, practice, "publish", **ALL | {"file_ids": [first["id"], second["id"]]})
    assert [each["id"] for each in published["files"]] == [first["id"]]


async def test_given_a_board_then_the_latest_comes_first_with_its_first_picture_and_filters_narrow_it(
    sign_in: SignIn, world: World
) -> None:
    lead, bureau, institution = await sign_in("lead"), await sign_in("bureau"), await sign_in("institution")
    old = await write(lead, title="早写晚发")
    new = await write(lead, title="晚写的草稿")
    await upload(lead, old, pdf(), "教案.pdf")
    picture = (await upload(lead, old, jpeg(), "封面.jpg")).json()
    await upload(lead, old, jpeg(width=90), "第二张.jpg")
    await done(lead, old, "propose")
    files = [each["id"] for each in (await lead.get(f"{PRACTICES}/{old['id']}")).json()["files"]]
    await done(bureau, old, "publish", **ALL | {"file_ids": files})
    board = (await institution.get(f"{PRACTICES}?include=total")).json()
    assert board["total"]["value"] == 1
    card = board["items"][0]
    assert (card["title"], card["school_name"], card["beginning"]) == ("早写晚发", "桥山中学", STORY["story"])
    assert card["picture"] == {"id": picture["id"], "title": "封面.jpg"}

    async def titles(query: str) -> list[str]:
        answer = await bureau.get(f"{PRACTICES}?{query}")
        assert answer.status_code == 200, answer.text
        return [item["title"] for item in answer.json()["items"]]

    assert set(await titles("")) == {"早写晚发", "晚写的草稿"}
    assert await titles("state=draft") == ["晚写的草稿"]
    for words in ("早写", "zaoxiewan", "zxwf"):
        assert await titles(f"q={words}") == ["早写晚发"], words
    assert await titles("q=课后一起&state=draft") == ["晚写的草稿"]
    assert await titles("returned=true") == []
    assert len(await titles("returned=false")) == 2
    assert await titles("strand=hardship") == []
    assert len(await titles(f"school_id={world.lead_school}")) == 2
    assert await titles(f"school_id={world.supported_school}") == []
    first = (await bureau.get(f"{PRACTICES}?limit=1")).json()
    second = (await bureau.get(f"{PRACTICES}?limit=1&cursor={first['next_cursor']}")).json()
    assert {first["items"][0]["id"], second["items"][0]["id"]} == {old["id"], new["id"]}
    assert second["next_cursor"] is None


async def test_given_the_same_key_then_each_is_done_once(sign_in: SignIn) -> None:
    lead, bureau = await sign_in("lead"), await sign_in("bureau")
    made = [await lead.post(PRACTICES, json=STORY, headers={"Idempotency-Key": "write"}) for _ in range(2)]
    assert {answer.status_code for answer in made} == {201}
    assert made[0].json()["id"] == made[1].json()["id"]
    address = f"{PRACTICES}/{made[0].json()['id']}"
    headers = {"If-Match": '"1"', "Idempotency-Key": "propose"}
    proposed = [await lead.post(f"{address}/propose", headers=headers) for _ in range(2)]
    assert [(answer.status_code, answer.json()["version"]) for answer in proposed] == [(200, 2), (200, 2)]
    headers = {"If-Match": '"2"', "Idempotency-Key": "publish"}
    published = [await bureau.post(f"{address}/publish", json=ALL, headers=headers) for _ in range(2)]
    assert [(answer.status_code, answer.json()["version"]) for answer in published] == [(200, 3), (200, 3)]


async def test_given_a_publication_then_the_log_says_who_ticked_the_consent(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    lead, bureau = await sign_in("lead"), await sign_in("bureau")
    practice = await write(lead)
    await done(lead, practice, "propose")
    await done(bureau, practice, "publish", **ALL)
    events = select(AuditEvent).where(AuditEvent.target_id == UUID(practice["id"])).order_by(AuditEvent.id)
    found = (await session.execute(events)).scalars().all()
    assert [event.action.partition(":")[2] for event in found] == ["create", "propose", "publish"]
    assert (found[-1].actor_user_id, found[-1].details["faces_consented"]) == (world.users["bureau"], True)


async def test_given_more_rows_then_reading_asks_no_more_statements(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    lead = await sign_in("lead")
    practice = await write(lead)
    for _ in range(12):
        await add_practice(session, world, world.lead_school)
    await session.commit()
    with count_statements() as listing:
        assert len((await lead.get(PRACTICES)).json()["items"]) == 13
    with count_statements() as reading:
        await lead.get(f"{PRACTICES}/{practice['id']}")
    with count_statements() as writing:
        await write(lead)
    assert (len(listing), len(reading)) == (2, 4), (listing, reading)
    assert len(writing) <= 12, writing
