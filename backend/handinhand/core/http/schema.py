"""The base of every body and answer, and the answer itself."""

import re
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Response
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, PlainSerializer, StringConstraints
from pydantic_core import PydanticCustomError, to_json

T = TypeVar("T")
_YEAR_FIRST = re.compile(r"[0-9]{4}-")


class Schema(BaseModel):
    """Unknown fields are refused; text is stripped and never carries control characters."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, from_attributes=True)


class Page(Schema, Generic[T]):
    """A page of a list. `next_cursor` is null on the last one; `total` comes with `include=total`."""

    items: list[T]
    next_cursor: str | None = None
    total: "Total | None" = None


class Total(Schema):
    """How many match, counted up to a ceiling."""

    value: int
    capped: bool


def _written_instant(value: Any) -> Any:
    # Pydantic alone also takes numbers, as seconds since 1970.
    if isinstance(value, datetime) or (isinstance(value, str) and _YEAR_FIRST.match(value)):
        return value
    raise PydanticCustomError("datetime_parsing", "应填写时间，例如 2026-10-08T09:00:00+08:00")


def _aware(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise PydanticCustomError("time_without_offset", "时间要带时区，例如 2026-10-08T09:00:00+08:00")
    return value


def _no_control_characters(value: str) -> str:
    if any(ord(sign) < 32 and sign not in "\n\r\t" for sign in value) or "\x7f" in value:
        raise PydanticCustomError("control_character", "含有不能显示的字符，请重新输入")
    return value


Instant = Annotated[
    datetime,
    BeforeValidator(_written_instant),
    AfterValidator(_aware),
    PlainSerializer(lambda at: at.isoformat().replace("+00:00", "Z"), return_type=str, when_used="json"),
]
"""RFC 3339 with an offset; answers are UTC with `Z`."""

PRINTABLE = AfterValidator(_no_control_characters)
"""Refuses signs that cannot be shown. It stands last: pydantic measures what comes before it as text, and what comes
behind it as anything that has a length, whose message speaks of items. So none of the texts below is narrowed further;
one of another length is `Annotated[str, StringConstraints(...), PRINTABLE]`."""

Name = Annotated[str, StringConstraints(min_length=1, max_length=100), PRINTABLE]
ShortText = Annotated[str, StringConstraints(max_length=200), PRINTABLE]
LongText = Annotated[str, StringConstraints(max_length=5000), PRINTABLE]
Reason = Annotated[str, StringConstraints(min_length=2, max_length=300), PRINTABLE]


def answer(
    body: BaseModel | dict[str, Any], *, status: int = 200, version: int | None = None, location: str | None = None
) -> Response:
    """The answer, serialised once (no second validation), with its ETag and Location.

    A body of plain columns is written as api.md says: dates, instants, UUIDs.
    """
    headers = {}
    if version is not None:
        headers["ETag"] = f'"{version}"'
    if location is not None:
        headers["Location"] = location
    content = to_json(body) if isinstance(body, dict) else body.__pydantic_serializer__.to_json(body)
    return Response(content, status, headers, media_type="application/json")


def answer_text(body: bytes) -> Response:
    """An answer whose JSON is written already."""
    return Response(body, media_type="application/json")
