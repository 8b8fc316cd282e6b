"""What leaves the house: signed, bounded, and believed only when the other side says so (pytest-httpx)."""

import asyncio
import base64
import gzip
import json
import socket
import tracemalloc
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest
from httpx import ByteStream
from pytest_httpx import HTTPXMock
from standardwebhooks import Webhook, WebhookVerificationError

from handinhand.core import outbound
from handinhand.core.ids import new_id
from handinhand.core.outbound import TIMEOUT_SECONDS, Letter, Undelivered, deliver

ADDRESS = "https://municipal.example.cn/figures"
SECRET = b"a secret of twenty-four b"


def letter() -> Letter:
    return Letter(new_id(), json.dumps({"figures": {"owed": 108}}).encode(), datetime.now(UTC))


async def test_given_a_letter_then_the_other_side_can_check_who_sent_it(httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(json={"receipt": "渭教收〔2026〕17号"})
    sent = letter()
    assert await deliver(ADDRESS, SECRET, sent) == "渭教收〔2026〕17号"
    request = httpx_mock.get_request()
    assert request is not None
    assert (request.method, str(request.url), request.headers["content-type"]) == ("POST", ADDRESS, "application/json")
    assert request.headers["webhook-id"] == str(sent.id)
    check = Webhook(base64.b64encode(SECRET).decode())
    assert check.verify(request.content, dict(request.headers)) == {"figures": {"owed": 108}}
    with pytest.raises(WebhookVerificationError):
        check.verify(request.content + b" ", dict(request.headers))
    with pytest.raises(WebhookVerificationError):
        Webhook(base64.b64encode(b"another secret, twenty-four").decode()).verify(
            request.content, dict(request.headers)
        )


@pytest.mark.parametrize("status", [200, 201, 202, 204])
async def test_given_any_2xx_then_it_is_delivered(httpx_mock: HTTPXMock, status: int) -> None:
    httpx_mock.add_response(status_code=status)
    assert await deliver(ADDRESS, SECRET, letter()) is None


@pytest.mark.parametrize("status", [301, 302, 307, 400, 401, 404, 410, 429, 500, 503])
async def test_given_any_other_answer_then_it_is_not_and_no_redirect_is_followed(
    httpx_mock: HTTPXMock, status: int
) -> None:
    httpx_mock.add_response(status_code=status, headers={"Location": "http://127.0.0.1/"}, json={"receipt": "1"})
    with pytest.raises(Undelivered) as refused:
        await deliver(ADDRESS, SECRET, letter())
    assert refused.value.code == f"status_{status}"
    assert len(httpx_mock.get_requests()) == 1


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (httpx.ConnectError("no route"), "unreachable"),
        (httpx.ReadError("cut off"), "unreachable"),
        (httpx.RemoteProtocolError("nonsense"), "unreachable"),
        (httpx.ConnectTimeout("slow"), "timeout"),
        (httpx.ReadTimeout("slow"), "timeout"),
    ],
)
async def test_given_no_answer_then_the_kind_is_told(httpx_mock: HTTPXMock, error: httpx.HTTPError, code: str) -> None:
    httpx_mock.add_exception(error)
    with pytest.raises(Undelivered) as refused:
        await deliver(ADDRESS, SECRET, letter())
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("body", "receipt"),
    [
        (b'{"receipt": "17"}', "17"),
        (b'{"receipt": 17}', None),
        (b'{"receipt": ""}', None),
        (b'{"receipt": "a\\u0000b"}', None),
        (b'{"receipt": "' + b"7" * 500 + b'"}', "7" * 200),
        (b'["receipt"]', None),
        (b"ok", None),
        (b"[" * 50_000, None),
        (b'{"receipt": "17", "more": "' + b"x" * 70_000 + b'"}', None),
    ],
)
async def test_given_whatever_the_other_side_says_then_only_a_short_plain_receipt_is_kept(
    httpx_mock: HTTPXMock, body: bytes, receipt: str | None
) -> None:
    httpx_mock.add_response(content=body)
    assert await deliver(ADDRESS, SECRET, letter()) == receipt


def test_the_other_side_has_ten_seconds_as_the_documents_say() -> None:
    assert TIMEOUT_SECONDS == 10


async def test_given_a_letter_that_was_taken_then_what_becomes_of_the_answer_changes_nothing(
    httpx_mock: HTTPXMock,
) -> None:
    class CutOff(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            yield b'{"rec'
            raise httpx.ReadError("cut off")

    httpx_mock.add_response(stream=CutOff())
    assert await deliver(ADDRESS, SECRET, letter()) is None


async def test_given_an_answer_that_unpacks_without_end_then_it_is_not_unpacked(httpx_mock: HTTPXMock) -> None:
    bomb = gzip.compress(gzip.compress(bytes(20_000_000)))
    httpx_mock.add_response(stream=ByteStream(bomb), headers={"content-encoding": "gzip, gzip"})
    tracemalloc.start()
    try:
        assert await deliver(ADDRESS, SECRET, letter()) is None
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()
    request = httpx_mock.get_request()
    assert request is not None
    assert request.headers["accept-encoding"] == "identity"


async def test_given_an_answer_that_never_ends_then_the_whole_of_it_has_its_time(
    httpx_mock: HTTPXMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            while True:
                await asyncio.sleep(0.01)
                yield b"x"

    monkeypatch.setattr(outbound, "TIMEOUT_SECONDS", 0.2)
    httpx_mock.add_response(stream=Slow())
    assert await deliver(ADDRESS, SECRET, letter()) is None


async def test_given_nobody_who_answers_in_time_then_it_is_a_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbound, "TIMEOUT_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(Undelivered) as refused:
            await deliver(address, SECRET, letter())
    assert refused.value.code == "timeout"
