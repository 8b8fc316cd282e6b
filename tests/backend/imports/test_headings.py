"""Sheets and headings are found as people lay them out, and what is missing is named."""

import io
import random
from collections.abc import Sequence
from datetime import date

import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from handinhand.exchange.imports.plan import CellError, counts
from handinhand.exchange.imports.roster_known import KnownRoster
from tests.backend.imports.workbooks import (
    BUREAU,
    EMPTY_BUREAU,
    FILES,
    GOOD,
    errors,
    headings,
    only_error,
    organisation,
    plan,
    roster,
    saved,
    workbook_of,
)

WITH_SCHOOL = KnownRoster(organisations=[BUREAU, organisation("桥山中学", ownership="public")])
WHOLE = {name: [headings(name), *rows] for name, rows in GOOD.items()}


def replaced(**changed: Sequence[Sequence[object]] | None) -> bytes:
    """The good roster with some sheets replaced whole, or left out (None)."""
    return workbook_of({name: rows for name, rows in {**WHOLE, **changed}.items() if rows is not None})


def renamed(old: str, new: str) -> bytes:
    return workbook_of({new if name == old else name: rows for name, rows in WHOLE.items()})


def problem(data: bytes) -> CellError:
    return only_error(plan(data))[1]


@pytest.mark.parametrize("name", ["libreoffice.xlsx", "libreoffice.xls"])
def test_given_the_roster_as_libreoffice_saves_it_then_it_reads_like_the_plain_one(name: str) -> None:
    """Title rows, a running number, merged cells, a formula, full-width digits, inner spaces, dates as text."""
    office, plainly = plan((FILES / name).read_bytes()), plan(roster())
    assert errors(office) == []
    assert [row.title for row in office.rows] == [row.title for row in plainly.rows]
    assert [row.values for row in office.instructors] == [row.values for row in plainly.instructors]
    assert [row.values for row in office.institutions] == [row.values for row in plainly.institutions]
    assert [row.values for row in office.dispatches] == [row.values for row in plainly.dispatches]
    assert office.institutions[0].row == 4


def test_given_the_roster_as_wps_writes_it_then_it_is_read() -> None:
    """Inline text, two merged title rows, a column for remarks, headings with line breaks, stars and remarks."""
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, rows in GOOD.items():
        sheet = book.create_sheet(f" {name} ")
        titles = [
            f"{heading[:2]}\n{heading[2:]}*（必填）" if len(heading) > 2 else f" {heading}"
            for heading in headings(name)
        ]
        sheet.append(["蒲城县民办教育机构名册"])
        sheet.append(["填报人：", None, "日期："])
        sheet.append([*titles, "备注"])
        sheet["A1"].font = Font(bold=True, size=18)
        sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(titles))
        for row in rows:
            sheet.append([str(value) if isinstance(value, (int, float)) else value for value in row] + ["无"])
    assert errors(plan(saved(book))) == []


def test_given_columns_in_another_order_then_they_are_found_by_their_headings() -> None:
    order = list(range(len(headings("机构"))))
    random.Random(4).shuffle(order)  # noqa: S311
    shuffled = [[row[index] for index in order] for row in WHOLE["机构"]]
    assert [row.values for row in plan(replaced(机构=shuffled)).institutions] == [
        row.values for row in plan(roster()).institutions
    ]


def test_given_the_optional_column_left_out_then_nothing_is_missing() -> None:
    assert errors(plan(replaced(机构=[row[:-1] for row in WHOLE["机构"]]))) == []


@pytest.mark.parametrize("names", [["机构"], ["指导员"], ["机构", "党组织", "挂靠"]])
def test_given_only_some_sheets_then_they_are_taken_and_the_others_count_as_empty(names: list[str]) -> None:
    found = plan(workbook_of({name: WHOLE[name] for name in names}), WITH_SCHOOL)
    assert errors(found) == []
    assert {row.sheet for row in found.rows} == set(names)
    assert all(f"“{name}”" in found.notes[0] for name in GOOD if name not in names)


def test_given_dispatches_to_what_the_bureau_has_then_they_need_no_sheet_of_institutions() -> None:
    star = organisation("小星星幼儿园", "kindergarten")
    known = KnownRoster(organisations=[BUREAU, star])
    sheets = {"指导员": WHOLE["指导员"][::2], "派驻": WHOLE["派驻"][::2]}
    found = plan(workbook_of(sheets), known)
    assert [row.status for row in found.rows] == ["create", "create"], errors(found)


