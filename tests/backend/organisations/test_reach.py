"""Who sees and changes which organisation, Party organisation and person (domain.md §2; promises.md S1, S2)."""

from typing import Any
from uuid import UUID

import httpx2
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.ids import new_id
from handinhand.core.pinyin import name_keys
from handinhand.models import PartyOrganisation
from tests.conftest import SignIn
from tests.world import World, add_person

COUNTY = {"county", "section", "lead_school", "supported_school", "kindergarten", "training"}
SEEN: dict[str, set[str]] = {
    "sysadmin": set(),
    "secadmin": COUNTY,
    "auditor": set(),
    "bureau": COUNTY,
    "leader": COUNTY,
    "section": {"section", "supported_school", "kindergarten"},
    "inspector": set(),
    "lead": {"lead_school", "supported_school"},
    "teacher": {"lead_school"},
    "host": {"lead_school", "kindergarten"},
    "instructor": {"lead_school", "kindergarten"},
    "instructor2": {"lead_school", "training"},
    "institution": {"kindergarten"},
    "municipal_viewer": set(),
    "bureau2": {"other_county", "foreign_kindergarten"},
}
"""The organisations that each account sees; a Party organisation is seen with the one it belongs to."""
PEOPLE_SEEN: dict[str, set[str]] = {
    **{account: set() for account in SEEN},
    **dict.fromkeys(("secadmin", "bureau", "leader"), COUNTY),
    "lead": {"lead_school"},
    "host": {"lead_school"},
    "institution": {"kindergarten"},
    "bureau2": {"other_county", "foreign_kindergarten"},
}
"""The organisations whose people each account sees."""
WRITERS = {"bureau", "bureau2"}
PLACES = (*sorted(COUNTY), "municipal", "other_county", "foreign_kindergarten")


async def add_party(session: AsyncSession, world: World, seat: UUID, bureau_id: UUID, name: str) -> UUID:
    pinyin, initials = name_keys(name)
    party = PartyOrganisation(
        bureau_id=bureau_id,
        organisation_id=seat,
        kind="branch",
        name=name,
        name_pinyin=pinyin,
        name_initials=initials,
        created_at=world.at,
        updated_at=world.at,
    )
    session.add(party)
    await session.flush()
    return party.id


@pytest.fixture
async def records(session: AsyncSession, world: World) -> dict[str, dict[str, UUID]]:
    """By path, one record at each place."""
    bureaus = dict.fromkeys(COUNTY, world.county)
    bureaus |= {"municipal": world.municipal, "other_county": world.other_county}
    bureaus["foreign_kindergarten"] = world.other_county
    made: dict[str, dict[str, UUID]] = {
        "organisations": {place: getattr(world, place) for place in PLACES},
        "people": {},
        "party-organisations": {},
    }
    for number, place in enumerate(PLACES):
        seat, bureau_id = getattr(world, place), bureaus[place]
        made["people"][place] = await add_person(session, world.at, bureau_id, seat, f"孙{number}")
        made["party-organisations"][place] = await add_party(session, world, seat, bureau_id, f"第{number}党支部")
    await session.commit()
    return made


def seen_by(account: str, path: str) -> set[str]:
    return (PEOPLE_SEEN if path == "people" else SEEN)[account]


async def listed(caller: httpx2.AsyncClient, path: str) -> tuple[int, set[str]]:
    answer = await caller.get(f"/api/v1/{path}?limit=200")
    return answer.status_code, {item["id"] for item in answer.json().get("items", ())}


PATHS = ("organisations", "people", "party-organisations")


@pytest.mark.parametrize("account", SEEN)
async def test_a_list_holds_exactly_what_the_account_reaches(
    account: str, sign_in: SignIn, records: dict[str, dict[str, UUID]], world: World
) -> None:
    caller = await sign_in(account)
    of_the_lead_school = {
        "organisations": (),
        "people": tuple(world.people.values()),
        "party-organisations": (world.host_branch,),
    }
    for path in PATHS:
        status, ids = await listed(caller, path)
        seen = {str(records[path][place]) for place in seen_by(account, path)}
        if "lead_school" in seen_by(account, path):
            seen |= {str(record_id) for record_id in of_the_lead_school[path]}
        assert status == (200 if seen else 403), path
        assert ids == seen, path


