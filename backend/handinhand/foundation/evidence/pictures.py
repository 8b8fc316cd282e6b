"""Pictures told by their first bytes, and how many points they would take up when somebody opens them.

Nothing is decoded: what a picture claims stands in its header.
"""

import struct
from mmap import mmap

from handinhand.foundation.evidence import errors

MOST_POINTS = 120_000_000
"""The largest phone sensor in common use has 108 million; a bomb of some kilobytes claims billions."""

_PNG = b"\x89PNG\r\n\x1a\n"
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"}
_SIZES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD9)}


def kind_of(data: bytes | mmap) -> str | None:
    """`jpeg`, `png`, `webp` or `heic`; None for anything else. Raises Invalid for one that is broken or too large."""
    if data[4:8] == b"ftyp":
        return "heic" if _is_heic(data) else None
    kind, size = _form_and_size(data)
    return _checked(kind, size) if kind else None


def points_of(data: bytes | mmap) -> int | None:
    """How many points a JPEG, PNG or WebP claims to have; None for anything else, and for what does not say."""
    _, size = _form_and_size(data)
    return size[0] * size[1] if size else None


def _form_and_size(data: bytes | mmap) -> tuple[str | None, tuple[int, int] | None]:
    head = data[:32]
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg", _jpeg_size(data)
    if head.startswith(_PNG):
        return "png", _png_size(head)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp", _webp_size(head)
    return None, None


def _checked(kind: str, size: tuple[int, int] | None) -> str:
    if size is None or 0 in size:
        raise errors.refused("damaged", "图片不完整或已损坏，请重新拍照或重新选择")
    if size[0] * size[1] > MOST_POINTS:
        raise errors.refused("too_many_points", f"图片太大（{size[0]} × {size[1]}），请缩小后再上传")
    return kind


def _png_size(head: bytes) -> tuple[int, int] | None:
    if len(head) < 24 or head[8:16] != b"\0\0\0\rIHDR":
        return None
    return struct.unpack(">II", head[16:24])


def _jpeg_size(data: bytes | mmap) -> tuple[int, int] | None:
    """Walks from marker to marker up to the one that carries the size."""
    position = 2
    while position + 9 <= len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
        elif marker in _WITHOUT_LENGTH:
            position += 2
        elif marker in _SIZES:
            height, width = struct.unpack(">HH", data[position + 5 : position + 9])
            return width, height
        else:
            (length,) = struct.unpack(">H", data[position + 2 : position + 4])
            if length < 2:
                return None
            position += 2 + length
    return None


def _webp_size(head: bytes) -> tuple[int, int] | None:
    if len(head) < 30:
        return None
    if head[12:16] == b"VP8X":
        return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
    if head[12:16] == b"VP8L" and head[20] == 0x2F:
        bits = int.from_bytes(head[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if head[12:16] == b"VP8 " and head[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", head[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None


def _is_heic(data: bytes | mmap) -> bool:
    (length,) = struct.unpack(">I", data[:4])
    if not 16 <= length <= min(len(data), 1024):
        return False
    brands = data[8:12] + data[16:length]
    found = {brands[at : at + 4] for at in range(0, len(brands), 4)}
    return bool(found & _HEIC_BRANDS) and b"avif" not in found
