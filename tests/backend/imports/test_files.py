"""What is taken as a workbook and what is refused, and why, before any row is looked at."""

import io
import re
import struct
import zipfile

import openpyxl
import pytest
import xlsxwriter

from handinhand.core.compound_file import SIGNATURE
from handinhand.exchange.imports.errors import WorkbookRefusedError
from handinhand.exchange.imports.file_checks import Limits, check_kind
from handinhand.exchange.imports.workbook import address, read_workbook
from tests.backend.imports.workbooks import FILES, GOOD, headings, roster, saved, workbook_of

SMALL = Limits(file_bytes=100_000, rows=50, columns=20, sheets=8, unpacked_bytes=1_000_000)


def refusal(data: bytes, limits: Limits | None = None) -> WorkbookRefusedError:
    with pytest.raises(WorkbookRefusedError) as refused:
        read_workbook(data, limits)
    return refused.value


def rewritten(data: bytes, part: str, change: tuple[bytes, bytes]) -> bytes:
    """The archive with one part changed by a regular expression."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                content, made = re.subn(change[0], change[1], content, count=1, flags=re.DOTALL)
                assert made == 1
            target.writestr(name, content)
    return buffer.getvalue()


def archive(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return buffer.getvalue()


SHEET_1 = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    "data",
    [
        b"hello",
        b"<html><table><tr><td>\xe5\x90\x8d</td></tr></table></html>",
        b"%PDF-1.7",
        b"\x00" * 600,
        "名称,类别\n".encode(),
    ],
)
def test_given_something_else_under_the_name_of_a_workbook_then_it_is_said_to_be_none(data: bytes) -> None:
    found = refusal(data)
    assert found.code == "not_a_workbook"
    assert "另存为 .xlsx" in found.message


def test_given_an_empty_file_then_it_says_so() -> None:
    assert refusal(b"").code == "empty_file"


def test_given_a_zip_that_is_no_workbook_then_it_is_said_to_be_none() -> None:
    assert refusal(archive(**{"word/document.xml": b"<x/>"})).code == "not_a_workbook"


@pytest.mark.parametrize("part", ["content.xml", "xl/workbook.bin"])
def test_given_another_spreadsheet_format_then_it_says_how_to_save_it(part: str) -> None:
    found = refusal(archive(**{part: b"<x/>"}))
    assert found.code == "wrong_format"
    assert ".xlsx" in found.message


def test_given_a_file_over_the_limit_then_it_is_refused_before_it_is_opened() -> None:
    found = refusal(b"PK\x03\x04" + b"\0" * (50 * 1024 * 1024))
    assert found.code == "file_too_large"
    assert "最多 20 MB" in found.message


@pytest.mark.parametrize("cut", [30, 400, -100])
def test_given_a_truncated_workbook_then_it_is_said_to_be_damaged(cut: int) -> None:
    assert refusal(roster()[:cut]).code == "damaged"


@pytest.mark.parametrize("cut", [30, 512, 3_000])
def test_given_a_truncated_old_workbook_then_it_is_said_to_be_damaged(cut: int) -> None:
    assert refusal((FILES / "libreoffice.xls").read_bytes()[:cut]).code == "damaged"


def test_given_an_old_container_whose_chains_run_in_a_circle_then_it_is_said_to_be_damaged() -> None:
    header = bytearray(SIGNATURE.ljust(512, b"\0"))
    struct.pack_into("<HH", header, 30, 9, 6)
    struct.pack_into("<7I", header, 48, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 1, *[0xFFFFFFFF] * 126)  # sector 1 follows itself
    assert refusal(bytes(header) + table + b"\0" * 512).code == "damaged"


def test_given_an_old_container_that_names_one_table_sector_over_and_over_then_it_is_said_to_be_damaged() -> None:
    header = bytearray(SIGNATURE.ljust(512, b"\0"))
    struct.pack_into("<HH", header, 30, 9, 6)
    struct.pack_into("<7I", header, 48, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, *[0] * 109)
    assert refusal(bytes(header) + b"\xfe\xff\xff\xff" * 128 + b"\0" * 512 * 200).code == "damaged"


def test_given_a_workbook_with_a_password_then_it_says_so() -> None:
    found = refusal((FILES / "encrypted.xlsx").read_bytes())
    assert found.code == "encrypted"
    assert "密码" in found.message


def test_given_an_old_workbook_with_a_password_then_it_says_so() -> None:
    data = bytearray((FILES / "libreoffice.xls").read_bytes())
    begin = data.index(b"\x09\x08\x10\x00\x00\x06")
    struct.pack_into("<H", data, begin + 20, 0x2F)  # the record behind the first BOF becomes FILEPASS
    assert refusal(bytes(data)).code == "encrypted"


def test_given_macros_then_the_workbook_is_refused() -> None:
    found = refusal(archive(**{"xl/workbook.xml": b"<x/>", "xl/vbaProject.bin": b"x"}))
    assert found.code == "has_macros"


def test_given_more_bytes_unpacked_than_allowed_then_nothing_is_unpacked() -> None:
    bomb = archive(**{"xl/workbook.xml": b"<x/>", "xl/media/image1.png": b"\0" * 300_000_000})
    assert len(bomb) < 400_000
    with pytest.raises(WorkbookRefusedError) as refused:
        check_kind(bomb, Limits())
    assert refused.value.code == "zip_bomb"


def test_given_an_archive_that_swells_beyond_measure_then_it_is_refused() -> None:
    bomb = archive(**{"xl/workbook.xml": b"<x/>", "xl/a.xml": b"\0" * 20_000_000})
    assert refusal(bomb).code == "zip_bomb"


def test_given_an_archive_that_lies_about_its_sizes_then_it_is_said_to_be_damaged() -> None:
    data = bytearray(roster())
    directory = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, directory + 24, 10)  # the last member claims ten bytes
    assert refusal(bytes(data)).code == "damaged"


def test_given_two_distant_cells_then_the_rectangle_between_them_is_never_made() -> None:
    far = b'<row r="900000"><c r="ZZ900000"><v>1</v></c></row></sheetData>'
    found = refusal(rewritten(roster(), SHEET_1, (b"</sheetData>", far)))
    assert found.code == "too_many_rows"
    assert "第 900000 行" in found.message


def test_given_a_cell_far_to_the_right_then_the_message_names_its_column() -> None:
    rows = [headings("机构"), [*[None] * 300, "x"]]
    found = refusal(workbook_of({"机构": rows}))
    assert found.code == "too_many_columns"
    assert "KO 列" in found.message


def test_given_coloured_but_empty_rows_down_to_the_end_then_they_do_not_count() -> None:
    empty = b'<row r="1048576"><c r="A1048576" s="1"/></row></sheetData>'
    sheets = read_workbook(rewritten(roster(), SHEET_1, (b"</sheetData>", empty))).sheets
    assert len(sheets[0].rows) == 1 + len(GOOD["机构"])


def test_given_exactly_as_many_rows_as_allowed_then_they_are_read_and_one_more_is_refused() -> None:
    assert len(read_workbook(workbook_of({"机构": [["x"]] * 50}), SMALL).sheets[0].rows) == 50
    assert refusal(workbook_of({"机构": [["x"]] * 51}), SMALL).code == "too_many_rows"


def test_given_too_many_sheets_then_it_is_refused() -> None:
    assert refusal(workbook_of({f"表{number}": [["x"]] for number in range(9)}), SMALL).code == "too_many_sheets"


def test_given_a_document_type_in_a_sheet_then_it_is_refused_unexpanded() -> None:
    laughs = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet '
    assert refusal(rewritten(roster(), SHEET_1, (b"<worksheet ", laughs))).code == "damaged"


def test_given_a_document_type_in_the_shared_texts_then_no_name_is_read_with_a_hole_in_it() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    book.add_worksheet("机构").write_string("A1", "兴华学校")
    book.close()
    shared, part = buffer.getvalue(), "xl/sharedStrings.xml"
    assert read_workbook(shared).sheets[0].rows[0] == ["兴华学校"]
    with_type = rewritten(shared, part, (b"<sst ", b'<!DOCTYPE sst [<!ENTITY a "x">]><sst '))
    assert with_type != shared
    assert refusal(with_type).code == "damaged"


def test_given_an_old_workbook_that_counts_days_from_1904_then_its_sheets_say_so() -> None:
    assert read_workbook((FILES / "from_1904.xls").read_bytes()).sheets[0].from_1904
    assert not read_workbook((FILES / "libreoffice.xls").read_bytes()).sheets[0].from_1904


def test_given_formulas_then_their_calculated_values_are_read_and_the_others_are_marked() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("机构")
    sheet.write_formula("A1", "=1+1", None, 2)
    sheet.write_formula("B1", '="兴华"&"学校"', None, "兴华学校")
    sheet.write_formula("C1", "=NA()", None, "#N/A")
    sheet.write_formula("D1", '=""', None, "")
    sheet.write_string("E1", '=HYPERLINK("http://example.org")')
    book.close()
    as_excel_writes = rewritten(buffer.getvalue(), SHEET_1, (b'<c r="D1">', b'<c r="D1" t="str">'))
    read = read_workbook(as_excel_writes).sheets[0]
    assert list(read.rows[0]) == [2, "兴华学校", None, None, '=HYPERLINK("http://example.org")']
    assert read.broken == {(0, 2): "error"}


def test_given_a_formula_that_was_never_calculated_then_it_is_marked() -> None:
    book = openpyxl.Workbook()
    book["Sheet"]["B2"] = "=1+1"
    assert read_workbook(saved(book)).sheets[0].broken == {(1, 1): "formula"}


def test_given_cells_merged_over_rows_then_each_row_has_the_value() -> None:
    book = openpyxl.Workbook()
    sheet = book["Sheet"]
    sheet["A1"], sheet["B1"], sheet["B2"], sheet["B3"] = "文号1", 1, 2, 3
    sheet.merge_cells("A1:A3")
    assert [row[0] for row in read_workbook(saved(book)).sheets[0].rows] == ["文号1"] * 3


@pytest.mark.parametrize(
    ("row", "column", "name"),
    [(0, 0, "A1"), (4, 2, "C5"), (9, 25, "Z10"), (0, 26, "AA1"), (0, 701, "ZZ1"), (0, 702, "AAA1")],
)
def test_given_a_cell_counted_from_nought_then_it_is_named_as_people_see_it(row: int, column: int, name: str) -> None:
    assert address(row, column) == name
