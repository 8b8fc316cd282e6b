"""Finds the sheets and headings of a kind of workbook in an uploaded one, and gives their rows. Pure.

Tolerated: title rows above the headings, columns in any order, extra columns and sheets, spaces and line breaks in a
heading, marks such as * or （可选） behind it, rows that are empty but for a running number, totals and signatures
beneath the table.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from handinhand.exchange.imports.cells import CellValue, is_blank, match_key, plain
from handinhand.exchange.imports.layout import ERROR_SHEET, GUIDE_SHEET, SheetLayout, WorkbookLayout
from handinhand.exchange.imports.plan import CellError, PlannedRow, refused
from handinhand.exchange.imports.workbook import Workbook, WorkbookSheet, address

_TITLE_ROWS = 20
_MARKS = re.compile(r"\(.*?\)|\[.*?\]|【.*?】|〔.*?〕|[*#:\s]")

_FOOTER = re.compile(
    r"[合总小共]计(?:[:：\d]|$)|(?:注|备注|说明)[:：]|(?:制表|填表|填报|审核|复核|经办|负责|联系)(?:人|单位|日期|时间)?[:：]"
)


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell under a heading. `broken` as in `WorkbookSheet`."""

    value: CellValue
    address: str
    broken: str | None = None

    @property
    def is_empty(self) -> bool:
        """Nothing in it, not even a formula."""
        return self.broken is None and (self.value is None or is_blank(str(self.value)))


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row beneath the headings; `number` as the spreadsheet program shows it, `cells` by heading.

    `from_1904`: serial numbers of days count from 1904.
    """

    sheet: str
    number: int
    cells: Mapping[str, TableCell]
    from_1904: bool = False


@dataclass(frozen=True, slots=True)
class Tables:
    """The rows of each sheet by its name in the layout, and what is wrong with sheets and headings."""

    rows: Mapping[str, Sequence[TableRow]]
    problems: Sequence[PlannedRow[None]]


def read_tables(workbook: Workbook, layout: WorkbookLayout) -> Tables:
    """Find the layout's sheets in a workbook."""
    by_key: dict[str, WorkbookSheet] = {}
    for sheet in workbook.sheets:
        by_key.setdefault(match_key(sheet.name), sheet)
    wanted = {match_key(sheet_layout.name) for sheet_layout in layout.sheets}
    found_sheets = [by_key[key] for key in wanted if key in by_key]
    strangers = [
        sheet
        for sheet in workbook.sheets
        if not _is_ours(sheet.name) and not any(sheet is found for found in found_sheets)
    ]
    rows: dict[str, Sequence[TableRow]] = {}
    problems: list[PlannedRow[None]] = []
    for sheet_layout in layout.sheets:
        found = by_key.get(match_key(sheet_layout.name))
        if found is None:
            problems.append(_missing_sheet(sheet_layout, strangers))
            continue
        rows[sheet_layout.name], wrong = _read_sheet(found, sheet_layout)
        if wrong:
            problems.append(refused(sheet=sheet_layout.name, row=wrong[0], title="表头", errors=wrong[1]))
    missing = {sheet_layout.name for sheet_layout in layout.sheets if sheet_layout.name not in rows}
    for stranger in strangers:
        looks_like = [
            s for s in layout.sheets if s.name not in missing and _header_row(stranger, s, whole=True) is not None
        ]
        if looks_like:
            problems.append(_second_sheet(stranger, looks_like[0]))
    return Tables(rows, problems)


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate that somebody who typed `name` probably meant."""
    found = difflib.get_close_matches(name, list(candidates), n=1, cutoff=0.55)
    return found[0] if found else None


def heading_key(value: CellValue) -> str:
    """A heading without width, spaces, line breaks and remarks in brackets."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", plain(str(value or "")))).upper()


def _is_ours(sheet_name: str) -> bool:
    return match_key(sheet_name) in {match_key(GUIDE_SHEET), match_key(ERROR_SHEET)}


