"""The registers of backbone teachers and member developments over the interface (domain.md §1 A, §3)."""

from datetime import date, timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.models import AuditEvent, Dispatch
from tests.backend.access.arrange_development import add_member, add_teacher
from tests.backend.evidence.corpus import png
from tests.backend.statements import count_statements
from tests.conftest import SignIn
from tests.world import World

TEACHERS = "/api/v1/backbone-teachers"
MEMBERS = "/api/v1/member-developments"


def errors_of(answer: httpx2.Response) -> dict[str, str]:
    assert answer.status_code == 422, answer.text
    return {error["pointer"]: error["code"] for error in answer.json()["errors"]}


def code_of(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


def teacher(world: World, **changes: Any) -> dict[str, Any]:
    body = {"school_id": str(world.supported_school), "name": "陈静", "subject": "数学", "selected_on": "2025-09-10"}
    return body | changes


def member(world: World, **changes: Any) -> dict[str, Any]:
    body = {"institution_id": str(world.supported_school), "name": "周燕", "applied_on": "2023-03-01"}
    return body | changes


async def added(caller: httpx2.AsyncClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await caller.post(path, json=body)
    assert answer.status_code == 201, answer.text
    assert (await caller.get(answer.headers["location"])).json() == answer.json()
    made: dict[str, Any] = answer.json()
    return made


async def do(
    caller: httpx2.AsyncClient, path: str, made: dict[str, Any], verb: str, body: dict[str, Any]
) -> httpx2.Response:
    return await caller.post(f"{path}/{made['id']}/{verb}", json=body, headers={"If-Match": f'"{made["version"]}"'})


# Backbone teachers


async def test_given_a_teacher_then_each_date_is_a_stage(sign_in: SignIn, world: World) -> None:
    lead = await sign_in("lead")
    made = await added(lead, TEACHERS, teacher(world, mentor_name="李明", mentor_school_id=str(world.lead_school)))
    assert (made["stage"], made["school_name"]) == ("selected", "兴华学校")
    path = f"{TEACHERS}/{made['id']}"
    for version, body, stage in (
        (1, {"training_on": "2025-10-08"}, "in_training"),
        (2, {"recognised_on": "2026-06-20", "recognition_document": "演示〔2026〕9号"}, "recognised"),
    ):
        answer = await lead.patch(path, json=body, headers={"If-Match": f'"{version}"'})
        assert (answer.status_code, answer.json()["stage"]) == (200, stage), answer.text
    ended = await do(lead, TEACHERS, answer.json(), "end", {"on": "2026-10-01", "reason": "调离学校"})
    assert (ended.json()["stage"], ended.json()["recognised_on"]) == ("ended", "2026-06-20")
    again = await do(lead, TEACHERS, ended.json(), "end", {"on": "2026-10-01", "reason": "调离学校"})
    assert code_of(again) == (409, "development_ended")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"school_id": "lead_school"}, {"/school_id": "not_private"}),
        ({"school_id": "kindergarten"}, {"/school_id": "unknown_institution"}),
        ({"school_id": "foreign_kindergarten"}, {"/school_id": "unknown_institution"}),
        ({"training_on": "2025-09-09"}, {"/training_on": "out_of_order"}),
        ({"recognised_on": "2026-01-01"}, {"/recognised_on": "stage_missing"}),
        ({"selected_on": "2026-10-16"}, {"/selected_on": "in_future"}),
        ({"mentor_school_id": "foreign_kindergarten"}, {"/mentor_school_id": "unknown_school"}),
    ],
)
async def test_given_a_wrong_teacher_then_the_field_is_named(
    sign_in: SignIn, world: World, changes: dict[str, Any], expected: dict[str, str]
) -> None:
    body = teacher(world, **{name: str(getattr(world, value, value)) for name, value in changes.items()})
    assert errors_of(await (await sign_in("lead")).post(TEACHERS, json=body)) == expected


