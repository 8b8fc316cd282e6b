"""The stages of developing people against plain models (domain.md §3)."""

from calendar import isleap
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handinhand.programme.development.rules import (
    WAY,
    MemberStage,
    TeacherStage,
    check_stages,
    earliest,
    member_stage,
    names_in,
    next_stage,
    teacher_stage,
)

DAYS = st.dates(date(2000, 1, 1), date(2080, 12, 31))


def a_year_after(day: date) -> date:
    """By counting days: the 29th of February has its year over on the 28th."""
    if (day.month, day.day) == (2, 29):
        return date(day.year + 1, 2, 28)
    later = day + timedelta(days=365)
    passed_a_leap_day = (isleap(day.year) and day < date(day.year, 2, 29)) or (
        isleap(day.year + 1) and later >= date(day.year + 1, 2, 29)
    )
    return later + timedelta(days=1) if passed_a_leap_day else later


@given(DAYS)
def test_given_a_day_then_a_year_as_activist_and_as_probationary_member_is_waited_for(day: date) -> None:
    for stage in (MemberStage.development_target, MemberStage.full):
        assert earliest(stage, day) == a_year_after(day)
    for stage in (MemberStage.activist, MemberStage.probationary):
        assert earliest(stage, day) == day


@given(DAYS, st.lists(st.integers(0, 800), min_size=4, max_size=4), st.integers(1, 5))
def test_given_a_way_then_it_is_right_exactly_when_every_step_waited_long_enough(
    first: date, waits: list[int], reached: int
) -> None:
    days: list[date | None] = [first]
    for wait in waits:
        before = days[-1]
        assert before is not None
        days.append(before + timedelta(days=wait))
    days = [day if place < reached else None for place, day in enumerate(days)]
    too_early = [
        place
        for place in (2, 4)
        if days[place] is not None and days[place] < a_year_after(days[place - 1])  # type: ignore[arg-type, operator]
    ]
    assert [place for place, _, _ in check_stages(days)] == too_early[:1]
    assert member_stage(days, None) is WAY[reached - 1]
    following = next_stage(days, None)
    assert following is None if reached == 5 else following is not None and following[0] is WAY[reached]


def test_given_a_day_too_early_then_the_words_name_the_first_possible_day() -> None:
    (problem,) = check_stages([date(2023, 3, 1), date(2023, 10, 12), date(2024, 10, 11), None, None])
    assert problem[:2] == (2, "too_early")
    assert "2024-10-12" in problem[2]
    assert "满一年" in problem[2]
    assert check_stages([date(2023, 3, 1), date(2023, 10, 12), date(2024, 10, 12), None, None]) == []


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ([date(2023, 3, 1), None, date(2024, 10, 12), None, None], "stage_missing"),
        ([date(2023, 3, 1), date(2023, 2, 1), None, None, None], "out_of_order"),
    ],
)
def test_given_a_gap_or_a_wrong_order_then_it_is_named(days: list[date | None], code: str) -> None:
    assert [found[1] for found in check_stages(days)] == [code]


def test_given_an_end_then_nothing_comes_next() -> None:
    days = [date(2023, 3, 1), None, None, None, None]
    assert member_stage(days, date(2024, 1, 1)) is MemberStage.ended
    assert next_stage(days, date(2024, 1, 1)) is None


@pytest.mark.parametrize(
    ("training", "recognised", "ended", "stage"),
    [
        (None, None, None, TeacherStage.selected),
        (date(2026, 1, 1), None, None, TeacherStage.in_training),
        (date(2026, 1, 1), date(2026, 6, 1), None, TeacherStage.recognised),
        (date(2026, 1, 1), date(2026, 6, 1), date(2026, 7, 1), TeacherStage.ended),
    ],
)
def test_given_a_teacher_s_dates_then_the_stage_follows(
    training: date | None, recognised: date | None, ended: date | None, stage: TeacherStage
) -> None:
    assert teacher_stage(training, recognised, ended) is stage


@pytest.mark.parametrize("written", ["张静、王磊", "张静，王磊", "张静,王磊", "张静 王磊", "张静；王磊、"])
def test_given_two_names_however_written_then_they_are_two(written: str) -> None:
    assert names_in(written) == ["张静", "王磊"]