def test_given_none_of_our_sheets_then_all_six_are_named() -> None:
    error = problem(workbook_of({"Sheet1": [["民办", 2]]}))
    assert error.code == "missing_sheet"
    assert all(name in error.message for name in GOOD)


@pytest.mark.parametrize(
    ("old", "new"),
    [("派驻", "派驻表"), ("派驻", "派住"), ("派驻", "Sheet4"), ("机构", "机构表"), ("帮扶共同体", "共同体")],
)
def test_given_a_wrong_sheet_name_then_the_message_says_which_sheet_is_probably_meant(old: str, new: str) -> None:
    row, error = only_error(plan(renamed(old, new)))
    assert (row.sheet, error.code) == (new, "misnamed_sheet")
    assert f"“{new}”" in error.message
    assert f"请把表名改成“{old}”" in error.message


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("机构表", [["随便写写"], ["内容"]]),
        ("Sheet9", [["名单"], ["机构", "指导员", "开始日期"], ["兴华学校", "王芳", "2025-9-1"]]),
    ],
    ids=["called like one", "most headings of one"],
)
def test_given_a_sheet_probably_meant_beside_others_of_ours_then_it_is_not_passed_over(
    name: str, rows: list[list[str]]
) -> None:
    row, error = only_error(plan(workbook_of({"指导员": WHOLE["指导员"], name: rows}), WITH_SCHOOL))
    assert (row.sheet, error.code) == (name, "misnamed_sheet")


def test_given_a_space_behind_the_name_of_a_sheet_then_it_is_read() -> None:
    assert [row.values for row in plan(renamed("机构", "机构 ")).institutions] == [
        row.values for row in plan(roster()).institutions
    ]


def test_given_a_second_sheet_with_the_same_headings_then_it_is_not_passed_over_in_silence() -> None:
    row, error = only_error(plan(workbook_of({**WHOLE, "派驻2": WHOLE["派驻"]})))
    assert (row.sheet, error.code) == ("派驻2", "unknown_sheet")


def test_given_two_sheets_whose_names_differ_by_a_space_then_the_second_is_not_passed_over() -> None:
    row, error = only_error(plan(workbook_of({**WHOLE, "派驻 ": WHOLE["派驻"]})))
    assert (row.sheet, error.code) == ("派驻 ", "unknown_sheet")


def test_given_other_sheets_beside_then_they_do_not_matter() -> None:
    others = {"Sheet1": [], "统计": [["民办", 2]], "填写说明": WHOLE["机构"], "错误清单": [["工作表", "原因"]]}
    found = plan(workbook_of({**others, **WHOLE}))
    assert errors(found) == []
    assert found.notes == ("没有读取工作表“统计”，里面的内容不会导入",)


@pytest.mark.parametrize("name", ["机构统计", "指导员考核"])
def test_given_a_list_of_ones_own_beside_the_sheet_that_it_is_called_like_then_it_is_left_alone(name: str) -> None:
    found = plan(workbook_of({**WHOLE, name: [["机构", "开始日期", "得分"], ["兴华学校", "2025-9-1", 5]]}))
    assert errors(found) == []
    assert f"“{name}”" in found.notes[0]


def test_given_a_missing_heading_then_it_is_named_with_the_one_probably_meant() -> None:
    titles = ["党员数(正式)" if heading == "正式党员数" else heading for heading in headings("机构")]
    error = problem(replaced(机构=[titles, *GOOD["机构"]]))
    assert (error.cell, error.code) == ("H1", "missing_heading")
    assert "缺少“正式党员数”列" in error.message
    assert "“党员数(正式)”如果就是它" in error.message


@pytest.mark.parametrize(
    ("sheet", "right", "written"), [("指导员", "手机", "联系电话"), ("派驻", "开始日期", "派驻时间")]
)
def test_given_a_heading_that_people_write_instead_then_its_cell_and_the_right_one_are_named(
    sheet: str, right: str, written: str
) -> None:
    titles = [written if heading == right else heading for heading in headings(sheet)]
    error = problem(replaced(**{sheet: [titles, *GOOD[sheet]]}))
    assert (error.cell, error.code) == (f"{'ABC'[titles.index(written)]}1", "missing_heading")
    assert f"“{written}”如果就是它，请改成“{right}”" in error.message


