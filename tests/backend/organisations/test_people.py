"""People and Party organisations: made, read, changed; phones masked (promises.md S4; domain.md §4)."""

from datetime import date
from typing import Any
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.database import Database
from handinhand.core.ids import new_id
from handinhand.models import AuditEvent, Organisation, PartyOrganisation, Person
from tests.backend.statements import count_statements
from tests.conftest import SignIn
from tests.world import World, add_person


@pytest.fixture
async def bureau(sign_in: SignIn) -> httpx2.AsyncClient:
    return await sign_in("bureau")


def pointers(answer: httpx2.Response) -> list[tuple[str, str]]:
    assert answer.status_code == 422, answer.text
    return [(error["pointer"], error["code"]) for error in answer.json()["errors"]]


async def change(
    caller: httpx2.AsyncClient, path: str, record_id: UUID | str, version: int = 1, **body: Any
) -> httpx2.Response:
    return await caller.patch(f"/api/v1/{path}/{record_id}", json=body, headers={"If-Match": f'"{version}"'})


async def test_given_a_person_when_created_then_read_back_and_found_by_name_pinyin_and_initials(
    bureau: httpx2.AsyncClient, world: World
) -> None:
    sent = {"name": "吕建国", "organisation_id": str(world.lead_school), "mobile": "13912345678", "duty": "支部书记"}
    answer = await bureau.post("/api/v1/people", json=sent)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert made == sent | {
        "id": made["id"],
        "bureau_id": str(world.county),
        "organisation_name": "桥山中学",
        "left_on": None,
        "status": "active",
        "version": 1,
    }
    assert (answer.headers["etag"], answer.headers["location"]) == ('"1"', f"/api/v1/people/{made['id']}")
    assert (await bureau.get(f"/api/v1/people/{made['id']}")).json() == made
    for q in ("吕建", "lvjian", "lǚ jiàn", "LJG", "ljg"):
        found = (await bureau.get("/api/v1/people", params={"q": q})).json()["items"]
        assert [item["id"] for item in found] == [made["id"]], q


@pytest.mark.parametrize("account", ["secadmin", "bureau", "leader", "lead", "host"])
async def test_every_list_masks_phones_and_only_a_writer_reads_them_whole(
    account: str, sign_in: SignIn, world: World
) -> None:
    caller = await sign_in(account)
    listed = await caller.get("/api/v1/people")
    assert {item["mobile"] for item in listed.json()["items"]} == {"138****0000"}
    assert "13800000000" not in listed.text
    read = await caller.get(f"/api/v1/people/{world.people['instructor']}")
    assert read.json()["mobile"] == ("13800000000" if account == "bureau" else "138****0000")


async def test_a_phone_is_never_searched(bureau: httpx2.AsyncClient) -> None:
    for q in ("13800000000", "0000", "138"):
        assert (await bureau.get(f"/api/v1/people?q={q}")).json()["items"] == [], q


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"name": ""}, ("/name", "string_too_short")),
        ({"name": "长" * 51}, ("/name", "string_too_long")),
        ({"name": "王\x08"}, ("/name", "control_character")),
        ({"mobile": "12345"}, ("/mobile", "string_pattern_mismatch")),
        ({"mobile": "１３８００００００００"}, ("/mobile", "string_pattern_mismatch")),
        ({"organisation_id": None}, ("/organisation_id", "uuid_type")),
        ({"id_number": "610526199001010011"}, ("/id_number", "extra_forbidden")),
        ({"left_on": "2026-10-01"}, ("/left_on", "extra_forbidden")),
    ],
)
async def test_what_is_wrong_with_a_new_person_is_said_beside_the_field(
    bureau: httpx2.AsyncClient, world: World, sent: dict[str, Any], expected: tuple[str, str]
) -> None:
    body = {"name": "周明", "organisation_id": str(world.lead_school)} | sent
    assert pointers(await bureau.post("/api/v1/people", json=body)) == [expected]


async def test_the_same_person_is_not_entered_twice_while_here(bureau: httpx2.AsyncClient, world: World) -> None:
    body = {"name": "王建国", "organisation_id": str(world.training), "mobile": "13800000000"}
    assert pointers(await bureau.post("/api/v1/people", json=body)) == [("/mobile", "person_taken")]
    namesake = await bureau.post("/api/v1/people", json=body | {"mobile": "13800000001"})
    assert namesake.status_code == 201
    assert pointers(await change(bureau, "people", namesake.json()["id"], mobile="13800000000")) == [
        ("/mobile", "person_taken")
    ]
    left = await change(bureau, "people", world.people["instructor"], left_on="2026-10-01")
    assert left.status_code == 200, left.text
    assert (await bureau.post("/api/v1/people", json=body)).status_code == 201


