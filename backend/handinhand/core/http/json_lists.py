"""Lists that PostgreSQL writes as JSON, from statements compiled once for each form of a list (ADR 7).

For lists that are asked for all the time. The others select rows and are answered by `paging.fetch_page`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    DateTime,
    Integer,
    LargeBinary,
    String,
    bindparam,
    cast,
    func,
    literal_column,
    select,
    tuple_,
)

from handinhand.core.database import Reader
from handinhand.core.http.paging import AnySelect, Order, PageQuery, filter_digest, make_cursor, read_cursor, total_of
from handinhand.core.statements import Statement

LIMIT = "page_limit"
AFTER_KEY, AFTER_ID = "after_key", "after_id"


def json_object(shown: Sequence[Any]) -> ColumnElement[str]:
    """The columns as one JSON object, under their names. Instants end in `Z` (api.md)."""
    parts: list[Any] = []
    for column in shown:
        parts += [_constant(column.key), instant(column) if isinstance(column.type, DateTime) else column]
    return cast(func.json_build_object(*parts), String)


def instant(column: Any) -> ColumnElement[str]:
    """An instant as pydantic writes it: with `Z`, and with a fraction only where there is one."""
    written = func.to_char(func.timezone(_constant("UTC"), column), _constant('YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
    return func.replace(written, _constant(".000000Z"), _constant("Z"))


def _constant(text: str) -> ColumnElement[str]:
    """One of our own words within the statement: as a parameter it would be sent with every request."""
    return literal_column(f"'{text}'", String())


@dataclass(frozen=True, slots=True)
class JsonList:
    """A page's statement, and the type of what the list is sorted by."""

    statement: Statement
    kind_of_key: type[Any]


def json_list(statement: AnySelect, order: Order, *, after: bool) -> JsonList:
    """Compiles a page of `statement`, whose columns are `item` (of `json_object`), `sort_key` and `id`.

    Filtered and scoped already, by parameters. `after` for every page but the first.
    """
    page = statement
    if after:
        position = tuple_(_of_type(AFTER_KEY, order.key), _of_type(AFTER_ID, order.id))
        here = tuple_(order.key, order.id)
        page = page.where(here < position if order.descending else here > position)
    columns = (order.key.desc(), order.id.desc()) if order.descending else (order.key.asc(), order.id.asc())
    limit = bindparam(LIMIT, type_=Integer())
    rows = page.order_by(*columns).limit(limit + 1).subquery()
    # One row for the whole page: fifty of them to take apart cost as much as the rest of the statement's way here.
    placed = select(rows, func.row_number().over().label("place")).subquery()
    shown, last = placed.c.place <= limit, placed.c.place == limit
    whole = select(
        func.convert_to(
            func.coalesce(func.string_agg(placed.c.item, _constant(",")).filter(shown), _constant("")),
            _constant("UTF8"),
            type_=LargeBinary(),
        ).label("items"),
        (func.count() > limit).label("more"),
        func.max(placed.c.sort_key).filter(last).label("sort_key"),
        func.max(cast(placed.c.id, String)).filter(last).label("id"),
    )
    return JsonList(Statement(whole), order.key.type.python_type)


def _of_type(name: str, column: Any) -> BindParameter[Any]:
    return bindparam(name, type_=column.type)


async def page_as_json(
    reader: Reader, page: JsonList, query: PageQuery, values: Mapping[str, Any], total: Statement | None
) -> bytes:
    """One page as the body of an answer. Raises CursorMismatch, and Invalid for a cursor that is none."""
    bound = filter_digest(query)
    position: dict[str, Any] = {}
    if query.cursor:
        position[AFTER_KEY], position[AFTER_ID] = read_cursor(query.cursor, bound, page.kind_of_key)
    (found,) = await page.statement.rows(reader, {**values, **position, LIMIT: query.limit})
    following = b"null"
    if found.more:
        following = b'"%b"' % make_cursor(bound, found.sort_key, UUID(found.id)).encode()
    counted = b"null"
    if total is not None:
        counted = total_of((await total.rows(reader, values))[0].count).model_dump_json().encode()
    return b'{"items":[%b],"next_cursor":%b,"total":%b}' % (found.items, following, counted)
