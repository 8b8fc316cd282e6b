"""What leaves the house: signed, bounded, and believed only when the other side says so (pytest-httpx)."""

import base64
import json
from datetime import UTC, datetime

import httpx
import pytest
from pytest_httpx import HTTPXMock
from standardwebhooks import Webhook, WebhookVerificationError

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
