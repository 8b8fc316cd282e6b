"""Days with sense, and text without signs that no database takes: one rule for every feature (core/http/fields.py)."""

import json
from typing import Any

import httpx2
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.clock import note_instant
from handinhand.models import ActivityKind, CommunityPlanItem
from tests.conftest import FixedClock, SignIn
from tests.world import World

LATEST, TOO_LATE = "2036-12-31", "2037-01-01"


def errors_of(answer: httpx2.Response) -> dict[str, str]:
    assert answer.status_code == 422, answer.text
    return {error["pointer"]: error["code"] for error in answer.json()["errors"]}


@pytest.fixture
async def bodies(world: World, session: AsyncSession) -> dict[str, tuple[str, dict[str, Any]]]:
    """By field: where it is sent to, and a body that is right otherwise."""
    kind = ActivityKind(bureau_id=world.county, strand="teaching", name="送教", position=1, created_at=world.at,
                        updated_at=world.at)  # fmt: skip
    session.add(kind)
    await session.commit()
    school, community = str(world.supported_school), str(world.community)
    founding = {"name": "试点共同体", "lead_school_id": str(world.lead_school), "starts_on": "2026-10-01",
                "schools": [{"school_id": str(world.training)}]}  # fmt: skip
    activity = {"community_id": community, "strand": "teaching", "kind_id": str(kind.id), "title": "送教",
                "starts_on": "2026-10-20"}  # fmt: skip
    item = {"community_id": community, "school_id": school, "year": 2026, "kind": "need", "strand": "teaching",
            "content": "需要"}  # fmt: skip
    target = {"community_id": community, "school_id": school, "measure": "activities_teaching", "aim": 2}
    teacher = {"school_id": school, "name": "陈静", "selected_on": "2026-01-01"}
    member = {"institution_id": school, "name": "陈静", "applied_on": "2026-01-01"}
    post = {"institution_id": school, "instructor_id": str(world.people["instructor"]), "starts_on": "2026-10-01"}
    return {
        "plan /starts_on": ("/communities", founding),
        "plan /schools/0/joined_on": ("/communities", founding),
        "fact /agreement_signed_on": ("/communities", founding),
        "plan /ends_on": ("/activities", activity),
        "plan /repeats/until_on": ("/activities", {**activity, "repeats": {"every": "month", "until_on": ""}}),
        "plan /due_on": ("/community-plan-items", item),
        "plan /starts_on of a target": ("/targets", target),
        "plan /ends_on of a dispatch": ("/dispatches", post),
        "fact /selected_on": ("/backbone-teachers", teacher),
        "fact /applied_on": ("/member-developments", member),
    }


FIELDS = (
    "plan /starts_on", "plan /schools/0/joined_on", "fact /agreement_signed_on", "plan /ends_on",
    "plan /repeats/until_on", "plan /due_on", "plan /starts_on of a target", "plan /ends_on of a dispatch",
    "fact /selected_on", "fact /applied_on",
)  # fmt: skip


def with_day(body: dict[str, Any], pointer: str, day: str) -> dict[str, Any]:
    first, *rest = pointer.split("/")[1:]
    if not rest:
        return {**body, first: day}
    if rest[0] == "0":
        return {**body, first: [{**body[first][0], rest[1]: day}]}
    return {**body, first: {**body[first], rest[0]: day}}


@pytest.mark.parametrize("field", FIELDS)
async def test_given_a_day_without_sense_then_the_field_is_named(
    field: str, bodies: dict[str, tuple[str, dict[str, Any]]], sign_in: SignIn
) -> None:
    kind, pointer = field.split(" ")[:2]
    path, body = bodies[field]
    bureau = await sign_in("bureau")
    for day in ("0001-01-01", "1949-09-30", TOO_LATE, "9999-12-31"):
        answer = await bureau.post(f"/api/v1{path}", json=with_day(body, pointer, day))
        assert errors_of(answer) == {pointer: "date_not_sensible"}, day
    if kind == "fact":
        ahead = await bureau.post(f"/api/v1{path}", json=with_day(body, pointer, "2026-10-16"))
        assert errors_of(ahead) == {pointer: "in_future"}
        same_day = await bureau.post(f"/api/v1{path}", json=with_day(body, pointer, "2026-10-15"))
        assert same_day.status_code == 201, same_day.text
    else:
        far = await bureau.post(f"/api/v1{path}", json=with_day(body, pointer, LATEST))
        assert "date_not_sensible" not in far.text


async def test_given_midnight_in_the_bureau_then_the_day_is_its_own(
    sign_in: SignIn, world: World, clock: FixedClock
) -> None:
    lead = await sign_in("lead")
    teacher = {"school_id": str(world.supported_school), "name": "陈静", "selected_on": "2026-10-16"}
    assert errors_of(await lead.post("/api/v1/backbone-teachers", json=teacher)) == {"/selected_on": "in_future"}
    clock.advance(hours=14)
    assert (await lead.post("/api/v1/backbone-teachers", json=teacher)).status_code == 201


