"""Kinds of fields that bodies of several features share, beside the plain ones of `schema`."""

import re
import unicodedata
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from handinhand.core.clock import day_in_hand

FIRST_DAY = date(1949, 10, 1)
YEARS_AHEAD = 10
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


def _of_the_programme(value: date) -> date:
    last_year = day_in_hand().year + YEARS_AHEAD
    # By years: a plan made on 29 February has no such day ten years on.
    if value < FIRST_DAY or value.year > last_year:
        message = "日期应在 1949 年 10 月到 {last_year} 年之间，请改正"
        raise PydanticCustomError("date_not_sensible", message, {"last_year": last_year})
    return value


def _not_ahead(value: date) -> date:
    if value > day_in_hand():
        raise PydanticCustomError("in_future", "这一天还没有到，请填今天或以前的日期")
    return value


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


ONE_LINE = AfterValidator(_on_one_line)
"""`Annotated[str, StringConstraints(...), ONE_LINE]`: runs of spaces and line breaks become one space, invisible
characters are refused. It stands last, so that a length is judged, and its error worded, as a length of text."""

Day = Annotated[date, BeforeValidator(_written_day)]
"""A date written as `2026-10-08`, and in no other way: of a filter, which may ask for any."""

PlanDay = Annotated[Day, AfterValidator(_of_the_programme)]
"""A day that may lie ahead (a start, a due day, a planned end): from October 1949 to the tenth year from now."""

FactDay = Annotated[PlanDay, AfterValidator(_not_ahead)]
"""A day on which something happened (held, signed, recognised, done, left): of the programme, and not ahead."""

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
