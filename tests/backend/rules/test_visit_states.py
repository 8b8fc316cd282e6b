"""What can follow what in a visit's life, and which times make sense (domain.md §5 Visit, §6, §7)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handinhand.programme.visits.rules import (
    TRANSITIONS,
    Duty,
    TransitionRefused,
    VisitAction,
    VisitChannel,
    VisitMode,
    VisitState,
    clock_skew_seconds,
    first_receipt,
    is_skewed,
    next_state,
    problems,
)

NOW = datetime(2026, 10, 31, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

# domain.md §5, arrow by arrow, as (from, what happens, to).
ARROWS = """
draft submit submitted
submitted confirm confirmed
submitted return returned
returned submit submitted
submitted dispute disputed
disputed confirm confirmed
disputed return returned
submitted revise submitted
returned revise submitted
disputed revise submitted
confirmed revise submitted
draft void void
submitted void void
returned void void
disputed void void
confirmed void void
"""
DRAWN = {(before, action): after for before, action, after in (line.split() for line in ARROWS.split("\n") if line)}


@pytest.mark.parametrize("state", VisitState)
@pytest.mark.parametrize("action", VisitAction)
def test_an_action_follows_its_arrow_and_everything_else_is_refused(state: VisitState, action: VisitAction) -> None:
    after = DRAWN.get((state.value, action.value))
    if after is None:
        with pytest.raises(TransitionRefused) as refused:
            next_state(state, action)
        assert (refused.value.state, refused.value.action) == (state, action)
    else:
        assert next_state(state, action) == after


def test_every_state_can_be_reached_and_only_a_void_visit_is_the_end() -> None:
    reached = {VisitState.draft}
    for _ in VisitState:
        reached |= {after for (before, _), after in TRANSITIONS.items() if before in reached}
    assert reached == set(VisitState)
    assert set(VisitState) - {before for before, _ in TRANSITIONS} == {VisitState.void}


def test_a_refusal_tells_the_user_the_state_and_what_can_be_done_instead() -> None:
    assert str(TransitionRefused(VisitState.confirmed, VisitAction.submit)) == (
        "这条入校指导是“已确认”状态，不能提交。现在可以：更正、作废。"
    )
    assert str(TransitionRefused(VisitState.void, VisitAction.revise)) == (
        "这条入校指导是“已作废”状态，不能更正。它不能再改动，需要时请另记一条。"
    )


@given(
    actions=st.lists(st.sampled_from(VisitAction), max_size=12),
    minutes=st.lists(st.integers(0, 10_000), min_size=12, max_size=12, unique=True),
)
def test_the_first_receipt_is_that_of_the_first_submission_whatever_follows(
    actions: list[VisitAction], minutes: list[int]
) -> None:
    state, receipt = VisitState.draft, None
    submissions = []
    for action, minute in zip(actions, sorted(minutes), strict=False):
        try:
            state = next_state(state, action)
        except TransitionRefused:
            continue
        receipt = first_receipt(action, receipt, NOW + minute * MINUTE)
        if action == "submit":
            submissions.append(NOW + minute * MINUTE)
    assert receipt == (submissions[0] if submissions else None)
    if state in {"submitted", "returned", "disputed", "confirmed"}:
        assert receipt is not None


def test_the_words_of_the_interface_are_fixed() -> None:
    assert [duty.value for duty in Duty] == [
        "policy",
        "ideology",
        "school_conduct",
        "organisation_building",
        "activity_room",
        "training",
        "opinions",
        "difficulties",
    ]
    assert [mode.value for mode in VisitMode] == ["on_site", "other"]
    assert [channel.value for channel in VisitChannel] == ["phone", "desk", "paper"]


@pytest.mark.parametrize(
    ("off_by", "seconds", "skewed"),
    [
        (timedelta(0), 0, False),
        (timedelta(minutes=5), 300, False),
        (timedelta(minutes=5, milliseconds=1), 300, True),
        (timedelta(minutes=-5), -300, False),
        (timedelta(minutes=-5, milliseconds=-1), -300, True),
        (timedelta(days=730), 730 * 86_400, True),
    ],
)
def test_a_clock_is_off_when_it_differs_by_more_than_five_minutes_either_way(
    off_by: timedelta, seconds: int, *, skewed: bool
) -> None:
    assert clock_skew_seconds(NOW + off_by, NOW) == seconds
    assert is_skewed(NOW + off_by, NOW) is skewed


def codes(
    started_at: datetime, ended_at: datetime | None = None, device_time: datetime | None = None
) -> list[tuple[str, str]]:
    found = problems(started_at=started_at, ended_at=ended_at, now=NOW, device_time=device_time)
    assert all(problem.message.endswith("。") for problem in found)
    return [(problem.pointer, problem.code) for problem in found]


def test_a_visit_that_ends_before_it_starts_is_refused() -> None:
    start = NOW - 60 * MINUTE
    assert codes(start, start - MINUTE) == [("/ended_at", "ended_before_started")]
    assert codes(start, start) == []


def test_a_visit_longer_than_a_day_is_refused() -> None:
    start = NOW - timedelta(days=3)
    assert codes(start, start + timedelta(hours=24)) == []
    assert codes(start, start + timedelta(hours=24) + MINUTE) == [("/ended_at", "too_long")]


def test_a_visit_over_midnight_is_in_order() -> None:
    assert codes(datetime(2026, 9, 30, 15, 50, tzinfo=UTC), datetime(2026, 9, 30, 16, 30, tzinfo=UTC)) == []


def test_a_start_in_the_future_is_refused_beyond_the_skew_allowance() -> None:
    assert codes(NOW + 5 * MINUTE) == []
    assert codes(NOW + 6 * MINUTE) == [("/started_at", "started_in_future")]


def test_an_end_in_the_future_is_refused_beyond_the_skew_allowance() -> None:
    assert codes(NOW, NOW + 5 * MINUTE) == []
    assert codes(NOW, NOW + 6 * MINUTE) == [("/ended_at", "ended_in_future")]


def test_a_phone_whose_clock_is_wrong_does_not_lose_its_visit() -> None:
    for years in (-2, 2):
        clock = NOW + timedelta(days=365 * years)
        assert codes(clock - 90 * MINUTE, clock - 10 * MINUTE, clock) == []
    # Ahead of both clocks is still wrong; a slow clock does not forbid what was truly yesterday.
    assert codes(NOW + 20 * MINUTE, None, NOW + 10 * MINUTE) == [("/started_at", "started_in_future")]
    assert codes(NOW - timedelta(days=1), None, NOW - timedelta(days=700)) == []


@given(start=st.integers(-100_000, 100_000), length=st.none() | st.integers(-3_000, 3_000))
def test_times_are_fine_exactly_when_past_in_order_and_within_a_day(start: int, length: int | None) -> None:
    found = codes(NOW + start * MINUTE, None if length is None else NOW + (start + length) * MINUTE)
    end = start if length is None else start + length
    fine = start <= 5 and end <= 5 and start <= end <= start + 24 * 60
    assert (found == []) is fine


def test_a_visit_of_long_ago_is_late_but_never_wrong() -> None:
    assert codes(NOW - timedelta(days=3_000), NOW - timedelta(days=3_000) + 40 * MINUTE) == []
