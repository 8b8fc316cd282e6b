"""Writes workbooks row by row, so that their size does not matter to memory. Knows no database."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import IO, Any, NamedTuple

import xlsxwriter

from handinhand.accountability.overview.service import Grid
from handinhand.core.clock import BUREAU_ZONE
from handinhand.exchange.exports.ledger_columns import LedgerColumn


class Look(NamedTuple):
    """How a status looks on paper: a sign and a word, so that it is readable without colours."""

    sign: str
    label: str
    colour: str


LOOKS = {
    "met": Look("✓", "已完成", "#E2F0D9"),
    "met_late": Look("◐", "补报", "#FFF2CC"),
    "open": Look("○", "待完成", "#FFFFFF"),
    "missed": Look("✕", "未完成", "#F8D7DA"),
    "unassigned": Look("–", "无人派驻", "#EDEDED"),
    "waived": Look("△", "已免除", "#DDEBF7"),
}
KIND_LABELS = {"school": "学校", "kindergarten": "幼儿园", "training": "培训机构"}
_PAPER_A4 = 9
_HEADINGS = ("月份", "机构", "状态", "截止日期", "收到时间", "指导员", "入校次数", "免除原因")


def write_month_grid(file: IO[bytes], grid: Grid, made_at: datetime) -> int:
    """Writes the grid; gives the number of institutions."""
    months = grid.months
    book, sheet = _open(file, f"入校指导月度表 {months[0]} 至 {months[-1]}", made_at)
    heading, plain = _heading(book), book.add_format({"border": 1})
    looks = {
        status: book.add_format({"border": 1, "align": "center", "bg_color": look.colour})
        for status, look in LOOKS.items()
    }
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 9)
    sheet.set_column(2, len(months) + 1, 10)
    _write(sheet, 2, ("机构", "类别", *months), heading)
    row = 3
    for institution in grid.rows:
        _write(sheet, row, (institution.name, KIND_LABELS[institution.kind]), plain)
        cells = zip(institution.statuses, institution.visits, strict=True)
        for place, (status, visits) in enumerate(cells, start=2):
            sheet.write_string(row, place, _cell_text(status, visits), looks.get(status, plain))
        row += 1
    for status, look in LOOKS.items():
        _write(sheet, row, (f"{look.sign} {look.label}（家）", ""), heading)
        for place, total in enumerate(grid.totals, start=2):
            sheet.write_number(row, place, total["statuses"][status]["count"], plain)
        row += 1
    book.close()
    return len(grid.rows)


def write_obligations(file: IO[bytes], rows: Iterable[Any], made_at: datetime) -> int:
    """Writes the months owed, a row each, as `obligations.all_obligations` gives them; gives their number."""
    book, sheet = _open(file, "月度任务清单", made_at)
    heading, plain = _heading(book), book.add_format({"border": 1})
    for column, width in enumerate((9, 28, 12, 12, 18, 20, 9, 40)):
        sheet.set_column(column, column, width)
    _write(sheet, 2, _HEADINGS, heading)
    written = 0
    for item in rows:
        look = LOOKS[item.status]
        values = (
            f"{item.month:%Y-%m}",
            item.institution_name,
            f"{look.sign} {look.label}",
            item.due_on.isoformat(),
            _local(item.counting_received_at) if item.counting_received_at else "",
            "、".join(dict.fromkeys(item.instructor_names)),
            str(len(item.visit_ids)),
            item.waiver_reason or "",
        )
        _write(sheet, 3 + written, values, plain)
        written += 1
    book.close()
    return written


class Ledger:
    """A list in the usual form of a ledger: title, unit and date, a running number, a line per record, for A4.

    Rows are added as they come from the database, so that neither they nor the workbook are ever whole in memory.
    """

    def __init__(
        self, file: IO[bytes], *, title: str, unit: str, columns: Sequence[LedgerColumn], made_at: datetime
    ) -> None:
        self._columns = columns
        self._book, self._sheet = _new(file, title, made_at)
        centred = self._book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
        self._sheet.set_row(0, 30)
        self._sheet.merge_range(0, 0, 0, len(columns), title, centred)
        day = made_at.astimezone(BUREAU_ZONE)
        self._sheet.write_string(1, 0, f"单位：{unit}　　　生成日期：{day.year}年{day.month}月{day.day}日")
        self._sheet.set_column(0, 0, 6)
        for place, column in enumerate(columns, start=1):
            self._sheet.set_column(place, place, column.width)
        _write(self._sheet, 2, ("序号", *(column.heading for column in columns)), _heading(self._book))
        self._plain = self._book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        self.rows = 0

    def add(self, rows: Iterable[Any]) -> None:
        """Writes the next rows."""
        for row in rows:
            number = str(self.rows + 1)
            values = (number, *(column.value(row) for column in self._columns))
            _write(self._sheet, 3 + self.rows, values, self._plain)
            self.rows += 1

    def close(self) -> None:
        """Finishes the file."""
        self._book.close()


def _new(file: IO[bytes], title: str, made_at: datetime) -> tuple[Any, Any]:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    book.set_properties({"title": title, "created": made_at.replace(tzinfo=None)})
    sheet = book.add_worksheet("台账")
    sheet.set_landscape()
    sheet.set_paper(_PAPER_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.freeze_panes(3, 1)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    return book, sheet


def _open(file: IO[bytes], title: str, made_at: datetime) -> tuple[Any, Any]:
    book, sheet = _new(file, title, made_at)
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    legend = "  ".join(f"{look.sign} {look.label}" for look in LOOKS.values())
    sheet.write_string(1, 0, f"{_local(made_at)} 生成。{legend}")
    return book, sheet


def _heading(book: Any) -> Any:
    return book.add_format({"bold": True, "border": 1, "bg_color": "#F2F2F2"})


def _write(sheet: Any, row: int, values: Sequence[str], style: Any) -> None:
    """Every value as text: nothing that people typed can become a formula (promises.md S4)."""
    for column, value in enumerate(values):
        sheet.write_string(row, column, value, style)


def _cell_text(status: str | None, visits: int) -> str:
    sign = LOOKS[status].sign if status else ""
    return f"{sign} {visits}次".strip() if visits else sign


def _local(instant: datetime) -> str:
    return f"{instant.astimezone(BUREAU_ZONE):%Y-%m-%d %H:%M}"
