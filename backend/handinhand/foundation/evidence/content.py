"""What is in a file, judged by its content against an allow list; nothing is unpacked or decoded (promises.md S11).

A name says nothing about a file: the content does, and the name has to agree with it.
"""

import mmap
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from handinhand.core.compound_file import SIGNATURE as COMPOUND
from handinhand.foundation.evidence import containers, errors, pictures
from handinhand.foundation.evidence.file_names import harmless, split_ending


@dataclass(frozen=True, slots=True)
class FileKind:
    """A type of file that is taken. The first ending is the one it is given when its name has none."""

    label: str
    media_type: str
    endings: tuple[str, ...]
    picture: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """A file that is taken, and the harmless name under which it is kept."""

    kind: FileKind
    file_name: str


_OFFICE = "application/vnd.openxmlformats-officedocument."
PDF = FileKind("PDF", "application/pdf", ("pdf",))
JPEG = FileKind("JPG 图片", "image/jpeg", ("jpg", "jpeg", "jfif"), picture=True)
PNG = FileKind("PNG 图片", "image/png", ("png",), picture=True)
WEBP = FileKind("WebP 图片", "image/webp", ("webp",), picture=True)
HEIC = FileKind("HEIC 图片", "image/heic", ("heic", "heif"), picture=True)
DRAWN = frozenset(kind.media_type for kind in (JPEG, PNG, WEBP))
"""Media types of which there are previews."""
# WPS writes the same formats under endings of its own.
DOCX = FileKind("Word 文档", _OFFICE + "wordprocessingml.document", ("docx", "wps"))
XLSX = FileKind("Excel 表格", _OFFICE + "spreadsheetml.sheet", ("xlsx", "et"))
PPTX = FileKind("PowerPoint 演示", _OFFICE + "presentationml.presentation", ("pptx", "dps"))
DOC = FileKind("Word 97 文档", "application/msword", ("doc", "wps"))
XLS = FileKind("Excel 97 表格", "application/vnd.ms-excel", ("xls", "et"))
PPT = FileKind("PowerPoint 97 演示", "application/vnd.ms-powerpoint", ("ppt", "dps"))

KINDS = (PDF, JPEG, PNG, WEBP, HEIC, DOCX, XLSX, PPTX, DOC, XLS, PPT)
_BY_PART: dict[str | None, FileKind] = {containers.WORD: DOCX, containers.EXCEL: XLSX, containers.POWERPOINT: PPTX}
_PICTURES: dict[str | None, FileKind] = {"jpeg": JPEG, "png": PNG, "webp": WEBP, "heic": HEIC}
_BY_STREAM: dict[str | None, FileKind] = {containers.WORD: DOC, containers.EXCEL: XLS, containers.POWERPOINT: PPT}

# A page or a script hidden in a picture does harm as soon as somebody opens it as what it is not.
_MARKUP = re.compile(rb"<(?:script|html|!doctype html|\?php|iframe)[\s>]", re.IGNORECASE)
_END_OF_PDF_WITHIN = 64 * 1024


def judge(path: Path, file_name: str) -> Judged:
    """What the file is. Raises NotTaken for a type not on the list, Invalid for what is broken or harmful."""
    if path.stat().st_size == 0:
        raise errors.refused("empty", "文件是空的，请检查后重新选择")
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        kind = _kind_of(data, path)
    return Judged(kind, _agreed_name(kind, harmless(file_name)))


def _kind_of(data: mmap.mmap, path: Path) -> FileKind:
    head = data[:16]
    if head.startswith(b"PK\x03\x04"):
        return _taken(_BY_PART.get(containers.main_part(path)))
    if head.startswith(COMPOUND):
        return _taken(_BY_STREAM.get(containers.main_stream(data[:])))
    kind = _plain_kind(data, head)
    if zipfile.is_zipfile(path):
        raise errors.refused("two_files_in_one", f"这个{kind.label}里夹带了压缩包，不能上传。请重新导出或重新拍照")
    return kind


def _taken(kind: FileKind | None) -> FileKind:
    if kind is None:
        raise errors.not_taken()
    return kind


def _plain_kind(data: mmap.mmap, head: bytes) -> FileKind:
    if head.startswith(b"%PDF-"):
        if data.rfind(b"%%EOF", max(0, len(data) - _END_OF_PDF_WITHIN)) < 0:
            raise errors.refused("damaged", "PDF 不完整，可能没有传完。请重新导出后再上传")
        if _MARKUP.search(data, 0, 1024):
            raise errors.refused("two_files_in_one", "这个 PDF 里夹带了网页，不能上传。请重新导出")
        return PDF
    kind = _taken(_PICTURES.get(pictures.kind_of(data)))
    if _MARKUP.search(data):
        raise errors.refused("two_files_in_one", "这张图片里夹带了网页或脚本，不能上传。请重新拍照或另存为图片")
    return kind


def _agreed_name(kind: FileKind, name: str) -> str:
    stem, ending = split_ending(name)
    if ending in kind.endings:
        return name
    pictured = any(ending in other.endings for other in KINDS if other.picture)
    if not ending or (kind.picture and pictured):
        # Phones and chat programs save pictures under each other's endings; that is nobody's fault.
        return f"{stem}.{kind.endings[0]}"
    message = f"文件内容是{kind.label}，名字却以 .{ending} 结尾。请把结尾改成 .{kind.endings[0]}，再上传"
    raise errors.refused("name_does_not_fit", message)
