"""Lists within somebody's reach that are asked for all the time: a statement for each form, compiled once (ADR 7).

A feature says which rows there are within a reach, what its filters compare and what it can be sorted by. The page, its
count and the rows of a ledger or a figure are made from that, so that they hold the same records.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, String, bindparam, func, literal, or_
from sqlalchemy.types import TypeEngine

from handinhand.core.database import Database
from handinhand.core.http.json_lists import JsonList, json_list, json_object, page_as_json
from handinhand.core.http.paging import AnySelect, Order, PageQuery, counting, order_of
from handinhand.core.pinyin import search_key
from handinhand.core.statements import Statement
from handinhand.foundation.access.actor import Reaching, Scope, ScopeOutline


@dataclass(frozen=True, slots=True)
class Filter:
    """What a filter of a list compares."""

    type: TypeEngine[Any]
    """Of the value."""
    holds: Callable[..., ColumnElement[bool]]
    """Whether a row matches, by the value as SQL, and by keyword what the list is `given`."""
    read: Callable[[Any], Any] | None = None
    """The value from what was asked, where it is another."""


def equal(column: Any) -> Filter:
    """The rows with this value."""
    return Filter(column.type, lambda value, **_: column == value)


def among(column: Any) -> Filter:
    """The rows with one of these values."""
    return Filter(ARRAY(column.type), lambda value, **_: column == func.any(value))


def since(column: Any) -> Filter:
    """The rows of this day and later ones."""
    return Filter(column.type, lambda value, **_: column >= value)


def until(column: Any) -> Filter:
    """The rows of this day and earlier ones."""
    return Filter(column.type, lambda value, **_: column <= value)


def named_like(*tables: Any) -> Filter:
    """The rows one of whose names holds what was typed: as it is written, in pinyin or by its initials."""
    return Filter(String(), lambda pattern, **_: is_named_like(tables, pattern), read=search_pattern)


def titled_like(table: Any) -> Filter:
    """The rows whose title holds what was typed, in the same three ways."""

    def holds(pattern: ColumnElement[str], **_: Any) -> ColumnElement[bool]:
        keys = [key.like(pattern, escape="/") for key in (table.title_pinyin, table.title_initials)]
        return or_(is_like(table.title, pattern), *keys)

    return Filter(String(), holds, read=search_pattern)


def is_named_like(tables: Iterable[Any], pattern: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a name matches a `search_pattern`."""
    ways: list[ColumnElement[bool]] = []
    for table in tables:
        ways += [is_like(table.name, pattern)]
        ways += [key.like(pattern, escape="/") for key in (table.name_pinyin, table.name_initials)]
    return or_(*ways)


def is_like(column: Any, pattern: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a text matches a pattern, whatever the case of both."""
    return func.lower(column).like(func.lower(pattern), escape="/")


def search_pattern(typed: str) -> str:
    """What somebody typed, as a pattern that finds it anywhere in a name or its pinyin."""
    return "%" + search_key(typed).replace("/", "//").replace("%", "/%").replace("_", "/_") + "%"


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """A list. Made once, at import."""

    rows: Callable[..., AnySelect]
    """Every row within a reach, unordered, its columns named as the fields: `rows(reach)`, by keyword what is `given`.

    What it is written from is named by `select_from`, since the columns are changed for the page.
    """
    fields: Iterable[str]
    """Those of an item, and no others."""
    filters: Mapping[str, Filter]
    """By the name of the field of the list's query."""
    orders: Mapping[str, Order]
    sorted_by: str
    """The order when none is asked for."""
    given: Mapping[str, TypeEngine[Any]] = field(default_factory=dict)
    """What the caller always gives beside the query, such as today."""

    async def page(self, database: Database, scope: Scope, query: PageQuery, **given: Any) -> bytes:
        """A page of the rows within the scope, as the body of an answer. Raises Invalid and CursorMismatch."""
        asked, reach = self._asked(query), scope.outline()
        form = _Form(self, reach, frozenset(asked))
        page = _page(form, getattr(query, "sort", None), after=query.cursor is not None)
        total = _total(form) if query.include == "total" else None
        async with database.reading() as reader:
            return await page_as_json(reader, page, query, {**asked, **given, **reach.values(scope)}, total)

    def select(self, scope: Scope, query: PageQuery, **given: Any) -> AnySelect:
        """The rows of exactly the records that the list shows, for ledgers and for the figures that open it."""
        asked = {name: literal(value, self.filters[name].type) for name, value in self._asked(query).items()}
        return self._matching(scope, asked, {name: literal(given[name], kind) for name, kind in self.given.items()})

    def _asked(self, query: PageQuery) -> dict[str, Any]:
        """The values of the filters that were asked for."""
        asked = {}
        for name, each in self.filters.items():
            value = getattr(query, name)
            if value not in (None, "", []):
                asked[name] = value if each.read is None else each.read(value)
        return asked

    def _matching(
        self, reach: Reaching, asked: Mapping[str, ColumnElement[Any]], given: Mapping[str, ColumnElement[Any]]
    ) -> AnySelect:
        conditions = [self.filters[name].holds(value, **given) for name, value in asked.items()]
        return self.rows(reach, **given).where(*conditions)


@dataclass(frozen=True, slots=True)
class _Form:
    """A list as somebody asks for it, without the values."""

    listing: Listing
    reach: ScopeOutline
    filters: frozenset[str]

    def matching(self) -> AnySelect:
        listing = self.listing
        asked = {name: bindparam(name, type_=listing.filters[name].type) for name in self.filters}
        given = {name: bindparam(name, type_=kind) for name, kind in listing.given.items()}
        return listing._matching(self.reach, asked, given)  # noqa: SLF001 - the other half of the same thing


@lru_cache(maxsize=512)
def _page(form: _Form, sort: str | None, *, after: bool) -> JsonList:
    order = order_of(sort, form.listing.orders, form.listing.sorted_by)
    matching = form.matching()
    columns = {column.key: column for column in matching.selected_columns}
    item = json_object([columns[name] for name in form.listing.fields])
    page = matching.with_only_columns(item.label("item"), order.key.label("sort_key"), order.id.label("id"))
    return json_list(page, order, after=after)


@lru_cache(maxsize=256)
def _total(form: _Form) -> Statement:
    order = order_of(None, form.listing.orders, form.listing.sorted_by)
    return Statement(counting(form.matching().with_only_columns(order.id)))
