"""The institutions as they stand, and figures that open exactly the rows they count (promises.md U3)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.ids import new_id
from handinhand.models import Affiliation, BureauSettings, Organisation
from handinhand.programme.coverage.rules import branch_possible
from tests.backend.access.arrange_coverage import add_coverage, add_group
from tests.backend.coverage.test_records import add_party
from tests.backend.statements import count_statements
from tests.conftest import SignIn
from tests.world import World, organisation

LIST = "/api/v1/institution-coverages"
OVERVIEW = "/api/v1/overview/coverage"


async def put(session: AsyncSession, organisation_id: UUID, **values: Any) -> None:
    await session.execute(update(Organisation).where(Organisation.id == organisation_id).values(**values))


async def arranged(session: AsyncSession, world: World) -> None:
    """Of everything something, in both counties."""
    county = world.county
    await put(session, world.kindergarten, full_members=3, probationary_members=1, members_as_of_on=date(2026, 10, 1))
    await put(session, world.supported_school, full_members=2, probationary_members=0)
    await put(session, world.foreign_kindergarten, full_members=9)
    affiliated = {"coverage": "affiliated", "party_organisation_id": world.host_branch}
    await add_coverage(
        session, world, county, world.kindergarten, since_on=date(2026, 1, 1), how="按名册", **affiliated
    )
    await add_coverage(session, world, county, world.kindergarten, since_on=date(2025, 9, 1))
    await add_coverage(session, world, county, world.supported_school)
    await add_coverage(session, world, world.other_county, world.foreign_kindergarten)
    await add_group(session, world, county, world.kindergarten, kind="women")
    await add_group(session, world, county, world.kindergarten, kind="youth_league", ended_on=date(2026, 10, 14))
    await add_group(session, world, county, world.kindergarten, kind="union")
    await add_group(session, world, county, world.supported_school, kind="union", ended_on=date(2026, 10, 15))
    await add_group(session, world, world.other_county, world.foreign_kindergarten)
    for name, closed_on in (("关了的园", date(2026, 10, 14)), ("今天最后一天的园", date(2026, 10, 15))):
        session.add(organisation(world.at, new_id(), county, county, "kindergarten", "private", name,
                                 closed_on=closed_on))  # fmt: skip
    await session.commit()


async def listed(caller: httpx2.AsyncClient, query: str = "") -> list[str]:
    answer = await caller.get(f"{LIST}?{query}")
    assert answer.status_code == 200, answer.text
    return [item["institution_name"] for item in answer.json()["items"]]


async def test_given_an_institution_then_one_row_says_how_it_stands_today(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    await arranged(session, world)
    answer = await (await sign_in("institution")).get(LIST)
    (row,) = answer.json()["items"]
    groups = row.pop("groups")
    assert row == {
        "institution_id": str(world.kindergarten),
        "institution_name": "小星星幼儿园",
        "kind": "kindergarten",
        "section_id": str(world.section),
        "section_name": "民办教育股",
        "full_members": 3,
        "probationary_members": 1,
        "members_as_of_on": "2026-10-01",
        "coverage": "affiliated",
        "since_on": "2026-01-01",
        "party_organisation_id": str(world.host_branch),
        "party_organisation_name": "桥山中学党支部",
        "how": "按名册",
        "affiliated_to_id": str(world.host_branch),
        "affiliated_to_name": "桥山中学党支部",
        "host_differs": False,
        "branch_possible": True,
        "own_branch_full_members": 3,
    }
    assert [(group["kind"], group["founded_on"]) for group in groups] == [
        ("union", "2026-05-01"),
        ("women", "2026-05-01"),
    ]


async def test_given_each_reach_then_its_open_private_institutions_and_no_others(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    await arranged(session, world)
    for username, expected in {
        "bureau": {"兴华学校", "小星星幼儿园", "启航培训学校", "今天最后一天的园"},
        "section": {"兴华学校", "小星星幼儿园"},
        "lead": {"兴华学校"},
        "host": {"小星星幼儿园"},
        "instructor2": {"启航培训学校"},
        "bureau2": {"彩虹幼儿园"},
    }.items():
        caller = await sign_in(username)
        assert set(await listed(caller)) == expected, username
        assert (await caller.get(OVERVIEW)).json()["institutions"]["count"] == len(expected), username


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("coverage=affiliated", ["小星星幼儿园"]),
        ("coverage=none", ["兴华学校"]),
        ("coverage=unrecorded", ["今天最后一天的园", "启航培训学校"]),
        ("coverage=own_branch", []),
        ("group=union", ["小星星幼儿园", "兴华学校"]),
        ("group=youth_league", []),
        ("group_missing=women", ["今天最后一天的园", "启航培训学校", "兴华学校"]),
        ("group=union&group_missing=women", ["兴华学校"]),
        ("to_check=branch_possible", ["小星星幼儿园"]),
        ("to_check=host_differs", []),
        ("kind=training", ["启航培训学校"]),
        ("section_id={section}", ["小星星幼儿园", "兴华学校"]),
        ("institution_id={supported_school}", ["兴华学校"]),
        ("q=xxxy", ["小星星幼儿园"]),
        ("q=启航", ["启航培训学校"]),
        ("sort=-name", ["兴华学校", "小星星幼儿园", "启航培训学校", "今天最后一天的园"]),
    ],
)
async def test_given_a_filter_then_the_list_is_narrowed(
    sign_in: SignIn, world: World, session: AsyncSession, query: str, expected: list[str]
) -> None:
    await arranged(session, world)
    asked = query.format(section=world.section, supported_school=world.supported_school)
    assert await listed(await sign_in("bureau"), asked) == expected


async def test_given_any_figure_then_it_is_the_length_of_the_list_it_opens(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    await arranged(session, world)
    for username in ("bureau", "leader", "section", "lead", "host", "instructor", "institution", "bureau2"):
        caller = await sign_in(username)
        overview = (await caller.get(OVERVIEW)).json()
        figures = [overview["institutions"], overview["branch_possible"], overview["host_differs"]]
        figures += [share["institutions"] for share in overview["coverages"]]
        figures += [share[name] for share in overview["groups"] for name in ("present", "missing")]
        assert len(figures) == 14
        for figure in figures:
            answer = await caller.get(figure["href"])
            assert len(answer.json()["items"]) == figure["count"], (username, figure["href"])
        shares = sum(share["institutions"]["count"] for share in overview["coverages"])
        assert shares == overview["institutions"]["count"], username
        for share in overview["groups"]:
            assert share["present"]["count"] + share["missing"]["count"] == shares, username


@pytest.mark.parametrize(
    ("coverage", "affiliated", "differs"),
    [
        ("affiliated", "same", False),
        ("affiliated", "other", True),
        ("affiliated", None, True),
        ("none", "same", True),
        ("none", None, False),
        ("own_branch", "same", True),
        (None, "same", False),
        (None, None, False),
    ],
)
async def test_given_coverage_and_affiliation_then_what_they_say_differently_is_pointed_out(
    sign_in: SignIn, world: World, session: AsyncSession, coverage: str | None, affiliated: str | None, *, differs: bool
) -> None:
    found = (await session.execute(select(Affiliation))).scalar_one()
    host = found.host_party_organisation_id
    if affiliated is None:
        found.ends_on = date(2026, 10, 14)
    if affiliated == "other":
        found.host_party_organisation_id = UUID(await add_party(session, world, world.training, "branch"))
    if coverage is not None:
        party = None if coverage == "none" else host
        await add_coverage(session, world, world.county, world.kindergarten, coverage=coverage,
                           party_organisation_id=party)  # fmt: skip
    await session.commit()
    (row,) = (await (await sign_in("institution")).get(LIST)).json()["items"]
    assert row["host_differs"] is differs
    assert (row["affiliated_to_name"] is None) is (affiliated is None)
    assert await listed(await sign_in("institution"), "to_check=host_differs") == ["小星星幼儿园"] * differs


@pytest.mark.parametrize("enough", [2, 3])
@pytest.mark.parametrize("members", [None, 2, 3])
@pytest.mark.parametrize("coverage", [None, "none", "affiliated", "joint_branch", "own_branch"])
async def test_given_any_standing_then_sql_and_rule_say_the_same_of_a_branch(
    sign_in: SignIn, world: World, session: AsyncSession, coverage: str | None, members: int | None, enough: int
) -> None:
    await put(session, world.kindergarten, full_members=members)
    numbers = update(BureauSettings).where(BureauSettings.bureau_id == world.county)
    await session.execute(numbers.values(own_branch_full_members=enough))
    if coverage is not None:
        await add_coverage(session, world, world.county, world.kindergarten, coverage=coverage)
    await session.commit()
    (row,) = (await (await sign_in("institution")).get(LIST)).json()["items"]
    assert row["branch_possible"] is branch_possible(members, coverage, enough)


async def test_given_more_institutions_then_no_more_statements(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    await arranged(session, world)
    for number in range(30):
        place = organisation(world.at, new_id(), world.county, world.county, "school", "private", f"{number}号学校")
        session.add(place)
        await session.flush()
        await add_group(session, world, world.county, place.id)
        await add_coverage(session, world, world.county, place.id, since_on=date(2026, 1, 1) + timedelta(days=number))
    await session.commit()
    bureau = await sign_in("bureau")
    first = (await bureau.get(f"{LIST}?limit=20&include=total")).json()
    assert first["total"]["value"] == 34
    rest = (await bureau.get(f"{LIST}?limit=20&cursor={first['next_cursor']}")).json()["items"]
    assert len({item["institution_id"] for item in [*first["items"], *rest]}) == 34
    for path in (LIST, OVERVIEW):
        with count_statements() as seen:
            await bureau.get(path)
        assert len(seen) <= 2, seen
