"""Figures for outside systems (api.md `/stats/coverage`): those of the grid, and nothing else."""

from typing import Any

import httpx2
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.exchange.integration.schemas import Coverage
from tests.backend.obligations.arrange import add_visit
from tests.backend.statements import count_statements
from tests.conftest import SignIn
from tests.world import World

COVERAGE = "/api/v1/stats/coverage"
THREE = {"month": "2026-10", "months": 3}


async def coverage_of(caller: httpx2.AsyncClient, **query: Any) -> list[dict[str, Any]]:
    answer = await caller.get(COVERAGE, params=query)
    assert answer.status_code == 200, answer.text
    Coverage.model_validate_json(answer.content)
    counties: list[dict[str, Any]] = answer.json()["counties"]
    return counties


def bare(totals: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The grid's totals without the lists behind them."""
    return [
        {
            "month": total["month"],
            "owed": total["owed"]["count"],
            **{status: figure["count"] for status, figure in total["statuses"].items()},
        }
        for total in totals
    ]


@pytest.fixture
async def busy(session: AsyncSession, world: World) -> None:
    """A visit in time and one that came late."""
    await add_visit(session, world, world.kindergarten, "instructor", "2026-10-08 09:00")
    await add_visit(session, world, world.kindergarten, "instructor", "2026-09-08 09:00", received="2026-10-14 09:00")
    await session.commit()


@pytest.mark.parametrize("account", ["bureau", "leader", "bureau2"])
async def test_given_a_bureau_then_the_figures_are_the_totals_of_its_own_grid(
    busy: None, sign_in: SignIn, account: str
) -> None:
    caller = await sign_in(account)
    grid = (await caller.get("/api/v1/overview/month", params=THREE)).json()
    counties = await coverage_of(caller, **THREE)
    assert [county["name"] for county in counties] == ["白水县教育局" if account == "bureau2" else "蒲城县教育局"]
    assert counties[0]["months"] == bare(grid["totals"])


async def test_given_the_visits_then_they_stand_in_the_months_that_they_count_for(busy: None, sign_in: SignIn) -> None:
    [county] = await coverage_of(await sign_in("bureau"), **THREE)
    assert [(month["month"], month["owed"], month["met"], month["met_late"]) for month in county["months"]] == [
        ("2026-08", 3, 0, 0),
        ("2026-09", 3, 0, 1),
        ("2026-10", 3, 1, 0),
    ]


async def test_given_the_municipal_viewer_then_the_counties_stand_side_by_side_by_name(
    busy: None, sign_in: SignIn
) -> None:
    caller = await sign_in("municipal_viewer")
    grid = (await caller.get("/api/v1/overview/month", params=THREE)).json()
    counties = await coverage_of(caller, **THREE)
    assert [county["name"] for county in counties] == ["白水县教育局", "蒲城县教育局"]
    assert [county["months"] for county in counties] == [bare(county["totals"]) for county in grid["counties"]]


async def test_given_any_reader_then_no_institution_and_no_person_is_named(busy: None, sign_in: SignIn) -> None:
    text = (await (await sign_in("municipal_viewer")).get(COVERAGE, params=THREE)).text
    assert [name for name in ("小星星", "彩虹", "启航", "王建国", "href") if name in text] == []


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"months": 37}, "?months"),
        ({"months": 0}, "?months"),
        ({"month": "2026-13"}, "?month"),
        ({"month": "2099-01"}, "?month"),
        ({"county_id": "x"}, "?county_id"),
    ],
)
async def test_given_a_wrong_question_then_the_refusal_names_the_parameter(
    sign_in: SignIn, query: dict[str, Any], pointer: str
) -> None:
    answer = await (await sign_in("bureau")).get(COVERAGE, params=query)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_given_more_months_then_no_more_statements(busy: None, sign_in: SignIn) -> None:
    caller = await sign_in("municipal_viewer")
    counts = []
    for months in (1, 36):
        with count_statements() as seen:
            await coverage_of(caller, month="2026-10", months=months)
        counts.append(len(seen))
    assert counts == [3, 3]
