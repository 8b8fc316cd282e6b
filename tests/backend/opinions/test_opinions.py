"""Opinions noted on visits: shown, never lost (issue point 6; domain.md §1 B, §5)."""

from handinhand.core.database import Database
from handinhand.core.ids import new_id
from tests.backend.statements import count_statements
from tests.backend.visits.calls import REASON, Json, code_of, content, do, done, draft, pointers, visit_in
from tests.conftest import SignIn
from tests.world import World

OPINIONS = "/api/v1/opinions"
TWO: list[Json] = [
    {"text": "希望协调门口停车。", "category": "safety"},
    {"text": "缺一名党务干部。", "category": "staffing"},
]


async def listed(sign_in: SignIn, who: str, **filters: str) -> list[Json]:
    answer = await (await sign_in(who)).get(OPINIONS, params=filters)
    assert answer.status_code == 200, answer.text
    items: list[Json] = answer.json()["items"]
    return items


async def test_given_a_draft_then_its_opinions_are_noted_and_stand_in_no_list(sign_in: SignIn, world: World) -> None:
    visit = await draft(await sign_in("instructor"), world.kindergarten, opinions=TWO)
    assert [(opinion["text"], opinion["state"]) for opinion in visit["opinions"]] == [
        (TWO[0]["text"], "noted"),
        (TWO[1]["text"], "noted"),
    ]
    for who in ("instructor", "bureau", "institution"):
        assert await listed(sign_in, who) == []
    noted = visit["opinions"][0]["id"]
    assert (await (await sign_in("bureau")).get(f"{OPINIONS}/{noted}")).status_code == 404


async def test_given_a_submitted_visit_then_its_opinions_are_raised_and_shown_to_those_concerned(
    sign_in: SignIn, world: World
) -> None:
    visit = await visit_in(sign_in, world, "submitted", opinions=TWO)
    for who in ("instructor", "bureau", "leader", "institution"):
        found = await listed(sign_in, who)
        assert {(item["text"], item["category"], item["state"]) for item in found} == {
            (TWO[0]["text"], "safety", "raised"),
            (TWO[1]["text"], "staffing", "raised"),
        }, who
        assert {(item["visit_id"], item["institution_name"]) for item in found} == {(visit["id"], "小星星幼儿园")}
        one = await (await sign_in(who)).get(f"{OPINIONS}/{found[0]['id']}")
        assert (one.status_code, one.json()) == (200, found[0])
        assert one.headers["etag"] == f'"{found[0]["version"]}"'
    for who in ("instructor2", "bureau2"):
        assert await listed(sign_in, who) == []
        assert (await (await sign_in(who)).get(f"{OPINIONS}/{visit['opinions'][0]['id']}")).status_code == 404


async def test_filters_choose(sign_in: SignIn, world: World) -> None:
    visit = await visit_in(sign_in, world, "submitted", opinions=TWO)
    assert len(await listed(sign_in, "bureau", visit_id=visit["id"], institution_id=str(world.kindergarten))) == 2
    assert len(await listed(sign_in, "bureau", category="safety", state="raised")) == 1
    assert await listed(sign_in, "bureau", institution_id=str(world.training)) == []
    assert await listed(sign_in, "bureau", state="noted") == []


async def test_given_a_draft_when_opinions_are_replaced_then_named_ones_change_and_the_rest_go(
    sign_in: SignIn, world: World
) -> None:
    caller = await sign_in("instructor")
    visit = await draft(caller, world.kindergarten, opinions=TWO)
    first, second = visit["opinions"]
    replaced = [{"id": second["id"], "text": "缺两名党务干部。", "category": "staffing"}, {"text": "想办辩论赛。"}]
    visit = await done(caller, visit, "edit", {"opinions": replaced})
    assert {(o["text"], o["category"]) for o in visit["opinions"]} == {
        ("缺两名党务干部。", "staffing"),
        ("想办辩论赛。", "other"),
    }
    assert first["id"] not in {o["id"] for o in visit["opinions"]}
    assert second["id"] in {o["id"] for o in visit["opinions"]}
    assert (await done(caller, visit, "edit", {"opinions": []}))["opinions"] == []


async def test_given_raised_opinions_then_the_visit_can_change_and_add_but_not_drop_them(
    sign_in: SignIn, world: World
) -> None:
    visit = await visit_in(sign_in, world, "returned", opinions=TWO)
    caller = await sign_in("instructor")
    dropped = await do(caller, visit, "edit", {"opinions": [TWO[1]]})
    assert (dropped.status_code, pointers(dropped)) == (422, ["/opinions"])
    visit = await done(caller, visit, "edit", {"opinions": [*TWO, {"text": "再加一条。"}]})
    states = {o["text"]: o["state"] for o in visit["opinions"]}
    assert states == {TWO[0]["text"]: "raised", TWO[1]["text"]: "raised", "再加一条。": "noted"}
    visit = await done(caller, visit, "submit")
    assert {o["state"] for o in visit["opinions"]} == {"raised"}
    revised = await done(
        caller, visit, "revise", {"reason": "补充", "opinions": [*TWO, {"text": "再加一条。"}, {"text": "又一条"}]}
    )
    assert len(revised["opinions"]) == 4
    assert {o["state"] for o in revised["opinions"]} == {"raised"}


async def test_given_a_void_visit_then_its_opinions_are_withdrawn_but_stay_in_sight(
    sign_in: SignIn, world: World
) -> None:
    visit = await visit_in(sign_in, world, "submitted", opinions=TWO)
    await done(await sign_in("bureau"), visit, "void", REASON)
    assert {item["state"] for item in await listed(sign_in, "institution")} == {"withdrawn"}


async def test_given_client_made_ids_then_a_repeated_visit_is_the_same_and_a_used_id_is_taken(
    sign_in: SignIn, world: World
) -> None:
    caller = await sign_in("instructor")
    opinion = {"id": str(new_id()), "text": "希望协调停车。"}
    sent = content(world.kindergarten, id=str(new_id()), opinions=[opinion])
    first, again = [await caller.post("/api/v1/visits", json=sent) for _ in range(2)]
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["opinions"][0]["id"] == opinion["id"]
    stolen = await caller.post("/api/v1/visits", json=content(world.kindergarten, opinions=[TWO[0], opinion]))
    assert (stolen.status_code, code_of(stolen), pointers(stolen)) == (409, "id_taken", ["/opinions/1/id"])
    twice = await caller.post("/api/v1/visits", json=content(world.kindergarten, opinions=[opinion, opinion]))
    assert (twice.status_code, pointers(twice)) == (422, ["/opinions/1/id"])
    foreign = await draft(await sign_in("instructor2"), world.training)
    taken = await do(await sign_in("instructor2"), foreign, "edit", {"opinions": [opinion]})
    assert (taken.status_code, code_of(taken)) == (409, "id_taken")
    assert opinion["text"] not in taken.text


async def test_reading_takes_two_statements(sign_in: SignIn, world: World, database: Database) -> None:
    await visit_in(sign_in, world, "submitted", opinions=[{"text": f"第 {n} 条"} for n in range(20)])
    caller = await sign_in("bureau")
    with count_statements() as listing:
        items = (await caller.get(OPINIONS)).json()["items"]
    with count_statements() as reading:
        await caller.get(f"{OPINIONS}/{items[0]['id']}")
    assert (len(items), len(listing), len(reading)) == (20, 2, 2)
