"""Finds the sheets and headings of a kind of workbook in an uploaded one, and gives their rows. Pure.

Tolerated: title rows above the headings, columns in any order, spaces and line breaks in a heading, marks such as * or
（可选） behind it, rows that are empty but for a running number, totals and signatures beneath the table. A sheet that
is not there counts as empty. Extra columns and sheets are left alone and said; one that is probably meant to be one of
the layout's is refused, since leaving it out would lose what stands in it.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from handinhand.exchange.imports.cells import CellValue, is_blank, match_key, plain
from handinhand.exchange.imports.layout import ERROR_SHEET, GUIDE_SHEET, Column, SheetLayout, WorkbookLayout
from handinhand.exchange.imports.plan import CellError, PlannedRow, refused
from handinhand.exchange.imports.workbook import Workbook, WorkbookSheet, address

_TITLE_ROWS = 20
_LIKELY = 0.55
_SHEET_LIKELY = 0.65  # 共同体 means 帮扶共同体, and 机构名单 means 机构; 指导员 does not mean 入校指导
_ALIKE = 0.7  # a heading that may be left out: 加入时间 means 加入日期, 登记日期 does not
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
    """The rows of each sheet by its name in the layout, what is wrong with sheets and headings, what was not read."""

    rows: Mapping[str, Sequence[TableRow]]
    problems: Sequence[PlannedRow[None]]
    notes: Sequence[str]


def read_tables(workbook: Workbook, layout: WorkbookLayout) -> Tables:
    """Find the layout's sheets in a workbook."""
    by_key: dict[str, WorkbookSheet] = {}
    for sheet in workbook.sheets:
        by_key.setdefault(match_key(sheet.name), sheet)
    found = {s.name: by_key[match_key(s.name)] for s in layout.sheets if match_key(s.name) in by_key}
    rows: dict[str, Sequence[TableRow]] = {sheet_layout.name: () for sheet_layout in layout.sheets}
    problems: list[PlannedRow[None]] = []
    unread_columns: list[str] = []
    for sheet_layout in layout.sheets:
        if sheet_layout.name in found:
            table = _read_sheet(found[sheet_layout.name], sheet_layout)
            rows[sheet_layout.name] = table.rows
            unread_columns += table.notes
            if table.errors:
                problems.append(
                    refused(sheet=sheet_layout.name, row=table.header_row, title="表头", errors=table.errors)
                )
    unread_sheets = []
    for sheet in workbook.sheets:
        if _is_ours(sheet.name) or any(sheet is one for one in found.values()) or _is_blank(sheet):
            continue
        problem = _meant_for_ours(sheet, layout, found)
        if problem is None:
            unread_sheets.append(sheet.name)
        else:
            problems.append(problem)
    if not found and not problems:
        problems.append(_no_sheet(layout))
    absent = [] if problems else [name for name in rows if name not in found]
    return Tables(rows, problems, (*_sheet_notes(absent, unread_sheets), *unread_columns))


def nearest(name: str, candidates: Iterable[str], *, cutoff: float = _LIKELY) -> str | None:
    """The candidate that somebody who typed `name` probably meant."""
    found = difflib.get_close_matches(name, list(candidates), n=1, cutoff=cutoff)
    return found[0] if found else None


def heading_key(value: CellValue) -> str:
    """A heading without width, spaces, line breaks and remarks in brackets."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", plain(str(value or "")))).upper()


def _is_ours(sheet_name: str) -> bool:
    return match_key(sheet_name) in {match_key(GUIDE_SHEET), match_key(ERROR_SHEET)}


def _is_blank(sheet: WorkbookSheet) -> bool:
    return all(value is None or is_blank(str(value)) for row in sheet.rows for value in row)


def _sheet_notes(absent: Sequence[str], unread: Sequence[str]) -> Sequence[str]:
    notes = []
    if absent:
        notes.append(f"工作簿里没有{_quoted(absent)}，当作空表")
    if unread:
        notes.append(f"没有读取工作表{_quoted(unread)}，里面的内容不会导入")
    return notes


def _quoted(names: Iterable[str]) -> str:
    return "".join(f"“{name}”" for name in names)


def _no_sheet(layout: WorkbookLayout) -> PlannedRow[None]:
    names = [sheet_layout.name for sheet_layout in layout.sheets]
    which = "这张表" if len(names) == 1 else f"这 {len(names)} 张表中的任何一张"
    message = f"工作簿里没有{which}：{'、'.join(names)}。请核对表名，或下载模板来填"
    return refused(sheet="、".join(names), row=1, title="工作表", errors=[CellError(None, "missing_sheet", message)])


def _meant_for_ours(
    stranger: WorkbookSheet, layout: WorkbookLayout, found: Mapping[str, WorkbookSheet]
) -> PlannedRow[None] | None:
    """The refusal of a sheet that is probably one of the layout's: by what it is called, or by its headings."""
    missing = [sheet_layout.name for sheet_layout in layout.sheets if sheet_layout.name not in found]
    called = nearest(match_key(stranger.name), [s.name for s in layout.sheets], cutoff=_SHEET_LIKELY)
    carried = _carried_layout(stranger, layout, missing)
    if carried is not None and carried.name in found and called != carried.name:
        # Beside a sheet that is there, one with some of its columns is only somebody's own list.
        carried = carried if _header_row(stranger, carried, whole=True) is not None else None
    meant = carried.name if carried is not None else nearest(match_key(stranger.name), missing, cutoff=_SHEET_LIKELY)
    if meant is None:
        return None
    if meant in found:
        message = f"工作表“{stranger.name}”的表头和“{meant}”一样，但这张表不会导入。请把内容并到“{meant}”，再删去它"
        error = CellError(None, "unknown_sheet", message)
    else:
        message = f"工作表“{stranger.name}”没有读取。如果就是“{meant}”，请把表名改成“{meant}”；不是，请删去它或换个表名"
        error = CellError(None, "misnamed_sheet", message)
    return refused(sheet=stranger.name, row=1, title="工作表", errors=[error])


