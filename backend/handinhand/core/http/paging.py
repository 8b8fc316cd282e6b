"""Lists: keyset on (sort, id), a cursor bound to the filters, an optional total."""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.elements import ColumnElement

from handinhand.core.errors import CursorMismatch, FieldError, Invalid
from handinhand.core.http.schema import Schema, Total

TOTAL_CEILING = 10_000
_PLACE = {"cursor", "limit", "include"}
"""What a query says of the page beside the filters."""
AnySelect = Select[*tuple[Any, ...]]
"""A select of whatever columns."""


class PageQuery(Schema):
    """What every list takes. A feature adds its filters; unknown parameters are refused."""

    limit: int = Field(50, ge=1, le=200, description="How many items, at most 200.")
    cursor: str | None = Field(None, max_length=600, description="`next_cursor` of the page before.")
    include: Literal["total"] | None = Field(None, description="`total` counts the matches.")


@dataclass(frozen=True, slots=True)
class Order:
    """One order of a list: the column sorted by, the id that breaks ties, and the direction."""

    key: ColumnElement[Any] | InstrumentedAttribute[Any]
    id: ColumnElement[UUID] | InstrumentedAttribute[UUID]
    descending: bool = False


@dataclass(frozen=True, slots=True)
class PageOf:
    """The rows of one page and what the answer says beside them."""

    rows: Sequence[Any]
    next_cursor: str | None
    total: Total | None


def order_of(sort: str | None, orders: Mapping[str, Order], default: str) -> Order:
    """The order named by `?sort=`, where a leading `-` turns it round. Raises Invalid for an unknown field."""
    wanted = sort or default
    name = wanted.removeprefix("-")
    if name not in orders:
        message = "只能按这些字段排序：" + "、".join(sorted(orders))
        raise Invalid(errors=[FieldError("?sort", "unknown_sort", message)])
    chosen = orders[name]
    return Order(chosen.key, chosen.id, descending=wanted.startswith("-"))


async def fetch_page(session: AsyncSession, statement: AnySelect, order: Order, query: PageQuery) -> PageOf:
    """Runs `statement` (already filtered and scoped, unordered) for one page.

    The statement's columns must include those of the order under the labels `sort_key` and `id`.
    Raises CursorMismatch when the cursor was made for other filters.
    """
    bound = filter_digest(query)
    page = statement
    if query.cursor:
        position = read_cursor(query.cursor, bound, order.key.type.python_type)
        here = tuple_(order.key, order.id)
        page = page.where(here < position if order.descending else here > position)
    columns = (order.key.desc(), order.id.desc()) if order.descending else (order.key.asc(), order.id.asc())
    rows = (await session.execute(page.order_by(*columns).limit(query.limit + 1))).all()
    more = len(rows) > query.limit
    rows = rows[: query.limit]
    following = make_cursor(bound, rows[-1].sort_key, rows[-1].id) if more else None
    return PageOf(rows, following, await _total(session, statement) if query.include == "total" else None)


async def _total(session: AsyncSession, statement: AnySelect) -> Total:
    return total_of((await session.execute(counting(statement))).scalar_one())


def counting(statement: AnySelect) -> AnySelect:
    """Counts what the statement finds, up to just over the ceiling."""
    matches = statement.limit(TOTAL_CEILING + 1).subquery()
    return select(func.count().label("count")).select_from(matches)


def total_of(count: int) -> Total:
    """The total of a list, from what `counting` counted."""
    return Total(value=min(count, TOTAL_CEILING), capped=count > TOTAL_CEILING)


def filter_digest(query: PageQuery) -> str:
    """What a cursor is bound to: the filters and the order, not the place within them."""
    return _digest(query) if query.model_fields_set - _PLACE else _digest_of_everything(type(query))


def _digest(query: PageQuery) -> str:
    filters = query.model_dump(mode="json", exclude=_PLACE)
    return hashlib.sha256(json.dumps(filters, sort_keys=True).encode()).hexdigest()[:16]


@cache
def _digest_of_everything(kind: type[PageQuery]) -> str:
    """Of the list as it is asked for most: without a filter."""
    return _digest(kind())


def make_cursor(bound: str, key: Any, row_id: UUID) -> str:
    """The cursor behind the row with this sort key and id."""
    kind, text = ("i", key) if isinstance(key, int | float) else ("s", str(key))
    if isinstance(key, datetime):
        kind, text = "t", key.isoformat()
    elif isinstance(key, date):
        kind, text = "d", key.isoformat()
    elif isinstance(key, UUID):
        kind, text = "u", str(key)
    raw = json.dumps([bound, kind, text, str(row_id)], ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def read_cursor(cursor: str, bound: str, kind_of_key: type[Any]) -> tuple[Any, UUID]:
    """The sort key and id behind which the page begins. Raises CursorMismatch, and Invalid for what is no cursor."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        made_for, kind, text, row_id = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
        read = _READERS[kind]
        position = (read(text), UUID(row_id))
        if not isinstance(position[0], kind_of_key):  # somebody made this cursor up: the database would break off
            raise TypeError(kind)  # noqa: TRY301 - answered like every other malformed one
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Invalid(errors=[FieldError("?cursor", "cursor_malformed", "翻页标记不完整，请从第一页开始")]) from error
    if made_for != bound:
        raise CursorMismatch
    return position


def _number(value: float) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError
    return value


def _text(value: str) -> str:
    if "\0" in value:
        raise ValueError
    return value.encode().decode()  # half a character is a ValueError, too


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "i": _number,
    "s": _text,
    "t": datetime.fromisoformat,
    "d": date.fromisoformat,
    "u": UUID,
}