@pytest.mark.parametrize(
    ("path", "body", "reached"),
    [
        (TEACHERS, {"training_on": "2025-10-08", "recognised_on": "2026-06-20"}, "2026-06-20"),
        (TEACHERS, {}, "2025-09-10"),
        (MEMBERS, {"activist_on": "2023-10-12", "target_on": "2024-11-05"}, "2024-11-05"),
        (MEMBERS, {}, "2023-03-01"),
    ],
)
async def test_given_a_stage_that_was_reached_then_the_way_ends_no_earlier_and_a_wrong_end_is_taken_back(
    sign_in: SignIn, world: World, session: AsyncSession, path: str, body: dict[str, Any], reached: str
) -> None:
    lead = await sign_in("lead")
    made = await added(lead, path, (teacher if path == TEACHERS else member)(world, **body))
    day_before = str(date.fromisoformat(reached) - timedelta(days=1))
    early = await do(lead, path, made, "end", {"on": day_before, "reason": "调离学校"})
    assert errors_of(early) == {"/on": "outside"}
    assert reached in early.json()["errors"][0]["message"]
    under_way = await do(lead, path, made, "reopen", {})
    assert code_of(under_way) == (409, "development_under_way")
    ended = (await do(lead, path, made, "end", {"on": reached, "reason": "调离学校"})).json()
    stale = await do(lead, path, made, "reopen", {})
    assert code_of(stale) == (412, "stale")
    again = await do(lead, path, ended, "reopen", {})
    assert again.status_code == 200, again.text
    assert again.json() == {**made, "version": 3}
    actions = (await session.execute(select(AuditEvent).order_by(AuditEvent.id))).scalars().all()
    assert [event.action.partition(":")[2] for event in actions] == ["create", "end", "reopen"]
    assert actions[-1].details == {"ended_on": reached}


@pytest.mark.parametrize(("path", "since"), [(TEACHERS, "2025-09-10"), (MEMBERS, "2023-03-01")])
async def test_given_somebody_on_the_way_then_the_same_name_has_to_be_said_to_be_another(
    sign_in: SignIn, world: World, path: str, since: str
) -> None:
    lead = await sign_in("lead")
    body = (teacher if path == TEACHERS else member)(world)
    first = await added(lead, path, body)
    twice = await lead.post(path, json=body)
    assert errors_of(twice) == {"/name": "same_name"}
    message = twice.json()["errors"][0]["message"]
    assert first["name"] in message
    assert since in message
    other = await added(lead, path, {**body, "another_person": True})
    assert other["id"] != first["id"]
    for each in (first, other):
        ended = await do(lead, path, each, "end", {"on": "2026-10-01", "reason": "调离学校"})
        assert ended.status_code == 200, ended.text
    await added(lead, path, body)


async def test_given_the_same_name_at_another_institution_then_it_is_another(sign_in: SignIn, world: World) -> None:
    bureau = await sign_in("bureau")
    for institution in (world.supported_school, world.kindergarten):
        await added(bureau, TEACHERS, teacher(world, school_id=str(institution)))
        await added(bureau, MEMBERS, member(world, institution_id=str(institution)))


# Member developments


