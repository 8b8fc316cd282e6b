"""Targets: set by themselves, counted from the registers, every number opens its rows (domain.md §1 A, §3)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx2
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.config import Settings
from handinhand.core.database import Database
from handinhand.core.jobs import WorkerContext, set_worker_context
from handinhand.models import ActivityKind, SupportCommunity, SupportedSchool, Target
from handinhand.programme.targets import tasks
from handinhand.programme.targets.rules import course, expected
from tests.backend.access.arrange_activities import add_activity
from tests.backend.access.arrange_communities import add_community
from tests.backend.access.arrange_development import add_member, add_teacher
from tests.backend.statements import count_statements
from tests.conftest import FixedClock, SignIn
from tests.world import World

TARGETS = "/api/v1/targets"


@pytest.fixture
def worker(app: FastAPI, database: Database, clock: FixedClock, settings: Settings) -> None:
    """The worker's parts, so that tasks run here as they do there."""
    set_worker_context(WorkerContext(database, app.state.files, clock, settings))


@pytest.fixture
async def given_targets(worker: None, world: World) -> None:
    """The targets that the notice gives, as the worker sets them."""
    await tasks.ensure_for_bureau(str(world.county))


async def listed(caller: httpx2.AsyncClient, query: str = "") -> dict[str, dict[str, Any]]:
    answer = await caller.get(f"{TARGETS}?{query}")
    assert answer.status_code == 200, answer.text
    return {item["measure"]: item for item in answer.json()["items"]}


def errors_of(answer: httpx2.Response) -> dict[str, str]:
    assert answer.status_code == 422, answer.text
    return {error["pointer"]: error["code"] for error in answer.json()["errors"]}


async def membership(session: AsyncSession, community: UUID) -> SupportedSchool:
    return (
        await session.execute(select(SupportedSchool).where(SupportedSchool.community_id == community))
    ).scalar_one()


# Pace and course


@given(st.integers(1, 50), st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(2, 2000), st.integers(-500, 2500))
def test_given_a_term_then_the_even_pace_runs_from_nothing_to_the_aim(
    aim: int, start: date, length: int, passed: int
) -> None:
    end = start + timedelta(days=length - 1)
    now = expected(aim, start, end, start + timedelta(days=passed))
    assert 0 <= now <= aim
    assert now <= expected(aim, start, end, start + timedelta(days=passed + 1))
    if passed >= length - 1:
        assert now == aim
    if passed < -1:
        assert now == 0


@given(st.lists(st.dates(date(2025, 1, 1), date(2025, 2, 1)), max_size=20))
def test_given_days_then_the_course_ends_at_their_number_and_grows_with_each(days: list[date]) -> None:
    points = course(days)
    assert [point.on for point in points] == sorted(set(days))
    for point in points:
        assert point.value == sum(day <= point.on for day in days)


# Set by themselves


async def test_given_a_term_then_two_targets_are_set_once_and_run_36_months(
    sign_in: SignIn, given_targets: None, world: World, session: AsyncSession
) -> None:
    await add_community(session, world, world.other_county, "白水一中", world.foreign_kindergarten)
    await session.commit()
    await tasks.ensure_for_bureau(str(world.county))
    assert (await session.execute(select(func.count()).select_from(Target))).scalar_one() == 2
    await tasks.ensure(0)
    found = await listed(await sign_in("lead"))
    assert {name: (item["aim"], item["starts_on"], item["ends_on"]) for name, item in found.items()} == {
        "backbone_teachers": (3, "2025-09-01", "2028-08-31"),
        "members_admitted": (3, "2025-09-01", "2028-08-31"),
    }
    assert found["backbone_teachers"]["expected"] == 1.1
    assert (await session.execute(select(func.count()).select_from(Target))).scalar_one() == 4


async def test_given_a_draft_or_an_ended_community_then_no_targets_are_set(
    worker: None, world: World, session: AsyncSession
) -> None:
    community = await session.get_one(SupportCommunity, world.community)
    for state, ends_on in (("draft", None), ("completed", date(2026, 1, 1))):
        community.state, community.ends_on = state, ends_on
        await session.commit()
        await tasks.ensure(0)
        assert (await session.execute(select(func.count()).select_from(Target))).scalar_one() == 0


# Counted


async def test_given_the_registers_then_what_lies_within_the_term_counts_and_opens_its_rows(
    sign_in: SignIn, given_targets: None, world: World, session: AsyncSession
) -> None:
    county, school = world.county, world.supported_school
    for on in (date(2025, 8, 31), date(2025, 10, 8), date(2026, 10, 15), date(2026, 10, 16)):
        before = date(2025, 1, 1)
        await add_teacher(session, world, county, school, selected_on=before, training_on=before, recognised_on=on)
    await add_teacher(session, world, county, school)
    await add_teacher(session, world, county, world.kindergarten, recognised_on=date(2026, 1, 1))
    way = {"applied_on": date(2020, 1, 1), "activist_on": date(2021, 1, 1), "target_on": date(2023, 1, 1)}
    await add_member(session, world, county, school, **way, probationary_on=date(2025, 9, 1))
    await add_member(session, world, county, school, **way)
    await session.commit()
    lead = await sign_in("lead")
    found = await listed(lead)
    assert (found["backbone_teachers"]["value"], found["members_admitted"]["value"]) == (2, 1)
    progress = (await lead.get(found["backbone_teachers"]["progress_href"])).json()
    assert progress["value"] == len(progress["rows"]) == 2
    assert progress["points"] == [{"on": "2025-10-08", "value": 1}, {"on": "2026-10-15", "value": 2}]
    for row in progress["rows"]:
        assert row["label"] == "陈静"
        assert (await lead.get(row["href"])).json()["recognised_on"] == row["on"]


