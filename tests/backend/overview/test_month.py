"""The institution × month grid (api.md); each figure opens the list of what it counts (promises.md U3)."""

from datetime import date
from typing import Any

import httpx2
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.accountability.overview.schemas import MonthOverview
from handinhand.core.database import Database
from handinhand.core.ids import new_id
from handinhand.models import Organisation
from tests.backend.obligations.arrange import add_visit, at, posted
from tests.backend.statements import count_statements
from tests.conftest import FixedClock, SignIn
from tests.world import World, organisation

MONTH = "/api/v1/overview/month"


async def grid_of(caller: httpx2.AsyncClient, **query: Any) -> dict[str, Any]:
    """The grid, which is in the shape that the interface describes."""
    answer = await caller.get(MONTH, params=query)
    assert answer.status_code == 200, answer.text
    grid: dict[str, Any] = answer.json()
    MonthOverview.model_validate_json(answer.content)
    return grid


def statuses(grid: dict[str, Any]) -> dict[str, list[str | None]]:
    return {row["name"]: [cell["status"] for cell in row["cells"]] for row in grid["institutions"]}


async def count_of(caller: httpx2.AsyncClient, href: str) -> int:
    """How many the list behind a figure really holds."""
    answer = await caller.get(f"{href}&limit=200")
    assert answer.status_code == 200, f"{href}: {answer.text}"
    return len(answer.json()["items"])


@pytest.fixture
async def busy(session: AsyncSession, world: World) -> None:
    """A few visits in three months: one met, one late, one returned, one of another kind, one void."""
    await add_visit(session, world, world.kindergarten, "instructor", "2026-10-08 09:00")
    await add_visit(session, world, world.kindergarten, "instructor", "2026-10-09 09:00")
    await add_visit(session, world, world.kindergarten, "instructor", "2026-10-10 09:00", state="void")
    await add_visit(session, world, world.kindergarten, "instructor", "2026-10-11 09:00", state="draft")
    await add_visit(session, world, world.kindergarten, "instructor", "2026-09-08 09:00", received="2026-10-14 09:00")
    await add_visit(session, world, world.training, "instructor2", "2026-09-08 09:00", state="returned")
    await add_visit(session, world, world.supported_school, "lead", "2026-08-08 09:00", mode="other")
    await session.commit()


async def test_given_a_bureau_then_every_institution_has_a_cell_for_each_month_counted_back(
    busy: None, sign_in: SignIn, world: World
) -> None:
    grid = await grid_of(await sign_in("bureau"), month="2026-10", months=3)
    assert grid["months"] == ["2026-08", "2026-09", "2026-10"]
    assert statuses(grid) == {
        "启航培训学校": ["missed", "missed", "open"],
        "小星星幼儿园": ["missed", "met_late", "met"],
        "兴华学校": ["unassigned", "unassigned", "open"],
    }
    assert [row["name"] for row in grid["institutions"]] == ["启航培训学校", "小星星幼儿园", "兴华学校"]  # pinyin
    cell = grid["institutions"][1]["cells"][2]
    assert (cell["month"], cell["visits"]) == ("2026-10", 2)
    assert cell["href"].startswith(f"/api/v1/visits?institution_id={world.kindergarten}&month=2026-10")


async def test_given_any_cell_or_total_then_its_list_holds_exactly_what_it_counts(
    busy: None, sign_in: SignIn, world: World, clock: FixedClock
) -> None:
    clock.at = at("2026-11-12 08:00")
    for username in ("bureau", "leader", "section", "instructor", "institution", "host", "lead"):
        caller = await sign_in(username)
        for filters in ({}, {"kind": "kindergarten"}, {"instructor_id": str(world.people["instructor"])}):
            grid = await grid_of(caller, months=3, **filters)
            for row in grid["institutions"]:
                for cell in row["cells"]:
                    expected = cell["visits"] if cell["visits"] is not None else int(cell["status"] is not None)
                    if not filters:
                        assert await count_of(caller, cell["href"]) == expected, cell
            for total in grid["totals"]:
                figures = [total["owed"], *total["statuses"].values()]
                for figure in figures:
                    assert await count_of(caller, figure["href"]) == figure["count"], (username, figure)
                assert total["owed"]["count"] == sum(figure["count"] for figure in figures[1:])


