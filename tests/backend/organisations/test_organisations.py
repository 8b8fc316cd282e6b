"""Organisations: made, read, changed (api.md part A; domain.md §6, Institution)."""

from datetime import date
from typing import Any

import httpx2
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.database import Database
from handinhand.core.ids import new_id
from handinhand.models import AuditEvent, Organisation
from tests.backend.statements import count_statements
from tests.conftest import SignIn
from tests.world import World, organisation

NEW = {"kind": "kindergarten", "ownership": "private", "name": "向日葵幼儿园"}
WHOLE: dict[str, Any] = {
    **NEW,
    "code": "61-0526",
    "address": "蒲城县城关镇东大街 18 号",
    "position": {"longitude": 109.5861, "latitude": 34.9553, "datum": "gcj02"},
    "head_name": "钱园长",
    "staff_count": 21,
    "permit_number": "教民 161052630000018 号",
    "permit_valid_until_on": "2028-08-31",
    "full_members": 2,
    "probationary_members": 1,
    "members_as_of_on": "2026-09-30",
    "joined_on": "2025-09-01",
}


@pytest.fixture
async def bureau(sign_in: SignIn) -> httpx2.AsyncClient:
    return await sign_in("bureau")


def pointers(answer: httpx2.Response) -> list[tuple[str, str]]:
    assert answer.status_code == 422, answer.text
    return [(error["pointer"], error["code"]) for error in answer.json()["errors"]]


async def change(caller: httpx2.AsyncClient, record_id: Any, version: int = 1, **body: Any) -> httpx2.Response:
    address = f"/api/v1/organisations/{record_id}"
    return await caller.patch(address, json=body, headers={"If-Match": f'"{version}"'})


async def test_given_all_fields_when_created_then_read_back_as_sent(bureau: httpx2.AsyncClient, world: World) -> None:
    answer = await bureau.post("/api/v1/organisations", json=WHOLE | {"section_id": str(world.section)})
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert {name: made[name] for name in WHOLE} == WHOLE
    assert (made["bureau_id"], made["parent_id"]) == (str(world.county), str(world.county))
    assert (made["section_id"], made["section_name"]) == (str(world.section), "民办教育股")
    assert (made["status"], made["closed_on"], made["version"]) == ("active", None, 1)
    assert answer.headers["etag"] == '"1"'
    assert answer.headers["location"] == f"/api/v1/organisations/{made['id']}"
    again = await bureau.get(answer.headers["location"])
    assert again.json() == made
    assert again.headers["etag"] == '"1"'
    listed = await bureau.get("/api/v1/organisations?q=xrk")
    assert listed.json()["items"] == [made]


async def test_given_no_dates_when_a_private_institution_is_created_then_it_joins_and_is_counted_today(
    bureau: httpx2.AsyncClient,
) -> None:
    made = (await bureau.post("/api/v1/organisations", json=NEW | {"full_members": 2})).json()
    assert (made["joined_on"], made["members_as_of_on"]) == ("2026-10-15", "2026-10-15")
    public = {"kind": "school", "ownership": "public", "name": "城南学校"}
    made = (await bureau.post("/api/v1/organisations", json=public)).json()
    assert (made["joined_on"], made["members_as_of_on"]) == (None, None)


@pytest.mark.parametrize("kind", ["section", "unit"])
async def test_sections_and_units_are_created_under_the_bureau(bureau: httpx2.AsyncClient, kind: str) -> None:
    answer = await bureau.post("/api/v1/organisations", json={"kind": kind, "name": "安全股"})
    assert answer.status_code == 201, answer.text
    assert (answer.json()["kind"], answer.json()["ownership"], answer.json()["joined_on"]) == (kind, None, None)


