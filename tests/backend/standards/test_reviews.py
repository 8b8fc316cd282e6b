"""Standards reviews over the interface: by whom, of whom, with which edition, and who sees them."""

import io
from typing import Any

import httpx2
import openpyxl
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.models import AuditEvent, Organisation
from tests.backend.access.arrange_standards import add_review, first_edition
from tests.backend.evidence.corpus import png
from tests.backend.standards.test_checklists import code_of, editions, errors_of, of_version
from tests.backend.statements import count_statements
from tests.conftest import SignIn
from tests.world import World

pytestmark = pytest.mark.usefixtures("lists")

REVIEWS = "/api/v1/standards-reviews"


async def in_force(caller: httpx2.AsyncClient, kind: str = "activity_room") -> dict[str, Any]:
    return (await editions(caller, f"kind={kind}&state=published"))[0]


async def review(
    caller: httpx2.AsyncClient, institution: Any, kind: str = "activity_room", **changes: Any
) -> dict[str, Any]:
    """The body of a self-review."""
    checklist = await in_force(caller, kind)
    results = [{"code": item["code"], "result": "met"} for item in checklist["items"]]
    return {
        "institution_id": str(institution), "checklist_id": checklist["id"], "mode": "self",
        "reviewed_on": "2026-10-12", "results": results, **changes,
    }  # fmt: skip


