"""What an import would do: each row create, update, unchanged or error (api.md "Roster import"). Pure."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Generic, Literal, TypeVar
from uuid import UUID

RowStatus = Literal["create", "update", "unchanged", "error"]
Values = TypeVar("Values")

_MOST_SHOWN = 200  # a ledger has texts of thousands of characters; their beginning shows that the right one was read


@dataclass(frozen=True, slots=True)
class CellError:
    """Why a cell cannot be taken. `cell` is its name (C5), None for a whole sheet; `message` says what to do."""

    cell: str | None
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Change:
    """A field as people read it: heading, value before, value after. `before` is None for what is created."""

    heading: str
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class PlannedRow(Generic[Values]):
    """One row of the preview. `values` is None exactly when it is in error; `title` shows people which row it is."""

    sheet: str
    row: int
    title: str
    status: RowStatus
    values: Values | None = None
    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()
    errors: tuple[CellError, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """Something a row names: known to the bureau (then `id`), or standing in the same workbook (then None)."""

    name: str
    id: UUID | None


def decided(
    *,
    sheet: str,
    row: int,
    title: str,
    values: Values,
    exists: bool,
    changes: Iterable[Change] = (),
    entered: Iterable[tuple[str, object]] = (),
    notes: Iterable[str] = (),
) -> PlannedRow[Values]:
    """A row without errors: created when there is nothing yet, updated when something differs.

    `entered`: headings and values of what is created, so that a date or number that was misread can be seen.
    """
    differing = tuple(changes) if exists else tuple(_entered(entered))
    status: RowStatus = "create" if not exists else "update" if differing else "unchanged"
    return PlannedRow(sheet, row, title, status, values, differing, tuple(notes))


def refused(*, sheet: str, row: int, title: str, errors: Iterable[CellError]) -> PlannedRow[Values]:
    """A row with errors: nothing of the workbook can be applied until they are gone."""
    return PlannedRow(sheet, row, title, "error", errors=tuple(errors))


def change(heading: str, before: object, after: object) -> tuple[Change, ...]:
    """The change of one field: nothing when the cell is empty (an empty cell leaves what is there) or says the same."""
    if after is None or before == after:
        return ()
    return (Change(heading, shown(before), shown(after)),)


def _entered(values: Iterable[tuple[str, object]]) -> Iterator[Change]:
    for heading, value in values:
        if value is not None and value != "":
            written = shown(value)
            yield Change(heading, None, written if len(written) <= _MOST_SHOWN else f"{written[:_MOST_SHOWN]}…")


def shown(value: object) -> str:
    """A value as the preview shows it."""
    if value is None:
        return "（空）"
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:g}" if isinstance(value, float) and value.is_integer() else str(value)


def counts(rows: Sequence[PlannedRow[object]]) -> dict[RowStatus, int]:
    """How many rows of each status."""
    found = Counter(row.status for row in rows)
    return {
        "create": found["create"],
        "update": found["update"],
        "unchanged": found["unchanged"],
        "error": found["error"],
    }


def digest(rows: Sequence[PlannedRow[object]]) -> str:
    """A fingerprint of everything that confirming would do; equal exactly when the plan is equal.

    Versions do not count: a change elsewhere in a record leaves what the preview showed as it was.
    """
    collected = hashlib.sha256()
    for row in rows:
        values: Any = row.values
        if getattr(values, "version", None) is not None:
            values = replace(values, version=None)
        collected.update(repr((replace(row, values=None), values)).encode())
        collected.update(b"\n")
    return collected.hexdigest()
