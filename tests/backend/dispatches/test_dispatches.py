"""Posting, handing over and ending, over the interface (domain.md §3 and §5, api.md part A)."""

from datetime import date
from typing import Any

import httpx2
import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.database import Database
from handinhand.core.ids import new_id
from handinhand.models import AuditEvent, Dispatch
from tests.backend.statements import count_statements
from tests.conftest import FixedClock, SignIn
from tests.world import World, add_person, organisation

DISPATCHES = "/api/v1/dispatches"


def posting(world: World, **changes: Any) -> dict[str, Any]:
    """A posting that is accepted: nobody has been sent to the supported school yet."""
    body = {
        "institution_id": str(world.supported_school),
        "instructor_id": str(world.people["instructor2"]),
        "starts_on": "2026-10-01",
        "document_number": "蒲教党发〔2026〕15号",
    }
    return body | changes


def errors_of(answer: httpx2.Response) -> dict[str, str]:
    assert answer.status_code == 422, answer.text
    return {error["pointer"]: error["code"] for error in answer.json()["errors"]}


async def recount_jobs(session: AsyncSession) -> list[str]:
    """The bureaux whose visits are to be counted again, as queued."""
    queued = text("select args ->> 'bureau_id' from procrastinate_jobs where task_name = 'obligations:recount'")
    return list((await session.execute(queued)).scalars())


# --- posting ---------------------------------------------------------------------------------------------------------


async def test_given_a_private_institution_when_posting_then_the_dispatch_answers_as_the_interface_says(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    bureau = await sign_in("bureau")
    answer = await bureau.post(DISPATCHES, json=posting(world))
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert answer.headers["location"] == f"{DISPATCHES}/{made['id']}"
    assert answer.headers["etag"] == '"1"'
    wanted = posting(world) | {"ends_on": None, "state": "active", "instructor_name": "李秀英", "version": 1}
    assert {name: made[name] for name in wanted} == wanted
    assert (await bureau.get(answer.headers["location"])).json() == made
    event = (await session.execute(select(AuditEvent).where(AuditEvent.action == "dispatch:create"))).scalar_one()
    assert str(event.target_id) == made["id"]
    assert event.bureau_id == world.county
    assert await recount_jobs(session) == [str(world.county)]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "state"),
    [
        ("2026-10-16", None, "appointed"),
        ("2026-10-15", None, "active"),
        ("2026-09-01", "2026-10-15", "active"),
        ("2026-09-01", "2026-10-14", "ended"),
    ],
)
async def test_given_its_dates_then_the_state_follows_and_the_filter_agrees(
    starts_on: str, ends_on: str | None, state: str, sign_in: SignIn, world: World
) -> None:
    bureau = await sign_in("bureau")
    made = (await bureau.post(DISPATCHES, json=posting(world, starts_on=starts_on, ends_on=ends_on))).json()
    assert made["state"] == state
    for asked in ("appointed", "active", "ended"):
        items = (await bureau.get(f"{DISPATCHES}?state={asked}")).json()["items"]
        assert (made["id"] in {item["id"] for item in items}) == (asked == state)