def _carried_layout(stranger: WorkbookSheet, layout: WorkbookLayout, missing: Sequence[str]) -> SheetLayout | None:
    """The layout whose headings a sheet carries: most of the needed ones, and no other layout's more fully."""
    best, best_rank = None, (0.0, False)
    for sheet_layout in layout.sheets:
        needed = {heading_key(column.heading) for column in sheet_layout.columns if not column.optional}
        header = _header_row(stranger, sheet_layout)
        if header is None:
            continue
        present = {heading_key(value) for value in stranger.rows[header] if value is not None} & needed
        rank = (len(present) / len(needed), sheet_layout.name in missing)
        if len(present) >= max(3, len(needed) // 2 + 1) and rank > best_rank:
            best, best_rank = sheet_layout, rank
    return best


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


@dataclass(frozen=True, slots=True)
class _Table:
    """One sheet as it was found; without rows when its headings are wrong. `header_row` counts from 1."""

    header_row: int
    rows: Sequence[TableRow] = ()
    errors: Sequence[CellError] = ()
    notes: Sequence[str] = ()


def _read_sheet(sheet: WorkbookSheet, layout: SheetLayout) -> _Table:
    header = _header_row(sheet, layout)
    if header is None:
        headings = "、".join(column.heading for column in layout.columns if not column.optional)
        message = f"找不到表头。请在前 {_TITLE_ROWS} 行里写一行表头：{headings}"
        return _Table(1, errors=[CellError("A1", "missing_header", message)])
    columns, errors, notes = _match_headings(sheet, layout, header)
    if errors:
        return _Table(header + 1, errors=errors, notes=notes)
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
    return _Table(header + 1, rows, notes=notes)


def _match_headings(
    sheet: WorkbookSheet, layout: SheetLayout, header: int
) -> tuple[dict[str, int], list[CellError], list[str]]:
    """Where each heading stands, what is wrong with them, and which columns are not read."""
    by_key: dict[str, list[int]] = {}
    for column, value in enumerate(sheet.rows[header]):
        by_key.setdefault(heading_key(value), []).append(column)
    by_key.pop("", None)
    known = {heading_key(heading) for heading in layout.headings}
    strange = {key: at[0] for key, at in by_key.items() if key not in known}
    columns: dict[str, int] = {}
    errors: list[CellError] = []
    for wanted in layout.columns:
        at = by_key.get(heading_key(wanted.heading), [])
        if len(at) > 1:
            message = f"“{wanted.heading}”列出现了 {len(at)} 次，请只留一列"
            errors.append(CellError(address(header, at[1]), "duplicate_heading", message))
        elif at:
            columns[wanted.heading] = at[0]
        elif (error := _without_column(sheet, wanted, header, strange)) is not None:
            errors.append(error)
    unread = [f"“{_heading_at(sheet, header, at)}”（{address(header, at)}）" for at in strange.values()]
    notes = [f"工作表“{layout.name}”里没有读取这些列：{''.join(unread)}"] if unread else []
    return columns, errors, notes


def _without_column(sheet: WorkbookSheet, wanted: Column, header: int, strange: Mapping[str, int]) -> CellError | None:
    """The error of a column that is not there: at the heading that is probably meant, else at the first of them."""
    similar = next((key for name in wanted.also_called if (key := heading_key(name)) in strange), None)
    similar = similar or nearest(heading_key(wanted.heading), strange, cutoff=_ALIKE if wanted.optional else _LIKELY)
    if similar is not None:
        at = strange[similar]
        shown = _heading_at(sheet, header, at)
        if wanted.optional:
            message = f"“{shown}”列没有读取。如果就是“{wanted.heading}”，请改成“{wanted.heading}”；不是，请删去这一列"
            return CellError(address(header, at), "unknown_heading", message)
        message = f"缺少“{wanted.heading}”列。“{shown}”如果就是它，请改成“{wanted.heading}”"
        return CellError(address(header, at), "missing_heading", message)
    if wanted.optional:
        return None
    message = f"缺少“{wanted.heading}”列。请补上这一列，没有内容就空着"
    return CellError(address(header, 0), "missing_heading", message)


def _heading_at(sheet: WorkbookSheet, header: int, column: int) -> str:
    return " ".join(plain(str(sheet.value(header, column))).split())
