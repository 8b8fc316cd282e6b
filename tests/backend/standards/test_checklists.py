"""Checklists over the interface: seeded, edited as a draft, published, never changed again (domain.md §1 A, B)."""

from typing import Any

import httpx2
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand import bureaux
from handinhand.models import ActivityKind, AuditEvent, Checklist
from tests.backend.statements import count_statements
from tests.conftest import SignIn
from tests.world import World

CHECKLISTS = "/api/v1/checklists"
pytestmark = pytest.mark.usefixtures("lists")


def errors_of(answer: httpx2.Response) -> dict[str, str]:
    assert answer.status_code == 422, answer.text
    return {error["pointer"]: error["code"] for error in answer.json()["errors"]}


def code_of(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


async def editions(caller: httpx2.AsyncClient, query: str = "") -> list[dict[str, Any]]:
    answer = await caller.get(f"{CHECKLISTS}?{query}")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def drafted(caller: httpx2.AsyncClient, kind: str = "five_standards") -> dict[str, Any]:
    answer = await caller.post(CHECKLISTS, json={"kind": kind})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    assert (await caller.get(answer.headers["location"])).json() == made
    return made


def of_version(record: dict[str, Any]) -> dict[str, str]:
    return {"If-Match": f'"{record["version"]}"'}


async def test_given_each_bureau_then_it_began_with_the_notice_s_checklists_and_sees_its_own(
    sign_in: SignIn, world: World
) -> None:
    for username, bureau_id in (("institution", world.county), ("bureau2", world.other_county)):
        found = await editions(await sign_in(username))
        assert sorted((each["kind"], each["assumed"], each["state"], len(each["items"])) for each in found) == [
            ("activity_room", False, "published", 5),
            ("five_standards", True, "published", 5),
        ]
        assert {each["bureau_id"] for each in found} == {str(bureau_id)}


async def test_given_a_bureau_that_has_its_lists_then_beginning_again_adds_nothing(
    session: AsyncSession, world: World
) -> None:
    both = select(Checklist.id).union_all(select(ActivityKind.id))
    before = set((await session.execute(both)).scalars())
    await bureaux.begin(session, world.county, world.at)
    assert set((await session.execute(both)).scalars()) == before
    assert len(before) == 3 * (2 + 11)


async def test_given_a_draft_then_it_is_edited_published_and_closed(sign_in: SignIn, session: AsyncSession) -> None:
    bureau, institution = await sign_in("bureau"), await sign_in("institution")
    made = await drafted(bureau)
    assert (made["edition"], made["state"], made["assumed"], len(made["items"])) == (2, "draft", False, 5)
    assert code_of(await bureau.post(CHECKLISTS, json={"kind": "five_standards"})) == (409, "draft_exists")
    assert {each["state"] for each in await editions(institution)} == {"published"}, "a draft is the bureau's own"
    path = f"{CHECKLISTS}/{made['id']}"
    items = [*made["items"][:4], {"title": "群团组织规范", "description": "工会、共青团按章程开展工作。"}]
    body = {"items": items, "basis": "演示〔2026〕3号"}
    changed = await bureau.patch(path, json=body, headers=of_version(made))
    assert changed.status_code == 200, changed.text
    assert [item["code"] for item in changed.json()["items"][3:]] == ["premises", "item_1"]
    published = await bureau.post(f"{path}/publish", headers=of_version(changed.json()))
    assert (published.status_code, published.json()["state"], published.json()["assumed"]) == (200, "published", False)
    found = await editions(institution, "kind=five_standards")
    assert [(each["edition"], each["state"], each["assumed"]) for each in found] == [
        (2, "published", False),
        (1, "retired", True),
    ]
    again = await bureau.patch(path, json={"title": "五个规范（新）"}, headers=of_version(published.json()))
    assert code_of(again) == (409, "not_a_draft")
    assert code_of(await bureau.post(f"{path}/publish", headers=of_version(published.json()))) == (409, "not_a_draft")
    deeds = (await session.execute(select(AuditEvent.action).where(AuditEvent.target_type == "checklist"))).scalars()
    assert set(deeds) == {"checklist:create", "checklist:update", "checklist:publish"}


async def test_given_an_item_that_went_then_its_code_is_never_used_for_another(sign_in: SignIn) -> None:
    bureau = await sign_in("bureau")
    for round_, expected in ((1, "item_1"), (2, "item_2")):
        made = await drafted(bureau)
        path = f"{CHECKLISTS}/{made['id']}"
        body = {"items": [made["items"][0], {"title": f"新的一项{round_}"}]}
        changed = (await bureau.patch(path, json=body, headers=of_version(made))).json()
        assert [item["code"] for item in changed["items"]] == ["organisation", expected]
        await bureau.post(f"{path}/publish", headers=of_version(changed))


async def test_given_a_draft_that_is_not_wanted_then_it_is_discarded_and_a_published_edition_is_not(
    sign_in: SignIn, session: AsyncSession
) -> None:
    bureau, key = await sign_in("bureau"), {"Idempotency-Key": "draft-2"}
    made = (await bureau.post(CHECKLISTS, json={"kind": "five_standards"}, headers=key)).json()
    path = f"{CHECKLISTS}/{made['id']}"
    assert (await bureau.delete(path)).status_code == 428
    assert (await bureau.delete(path, headers={"If-Match": '"9"'})).status_code == 412
    assert (await bureau.delete(path, headers=of_version(made))).status_code == 204
    assert (await bureau.get(path)).status_code == 404
    (in_force,) = await editions(bureau, "kind=five_standards")
    assert (in_force["edition"], in_force["state"]) == (1, "published")
    refused = await bureau.delete(f"{CHECKLISTS}/{in_force['id']}", headers=of_version(in_force))
    assert code_of(refused) == (409, "not_a_draft")
    repeated = await bureau.post(CHECKLISTS, json={"kind": "five_standards"}, headers=key)
    assert repeated.status_code == 404
    assert (await drafted(bureau))["edition"] == 2, "another draft may begin"
    found = await session.execute(select(AuditEvent.details).where(AuditEvent.action == "checklist:discard"))
    assert found.scalar_one() == {"edition": 2}


async def test_given_wrong_items_then_the_field_is_named(sign_in: SignIn) -> None:
    bureau = await sign_in("bureau")
    made = await drafted(bureau, "activity_room")
    path, headers = f"{CHECKLISTS}/{made['id']}", of_version(made)

    async def refused(*items: dict[str, str]) -> dict[str, str]:
        return errors_of(await bureau.patch(path, json={"items": list(items)}, headers=headers))

    assert list(await refused()) == ["/items"]
    # The other checklist's codes mean nothing here.
    assert await refused({"code": "premises", "title": "阵地"}) == {"/items/0/code": "unknown_item"}
    assert await refused({"title": "阵地"}, {"title": "阵地"}) == {"/items/1/title": "twice"}
    assert list(await refused({"title": ""})) == ["/items/0/title"]


async def test_given_the_list_then_it_is_filtered_paged_and_asks_little(sign_in: SignIn) -> None:
    bureau = await sign_in("bureau")
    await drafted(bureau)
    assert [each["edition"] for each in await editions(bureau, "kind=five_standards")] == [2, 1]
    assert [each["edition"] for each in await editions(bureau, "kind=five_standards&sort=edition")] == [1, 2]
    assert [each["kind"] for each in await editions(bureau, "state=draft")] == ["five_standards"]
    first = (await bureau.get(f"{CHECKLISTS}?limit=2&include=total")).json()
    following = (await bureau.get(f"{CHECKLISTS}?limit=2&cursor={first['next_cursor']}")).json()
    assert (first["total"]["value"], len(following["items"])) == (3, 1)
    with count_statements() as seen:
        await bureau.get(CHECKLISTS)
    assert len(seen) <= 4, seen


async def test_given_the_same_key_again_then_there_is_one_draft_and_one_publication(sign_in: SignIn) -> None:
    bureau = await sign_in("bureau")
    key = {"Idempotency-Key": "draft-1"}
    made = (await bureau.post(CHECKLISTS, json={"kind": "activity_room"}, headers=key)).json()
    again = await bureau.post(CHECKLISTS, json={"kind": "activity_room"}, headers=key)
    assert (again.status_code, again.json()["id"]) == (201, made["id"])
    headers = {**of_version(made), "Idempotency-Key": "publish-1"}
    for _ in range(2):
        answer = await bureau.post(f"{CHECKLISTS}/{made['id']}/publish", headers=headers)
        assert (answer.status_code, answer.json()["state"]) == (200, "published"), answer.text


async def test_given_two_bureaux_then_each_counts_its_own_editions_and_has_its_own_draft(sign_in: SignIn) -> None:
    bureau, other = await sign_in("bureau"), await sign_in("bureau2")
    made = await drafted(bureau)
    published = await bureau.post(f"{CHECKLISTS}/{made['id']}/publish", headers=of_version(made))
    assert published.status_code == 200, published.text
    assert (await drafted(bureau))["edition"] == 3
    assert (await drafted(other))["edition"] == 2
