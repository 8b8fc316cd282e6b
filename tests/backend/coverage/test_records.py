"""Member counts, Party coverage and mass groups over the interface (domain.md §1 A, §3)."""

from datetime import date
from typing import Any

import httpx2
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.models import AuditEvent, Dispatch, Organisation, PartyOrganisation
from tests.backend.access.arrange_coverage import add_count, add_coverage, add_group
from tests.backend.statements import count_statements
from tests.conftest import SignIn
from tests.world import World

COUNTS = "/api/v1/member-counts"
COVERAGES = "/api/v1/party-coverages"
GROUPS = "/api/v1/mass-groups"


def errors_of(answer: httpx2.Response) -> dict[str, str]:
    assert answer.status_code == 422, answer.text
    return {error["pointer"]: error["code"] for error in answer.json()["errors"]}


def counted(world: World, **changes: Any) -> dict[str, Any]:
    return {"organisation_id": str(world.kindergarten), "as_of_on": "2026-10-01", "full_members": 3,
            "probationary_members": 1, **changes}  # fmt: skip


def covered(world: World, **changes: Any) -> dict[str, Any]:
    return {"institution_id": str(world.kindergarten), "coverage": "affiliated", "since_on": "2025-09-01",
            "party_organisation_id": str(world.host_branch), "how": "党员不足三名，按名册挂靠", **changes}  # fmt: skip


def founded(world: World, **changes: Any) -> dict[str, Any]:
    return {"institution_id": str(world.kindergarten), "kind": "union", "founded_on": "2026-05-01",
            "how": "全体教职工大会选举", **changes}  # fmt: skip


def named(world: World, changes: dict[str, Any]) -> dict[str, Any]:
    """With the world's ids for the names of its places."""
    return {name: str(getattr(world, value, value)) if isinstance(value, str) else value
            for name, value in changes.items()}  # fmt: skip


