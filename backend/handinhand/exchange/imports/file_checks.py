"""What a file is, checked before anything opens it: kind, size, zip bombs, macros, passwords, how far its cells reach.

calamine reserves memory for the whole rectangle that a sheet's cells span, and trusts the sizes that a zip archive
states; a file of a few hundred bytes can so ask for gigabytes. Hence everything is read through once here, as a stream.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Literal
from xml.parsers import expat  # document types are refused below, so nothing can be expanded

from handinhand.core.compound_file import SIGNATURE, CompoundFile, CompoundFileError
from handinhand.exchange.imports import sheet_extent
from handinhand.exchange.imports.errors import WorkbookRefusedError
from handinhand.exchange.imports.sheet_extent import SheetExtent

WorkbookKind = Literal["xlsx", "xls"]

_CHUNK = 1 << 16
_DOCUMENT_TYPE = b"<!DOCTYPE"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_RELATION = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_NOT_A_WORKBOOK = "这不是 Excel 工作簿。请用 Excel 或 WPS 打开要导入的表，另存为 .xlsx 再上传"
_DAMAGED = "文件已损坏，打不开。请用 Excel 或 WPS 打开，另存为新的 .xlsx 再上传"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a workbook may hold. `file_bytes` is a setting of the installation; the rest keeps memory bounded."""

    file_bytes: int = 20 * 1024 * 1024
    rows: int = 10_000
    columns: int = 200
    sheets: int = 50
    unpacked_bytes: int = 200 * 1024 * 1024
    ratio: int = 300
    members: int = 2_000


def check_kind(data: bytes, limits: Limits) -> WorkbookKind:
    """Say what the file is, from its first bytes and its table of contents only. Quick enough for a request.

    Raises:
        WorkbookRefusedError: file_too_large, empty_file, not_a_workbook, wrong_format, has_macros, encrypted, damaged,
            zip_bomb.
    """
    if len(data) > limits.file_bytes:
        megabytes = f"文件有 {len(data) / 1024 / 1024:.0f} MB，最多 {limits.file_bytes / 1024 / 1024:.0f} MB"
        raise WorkbookRefusedError("file_too_large", f"{megabytes}。请删去图片和多余的表再上传")
    if not data:
        raise WorkbookRefusedError("empty_file", "文件是空的，请重新选择")
    if data.startswith(SIGNATURE):
        _check_compound(data)
        return "xls"
    if data.startswith(b"PK\x03\x04"):
        _check_archive(data, limits)
        return "xlsx"
    if data.startswith(b"PK"):
        raise WorkbookRefusedError("damaged", _DAMAGED)
    raise WorkbookRefusedError("not_a_workbook", _NOT_A_WORKBOOK)


def extents(data: bytes, kind: WorkbookKind, limits: Limits) -> list[SheetExtent]:
    """How far the filled cells of each sheet reach, in the order of the workbook's sheets. Reads the whole file once.

    Raises:
        WorkbookRefusedError: damaged, zip_bomb, encrypted, too_many_sheets.
    """
    try:
        found = _xls_extents(data) if kind == "xls" else _xlsx_extents(data, limits)
    except (
        CompoundFileError,
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        expat.ExpatError,
        KeyError,
        ValueError,
    ) as problem:
        raise WorkbookRefusedError("damaged", _DAMAGED) from problem
    if len(found) > limits.sheets:
        raise WorkbookRefusedError(
            "too_many_sheets", f"工作簿有 {len(found)} 张表，最多 {limits.sheets} 张，请删去多余的"
        )
    return found


def _check_compound(data: bytes) -> None:
    try:
        names = CompoundFile(data).names()
    except CompoundFileError as problem:
        raise WorkbookRefusedError("damaged", _DAMAGED) from problem
    if "EncryptedPackage" in names:
        raise _encrypted()
    if not names & {"Workbook", "Book"}:
        raise WorkbookRefusedError("not_a_workbook", _NOT_A_WORKBOOK)
    if names & {"_VBA_PROJECT_CUR", "_VBA_PROJECT"}:
        raise _macros()


def _check_archive(data: bytes, limits: Limits) -> None:
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as problem:
        raise WorkbookRefusedError("damaged", _DAMAGED) from problem
    names = {member.filename for member in members}
    if len(names) != len(members):
        raise WorkbookRefusedError("damaged", _DAMAGED)
    if any(posixpath.basename(name).lower().startswith("vbaproject") for name in names):
        raise _macros()
    if "xl/workbook.xml" not in names:
        if "xl/workbook.bin" in names:
            raise WorkbookRefusedError("wrong_format", "这是 .xlsb 文件，读不了。请用 Excel 另存为 .xlsx 再上传")
        if "content.xml" in names:
            raise WorkbookRefusedError("wrong_format", "这是 .ods 文件，读不了。请用 LibreOffice 另存为 .xlsx 再上传")
        raise WorkbookRefusedError("not_a_workbook", _NOT_A_WORKBOOK)
    if any(member.flag_bits & 1 for member in members):
        raise _encrypted()
    unpacked = sum(member.file_size for member in members)
    if len(members) > limits.members or unpacked > limits.unpacked_bytes or _swells(unpacked, len(data), limits):
        raise _bomb()


def _swells(unpacked: int, packed: int, limits: Limits) -> bool:
    return unpacked > 10 * 1024 * 1024 and unpacked > packed * limits.ratio


