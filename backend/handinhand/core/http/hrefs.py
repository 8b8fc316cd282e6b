"""The address of what a figure counts. The only place that writes one with filters (design.md §3 must 7)."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from handinhand.core.http.paging import PageQuery
from handinhand.core.http.routes import API


def href(path: str, filters: Mapping[str, Any]) -> str:
    """`/api/v1` + `path` with the filters that are set, each written as a query parameter is read: `true`, not `True`.

    The desk opens the same address as a page and reads it strictly.
    """
    sent = {name: _written(value) for name, value in filters.items() if value is not None}
    return f"{API}{path}?{urlencode(sent, doseq=True)}" if sent else API + path


def href_of(path: str, query: PageQuery) -> str:
    """The address of the list that `query` asks for."""
    return href(path, query.model_dump(mode="json", exclude_defaults=True, by_alias=True))


def _written(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return [_written(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
