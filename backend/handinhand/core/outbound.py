"""Calls that the service makes to others, over HTTP. The only user of httpx.

Signed as Standard Webhooks has it, so that the other side can check who sent it with a library it did not write.
"""

import asyncio
import base64
import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import httpx

TIMEOUT_SECONDS = 10.0
"""For the whole of it, from looking up the host to the end of the answer."""
_MOST_READ = 64 * 1024
_LONGEST_RECEIPT = 200


class Undelivered(Exception):
    """The other side did not take it. `code` says how: `unreachable`, `timeout`, `status_503` …"""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent. The id stays the same however often it is tried, so that the other side can tell."""

    id: UUID
    body: bytes
    sent_at: datetime


def signature(secret: bytes, letter: Letter) -> dict[str, str]:
    """The headers that prove the sender: `webhook-id`, `webhook-timestamp`, `webhook-signature`."""
    stamp = str(int(letter.sent_at.timestamp()))
    signed = b".".join((str(letter.id).encode(), stamp.encode(), letter.body))
    made = base64.b64encode(hmac.digest(secret, signed, "sha256")).decode("ascii")
    return {"webhook-id": str(letter.id), "webhook-timestamp": stamp, "webhook-signature": f"v1,{made}"}


async def deliver(address: str, secret: bytes, letter: Letter) -> str | None:
    """Posts the letter; gives the `receipt` of the answer, None when it has none. Only 2xx is success.

    Raises Undelivered. A redirect is none of ours to follow: the address is the operator's word. Once the other side
    has said 2xx it has the letter, whatever becomes of the rest of its answer.
    """
    headers = {
        "content-type": "application/json",
        "accept-encoding": "identity",
        "user-agent": "HandInHand",
        **signature(secret, letter),
    }
    taken = False
    try:
        async with (
            asyncio.timeout(TIMEOUT_SECONDS),
            httpx.AsyncClient(timeout=TIMEOUT_SECONDS, follow_redirects=False, trust_env=False) as client,
            client.stream("POST", address, content=letter.body, headers=headers) as answer,
        ):
            if not answer.is_success:
                raise Undelivered(f"status_{answer.status_code}")
            taken = True
            return _receipt(await _beginning(answer))
    except (TimeoutError, httpx.HTTPError, httpx.InvalidURL) as error:
        if taken:
            return None
        late = isinstance(error, TimeoutError | httpx.TimeoutException)
        raise Undelivered("timeout" if late else "unreachable") from error


async def _beginning(answer: httpx.Response) -> bytes:
    """The body as it was sent, up to a limit: nothing that somebody else sends is let in or unpacked without end."""
    read = b""
    async for piece in answer.aiter_raw():
        read += piece
        if len(read) > _MOST_READ:
            return b""
    return read


def _receipt(body: bytes) -> str | None:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    receipt = found.get("receipt") if isinstance(found, dict) else None
    if not isinstance(receipt, str) or not receipt.isprintable():
        return None
    return receipt[:_LONGEST_RECEIPT] or None
