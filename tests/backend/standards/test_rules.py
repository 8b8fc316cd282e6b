"""What a review may say of a checklist, and the codes of a draft's items, against plain models."""

from hypothesis import given
from hypothesis import strategies as st

from handinhand.programme.standards.rules import SEED, ChecklistKind, codes_for, item_problems, result_problems

CODES = st.sampled_from(["a", "b", "c", "item_1", "item_2"])
ITEMS = st.lists(CODES, unique=True, min_size=1).map(lambda codes: {code: f"标题{code}" for code in codes})


@given(items=ITEMS, answered=st.lists(CODES, max_size=7), complete=st.booleans())
def test_given_answers_then_each_item_is_answered_once_and_nothing_else_is(
    items: dict[str, str], answered: list[str], *, complete: bool
) -> None:
    found = result_problems(items, answered, complete=complete, under="/activity_room")
    right = set(answered) <= set(items) and len(answered) == len(set(answered))
    if complete:
        right = right and set(answered) == set(items)
    assert (found == []) == right
    named = {problem.pointer for problem in found if problem.code != "not_answered"}
    expected = {
        f"/activity_room/results/{place}/code"
        for place, code in enumerate(answered)
        if code not in items or code in answered[:place]
    }
    assert named == expected


@given(st.lists(st.one_of(st.none(), CODES), max_size=8), st.sets(CODES))
def test_given_new_items_then_each_gets_a_code_that_no_edition_had(
    given_codes: list[str | None], taken: set[str]
) -> None:
    codes = codes_for(given_codes, taken)
    pairs = list(zip(given_codes, codes, strict=True))
    assert [made for sent, made in pairs if sent is not None] == [sent for sent in given_codes if sent is not None]
    fresh = [made for sent, made in pairs if sent is None]
    assert len(set(fresh)) == len(fresh)
    assert not set(fresh) & (taken | {code for code in given_codes if code is not None})


def test_given_items_then_a_strange_or_repeated_one_is_named() -> None:
    found = item_problems(["a", "x", "a", None, None], ["甲", "乙", "丙", "丁", "丁"], {"a"})
    assert [(problem.pointer, problem.code) for problem in found] == [
        ("/items/1/code", "unknown_item"),
        ("/items/2/code", "twice"),
        ("/items/4/title", "twice"),
    ]
    assert item_problems(["a", None], ["甲", "乙"], {"a"}) == []


def test_given_the_first_editions_then_only_what_the_notice_names_is_not_assumed() -> None:
    room, five = SEED[ChecklistKind.activity_room], SEED[ChecklistKind.five_standards]
    assert [title for _, title, _ in room.items] == ["达标准", "制度全", "设施全", "活动经常", "效果明显"]
    assert (room.assumed, room.basis) == (False, "蒲教党发〔2019〕33号")
    assert (len(five.items), five.assumed, five.basis) == (5, True, None)