async def test_given_months_in_which_nothing_was_owed_then_the_cells_say_so(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    place = await session.get_one(Organisation, world.training)
    place.joined_on, place.closed_on = date(2026, 8, 20), date(2026, 9, 5)
    gone = organisation(
        world.at, new_id(), world.county, world.county, "school", "private", "早已关停", closed_on=date(2026, 7, 31)
    )
    later = organisation(
        world.at, new_id(), world.county, world.county, "school", "private", "刚刚加入", joined_on=date(2026, 10, 12)
    )
    session.add_all([gone, later])
    await session.commit()
    grid = await grid_of(await sign_in("bureau"), months=3)
    found = statuses(grid)
    assert found["启航培训学校"] == [None, "missed", None]
    assert found["刚刚加入"] == [None, None, None]  # in the grid from the first day, owed from the next month
    assert "早已关停" not in found
    assert "刚刚加入" not in statuses(await grid_of(await sign_in("bureau"), month="2026-09", months=3))
    assert [total["owed"]["count"] for total in grid["totals"]] == [2, 3, 2]


async def test_given_filters_then_only_those_institutions_and_an_instructor_s_own_months(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    bureau = await sign_in("bureau")
    assert set(statuses(await grid_of(bureau, kind="training"))) == {"启航培训学校"}
    assert set(statuses(await grid_of(bureau, section_id=str(world.section)))) == {"小星星幼儿园", "兴华学校"}
    session.add(posted(world, world.supported_school, "instructor2", date(2026, 8, 31), date(2026, 9, 1)))
    await session.commit()
    of_one = await grid_of(bureau, months=4, instructor_id=str(world.people["instructor2"]))
    assert statuses(of_one) == {
        "启航培训学校": ["missed", "missed", "missed", "open"],
        "兴华学校": [None, "missed", "missed", None],
    }


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"months": "37"}, "?months"),
        ({"months": "0"}, "?months"),
        ({"month": "2026-00"}, "?month"),
        ({"month": "2027-11"}, "?month"),
        ({"kind": "bureau2"}, "?kind"),
        ({"limit": "5"}, "?limit"),
    ],
)
async def test_given_what_cannot_be_asked_then_422(
    query: dict[str, str], pointer: str, sign_in: SignIn, world: World
) -> None:
    answer = await (await sign_in("bureau")).get(MONTH, params=query)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize(
    ("username", "sees"),
    [
        ("bureau", {"启航培训学校", "小星星幼儿园", "兴华学校"}),
        ("leader", {"启航培训学校", "小星星幼儿园", "兴华学校"}),
        ("section", {"小星星幼儿园", "兴华学校"}),
        ("lead", {"兴华学校"}),
        ("host", {"小星星幼儿园"}),
        ("instructor", {"小星星幼儿园"}),
        ("instructor2", {"启航培训学校"}),
        ("institution", {"小星星幼儿园"}),
        ("bureau2", {"彩虹幼儿园"}),
        ("municipal_viewer", set()),
    ],
)
async def test_given_a_role_then_the_grid_reaches_as_far_as_it_does(
    username: str, sees: set[str], sign_in: SignIn, world: World
) -> None:
    assert set(statuses(await grid_of(await sign_in(username)))) == sees


@pytest.mark.parametrize("username", ["auditor", "sysadmin", "secadmin", "teacher", "inspector"])
async def test_given_no_right_to_the_overview_then_403(username: str, sign_in: SignIn, world: World) -> None:
    assert (await (await sign_in(username)).get(MONTH)).status_code == 403


async def test_given_who_does_not_read_visits_then_cells_count_none_and_open_the_month(
    busy: None, sign_in: SignIn, world: World
) -> None:
    grid = await grid_of(await sign_in("section"), months=1)
    row = next(row for row in grid["institutions"] if row["id"] == str(world.kindergarten))
    href = f"/api/v1/obligations?institution_id={world.kindergarten}&month=2026-10"
    assert row["cells"] == [{"month": "2026-10", "status": "met", "visits": None, "href": href}]


async def test_given_the_municipal_viewer_then_the_counties_figures_and_no_institution(
    busy: None, sign_in: SignIn, world: World
) -> None:
    viewer = await sign_in("municipal_viewer")
    grid = await grid_of(viewer, months=2)
    assert grid["institutions"] == []
    counties = {county["name"]: county["totals"] for county in grid["counties"]}
    assert list(counties) == ["白水县教育局", "蒲城县教育局"]
    october = counties["蒲城县教育局"][-1]
    assert october["owed"] == {"count": 3, "href": None}
    assert {name: figure["count"] for name, figure in october["statuses"].items() if figure["count"]} == {
        "met": 1,
        "open": 2,
    }
    assert grid["totals"][-1]["owed"]["count"] == 4
    for name in ("小星星幼儿园", "王建国", str(world.kindergarten)):
        assert name not in (await viewer.get(MONTH)).text


async def test_given_more_institutions_and_months_then_no_more_statements(
    sign_in: SignIn, world: World, session: AsyncSession, database: Database
) -> None:
    bureau = await sign_in("bureau")

    async def statements(months: int) -> int:
        with count_statements() as seen:
            await grid_of(bureau, months=months)
        return len(seen)

    few = await statements(1)
    session.add_all(
        organisation(world.at, new_id(), world.county, world.county, "training", "private", f"第{number}培训学校")
        for number in range(30)
    )
    await session.commit()
    assert await statements(36) == few <= 4
    viewer = await sign_in("municipal_viewer")
    with count_statements() as seen:
        await grid_of(viewer, months=36)
    assert len(seen) <= 4