async def added(caller: httpx2.AsyncClient, body: dict[str, Any]) -> dict[str, Any]:
    answer = await caller.post(REVIEWS, json=body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    assert (await caller.get(answer.headers["location"])).json() == made
    return made


async def test_given_a_self_review_then_it_is_kept_item_by_item_and_can_be_put_right(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    institution = await sign_in("institution")
    body = await review(institution, world.kindergarten, summary="总体较好。")
    body["results"][2] |= {"result": "partly", "note": "投影仪待修。"}
    made = await added(institution, body)
    assert (made["mode"], made["kind"], made["edition"], made["may_change"]) == ("self", "activity_room", 1, True)
    expected = {"code": "facilities_complete", "title": "设施全", "result": "partly", "note": "投影仪待修。"}
    assert made["results"][2] == expected
    body["results"][2] = {"code": "facilities_complete", "result": "met"}
    answer = await institution.patch(
        f"{REVIEWS}/{made['id']}", json={"results": body["results"], "reviewed_on": "2026-10-13"},
        headers=of_version(made),
    )  # fmt: skip
    assert answer.status_code == 200, answer.text
    assert (answer.json()["results"][2]["result"], answer.json()["reviewed_on"]) == ("met", "2026-10-13")
    stale = await institution.patch(f"{REVIEWS}/{made['id']}", json={"summary": "好"}, headers=of_version(made))
    assert code_of(stale) == (412, "stale")
    events = select(AuditEvent.action).where(AuditEvent.target_type == "standards_review")
    assert set((await session.execute(events)).scalars()) == {"standards_review:create", "standards_review:update"}


@pytest.mark.parametrize(
    ("username", "institution", "mode", "expected"),
    [
        ("institution", "kindergarten", "joint", {"/mode": "not_yours"}),
        ("institution", "training", "self", {"/institution_id": "unknown_institution"}),
        ("lead", "supported_school", "self", {"/mode": "not_yours"}),
        ("lead", "supported_school", "joint", {}),
        ("lead", "lead_school", "self", {"/institution_id": "not_private"}),
        ("lead", "kindergarten", "joint", {"/institution_id": "unknown_institution"}),
        ("supported", "supported_school", "self", {}),
        ("bureau", "kindergarten", "self", {"/mode": "not_yours"}),
        ("bureau", "training", "joint", {}),
        ("bureau", "foreign_kindergarten", "joint", {"/institution_id": "unknown_institution"}),
    ],
)
async def test_given_who_reviews_whom_then_the_mode_has_to_be_theirs(
    sign_in: SignIn, world: World, username: str, institution: str, mode: str, expected: dict[str, str]
) -> None:
    caller = await sign_in(username)
    body = await review(caller, getattr(world, institution), mode=mode, reviewers="张静、王磊")
    answer = await caller.post(REVIEWS, json=body)
    if expected:
        assert errors_of(answer) == expected
    else:
        assert answer.status_code == 201, answer.text


async def test_given_a_review_that_looked_at_nothing_then_it_is_refused_beside_the_results(
    sign_in: SignIn, world: World
) -> None:
    institution = await sign_in("institution")
    body = await review(institution, world.kindergarten, summary="没有看成。")
    nothing = [{**each, "result": "not_looked_at", "note": "门锁着"} for each in body["results"]]
    assert errors_of(await institution.post(REVIEWS, json={**body, "results": nothing})) == {
        "/results": "nothing_looked_at"
    }
    made = await added(institution, {**body, "results": [body["results"][0], *nothing[1:]]})
    emptied = await institution.patch(f"{REVIEWS}/{made['id']}", json={"results": nothing}, headers=of_version(made))
    assert errors_of(emptied) == {"/results": "nothing_looked_at"}


async def test_given_a_wrong_review_then_the_field_is_named(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    bureau = await sign_in("bureau")
    right = await review(bureau, world.training, mode="joint", reviewers="张静")

    async def refused(**changes: Any) -> dict[str, str]:
        return errors_of(await bureau.post(REVIEWS, json={**right, **changes}))

    assert await refused(reviewed_on="2026-10-16") == {"/reviewed_on": "in_future"}
    assert await refused(reviewers="") == {"/reviewers": "missing"}
    assert await refused(results=right["results"][1:]) == {"/results": "not_answered"}
    assert await refused(results=[*right["results"], {"code": "premises", "result": "met"}]) == {
        "/results/5/code": "unknown_item"
    }
    assert await refused(results=[*right["results"], right["results"][0]]) == {"/results/5/code": "twice"}
    assert list(await refused(results=[{"code": "meets_standard", "result": "good"}])) == ["/results/0/result"]
    assert list(await refused(mode="visit")) == ["/mode"]
    (await session.get_one(Organisation, world.training)).closed_on = world.at.date()
    await session.commit()
    assert await refused() == {"/institution_id": "institution_closed"}


async def test_given_a_new_edition_then_the_old_review_keeps_its_own_and_new_ones_take_the_new(
    sign_in: SignIn, world: World
) -> None:
    bureau, institution = await sign_in("bureau"), await sign_in("institution")
    old = await review(institution, world.kindergarten)
    made = await added(institution, old)
    draft = (await bureau.post("/api/v1/checklists", json={"kind": "activity_room"})).json()
    assert errors_of(await institution.post(REVIEWS, json={**old, "checklist_id": draft["id"]})) == {
        "/checklist_id": "unknown_checklist"
    }
    path = f"/api/v1/checklists/{draft['id']}"
    items = [*draft["items"][:4], {"title": "有人管"}]
    draft = (await bureau.patch(path, json={"items": items}, headers=of_version(draft))).json()
    await bureau.post(f"{path}/publish", headers=of_version(draft))
    assert errors_of(await institution.post(REVIEWS, json=old)) == {"/checklist_id": "not_in_force"}
    await added(institution, await review(institution, world.kindergarten, reviewed_on="2026-10-14"))
    found = (await institution.get(f"{REVIEWS}?kind=activity_room")).json()["items"]
    assert [(each["edition"], each["results"][-1]["title"]) for each in found] == [(2, "有人管"), (1, "效果明显")]
    answer = await institution.patch(
        f"{REVIEWS}/{made['id']}", json={"results": old["results"]}, headers=of_version(made)
    )
    assert (answer.status_code, answer.json()["edition"]) == (200, 1), (
        "a correction goes by the edition it was made with"
    )


async def test_given_each_reach_then_it_sees_its_institutions_reviews_and_no_others(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    own = await first_edition(session, world.county)
    foreign = await first_edition(session, world.other_county)
    for institution, checklist, author in (
        (world.supported_school, own, "supported"),
        (world.kindergarten, own, "institution"),
        (world.training, own, "bureau"),
        (world.foreign_kindergarten, foreign, "bureau2"),
    ):
        await add_review(session, world, checklist, institution, author)
    await session.commit()
    names = {
        "bureau": {"兴华学校", "小星星幼儿园", "启航培训学校"},
        "lead": {"兴华学校"},
        "supported": {"兴华学校"},
        "host": {"小星星幼儿园"},
        "instructor": {"小星星幼儿园"},
        "instructor2": {"启航培训学校"},
        "institution": {"小星星幼儿园"},
        "bureau2": {"彩虹幼儿园"},
    }
    for username, expected in names.items():
        caller = await sign_in(username)
        listed = (await caller.get(REVIEWS)).json()["items"]
        assert {item["institution_name"] for item in listed} == expected, username
        side_by_side = (await caller.get("/api/v1/overview/standards")).json()["items"]
        assert {item["institution_name"] for item in side_by_side} == expected, username
        assert all(item["activity_room"]["reviewed_on"] == "2026-10-08" for item in side_by_side)
        assert all(item["five_standards"] is None for item in side_by_side)
    mine = (await (await sign_in("lead")).get(REVIEWS)).json()["items"]
    assert [item["may_change"] for item in mine] == [False], "the lead school did not enter it"


async def test_given_filters_then_the_lists_are_narrowed_in_few_statements(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    room = await first_edition(session, world.county)
    five = await first_edition(session, world.county, "five_standards")
    await add_review(session, world, room, world.kindergarten, "institution")
    latest = await add_review(session, world, room, world.kindergarten, "bureau", reviewed_on=world.at.date())
    await add_review(session, world, five, world.training, "bureau")
    await session.commit()
    bureau = await sign_in("bureau")

    async def found(query: str) -> int:
        answer = await bureau.get(f"{REVIEWS}?{query}")
        assert answer.status_code == 200, answer.text
        return len(answer.json()["items"])

    assert await found("kind=activity_room") == 2
    assert await found("mode=self") == 1
    assert await found(f"institution_id={world.training}") == 1
    assert await found("from=2026-10-09") == 1
    assert await found("to=2026-10-08") == 2
    first = (await bureau.get(f"{REVIEWS}?limit=2&include=total")).json()
    assert (first["total"]["value"], first["items"][0]["id"]) == (3, str(latest))
    assert len((await bureau.get(f"{REVIEWS}?limit=2&cursor={first['next_cursor']}")).json()["items"]) == 1

    overview = "/api/v1/overview/standards"
    rows = {item["institution_name"]: item for item in (await bureau.get(overview)).json()["items"]}
    assert rows["小星星幼儿园"]["activity_room"]["id"] == str(latest), "the latest one"
    assert rows["小星星幼儿园"]["five_standards"] is None
    for path in (REVIEWS, overview, f"{overview}?reviewed=self_only&not_met=activity_room.visible_effect&q=x"):
        with count_statements() as seen:
            await bureau.get(path)
        assert len(seen) <= 4, seen


async def test_given_a_photo_then_it_is_evidence_of_the_review_within_the_same_reach(
    sign_in: SignIn, world: World
) -> None:
    institution = await sign_in("institution")
    made = await added(institution, await review(institution, world.kindergarten))
    form = {"subject_type": "standards_review", "subject_id": made["id"], "title": "活动室"}
    files = {"file": ("活动室.png", png(), "image/png")}
    assert (await institution.post("/api/v1/evidence", data=form, files=files)).status_code == 201
    stranger = await (await sign_in("supported")).post("/api/v1/evidence", data=form, files=files)
    assert errors_of(stranger).keys() == {"/subject_id"}
    for username, count in (("institution", 1), ("leader", 1), ("instructor", 1), ("supported", 0), ("bureau2", 0)):
        address = f"/api/v1/evidence?subject_type=standards_review&subject_id={made['id']}"
        assert len((await (await sign_in(username)).get(address)).json()["items"]) == count, username
    assert (await institution.get(f"{REVIEWS}/{made['id']}")).json()["evidence_count"] == 1


async def test_given_the_ledger_then_it_holds_the_rows_of_the_list(sign_in: SignIn, world: World) -> None:
    institution = await sign_in("institution")
    body = await review(institution, world.kindergarten)
    body["results"][4] |= {"result": "not_met", "note": "今年还没有活动"}
    await added(institution, body)
    for username, rows in (("institution", 1), ("leader", 1), ("supported", 0)):
        answer = await (await sign_in(username)).get("/api/v1/exports/standards-reviews.xlsx?kind=activity_room")
        assert answer.status_code == 200, answer.text
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        below_the_head = list(sheet.iter_rows(min_row=4, values_only=True))
        text = "\n".join(str(cell) for row in below_the_head for cell in row if cell)
        assert text.count("小星星幼儿园") == rows, username
        assert ("效果明显：未达到（今年还没有活动）" in text) == bool(rows)
