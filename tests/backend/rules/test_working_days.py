"""Working days of a bureau (domain.md §3, Opinions; grace of the monthly obligation)."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handinhand.foundation.settings.rules import Holidays, add_working_days, is_provisional, is_working_day

# The first days of October 2026 as the official calendar has them: off from Thursday 1st to Wednesday 7th, Saturday the
# 10th made up.
OCTOBER = Holidays(
    off=frozenset(date(2026, 10, day) for day in (1, 2, 5, 6, 7)),
    on=frozenset({date(2026, 10, 10)}),
    known_years=frozenset({2025, 2026}),
)
NOTHING_KNOWN = Holidays(off=frozenset(), on=frozenset(), known_years=frozenset())

some_days = st.dates(date(2025, 11, 1), date(2027, 3, 31))


@st.composite
def tables(draw: st.DrawFn) -> Holidays:
    off = draw(st.frozensets(some_days, max_size=40))
    on = draw(st.frozensets(some_days, max_size=20)) - off
    return Holidays(off=off, on=on, known_years=draw(st.frozensets(st.sampled_from([2025, 2026, 2027]))))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 9, 30), True),
        (date(2026, 10, 1), False),
        (date(2026, 10, 3), False),
        (date(2026, 10, 8), True),
        (date(2026, 10, 10), True),
        (date(2026, 10, 11), False),
        (date(2026, 10, 17), False),
    ],
)
def test_the_table_decides_before_the_weekday(day: date, *, worked: bool) -> None:
    assert is_working_day(day, OCTOBER) is worked


def test_five_working_days_into_october_pass_the_national_day_and_use_the_made_up_saturday() -> None:
    # 8th, 9th, 10th (made up), 12th, 13th.
    assert add_working_days(date(2026, 9, 30), 5, OCTOBER) == date(2026, 10, 13)


def test_a_year_not_known_counts_monday_to_friday() -> None:
    # 2027 begins on a Friday: 1st, 4th, 5th, 6th, 7th.
    assert add_working_days(date(2026, 12, 31), 5, NOTHING_KNOWN) == date(2027, 1, 7)


def test_an_entry_that_a_person_made_in_a_year_not_known_is_respected() -> None:
    table = Holidays(off=frozenset({date(2027, 1, 1)}), on=frozenset(), known_years=frozenset({2026}))
    assert add_working_days(date(2026, 12, 31), 5, table) == date(2027, 1, 8)
    assert is_provisional(date(2027, 1, 1), date(2027, 1, 8), table)


@pytest.mark.parametrize(
    ("first", "last", "provisional"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), False),
        (date(2025, 12, 31), date(2026, 1, 1), False),
        (date(2026, 12, 31), date(2027, 1, 1), True),
        (date(2024, 12, 31), date(2026, 1, 1), True),
        (date(2024, 6, 1), date(2027, 6, 1), True),
        (date(2027, 3, 1), date(2027, 3, 1), True),
    ],
)
def test_a_count_is_provisional_when_any_of_its_years_is_not_known(
    first: date, last: date, *, provisional: bool
) -> None:
    assert is_provisional(first, last, OCTOBER) is provisional


@given(day=some_days, n=st.integers(1, 60), table=tables())
@settings(deadline=None)
def test_the_nth_working_day_is_worked_and_exactly_n_of_them_lie_after_the_day(
    day: date, n: int, table: Holidays
) -> None:
    reached = add_working_days(day, n, table)
    worked = []
    walk = day
    while walk < reached:
        walk += timedelta(days=1)
        weekday_name = walk.strftime("%a")
        if walk in table.on or (weekday_name not in {"Sat", "Sun"} and walk not in table.off):
            worked.append(walk)
    assert worked[-1] == reached
    assert len(worked) == n


@given(day=some_days, table=tables())
def test_zero_working_days_later_is_the_day_itself_and_going_back_is_refused(day: date, table: Holidays) -> None:
    assert add_working_days(day, 0, table) == day
    with pytest.raises(ValueError, match="cannot go back"):
        add_working_days(day, -1, table)


@given(day=some_days, n=st.integers(0, 30), table=tables())
def test_a_table_that_is_handed_over_counts_as_the_function_does(day: date, n: int, table: Holidays) -> None:
    assert table.add_working_days(day, n) == add_working_days(day, n, table)


def test_a_day_cannot_be_off_and_made_up_at_once() -> None:
    day = frozenset({date(2026, 10, 10)})
    with pytest.raises(ValueError, match="2026-10-10"):
        Holidays(off=day, on=day, known_years=frozenset())