async def test_a_closed_organisation_takes_nobody(
    bureau: httpx2.AsyncClient, session: AsyncSession, world: World
) -> None:
    (await session.get_one(Organisation, world.training)).closed_on = date(2026, 8, 31)
    await session.commit()
    closed = [("/organisation_id", "organisation_closed")]
    body = {"name": "周明", "organisation_id": str(world.training)}
    assert pointers(await bureau.post("/api/v1/people", json=body)) == closed
    assert pointers(await bureau.post("/api/v1/party-organisations", json=body | {"kind": "branch"})) == closed


async def test_given_a_change_then_only_that_changes_and_the_log_tells_no_values(
    bureau: httpx2.AsyncClient, session: AsyncSession, world: World
) -> None:
    person = world.people["instructor"]
    before = (await bureau.get(f"/api/v1/people/{person}")).json()
    sent = {"name": "王建军", "mobile": "13900000001", "duty": "副校长", "organisation_id": str(world.training)}
    answer = await change(bureau, "people", person, **sent)
    assert answer.json() == before | sent | {"organisation_name": "启航培训学校", "version": 2}
    assert answer.headers["etag"] == '"2"'
    found = (await bureau.get("/api/v1/people?q=wangjianjun")).json()["items"]
    assert [item["id"] for item in found] == [str(person)]
    event = (await session.execute(select(AuditEvent))).scalar_one()
    assert (event.action, event.target_id) == ("person:update", person)
    assert event.details == {"fields": ["duty", "mobile", "name", "organisation_id"]}
    unchanged = await change(bureau, "people", person, 2, duty="副校长")
    assert unchanged.json()["version"] == 2


async def test_left_on_is_the_last_day_not_to_come_and_can_be_taken_back(
    bureau: httpx2.AsyncClient, world: World
) -> None:
    person = world.people["instructor"]
    assert pointers(await change(bureau, "people", person, left_on="2026-10-16")) == [("/left_on", "in_future")]
    today = await change(bureau, "people", person, left_on="2026-10-15")
    assert (today.json()["left_on"], today.json()["status"]) == ("2026-10-15", "active")
    gone = await change(bureau, "people", person, 2, left_on="2026-10-14")
    assert gone.json()["status"] == "left"

    async def names(status: str) -> list[str]:
        return [item["name"] for item in (await bureau.get(f"/api/v1/people?status={status}")).json()["items"]]

    assert await names("left") == ["王建国"]
    assert await names("active") == ["李秀英", "赵书记"]
    back = await change(bureau, "people", person, 3, left_on=None)
    assert (back.json()["left_on"], back.json()["status"]) == (None, "active")


@pytest.mark.parametrize("path", ["people", "party-organisations"])
async def test_a_stale_version_is_told_with_what_differs(bureau: httpx2.AsyncClient, world: World, path: str) -> None:
    record_id = world.people["instructor"] if path == "people" else world.host_branch
    assert (await change(bureau, path, record_id, name="先改的")).status_code == 200
    stale = await change(bureau, path, record_id, name="后改的", organisation_id=str(world.lead_school))
    assert stale.status_code == 412
    assert (stale.json()["current_version"], stale.json()["differing"]) == (2, {"name": "先改的"})
    missing = await bureau.patch(f"/api/v1/{path}/{record_id}", json={"name": "后改的"})
    assert missing.status_code == 428


@pytest.mark.parametrize("field", ["name", "organisation_id"])
async def test_what_everybody_has_cannot_be_emptied(bureau: httpx2.AsyncClient, world: World, field: str) -> None:
    for path, record_id in (("people", world.people["lead"]), ("party-organisations", world.host_branch)):
        [(pointer, _)] = pointers(await change(bureau, path, record_id, **{field: None}))
        assert pointer == f"/{field}"


