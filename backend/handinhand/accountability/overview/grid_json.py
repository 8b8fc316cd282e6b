"""Writes the institution × month grid as JSON (api.md, `schemas.MonthOverview`). Knows no database.

Its thousands of cells are written straight into text: as objects, they cost more than the query behind them.
"""

from collections.abc import Sequence
from typing import Any

from pydantic_core import to_json

from handinhand.accountability.overview.service import Grid
from handinhand.programme.obligations.schemas import Status
from handinhand.programme.obligations.service import MADE_STATES

_MADE = "".join(f"&state={state}" for state in MADE_STATES)
_STATUS: dict[str | None, str] = {None: "null", **{status.value: f'"{status}"' for status in Status}}


def grid_as_json(grid: Grid) -> bytes:
    """The whole answer."""
    # A cell opens its visits, or the month itself for who does not read visits.
    opens_visits = _cells(grid.months, "/api/v1/visits", _MADE)
    opens_month = _cells(grid.months, "/api/v1/obligations", "")
    nothing_made = ["null"] * len(grid.months)
    # Bytes from here on: one Chinese name makes Python keep every sign of a text twice as wide.
    rows = [
        _row(row, opens_visits, row.visits) if row.reads_visits else _row(row, opens_month, nothing_made)
        for row in grid.rows
    ]
    head = b'{"month":%b,"months":%b,"institutions":[' % (to_json(grid.months[-1]), to_json(grid.months))
    figures = b'],"totals":%b,"counties":%b}' % (to_json(grid.totals), to_json(grid.counties))
    return head + b",".join(rows) + figures


def _cells(months: Sequence[str], opens: str, states: str) -> str:
    """An institution's cells with a `%s` for each status, each number of visits and each time for its id."""
    cells = []
    for month in months:
        href = f"{opens}?institution_id=%s&month={month}{states}"
        cells.append(f'{{"month":"{month}","status":%s,"visits":%s,"href":"{href}"}}')
    return ",".join(cells)


def _row(row: Any, cells: str, visits: Sequence[Any]) -> bytes:
    row_id = str(row.id)
    filled = [
        value for status, count in zip(row.statuses, visits, strict=True) for value in (_STATUS[status], count, row_id)
    ]
    named = {"id": row_id, "name": row.name, "kind": row.kind, "section_id": row.section_id}
    return b'%b,"cells":[%b]}' % (to_json(named)[:-1], (cells % tuple(filled)).encode())
