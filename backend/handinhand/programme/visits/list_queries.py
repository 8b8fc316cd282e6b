"""The list of visits: which lie within a reach, which match, and a page of them (api.md)."""

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Date, String, Uuid, and_, bindparam, func, literal, or_, select
from sqlalchemy.orm import aliased
from sqlalchemy.types import TypeEngine

from handinhand.core.database import Reader
from handinhand.core.http.json_lists import JsonList, json_list, json_object, page_as_json
from handinhand.core.http.paging import AnySelect, Order, counting, order_of
from handinhand.core.pinyin import search_key
from handinhand.core.statements import Statement
from handinhand.foundation.access.actor import Reaching, Scope, ScopeOutline, any_of
from handinhand.models import Organisation, Person, Visit
from handinhand.programme.visits.schemas import VisitQuery

ORDERS = {"started_at": Order(Visit.started_at, Visit.id), "entered_at": Order(Visit.entered_at, Visit.id)}
_Instructor = aliased(Person)
_TYPES: Mapping[str, TypeEngine[Any]] = {
    "institution_id": Uuid(),
    "instructor_id": Uuid(),
    "month": Date(),
    "state": ARRAY(String()),
    "q": String(),
}
"""What the filters are compared with, by the name of the filter."""
BRIEF = (
    Visit.id,
    Visit.institution_id,
    Organisation.name.label("institution_name"),
    Visit.instructor_id,
    _Instructor.name.label("instructor_name"),
    Visit.co_visitor_ids,
    Visit.state,
    Visit.mode,
    Visit.started_at,
    Visit.ended_at,
    Visit.visited_on,
    func.to_char(Visit.month, "YYYY-MM").label("month"),
    Visit.duties,
    Visit.channel,
    Visit.entered_at,
    Visit.received_at,
    Visit.first_received_at,
    Visit.dispute_reason,
    Visit.decision_reason,
    Visit.revision,
    Visit.version,
)
"""The fields of `VisitBrief` and no others."""


def visible(reach: Reaching) -> ColumnElement[bool]:
    """Which visits lie within: a bureau's all, an institution's once they were handed in, and one's own always.

    A draft stays with its author (domain.md §7), so neither the institution nor a successor sees it.
    """
    handed_in = reach.of_organisation(Visit.institution_id)
    if handed_in is not None:
        handed_in = and_(handed_in, Visit.first_received_at.is_not(None))
    return any_of(reach.of_bureau(Visit.bureau_id), handed_in, reach.of_person(Visit.instructor_id))


def named(statement: AnySelect) -> AnySelect:
    """With the institution and the instructor beside each visit."""
    return statement.join(Organisation, Organisation.id == Visit.institution_id).join(
        _Instructor, _Instructor.id == Visit.instructor_id
    )


async def list_as_json(reader: Reader, scope: Scope, query: VisitQuery) -> bytes:
    """A page of the visits within the scope, the newest first unless sorted otherwise."""
    filters, outline = _given(query), scope.outline()
    names = frozenset(filters)
    page = _page(outline, names, query.sort, after=query.cursor is not None)
    total = _total(outline, names) if query.include == "total" else None
    return await page_as_json(reader, page, query, {**filters, **outline.values(scope)}, total)


def matching(scope: Scope, query: VisitQuery) -> AnySelect:
    """The ids of exactly the visits that the list shows, for figures that open it (design.md §3.7)."""
    filters = {name: literal(value, _TYPES[name]) for name, value in _given(query).items()}
    return named(select(Visit.id)).where(visible(scope), *_conditions(filters))


@lru_cache(maxsize=256)
def _page(reach: ScopeOutline, filters: frozenset[str], sort: str | None, *, after: bool) -> JsonList:
    order = order_of(sort, ORDERS, "-started_at")
    shown = named(select(json_object(BRIEF).label("item"), order.key.label("sort_key"), Visit.id))
    return json_list(shown.where(visible(reach), *_conditions(_parameters(filters))), order, after=after)


@lru_cache(maxsize=256)
def _total(reach: ScopeOutline, filters: frozenset[str]) -> Statement:
    return Statement(counting(named(select(Visit.id)).where(visible(reach), *_conditions(_parameters(filters)))))


def _given(query: VisitQuery) -> dict[str, Any]:
    """The filters that were asked for, by name."""
    asked = {name: getattr(query, name) for name in _TYPES}
    if query.q:
        asked["q"] = search_pattern(query.q)
    return {name: value for name, value in asked.items() if value not in (None, "", [])}


def _parameters(filters: Collection[str]) -> dict[str, ColumnElement[Any]]:
    return {name: bindparam(name, type_=_TYPES[name]) for name in filters}


def _conditions(filters: Mapping[str, ColumnElement[Any]]) -> list[ColumnElement[bool]]:
    equal = {"institution_id": Visit.institution_id, "instructor_id": Visit.instructor_id, "month": Visit.month}
    found: list[ColumnElement[bool]] = [column == filters[name] for name, column in equal.items() if name in filters]
    if "state" in filters:
        found.append(Visit.state == func.any(filters["state"]))
    if "q" in filters:
        found.append(_named_like(filters["q"]))
    return found


def search_pattern(q: str) -> str:
    """What somebody typed, as a pattern that finds it anywhere in a name."""
    key = search_key(q).replace("/", "//").replace("%", "/%").replace("_", "/_")
    return f"%{key}%"


def _named_like(pattern: ColumnElement[str]) -> ColumnElement[bool]:
    ways: list[ColumnElement[bool]] = []
    for found in (Organisation, _Instructor):
        ways += [
            func.lower(found.name).like(func.lower(pattern), escape="/"),
            found.name_pinyin.like(pattern, escape="/"),
            found.name_initials.like(pattern, escape="/"),
        ]
    return or_(*ways)
