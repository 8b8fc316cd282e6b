"""An uploaded workbook as plain values, sheet by sheet, cells where they stood. Pure; reads by calamine.

Formulas count by the value that the spreadsheet program had calculated; text that begins with = + - or @ is only text.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import python_calamine

from handinhand.exchange.imports.cells import CellValue
from handinhand.exchange.imports.errors import WorkbookRefusedError
from handinhand.exchange.imports.file_checks import Limits, WorkbookKind, check_kind, extents
from handinhand.exchange.imports.sheet_extent import SheetExtent

_DAMAGED = "文件打不开。请用 Excel 或 WPS 打开，另存为新的 .xlsx 再上传"


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """One sheet: `rows[r][c]` counted from 0, empty cells None, every row of the same length.

    `broken` names cells without a usable value: "error" (#N/A and the like) or "formula" (never calculated).
    `from_1904`: serial numbers of days count from 1904.
    A merged block that spans several rows has its value in each row of its first column: that is what its author means.
    """

    name: str
    rows: Sequence[Sequence[CellValue]]
    broken: Mapping[tuple[int, int], str] = field(default_factory=dict)
    from_1904: bool = False

    def value(self, row: int, column: int) -> CellValue:
        """The value of a cell, None beyond the edge."""
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else None


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of a workbook in their order."""

    kind: WorkbookKind
    sheets: Sequence[WorkbookSheet]


def address(row: int, column: int) -> str:
    """The name of a cell counted from 0, as people see it: (4, 2) is C5."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def read_workbook(data: bytes, limits: Limits | None = None) -> Workbook:
    """Read a workbook that Excel, WPS or LibreOffice made (.xlsx, or .xls and what WPS saves in that form).

    Raises:
        WorkbookRefusedError: with the code of what is wrong with the file as a whole.
    """
    limits = limits or Limits()
    kind = check_kind(data, limits)
    reach = extents(data, kind, limits)
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as opened:
            return Workbook(kind=kind, sheets=_sheets(opened, reach, limits))
    except python_calamine.PasswordError as problem:
        raise WorkbookRefusedError("encrypted", "工作簿设了打开密码。请去掉密码，保存后再上传") from problem
    except python_calamine.CalamineError as problem:
        raise WorkbookRefusedError("damaged", _DAMAGED) from problem


def _sheets(
    opened: python_calamine.CalamineWorkbook, reach: Sequence[SheetExtent], limits: Limits
) -> tuple[WorkbookSheet, ...]:
    if len(reach) != len(opened.sheets_metadata):
        raise WorkbookRefusedError("damaged", _DAMAGED)
    sheets = []
    for index, (about, extent) in enumerate(zip(opened.sheets_metadata, reach, strict=True)):
        if about.typ == python_calamine.SheetTypeEnum.MacroSheet:
            raise WorkbookRefusedError("has_macros", "工作簿带有宏表，不能上传。请另存为不带宏的 .xlsx 再上传")
        if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        _check_extent(about.name, extent, limits)
        sheets.append(_sheet(opened.get_sheet_by_index(index), extent))
    return tuple(sheets)


def _check_extent(name: str, extent: SheetExtent, limits: Limits) -> None:
    if extent.rows > limits.rows:
        raise WorkbookRefusedError(
            "too_many_rows",
            f"工作表“{name}”一直用到第 {extent.rows} 行，最多 {limits.rows} 行。请删去多余的行，或分几次上传",
        )
    if extent.columns > limits.columns:
        last = address(0, extent.columns - 1).rstrip("1")
        raise WorkbookRefusedError(
            "too_many_columns",
            f"工作表“{name}”一直用到 {last} 列，最多 {limits.columns} 列。请删去表格右边多余的内容",
        )


def _sheet(sheet: python_calamine.CalamineSheet, extent: SheetExtent) -> WorkbookSheet:
    rows: list[list[CellValue]] = [
        [_storable(value) for value in row] for row in sheet.to_python(skip_empty_area=False)
    ]
    unfilled = sum(len(row) for row in rows)
    for (top, left), (bottom, _right) in sheet.merged_cell_ranges or ():
        if top >= len(rows) or left >= len(rows[top]):
            continue
        for row in range(top + 1, min(bottom + 1, len(rows))):
            rows[row][left] = rows[top][left]
            unfilled -= 1
        if unfilled < 0:  # more merged cells than cells: they overlap, no spreadsheet program writes that
            raise WorkbookRefusedError("damaged", _DAMAGED)
    return WorkbookSheet(name=sheet.name.replace("\0", ""), rows=rows, broken=extent.broken, from_1904=extent.from_1904)


def _storable(value: CellValue) -> CellValue:
    """Without the character that .xls files may hold and PostgreSQL cannot; an empty text is an empty cell."""
    return (value.replace("\0", "") or None) if isinstance(value, str) else value
