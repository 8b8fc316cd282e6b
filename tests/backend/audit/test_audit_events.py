"""The audit log in the hands of the auditor: everything done and refused, own bureau only, read only."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.database import Database
from handinhand.core.ids import new_id
from handinhand.foundation.audit.service import SYSTEM, ActorRef, Target, record, record_many
from handinhand.models import AuditEvent
from tests.backend.statements import count_statements
from tests.conftest import FixedClock, SignIn
from tests.world import World, add_account

PATH = "/api/v1/audit-events"


async def listed(sign_in: SignIn, query: str = "", username: str = "auditor") -> list[dict[str, Any]]:
    answer = await (await sign_in(username)).get(f"{PATH}?{query}")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


@pytest.fixture
async def log(session: AsyncSession, world: World, clock: FixedClock) -> World:
    """Five events of the county an hour apart, and one each of the other county, of nobody and of unclear origin."""
    bureau = ActorRef(world.users["bureau"], "bureau", world.county)
    lead = ActorRef(world.users["lead"], "lead", world.county)
    at = clock.now() - timedelta(hours=5)
    visit = Target("visit", new_id(), "小星星幼儿园", world.county)
    for number, (who, action, outcome) in enumerate(
        [
            (bureau, "visit:submit", "done"),
            (lead, "visit:submit", "refused"),
            (bureau, "visit:void", "done"),
            (lead, "organisation:rename", "done"),
            (bureau, "organisation:rename", "refused"),
        ]
    ):
        await record(
            session, who, action, visit if action.startswith("visit") else None, at=at + timedelta(hours=number),
            outcome="done" if outcome == "done" else "refused", fields=["name"],
        )  # fmt: skip
    await record(session, SYSTEM, "test:far", Target("bureau", world.other_county, None, world.other_county), at=at)
    nobody = ActorRef(None, "未知登录名", None)
    await record(session, nobody, "session:open", Target("session"), at=at, outcome="refused", code="wrong_credentials")
    await record(session, SYSTEM, "test:nowhere", Target("import", new_id(), "名册"), at=at)
    await session.commit()
    return world


COUNTY = ["organisation:rename", "organisation:rename", "visit:void", "visit:submit", "visit:submit"]


async def test_the_auditor_reads_the_bureaus_deeds_and_refusals_newest_first(sign_in: SignIn, log: World) -> None:
    items = await listed(sign_in)
    assert [item["action"] for item in items] == ["session:open", *COUNTY]
    assert {item["outcome"] for item in items} == {"done", "refused"}
    newest = items[1]
    assert (newest["actor_label"], newest["actor_user_id"]) == ("bureau", str(log.users["bureau"]))
    assert newest["at"] == "2026-10-15T01:00:00Z"
    assert newest["details"] == {"fields": ["name"]}


async def test_an_event_of_another_bureau_or_of_unclear_origin_does_not_exist(
    sign_in: SignIn, log: World, session: AsyncSession
) -> None:
    auditor = await sign_in("auditor")
    found = (await session.execute(text("select id, action from audit_events"))).all()
    ids = {row.action: row.id for row in found}
    answers = [await auditor.get(f"{PATH}/{event_id}") for event_id in (ids["test:far"], ids["test:nowhere"], new_id())]
    assert [answer.status_code for answer in answers] == [404] * 3
    bodies = [{**answer.json(), "request_id": None} for answer in answers]
    assert bodies == [bodies[0]] * 3
    assert (await auditor.get(f"{PATH}/{ids['session:open']}")).status_code == 200


async def test_an_attempt_under_an_unknown_name_is_read_by_every_auditor(
    sign_in: SignIn, log: World, session: AsyncSession
) -> None:
    await add_account(session, log, "auditor2", "auditor", log.other_county)
    await add_account(session, log, "city_auditor", "auditor", log.municipal)
    await session.commit()
    assert [item["action"] for item in await listed(sign_in, username="auditor2")] == ["session:open", "test:far"]
    items = await listed(sign_in, username="city_auditor")
    assert [(item["action"], item["actor_label"], item["target_label"]) for item in items] == [
        ("session:open", "未知登录名", None)
    ]


async def test_one_event_can_be_opened(sign_in: SignIn, log: World) -> None:
    first = (await listed(sign_in))[1]
    answer = await (await sign_in("auditor")).get(f"{PATH}/{first['id']}")
    assert answer.json() == first


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("action=visit:submit", 2),
        ("action=visit:submit&outcome=refused", 1),
        ("outcome=refused", 3),
        ("actor_user_id={lead}", 2),
        ("target_type=visit", 3),
        ("target_type=session", 1),
        ("from=2026-10-14T23:00:00Z", 3),
        ("to=2026-10-14T23:00:00Z&target_type=visit", 2),
        ("from=2026-10-14T22:00:00Z&to=2026-10-14T23:00:00Z&outcome=refused", 1),
        ("from=2026-10-15T07:00:00%2B08:00", 3),
        ("actor_user_id={nobody}", 0),
    ],
)
async def test_the_log_can_be_narrowed(sign_in: SignIn, log: World, query: str, expected: int) -> None:
    items = await listed(sign_in, query.format(lead=log.users["lead"], nobody=new_id()))
    assert len(items) == expected


async def test_given_a_record_then_its_whole_story_is_found(sign_in: SignIn, log: World) -> None:
    target = (await listed(sign_in, "target_type=visit"))[0]["target_id"]
    story = [item["action"] for item in await listed(sign_in, f"target_id={target}")]
    assert story == ["visit:void", "visit:submit", "visit:submit"]


@pytest.mark.parametrize(
    "query",
    [
        "outcome=maybe",
        "from=2026-10-15",
        "from=2026-10-15T00:00:00",
        "to=0.5",
        "actor_user_id=7",
        "since=x",
        "action=A B",
        "q=x",
    ],
)
async def test_given_a_malformed_or_unknown_filter_then_it_is_refused(sign_in: SignIn, log: World, query: str) -> None:
    assert (await (await sign_in("auditor")).get(f"{PATH}?{query}")).status_code == 422


async def test_the_pages_join_up_and_take_the_same_few_statements(
    sign_in: SignIn, log: World, session: AsyncSession, database: Database
) -> None:
    targets = [Target("visit", new_id(), None, log.county) for _ in range(60)]
    await record_many(session, SYSTEM, "visit:bulk", targets, at=log.at)
    await session.commit()
    auditor = await sign_in("auditor")
    found: list[str] = []
    cursor: str | None = None
    while True:
        params = {"limit": "25", "include": "total", **({"cursor": cursor} if cursor else {})}
        with count_statements() as seen:
            page = (await auditor.get(PATH, params=params)).json()
        assert len(seen) <= 4, seen
        assert page["total"] == {"value": 66, "capped": False}
        found += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(set(found)) == len(found) == 66
    assert found == sorted(found, reverse=True)
    first = (await auditor.get(f"{PATH}?limit=25")).json()["next_cursor"]
    assert (await auditor.get(PATH, params={"cursor": first, "outcome": "done"})).status_code == 400


OTHERS = [
    "sysadmin",
    "secadmin",
    "bureau",
    "leader",
    "section",
    "inspector",
    "lead",
    "teacher",
    "host",
    "instructor",
    "institution",
    "bureau2",
]


async def test_given_any_other_role_then_the_log_is_closed_and_the_try_is_in_it(sign_in: SignIn, log: World) -> None:
    event = (await listed(sign_in))[0]["id"]
    for username in OTHERS:
        client = await sign_in(username)
        assert (await client.get(PATH)).status_code == 403, username
        assert (await client.get(f"{PATH}/{event}")).status_code == 404, username
        tried = await listed(sign_in, f"action=audit:read&outcome=refused&actor_user_id={log.users[username]}")
        assert len(tried) == (0 if username == "bureau2" else 2), username


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_nobody_writes_the_log_over_the_interface(sign_in: SignIn, log: World, method: str) -> None:
    auditor = await sign_in("auditor")
    event = (await listed(sign_in))[0]["id"]
    for path in (PATH, f"{PATH}/{event}"):
        assert (await auditor.request(method, path)).status_code == 405


@pytest.mark.parametrize(
    "change", ["update audit_events set action = 'x'", "delete from audit_events", "truncate audit_events"]
)
async def test_the_application_cannot_change_the_log_in_the_database(
    session: AsyncSession, log: World, change: str
) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        await session.execute(text(change))


async def test_given_a_change_over_the_interface_then_its_event_bears_the_requests_id(
    sign_in: SignIn, world: World
) -> None:
    secadmin = await sign_in("secadmin")
    answer = await secadmin.post("/api/v1/users", json={"name": "王建国"})
    (event,) = await listed(sign_in, "action=account:open")
    assert event["request_id"] == answer.headers["X-Request-ID"]
    assert UUID(event["target_id"]) == UUID(answer.json()["id"])


async def test_given_a_refused_change_then_nothing_but_the_refusal_is_in_the_log(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    lead = await sign_in("lead")
    assert (await lead.post("/api/v1/users", json={"name": "王建国"})).status_code == 403
    items = await listed(sign_in)
    assert [(item["action"], item["outcome"], item["details"]) for item in items] == [
        ("users:write", "refused", {"code": "forbidden"})
    ]
    assert isinstance(await session.get_one(AuditEvent, UUID(items[0]["id"])), AuditEvent)
