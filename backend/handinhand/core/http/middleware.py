"""Around every request: an id, the limits, the guard against other sites, the headers, one line of log."""

import time
from urllib.parse import urlsplit

import structlog
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from handinhand.core.errors import Problem
from handinhand.core.http.problems import defect_response, problem_response
from handinhand.core.ids import new_id
from handinhand.core.logs import describe

log = structlog.get_logger("request")

JSON_LIMIT = 1024 * 1024
_SAFE = {"GET", "HEAD", "OPTIONS"}
API_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"geolocation=(self), camera=(self), microphone=()"),
    (b"content-security-policy", API_POLICY.encode()),
)
_TLS_HEADERS = (*_HEADERS, (b"strict-transport-security", b"max-age=31536000"))


class CrossSite(Problem):
    """A write sent by another site's page with this site's cookie."""

    status, code = 403, "cross_site"
    title = ("请求来自别的网站，已拒绝", "Cross-site writes are refused")


class RequestFrame:
    """Pure ASGI, so that streams pass through untouched. `upload_limit` is in bytes, for multipart bodies."""

    def __init__(self, app: ASGIApp, *, upload_limit: int, behind_tls: bool) -> None:
        self.app = app
        self.upload_limit = upload_limit
        self.behind_tls = behind_tls

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        request_id = scope["request_id"] = new_id().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started, status, answered = time.perf_counter(), 500, False

        async def framed_send(message: Message) -> None:
            nonlocal status, answered
            if message["type"] == "http.response.start":
                status, answered = message["status"], True
                self._dress(message["headers"], request_id, scope["path"])
            await send(message)

        try:
            if scope["method"] not in _SAFE and is_cross_site(headers):
                await problem_response(Request(scope), CrossSite())(scope, receive, framed_send)
            else:
                await self.app(scope, self._limited(receive, headers), framed_send)
        except Exception as error:  # noqa: BLE001 - a defect of whatever kind gets an answer
            # Whoever is outside would log the message too, and it may quote what a person entered.
            log.error("defect", **describe(error))  # noqa: TRY400 - for the same reason
            if answered:
                raise ConnectionAbortedError("the answer broke off") from None
            await defect_response(Request(scope))(scope, receive, framed_send)
        finally:
            route = scope.get("route")
            log.info(
                "request",
                method=scope["method"],
                # The route's pattern, never the address itself: an address may carry what a person searched for.
                route=getattr(route, "path", "-"),
                status=status,
                ms=round((time.perf_counter() - started) * 1000, 1),
            )

    def _dress(self, headers: list[tuple[bytes, bytes]], request_id: str, path: str) -> None:
        """Adds what every answer carries and this one has not said itself."""
        said = {name for name, _ in headers}
        headers.append((b"x-request-id", request_id.encode()))
        usual = _TLS_HEADERS if self.behind_tls else _HEADERS
        headers += [header for header in usual if header[0] not in said]
        if path.startswith("/api/") and b"cache-control" not in said:
            headers.append((b"cache-control", b"no-store"))

    def _limited(self, receive: Receive, headers: Headers) -> Receive:
        multipart = headers.get("content-type", "").startswith("multipart/")
        remaining = self.upload_limit if multipart else JSON_LIMIT

        async def counted() -> Message:
            nonlocal remaining
            message = await receive()
            remaining -= len(message.get("body", b""))
            if remaining < 0:
                raise HTTPException(413)
            return message

        return counted


def is_cross_site(headers: Headers) -> bool:
    """Whether a browser says that another site sent this (api.md). Scripts send neither header and pass."""
    if headers.get("authorization"):
        return False
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site != "same-origin"
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host", "")
