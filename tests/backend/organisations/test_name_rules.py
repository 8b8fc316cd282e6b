"""How names are keyed and searched and phones are shown, without a database."""

import pytest

from handinhand.foundation.organisations.rules import Searched, keys_of, mask_mobile, searched


@pytest.mark.parametrize(
    ("typed", "text", "pinyin"),
    [
        ("桥山", "桥山", ""),
        ("QSZX", "qszx", "qszx"),
        ("ｑｓ", "qs", "qs"),
        ("Qiáo shān", "qiáo shān", "qiaoshan"),
        ("lǚ", "lǚ", "lv"),
        ("lü", "lü", "lv"),
        ("xi'an", "xi'an", "xian"),
        ("100%", "100%", ""),
        ("_", "_", ""),
        ("%", "%", ""),
        ("桥山zx", "桥山zx", ""),
        ("（城关）", "(城关)", ""),
        ("  ", "", ""),
        ("\u0301", "\u0301", ""),
        ("-", "-", ""),
    ],
)
def test_what_is_typed_is_compared_with_names_and_only_if_it_can_be_spelled_with_pinyin(
    typed: str, text: str, pinyin: str
) -> None:
    assert searched(typed) == Searched(text, pinyin)


def test_keys_are_whole_pinyin_and_initials_with_one_reading_for_each_character() -> None:
    assert keys_of("吕梁路第一幼儿园") == {"name_pinyin": "lvliangludiyiyoueryuan", "name_initials": "llldyyey"}
    assert keys_of("长安重庆路") == {"name_pinyin": "changanchongqinglu", "name_initials": "cacql"}


def test_given_the_longest_name_then_its_keys_fit_their_columns() -> None:
    keys = keys_of("庄" * 100)
    assert (len(keys["name_pinyin"]), len(keys["name_initials"])) == (400, 100)
    assert len(keys_of("b" * 100, longest_initials=60)["name_initials"]) == 60


@pytest.mark.parametrize(
    ("mobile", "shown"),
    [("13812340000", "138****0000"), (None, None), ("0913721", "****21"), ("1", "****1")],
)
def test_a_phone_shows_its_ends_only(mobile: str | None, shown: str | None) -> None:
    assert mask_mobile(mobile) == shown