async def test_given_a_school_that_left_then_it_counts_to_its_last_day(
    sign_in: SignIn, given_targets: None, world: World, session: AsyncSession
) -> None:
    for on in (date(2026, 5, 1), date(2026, 5, 2)):
        await add_teacher(session, world, world.county, world.supported_school, recognised_on=on)
    (await membership(session, world.community)).left_on = date(2026, 5, 1)
    await session.commit()
    assert (await listed(await sign_in("bureau")))["backbone_teachers"]["value"] == 1


async def test_given_activities_then_those_held_with_the_school_count(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    session.add(
        SupportedSchool(bureau_id=world.county, community_id=world.community, school_id=world.training,
                        joined_on=date(2025, 9, 1), created_at=world.at, updated_at=world.at)
    )  # fmt: skip
    kind = ActivityKind(bureau_id=world.county, strand="teaching", name="送教", position=1, created_at=world.at,
                        updated_at=world.at)  # fmt: skip
    session.add(kind)
    await session.flush()
    community = await session.get_one(SupportCommunity, world.community)
    held: dict[str, Any] = {"state": "done", "completed_at": world.at}
    for more in (
        {"starts_on": date(2026, 9, 1), "ends_on": date(2026, 9, 1), **held},
        {"starts_on": date(2026, 9, 2), "ends_on": date(2026, 9, 2), **held, "strand": "hardship"},
        {"starts_on": date(2026, 9, 3), "ends_on": date(2026, 9, 3), **held, "supported_school_ids": [world.training]},
        {"starts_on": date(2026, 9, 4), "ends_on": date(2026, 9, 4)},
    ):
        await add_activity(session, world, community, kind.id, world.users["bureau"], world.lead_school, **more)
    await session.commit()
    bureau = await sign_in("bureau")
    for school, value in ((world.supported_school, 1), (world.training, 2)):
        body = {"community_id": str(world.community), "school_id": str(school), "measure": "activities_teaching",
                "aim": 12}  # fmt: skip
        made = await bureau.post(TARGETS, json=body)
        assert (made.status_code, made.json()["value"]) == (201, value), made.text
        rows = (await bureau.get(made.json()["progress_href"])).json()["rows"]
        assert len(rows) == value
        assert (await bureau.get(rows[0]["href"])).status_code == 200


async def test_given_a_reader_without_the_register_then_days_are_told_and_names_are_not(
    sign_in: SignIn, given_targets: None, world: World, session: AsyncSession
) -> None:
    await add_teacher(session, world, world.county, world.supported_school, recognised_on=date(2026, 5, 1))
    # A second supported school sees the community's targets, but not the other school's people.
    session.add(
        SupportedSchool(bureau_id=world.county, community_id=world.community, school_id=world.kindergarten,
                        joined_on=date(2025, 9, 1), created_at=world.at, updated_at=world.at)
    )  # fmt: skip
    await session.commit()
    institution = await sign_in("institution")
    target = (await listed(institution, f"school_id={world.supported_school}"))["backbone_teachers"]
    rows = (await institution.get(target["progress_href"])).json()["rows"]
    assert [(row["on"], row["label"]) for row in rows] == [("2026-05-01", None)]
    assert (await institution.get(rows[0]["href"])).status_code == 404


# Added and changed


async def test_given_the_bureau_then_it_adds_and_changes_and_once_each(
    sign_in: SignIn, given_targets: None, world: World
) -> None:
    bureau = await sign_in("bureau")
    body = {"community_id": str(world.community), "school_id": str(world.supported_school),
            "measure": "activities_hardship", "aim": 6, "ends_on": "2026-08-31"}  # fmt: skip
    made = (await bureau.post(TARGETS, json=body)).json()
    assert (made["starts_on"], made["ends_on"]) == ("2025-09-01", "2026-08-31")
    again = await bureau.post(TARGETS, json=body)
    assert (again.status_code, again.json()["type"].rpartition(":")[2]) == (409, "target_exists")
    path, headers = f"{TARGETS}/{made['id']}", {"If-Match": '"1"'}
    changed = await bureau.patch(path, json={"aim": 8, "note": "每学期两次"}, headers=headers)
    assert (changed.json()["aim"], changed.json()["note"]) == (8, "每学期两次")
    headers = {"If-Match": changed.headers["etag"]}
    assert errors_of(await bureau.patch(path, json={"ends_on": "2025-09-01"}, headers=headers)) == {
        "/ends_on": "ends_before_start"
    }
    elsewhere = {**body, "school_id": str(world.training)}
    assert errors_of(await bureau.post(TARGETS, json=elsewhere)) == {"/school_id": "not_a_member"}
    for wrong in (0, 2.5, "3", True):
        assert errors_of(await bureau.post(TARGETS, json={**body, "aim": wrong})).keys() == {"/aim"}, wrong
    whole = await bureau.post(TARGETS, json={**body, "measure": "activities_teaching", "aim": 3.0})
    assert (whole.status_code, whole.json()["aim"]) == (201, 3)


async def test_given_many_targets_then_the_list_asks_as_little_as_for_one(
    sign_in: SignIn, worker: None, world: World, session: AsyncSession
) -> None:
    await add_community(session, world, world.county, "城南学校", world.training)
    await session.commit()
    await tasks.ensure(0)
    bureau = await sign_in("bureau")
    with count_statements() as seen:
        assert len((await bureau.get(TARGETS)).json()["items"]) == 4
    assert len(seen) <= 4, seen
    one = await listed(bureau, f"community_id={world.community}&measure=members_admitted")
    assert list(one) == ["members_admitted"]
    assert await listed(await sign_in("institution")) == {}