def _missing_sheet(layout: SheetLayout, strangers: Sequence[WorkbookSheet]) -> PlannedRow[None]:
    similar = next((s.name for s in strangers if _header_row(s, layout, whole=True) is not None), None)
    similar = similar or nearest(layout.name, [sheet.name for sheet in strangers])
    message = f"缺少工作表“{layout.name}”。请补上这张表和表头，没有内容就空着"
    if similar is not None:
        message = f"缺少工作表“{layout.name}”。工作簿里有“{similar}”，如果就是它，请把表名改成“{layout.name}”"
    return refused(sheet=layout.name, row=1, title="工作表", errors=[CellError(None, "missing_sheet", message)])


def _second_sheet(stranger: WorkbookSheet, layout: SheetLayout) -> PlannedRow[None]:
    message = (
        f"工作表“{stranger.name}”的表头和“{layout.name}”一样，但这张表不会导入。请把内容并到“{layout.name}”，再删去它"
    )
    return refused(sheet=stranger.name, row=1, title="工作表", errors=[CellError(None, "unknown_sheet", message)])


def _header_row(sheet: WorkbookSheet, layout: SheetLayout, *, whole: bool = False) -> int | None:
    """The row that holds the most of the layout's headings: at least two of them, or all needed ones if `whole`."""
    wanted = {heading_key(heading) for heading in layout.headings}
    needed = {heading_key(column.heading) for column in layout.columns if not column.optional}
    best, best_count = None, 1
    for index, row in enumerate(sheet.rows[:_TITLE_ROWS]):
        present = {heading_key(value) for value in row if value is not None}
        if whole and not needed <= present:
            continue
        if len(present & wanted) > best_count:
            best, best_count = index, len(present & wanted)
    return best


def _read_sheet(
    sheet: WorkbookSheet, layout: SheetLayout
) -> tuple[Sequence[TableRow], tuple[int, list[CellError]] | None]:
    header = _header_row(sheet, layout)
    if header is None:
        headings = "、".join(column.heading for column in layout.columns if not column.optional)
        message = f"找不到表头。请在前 {_TITLE_ROWS} 行里写一行表头：{headings}"
        return (), (1, [CellError("A1", "missing_header", message)])
    columns, errors = _match_headings(sheet, layout, header)
    if errors:
        return (), (header + 1, errors)
    rows = []
    for index in range(header + 1, len(sheet.rows)):
        cells = {
            heading: TableCell(sheet.value(index, column), address(index, column), sheet.broken.get((index, column)))
            for heading, column in columns.items()
        }
        filled = [heading for heading, cell in cells.items() if not cell.is_empty]
        if filled and _FOOTER.match("".join(plain(str(cells[filled[0]].value)).split())):
            continue
        if any(heading_key(cells[heading].value) != heading_key(heading) for heading in filled):
            rows.append(TableRow(layout.name, index + 1, cells, sheet.from_1904))
    return rows, None


def _match_headings(sheet: WorkbookSheet, layout: SheetLayout, header: int) -> tuple[dict[str, int], list[CellError]]:
    by_key: dict[str, list[int]] = {}
    for column, value in enumerate(sheet.rows[header]):
        by_key.setdefault(heading_key(value), []).append(column)
    by_key.pop("", None)
    known = {heading_key(heading) for heading in layout.headings}
    strange = {key: str(sheet.value(header, at[0])).strip() for key, at in by_key.items() if key not in known}
    columns: dict[str, int] = {}
    errors: list[CellError] = []
    for wanted in layout.columns:
        at = by_key.get(heading_key(wanted.heading), [])
        if len(at) > 1:
            message = f"“{wanted.heading}”列出现了 {len(at)} 次，请只留一列"
            errors.append(CellError(address(header, at[1]), "duplicate_heading", message))
        elif at:
            columns[wanted.heading] = at[0]
        elif not wanted.optional:
            similar = nearest(heading_key(wanted.heading), strange)
            advice = "请补上这一列，没有内容就空着"
            if similar is not None:
                advice = f"“{strange[similar]}”如果就是它，请改成“{wanted.heading}”"
            errors.append(CellError(address(header, 0), "missing_heading", f"缺少“{wanted.heading}”列。{advice}"))
    return columns, errors
