"""Reads the cells of one row and gathers what is wrong with them, so that one pass finds every error. Pure."""

from collections.abc import Callable, Mapping
from datetime import date, time
from typing import TypeVar

from handinhand.exchange.imports import cells
from handinhand.exchange.imports.cells import CellValue, UnreadableCellError, match_key
from handinhand.exchange.imports.layout import SheetLayout
from handinhand.exchange.imports.plan import CellError
from handinhand.exchange.imports.tables import TableCell, TableRow, nearest

Value = TypeVar("Value")

_BROKEN = {
    "error": ("cell_error", "这一格的公式出错了（如 #N/A）。请改好公式，或直接填上值"),
    "formula": ("formula_without_value", "这一格是公式，但没有算出的结果。请用 Excel 打开并保存一次，或直接填上值"),
}


class RowReader:
    """The cells of a row by heading; `errors` grows while they are read. Readers give None for empty and for wrong."""

    def __init__(self, row: TableRow, layout: SheetLayout) -> None:
        self.row = row
        self.errors: list[CellError] = []
        self._filled = {column.heading: column.filled for column in layout.columns}

    def refuse(self, heading: str, code: str, message: str) -> None:
        """Note an error at the cell under `heading`."""
        cell = self.row.cells.get(heading)
        self.errors.append(CellError(cell.address if cell else None, code, message))

    def has_error(self, *headings: str) -> bool:
        """Whether an error was noted at one of these cells."""
        addresses = {self.row.cells[heading].address for heading in headings if heading in self.row.cells}
        return any(error.cell in addresses for error in self.errors)

    def is_empty(self, heading: str) -> bool:
        """Whether the cell is empty or the column was left out."""
        cell = self.row.cells.get(heading)
        return cell is None or cell.is_empty

    def name(self, heading: str, *, most: int = 100, least: int = 1) -> str | None:
        """A name on one line."""
        return self._read(heading, lambda value: cells.name(value, most=most, least=least))

    def text(self, heading: str, *, most: int) -> str | None:
        """Running text."""
        return self._read(heading, lambda value: cells.text(value, most=most))

    def day(self, heading: str, *, today: date) -> date | None:
        """A day."""
        return self._read(heading, lambda value: cells.day(value, today=today, from_1904=self.row.from_1904))

    def clock(self, heading: str, *, after: str = "") -> time | None:
        """A time of day; `after` is a word that stands before it and is left out."""
        return self._read(heading, lambda value: cells.clock(_without(after, value)))

    def count(self, heading: str, *, most: int) -> int | None:
        """A number of people."""
        return self._read(heading, lambda value: cells.count(value, most=most))

    def degrees(self, heading: str) -> float | None:
        """A longitude or latitude."""
        return self._read(heading, cells.degrees)

    def mobile(self, heading: str) -> str | None:
        """A mobile number."""
        return self._read(heading, cells.mobile)

    def choice(self, heading: str, choices: Mapping[str, str]) -> str | None:
        """The code of one of the values that the column takes; hyphens, case and width do not count."""
        written = self.name(heading)
        if written is None:
            return None
        by_key = {_choice_key(label): code for label, code in choices.items()}
        if _choice_key(written) not in by_key:
            meant = nearest(written, choices)
            hint = f"是不是“{meant}”？" if meant else ""
            self.refuse(heading, "unknown_value", f"“{written[:30]}”不在可选值里。{hint}请填：{'、'.join(choices)}")
            return None
        return by_key[_choice_key(written)]

    def _read(self, heading: str, convert: Callable[[CellValue], Value | None]) -> Value | None:
        cell = self.row.cells.get(heading)
        if cell is None:
            return None
        if cell.broken is not None:
            self.refuse(heading, *_BROKEN[cell.broken])
            return None
        try:
            value = convert(_without_blank(cell))
        except UnreadableCellError as problem:
            self.refuse(heading, problem.code, problem.message)
            return None
        if value is None and self._filled.get(heading, False):
            self.refuse(heading, "required", f"“{heading}”不能空着，请填写")
        return value


def _without_blank(cell: TableCell) -> CellValue:
    return None if cell.is_empty else cell.value


def _without(word: str, value: CellValue) -> CellValue:
    return value.strip().removeprefix(word) if word and isinstance(value, str) else value


def _choice_key(label: str) -> str:
    return match_key(label).replace("-", "").replace("_", "")