async def test_given_an_application_then_the_way_goes_on_step_by_step_and_waits_its_years(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    supported = await sign_in("supported")
    made = await added(supported, MEMBERS, member(world))
    assert (made["stage"], made["next"]) == ("applicant", {"stage": "activist", "earliest_on": "2023-03-01"})
    skipped = await do(supported, MEMBERS, made, "advance", {"stage": "full", "on": "2026-01-01"})
    assert errors_of(skipped) == {"/stage": "not_the_next"}
    at = (await do(supported, MEMBERS, made, "advance", {"stage": "activist", "on": "2023-10-12"})).json()
    assert at["next"] == {"stage": "development_target", "earliest_on": "2024-10-12"}
    early = await do(supported, MEMBERS, at, "advance", {"stage": "development_target", "on": "2024-10-11"})
    assert errors_of(early) == {"/on": "too_early"}
    assert "2024-10-12" in early.json()["errors"][0]["message"]
    at = (await do(supported, MEMBERS, at, "advance", {"stage": "development_target", "on": "2024-11-05"})).json()
    alone = await do(supported, MEMBERS, at, "advance", {"stage": "probationary", "on": "2025-06-25"})
    assert errors_of(alone) == {"/introducers": "two_introducers"}
    body = {"stage": "probationary", "on": "2025-06-25", "introducers": "张静、王磊"}
    at = (await do(supported, MEMBERS, at, "advance", body)).json()
    assert (at["stage"], at["introducers"]) == ("probationary", "张静、王磊")
    at = (await do(supported, MEMBERS, at, "advance", {"stage": "full", "on": "2026-06-26"})).json()
    assert (at["stage"], at["next"]) == ("full", None)
    beyond = await do(supported, MEMBERS, at, "advance", {"stage": "full", "on": "2026-07-01"})
    assert code_of(beyond) == (409, "no_next_stage")
    assert beyond.json()["title"] == "已经是正式党员"
    events = (await session.execute(select(AuditEvent).where(AuditEvent.target_type == "member_development"))).scalars()
    assert {event.target_label for event in events} == {None}, "somebody's way is not told by name in the log"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"applied_on": "2026-10-16"}, {"/applied_on": "in_future"}),
        ({"target_on": "2024-10-12"}, {"/target_on": "stage_missing"}),
        ({"activist_on": "2023-10-12", "target_on": "2024-10-11"}, {"/target_on": "too_early"}),
        (
            {"activist_on": "2023-10-12", "target_on": "2024-10-12", "probationary_on": "2025-01-01"},
            {"/introducers": "two_introducers"},
        ),
        ({"party_organisation_id": "01920000-0000-7000-8000-00000000ffff"},
         {"/party_organisation_id": "unknown_party_organisation"}),
        ({"institution_id": "01920000-0000-7000-8000-00000000ffff"}, {"/institution_id": "unknown_institution"}),
    ],
)  # fmt: skip
async def test_given_a_wrong_development_then_the_field_is_named(
    sign_in: SignIn, world: World, changes: dict[str, Any], expected: dict[str, str]
) -> None:
    assert errors_of(await (await sign_in("supported")).post(MEMBERS, json=member(world, **changes))) == expected


async def test_given_a_date_noted_wrongly_then_it_is_put_right_within_the_rules(sign_in: SignIn, world: World) -> None:
    bureau = await sign_in("bureau")
    made = await added(bureau, MEMBERS, member(world, activist_on="2023-10-12", target_on="2024-11-05"))
    path, headers = f"{MEMBERS}/{made['id']}", {"If-Match": '"1"'}
    late = await bureau.patch(path, json={"activist_on": "2023-12-01"}, headers=headers)
    assert errors_of(late) == {"/target_on": "too_early"}
    ahead = await bureau.patch(path, json={"probationary_on": "2025-12-01"}, headers=headers)
    assert errors_of(ahead) == {"/probationary_on": "stage_not_reached", "/introducers": "two_introducers"}
    right = await bureau.patch(path, json={"activist_on": "2023-11-01", "name": "周艳"}, headers=headers)
    assert (right.status_code, right.json()["activist_on"], right.json()["name"]) == (200, "2023-11-01", "周艳")
    found = (await bureau.get(f"{MEMBERS}?q=zhouyan")).json()["items"]
    assert [item["name"] for item in found] == ["周艳"]


async def test_given_an_end_then_the_way_is_closed(sign_in: SignIn, world: World) -> None:
    bureau = await sign_in("bureau")
    made = await added(bureau, MEMBERS, member(world))
    outside = await do(bureau, MEMBERS, made, "end", {"on": "2023-02-28", "reason": "本人撤回申请"})
    assert errors_of(outside) == {"/on": "outside"}
    ended = (await do(bureau, MEMBERS, made, "end", {"on": "2024-01-01", "reason": "本人撤回申请"})).json()
    assert (ended["stage"], ended["next"]) == ("ended", None)
    changed = await bureau.patch(
        f"{MEMBERS}/{made['id']}", json={"contacts": "张静"}, headers={"If-Match": f'"{ended["version"]}"'}
    )
    assert code_of(changed) == (409, "development_ended")


# Who sees whom