async def test_a_bureau_is_not_created_here(bureau: httpx2.AsyncClient) -> None:
    answer = await bureau.post("/api/v1/organisations", json={"kind": "bureau", "name": "富平县教育局"})
    assert answer.status_code == 409
    assert answer.json()["type"].endswith(":bureau_not_made_here")


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"name": None}, [("/name", "string_type")]),
        ({"name": "  "}, [("/name", "string_too_short")]),
        ({"name": "长" * 101}, [("/name", "string_too_long")]),
        ({"name": "小\u200b星"}, [("/name", "control_character")]),
        ({"name": "小\x00星"}, [("/name", "control_character")]),
        ({"name": "小星星幼儿园"}, [("/name", "name_taken")]),
        ({"ownership": None}, [("/ownership", "missing")]),
        ({"kind": "hospital"}, [("/kind", "literal_error")]),
        ({"colour": "红"}, [("/colour", "extra_forbidden")]),
        ({"closed_on": "2026-10-01"}, [("/closed_on", "extra_forbidden")]),
        ({"bureau_id": str(new_id())}, [("/bureau_id", "extra_forbidden")]),
        ({"parent_id": "here"}, [("/parent_id", "uuid_parsing")]),
        ({"code": "六一"}, [("/code", "string_pattern_mismatch")]),
        ({"position": {"longitude": 109.5}}, [("/position/latitude", "missing"), ("/position/datum", "missing")]),
        (
            {"position": {"longitude": 190, "latitude": 34.9, "datum": "wgs84"}},
            [("/position/longitude", "less_than_equal")],
        ),
        (
            {"position": {"longitude": 109.5, "latitude": 34.9, "datum": "bd09"}},
            [("/position/datum", "literal_error")],
        ),
        ({"full_members": -1}, [("/full_members", "greater_than_equal")]),
        ({"full_members": "2"}, [("/full_members", "int_type")]),
        ({"full_members": True}, [("/full_members", "int_type")]),
        ({"staff_count": 2**40}, [("/staff_count", "less_than_equal")]),
        ({"members_as_of_on": "2026-10-16"}, [("/members_as_of_on", "in_future")]),
        ({"joined_on": "2026-02-30"}, [("/joined_on", "date_from_datetime_parsing")]),
        ({"joined_on": "20261001"}, [("/joined_on", "date_parsing")]),
        ({"joined_on": 20261001}, [("/joined_on", "date_type")]),
        ({"joined_on": "1900-01-01"}, [("/joined_on", "date_not_sensible")]),
    ],
)
async def test_what_is_wrong_is_said_beside_the_field(
    bureau: httpx2.AsyncClient, sent: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    answer = await bureau.post("/api/v1/organisations", json=NEW | sent)
    assert pointers(answer) == expected
    assert all(error["message"] for error in answer.json()["errors"])


async def test_given_a_section_with_an_institutions_fields_then_each_is_out_of_place(
    bureau: httpx2.AsyncClient, world: World
) -> None:
    body = {"kind": "section", "name": "安全股", "ownership": "public", "full_members": 3, "joined_on": "2026-01-01"}
    answer = await bureau.post("/api/v1/organisations", json=body)
    expected = [(f"/{field}", "out_of_place") for field in ("full_members", "joined_on", "ownership")]
    assert pointers(answer) == expected
    answer = await change(bureau, world.section, probationary_members=1)
    assert pointers(answer) == [("/probationary_members", "out_of_place")]


async def test_names_are_unique_in_a_bureau_among_those_not_closed(
    bureau: httpx2.AsyncClient, session: AsyncSession, world: World
) -> None:
    closed = await session.get_one(Organisation, world.kindergarten)
    closed.closed_on = date(2026, 8, 31)
    await session.commit()
    for name in ("小星星幼儿园", "彩虹幼儿园"):  # closed; of the other bureau
        answer = await bureau.post("/api/v1/organisations", json=NEW | {"name": name})
        assert answer.status_code == 201, answer.text
    assert pointers(await bureau.post("/api/v1/organisations", json=NEW | {"name": "小星星幼儿园"})) == [
        ("/name", "name_taken")
    ]


async def test_codes_name_one_organisation_and_an_emptied_code_is_free(bureau: httpx2.AsyncClient) -> None:
    first = (await bureau.post("/api/v1/organisations", json=NEW | {"code": "610526"})).json()
    taken = await bureau.post("/api/v1/organisations", json=NEW | {"name": "另一家", "code": "610526"})
    assert pointers(taken) == [("/code", "code_taken")]
    assert (await change(bureau, first["id"], code=None)).status_code == 200
    freed = await bureau.post("/api/v1/organisations", json=NEW | {"name": "另一家", "code": "610526"})
    assert freed.status_code == 201


@pytest.mark.parametrize(
    ("field", "place", "code"),
    [
        ("section_id", "lead_school", "not_a_section"),
        ("section_id", "county", "not_a_section"),
        ("parent_id", "section", "not_a_parent"),
    ],
)
async def test_a_reference_of_the_wrong_kind_is_refused_beside_the_field(
    bureau: httpx2.AsyncClient, world: World, field: str, place: str, code: str
) -> None:
    target = {field: str(getattr(world, place))}
    assert pointers(await bureau.post("/api/v1/organisations", json=NEW | target)) == [(f"/{field}", code)]
    assert pointers(await change(bureau, world.kindergarten, **target)) == [(f"/{field}", code)]


async def test_a_closed_organisation_is_no_parent_and_no_section(
    bureau: httpx2.AsyncClient, session: AsyncSession, world: World
) -> None:
    for place in (world.section, world.lead_school):
        (await session.get_one(Organisation, place)).closed_on = date(2026, 8, 31)
    await session.commit()
    body = NEW | {"section_id": str(world.section), "parent_id": str(world.lead_school)}
    expected = [("/parent_id", "organisation_closed"), ("/section_id", "organisation_closed")]
    assert pointers(await bureau.post("/api/v1/organisations", json=body)) == expected


async def test_a_section_stands_under_the_bureau_only(bureau: httpx2.AsyncClient, world: World) -> None:
    body = {"kind": "section", "name": "安全股", "parent_id": str(world.lead_school)}
    assert pointers(await bureau.post("/api/v1/organisations", json=body)) == [("/parent_id", "not_a_parent")]


async def test_the_tree_never_becomes_a_ring(bureau: httpx2.AsyncClient, world: World) -> None:
    assert pointers(await change(bureau, world.lead_school, parent_id=str(world.lead_school))) == [
        ("/parent_id", "ring")
    ]
    moved = await change(bureau, world.kindergarten, parent_id=str(world.lead_school))
    assert moved.json()["parent_id"] == str(world.lead_school)
    moved = await change(bureau, world.training, parent_id=str(world.kindergarten))
    assert moved.status_code == 200, moved.text
    assert pointers(await change(bureau, world.lead_school, parent_id=str(world.training))) == [("/parent_id", "ring")]


async def test_given_a_change_then_only_what_was_sent_changes_and_the_log_names_the_fields_not_the_values(
    bureau: httpx2.AsyncClient, session: AsyncSession, world: World
) -> None:
    before = (await bureau.get(f"/api/v1/organisations/{world.kindergarten}")).json()
    sent = {"address": "东大街 20 号", "position": WHOLE["position"], "full_members": 3, "head_name": "钱园长"}
    answer = await change(bureau, world.kindergarten, **sent)
    assert answer.status_code == 200, answer.text
    assert answer.json() == before | sent | {"members_as_of_on": "2026-10-15", "version": 2}
    assert answer.headers["etag"] == '"2"'
    event = (await session.execute(select(AuditEvent).where(AuditEvent.action == "organisation:update"))).scalar_one()
    assert (event.target_id, event.target_label) == (world.kindergarten, "小星星幼儿园")
    assert event.details == {
        "fields": [
            "address",
            "datum",
            "full_members",
            "head_name",
            "latitude",
            "longitude",
            "members_as_of_on",
        ]
    }
    emptied = await change(bureau, world.kindergarten, 2, position=None, address=None, section_id=None)
    assert {emptied.json()[name] for name in ("position", "address", "section_id", "section_name")} == {None}


async def test_given_nothing_new_then_neither_version_nor_log_changes(
    bureau: httpx2.AsyncClient, session: AsyncSession, world: World
) -> None:
    for body in ({}, {"ownership": "private", "section_id": str(world.section)}):
        answer = await change(bureau, world.kindergarten, **body)
        assert (answer.status_code, answer.json()["version"]) == (200, 1)
    assert (await session.execute(select(AuditEvent))).scalars().all() == []


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"name": "新名称"}, ("/name", "extra_forbidden")),
        ({"kind": None}, ("/kind", "literal_error")),
        ({"kind": "section"}, ("/kind", "literal_error")),
        ({"ownership": None}, ("/ownership", "literal_error")),
        ({"parent_id": None}, ("/parent_id", "uuid_type")),
        ({"joined_on": None}, ("/joined_on", "missing")),
        ({"closed_on": "2026-10-01"}, ("/closed_on", "extra_forbidden")),
        ({"members_as_of_on": "2026-10-16"}, ("/members_as_of_on", "in_future")),
    ],
)
async def test_a_change_that_is_not_possible_is_refused_beside_the_field(
    bureau: httpx2.AsyncClient, world: World, sent: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert pointers(await change(bureau, world.kindergarten, **sent)) == [expected]


async def test_a_section_stays_a_section_and_a_bureau_where_it_is(bureau: httpx2.AsyncClient, world: World) -> None:
    assert ("/kind", "kind_fixed") in pointers(await change(bureau, world.section, kind="school"))
    moved = await change(bureau, world.county, parent_id=str(world.lead_school))
    assert ("/parent_id", "kind_fixed") in pointers(moved)


async def test_given_a_public_school_turned_private_then_it_joins_today(
    bureau: httpx2.AsyncClient, world: World
) -> None:
    answer = await change(bureau, world.lead_school, ownership="private")
    assert (answer.json()["ownership"], answer.json()["joined_on"]) == ("private", "2026-10-15")


async def test_given_an_older_version_then_412_with_the_present_version_and_the_differing_fields(
    bureau: httpx2.AsyncClient, world: World
) -> None:
    await change(bureau, world.kindergarten, address="东大街 20 号")
    stale = await change(bureau, world.kindergarten, address="西大街 1 号", head_name=None)
    assert stale.status_code == 412
    assert stale.json()["current_version"] == 2
    assert stale.json()["differing"] == {"address": "东大街 20 号"}


async def test_a_closed_organisation_is_read_and_not_changed(
    bureau: httpx2.AsyncClient, session: AsyncSession, world: World
) -> None:
    (await session.get_one(Organisation, world.kindergarten)).closed_on = date(2026, 10, 14)
    await session.commit()
    read = (await bureau.get(f"/api/v1/organisations/{world.kindergarten}")).json()
    assert (read["status"], read["version"]) == ("closed", 2)
    refused = await change(bureau, world.kindergarten, 2, address="东大街 20 号")
    assert refused.status_code == 409
    assert refused.json()["type"].endswith(":organisation_closed")
    by_status = {
        status: [item["name"] for item in (await bureau.get(f"/api/v1/organisations?status={status}")).json()["items"]]
        for status in ("active", "closed")
    }
    assert by_status["closed"] == ["小星星幼儿园"]
    assert "小星星幼儿园" not in by_status["active"]


async def test_an_organisation_is_active_on_its_last_day(
    bureau: httpx2.AsyncClient, session: AsyncSession, world: World
) -> None:
    (await session.get_one(Organisation, world.kindergarten)).closed_on = date(2026, 10, 15)
    await session.commit()
    assert (await bureau.get(f"/api/v1/organisations/{world.kindergarten}")).json()["status"] == "active"


async def test_filters_and_orders_of_the_list(bureau: httpx2.AsyncClient, world: World) -> None:
    async def names(query: str) -> list[str]:
        answer = await bureau.get(f"/api/v1/organisations?{query}")
        assert answer.status_code == 200, answer.text
        return [item["name"] for item in answer.json()["items"]]

    assert await names("kind=kindergarten") == ["小星星幼儿园"]
    assert await names("ownership=public") == ["桥山中学"]
    assert await names(f"section_id={world.section}") == ["小星星幼儿园", "兴华学校"]
    assert await names(f"parent_id={world.municipal}") == ["蒲城县教育局"]
    by_name = await names("sort=name")
    assert by_name == ["民办教育股", "蒲城县教育局", "桥山中学", "启航培训学校", "小星星幼儿园", "兴华学校"]
    assert await names("sort=-name") == by_name[::-1]
    await change(bureau, world.training, joined_on="2024-03-01")
    assert (await names("sort=joined_on"))[0] == "启航培训学校"
    assert (await names("sort=-joined_on&ownership=private"))[-1] == "启航培训学校"
    assert pointers(await bureau.get("/api/v1/organisations?sort=address")) == [("?sort", "unknown_sort")]
    assert pointers(await bureau.get("/api/v1/organisations?colour=red")) == [("?colour", "extra_forbidden")]


async def test_given_ties_when_paging_by_joined_on_then_every_organisation_comes_once(
    bureau: httpx2.AsyncClient, session: AsyncSession, world: World
) -> None:
    await add_schools(session, world, 7)
    for order in ("joined_on", "-joined_on", "name"):
        seen: list[str] = []
        cursor = ""
        while True:
            address = f"/api/v1/organisations?limit=3&sort={order}" + (f"&cursor={cursor}" if cursor else "")
            page = (await bureau.get(address)).json()
            seen += [item["id"] for item in page["items"]]
            cursor = page["next_cursor"]
            if not cursor:
                break
        assert len(seen) == len(set(seen)) == 13


async def add_schools(session: AsyncSession, world: World, count: int) -> None:
    session.add_all(
        organisation(
            world.at, new_id(), world.county, world.county, "school", "private", f"第{number}小学", world.section
        )
        for number in range(count)
    )
    await session.commit()


@pytest.mark.parametrize("path", ["organisations?include=total", "organisations?q=xx&sort=-joined_on"])
async def test_a_list_asks_as_little_for_fifty_rows_as_for_five(
    bureau: httpx2.AsyncClient, session: AsyncSession, database: Database, world: World, path: str
) -> None:
    asked = []
    for more in (0, 45):
        await add_schools(session, world, more)
        with count_statements() as seen:
            assert (await bureau.get(f"/api/v1/{path}&limit=200")).status_code == 200
        asked.append(len(seen))
    assert asked[0] == asked[1] <= 4


async def test_one_record_and_a_creation_ask_little(
    bureau: httpx2.AsyncClient, database: Database, world: World
) -> None:
    with count_statements() as seen:
        await bureau.get(f"/api/v1/organisations/{world.kindergarten}")
    assert len(seen) <= 4
    with count_statements() as seen:
        body = WHOLE | {"section_id": str(world.section)}
        made = await bureau.post("/api/v1/organisations", json=body, headers={"Idempotency-Key": "once"})
    assert made.status_code == 201
    assert len(seen) <= 14


async def test_given_the_same_key_when_posted_twice_then_one_organisation(
    bureau: httpx2.AsyncClient, session: AsyncSession
) -> None:
    answers = [
        await bureau.post("/api/v1/organisations", json=NEW, headers={"Idempotency-Key": "k-1"}) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    found = select(Organisation.id).where(Organisation.name == NEW["name"])
    assert len((await session.execute(found)).all()) == 1
