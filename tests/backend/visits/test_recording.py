"""Recording a visit: whose it is, where, what a phone may send twice (domain.md §6, api.md "Visit")."""

from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.ids import new_id
from handinhand.models import AuditEvent, Dispatch, Organisation
from tests.backend.visits.calls import VISITS, code_of, content, do, done, draft, pointers
from tests.conftest import FixedClock, SignIn
from tests.world import World, add_person


async def test_given_an_instructor_when_recording_then_a_draft_of_their_own(sign_in: SignIn, world: World) -> None:
    answer = await (await sign_in("instructor")).post(VISITS, json=content(world.kindergarten))
    assert answer.status_code == 201
    made = answer.json()
    assert answer.headers["location"] == f"{VISITS}/{made['id']}"
    assert answer.headers["etag"] == '"1"'
    assert (made["state"], made["version"], made["revision"]) == ("draft", 1, 1)
    assert made["instructor_id"] == str(world.people["instructor"])
    assert (made["institution_name"], made["instructor_name"]) == ("小星星幼儿园", "王建国")
    assert (made["started_at"], made["visited_on"], made["month"]) == ("2026-10-15T01:00:00Z", "2026-10-15", "2026-10")
    assert made["received_at"] is None
    assert made["actions"] == ["edit", "check-in", "submit", "void"]


async def test_given_only_an_institution_then_the_rest_has_sensible_defaults(sign_in: SignIn, world: World) -> None:
    caller = await sign_in("instructor")
    made = (await caller.post(VISITS, json={"institution_id": str(world.kindergarten)})).json()
    assert made["started_at"] == "2026-10-15T02:00:00Z"
    assert (made["mode"], made["channel"], made["duties"], made["opinions"]) == ("on_site", "desk", [], [])


async def test_given_the_desk_when_recording_then_the_instructor_is_named(sign_in: SignIn, world: World) -> None:
    desk = await sign_in("bureau")
    named = await draft(desk, world.training, instructor_id=str(world.people["instructor2"]), channel="paper")
    assert (named["instructor_name"], named["entered_by_name"]) == ("李秀英", "bureau")
    without = await desk.post(VISITS, json=content(world.training))
    assert (without.status_code, pointers(without)) == (422, ["/instructor_id"])
    for nobody in (new_id(), world.kindergarten):
        answer = await desk.post(VISITS, json=content(world.training, instructor_id=str(nobody)))
        assert (answer.status_code, pointers(answer)) == (422, ["/instructor_id"])


async def test_given_a_visit_entered_at_the_desk_then_the_instructor_may_go_on_with_it(
    sign_in: SignIn, world: World
) -> None:
    visit = await draft(await sign_in("bureau"), world.kindergarten, instructor_id=str(world.people["instructor"]))
    changed = await done(await sign_in("instructor"), visit, "edit", {"advice": "补一条建议。"})
    assert (await done(await sign_in("bureau"), changed, "submit"))["state"] == "submitted"


async def test_given_an_instructor_then_nobody_else_s_visit_is_recorded(sign_in: SignIn, world: World) -> None:
    caller = await sign_in("instructor")
    answers = [
        await caller.post(VISITS, json=content(world.kindergarten, instructor_id=str(somebody)))
        for somebody in (world.people["instructor2"], new_id())
    ]
    assert [answer.status_code for answer in answers] == [403, 403]
    own = await caller.post(VISITS, json=content(world.kindergarten, instructor_id=str(world.people["instructor"])))
    assert own.status_code == 201


async def test_given_an_institution_out_of_reach_then_it_answers_as_for_a_nonexistent_one(
    sign_in: SignIn, world: World
) -> None:
    for who, foreign in (("instructor", world.training), ("bureau", world.foreign_kindergarten)):
        caller = await sign_in(who)
        person = str(world.people["instructor"])
        answers = [
            await caller.post(VISITS, json=content(place, instructor_id=person)) for place in (foreign, new_id())
        ]
        problems = [{**answer.json(), "request_id": ""} for answer in answers]
        assert answers[0].status_code == 422
        assert problems[0] == problems[1]
        assert pointers(answers[0]) == ["/institution_id"]


@pytest.mark.parametrize("who", ["institution", "leader", "lead", "host", "teacher", "section", "auditor", "sysadmin"])
async def test_given_no_right_to_record_then_403(sign_in: SignIn, world: World, who: str) -> None:
    assert (await (await sign_in(who)).post(VISITS, json=content(world.kindergarten))).status_code == 403