def test_given_a_missing_heading_and_none_like_it_then_it_is_to_be_added() -> None:
    error = problem(replaced(挂靠=[row[:-1] for row in WHOLE["挂靠"]]))
    assert (error.cell, error.code) == ("A1", "missing_heading")
    assert "请补上这一列" in error.message


@pytest.mark.parametrize("written", ["加入时间", "加入日", "加入的日期"])
def test_given_the_optional_heading_under_another_name_then_its_dates_are_not_lost_in_silence(written: str) -> None:
    error = problem(replaced(机构=[[*headings("机构")[:-1], written], *GOOD["机构"]]))
    assert (error.cell, error.code) == ("K1", "unknown_heading")
    assert f"“{written}”" in error.message
    assert "请改成“加入日期”" in error.message


def test_given_columns_of_ones_own_then_the_preview_lists_them_as_not_read() -> None:
    titled = [[*headings("机构"), "备注", "法人 代表"], *(([*row, "无", "张三"]) for row in GOOD["机构"])]
    found = plan(replaced(机构=titled))
    assert errors(found) == []
    assert found.notes == ("工作表“机构”里没有读取这些列：“备注”（L1）“法人 代表”（M1）",)


def test_given_a_heading_twice_then_its_second_cell_is_named() -> None:
    error = problem(replaced(指导员=[["姓名", "手机", "派出单位", "手机"], *GOOD["指导员"]]))
    assert (error.cell, error.code) == ("D1", "duplicate_heading")


def test_given_no_headings_at_all_then_the_message_gives_them() -> None:
    error = problem(replaced(党组织=GOOD["党组织"]))
    assert error.code == "missing_header"
    assert "名称、类型、所属机构" in error.message


def test_given_rows_empty_but_for_a_running_number_then_they_are_passed_over() -> None:
    numbered = [["序号", *headings("指导员")], *([number, *row] for number, row in enumerate(GOOD["指导员"], start=1))]
    blank = [[number, None, " ", "　"] for number in range(3, 40)]
    assert counts(plan(replaced(指导员=[*numbered, *blank])).rows) == counts(plan(roster()).rows)


def test_given_characters_without_width_then_headings_are_found_and_rows_of_nothing_else_are_passed_over() -> None:
    sheets = {name: [[f"\ufeff{heading}\u200b" for heading in headings(name)], *rows] for name, rows in GOOD.items()}
    assert counts(
        plan(replaced(**sheets, 派驻=[*sheets.pop("派驻"), ["\u200b", "　", None, "\ufeff"]])).rows
    ) == counts(plan(roster()).rows)


@pytest.mark.parametrize(
    "written", ["合计", "合 计", "合计：3 家", "总计", "制表人：张三", "填报日期:2025.9.1", "注：含分园"]
)
def test_given_totals_and_signatures_beneath_a_table_then_they_are_passed_over(written: str) -> None:
    ended = [*WHOLE["机构"], [written, None, None, None, None, None, None, 27, 3]]
    assert counts(plan(replaced(机构=ended)).rows) == counts(plan(roster()).rows)


def test_given_a_name_that_only_begins_like_a_total_then_its_row_counts() -> None:
    schools = [*WHOLE["机构"], ["总计算机培训中心", "培训机构", "民办", *[None] * 8]]
    assert [row.title for row in plan(replaced(机构=schools)).institutions][-1] == "总计算机培训中心"


def test_given_a_workbook_from_1904_then_serial_numbers_are_the_days_that_it_shows() -> None:
    book = openpyxl.load_workbook(io.BytesIO(roster()))
    book.epoch = CALENDAR_MAC_1904
    book["派驻"]["C2"], book["派驻"]["C2"].number_format = 44439, "General"
    book["派驻"]["C3"] = date(2025, 10, 1)
    starts = [row.values and row.values.starts_on for row in plan(saved(book)).dispatches]
    assert starts == [date(2025, 9, 1), date(2025, 10, 1)]


def test_given_the_headings_repeated_on_each_printed_page_then_they_are_passed_over() -> None:
    assert errors(plan(replaced(派驻=[*WHOLE["派驻"][:2], headings("派驻"), *WHOLE["派驻"][2:]]))) == []


def test_given_only_headings_then_there_is_nothing_to_do() -> None:
    assert plan(workbook_of({name: [headings(name)] for name in GOOD}), EMPTY_BUREAU).rows == ()
