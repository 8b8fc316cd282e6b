"""Pictures and papers of the demo, drawn here: nobody is on them, and nothing on them happened.

A picture is a wall, a floor, a blackboard or banner and some tables in flat colours; a paper is one page of a PDF whose
letters come from the reader's own fonts.
"""

import random
import struct
import zlib
from collections.abc import Sequence

WIDTH, HEIGHT = 480, 320
_Colour = tuple[int, int, int]
_WALLS: Sequence[_Colour] = ((236, 228, 210), (218, 230, 236), (232, 222, 226), (222, 234, 216))
_BOARDS: Sequence[_Colour] = ((38, 84, 66), (156, 31, 31), (49, 78, 121))
_FLOOR, _WOOD, _CHALK, _GLASS = (186, 168, 142), (150, 108, 66), (240, 240, 232), (164, 204, 228)


def picture(chance: random.Random) -> bytes:
    """A room as a PNG, another one at every call."""
    rows = [bytearray(bytes(chance.choice(_WALLS)) * WIDTH) for _ in range(HEIGHT)]
    _fill(rows, 0, 220, WIDTH, HEIGHT, _FLOOR)
    left = chance.randrange(90, 170)
    _fill(rows, left, 50, left + 210, 150, chance.choice(_BOARDS))
    for line in range(chance.randrange(2, 5)):
        _fill(rows, left + 20, 70 + 18 * line, left + chance.randrange(80, 190), 75 + 18 * line, _CHALK)
    _fill(rows, left - 75, 60, left - 20, 140, _GLASS)
    for number in range(chance.randrange(4, 7)):
        across = 20 + 75 * number
        _fill(rows, across, 236, across + 56, 248, _WOOD)
        _fill(rows, across, 262, across + 56, 276, _WOOD)
    return png(rows, WIDTH)


def paper(title: str, lines: Sequence[str]) -> bytes:
    """One A4 page as a PDF with a title and lines of text."""
    text = [f"BT /F1 20 Tf 90 740 Td <{_written(title)}> Tj ET"]
    text += [f"BT /F1 12 Tf 90 {690 - 24 * number} Td <{_written(line)}> Tj ET" for number, line in enumerate(lines)]
    content = "\n".join(text)
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(content)}>>\nstream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H/DescendantFonts[6 0 R]>>",
        (
            "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/FontDescriptor 7 0 R"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000>>"
        ),
        (
            "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
            "/Ascent 880/Descent -120/CapHeight 880/StemV 93>>"
        ),
    ]
    written, places = "%PDF-1.7\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n{each}\nendobj\n"
    index = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    end = f"xref\n0 {count}\n0000000000 65535 f \n{index}trailer\n<</Size {count}/Root 1 0 R>>\n"
    return f"{written}{end}startxref\n{len(written)}\n%%EOF\n".encode("ascii")


def _written(text: str) -> str:
    return text.encode("utf-16-be").hex()


def _fill(rows: list[bytearray], left: int, top: int, right: int, bottom: int, colour: _Colour) -> None:
    left, right = max(left, 0), min(right, WIDTH)
    for row in rows[top:bottom]:
        row[3 * left : 3 * right] = bytes(colour) * (right - left)


def png(rows: Sequence[bytes | bytearray], width: int) -> bytes:
    """A PNG of these rows of red, green and blue points."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, len(rows), 8, 2, 0, 0, 0))
    points = zlib.compress(b"".join(b"\0" + row for row in rows), 6)
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", points) + chunk(b"IEND", b"")
