"""What is pointed out, and spans of days against a plain model (domain.md §3)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handinhand.programme.coverage.rules import branch_possible, doubt, overlaps

START = date(2026, 1, 1)
DAYS = st.integers(0, 30)


@pytest.mark.parametrize(
    ("members", "coverage", "expected"),
    [
        (3, "affiliated", True),
        (3, "none", True),
        (3, None, True),
        (7, "affiliated", True),
        (2, "affiliated", False),
        (None, "none", False),
        (3, "joint_branch", False),
        (3, "own_branch", False),
    ],
)
def test_given_enough_full_members_without_an_organisation_of_its_own_then_a_branch_is_possible(
    members: int | None, coverage: str | None, *, expected: bool
) -> None:
    assert branch_possible(members, coverage, 3) is expected


@given(DAYS, st.none() | DAYS, DAYS, st.none() | DAYS)
def test_given_two_spans_then_they_overlap_when_a_day_is_in_both(
    first: int, last: int | None, other_first: int, other_last: int | None
) -> None:
    def days(begin: int, end: int | None) -> set[int]:
        return set(range(begin, (100 if end is None else begin + end) + 1))

    def day(number: int) -> date:
        return START + timedelta(days=number)

    spans = (first, last), (other_first, other_last)
    ends = [None if end is None else day(begin + end) for begin, end in spans]
    expected = bool(days(first, last) & days(other_first, other_last))
    assert overlaps(day(first), ends[0], day(other_first), ends[1]) is expected


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ((2, 1), 3, None),
        ((2, 1), 4, "more_than_probationary"),
        ((2, None), 3, "more_than_probationary"),
        ((None, 1), 9, None),
        ((2, 1), None, None),
        ((2, 0), 1, None),
        ((1, 0), 0, "none_left"),
        ((0, 0), 0, None),
    ],
)
def test_given_two_counts_then_what_is_odd_is_said(
    before: tuple[int | None, int | None], now: int | None, expected: str | None
) -> None:
    assert doubt(*before, now) == expected
