"""Makes the empty workbook that people fill in: headings, notes, drop-downs, and a page of instructions. Pure."""

import io
from typing import Any

import xlsxwriter

from handinhand.exchange.imports.layout import GUIDE_SHEET, Column, SheetLayout, WorkbookLayout

_PREPARED_ROWS = 2_000
_HEADING_ROW = 2  # counted from 0; a title and a line of advice stand above


def make_template(layout: WorkbookLayout) -> bytes:
    """The workbook as .xlsx. Its examples stand on the sheet 填写说明, which is never imported."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    formats = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "advice": book.add_format({"font_color": "#595959"}),
        "needed": book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1}),
        "free": book.add_format({"bold": True, "bg_color": "#F2F2F2", "border": 1}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "text": book.add_format({"num_format": "@"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    for sheet_layout in layout.sheets:
        _write_sheet(book.add_worksheet(sheet_layout.name), sheet_layout, formats)
    _write_guide(book.add_worksheet(GUIDE_SHEET), layout, formats)
    book.close()
    return buffer.getvalue()


def _write_sheet(sheet: Any, layout: SheetLayout, formats: dict[str, Any]) -> None:
    last = len(layout.columns) - 1
    sheet.write_string(0, 0, layout.name, formats["title"])
    sheet.write_string(1, 0, f"{layout.purpose}。蓝底的列必填，灰底的列可空；鼠标停在表头上看说明", formats["advice"])
    sheet.freeze_panes(_HEADING_ROW + 1, 1)
    for number, column in enumerate(layout.columns):
        heading = f"{column.heading}（可选）" if column.optional else column.heading
        sheet.write_string(_HEADING_ROW, number, heading, formats["needed" if column.filled else "free"])
        sheet.write_comment(_HEADING_ROW, number, column.note, {"author": "", "x_scale": 1.6})
        # Text columns are formatted as text, so that a phone number or a document number stays as typed.
        written_as = {"day": formats["day"], "text": formats["text"]}.get(column.form)
        sheet.set_column(number, number, column.width, written_as)
        if column.choices:
            sheet.data_validation(
                _HEADING_ROW + 1,
                number,
                _HEADING_ROW + _PREPARED_ROWS,
                number,
                {
                    "validate": "list",
                    "source": list(column.choices),
                    "error_title": "请从下拉中选",
                    "error_message": f"{column.heading}只能填：{'、'.join(column.choices)}",
                },
            )
    sheet.autofilter(_HEADING_ROW, 0, _HEADING_ROW, last)


def _write_guide(sheet: Any, layout: WorkbookLayout, formats: dict[str, Any]) -> None:
    sheet.set_column(0, 1, 16)
    sheet.set_column(2, 2, 70)
    sheet.set_column(3, 3, 32)
    lines = (
        "一、表名和表头不要改；没有内容的表留着表头，空着就行。",
        "二、先在系统里上传，看过预览再确认；有一处错误就什么都不会导入。",
        f"三、可以反复导入，不会重复：{layout.again}。",
        "四、这张“填写说明”和里面的例子不会导入。",
    )
    sheet.write_string(0, 0, f"{layout.title}怎么填", formats["title"])
    for number, line in enumerate(lines, start=1):
        sheet.write_string(number, 0, line)
    row = len(lines) + 2
    for sheet_layout in layout.sheets:
        sheet.write_string(row, 0, f"工作表“{sheet_layout.name}”：{sheet_layout.purpose}", formats["title"])
        for offset, heading in enumerate(("列", "要不要填", "说明", "例子")):
            sheet.write_string(row + 1, offset, heading, formats["needed"])
        row += 2
        for column in sheet_layout.columns:
            for offset, value in enumerate((column.heading, _need(column), column.note, column.example)):
                sheet.write_string(row, offset, value, formats["wrap"])
            row += 1
        row += 1


def _need(column: Column) -> str:
    if column.optional:
        return "整列可以没有"
    return "必填" if column.filled else "可空"
