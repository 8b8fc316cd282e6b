"""Files as phones, offices and attackers make them, generated here; none of them is anybody's."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import openpyxl
import xlsxwriter

from tests.backend.evidence.compound_writer import compound_file

REAL = Path(__file__).parents[1] / "imports" / "files"


class Sample(NamedTuple):
    """A file, the name it comes under, and what becomes of it: a media type, or the code of the refusal."""

    name: str
    data: bytes
    expected: str


def jpeg(width: int = 800, height: int = 600, *, extra: bytes = b"", size_marker: int = 0xC0) -> bytes:
    """`extra` are whole segments before the size."""
    head = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0" + extra
    frame = bytes([0xFF, size_marker]) + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\1\x11\0"
    return head + frame + b"\xff\xda\0\x08\1\1\0\0\x3f\0" + bytes(range(200)) + b"\xff\xd9"


def segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


GPS = segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0\1\x88\x25\0\4\0\0\0\1\0\0\0\x1a\0\0\0\0")
XMP = segment(0xE1, b'http://ns.adobe.com/xap/1.0/\0<?xpacket begin=""?><x:xmpmeta><rdf:RDF/></x:xmpmeta>')


def png(width: int = 2, height: int = 2) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 14)) + chunk(b"IEND", b"")


def webp(form: bytes, content: bytes) -> bytes:
    body = b"WEBP" + form + struct.pack("<I", len(content)) + content
    return b"RIFF" + struct.pack("<I", len(body)) + body


def boxes(major: bytes, *others: bytes) -> bytes:
    """The beginning of a HEIC, AVIF or MP4 file."""
    content = b"ftyp" + major + b"\0\0\0\0" + b"".join(others)
    return struct.pack(">I", len(content) + 4) + content + b"\0\0\0\x10mdat" + bytes(64)


def pdf(body: bytes = b"") -> bytes:
    return b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\nendobj\n" + body + b"\nstartxref\n9\n%%EOF\n"


_MAIN = {
    "word": ("word/document.xml", "wordprocessingml.document.main+xml"),
    "excel": ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
    "powerpoint": ("ppt/presentation.xml", "presentationml.presentation.main+xml"),
}


def office(kind: str, more: Mapping[str, bytes] | None = None, *, types: str = "", main: str | None = None) -> bytes:
    """An Office document of the present form; `types` are more entries of its list of types."""
    part, content_type = _MAIN[kind]
    content_type = main or f"application/vnd.openxmlformats-officedocument.{content_type}"
    listed = (
        '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{part}" ContentType="{content_type}"/>{types}</Types>'
    )
    members = {"[Content_Types].xml": listed.encode(), "_rels/.rels": b"<Relationships/>", part: b"<document/>"}
    return zipped({**members, **(more or {})})


def zipped(members: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def by_openpyxl() -> bytes:
    target = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["机构", "指导员"])  # type: ignore[union-attr]
    book.save(target)
    return target.getvalue()


def by_xlsxwriter() -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        book.add_worksheet("台账").write("A1", "机构")
    return target.getvalue()


def bound_sheet(kind: int) -> bytes:
    """The beginning of a workbook of Excel 97 with one sheet: 0 an ordinary one, 1 one of macros."""
    sheet = struct.pack("<IBB", 0, 0, kind) + b"\x05\0Sheet"
    return struct.pack("<HH", 0x0809, 4) + bytes(4) + struct.pack("<HH", 0x0085, len(sheet)) + sheet + b"\x0a\0\0\0"


VBA_INFO = b"\x1f\0\xff\x03\x14\0\0\0\x02\0\0\x04\x0c\0\0\0\x07\0\0\0\x01\0\0\0\x02\0\0\0"

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_DOC, _XLS, _PPT = "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"

HONEST = (
    Sample("印证资料.pdf", pdf(), "application/pdf"),
    Sample("扫描 第1页.PDF", pdf(b"x" * 100_000), "application/pdf"),
    Sample("签到.jpg", jpeg(), "image/jpeg"),
    Sample("IMG_20261015_090000.JPG", jpeg(4000, 3000, extra=GPS + XMP), "image/jpeg"),
    Sample("渐进.jpeg", jpeg(size_marker=0xC2, extra=b"\xff"), "image/jpeg"),
    Sample("动态照片.jpg", jpeg() + boxes(b"mp42", b"isom"), "image/jpeg"),
    Sample("一亿像素.jpg", jpeg(12_000, 9_000), "image/jpeg"),
    Sample("截图.png", png(), "image/png"),
    Sample("长截图.png", png(1080, 20_000), "image/png"),
    Sample("mmexport1760490000.webp", webp(b"VP8X", b"\x10\0\0\0" + b"\x1f\3\0" + b"\x57\2\0"), "image/webp"),
    Sample("无损.webp", webp(b"VP8L", b"\x2f" + struct.pack("<I", 799 | 599 << 14) + bytes(20)), "image/webp"),
    Sample("有损.webp", webp(b"VP8 ", b"\x30\1\0\x9d\1\x2a\x20\3\x58\2" + bytes(20)), "image/webp"),
    Sample("IMG_0001.HEIC", boxes(b"heic", b"mif1", b"heic"), "image/heic"),
    Sample("IMG_0002.heif", boxes(b"mif1", b"heix"), "image/heic"),
    Sample("总结.docx", office("word"), _DOCX),
    Sample("嵌了表格的总结.docx", office("word", {"word/embeddings/表.xlsx": by_openpyxl()}), _DOCX),
    Sample("台账.xlsx", by_openpyxl(), _XLSX),
    Sample("导出.xlsx", by_xlsxwriter(), _XLSX),
    Sample("LibreOffice.xlsx", (REAL / "libreoffice.xlsx").read_bytes(), _XLSX),
    Sample("汇报.pptx", office("powerpoint"), _PPTX),
    Sample("新版 WPS.wps", office("word"), _DOCX),
    Sample("新版 WPS 表格.et", office("excel"), _XLSX),
    Sample("会议记录.doc", compound_file({"WordDocument": b"\xec\xa5", "1Table": b""}), _DOC),
    Sample("会议记录.wps", compound_file({"WordDocument": b"\xec\xa5"}), _DOC),
    Sample("名册.xls", compound_file({"Workbook": bound_sheet(0)}), _XLS),
    Sample("LibreOffice.xls", (REAL / "libreoffice.xls").read_bytes(), _XLS),
    Sample("老名册.et", compound_file({"Book": bound_sheet(0)}), _XLS),
    Sample("党课.ppt", compound_file({"PowerPoint Document": b"\x0f\0\xe8\3", "Current User": b""}), _PPT),
    Sample("党课.dps", compound_file({"PowerPoint Document": b"\x0f\0\xe8\3"}), _PPT),
)


def encrypted_member() -> bytes:
    data = bytearray(office("word"))
    for sign, flags_at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(sign)
        while at >= 0:
            data[at + flags_at] |= 1
            at = data.find(sign, at + 4)
    return bytes(data)


def claims(data: bytes, member: str, size: int) -> bytes:
    """The zip with another unpacked size stated for one member in its list of contents."""
    changed = bytearray(data)
    at = changed.find(b"PK\x01\x02")
    while changed[at + 46 : at + 46 + len(member)] != member.encode():
        at = changed.find(b"PK\x01\x02", at + 4)
    changed[at + 24 : at + 28] = struct.pack("<I", size)
    return bytes(changed)


def overlapping() -> bytes:
    """Every member points at the bytes of the first: small to send, endless to unpack."""
    data = bytearray(office("word", {f"word/media/{number}.bin": bytes(1000) for number in range(50)}))
    directory = data.find(b"PK\x01\x02")
    at, shared = directory, None
    while at >= 0:
        name = data[at + 46 : at + 46 + struct.unpack_from("<H", data, at + 28)[0]]
        if name.startswith(b"word/media/"):
            shared = shared or bytes(data[at + 42 : at + 46])
            data[at + 42 : at + 46] = shared
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def doubled() -> bytes:
    """Two members of one name: two readers would see two documents."""
    return office("word", {"word/documen2.xml": b"<other/>"}).replace(b"word/documen2.xml", b"word/document.xml")


_BIG = 350 * 1024 * 1024
_VBA_TYPE = '<Override PartName="/word/harmless.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
_SHEET_TYPE = '<Override PartName="/xl/m/1.xml" ContentType="application/vnd.ms-excel.intlmacrosheet+xml"/>'
_DOCTYPE = b'<!DOCTYPE Types [<!ENTITY a "aaaa">]><Types/>'

HOSTILE = (
    Sample("空.pdf", b"", "empty"),
    Sample("程序.exe", b"MZ\x90\0" + bytes(200), "file_type_not_taken"),
    Sample("程序改名.pdf", b"MZ\x90\0" + bytes(200), "file_type_not_taken"),
    Sample("程序.jpg", b"\x7fELF\2\1\1" + bytes(200), "file_type_not_taken"),
    Sample("网页.html", b"<!doctype html><script>alert(1)</script>", "file_type_not_taken"),
    Sample("网页改名.jpg", b"<html><script>alert(1)</script>", "file_type_not_taken"),
    Sample("矢量图.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "file_type_not_taken"),
    Sample("脚本.docx", b"#!/bin/sh\nrm -rf /\n", "file_type_not_taken"),
    Sample("说明.txt", "只是文字".encode(), "file_type_not_taken"),
    Sample("动图.gif", b"GIF89a" + bytes(100), "file_type_not_taken"),
    Sample("位图.bmp", b"BM" + bytes(100), "file_type_not_taken"),
    Sample("录像.mp4", boxes(b"isom", b"mp42"), "file_type_not_taken"),
    Sample("改名录像.heic", boxes(b"isom", b"mp42"), "file_type_not_taken"),
    Sample("新图.avif", boxes(b"avif", b"mif1", b"avif"), "file_type_not_taken"),
    Sample("压缩包.zip", zipped({"a.txt": b"a"}), "file_type_not_taken"),
    Sample("压缩包改名.docx", zipped({"a.txt": b"a"}), "file_type_not_taken"),
    Sample("程序包.jar", zipped({"META-INF/MANIFEST.MF": b"Main-Class: Evil"}), "file_type_not_taken"),
    Sample(
        "开放文档.odt", zipped({"mimetype": b"application/vnd.oasis", "content.xml": b"<a/>"}), "file_type_not_taken"
    ),
    Sample("邮件.doc", compound_file({"__properties_version1.0": b""}), "file_type_not_taken"),
    Sample("模板.docx", office("word", main="application/template.main+xml"), "file_type_not_taken"),
    Sample("没有正文.docx", office("word").replace(b"word/document.xml", b"word/d0cument.xml"), "file_type_not_taken"),
    Sample("两样名字.docx", office("word").replace(b"word/document.xml", b"word/d0cument.xml", 1), "damaged"),
    Sample("表格.docx", by_openpyxl(), "name_does_not_fit"),
    Sample("文档.pdf", office("word"), "name_does_not_fit"),
    Sample("图片.pdf", jpeg(), "name_does_not_fit"),
    Sample("照片.jpg.html", jpeg(), "name_does_not_fit"),
    Sample("照片\u202egpj.exe", jpeg(), "name_does_not_fit"),
    Sample("文件.exe", pdf(), "name_does_not_fit"),
    Sample("宏.docx", office("word", {"word/vbaProject.bin": b"x"}), "macros"),
    Sample("宏.docm", office("word", {"word/vbaProject.bin": b"x"}), "macros"),
    Sample("藏起来的宏.docx", office("word", {"word/harmless.bin": b"x"}, types=_VBA_TYPE), "macros"),
    Sample("宏类型.xlsx", office("excel", main="application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "macros"),
    Sample("老式宏表.xlsx", office("excel", types=_SHEET_TYPE), "macros"),
    Sample("宏表目录.xlsx", office("excel", {"xl/macrosheets/sheet1.xml": b"<a/>"}), "macros"),
    Sample("宏.doc", compound_file({"WordDocument": b""}, ("Macros", "VBA")), "macros"),
    Sample("宏.xls", compound_file({"Workbook": bound_sheet(0)}, ("_VBA_PROJECT_CUR",)), "macros"),
    Sample("宏表.xls", compound_file({"Workbook": bound_sheet(1)}), "macros"),
    Sample("宏.ppt", compound_file({"PowerPoint Document": bytes(64) + VBA_INFO}), "macros"),
    Sample("加密.xlsx", (REAL / "encrypted.xlsx").read_bytes(), "encrypted"),
    Sample("加密成员.docx", encrypted_member(), "encrypted"),
    Sample("炸弹.docx", office("word", {"word/media/a.bin": bytes(64 * 1024 * 1024)}), "bomb"),
    Sample("声称很大.docx", claims(office("word"), "word/document.xml", _BIG), "bomb"),
    Sample("重叠炸弹.docx", overlapping(), "bomb"),
    Sample("成员太多.xlsx", office("excel", {f"a/{n}": b"" for n in range(5001)}), "bomb"),
    Sample("名单炸弹.xlsx", office("excel", types=" " * 2_000_000), "bomb"),
    Sample("大像素.png", png(50_000, 50_000), "too_many_points"),
    Sample("大像素.jpg", jpeg(65_000, 65_000), "too_many_points"),
    Sample("大像素.webp", webp(b"VP8X", b"\x10\0\0\0" + b"\xff\xff\xff" * 2), "too_many_points"),
    Sample("图加包.jpg", jpeg() + zipped({"evil.class": b"x"}), "two_files_in_one"),
    Sample("图加包.png", png() + zipped({"evil.class": b"x"}), "two_files_in_one"),
    Sample("文加包.pdf", pdf() + zipped({"evil.class": b"x"}) + b"\n%%EOF", "two_files_in_one"),
    Sample("图加网页.jpg", jpeg() + b"<ScRiPt >alert(1)</script>", "two_files_in_one"),
    Sample("注释里的脚本.jpg", jpeg(extra=segment(0xFE, b"<?php system('id');")), "two_files_in_one"),
    Sample("图加网页.png", png() + b"<html><body>", "two_files_in_one"),
    Sample("网页开头.pdf", b"%PDF-1.4\n<script >alert(1)</script>\n" + pdf(), "two_files_in_one"),
    Sample("程序加包.docx", b"MZ" + office("word"), "file_type_not_taken"),
    Sample("前面垫了东西.docx", b"PK\x03\x04" + bytes(40) + office("word"), "damaged"),
    Sample("重名成员.docx", doubled(), "damaged"),
    Sample("跳出目录.docx", office("word", {"../../etc/cron.d/evil": b"x"}), "damaged"),
    Sample("实体.docx", zipped({"[Content_Types].xml": _DOCTYPE, "word/document.xml": b"<a/>"}), "damaged"),
    Sample("没传完.docx", office("word")[:-30], "damaged"),
    Sample("没传完.pdf", pdf(b"x" * 200_000)[:150_000], "damaged"),
    Sample("没传完.jpg", jpeg()[:15], "damaged"),
    Sample("只有开头.jpg", b"\xff\xd8\xff\xe0", "damaged"),
    Sample("没传完.png", png()[:20], "damaged"),
    Sample("零宽.png", png(0, 10), "damaged"),
    Sample("坏容器.doc", compound_file({"WordDocument": b""})[:700], "damaged"),
    Sample("坏表头.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600, "damaged"),
)