async def test_given_a_public_institution_or_strange_references_then_the_field_says_so(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    bureau = await sign_in("bureau")
    stranger = await add_person(session, world.at, world.other_county, world.foreign_kindergarten, "周外县")
    await session.commit()

    async def refused(**changes: Any) -> dict[str, str]:
        return errors_of(await bureau.post(DISPATCHES, json=posting(world, **changes)))

    assert await refused(institution_id=str(world.lead_school)) == {"/institution_id": "not_private"}
    # Another bureau's record and one that does not exist are refused alike (promises.md S2).
    for nowhere in (world.foreign_kindergarten, new_id()):
        assert await refused(institution_id=str(nowhere)) == {"/institution_id": "unknown_institution"}
    for nobody in (stranger, new_id()):
        assert await refused(instructor_id=str(nobody)) == {"/instructor_id": "unknown_person"}
    assert await refused(ends_on="2026-09-30") == {"/ends_on": "ends_before_start"}
    assert await refused(starts_on="2026-02-30") == {"/starts_on": "date_from_datetime_parsing"}
    assert await refused(state="active") == {"/state": "extra_forbidden"}


async def test_given_a_closed_institution_or_a_person_who_left_then_no_posting_after_that_day(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    closed = organisation(
        world.at, new_id(), world.county, world.county, "training", "private", "旧时光培训", closed_on=date(2026, 9, 30)
    )
    session.add(closed)
    gone = await add_person(session, world.at, world.county, world.lead_school, "孙离任")
    await session.execute(text("update people set left_on = '2026-09-30' where id = :id"), {"id": gone})
    await session.commit()
    bureau = await sign_in("bureau")
    late = await bureau.post(DISPATCHES, json=posting(world, institution_id=str(closed.id)))
    assert errors_of(late) == {"/starts_on": "institution_closed"}
    late = await bureau.post(DISPATCHES, json=posting(world, instructor_id=str(gone)))
    assert errors_of(late) == {"/instructor_id": "person_left"}
    before = posting(world, starts_on="2026-09-01", ends_on="2026-09-30", instructor_id=str(gone))
    assert (await bureau.post(DISPATCHES, json=before)).status_code == 201


@pytest.mark.parametrize(
    ("starts_on", "ends_on"), [("2025-08-01", "2025-09-01"), ("2026-10-15", None), ("2027-01-01", "2027-01-01")]
)
async def test_given_somebody_in_post_when_a_day_is_common_then_409_names_the_other_dates(
    starts_on: str, ends_on: str | None, sign_in: SignIn, world: World
) -> None:
    bureau = await sign_in("bureau")
    body = posting(world, institution_id=str(world.kindergarten), starts_on=starts_on, ends_on=ends_on)
    answer = await bureau.post(DISPATCHES, json=body)
    assert answer.status_code == 409
    problem = answer.json()
    assert problem["type"].endswith("dispatch_overlaps")
    assert (problem["dispatch_id"], problem["starts_on"], problem["ends_on"]) == (
        str(world.dispatch),
        "2025-09-01",
        None,
    )
    assert "2025-09-01" in problem["detail"]


async def test_given_the_day_before_or_after_then_it_is_free(sign_in: SignIn, world: World) -> None:
    bureau = await sign_in("bureau")
    before = posting(world, institution_id=str(world.kindergarten), starts_on="2025-03-01", ends_on="2025-08-31")
    assert (await bureau.post(DISPATCHES, json=before)).status_code == 201


async def test_given_the_same_key_when_posting_twice_then_one_dispatch(sign_in: SignIn, world: World) -> None:
    bureau = await sign_in("bureau")
    key = {"Idempotency-Key": "posting-1"}
    first = await bureau.post(DISPATCHES, json=posting(world), headers=key)
    second = await bureau.post(DISPATCHES, json=posting(world), headers=key)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    listed = await bureau.get(f"{DISPATCHES}?institution_id={world.supported_school}")
    assert len(listed.json()["items"]) == 1


# --- handing over ----------------------------------------------------------------------------------------------------


async def test_given_a_hand_over_mid_month_then_one_ends_and_its_successor_starts_the_next_day(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    bureau = await sign_in("bureau")
    body = {"instructor_id": str(world.people["instructor2"]), "on": "2026-10-16", "reason": "工作调动"}
    answer = await bureau.post(f"{DISPATCHES}/{world.dispatch}/hand-over", json=body, headers={"If-Match": '"1"'})
    assert answer.status_code == 201, answer.text
    successor = answer.json()
    assert (successor["starts_on"], successor["ends_on"], successor["state"]) == ("2026-10-16", None, "appointed")
    assert successor["predecessor_id"] == str(world.dispatch)
    left = (await bureau.get(f"{DISPATCHES}/{world.dispatch}")).json()
    assert (left["ends_on"], left["state"], left["end_reason"], left["version"]) == (
        "2026-10-15",
        "active",
        "工作调动",
        2,
    )
    events = select(AuditEvent.action).where(AuditEvent.action.startswith("dispatch:"))
    assert sorted((await session.execute(events)).scalars()) == ["dispatch:create", "dispatch:hand_over"]


async def test_given_a_hand_over_in_effect_then_the_right_to_see_goes_over_on_that_day(
    sign_in: SignIn, world: World, clock: FixedClock
) -> None:
    bureau, old, new = await sign_in("bureau"), await sign_in("instructor"), await sign_in("instructor2")
    body = {"instructor_id": str(world.people["instructor2"]), "on": "2026-10-16"}
    await bureau.post(f"{DISPATCHES}/{world.dispatch}/hand-over", json=body, headers={"If-Match": '"1"'})
    place = f"/api/v1/organisations/{world.kindergarten}"
    assert ((await old.get(place)).status_code, (await new.get(place)).status_code) == (200, 404)
    clock.advance(hours=14)  # midnight in the bureau's zone
    assert ((await old.get(place)).status_code, (await new.get(place)).status_code) == (404, 200)


async def test_given_a_planned_end_when_handing_over_then_the_successor_serves_to_that_day(
    sign_in: SignIn, world: World
) -> None:
    bureau = await sign_in("bureau")
    made = (await bureau.post(DISPATCHES, json=posting(world, ends_on="2027-08-31"))).json()
    body = {"instructor_id": str(world.people["instructor"]), "on": "2026-11-01"}
    answer = await bureau.post(f"{DISPATCHES}/{made['id']}/hand-over", json=body, headers={"If-Match": '"1"'})
    assert answer.json()["ends_on"] == "2027-08-31"


@pytest.mark.parametrize(("on", "code"), [("2025-09-01", "outside_dispatch"), ("2024-01-01", "outside_dispatch")])
async def test_given_a_day_outside_the_dispatch_then_the_date_is_refused(
    on: str, code: str, sign_in: SignIn, world: World
) -> None:
    bureau = await sign_in("bureau")
    body = {"instructor_id": str(world.people["instructor2"]), "on": on}
    answer = await bureau.post(f"{DISPATCHES}/{world.dispatch}/hand-over", json=body, headers={"If-Match": '"1"'})
    assert errors_of(answer) == {"/on": code}
    assert (await bureau.get(f"{DISPATCHES}/{world.dispatch}")).json()["version"] == 1


async def test_given_the_same_instructor_then_it_is_no_hand_over(sign_in: SignIn, world: World) -> None:
    bureau = await sign_in("bureau")
    body = {"instructor_id": str(world.people["instructor"]), "on": "2026-10-16"}
    answer = await bureau.post(f"{DISPATCHES}/{world.dispatch}/hand-over", json=body, headers={"If-Match": '"1"'})
    assert errors_of(answer) == {"/instructor_id": "same_instructor"}


async def test_given_the_same_key_when_handing_over_twice_then_one_successor(sign_in: SignIn, world: World) -> None:
    bureau = await sign_in("bureau")
    body = {"instructor_id": str(world.people["instructor2"]), "on": "2026-10-16"}
    headers = {"If-Match": '"1"', "Idempotency-Key": "hand-over-1"}
    answers = [
        await bureau.post(f"{DISPATCHES}/{world.dispatch}/hand-over", json=body, headers=headers) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()


# --- ending ----------------------------------------------------------------------------------------------------------


async def test_given_a_last_day_then_the_dispatch_ends_with_its_reason(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    bureau = await sign_in("bureau")
    body = {"ends_on": "2026-10-14", "reason": "机构停办"}
    answer = await bureau.post(f"{DISPATCHES}/{world.dispatch}/end", json=body, headers={"If-Match": '"1"'})
    assert answer.status_code == 200, answer.text
    assert (answer.json()["state"], answer.json()["end_reason"], answer.headers["etag"]) == ("ended", "机构停办", '"2"')
    again = await bureau.post(f"{DISPATCHES}/{world.dispatch}/end", json={"nonsense": 1}, headers={"If-Match": '"2"'})
    assert again.status_code == 409  # before the body is looked at
    assert again.json()["type"].endswith("dispatch_ended")
    kept = await session.get_one(Dispatch, world.dispatch)
    assert kept.ends_on == date(2026, 10, 14)
    assert await recount_jobs(session) == [str(world.county)]


async def test_given_a_day_before_the_start_or_no_reason_then_it_is_refused(sign_in: SignIn, world: World) -> None:
    bureau = await sign_in("bureau")
    path, headers = f"{DISPATCHES}/{world.dispatch}/end", {"If-Match": '"1"'}
    early = await bureau.post(path, json={"ends_on": "2025-08-31", "reason": "写错了"}, headers=headers)
    assert errors_of(early) == {"/ends_on": "ends_before_start"}
    assert errors_of(await bureau.post(path, json={"ends_on": "2026-10-31"}, headers=headers)) == {"/reason": "missing"}


async def test_given_a_later_last_day_that_reaches_into_the_next_dispatch_then_409(
    sign_in: SignIn, world: World
) -> None:
    bureau = await sign_in("bureau")
    first = (await bureau.post(DISPATCHES, json=posting(world, ends_on="2026-10-31"))).json()
    following = posting(world, starts_on="2026-11-01", instructor_id=str(world.people["instructor"]))
    await bureau.post(DISPATCHES, json=following)
    body = {"ends_on": "2026-11-01", "reason": "延长一天"}
    answer = await bureau.post(f"{DISPATCHES}/{first['id']}/end", json=body, headers={"If-Match": '"1"'})
    assert answer.status_code == 409
    assert answer.json()["starts_on"] == "2026-11-01"


async def test_given_no_version_or_an_old_one_then_428_and_412(sign_in: SignIn, world: World) -> None:
    bureau = await sign_in("bureau")
    body = {"ends_on": "2026-10-31", "reason": "机构停办"}
    path = f"{DISPATCHES}/{world.dispatch}/end"
    assert (await bureau.post(path, json=body)).status_code == 428
    stale = await bureau.post(path, json=body, headers={"If-Match": '"7"'})
    assert (stale.status_code, stale.json()["current_version"]) == (412, 1)


# --- who sees and does what ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("username", "sees"),
    [
        ("bureau", {"kindergarten", "training"}),
        ("leader", {"kindergarten", "training"}),
        ("section", {"kindergarten"}),
        ("host", {"kindergarten"}),
        ("lead", set()),
        ("instructor", {"kindergarten"}),
        ("instructor2", {"training"}),
        ("institution", {"kindergarten"}),
        ("bureau2", set()),
    ],
)
async def test_given_a_role_then_the_list_holds_its_institutions_only(
    username: str, sees: set[str], sign_in: SignIn, world: World
) -> None:
    caller = await sign_in(username)
    items = (await caller.get(DISPATCHES)).json()["items"]
    assert {item["institution_id"] for item in items} == {str(getattr(world, name)) for name in sees}
    for name, dispatch in (("kindergarten", world.dispatch), ("training", world.other_dispatch)):
        assert (await caller.get(f"{DISPATCHES}/{dispatch}")).status_code == (200 if name in sees else 404)


@pytest.mark.parametrize("username", ["leader", "section", "host", "instructor", "institution", "auditor"])
async def test_given_no_right_to_post_then_nothing_is_posted(username: str, sign_in: SignIn, world: World) -> None:
    caller = await sign_in(username)
    assert (await caller.post(DISPATCHES, json=posting(world))).status_code == 403
    body = {"ends_on": "2026-10-31", "reason": "机构停办"}
    answer = await caller.post(f"{DISPATCHES}/{world.dispatch}/end", json=body, headers={"If-Match": '"1"'})
    assert answer.status_code == (404 if username == "auditor" else 403)


@pytest.mark.parametrize(("q", "found"), [("小星星", 1), ("xxxyey", 1), ("wangjianguo", 1), ("李秀", 1), ("nobody", 0)])
async def test_given_a_search_then_it_looks_at_institution_and_instructor(
    q: str, found: int, sign_in: SignIn, world: World
) -> None:
    bureau = await sign_in("bureau")
    assert len((await bureau.get(DISPATCHES, params={"q": q})).json()["items"]) == found


async def test_given_many_dispatches_then_the_list_pages_and_asks_no_more(
    sign_in: SignIn, world: World, session: AsyncSession, database: Database
) -> None:
    bureau = await sign_in("bureau")

    async def statements() -> int:
        with count_statements() as seen:
            assert (await bureau.get(f"{DISPATCHES}?limit=3")).status_code == 200
        return len(seen)

    few = await statements()
    for number in range(5):
        place = organisation(
            world.at, new_id(), world.county, world.county, "training", "private", f"第{number}培训学校"
        )
        session.add(place)
        await session.flush()
        session.add(
            Dispatch(
                bureau_id=world.county,
                institution_id=place.id,
                instructor_id=world.people["instructor"],
                starts_on=date(2026, 1, 1),
                created_at=world.at,
                updated_at=world.at,
            )
        )
    await session.commit()
    assert await statements() == few <= 4
    seen: list[str] = []
    cursor = ""
    while True:
        page = (await bureau.get(f"{DISPATCHES}?limit=3{cursor}")).json()
        seen += [item["id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert len(seen) == len(set(seen)) == 7


async def test_given_a_creation_then_at_most_fourteen_statements(
    sign_in: SignIn, world: World, database: Database
) -> None:
    bureau = await sign_in("bureau")
    with count_statements() as seen:
        answer = await bureau.post(DISPATCHES, json=posting(world), headers={"Idempotency-Key": "count"})
    assert answer.status_code == 201
    assert len(seen) <= 14, seen
    body = {"instructor_id": str(world.people["instructor"]), "on": "2026-10-16"}
    with count_statements() as seen:
        path = f"{DISPATCHES}/{answer.json()['id']}/hand-over"
        handed = await bureau.post(path, json=body, headers={"If-Match": '"1"'})
    assert handed.status_code == 201
    assert len(seen) <= 14, seen