async def added(caller: httpx2.AsyncClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await caller.post(path, json=body)
    assert answer.status_code == 201, answer.text
    assert (await caller.get(answer.headers["location"])).json() == answer.json()
    made: dict[str, Any] = answer.json()
    return made


async def changed(caller: httpx2.AsyncClient, path: str, made: dict[str, Any], body: dict[str, Any]) -> httpx2.Response:
    return await caller.patch(f"{path}/{made['id']}", json=body, headers={"If-Match": f'"{made["version"]}"'})


async def add_party(session: AsyncSession, world: World, seat: Any, kind: str, **more: Any) -> str:
    party = PartyOrganisation(
        bureau_id=more.pop("bureau_id", world.county), organisation_id=seat, kind=kind, name=f"{kind} {seat}"[:100],
        name_pinyin="dang", name_initials="d", created_at=world.at, updated_at=world.at, **more,
    )  # fmt: skip
    session.add(party)
    await session.flush()
    await session.commit()
    return str(party.id)


# Member counts


async def test_given_counts_of_several_days_then_the_organisation_shows_the_latest(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    institution = await sign_in("institution")

    async def shown() -> list[Any]:
        read = (await institution.get(f"/api/v1/organisations/{world.kindergarten}")).json()
        return [read[name] for name in ("full_members", "probationary_members", "members_as_of_on", "version")]

    made = await added(institution, COUNTS, counted(world))
    assert (made["organisation_name"], made["doubt"], made["version"]) == ("小星星幼儿园", None, 1)
    assert await shown() == [3, 1, "2026-10-01", 2]
    await added(institution, COUNTS, counted(world, as_of_on="2026-01-31", full_members=1, probationary_members=0))
    assert await shown() == [3, 1, "2026-10-01", 2]
    corrected = await changed(institution, COUNTS, made, {"full_members": 2})
    again = corrected.json()
    assert (again["id"], again["version"], again["doubt"]) == (made["id"], 2, "more_than_probationary")
    assert await shown() == [2, 1, "2026-10-01", 3]
    moved = await changed(institution, COUNTS, again, {"as_of_on": "2025-12-31", "full_members": 0})
    assert moved.status_code == 200, moved.text
    assert await shown() == [1, 0, "2026-01-31", 4]
    listed = (await institution.get(COUNTS)).json()["items"]
    assert [(item["as_of_on"], item["doubt"]) for item in listed] == [
        ("2026-01-31", None),
        ("2025-12-31", None),
    ]
    taken = await changed(institution, COUNTS, moved.json(), {"as_of_on": "2026-01-31"})
    assert errors_of(taken) == {"/as_of_on": "day_taken"}
    events = (await session.execute(select(AuditEvent).order_by(AuditEvent.id))).scalars().all()
    assert [event.action for event in events] == [
        "member_count:create", "member_count:create", "member_count:update", "member_count:update",
    ]  # fmt: skip
    assert events[2].details == {"fields": ["full_members"]}


async def test_given_a_day_that_was_counted_then_another_figure_is_refused_with_the_entry_there_is(
    sign_in: SignIn, world: World
) -> None:
    institution, bureau = await sign_in("institution"), await sign_in("bureau")
    made = await added(institution, COUNTS, counted(world))
    refused = await bureau.post(COUNTS, json=counted(world, full_members=9, probationary_members=2))
    said = refused.json()
    assert (refused.status_code, said["type"]) == (409, "urn:handinhand:problem:day_taken")
    name = (await institution.get("/api/v1/me")).json()["user"]["name"]
    assert said["entry"] == {
        "id": made["id"], "as_of_on": "2026-10-01", "full_members": 3, "probationary_members": 1,
        "entered_by_name": name, "entered_at": said["entry"]["entered_at"], "version": 1,
    }  # fmt: skip
    assert said["detail"] == (
        f"2026-10-01 的人数已由{name}在 2026-10-15 登记：正式党员 3 名，预备党员 1 名。请核对，不对就更正那一条。"
    )
    assert (await bureau.get(COUNTS)).json()["items"] == [made]
    same = await bureau.post(COUNTS, json=counted(world), headers={"Idempotency-Key": "again"})
    assert (same.status_code, same.json()) == (200, made)
    stale = await bureau.patch(f"{COUNTS}/{made['id']}", json={"full_members": 9}, headers={"If-Match": '"7"'})
    assert stale.status_code == 412
    assert (await changed(bureau, COUNTS, said["entry"], {"full_members": 9})).json()["full_members"] == 9


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"as_of_on": "2026-10-16"}, {"/as_of_on": "in_future"}),
        ({"as_of_on": "1900-01-01"}, {"/as_of_on": "date_not_sensible"}),
        ({"full_members": -1}, {"/full_members": "greater_than_equal"}),
        ({"probationary_members": None}, {"/probationary_members": "int_type"}),
        ({"organisation_id": "lead_school"}, {"/organisation_id": "not_private"}),
        ({"organisation_id": "foreign_kindergarten"}, {"/organisation_id": "unknown_institution"}),
    ],
)
async def test_given_a_wrong_count_then_the_field_is_named(
    sign_in: SignIn, world: World, changes: dict[str, Any], expected: dict[str, str]
) -> None:
    body = counted(world, **named(world, changes))
    assert errors_of(await (await sign_in("bureau")).post(COUNTS, json=body)) == expected


async def test_given_a_count_to_be_put_right_then_not_into_the_future(sign_in: SignIn, world: World) -> None:
    bureau = await sign_in("bureau")
    made = await added(bureau, COUNTS, counted(world))
    assert errors_of(await changed(bureau, COUNTS, made, {"as_of_on": "2026-10-16"})) == {"/as_of_on": "in_future"}


# Party coverage


