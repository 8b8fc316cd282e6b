"""How far the filled cells of a sheet reach; for .xls files read from the BIFF records. Pure.

The values themselves are read by calamine; but calamine reserves memory for the whole rectangle between the first and
the last cell, so the rectangle has to be known beforehand.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

_FILE_PASSWORD, _BOUND_SHEET, _BEGIN = 0x002F, 0x0085, 0x0809
_DATE_MODE = 0x0022
_FORMULA, _BOOLEAN_OR_ERROR, _SEVERAL_NUMBERS = 0x0006, 0x0205, 0x00BD
_ONE_CELL = {_FORMULA, _BOOLEAN_OR_ERROR, 0x0203, 0x0204, 0x00D6, 0x00FD, 0x027E}


@dataclass(slots=True)
class SheetExtent:
    """How far the filled cells of one sheet reach (counts, so 1 means row 1), and which hold no usable value.

    `from_1904`: serial numbers of days in it count from 1904.
    """

    rows: int = 0
    columns: int = 0
    broken: dict[tuple[int, int], str] = field(default_factory=dict)
    from_1904: bool = False

    def include(self, row: int, column: int) -> None:
        """Stretch the extent to a filled cell (both counted from 0)."""
        self.rows = max(self.rows, row + 1)
        self.columns = max(self.columns, column + 1)


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    position = 0
    while position + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, position)
        yield position, kind, stream[position + 4 : position + 4 + size]
        position += 4 + size


def is_password_protected(stream: bytes) -> bool:
    """Whether a BIFF workbook stream asks for a password to open."""
    for _, kind, _ in _records(stream):
        if kind == _FILE_PASSWORD:
            return True
        if kind == _BOUND_SHEET:
            return False
    return False


def xls_extents(stream: bytes) -> list[SheetExtent]:
    """How far the cells of each sheet of a BIFF workbook stream reach, in the order of its sheet list."""
    by_start: dict[int, SheetExtent] = {}
    current = SheetExtent()
    from_1904 = False
    for position, kind, body in _records(stream):
        if kind == _BOUND_SHEET and len(body) >= 4:
            by_start[struct.unpack_from("<I", body)[0]] = SheetExtent()
        elif kind == _BEGIN:
            current = by_start.get(position, current)
        elif kind == _DATE_MODE:
            from_1904 = body[:2] == b"\x01\x00"
        elif kind in _ONE_CELL and len(body) >= 6:
            row, column = struct.unpack_from("<HH", body)
            current.include(row, column)
            if _shows_error(kind, body):
                current.broken[row, column] = "error"
        elif kind == _SEVERAL_NUMBERS and len(body) >= 6:
            (row,) = struct.unpack_from("<H", body)
            current.include(row, struct.unpack_from("<H", body, len(body) - 2)[0])
    for extent in by_start.values():
        extent.from_1904 = from_1904
    return list(by_start.values())


def _shows_error(kind: int, body: bytes) -> bool:
    if kind == _BOOLEAN_OR_ERROR:
        return len(body) >= 8 and body[7] == 1
    return kind == _FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2