async def test_given_a_public_school_or_a_section_then_it_is_nothing_to_visit(sign_in: SignIn, world: World) -> None:
    desk = await sign_in("bureau")
    for place in (world.lead_school, world.section, world.county):
        answer = await desk.post(VISITS, json=content(place, instructor_id=str(world.people["instructor"])))
        assert (answer.status_code, pointers(answer)) == (422, ["/institution_id"])
        assert "民办" in answer.json()["errors"][0]["message"]


async def test_given_an_institution_that_has_closed_then_only_visits_up_to_that_day(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    closing = update(Organisation).where(Organisation.id == world.kindergarten).values(closed_on="2026-10-13")
    await session.execute(closing)
    await session.commit()
    caller = await sign_in("instructor")
    answer = await caller.post(VISITS, json=content(world.kindergarten))
    assert (answer.status_code, pointers(answer)) == (422, ["/started_at"])
    assert "2026-10-13" in answer.json()["errors"][0]["message"]
    last_day = content(world.kindergarten, started_at="2026-10-13T23:50:00+08:00")
    assert (await caller.post(VISITS, json=last_day)).status_code == 201


async def test_given_a_hand_over_then_the_former_instructor_still_writes_down_what_was_before(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    """domain.md §3: in a hand-over month either instructor's visit counts; §7: nothing is dropped."""
    posted = update(Dispatch).where(Dispatch.id == world.dispatch)
    await session.execute(posted.values(starts_on="2026-09-05", ends_on="2026-10-10"))
    await session.commit()
    caller = await sign_in("instructor")
    before = await caller.post(VISITS, json=content(world.kindergarten, started_at="2026-10-10T23:59:00+08:00"))
    assert before.status_code == 201
    assert (await do(caller, before.json(), "submit")).status_code == 200
    for out_of_post in ("2026-10-11T00:00:00+08:00", "2026-09-04T23:59:00+08:00"):
        refused = await caller.post(VISITS, json=content(world.kindergarten, started_at=out_of_post))
        assert (refused.status_code, pointers(refused)) == (422, ["/institution_id"])


async def test_given_the_same_id_and_content_then_the_same_record_else_id_taken(sign_in: SignIn, world: World) -> None:
    caller = await sign_in("instructor")
    sent = content(world.kindergarten, id=str(new_id()), opinions=[{"text": "希望协调停车。", "category": "safety"}])
    first = await caller.post(VISITS, json=sent)
    # A queue sends again with its clock moved on and the times written otherwise.
    again = await caller.post(
        VISITS, json={**sent, "started_at": "2026-10-15T01:00:00Z", "device_time": "2026-10-15T10:03:00+08:00"}
    )
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    other = await caller.post(VISITS, json={**sent, "findings": "另一回事。"})
    assert (other.status_code, code_of(other)) == (409, "id_taken")
    listed = (await caller.get(VISITS)).json()["items"]
    assert [item["id"] for item in listed] == [sent["id"]]


async def test_given_the_record_changed_meanwhile_then_the_first_content_still_answers_200(
    sign_in: SignIn, world: World
) -> None:
    caller = await sign_in("instructor")
    sent = content(world.kindergarten, id=str(new_id()))
    visit = (await caller.post(VISITS, json=sent)).json()
    changed = await done(caller, visit, "edit", {"advice": "后来补的。"})
    again = await caller.post(VISITS, json=sent)
    assert (again.status_code, again.json()) == (200, changed)


async def test_given_an_id_of_somebody_else_s_visit_then_id_taken_and_nothing_told(
    sign_in: SignIn, world: World
) -> None:
    foreign = await draft(await sign_in("instructor2"), world.training, id=str(new_id()))
    answer = await (await sign_in("instructor")).post(VISITS, json=content(world.kindergarten, id=foreign["id"]))
    assert (answer.status_code, code_of(answer)) == (409, "id_taken")
    assert "启航" not in answer.text


async def test_given_an_idempotency_key_then_the_same_outcome_for_the_same_body(sign_in: SignIn, world: World) -> None:
    caller = await sign_in("instructor")
    headers = {"Idempotency-Key": "one-tap-too-many"}
    answers = [await caller.post(VISITS, json=content(world.kindergarten), headers=headers) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert len({answer.json()["id"] for answer in answers}) == 1
    other = await caller.post(VISITS, json=content(world.kindergarten, advice="别的"), headers=headers)
    assert (other.status_code, code_of(other)) == (422, "idempotency_key_reused")


async def test_given_co_visitors_then_they_are_people_of_the_bureau_besides_the_instructor(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    abroad = await add_person(session, world.at, world.other_county, world.foreign_kindergarten, "外县人")
    await session.commit()
    caller = await sign_in("instructor")

    async def with_people(*people: UUID) -> tuple[int, list[str]]:
        answer = await caller.post(VISITS, json=content(world.kindergarten, co_visitor_ids=[str(p) for p in people]))
        return answer.status_code, [v["name"] for v in answer.json().get("co_visitors", [])] or pointers(answer)

    second = world.people["instructor2"]
    assert await with_people(second, second) == (201, ["李秀英"])
    assert await with_people(abroad) == (422, ["/co_visitor_ids"])
    assert await with_people(new_id()) == (422, ["/co_visitor_ids"])
    assert await with_people(world.people["instructor"]) == (422, ["/co_visitor_ids"])


async def test_given_a_reference_in_a_patch_then_out_of_reach_answers_as_nonexistent(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    abroad = await add_person(session, world.at, world.other_county, world.foreign_kindergarten, "外县人")
    await session.commit()
    caller = await sign_in("instructor")
    visit = await draft(caller, world.kindergarten)
    texts = []
    for person in (abroad, new_id()):
        answer = await do(caller, visit, "edit", {"co_visitor_ids": [str(person)]})
        assert answer.status_code == 422
        texts.append({**answer.json(), "request_id": ""})
    assert texts[0] == texts[1]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("started_at", "2026-10-15T09:00:00"),
        ("started_at", "2026-10-15"),
        ("started_at", "0001-01-01T00:00:00+14:00"),
        ("started_at", "9999-12-31T23:59:59-12:00"),
        ("device_time", "9999-12-31T23:59:59Z"),
        ("mode", "by_telephone"),
        ("duties", ["dancing"]),
        ("duties", "policy"),
        ("channel", "fax"),
        ("findings", "长" * 5001),
        ("findings", "看不见\u0000的字"),
        ("opinions", [{"text": ""}]),
        ("opinions", [{"text": "长" * 1001}]),
        ("late_reason", "长" * 501),
        ("opinions", [{"text": "意见", "category": "gossip"}]),
        ("position", {"longitude": 181, "latitude": 30}),
        ("position", {"longitude": 109.5, "latitude": 34.9, "datum": "bd09"}),
        ("co_visitor_ids", [str(new_id())] * 11),
        ("state", "confirmed"),
        ("received_at", "2020-01-01T00:00:00Z"),
        ("institution_id", "not-an-id"),
    ],
)
async def test_given_what_cannot_be_then_422_beside_the_field(
    sign_in: SignIn, world: World, field: str, value: object
) -> None:
    answer = await (await sign_in("instructor")).post(VISITS, json=content(world.kindergarten) | {field: value})
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"].startswith(f"/{field}")
    assert any("一" <= sign <= "鿿" for sign in answer.json()["errors"][0]["message"])


async def test_given_a_patch_that_empties_the_start_or_names_an_institution_then_422(
    sign_in: SignIn, world: World
) -> None:
    caller = await sign_in("instructor")
    visit = await draft(caller, world.kindergarten)
    for body in ({"started_at": None}, {"institution_id": str(world.kindergarten)}, {"duties": None}):
        answer = await do(caller, visit, "edit", body)
        assert (answer.status_code, pointers(answer)) == (422, [f"/{next(iter(body))}"])


async def test_given_an_empty_change_then_nothing_changes(sign_in: SignIn, world: World) -> None:
    caller = await sign_in("instructor")
    visit = await draft(caller, world.kindergarten)
    address, headers = f"{VISITS}/{visit['id']}", {"If-Match": '"1"'}
    assert (await caller.patch(address, json={}, headers=headers)).json() == visit


async def test_every_deed_stands_in_the_audit_log(
    sign_in: SignIn, world: World, session: AsyncSession, clock: FixedClock
) -> None:
    caller = await sign_in("instructor")
    visit = await draft(caller, world.kindergarten)
    visit = await done(caller, visit, "edit", {"advice": "不会进日志的话"})
    visit = await done(caller, visit, "submit")
    await do(await sign_in("instructor2"), visit, "void", {"reason": "与我无关"})
    chosen = select(AuditEvent).where(AuditEvent.target_id == UUID(visit["id"])).order_by(AuditEvent.id)
    events = list(await session.scalars(chosen))
    assert [(event.action, event.outcome) for event in events] == [
        ("visit:create", "done"),
        ("visit:change", "done"),
        ("visit:submit", "done"),
        ("visits:read", "refused"),
    ]
    assert {event.target_label for event in events[:3]} == {"小星星幼儿园 2026-10-15"}
    assert events[1].details == {"fields": ["advice"]}
    assert "不会进日志的话" not in str([event.details for event in events])
