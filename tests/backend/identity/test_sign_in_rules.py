"""Throttling, names, codes and labels without a database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handinhand.core.ids import new_id
from handinhand.foundation.access.attempt_rules import network_of, retry_after
from handinhand.foundation.identity.sign_in_rules import (
    activation_code,
    device_label,
    free_username,
    grouped,
    is_device_token,
    plain_username,
    read_activation_code,
)

NOW = datetime(2026, 10, 15, 2, 0, tzinfo=UTC)
SECRET = b"k9Z2vTq7Lw4Rb1Xc8Nm5Hs3Jd6Fg0PyA"


@given(st.lists(st.integers(0, 40 * 60), max_size=12))
def test_a_try_is_open_exactly_while_fewer_than_five_failures_are_younger_than_a_quarter_hour(ages: list[int]) -> None:
    failures = [NOW - timedelta(seconds=age) for age in ages]
    wait = retry_after(failures, NOW)
    young = sorted(age for age in ages if age < 15 * 60)
    if len(young) < 5:
        assert wait is None
    else:
        assert wait == timedelta(seconds=15 * 60 - young[4])
        assert retry_after(failures, NOW + wait) is None


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("unix:", "unix:"),
    ],
)
def test_an_address_counts_as_its_subscriber(address: str, network: str) -> None:
    assert network_of(address) == network


def test_a_typed_name_is_compared_in_lower_case_and_half_width() -> None:
    assert plain_username(" ＷａｎｇJianguo ") == "wangjianguo"


def test_a_taken_name_gets_the_first_free_number() -> None:
    assert free_username("wangjianguo", set()) == "wangjianguo"
    assert free_username("wangjianguo", {"wangjianguo", "wangjianguo3"}) == "wangjianguo2"
    assert free_username("wangjianguo", {"wangjianguo", "wangjianguo2"}) == "wangjianguo3"
    assert free_username("", set()) == "user"
    assert len(free_username("a" * 80, {"a" * 30})) <= 40


@given(st.uuids())
def test_a_code_has_160_bits_and_reads_back_however_it_is_typed(activation_id: object) -> None:
    code = activation_code(SECRET, activation_id)  # type: ignore[arg-type]
    assert len(code) == 32
    assert len(grouped(code)) == 39
    for typed in (
        code,
        grouped(code),
        grouped(code).lower(),
        f" {grouped(code).replace('-', ' ')} ",
        _lookalikes(code),
    ):
        assert read_activation_code(typed) == code


def _lookalikes(code: str) -> str:
    return code.replace("O", "0").replace("I", "1").replace("B", "8")


def test_codes_differ_by_row_and_by_installation() -> None:
    first, second = new_id(), new_id()
    assert activation_code(SECRET, first) != activation_code(SECRET, second)
    assert activation_code(SECRET, first) != activation_code(SECRET[::-1], first)


@pytest.mark.parametrize("typed", ["", "ABCD", "激活码", "A" * 33, "A" * 31 + "9"])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert read_activation_code(typed) is None


WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
BROWSERS = [
    (f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/126.0 Safari/537.36", "Chrome 浏览器（Windows 电脑）"),
    (f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/126 Safari/537.36 Edg/126", "Edge 浏览器（Windows 电脑）"),
    (f"Mozilla/5.0 (Linux; Android 14) {WEBKIT} Chrome/116 MicroMessenger/8.0", "微信（安卓手机）"),
    (f"Mozilla/5.0 (iPhone; like Mac OS X) {WEBKIT} Version/17.5 Safari/604.1", "Safari 浏览器（苹果手机）"),
    ("python-httpx/0.28", "其他程序"),
    (None, "其他程序"),
]


@pytest.mark.parametrize(("user_agent", "label"), BROWSERS)
def test_a_browser_is_named_in_plain_words(user_agent: str | None, label: str) -> None:
    assert device_label(user_agent) == label


def test_only_what_we_made_is_a_device_token() -> None:
    assert is_device_token("a" * 43)
    assert not is_device_token("a" * 42)
    assert not is_device_token("a" * 42 + "é")
    assert not is_device_token(None)
