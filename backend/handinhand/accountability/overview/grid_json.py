"""Writes the institution × month grid as JSON (api.md, `schemas.MonthOverview`). Knows no database.

Its thousands of cells are written straight into text: as objects, they cost more than the query behind them.
"""

from collections.abc import Sequence
from typing import Any

from pydantic_core import to_json

from handinhand.accountability.overview.service import Grid
from handinhand.programme.obligations.service import MADE_STATES

_MADE = "".join(f"&state={state}" for state in MADE_STATES)


def grid_as_json(grid: Grid) -> bytes:
    """The whole answer."""
    months = _text(grid.months)
    rows = ",".join([_row(row, grid.months) for row in grid.rows])
    figures = f'"totals":{_text(grid.totals)},"counties":{_text(grid.counties)}'
    return f'{{"month":"{grid.months[-1]}","months":{months},"institutions":[{rows}],{figures}}}'.encode()


def _row(row: Any, months: Sequence[str]) -> str:
    """One institution. Its cells open its visits, or the month itself for who does not read visits."""
    opens, states = ("/api/v1/visits", _MADE) if row.reads_visits else ("/api/v1/obligations", "")
    place = f"{opens}?institution_id={row.id}&month="
    made = row.visits if row.reads_visits else ["null"] * len(months)
    cells = ",".join(
        [
            f'{{"month":"{month}","status":{_STATUS[status]},"visits":{count},"href":"{place}{month}{states}"}}'
            for month, status, count in zip(months, row.statuses, made, strict=True)
        ]
    )
    section = f'"{row.section_id}"' if row.section_id else "null"
    named = f'"id":"{row.id}","name":{_text(row.name)},"kind":"{row.kind}","section_id":{section}'
    return f'{{{named},"cells":[{cells}]}}'


class _Quoted(dict[str | None, str]):
    def __missing__(self, status: str | None) -> str:
        return f'"{status}"'


_STATUS = _Quoted({None: "null"})


def _text(value: Any) -> str:
    return to_json(value).decode()
