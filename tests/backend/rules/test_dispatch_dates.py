"""Dispatches follow from their dates (domain.md §5, Dispatch)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handinhand.programme.dispatches.rules import (
    DispatchState,
    HandOverRefused,
    Period,
    hand_over,
    overlaps,
    state_on,
)

ONE_DAY = timedelta(days=1)
HORIZON = date(2027, 1, 1)
some_days = st.dates(date(2026, 1, 1), date(2026, 4, 30))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    starts_on = draw(some_days)
    length = draw(st.none() | st.integers(0, 60))
    return Period(starts_on, None if length is None else starts_on + length * ONE_DAY)


def days_of(period: Period) -> set[date]:
    """Every single day in post, up to a horizon beyond all days drawn here."""
    days = set()
    day = period.starts_on
    while day <= (HORIZON if period.ends_on is None else period.ends_on):
        days.add(day)
        day += ONE_DAY
    return days


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 2, 28), DispatchState.appointed),
        (date(2026, 3, 1), DispatchState.active),
        (date(2026, 6, 30), DispatchState.active),
        (date(2026, 7, 1), DispatchState.ended),
    ],
)
def test_both_the_first_and_the_last_day_are_in_post(today: date, state: DispatchState) -> None:
    assert state_on(date(2026, 3, 1), date(2026, 6, 30), today) is state


@given(period=periods(), today=st.dates(date(2025, 12, 1), date(2026, 8, 1)))
def test_the_state_says_whether_today_is_before_in_or_after_the_days_in_post(period: Period, today: date) -> None:
    days = days_of(period)
    if today in days:
        expected = "active"
    elif today < min(days):
        expected = "appointed"
    else:
        expected = "ended"
    assert state_on(period.starts_on, period.ends_on, today) == expected


@given(a=periods(), b=periods())
def test_two_dispatches_overlap_exactly_when_they_share_a_day(a: Period, b: Period) -> None:
    assert overlaps(a, b) is bool(days_of(a) & days_of(b))
    assert overlaps(b, a) is overlaps(a, b)


@pytest.mark.parametrize(("starts_on", "shared"), [(date(2026, 6, 30), True), (date(2026, 7, 1), False)])
def test_a_successor_on_the_last_day_overlaps_and_on_the_next_day_does_not(starts_on: date, *, shared: bool) -> None:
    old = Period(date(2026, 3, 1), date(2026, 6, 30))
    for new in (Period(starts_on, None), Period(starts_on, starts_on)):
        assert overlaps(old, new) is shared
        assert overlaps(new, old) is shared


@given(period=periods(), on=st.dates(date(2025, 12, 1), date(2026, 8, 1)))
def test_a_hand_over_parts_the_days_without_gap_or_overlap_or_is_refused(period: Period, on: date) -> None:
    days = days_of(period)
    if on not in days or on == min(days):
        with pytest.raises(HandOverRefused, match=on.isoformat()):
            hand_over(period.starts_on, period.ends_on, on)
        return
    last_day, first_day = hand_over(period.starts_on, period.ends_on, on)
    old, new = Period(period.starts_on, last_day), Period(first_day, period.ends_on)
    assert first_day == on
    assert days_of(old) | days_of(new) == days
    assert not overlaps(old, new)


def test_a_refused_hand_over_says_what_is_wrong_and_what_to_do() -> None:
    with pytest.raises(HandOverRefused, match="交接日期 2026-03-01 应晚于这次派驻的开始日期 2026-03-01，请另选日期"):
        hand_over(date(2026, 3, 1), None, date(2026, 3, 1))
    with pytest.raises(HandOverRefused, match="晚于这次派驻的结束日期 2026-06-30，请另选日期，或者直接新建派驻"):
        hand_over(date(2026, 3, 1), date(2026, 6, 30), date(2026, 7, 1))


def test_on_its_last_day_a_dispatch_can_still_be_handed_over() -> None:
    assert hand_over(date(2026, 3, 1), date(2026, 6, 30), date(2026, 6, 30)) == (date(2026, 6, 29), date(2026, 6, 30))


def test_a_dispatch_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="2026-02-28 早于开始日期 2026-03-01"):
        Period(date(2026, 3, 1), date(2026, 2, 28))
