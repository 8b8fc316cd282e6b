"""What a person typed into a cell, turned into a value. Pure.

Real ledgers hold full-width digits, spaces in the middle of two-character names, dates as text and phone numbers as
numbers. Every reader here takes the raw value of a cell and returns None for an empty one; what cannot be understood
raises `UnreadableCellError` with a message that says what to do.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

CellValue = str | int | float | bool | date | datetime | time | timedelta | None

EARLIEST_DAY = date(1990, 1, 1)
MOST_YEARS_AHEAD = 2

_EXCEL_DAY_ZERO = date(1899, 12, 30)
_MAC_DAY_ZERO = date(1904, 1, 1)
_EXCEL_DIGITS = 15
_FULL_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_CHINESE = "\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SPACE_BESIDE_CHINESE = re.compile(rf"(?<=[{_CHINESE}])\s+|\s+(?=[{_CHINESE}])")
_UNSEEN = {"Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Cn"}
_SHORTENED = re.compile(r"\d(\.\d+)?E\+?\d{2}", re.IGNORECASE)
_DAY = re.compile(
    r"(\d{4})[-./\\、。年](\d{1,2})[-./\\、。月](\d{1,2})[日号]?"
    r"(?:[T ]?0{1,2}:00(?::00)?|\(?(?:星期|周)[一二三四五六日天]\)?)?"
)
_EIGHT_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_MOBILE = re.compile(r"1[3-9]\d{9}")
BETWEEN_NAMES = re.compile(r"[、，,；;\n]+")
"""What people write between several names in one cell."""
_WHOLE = re.compile(r"\.0+$")
_DEGREES = re.compile(r"(?:东经|北纬|[EN])?(\d+\.\d+)[°度]?[EN]?", re.IGNORECASE)
_PEOPLE = re.compile(r"(?<=\d)\s*[人名]$")
_CLOCK = re.compile(r"(上午|下午)?(\d{1,2})[:时点](\d{1,2}|半)?分?(?::\d{1,2})?")


class UnreadableCellError(Exception):
    """A cell that cannot be taken as it is. `code` is stable; `message` is plain Chinese and says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def plain(value: str) -> str:
    """Text without what nobody meant to type: full-width digits and letters, odd spaces, invisible characters.

    Chinese punctuation stays as written; line breaks stay.
    """
    cleaned = []
    for character in value.translate(_FULL_WIDTH):
        category = unicodedata.category(character)
        if category == "Zs" or character == "\t":
            cleaned.append(" ")
        elif character == "\n" or category not in _UNSEEN:
            cleaned.append(character)
    return "".join(cleaned).strip()


def is_blank(written: str) -> bool:
    """Whether nothing can be seen in it: empty, spaces, or characters without width."""
    return not written.strip() or all(unicodedata.category(character) in _UNSEEN for character in written)