async def test_given_a_way_from_affiliation_to_an_own_branch_then_the_latest_day_is_the_present(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    own = await add_party(session, world, world.kindergarten, "branch")
    instructor = await sign_in("instructor")
    first = await added(instructor, COVERAGES, covered(world))
    assert (first["party_organisation_name"], first["institution_name"]) == ("桥山中学党支部", "小星星幼儿园")
    branch = covered(world, coverage="own_branch", since_on="2026-09-01", party_organisation_id=own, how="党委批复")
    second = await added(instructor, COVERAGES, branch)
    present = (await instructor.get(COVERAGES)).json()["items"]
    assert [item["id"] for item in present] == [second["id"]]
    history = (await instructor.get(f"{COVERAGES}?institution_id={world.kindergarten}")).json()["items"]
    assert [item["coverage"] for item in history] == ["own_branch", "affiliated"]
    assert errors_of(await instructor.post(COVERAGES, json=covered(world))) == {"/since_on": "day_taken"}
    moved = await changed(instructor, COVERAGES, second, {"since_on": "2025-09-01"})
    assert errors_of(moved) == {"/since_on": "day_taken"}
    right = await changed(instructor, COVERAGES, second, {"how": "经党委批复成立", "since_on": "2026-09-02"})
    assert (right.json()["how"], right.json()["since_on"], right.json()["version"]) == (
        "经党委批复成立",
        "2026-09-02",
        2,
    )
    none = await changed(instructor, COVERAGES, right.json(), {"coverage": "none"})
    assert errors_of(none) == {"/party_organisation_id": "out_of_place"}
    none = await changed(instructor, COVERAGES, right.json(), {"coverage": "none", "party_organisation_id": None})
    assert (none.json()["coverage"], none.json()["party_organisation_name"]) == ("none", None)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"since_on": "2026-10-16"}, {"/since_on": "in_future"}),
        ({"coverage": "none"}, {"/party_organisation_id": "out_of_place"}),
        ({"party_organisation_id": None}, {"/party_organisation_id": "missing"}),
        ({"party_organisation_id": "county"}, {"/party_organisation_id": "unknown_party_organisation"}),
        ({"coverage": "own_branch"}, {"/party_organisation_id": "not_own"}),
        ({"coverage": "joint_branch"}, {"/party_organisation_id": "not_joint"}),
        ({"coverage": "half"}, {"/coverage": "literal_error"}),
        ({"institution_id": "lead_school"}, {"/institution_id": "not_private", "/party_organisation_id": "own"}),
        ({"institution_id": "foreign_kindergarten"}, {"/institution_id": "unknown_institution"}),
    ],
)
async def test_given_a_wrong_coverage_then_the_field_is_named(
    sign_in: SignIn, world: World, changes: dict[str, Any], expected: dict[str, str]
) -> None:
    body = covered(world, **named(world, changes))
    assert errors_of(await (await sign_in("bureau")).post(COVERAGES, json=body)) == expected


