"""An entry that should not be there is taken out: what followed from it goes with it, and the log keeps it."""

from datetime import date
from typing import Any

import httpx2
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.models import AuditEvent, Organisation
from tests.backend.coverage.test_records import COUNTS, COVERAGES, GROUPS, added, counted, covered, errors_of, founded
from tests.conftest import SignIn
from tests.world import World

EVERY = [(COUNTS, counted), (COVERAGES, covered), (GROUPS, founded)]


async def withdrawn(caller: httpx2.AsyncClient, path: str, made: dict[str, Any], **query: str) -> httpx2.Response:
    headers = {"If-Match": f'"{made["version"]}"'}
    return await caller.delete(f"{path}/{made['id']}", params=query or {"reason": "not_so"}, headers=headers)


async def logged(session: AsyncSession, action: str) -> Any:
    return (await session.execute(select(AuditEvent.details).where(AuditEvent.action == action))).scalar_one()


async def test_given_counts_that_were_wrong_then_the_organisation_shows_the_latest_day_that_is_left(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    institution = await sign_in("institution")

    async def shown() -> list[Any]:
        read = (await institution.get(f"/api/v1/organisations/{world.kindergarten}")).json()
        return [read[name] for name in ("full_members", "probationary_members", "members_as_of_on")]

    older = await added(institution, COUNTS, counted(world, as_of_on="2026-01-31", full_members=1))
    wrong = await added(institution, COUNTS, counted(world, full_members=30))
    assert await shown() == [30, 1, "2026-10-01"]
    assert (await withdrawn(institution, COUNTS, wrong, reason="wrong_institution")).status_code == 204
    assert await shown() == [1, 1, "2026-01-31"]
    assert await logged(session, "member_count:withdraw") == {
        "reason": "wrong_institution", "as_of_on": "2026-10-01", "full_members": 30, "probationary_members": 1,
    }  # fmt: skip
    assert (await withdrawn(institution, COUNTS, older)).status_code == 204
    assert await shown() == [None, None, None]
    assert (await institution.get(COUNTS)).json()["items"] == []


async def test_given_a_coverage_that_never_was_then_the_one_before_it_is_the_present(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    instructor = await sign_in("instructor")
    before = await added(instructor, COVERAGES, covered(world))
    wrong = await added(
        instructor, COVERAGES, covered(world, coverage="none", since_on="2026-09-01", party_organisation_id=None)
    )
    assert (await withdrawn(instructor, COVERAGES, wrong, reason="entered_twice")).status_code == 204
    assert [item["id"] for item in (await instructor.get(COVERAGES)).json()["items"]] == [before["id"]]
    standing = (await instructor.get("/api/v1/institution-coverages")).json()["items"]
    assert [row["coverage"] for row in standing] == ["affiliated"]
    assert await logged(session, "party_coverage:withdraw") == {
        "reason": "entered_twice", "coverage": "none", "since_on": "2026-09-01", "party_organisation_id": None,
    }  # fmt: skip


async def test_given_a_group_of_the_wrong_kind_then_it_goes_and_the_right_one_may_come(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    institution = await sign_in("institution")
    wrong = await added(institution, GROUPS, founded(world, kind="women"))
    assert (await withdrawn(institution, GROUPS, wrong, reason="other")).status_code == 204
    await added(institution, GROUPS, founded(world))
    overview = (await institution.get("/api/v1/overview/coverage")).json()
    present = {share["kind"]: share["present"]["count"] for share in overview["groups"]}
    assert present == {"youth_league": 0, "union": 1, "women": 0}
    assert await logged(session, "mass_group:withdraw") == {
        "reason": "other", "kind": "women", "founded_on": "2026-05-01", "ended_on": None,
    }  # fmt: skip


@pytest.mark.parametrize(("path", "body"), EVERY)
async def test_given_no_version_or_no_reason_then_nothing_is_taken_out(
    sign_in: SignIn, world: World, path: str, body: Any
) -> None:
    bureau = await sign_in("bureau")
    made = await added(bureau, path, body(world))
    alone = await bureau.delete(f"{path}/{made['id']}", params={"reason": "other"})
    stale = await withdrawn(bureau, path, {**made, "version": 9})
    assert (alone.status_code, stale.status_code) == (428, 412)
    headers = {"If-Match": '"1"'}
    without = await bureau.delete(f"{path}/{made['id']}", headers=headers)
    assert errors_of(without) == {"?reason": "missing"}
    unknown = await withdrawn(bureau, path, made, reason="weather")
    assert errors_of(unknown) == {"?reason": "literal_error"}
    assert (await bureau.get(f"{path}/{made['id']}")).status_code == 200


@pytest.mark.parametrize(("path", "body"), EVERY)
async def test_given_an_institution_that_has_closed_then_its_entries_stay(
    sign_in: SignIn, world: World, session: AsyncSession, path: str, body: Any
) -> None:
    bureau = await sign_in("bureau")
    made = await added(bureau, path, body(world))
    (await session.get_one(Organisation, world.kindergarten)).closed_on = date(2026, 10, 1)
    await session.commit()
    refused = await withdrawn(bureau, path, made)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:handinhand:problem:organisation_closed")


@pytest.mark.parametrize(("path", "body"), EVERY)
async def test_given_the_same_request_again_after_the_withdrawal_then_nothing_is_entered_anew(
    sign_in: SignIn, world: World, path: str, body: Any
) -> None:
    institution, key = await sign_in("institution"), {"Idempotency-Key": "entry-1"}
    made = (await institution.post(path, json=body(world), headers=key)).json()
    assert (await withdrawn(institution, path, made)).status_code == 204
    again = await institution.post(path, json=body(world), headers=key)
    assert (again.status_code, again.json()["type"]) == (409, "urn:handinhand:problem:withdrawn")
    assert (await institution.get(path)).json()["items"] == []