async def test_given_a_party_organisation_when_created_then_read_back_listed_and_changed(
    bureau: httpx2.AsyncClient, session: AsyncSession, world: World
) -> None:
    sent = {"name": "启航培训学校联合党支部", "kind": "joint_branch", "organisation_id": str(world.training)}
    answer = await bureau.post("/api/v1/party-organisations", json=sent)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert made == sent | {
        "id": made["id"],
        "bureau_id": str(world.county),
        "organisation_name": "启航培训学校",
        "ended_on": None,
        "status": "active",
        "version": 1,
    }
    assert answer.headers["location"] == f"/api/v1/party-organisations/{made['id']}"
    assert (await bureau.get(answer.headers["location"])).json() == made
    for query in ("q=联合", "q=qhpx", "kind=joint_branch", f"organisation_id={world.training}"):
        listed = await bureau.get(f"/api/v1/party-organisations?{query}")
        assert listed.json()["items"] == [made], query
    assert pointers(await bureau.post("/api/v1/party-organisations", json=sent)) == [("/name", "name_taken")]
    changed = await change(bureau, "party-organisations", made["id"], kind="branch", name="启航党支部")
    assert changed.json() == made | {"kind": "branch", "name": "启航党支部", "version": 2}
    assert (await bureau.get("/api/v1/party-organisations?q=qhdzb")).json()["items"] == [changed.json()]
    taken = await change(bureau, "party-organisations", made["id"], 2, name="桥山中学党支部")
    assert pointers(taken) == [("/name", "name_taken")]
    unknown = await change(bureau, "party-organisations", made["id"], 2, kind="cell")
    assert pointers(unknown) == [("/kind", "literal_error")]
    events = (await session.execute(select(AuditEvent.action, AuditEvent.details).order_by(AuditEvent.id))).all()
    assert [tuple(event) for event in events] == [
        ("party_organisation:create", {}),
        ("party_organisation:update", {"fields": ["kind", "name"]}),
    ]


async def test_an_ended_party_organisation_frees_its_name_and_is_listed_apart(
    bureau: httpx2.AsyncClient, world: World
) -> None:
    party = "party-organisations"
    assert pointers(await change(bureau, party, world.host_branch, ended_on="2026-10-16")) == [
        ("/ended_on", "in_future")
    ]
    last = await change(bureau, party, world.host_branch, ended_on="2026-10-15")
    assert (last.json()["ended_on"], last.json()["status"]) == ("2026-10-15", "active")
    assert (await change(bureau, party, world.host_branch, 2, ended_on="2026-09-30")).status_code == 200
    ended = (await bureau.get("/api/v1/party-organisations?status=ended")).json()["items"]
    assert [(item["id"], item["status"]) for item in ended] == [(str(world.host_branch), "ended")]
    assert (await bureau.get("/api/v1/party-organisations?status=active")).json()["items"] == []
    body = {"name": "桥山中学党支部", "kind": "branch", "organisation_id": str(world.lead_school)}
    assert (await bureau.post("/api/v1/party-organisations", json=body)).status_code == 201
    again = await change(bureau, party, world.host_branch, 3, ended_on=None)
    assert pointers(again) == [("/name", "name_taken")]


async def test_given_the_same_key_when_posted_twice_then_one_record(
    bureau: httpx2.AsyncClient, session: AsyncSession, world: World
) -> None:
    bodies: dict[str, dict[str, Any]] = {
        "people": {"name": "周明", "organisation_id": str(world.lead_school)},
        "party-organisations": {"name": "新党支部", "kind": "branch", "organisation_id": str(world.lead_school)},
    }
    for path, body in bodies.items():
        headers = {"Idempotency-Key": f"key-{path}"}
        first, second = [await bureau.post(f"/api/v1/{path}", json=body, headers=headers) for _ in range(2)]
        assert (first.status_code, second.status_code) == (201, 201)
        assert first.json() == second.json()
    assert len((await session.execute(select(Person.id).where(Person.name == "周明"))).all()) == 1


async def test_lists_and_records_ask_as_little_for_many_rows_as_for_few(
    bureau: httpx2.AsyncClient, session: AsyncSession, database: Database, world: World
) -> None:
    asked: list[list[int]] = []
    for more in (0, 45):
        for number in range(more):
            await add_person(session, world.at, world.county, world.training, f"人{number}")
            session.add(branch(world, f"第{number}党支部"))
        await session.commit()
        counts = []
        for path in ("people?include=total", "people?q=r", "party-organisations?q=d&include=total"):
            with count_statements() as seen:
                assert (await bureau.get(f"/api/v1/{path}&limit=200")).status_code == 200
            counts.append(len(seen))
        asked.append(counts)
    assert asked[0] == asked[1]
    assert max(asked[0]) <= 4
    with count_statements() as seen:
        body = {"name": "周明", "organisation_id": str(world.training), "mobile": "13900000000"}
        made = await bureau.post("/api/v1/people", json=body, headers={"Idempotency-Key": "once"})
    assert made.status_code == 201
    assert len(seen) <= 14


def branch(world: World, name: str) -> PartyOrganisation:
    return PartyOrganisation(
        id=new_id(),
        bureau_id=world.county,
        organisation_id=world.lead_school,
        kind="branch",
        name=name,
        name_pinyin=name,
        name_initials="ddzb",
        created_at=world.at,
        updated_at=world.at,
    )