async def test_given_each_kind_of_party_organisation_then_it_fits_its_coverage_and_has_to_be_there_still(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    bureau = await sign_in("bureau")
    joint = await add_party(session, world, world.lead_school, "joint_branch")
    own = await add_party(session, world, world.kindergarten, "general_branch")
    over = await add_party(session, world, world.training, "branch", ended_on=date(2025, 8, 31))
    foreign = await add_party(session, world, world.foreign_kindergarten, "joint_branch", bureau_id=world.other_county)
    pointer = "/party_organisation_id"
    for coverage, party, expected in (
        ("affiliated", own, "own"),
        ("affiliated", over, "party_organisation_ended"),
        ("joint_branch", foreign, "unknown_party_organisation"),
        ("joint_branch", own, "not_joint"),
        ("own_branch", joint, "not_own"),
    ):
        body = covered(world, coverage=coverage, party_organisation_id=party)
        assert errors_of(await bureau.post(COVERAGES, json=body)) == {pointer: expected}, (coverage, expected)
    made = await added(bureau, COVERAGES, covered(world, coverage="joint_branch", party_organisation_id=joint))
    later = covered(world, coverage="own_branch", party_organisation_id=own, since_on="2026-01-01")
    await added(bureau, COVERAGES, later)
    wrong = await changed(bureau, COVERAGES, made, {"party_organisation_id": foreign})
    assert errors_of(wrong) == {pointer: "unknown_party_organisation"}


async def test_given_a_party_organisation_dissolved_since_then_what_it_covered_before_is_entered(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    bureau = await sign_in("bureau")
    former = await add_party(session, world, world.training, "branch", ended_on=date(2026, 3, 31))
    made = await added(bureau, COVERAGES, covered(world, party_organisation_id=former, since_on="2026-03-31"))
    pointer, ended = "/party_organisation_id", "party_organisation_ended"
    late = covered(world, party_organisation_id=former, since_on="2026-04-01")
    assert errors_of(await bureau.post(COVERAGES, json=late)) == {pointer: ended}
    assert errors_of(await changed(bureau, COVERAGES, made, {"since_on": "2026-04-01"})) == {pointer: ended}
    assert (await changed(bureau, COVERAGES, made, {"since_on": "2025-09-01"})).status_code == 200


# Mass groups


async def test_given_a_group_then_one_of_a_kind_at_a_time(sign_in: SignIn, world: World) -> None:
    institution = await sign_in("institution")
    made = await added(institution, GROUPS, founded(world))
    assert (made["status"], made["institution_name"]) == ("active", "小星星幼儿园")
    second = await institution.post(GROUPS, json=founded(world, founded_on="2026-06-01"))
    assert errors_of(second) == {"/kind": "group_exists"}
    assert "2026-05-01" in second.json()["errors"][0]["message"]
    await added(institution, GROUPS, founded(world, kind="women"))
    over = await changed(institution, GROUPS, made, {"ended_on": "2026-09-30"})
    assert (over.json()["status"], over.json()["ended_on"]) == ("ended", "2026-09-30")
    again = await added(institution, GROUPS, founded(world, founded_on="2026-10-01"))
    reopened = await changed(institution, GROUPS, over.json(), {"ended_on": None})
    assert errors_of(reopened) == {"/founded_on": "group_exists"}
    moved = await changed(institution, GROUPS, again, {"founded_on": "2026-09-30"})
    assert errors_of(moved) == {"/founded_on": "group_exists"}
    other = await changed(institution, GROUPS, again, {"how": "换届重建"})
    assert (other.json()["how"], other.json()["version"]) == ("换届重建", 2)
    same = await changed(institution, GROUPS, other.json(), {"how": "换届重建"})
    assert same.json()["version"] == 2, "nothing new, nothing written"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"founded_on": "2026-10-16"}, {"/founded_on": "in_future"}),
        ({"ended_on": "2026-04-30"}, {"/ended_on": "before_founded"}),
        ({"ended_on": "2026-10-16"}, {"/ended_on": "in_future"}),
        ({"kind": "choir"}, {"/kind": "literal_error"}),
        ({"institution_id": "lead_school"}, {"/institution_id": "not_private"}),
        ({"institution_id": "foreign_kindergarten"}, {"/institution_id": "unknown_institution"}),
    ],
)
async def test_given_a_wrong_group_then_the_field_is_named(
    sign_in: SignIn, world: World, changes: dict[str, Any], expected: dict[str, str]
) -> None:
    body = founded(world, **named(world, changes))
    assert errors_of(await (await sign_in("bureau")).post(GROUPS, json=body)) == expected


# All three


async def everywhere(session: AsyncSession, world: World) -> None:
    """One of each at every private institution, and a count of a public school."""
    for bureau, institution in (
        (world.county, world.supported_school),
        (world.county, world.kindergarten),
        (world.county, world.training),
        (world.other_county, world.foreign_kindergarten),
    ):
        await add_count(session, world, bureau, institution)
        await add_coverage(session, world, bureau, institution)
        await add_group(session, world, bureau, institution)
    await add_count(session, world, world.county, world.lead_school)
    await session.commit()