def _encrypted() -> WorkbookRefusedError:
    return WorkbookRefusedError("encrypted", "工作簿设了打开密码。请在 Excel 或 WPS 里去掉密码，保存后再上传")


def _macros() -> WorkbookRefusedError:
    return WorkbookRefusedError("has_macros", "工作簿带有宏，不能上传。请另存为不带宏的 .xlsx 再上传")


def _bomb() -> WorkbookRefusedError:
    return WorkbookRefusedError("zip_bomb", "文件解压后太大，不能打开。请只保留要导入的表，另存为新的 .xlsx 再上传")


def _xls_extents(data: bytes) -> list[SheetExtent]:
    container = CompoundFile(data)
    stream = container.stream("Workbook" if "Workbook" in container.names() else "Book")
    if sheet_extent.is_password_protected(stream):
        raise _encrypted()
    return sheet_extent.xls_extents(stream)


def _xlsx_extents(data: bytes, limits: Limits) -> list[SheetExtent]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts, from_1904 = _sheet_parts(archive)
        by_part: dict[str, SheetExtent] = {}
        unread = limits.unpacked_bytes
        for member in archive.infolist():
            with archive.open(member) as stream:
                if member.filename in parts:
                    by_part[member.filename] = _sheet_extent(stream)
                    by_part[member.filename].from_1904 = from_1904
                else:
                    # Reading to the end compares the true size and checksum with what the archive states. A document
                    # type could declare entities, and calamine reads a text with one as a text with a hole in it.
                    before = b""
                    while chunk := stream.read(_CHUNK):
                        unread -= len(chunk)
                        if member.filename.endswith(".xml") and _DOCUMENT_TYPE in before + chunk:
                            raise WorkbookRefusedError("damaged", _DAMAGED)
                        before = chunk[-len(_DOCUMENT_TYPE) :]
            if unread < 0:
                raise _bomb()
        return [by_part.get(part, SheetExtent()) for part in parts]


def _sheet_parts(archive: zipfile.ZipFile) -> tuple[list[str], bool]:
    """The part of each sheet in the order of the workbook, and whether its serial days count from 1904."""
    targets: dict[str, str] = {}

    def relation(element: str, attributes: dict[str, str]) -> None:
        if element == "Relationship":
            targets[attributes["Id"]] = posixpath.normpath(posixpath.join("/xl", attributes["Target"])).lstrip("/")

    parts: list[str] = []
    from_1904 = False

    def sheet(element: str, attributes: dict[str, str]) -> None:
        nonlocal from_1904
        if element == "sheet":
            found = attributes.get(f"{_RELATION} id") or attributes.get(f"{_STRICT_RELATION} id")
            parts.append(targets.get(found or "", ""))
        elif element == "workbookPr":
            from_1904 = attributes.get("date1904", "0") in {"1", "true"}

    with archive.open("xl/_rels/workbook.xml.rels") as stream:
        _parse(stream, relation)
    with archive.open("xl/workbook.xml") as stream:
        _parse(stream, sheet)
    return parts, from_1904


def _no_end(_element: str) -> None:
    return


def _no_text(_characters: str) -> None:
    return


def _parse(
    stream: IO[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] = _no_end,
    characters: Callable[[str], None] = _no_text,
) -> None:
    """Walk through an XML part; element names come without namespace, attributes of a namespace as "namespace name"."""
    parser = expat.ParserCreate(namespace_separator=" ")

    def refuse(*_declaration: object) -> None:
        raise WorkbookRefusedError("damaged", _DAMAGED)

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(" ")[2], attributes)
    parser.EndElementHandler = lambda name: end(name.rpartition(" ")[2])
    parser.CharacterDataHandler = characters
    parser.ParseFile(stream)


def _sheet_extent(stream: IO[bytes]) -> SheetExtent:
    scan = _SheetScan()
    _parse(stream, scan.start, scan.end, scan.characters)
    return scan.extent


class _SheetScan:
    """Collects the extent of one sheet, and the cells that have no usable value: errors and uncalculated formulas."""

    def __init__(self) -> None:
        self.extent = SheetExtent()
        self._row = self._column = -1
        self._kind = ""
        self._has_formula = self._has_value = self._in_value = False

    def start(self, element: str, attributes: dict[str, str]) -> None:
        if element == "c":
            self._kind = attributes.get("t", "")
            self._has_formula = self._has_value = False
            self._row, self._column = self._position(attributes.get("r", ""))
        elif element in {"v", "t"}:
            self._in_value = True
        elif element == "f":
            self._has_formula = True
        elif element == "row":
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._column = -1

    def characters(self, characters: str) -> None:
        if self._in_value and characters:
            self._has_value = True

    def end(self, element: str) -> None:
        if element in {"v", "t"}:
            self._in_value = False
        elif element == "c" and (self._has_value or self._has_formula):
            self.extent.include(self._row, self._column)
            if self._kind == "e":
                self.extent.broken[self._row, self._column] = "error"
            elif not self._has_value and self._kind != "str":
                self.extent.broken[self._row, self._column] = "formula"

    def _position(self, reference: str) -> tuple[int, int]:
        if not reference:
            return self._row, self._column + 1
        letters = reference.rstrip("0123456789")
        column = 0
        for letter in letters:
            column = column * 26 + ord(letter) - ord("A") + 1
        return int(reference[len(letters) :]) - 1, column - 1
