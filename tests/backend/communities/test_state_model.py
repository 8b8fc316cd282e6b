"""A community's states against a plain model, and the ends of terms (domain.md §3, §5)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handinhand.core.months import months_later
from handinhand.programme.communities.rules import (
    ENDED,
    CommunityState,
    Deed,
    DeedRefusedError,
    after,
    last_day_of_term,
)

ARROWS = {
    "draft": {"approve": "approved"},
    "approved": {"activate": "active", "withdraw_approval": "draft"},
    "active": {"renew": "renewed", "dissolve": "dissolved", "complete": "completed"},
}
"""domain.md §5, written a second time; an approval that is taken back is a correction."""


@given(st.lists(st.sampled_from(list(Deed)), max_size=8))
def test_given_any_deeds_then_the_state_is_the_model_s(deeds: list[Deed]) -> None:
    state, model = CommunityState.draft, "draft"
    for deed in deeds:
        expected = ARROWS.get(model, {}).get(deed.value)
        if expected is None:
            with pytest.raises(DeedRefusedError):
                after(state, deed)
        else:
            state, model = after(state, deed), expected
    assert state.value == model
    assert (state in ENDED) == (model not in ARROWS)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 120))
def test_given_a_day_then_so_many_months_later_it_is_the_same_day_or_the_month_s_last(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    ("joined", "last"),
    [
        (date(2025, 9, 1), date(2028, 8, 31)),
        (date(2024, 2, 29), date(2027, 2, 27)),
        (date(2025, 3, 1), date(2028, 2, 29)),
        (date(2025, 1, 31), date(2028, 1, 30)),
    ],
)
def test_given_a_joining_then_the_term_is_36_months(joined: date, last: date) -> None:
    assert last_day_of_term(joined) == last
