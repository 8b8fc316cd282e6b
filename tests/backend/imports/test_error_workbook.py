"""The user's own file comes back with the wrong cells marked, and nothing in it acts when it is opened."""

import io
from typing import Any

import openpyxl
import pytest

from handinhand.exchange.imports.error_workbook import AUTHOR, Mark, make_error_workbook
from handinhand.exchange.imports.roster_rules import RosterPlan
from tests.backend.imports.workbooks import FILES, GOOD, errors, headings, plan, roster, saved, workbook_of

RED = "FFFFC7CE"


def marks(found: RosterPlan) -> list[Mark]:
    return [Mark(row.sheet, row.row, error.cell, error.message) for row in found.rows for error in row.errors]


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def is_red(cell: Any) -> bool:
    return bool(cell.fill.fgColor.rgb == RED)


WRONG = [*GOOD["指导员"], ("赵敏", "139", "桥上中学")]


def test_given_wrong_cells_then_they_are_red_with_the_reason_and_listed() -> None:
    data = roster(指导员=WRONG)
    book = opened(make_error_workbook(data, marks(plan(data))))
    sheet = book["指导员"]
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if is_red(cell)] == ["B4", "C4"]
    assert "11 位" in sheet["B4"].comment.text
    assert "桥山中学" in sheet["C4"].comment.text
    listed = [[cell.value for cell in row] for row in book["错误清单"].iter_rows(min_row=2)]
    assert [row[:3] for row in listed] == [["指导员", 4, "B4"], ["指导员", 4, "C4"]]
    assert sheet["A2"].value == "王芳"


def test_given_the_corrected_error_workbook_then_it_imports_and_its_own_list_does_not_disturb() -> None:
    data = roster(指导员=WRONG)
    book = opened(make_error_workbook(data, marks(plan(data))))
    book["指导员"]["B4"], book["指导员"]["C4"] = "13900000003", "桥山中学"
    assert errors(plan(saved(book))) == []


def test_given_new_errors_in_it_then_the_old_marks_are_gone_and_other_comments_stay() -> None:
    data = roster(指导员=WRONG)
    book = opened(make_error_workbook(data, marks(plan(data))))
    book["指导员"]["B4"] = "13900000003"
    book["机构"]["A2"].comment = openpyxl.comments.Comment("问过校长", "张三")
    again = saved(book)
    second = opened(make_error_workbook(again, marks(plan(again))))
    assert [cell.coordinate for row in second["指导员"].iter_rows() for cell in row if is_red(cell)] == ["C4"]
    assert second["指导员"]["B4"].comment is None
    assert second["机构"]["A2"].comment.text == "问过校长"
    assert second.sheetnames.count("错误清单") == 1


def test_given_formulas_and_text_that_looks_like_one_then_only_values_come_back() -> None:
    book = opened(roster(指导员=WRONG))
    book["机构"]["D2"] = '=HYPERLINK("http://example.org","x")'
    book["机构"]["D3"].value, book["机构"]["D3"].data_type = "=1+1", "s"
    book["机构"]["D4"] = "@SUM(A1)"
    data = saved(book)
    returned = opened(make_error_workbook(data, [Mark("机构", 3, "D3", "=cmd|' /C calc'!A0")]))
    cells = [cell for sheet in returned.worksheets for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert returned["机构"]["D3"].value == "=1+1"
    assert returned["错误清单"]["D2"].value == "=cmd|' /C calc'!A0"


@pytest.mark.parametrize("name", ["libreoffice.xls", "libreoffice.xlsx"])
def test_given_a_file_from_libreoffice_then_its_values_come_back_with_the_marks(name: str) -> None:
    data = (FILES / name).read_bytes()
    book = opened(make_error_workbook(data, [Mark("机构", 5, "H5", "请改正"), Mark("派驻", 5, "E5", "请改正")]))
    assert is_red(book["机构"]["H5"])
    assert book["机构"]["H5"].comment.author == AUTHOR
    assert book["机构"]["B5"].value == "兴华学校"
    marked_document = "E4" if name.endswith("xlsx") else "E5"  # the merged cell is marked where its value stands
    assert is_red(book["派驻"][marked_document])


def test_given_an_error_of_a_whole_sheet_then_it_stands_in_the_list() -> None:
    names = ["派驻表", "共同体"]
    data = workbook_of({"机构": [headings("机构")], **{name: [["内容"]] for name in names}})
    book = opened(make_error_workbook(data, marks(plan(data))))
    assert [row[0].value for row in book["错误清单"].iter_rows(min_row=2)] == [*names]


def test_given_two_errors_of_one_cell_then_both_are_told() -> None:
    book = opened(make_error_workbook(roster(), [Mark("机构", 2, "A2", "甲"), Mark("机构", 2, "A2", "乙")]))
    assert book["机构"]["A2"].comment.text == "甲\n乙"
