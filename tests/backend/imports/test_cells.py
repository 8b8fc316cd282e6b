"""What people type into cells is understood, or refused with words that say what to do."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest

from handinhand.exchange.imports import cells
from handinhand.exchange.imports.cells import CellValue, UnreadableCellError

TODAY = date(2026, 10, 15)


def refusal(read: Callable[[], object]) -> UnreadableCellError:
    with pytest.raises(UnreadableCellError) as refused:
        read()
    return refused.value


@pytest.mark.parametrize(
    "written",
    [
        date(2025, 9, 1),
        datetime(2025, 9, 1, 0, 0),  # noqa: DTZ001 - as a date cell is read
        "2025-9-1",
        "2025-09-01",
        "2025.9.1",
        "2025/09/01",
        "2025年9月1日",
        "2025 年 9 月 1 日 ",
        "２０２５－０９－０１",
        "20250901",
        20250901,
        20250901.0,
        45901,
        45901.0,
        "45901",
        "2025-09-01 00:00:00",
        "2025年09月01号",
        "2025。9。1",
        "2025、9、1",
        "2025年9月1日 星期一",
        "2025-09-01（周一）",
    ],
)
def test_given_any_usual_writing_of_a_day_then_it_is_that_day(written: CellValue) -> None:
    assert cells.day(written, today=TODAY) == date(2025, 9, 1)


@pytest.mark.parametrize("written", [44439, 44439.0, "44439"])
def test_given_a_workbook_that_counts_days_from_1904_then_a_serial_number_is_the_day_that_it_shows(
    written: CellValue,
) -> None:
    assert cells.day(written, today=TODAY, from_1904=True) == date(2025, 9, 1)


@pytest.mark.parametrize(
    "written", ["2025-2-30", "20251301", "2025年6月31日", date(1900, 1, 1), "2031-01-01", 20250230]
)
def test_given_a_day_that_cannot_be_then_it_is_refused(written: CellValue) -> None:
    assert refusal(lambda: cells.day(written, today=TODAY)).code == "impossible_date"


@pytest.mark.parametrize("written", ["去年九月", "2025-9", "9/1", 2025.9, True, "1/2/2025"])
def test_given_something_that_is_no_day_then_the_message_shows_how_to_write_one(written: CellValue) -> None:
    found = refusal(lambda: cells.day(written, today=TODAY))
    assert found.code == "not_a_date"
    assert "2025-09-01" in found.message


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("张  伟", "张伟"),
        (" 小星星 幼儿园\n", "小星星幼儿园"),
        ("Ａｂｃ １２班", "Abc 12班"),
        ("New\u00a0Star  School", "New Star School"),
        ("蒲城县（城关）幼儿园", "蒲城县（城关）幼儿园"),
        ("兴华\u200b学校\ufeff", "兴华学校"),
        ("=1+1", "=1+1"),
        (20190033.0, "20190033"),
        ("　", None),
    ],
)
def test_given_a_name_with_odd_spaces_or_widths_then_it_is_cleaned(written: CellValue, name: str | None) -> None:
    assert cells.name(written, most=100) == name


def test_given_two_writings_of_one_name_then_their_keys_are_equal() -> None:
    assert cells.match_key("蒲城县（城关） 幼儿园ＡＢ") == cells.match_key("蒲城县(城关)幼儿园ab")
    assert cells.match_key("兴华学校") != cells.match_key("新华学校")


def test_given_a_number_that_excel_has_cut_to_15_digits_then_it_is_refused_as_damaged() -> None:
    found = refusal(lambda: cells.name(1.2345678901234568e18, most=60))
    assert found.code == "damaged_number"
    assert "文本" in found.message
    assert cells.name(123456789012345, most=60) == "123456789012345"


def test_given_too_long_a_text_then_the_message_says_how_long_it_may_be() -> None:
    assert "最多 5 个" in refusal(lambda: cells.name("一二三四五六", most=5)).message


@pytest.mark.parametrize(
    "written",
    [
        13912345678,
        13912345678.0,
        "139 1234 5678",
        "139-1234-5678",
        "+86 13912345678",
        "８６１３９１２３４５６７８",
        "86-139 12345678",
        "13912345678.0",
    ],
)
def test_given_a_mobile_however_typed_then_its_eleven_digits_are_read(written: CellValue) -> None:
    assert cells.mobile(written) == "13912345678"


@pytest.mark.parametrize(
    "written", ["1391234567", "139123456789", "0913-7212345", "23912345678", "一三九", 1391234567, "12345678901"]
)
def test_given_no_mainland_mobile_then_it_is_refused_without_being_repeated(written: CellValue) -> None:
    found = refusal(lambda: cells.mobile(written))
    assert found.code == "impossible_mobile"
    assert str(written) not in found.message


def test_given_a_mobile_that_excel_has_abbreviated_then_it_is_refused_as_damaged() -> None:
    assert refusal(lambda: cells.mobile("1.39E+10")).code == "damaged_number"


@pytest.mark.parametrize(
    ("written", "number"),
    [(3, 3), (3.0, 3), ("3", 3), ("３ ", 3), ("3人", 3), ("３ 名", 3), (0, 0), (None, None), (" ", None)],
)
def test_given_a_number_of_people_as_number_or_text_then_it_is_read(written: CellValue, number: int | None) -> None:
    assert cells.count(written, most=100) == number


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (-1, "impossible_count"),
        (2.5, "impossible_count"),
        (101, "impossible_count"),
        ("约3人", "not_a_number"),
        ("1e5", "not_a_number"),
        (True, "not_a_number"),
        (date(2025, 9, 1), "not_a_number"),
    ],
)
def test_given_no_possible_number_of_people_then_it_is_refused(written: CellValue, code: str) -> None:
    assert refusal(lambda: cells.count(written, most=100)).code == code


@pytest.mark.parametrize(
    "written",
    [
        time(9, 30),
        datetime(2025, 9, 1, 9, 30, 12),  # noqa: DTZ001 - as a date cell is read
        timedelta(hours=9, minutes=30),
        0.3958333,
        "9:30",
        "９：３０",
        "9时30分",
        "09:30:00",
    ],
)
def test_given_a_time_of_day_however_typed_then_it_is_read(written: CellValue) -> None:
    assert cells.clock(written) == time(9, 30)


def test_given_an_hour_in_words_then_it_is_read() -> None:
    assert cells.clock("9点") == time(9, 0)


@pytest.mark.parametrize("written", ["下午3点半", "下午3:30", "15点半", "下午15:30"])
def test_given_the_afternoon_in_words_then_it_is_read(written: CellValue) -> None:
    assert cells.clock(written) == time(15, 30)


@pytest.mark.parametrize(
    "written", ["东经109.586", "109.586°", "109.586度", "E109.586", "109.586E", "１０９．５８６", 109.586]
)
def test_given_a_coordinate_with_its_direction_or_unit_then_its_degrees_are_read(written: CellValue) -> None:
    assert cells.degrees(written) == 109.586


@pytest.mark.parametrize("written", ["109°35′9.6″", "东经109度", "109.586,34.955"])
def test_given_no_decimal_degrees_then_the_message_shows_how_to_write_them(written: CellValue) -> None:
    found = refusal(lambda: cells.degrees(written))
    assert found.code == "not_a_number"
    assert "109.586" in found.message


@pytest.mark.parametrize("written", ["25:00", "9:75", "上午", "下午13:75", "半", 9, 1.5])
def test_given_no_time_of_day_then_it_is_refused(written: CellValue) -> None:
    assert refusal(lambda: cells.clock(written)).code == "not_a_time"
