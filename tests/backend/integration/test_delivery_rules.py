"""When a delivery ends, and what an operator must give before anything is sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from handinhand.core.config import Settings
from handinhand.exchange.integration.rules import MOST_ATTEMPTS, state_after

ADDRESS = "https://municipal.example.cn/figures"
SECRET = "whsec_YSBzZWNyZXQgb2YgdHdlbnR5LWZvdXIgYg=="


@given(st.integers(1, 30), st.booleans())
def test_a_delivery_ends_when_it_is_taken_or_after_its_last_attempt(attempts: int, delivered: bool) -> None:  # noqa: FBT001
    state = state_after(attempts, delivered=delivered)
    assert state == ("delivered" if delivered else "failed" if attempts >= MOST_ATTEMPTS else "queued")


@pytest.mark.parametrize(
    "wrong",
    [
        {"municipal_url": ADDRESS},
        {"municipal_secret": SECRET},
        {"municipal_url": "municipal.example.cn", "municipal_secret": SECRET},
        {"municipal_url": "https://user:word@municipal.example.cn", "municipal_secret": SECRET},
        {"municipal_url": "https://municipal.example.cn:70000/x", "municipal_secret": SECRET},
        {"municipal_url": ADDRESS, "municipal_secret": "short"},
        {"municipal_url": ADDRESS, "municipal_secret": "whsec_c2hvcnQ="},
        {"municipal_url": ADDRESS, "municipal_secret": "whsec_%%%"},
    ],
)
def test_given_half_a_setting_or_a_weak_secret_then_nothing_starts(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate(wrong)


def test_given_both_then_the_key_is_the_secret_s_bytes() -> None:
    assert Settings.model_validate({"municipal_url": ADDRESS, "municipal_secret": SECRET}).municipal_key == (
        b"a secret of twenty-four b"
    )