async def test_given_a_plan_item_then_it_is_not_done_ahead_and_nobody_ended_before_the_community(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    common: dict[str, Any] = {"bureau_id": world.county, "created_at": world.at, "updated_at": world.at}
    item = CommunityPlanItem(community_id=world.community, school_id=world.lead_school, year=2026, kind="key_task",
                             strand="teaching", content="送教", **common)  # fmt: skip
    session.add(item)
    await session.commit()
    lead, first = await sign_in("lead"), {"If-Match": '"1"'}
    path = f"/api/v1/community-plan-items/{item.id}"
    assert errors_of(await lead.patch(path, json={"done_on": "2026-10-16"}, headers=first)) == {"/done_on": "in_future"}
    early = await lead.patch(path, json={"done_on": "2025-08-31"}, headers=first)
    assert errors_of(early) == {"/done_on": "before_start"}
    contact = {"community_id": str(world.community), "school_id": str(world.lead_school), "name": "张明"}
    made = (await lead.post("/api/v1/community-contacts", json=contact)).json()
    path = f"/api/v1/community-contacts/{made['id']}"
    early = await lead.patch(path, json={"ended_on": "2025-08-31"}, headers=first)
    assert errors_of(early) == {"/ended_on": "before_start"}


NUL = "甲\0乙"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/communities", {"name": NUL}),
        ("/communities", {"document_number": NUL}),
        ("/activities", {"title": NUL}),
        ("/activities", {"place": NUL}),
        ("/activities", {"done": {"content": NUL}}),
        ("/activities", {"strand": NUL}),
        ("/activities", {"community_id": NUL}),
        ("/activities", {"starts_on": NUL}),
        ("/targets", {"note": NUL}),
        ("/community-plan-items", {"content": NUL}),
        ("/visits", {"findings": NUL}),
        ("/backbone-teachers", {"name": NUL}),
        ("/good-practices", {"title": NUL}),
        ("/organisations", {"name": NUL}),
        ("/people", {"mobile": NUL}),
        ("/users", {"username": NUL}),
        ("/opinions", {"text": NUL}),
        ("/oauth-clients", {"name": NUL}),
    ],
)
async def test_given_a_nul_in_a_body_then_it_is_refused_and_never_a_defect(
    path: str, body: dict[str, Any], sign_in: SignIn
) -> None:
    for username in ("bureau", "secadmin"):
        for spoilt in (body, {**body, NUL: 1}, {**body, "x": "\ud800"}):
            written = {"content": json.dumps(spoilt), "headers": {"Content-Type": "application/json"}}
            sent = await (await sign_in(username)).post(f"/api/v1{path}", **written)
            assert sent.status_code in {403, 404, 405, 422}, (username, sent.text)


@pytest.mark.parametrize(
    "query",
    [
        "/communities?q=%00", "/communities?sort=%00", "/communities?cursor=%00", "/communities?state=%00",
        "/activities?q=a%00b", "/activities?from=%00", "/activities?%00=1", "/organisations?q=%00", "/people?q=%00",
        "/visits?sort=%00", "/visits?cursor=%00", "/search?q=%00", "/users?q=%00", "/audit-events?action=%00",
        "/backbone-teachers?q=%00", "/member-developments?q=%00", "/good-practices?q=%00", "/evidence?q=%00",
        "/evidence?subject_type=%00", "/institution-coverages?q=%00", "/standards-reviews?q=%00",
        "/party-organisations?q=%00", "/obligations?month=%00", "/exports?kind=%00", "/oauth-clients?q=%00",
        "/overview/month?month=%00", "/overview/standards?q=%00", "/activities/%00", "/communities/%00",
    ],
)  # fmt: skip
async def test_given_a_nul_in_an_address_then_it_is_refused_and_never_a_defect(query: str, sign_in: SignIn) -> None:
    for username in ("bureau", "secadmin", "auditor"):
        sent = await (await sign_in(username)).get(f"/api/v1{query}")
        assert sent.status_code in {400, 403, 404, 422}, (username, sent.status_code, sent.text)


async def test_given_a_nul_in_a_key_or_a_cookie_then_it_is_refused_and_never_a_defect(
    sign_in: SignIn, world: World
) -> None:
    lead = await sign_in("lead")
    body = {"community_id": str(world.community), "school_id": str(world.lead_school), "name": "张明"}
    for key in ("\\0", "x" * 1000):
        sent = await lead.post("/api/v1/community-contacts", json=body, headers={"Idempotency-Key": key})
        assert sent.status_code in {201, 422}, sent.text
    for field in ("username", "password"):
        body = {"username": "lead", "password": "x" * 12, field: "a\0b"}
        assert (await lead.post("/api/v1/auth/sessions", json=body)).status_code in {401, 422}


@pytest.fixture(autouse=True)
def afterwards(clock: FixedClock) -> None:
    """Whatever a test asks outside of a request is asked on its day."""
    note_instant(clock.now())
