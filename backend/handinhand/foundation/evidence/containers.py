"""Office documents, which are files in a file: what they are, and whether they carry macros or a bomb.

Only the list of contents is read, and of a zip the one part that names the types of the others, within a limit.
"""

import itertools
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from handinhand.core.compound_file import CompoundFile, CompoundFileError
from handinhand.core.errors import Invalid
from handinhand.foundation.evidence import errors

WORD, EXCEL, POWERPOINT = "word", "excel", "powerpoint"

MOST_MEMBERS = 5_000
MOST_DIRECTORY_BYTES = 1024 * 1024
MOST_UNPACKED_BYTES = 300 * 1024 * 1024
MOST_TIMES_LARGER = 200
_UNSUSPICIOUS_BYTES = 10 * 1024 * 1024
_MOST_TYPES_BYTES = 1024 * 1024
_TYPES = "[Content_Types].xml"
_END = b"PK\x05\x06"
_LARGE_END = b"PK\x06\x07"
_MAIN_TYPES = {
    "wordprocessingml.document.main+xml": WORD,
    "spreadsheetml.sheet.main+xml": EXCEL,
    "presentationml.presentation.main+xml": POWERPOINT,
}
_MACRO_TYPES = ("macroenabled", "vbaproject", "macrosheet")
_STREAMS = {"worddocument": WORD, "workbook": EXCEL, "book": EXCEL, "powerpoint document": POWERPOINT}
_MACRO_STREAMS = {"macros", "vba", "_vba_project", "_vba_project_cur"}
# The record of a presentation that says "has macros" ([MS-PPT] VBAInfoAtom), after the head of its container.
_PRESENTATION_MACROS = re.compile(rb"\x1f\x00\xff\x03\x14\0\0\0\x02\x00\x00\x04\x0c\0\0\0.{4}\x01\0\0\0", re.DOTALL)
_SHEET, _MACRO_SHEET, _END_OF_GLOBALS = 0x0085, 1, 0x000A


def main_part(path: Path) -> str | None:
    """What a zip is as an office document; None for another. Raises Invalid for broken, encrypted, macros, bombs."""
    try:
        _check_end(path)
        with zipfile.ZipFile(path) as archive:
            _check_members(archive, path.stat().st_size)
            _check_heads(path, archive.infolist())
            if _TYPES not in archive.namelist():
                return None
            types = _content_types(archive)
            names = set(archive.namelist())
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, struct.error, EOFError, ValueError, OSError) as problem:
        raise _damaged() from problem
    except (NotImplementedError, RuntimeError) as problem:
        raise _encrypted() from problem
    if any(sign in kind.lower() for kind in types.values() for sign in _MACRO_TYPES) or any(map(_is_macro, names)):
        raise _macros()
    for part, kind in types.items():
        for ending, found in _MAIN_TYPES.items():
            if kind.endswith(ending) and part.lstrip("/") in names:
                return found
    return None


def _check_end(path: Path) -> None:
    """Refuses a list of contents that is huge or of the 64-bit form before Python's reader takes it into memory."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 65_557))
        tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise zipfile.BadZipFile
    members, directory_bytes = struct.unpack("<HI", tail[at + 10 : at + 16])
    if members > MOST_MEMBERS or directory_bytes > MOST_DIRECTORY_BYTES or _LARGE_END in tail[max(0, at - 20) : at]:
        raise _bomb()


def _check_members(archive: zipfile.ZipFile, packed: int) -> None:
    members = sorted(archive.infolist(), key=lambda member: member.header_offset)
    if not members or members[0].header_offset != 0 or len({member.filename for member in members}) != len(members):
        raise zipfile.BadZipFile
    unpacked = sum(member.file_size for member in members)
    swells = unpacked > _UNSUSPICIOUS_BYTES and unpacked > packed * MOST_TIMES_LARGER
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED_BYTES or swells:
        raise _bomb()
    for member, following in itertools.pairwise(members):
        if member.header_offset + 30 + member.compress_size > following.header_offset:
            raise _bomb()  # members that share their bytes: small to send, endless to unpack
    for member in members:
        if member.flag_bits & 1:
            raise _encrypted()
        if member.filename.startswith(("/", "\\")) or ".." in member.filename.replace("\\", "/").split("/"):
            raise zipfile.BadZipFile


def _check_heads(path: Path, members: list[zipfile.ZipInfo]) -> None:
    """Each member's own head has to bear the name that the list gives it, or two readers see two documents."""
    with path.open("rb") as file:
        for member in members:
            file.seek(member.header_offset)
            head = file.read(30)
            flags, name_bytes = struct.unpack("<6xH18xH2x", head)
            name = file.read(name_bytes).decode("utf-8" if flags & 0x800 else "cp437")
            if not head.startswith(b"PK\x03\x04") or name != member.orig_filename:
                raise zipfile.BadZipFile


def _content_types(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part name (or `.ending`) → content type."""
    with archive.open(_TYPES) as stream:
        text = stream.read(_MOST_TYPES_BYTES + 1)
    if len(text) > _MOST_TYPES_BYTES:
        raise _bomb()
    types: dict[str, str] = {}

    def start(element: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "")
        if element.endswith("Override"):
            types[attributes.get("PartName", "")] = kind
        elif element.endswith("Default"):
            types["." + attributes.get("Extension", "")] = kind

    def refuse(*_declaration: object) -> None:
        raise zipfile.BadZipFile

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    parser.Parse(text, True)  # noqa: FBT003 - expat knows it by place only
    return types


def _is_macro(name: str) -> bool:
    lowered = name.lower()
    return lowered.rpartition("/")[2].startswith("vbaproject") or "/macrosheets/" in lowered


def main_stream(data: bytes) -> str | None:
    """What a compound file is as an office document; None for another one. Raises Invalid as `main_part` does."""
    try:
        container = CompoundFile(data)
        names = {name.lower(): name for name in container.names()}
        if "encryptedpackage" in names:
            raise _encrypted()
        found = next(((kind, names[stream]) for stream, kind in _STREAMS.items() if stream in names), None)
        if found is None:
            return None
        kind, stream = found
        if names.keys() & _MACRO_STREAMS or _has_macros(kind, container.stream(stream)):
            raise _macros()
    except (CompoundFileError, KeyError, struct.error) as problem:
        raise _damaged() from problem
    return kind


def _has_macros(kind: str, stream: bytes) -> bool:
    if kind == POWERPOINT:
        return _PRESENTATION_MACROS.search(stream) is not None
    if kind == EXCEL:
        return any(record == _SHEET and body[5:6] == bytes([_MACRO_SHEET]) for record, body in _records(stream))
    return False


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a workbook up to the end of its global part, where the list of sheets stands."""
    at = 0
    while at + 4 <= len(stream):
        record, length = struct.unpack_from("<HH", stream, at)
        if record == _END_OF_GLOBALS:
            return
        yield record, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _damaged() -> Invalid:
    return errors.refused("damaged", "文档打不开，可能没有传完或已损坏。请用 Office 或 WPS 打开，另存后再上传")


def _encrypted() -> Invalid:
    return errors.refused("encrypted", "文档设了打开密码。请先去掉密码，保存后再上传")


def _macros() -> Invalid:
    return errors.refused("macros", "文档里有宏，不能上传。请另存为不带宏的文档（.docx、.xlsx、.pptx），再上传")


def _bomb() -> Invalid:
    return errors.refused("bomb", "文档解开后异常地大，不能上传。请用 Office 或 WPS 打开，另存后再上传")
