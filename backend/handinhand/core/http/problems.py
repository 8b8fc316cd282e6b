"""Every refusal as `application/problem+json` (RFC 9457), in Chinese or English."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from psycopg import InterfaceError as DriverInterfaceError
from psycopg import OperationalError as DriverOperationalError
from psycopg import errors as database_errors
from pydantic_core import to_json
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from starlette.exceptions import HTTPException

from handinhand.core.errors import TYPE_PREFIX, FieldError, Invalid, NotFound, Problem, Stale, TooLarge, Unavailable
from handinhand.core.http.messages import message_of
from handinhand.core.http.routes import methods_at

log = structlog.get_logger(__name__)

_PLAIN = {
    404: ("not_found", NotFound.title),
    405: ("method_not_allowed", ("不支持这种操作", "Method not allowed")),
    413: ("too_large", TooLarge.title),
    500: ("internal", ("系统出错了，您可以稍后再试", "Something went wrong on our side")),
}

_SAID = {
    "not_found": ("没有这条记录，或者您看不到它。", "There is no such record, or it is not yours to see."),
    "method_not_allowed": ("这个地址不能这样操作。", "This address does not take that method."),
    "too_large": ("提交的内容太大了。", "What was sent is too large."),
    "invalid": ("请看标出的内容，改好再提交。", "See the errors, correct them and send it again."),
    "forbidden": ("您的角色没有这项权限。", "None of your roles has this permission."),
}
"""What a refusal says when nobody said more; other refusals then repeat their title."""


_AWAY = (OperationalError, InterfaceError, PoolTimeout, DriverOperationalError, DriverInterfaceError)
"""What SQLAlchemy and the driver raise when the database does not do what it always does."""


def install(app: FastAPI) -> None:
    """Answers every kind of refusal of `app` as a problem; defects are caught around it, by the middleware."""
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(StaleDataError, _on_stale)
    for away in (*_AWAY, ConnectionError):
        app.add_exception_handler(away, _on_database_away)


def problem_response(request: Request, problem: Problem) -> Response:
    """The answer for `problem`, in the language that the caller prefers."""
    extra = jsonable_encoder(problem.extra)
    if problem.errors:
        extra["errors"] = [{"pointer": e.pointer, "code": e.code, "message": e.message} for e in problem.errors]
    return _render(request, problem.status, problem.code, problem.title, problem.detail, problem.headers, extra)


def _render(
    request: Request,
    status: int,
    code: str,
    title: tuple[str, str],
    detail: str | None,
    headers: dict[str, str] | None = None,
    extra: dict[str, Any] | None = None,
) -> Response:
    english = request.headers.get("accept-language", "").strip().lower().startswith("en")
    body: dict[str, Any] = {
        "type": TYPE_PREFIX + code,
        "title": title[english],
        "status": status,
        "detail": detail or _SAID.get(code, title)[english],
        "request_id": request.scope.get("request_id"),
        **(extra or {}),
    }
    return Response(to_json(body), status, headers, media_type="application/problem+json")


async def _on_problem(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, Problem)
    return problem_response(request, problem)


async def _on_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return problem_response(request, Invalid(errors=[_field_error(found) for found in error.errors()]))


def _field_error(found: dict[str, Any]) -> FieldError:
    return FieldError(_pointer(found["loc"]), found["type"], message_of(found))


def _pointer(location: Sequence[str | int]) -> str:
    where, *path = location
    if where == "query":
        return "?" + ".".join(map(str, path))
    if where == "body":
        # Unparsable JSON is located by an offset; it concerns the whole body.
        return "/" + "/".join(str(part) for part in path) if path and not isinstance(path[0], int) else ""
    return f"{where}:" + "/".join(map(str, path))


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.BAD_REQUEST:
        # FastAPI says 400 for a body that cannot be read at all.
        return problem_response(
            request, Invalid("提交的内容无法读取。", errors=[FieldError("", "unreadable", "提交的内容无法读取")])
        )
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        # The framework names the methods of the first route that it met at this address, not of all.
        headers["Allow"] = ", ".join(methods_at(request.app, request.url.path))
    phrase = HTTPStatus(error.status_code).phrase
    code, title = _PLAIN.get(error.status_code, (phrase.lower().replace(" ", "_"), (phrase, phrase)))
    return _render(request, error.status_code, code, title, None, headers)


async def _on_stale(request: Request, _error: Exception) -> Response:
    return problem_response(request, Stale("保存时发现这条记录刚被别人修改。请刷新后再试。"))


async def _on_database_away(request: Request, error: Exception) -> Response:
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, database_errors.QueryCanceled | database_errors.DiskFull):
        log.error("database_refused", kind=type(cause).__name__)
    else:
        log.error("database_away", kind=type(error).__name__)
    return problem_response(request, Unavailable("数据没有保存。请稍后再试。", headers={"Retry-After": "5"}))


def defect_response(request: Request) -> Response:
    """The answer when the program itself is at fault."""
    code, title = _PLAIN[500]
    return _render(request, 500, code, title, "这次操作没有完成。请把下面的编号告诉管理员。")
