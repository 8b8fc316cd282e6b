"""Kinds of fields that bodies of several features share, beside the plain ones of `schema`."""

import re
import unicodedata
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _on_one_line(value: str) -> str:
    joined = " ".join(value.split())
    if not joined or any(unicodedata.category(sign) in {"Cc", "Cf", "Cs"} for sign in joined):
        raise PydanticCustomError("control_character", "含有不能显示的字符，请重新输入")
    return joined


def _written_day(value: Any) -> Any:
    # Pydantic alone also takes numbers, as seconds since 1970.
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise PydanticCustomError("date_parsing", "应填写日期，例如 2026-10-08")
    if not isinstance(value, str | date):
        raise PydanticCustomError("date_type", "应填写日期，例如 2026-10-08")
    return value


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


ONE_LINE = AfterValidator(_on_one_line)
"""`Annotated[str, StringConstraints(...), ONE_LINE]`: runs of spaces and line breaks become one space, invisible
characters are refused. It stands last, so that a length is judged, and its error worded, as a length of text."""

Day = Annotated[date, BeforeValidator(_written_day)]
"""A date written as `2026-10-08`, and in no other way."""

WHOLE = BeforeValidator(_whole)
"""Beside `Field(strict=True)`: a whole number may be written 3.0, which JSON Schema calls an integer too."""

Count = Annotated[int, Field(strict=True, ge=0, le=100_000), WHOLE]
"""How many there are of something."""


def kept(**limits: Any) -> Any:
    """A field of a change that may be left out, and then stays as it is, but cannot be emptied.

    Whether it was sent is told by `model_fields_set`.
    """
    # A factory, since a plain default of None would stand in the described interface as if null could be sent.
    return Field(default_factory=lambda: None, **limits)
