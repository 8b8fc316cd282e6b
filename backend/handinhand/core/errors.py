"""Refusals, as RFC 9457 problems (api.md, Conventions). A feature's own refusals subclass these in its `errors.py`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

TYPE_PREFIX = "urn:handinhand:problem:"


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field. `pointer` is a JSON pointer into the body, or `?name` for a query parameter."""

    pointer: str
    code: str
    message: str


class Problem(Exception):
    """A request that is refused. `title` is what a person reads: (Chinese, English)."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad_request"
    title: ClassVar[tuple[str, str]] = ("请求有误", "The request is not right")

    def __init__(
        self,
        detail: str | None = None,
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(detail or self.code)
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.extra = extra


class NotSignedIn(Problem):
    """Nobody is signed in, or the session has ended."""

    status, code = 401, "not_signed_in"
    title = ("请先登录", "Please sign in")


class Forbidden(Problem):
    """In scope, without the permission."""

    status, code = 403, "forbidden"
    title = ("您没有这项权限", "You may not do this")


class NotFound(Problem):
    """Nonexistent, or out of the caller's scope: the two answer alike."""

    status, code = 404, "not_found"
    title = ("没有找到", "Not found")


class Conflict(Problem):
    """The record's state does not allow it."""

    status, code = 409, "wrong_state"
    title = ("当前状态不能这样操作", "The present state does not allow this")


class IdTaken(Conflict):
    """A client-made id that already names other content."""

    code = "id_taken"
    title = ("这个编号已用于别的内容", "This id already names other content")


class Stale(Problem):
    """`If-Match` names an older version. Extras: `current_version`, `differing` (field → current value)."""

    status, code = 412, "stale"
    title = ("内容已被别人改过", "Somebody changed this meanwhile")


class TooLarge(Problem):
    """The body is over the limit."""

    status, code = 413, "too_large"
    title = ("文件太大", "Too large")


class UnsupportedType(Problem):
    """The body is of a type that is not taken here."""

    status, code = 415, "unsupported_type"
    title = ("不支持这种格式", "Unsupported type")


class Invalid(Problem):
    """Malformed, or against a rule of the domain; `errors` name the fields."""

    status, code = 422, "invalid"
    title = ("有内容需要改正", "Some fields need correction")


class IfMatchRequired(Problem):
    """A change without the version it starts from."""

    status, code = 428, "if_match_required"
    title = ("请先刷新再修改", "If-Match is required")


class TooMany(Problem):
    """Too often; `Retry-After` says when."""

    status, code = 429, "too_many"
    title = ("操作太频繁，请稍后再试", "Too many requests")


class Unavailable(Problem):
    """Something that we stand on is away; `Retry-After` says when to come again."""

    status, code = 503, "unavailable"
    title = ("系统暂时不可用，请稍后再试", "Temporarily unavailable")


class CursorMismatch(Problem):
    """A cursor of other filters or another order."""

    status, code = 400, "cursor_mismatch"
    title = ("筛选条件已改变，请从第一页开始", "The cursor belongs to other filters")