def match_key(name: str) -> str:
    """What two writings of the same name have in common: width, case and spaces do not count."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def text(value: CellValue, *, most: int) -> str | None:
    """Running text, line breaks kept. `most` is the number of characters that fit.

    Raises:
        UnreadableCellError: damaged_number, too_long.
    """
    if value is None:
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
        written = _written(value)
    elif isinstance(value, datetime):
        written = value.isoformat(sep=" ")
    elif isinstance(value, (date, time)):
        written = value.isoformat()
    else:
        written = plain(str(value))
    if len(written) > most:
        raise UnreadableCellError("too_long", f"这一格有 {len(written)} 个字，最多 {most} 个，请缩短")
    return written or None


def name(value: CellValue, *, most: int, least: int = 1) -> str | None:
    """A name on one line: no space beside Chinese characters (“张  伟” is 张伟), single spaces elsewhere.

    Raises:
        UnreadableCellError: damaged_number, too_long, too_short.
    """
    written = text(value, most=10_000)
    if written is None:
        return None
    joined = _SPACE_BESIDE_CHINESE.sub("", " ".join(written.split()))
    if len(joined) < least:
        raise UnreadableCellError("too_short", f"这一格只有 {len(joined)} 个字，至少写 {least} 个")
    return text(joined, most=most)


def _written(value: float) -> str:
    if abs(value) >= 10**_EXCEL_DIGITS:
        raise UnreadableCellError(
            "damaged_number",
            f"这个数超过 {_EXCEL_DIGITS} 位，Excel 已经改掉了后面的数字。请把这一格设为“文本”格式，再重新输入",
        )
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def day(value: CellValue, *, today: date, from_1904: bool = False) -> date | None:
    """A day: a date cell, text such as 2025-9-1, 2025.9.1, 2025/09/01, 2025年9月1日, 20250901, or a serial number.

    A serial number counts from 1900, or `from_1904` in workbooks that an Excel for Mac began.

    Raises:
        UnreadableCellError: not_a_date, impossible_date (no such day, before 1990, more than two years ahead).
    """
    if value is None:
        return None
    found = _day_of(value, _MAC_DAY_ZERO if from_1904 else _EXCEL_DAY_ZERO)
    latest = date(today.year + MOST_YEARS_AHEAD, 12, 31)
    if not EARLIEST_DAY <= found <= latest:
        raise UnreadableCellError(
            "impossible_date", f"日期 {found} 不对：应在 {EARLIEST_DAY.year} 年到 {latest.year} 年之间，请改正"
        )
    return found


def _day_of(value: CellValue, day_zero: date) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        number = int(value)
        if number == value and _EIGHT_DIGITS.fullmatch(str(number)):
            return _calendar_day(str(number), *_EIGHT_DIGITS.fullmatch(str(number)).groups())  # type: ignore[union-attr]
        if 20_000 <= number <= 80_000:  # Excel's serial numbers of 1954 to 2119
            return day_zero + timedelta(days=number)
    elif isinstance(value, str):
        written = unicodedata.normalize("NFKC", plain(value))
        found = _DAY.fullmatch(re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", written)) or _EIGHT_DIGITS.fullmatch(written)
        if found:
            return _calendar_day(written, *found.groups())
        if re.fullmatch(r"[3-6]\d{4}", written):  # a serial number kept as text, 1982 to 2091
            return day_zero + timedelta(days=int(written))
    raise UnreadableCellError("not_a_date", f"看不懂日期“{_shown(value)}”，请写成 2025-09-01 这样")


def _calendar_day(written: str, year: str, month: str, day_of_month: str) -> date:
    try:
        return date(int(year), int(month), int(day_of_month))
    except ValueError:
        raise UnreadableCellError("impossible_date", f"没有“{written}”这一天，请改正") from None


def count(value: CellValue, *, most: int) -> int | None:
    """A number of people: a whole number from 0 to `most`, also written as 3人.

    Raises:
        UnreadableCellError: not_a_number, impossible_count.
    """
    number = decimal(_PEOPLE.sub("", plain(value)) if isinstance(value, str) else value)
    if number is None:
        return None
    if not number.is_integer():
        raise UnreadableCellError("impossible_count", f"人数“{_shown(value)}”不是整数，请改正")
    if number < 0:
        raise UnreadableCellError("impossible_count", f"人数“{_shown(value)}”不能小于 0，请改正")
    if number > most:
        raise UnreadableCellError("impossible_count", f"人数“{_shown(value)}”太大（最多 {most}），请核对")
    return int(number)


def decimal(value: CellValue) -> float | None:
    """A number, typed as a number or as text.

    Raises:
        UnreadableCellError: not_a_number.
    """
    if value is None:
        return None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, str):
        written = unicodedata.normalize("NFKC", plain(value)).replace(" ", "")
        if not written:
            return None
        if _NUMBER.fullmatch(written):
            return float(written)
    raise UnreadableCellError("not_a_number", f"“{_shown(value)}”不是数字，请只填数字，不带单位")


def degrees(value: CellValue) -> float | None:
    """A longitude or latitude in decimal degrees, also written as 东经109.586, 109.586° or 109.586E.

    Raises:
        UnreadableCellError: not_a_number.
    """
    if not isinstance(value, str):
        return decimal(value)
    found = _DEGREES.fullmatch(unicodedata.normalize("NFKC", plain(value)).replace(" ", ""))
    try:
        return decimal(found[1] if found else value)
    except UnreadableCellError:
        message = f"看不懂“{_shown(value)}”，请写成小数的度数，如 109.586"
        raise UnreadableCellError("not_a_number", message) from None


def mobile(value: CellValue) -> str | None:
    """A mainland mobile number: 11 digits beginning with 1, spaces, hyphens and +86 tolerated.

    Raises:
        UnreadableCellError: damaged_number, impossible_mobile.
    """
    if value is None:
        return None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        written = _written(value)
    else:
        written = unicodedata.normalize("NFKC", plain(_shown(value)))
    if _SHORTENED.fullmatch(written):
        raise UnreadableCellError(
            "damaged_number", "手机号被 Excel 缩写成了科学记数（如 1.38E+10），请设为“文本”格式后重新输入 11 位号码"
        )
    written = _WHOLE.sub("", re.sub(r"\s", "", written))  # a number kept as text by another program: 13900000000.0
    digits = re.sub(r"-|^(\+?86)(?=\D*1\d)", "", written)
    if not digits:
        return None
    if not _MOBILE.fullmatch(digits):
        raise UnreadableCellError("impossible_mobile", "手机号不对：应是 1 开头的 11 位数字，请核对")
    return digits


def clock(value: CellValue) -> time | None:
    """A time of day: a time cell, Excel's fraction of a day, or text such as 9:30, 9时30分, 9点半, 下午3点.

    Raises:
        UnreadableCellError: not_a_time.
    """
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.time().replace(second=0, microsecond=0)
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0)
    if isinstance(value, timedelta) and timedelta(0) <= value < timedelta(days=1):
        value = value / timedelta(days=1)
    if isinstance(value, float) and 0 <= value < 1:
        minutes = round(value * 24 * 60) % (24 * 60)
        return time(minutes // 60, minutes % 60)
    if isinstance(value, str):
        found = _CLOCK.fullmatch(unicodedata.normalize("NFKC", plain(value)).replace(" ", ""))
        if found:
            hour, minute = int(found[2]), 30 if found[3] == "半" else int(found[3] or 0)
            hour += 12 if found[1] == "下午" and hour < 12 else 0
            if hour < 24 and minute < 60:
                return time(hour, minute)
    raise UnreadableCellError("not_a_time", f"看不懂时间“{_shown(value)}”，请写成 09:30 这样")


def _shown(value: CellValue) -> str:
    written = str(value)
    if isinstance(value, float) and value.is_integer():
        written = str(int(value))
    return written if len(written) <= 30 else written[:30] + "…"