async def test_given_each_reach_then_it_sees_its_institutions_people_and_no_others(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    for bureau, institution in (
        (world.county, world.supported_school),
        (world.county, world.kindergarten),
        (world.county, world.training),
        (world.other_county, world.foreign_kindergarten),
    ):
        await add_teacher(session, world, bureau, institution)
        await add_member(session, world, bureau, institution)
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
        teachers = (await caller.get(TEACHERS)).json()["items"]
        members = (await caller.get(MEMBERS)).json()["items"]
        assert {item["school_name"] for item in teachers} == expected, username
        assert {item["institution_name"] for item in members} == expected, username


async def test_given_an_instructor_who_left_then_the_register_is_closed_to_them(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    await add_member(session, world, world.county, world.kindergarten)
    (await session.get_one(Dispatch, world.dispatch)).ends_on = date(2026, 10, 14)
    await session.commit()
    assert (await (await sign_in("instructor")).get(MEMBERS)).json()["items"] == []


async def test_given_filters_then_the_lists_are_narrowed_in_few_statements(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    county, school = world.county, world.supported_school
    await add_teacher(session, world, county, school, recognised_on=date(2026, 6, 1))
    await add_teacher(session, world, county, world.kindergarten, training_on=None)
    await add_member(session, world, county, school, target_on=date(2026, 3, 5), probationary_on=date(2026, 9, 1))
    await add_member(session, world, county, world.kindergarten, activist_on=None)
    await add_member(session, world, county, world.training, ended_on=date(2026, 1, 1), end_reason="撤回申请")
    await session.commit()
    bureau = await sign_in("bureau")

    async def found(path: str, query: str) -> list[str]:
        answer = await bureau.get(f"{path}?{query}")
        assert answer.status_code == 200, answer.text
        return sorted(item.get("school_name") or item["institution_name"] for item in answer.json()["items"])

    assert await found(TEACHERS, "stage=recognised") == ["兴华学校"]
    assert await found(TEACHERS, "stage=selected") == ["小星星幼儿园"]
    assert await found(TEACHERS, "recognised_from=2026-06-01&recognised_to=2026-06-01") == ["兴华学校"]
    assert await found(TEACHERS, "recognised_from=2026-06-02") == []
    assert await found(TEACHERS, f"school_id={world.kindergarten}") == ["小星星幼儿园"]
    assert await found(TEACHERS, "q=cj") == ["兴华学校", "小星星幼儿园"]
    assert await found(MEMBERS, "stage=probationary") == ["兴华学校"]
    assert await found(MEMBERS, "stage=applicant") == ["小星星幼儿园"]
    assert await found(MEMBERS, "stage=ended") == ["启航培训学校"]
    assert await found(MEMBERS, "admitted_from=2026-09-01&admitted_to=2026-09-01") == ["兴华学校"]
    assert await found(MEMBERS, "admitted_to=2026-08-31") == []
    for path in (TEACHERS, MEMBERS):
        first = (await bureau.get(f"{path}?limit=1&include=total")).json()
        assert first["total"]["value"] == (2 if path == TEACHERS else 3)
        following = (await bureau.get(f"{path}?limit=1&cursor={first['next_cursor']}")).json()["items"]
        assert first["items"][0]["id"] != following[0]["id"]
        with count_statements() as seen:
            await bureau.get(path)
        assert len(seen) <= 4, seen
    for path, body in ((TEACHERS, teacher(world)), (MEMBERS, member(world))):
        with count_statements() as seen:
            await bureau.post(path, json=body)
        assert len(seen) <= 14, seen


async def test_given_a_certificate_then_it_is_evidence_of_the_teacher_within_the_same_reach(
    sign_in: SignIn, world: World
) -> None:
    lead = await sign_in("lead")
    made = await added(lead, TEACHERS, teacher(world))
    development = await added(lead, MEMBERS, member(world))
    for kind, record in (("backbone_teacher", made), ("member_development", development)):
        form = {"subject_type": kind, "subject_id": record["id"], "title": "证书"}
        files = {"file": ("证书.png", png(), "image/png")}
        assert (await lead.post("/api/v1/evidence", data=form, files=files)).status_code == 201
        stranger = await (await sign_in("institution")).post("/api/v1/evidence", data=form, files=files)
        assert errors_of(stranger).keys() == {"/subject_id"}
        for username, count in (("lead", 1), ("supported", 1), ("leader", 1), ("institution", 0), ("instructor", 0)):
            address = f"/api/v1/evidence?subject_type={kind}&subject_id={record['id']}"
            assert len((await (await sign_in(username)).get(address)).json()["items"]) == count, (kind, username)