@pytest.mark.parametrize("account", SEEN)
async def test_one_record_answers_200_within_reach_and_404_outside(
    account: str, sign_in: SignIn, records: dict[str, dict[str, UUID]]
) -> None:
    caller = await sign_in(account)
    for path in PATHS:
        for place, record_id in records[path].items():
            answer = await caller.get(f"/api/v1/{path}/{record_id}")
            assert answer.status_code == (200 if place in seen_by(account, path) else 404), f"{path} {place}"
    for place in PLACES:
        answer = await caller.get(f"/api/v1/organisations/{records['organisations'][place]}/names")
        assert answer.status_code == (200 if place in SEEN[account] else 404), place


@pytest.mark.parametrize("account", SEEN)
async def test_a_change_is_404_outside_403_within_without_the_right_and_428_without_version(
    account: str, sign_in: SignIn, records: dict[str, dict[str, UUID]]
) -> None:
    caller = await sign_in(account)
    for path in PATHS:
        for place, record_id in records[path].items():
            expected = 404 if place not in seen_by(account, path) else 428 if account in WRITERS else 403
            answer = await caller.patch(f"/api/v1/{path}/{record_id}", json={})
            assert answer.status_code == expected, f"{path} {place}"
    for place in PLACES:
        expected = 404 if place not in SEEN[account] else 428 if account in WRITERS else 403
        answer = await caller.post(f"/api/v1/organisations/{records['organisations'][place]}/rename", json={})
        assert answer.status_code == expected, place


@pytest.mark.parametrize("account", SEEN)
async def test_only_the_bureaus_own_staff_creates(account: str, sign_in: SignIn) -> None:
    caller = await sign_in(account)
    for path in PATHS:
        answer = await caller.post(f"/api/v1/{path}", json={})
        assert answer.status_code == (422 if account in WRITERS else 403), path


async def test_out_of_scope_answers_exactly_like_nonexistent(
    sign_in: SignIn, records: dict[str, dict[str, UUID]]
) -> None:
    caller = await sign_in("bureau")
    for path in PATHS:
        foreign = await caller.get(f"/api/v1/{path}/{records[path]['foreign_kindergarten']}")
        missing = await caller.get(f"/api/v1/{path}/{new_id()}")
        assert told(foreign) == told(missing), path


def told(answer: httpx2.Response) -> dict[str, Any]:
    return {name: value for name, value in answer.json().items() if name != "request_id"}


REFERENCES: list[tuple[str, str, dict[str, Any], str]] = [
    ("POST", "organisations", {"kind": "school", "ownership": "public", "name": "新学校"}, "parent_id"),
    ("POST", "organisations", {"kind": "school", "ownership": "public", "name": "新学校"}, "section_id"),
    ("POST", "people", {"name": "周明"}, "organisation_id"),
    ("POST", "party-organisations", {"name": "新党支部", "kind": "branch"}, "organisation_id"),
    ("PATCH", "organisations", {}, "parent_id"),
    ("PATCH", "organisations", {}, "section_id"),
    ("PATCH", "people", {}, "organisation_id"),
    ("PATCH", "party-organisations", {}, "organisation_id"),
]


@pytest.mark.parametrize(("method", "path", "body", "field"), REFERENCES)
async def test_a_reference_out_of_scope_is_refused_beside_the_field_like_one_to_nothing(
    method: str,
    path: str,
    body: dict[str, Any],
    field: str,
    sign_in: SignIn,
    world: World,
    records: dict[str, dict[str, UUID]],
) -> None:
    caller = await sign_in("bureau")
    address = f"/api/v1/{path}" + (f"/{records[path]['kindergarten']}" if method == "PATCH" else "")
    told_of = []
    for target in (world.foreign_kindergarten, world.other_county, new_id()):
        sent = body | {field: str(target)}
        answer = await caller.request(method, address, json=sent, headers={"If-Match": '"1"'})
        assert answer.status_code == 422, answer.text
        told_of.append(told(answer))
    assert told_of[0]["errors"] == [
        {"pointer": f"/{field}", "code": "not_found", "message": "没有找到这个单位，请重新选择"}
    ]
    assert told_of[0] == told_of[1] == told_of[2]


async def test_filters_by_something_out_of_scope_find_nothing(
    sign_in: SignIn, world: World, records: dict[str, dict[str, UUID]]
) -> None:
    caller = await sign_in("bureau")
    foreign = world.foreign_kindergarten
    for query in (
        f"people?organisation_id={foreign}",
        f"party-organisations?organisation_id={foreign}",
        f"organisations?parent_id={world.other_county}",
        f"organisations?section_id={new_id()}",
    ):
        answer = await caller.get(f"/api/v1/{query}&include=total")
        assert answer.json() == {"items": [], "next_cursor": None, "total": {"value": 0, "capped": False}}, query
