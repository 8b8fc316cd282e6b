"""The days of a series against a plain model (domain.md §6)."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handinhand.programme.activities.rules import MOST_IN_SERIES, ActivityState, Every, is_overdue, series

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


def model(first: date, months: int, until: date) -> list[date]:
    """Month by month, without arithmetic on days."""
    days, year, month = [], first.year, first.month
    while len(days) <= MOST_IN_SERIES:
        day = date(year, month, min(first.day, monthrange(year, month)[1]))
        if day > until:
            break
        days.append(day)
        for _ in range(months):
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return days


@given(DAYS, st.integers(0, 3000))
def test_given_months_or_quarters_then_the_days_are_the_model_s(first: date, length: int) -> None:
    until = first + timedelta(days=length)
    assert series(first, Every.month, until) == model(first, 1, until)
    assert series(first, Every.quarter, until) == model(first, 3, until)


@given(DAYS, st.integers(0, 500))
def test_given_weeks_then_the_days_lie_so_far_apart_and_reach_the_end(first: date, length: int) -> None:
    until = first + timedelta(days=length)
    for every, apart in ((Every.week, 7), (Every.two_weeks, 14)):
        days = series(first, every, until)
        assert days == [first + timedelta(days=apart * nth) for nth in range(len(days))]
        assert len(days) > MOST_IN_SERIES or days[-1] <= until < days[-1] + timedelta(days=apart)


def test_given_the_31st_then_short_months_have_their_last_day_and_long_ones_the_31st() -> None:
    assert series(date(2027, 12, 31), Every.month, date(2028, 4, 30)) == [
        date(2027, 12, 31),
        date(2028, 1, 31),
        date(2028, 2, 29),
        date(2028, 3, 31),
        date(2028, 4, 30),
    ]


@pytest.mark.parametrize("state", list(ActivityState))
def test_given_a_last_day_then_only_a_plan_is_overdue_from_the_next_day_on(state: ActivityState) -> None:
    planned = state is ActivityState.planned
    assert is_overdue(state, date(2026, 10, 14), date(2026, 10, 15)) == planned
    assert not is_overdue(state, date(2026, 10, 15), date(2026, 10, 15))