async def test_given_each_reach_then_it_sees_its_institutions_and_no_others(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    await everywhere(session, world)
    names = {
        "bureau": {"兴华学校", "小星星幼儿园", "启航培训学校"},
        "section": {"兴华学校", "小星星幼儿园"},
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
        for path, name in (
            (COUNTS, "organisation_name"),
            (COVERAGES, "institution_name"),
            (GROUPS, "institution_name"),
        ):
            items = (await caller.get(path)).json()["items"]
            assert {item[name] for item in items} == expected, (username, path)


async def test_given_an_instructor_who_left_then_all_of_it_is_closed_to_them(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    await everywhere(session, world)
    (await session.get_one(Dispatch, world.dispatch)).ends_on = date(2026, 10, 14)
    await session.commit()
    instructor = await sign_in("instructor")
    for path, body in ((COUNTS, counted(world)), (COVERAGES, covered(world)), (GROUPS, founded(world))):
        assert (await instructor.get(path)).json()["items"] == []
        assert list(errors_of(await instructor.post(path, json=body)).values()) == ["unknown_institution"]


async def test_given_a_closed_institution_then_nothing_is_entered_or_changed(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    bureau = await sign_in("bureau")
    made = {path: await added(bureau, path, body) for path, body in (
        (COUNTS, counted(world)), (COVERAGES, covered(world)), (GROUPS, founded(world)))}  # fmt: skip
    (await session.get_one(Organisation, world.kindergarten)).closed_on = date(2026, 10, 1)
    await session.commit()
    for path, body in ((COUNTS, counted(world)), (COVERAGES, covered(world, since_on="2026-01-01")),
                       (GROUPS, founded(world, kind="women"))):  # fmt: skip
        assert list(errors_of(await bureau.post(path, json=body)).values()) == ["institution_closed"], path
        refused = await changed(bureau, path, made[path], {"nonsense": 1})
        assert (refused.status_code, refused.json()["type"]) == (409, "urn:handinhand:problem:organisation_closed")


async def test_given_filters_then_the_lists_are_narrowed_in_few_statements(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    await everywhere(session, world)
    await add_count(session, world, world.county, world.kindergarten, as_of_on=date(2026, 3, 1), full_members=9)
    await add_coverage(session, world, world.county, world.kindergarten, since_on=date(2025, 9, 1),
                       coverage="affiliated", party_organisation_id=world.host_branch)  # fmt: skip
    await add_group(session, world, world.county, world.kindergarten, kind="women", ended_on=date(2026, 10, 14))
    await session.commit()
    bureau = await sign_in("bureau")

    async def found(path: str, query: str, name: str) -> list[str]:
        answer = await bureau.get(f"{path}?{query}")
        assert answer.status_code == 200, answer.text
        return [item[name] for item in answer.json()["items"]]

    here = f"institution_id={world.kindergarten}"
    assert await found(COUNTS, f"organisation_id={world.kindergarten}", "as_of_on") == ["2026-09-01", "2026-03-01"]
    assert await found(COUNTS, f"organisation_id={world.kindergarten}", "doubt") == [None, None]
    assert (await found(COUNTS, "sort=name&limit=1", "organisation_name"))[0] == "启航培训学校"
    assert await found(COVERAGES, here, "coverage") == ["none", "affiliated"]
    assert await found(COVERAGES, "coverage=affiliated", "coverage") == [], "it is past"
    assert await found(COVERAGES, f"{here}&coverage=affiliated", "coverage") == ["affiliated"]
    assert sorted(await found(GROUPS, here, "kind")) == ["union", "women"]
    assert await found(GROUPS, "kind=women", "status") == ["ended"]
    assert await found(GROUPS, f"{here}&status=active", "kind") == ["union"]
    assert await found(GROUPS, f"{here}&status=ended", "kind") == ["women"]
    for path in (COUNTS, COVERAGES, GROUPS):
        first = (await bureau.get(f"{path}?limit=1&include=total")).json()
        following = (await bureau.get(f"{path}?limit=1&cursor={first['next_cursor']}")).json()["items"]
        assert first["items"][0]["id"] != following[0]["id"]
        with count_statements() as seen:
            await bureau.get(path)
        assert len(seen) <= 3, seen
    for path, body in (
        (COUNTS, counted(world)),
        (COVERAGES, covered(world, since_on="2026-09-01")),
        (GROUPS, founded(world, kind="youth_league")),
    ):
        with count_statements() as seen:
            assert (await bureau.post(path, json=body)).status_code == 201
        assert len(seen) <= 9, seen
