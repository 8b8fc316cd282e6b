"""The states of a good practice against a plain model (domain.md §1 D, §6)."""

import re

from hypothesis import given
from hypothesis import strategies as st

from handinhand.programme.good_practices.rules import DeedRefusedError, PracticeDeed, PracticeState, after

LETTERS = {
    "c": PracticeDeed.change, "p": PracticeDeed.propose, "r": PracticeDeed.return_, "u": PracticeDeed.publish,
    "w": PracticeDeed.withdraw,
}  # fmt: skip
LIVES = {
    PracticeState.draft: r"(c|pr)*",
    PracticeState.proposed: r"(c|pr)*p",
    PracticeState.published: r"(c|pr)*pu",
    PracticeState.withdrawn: r"(c|pr)*(p|pu)?w",
}
"""What was done with one that stands so, as a word: changed and sent back and forth, proposed, published, withdrawn."""


@given(st.lists(st.sampled_from("cpruw"), max_size=12))
def test_given_any_deeds_then_exactly_those_are_allowed_that_a_life_may_have(deeds: list[str]) -> None:
    state, life = PracticeState.draft, ""
    for letter in deeds:
        lives = {reached for reached, pattern in LIVES.items() if re.fullmatch(pattern, life + letter)}
        try:
            state = after(state, LETTERS[letter])
        except DeedRefusedError:
            assert not lives, f"{life}{letter} was refused"
        else:
            life += letter
            assert lives == {state}, f"{life} was allowed"
