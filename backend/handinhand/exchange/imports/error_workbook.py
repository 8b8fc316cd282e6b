"""The user's own workbook with the wrong cells marked, and a sheet that lists them. Pure.

Formulas are replaced by the values that were read, so that nothing in the file acts when it is opened (promises.md S4).
A file that is too big for that, or an .xls, gives a plain workbook with the same values and the same marks.
"""

import io
import warnings
import zipfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
import xlsxwriter
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from handinhand.exchange.imports.cells import match_key
from handinhand.exchange.imports.file_checks import Limits
from handinhand.exchange.imports.layout import ERROR_SHEET
from handinhand.exchange.imports.workbook import Workbook, address, read_workbook

AUTHOR = "手拉手"
_RED = "FFFFC7CE"
_MOST_XML = 16 * 1024 * 1024  # openpyxl needs about twenty times as much memory
_HEADINGS = ("工作表", "行", "单元格", "原因")
_WIDTHS = (16, 8, 10, 90)


@dataclass(frozen=True, slots=True)
class Mark:
    """One error as the list shows it; `cell` is None when it concerns the whole sheet."""

    sheet: str
    row: int
    cell: str | None
    message: str


def make_error_workbook(data: bytes, marks: Sequence[Mark]) -> bytes:
    """Mark the errors in the uploaded file and give it back as .xlsx.

    Raises:
        WorkbookRefusedError: the file cannot be read at all.
    """
    workbook = read_workbook(data, Limits(file_bytes=len(data)))
    if workbook.kind == "xlsx" and _xml_size(data) <= _MOST_XML:
        try:
            return _mark_own(data, marks)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, ParseError, zipfile.BadZipFile):
            pass  # openpyxl knows fewer dialects than calamine; the plain workbook below holds the same
    return _plain_copy(workbook, marks)


def _xml_size(data: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return sum(member.file_size for member in archive.infolist() if member.filename.endswith((".xml", ".rels")))


def _by_cell(marks: Sequence[Mark]) -> Mapping[str, Mapping[str, str]]:
    """The message of each marked cell, by sheet and cell; several errors of one cell stand in lines."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for mark in marks:
        if mark.cell is not None:
            cells = found[match_key(mark.sheet)]
            cells[mark.cell] = f"{cells[mark.cell]}\n{mark.message}" if mark.cell in cells else mark.message
    return found


def _mark_own(data: bytes, marks: Sequence[Mark]) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl says which extras of the file it leaves out
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    messages = _by_cell(marks)
    for name in [name for name in book.sheetnames if match_key(name) == match_key(ERROR_SHEET)]:
        del book[name]
    for sheet in book.worksheets:
        _remove_earlier_marks(sheet)
        for cell_name, message in messages.get(match_key(sheet.title), {}).items():
            cell = _top_of_merge(sheet, cell_name)
            earlier = f"{cell.comment.text}\n" if cell.comment else ""
            cell.comment = Comment(earlier + message, AUTHOR, width=320, height=120)
            cell.fill = PatternFill("solid", fgColor=_RED)
    listing = book.create_sheet(ERROR_SHEET)
    listing.append(_HEADINGS)
    for mark in marks:
        row = listing.max_row + 1
        for column, value in enumerate((mark.sheet, mark.row, mark.cell or "", mark.message), start=1):
            cell = listing.cell(row, column, value)
            if isinstance(value, str):
                cell.data_type = "s"
    for letter, width in zip("ABCD", _WIDTHS, strict=True):
        listing.column_dimensions[letter].width = width
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _remove_earlier_marks(sheet: Worksheet) -> None:
    """A corrected error workbook that comes back with new errors must not show the old ones."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.comment is not None and cell.comment.author == AUTHOR and not isinstance(cell, MergedCell):
                cell.comment = None
                cell.fill = PatternFill()


def _top_of_merge(sheet: Worksheet, cell_name: str) -> Any:
    cell = sheet[cell_name]
    if isinstance(cell, MergedCell):
        for block in sheet.merged_cells.ranges:
            if cell_name in block:
                return sheet.cell(block.min_row, block.min_col)
    return cell


def _plain_copy(workbook: Workbook, marks: Sequence[Mark]) -> bytes:
    messages = _by_cell(marks)
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    formats = {
        date: ("num_format", "yyyy-mm-dd"),
        datetime: ("num_format", "yyyy-mm-dd hh:mm"),
        time: ("num_format", "hh:mm"),
        timedelta: ("num_format", "[h]:mm"),
    }
    plain = {kind: book.add_format(dict([rule])) for kind, rule in formats.items()}
    marked = {kind: book.add_format({"bg_color": "#FFC7CE", rule[0]: rule[1]}) for kind, rule in formats.items()}
    red = book.add_format({"bg_color": "#FFC7CE"})
    for sheet in workbook.sheets:
        if match_key(sheet.name) == match_key(ERROR_SHEET):
            continue
        target = book.add_worksheet(sheet.name)
        wrong = messages.get(match_key(sheet.name), {})
        for row, values in enumerate(sheet.rows):
            for column, value in enumerate(values):
                message = wrong.get(address(row, column))
                if message is not None:
                    target.write_comment(row, column, message, {"author": AUTHOR, "x_scale": 2})
                shape = marked.get(type(value), red) if message is not None else plain.get(type(value))
                _write(target, row, column, value, shape)
    listing = book.add_worksheet(ERROR_SHEET)
    for column, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True)):
        listing.set_column(column, column, width)
        listing.write_string(0, column, heading)
    for row, mark in enumerate(marks, start=1):
        for column, entry in enumerate((mark.sheet, mark.row, mark.cell or "", mark.message)):
            _write(listing, row, column, entry, None)
    book.close()
    return buffer.getvalue()


def _write(target: Any, row: int, column: int, value: Any, shape: Any) -> None:
    if isinstance(value, str):
        target.write_string(row, column, value, shape)
    elif isinstance(value, bool):
        target.write_boolean(row, column, value, shape)
    elif isinstance(value, (int, float)):
        target.write_number(row, column, value, shape)
    elif value is not None:
        target.write_datetime(row, column, value, shape)
    elif shape is not None:
        target.write_blank(row, column, None, shape)
