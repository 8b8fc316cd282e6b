"""Credentials, secrets and scopes as rules, without a database."""

import base64
from urllib.parse import quote_plus
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handinhand.core.ids import new_id
from handinhand.foundation.access.roles import MACHINE_SCOPES
from handinhand.foundation.clients.rules import CODE, asked_scopes, client_secret, read_basic, secret_digest
from handinhand.foundation.clients.schemas import OauthClientIn

KEY = b"one installation's own secret, long enough"


def basic(text: str) -> str:
    return "Basic " + base64.b64encode(text.encode()).decode()


@given(st.text(max_size=40), st.text(max_size=40))
def test_given_any_code_and_secret_when_sent_by_the_rfc_then_they_are_read_as_they_were(code: str, secret: str) -> None:
    try:
        header = basic(f"{quote_plus(code)}:{quote_plus(secret)}")
    except UnicodeEncodeError:  # half a character
        return
    found = read_basic(header)
    assert found is not None
    assert found[0] == code
    assert secret in found[1]
    assert read_basic(header.replace("Basic", "bASIC")) == found


def test_given_a_program_that_encodes_nothing_then_the_secret_is_read_as_it_was_too() -> None:
    found = read_basic(basic("municipal:nine purple+bicycles 100%"))
    assert found is not None
    assert "nine purple+bicycles 100%" in found[1]


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Basic",
        "Basic !!!!",
        "Bearer abc",
        basic("municipal"),
        basic("m" * 2000 + ":x"),
        "Basic " + base64.b64encode(b"\xff:x").decode(),
    ],
)
def test_given_anything_else_then_nothing_is_read(header: str | None) -> None:
    assert read_basic(header) is None


def test_given_two_rows_then_their_secrets_differ_and_each_is_always_the_same() -> None:
    first, second = new_id(), new_id()
    assert client_secret(KEY, first) == client_secret(KEY, UUID(str(first)))
    assert len({client_secret(KEY, first), client_secret(KEY, second), client_secret(KEY + b"x", first)}) == 3
    assert len(client_secret(KEY, first)) == 43


def test_given_a_stored_digest_then_it_depends_on_the_installation() -> None:
    assert secret_digest(KEY, "a") != secret_digest(KEY + b"x", "a")
    assert secret_digest(KEY, "a") != secret_digest(KEY, "b")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (None, {"a:read", "b:read"}),
        ("a:read", {"a:read"}),
        ("b:read a:read", {"a:read", "b:read"}),
        ("", None),
        (" ", None),
        ("c:read", None),
        ("a:read c:read", None),
        ("A:READ", None),
    ],
)
def test_given_a_wish_then_only_what_is_allowed_is_given(asked: str | None, found: set[str] | None) -> None:
    assert asked_scopes(asked, ["a:read", "b:read"]) == found


def test_given_the_bodies_then_they_offer_what_a_machine_may_hold_and_nothing_else() -> None:
    offered = OauthClientIn.model_json_schema()["properties"]["scopes"]["items"]
    assert {offered["const"]} == {str(right) for right in MACHINE_SCOPES}


def test_given_a_code_then_it_is_short_and_plain() -> None:
    assert all(CODE.fullmatch(code) for code in ("municipal", "a-1"))
    assert not any(CODE.fullmatch(code) for code in ("ab", "1ab", "A-b", "a_b", "市局平台"))
