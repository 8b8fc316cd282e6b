"""Uploads, streamed to a file and digested on the way: memory stays flat whatever the size."""

import asyncio
import contextlib
import hashlib
import os
import tempfile
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import IO, Any

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from handinhand.core.errors import FieldError, Invalid, TooLarge, UnsupportedType

_FIELD_LIMIT = 16 * 1024
_WRITE_SIZE = 1024 * 1024


@dataclass(slots=True)
class ReceivedFile:
    """An uploaded file on disk. `file_name` is the last part of what the browser said, never a path."""

    path: Path
    file_name: str
    media_type: str
    size: int
    sha256: str


@dataclass(slots=True)
class ReceivedForm:
    """A multipart form: its text fields and its one file."""

    fields: dict[str, str]
    file: ReceivedFile


@dataclass(slots=True)
class _Part:
    header_name: bytearray = field(default_factory=bytearray)
    header_value: bytearray = field(default_factory=bytearray)
    headers: dict[str, bytes] = field(default_factory=dict)
    name: str = ""
    file_name: str | None = None
    text: bytearray = field(default_factory=bytearray)


@contextlib.asynccontextmanager
async def receive_form(
    request: Request, *, fields: Collection[str], directory: Path, max_bytes: int
) -> AsyncIterator[ReceivedForm]:
    """Reads a multipart body with one part `file` and the named text fields; the file is removed at the end.

    Raises UnsupportedType for another content type, TooLarge over `max_bytes`, Invalid for a missing or unknown field.
    """
    content_type, options = parse_options_header(request.headers.get("content-type", ""))
    if content_type != b"multipart/form-data" or b"boundary" not in options:
        raise UnsupportedType("请用表单（multipart/form-data）上传文件。")
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > max_bytes + _FIELD_LIMIT:
        raise _too_large(max_bytes)
    path = await asyncio.to_thread(_fresh_file, directory)
    try:
        with path.open("wb") as target:
            form = _FormReader(options[b"boundary"], set(fields), target, max_bytes)
            await form.read(request)
        yield form.finished(path)
    finally:
        await asyncio.to_thread(path.unlink, missing_ok=True)


def _fresh_file(directory: Path) -> Path:
    directory.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=directory, prefix="received-")
    os.close(descriptor)
    return Path(name)


def _too_large(max_bytes: int) -> TooLarge:
    return TooLarge(f"文件不能超过 {max_bytes // (1024 * 1024)} MB。", max_bytes=max_bytes)


class _FormReader:
    """The parser's callbacks, and what they have gathered so far."""

    def __init__(self, boundary: bytes, allowed: set[str], target: IO[bytes], max_bytes: int) -> None:
        self.allowed = allowed
        self.target = target
        self.max_bytes = max_bytes
        self.fields: dict[str, str] = {}
        self.part = _Part()
        self.file_part: _Part | None = None
        self.size = 0
        self.digest = hashlib.sha256()
        self.pending = bytearray()
        self.complete = False
        callbacks: Any = {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self.part.header_name.extend(data[start:end]),
            "on_header_value": lambda data, start, end: self.part.header_value.extend(data[start:end]),
            "on_header_end": self._header_end,
            "on_headers_finished": self._headers_finished,
            "on_part_data": self._data,
            "on_part_end": self._end,
            "on_end": self._finish,
        }
        self.parser = MultipartParser(boundary, callbacks)

    async def read(self, request: Request) -> None:
        try:
            async for chunk in request.stream():
                self.parser.write(chunk)
                if len(self.pending) >= _WRITE_SIZE:
                    await self._flush()
            self.parser.finalize()
        except FormParserError as error:
            raise _broken() from error
        await self._flush()

    async def _flush(self) -> None:
        waiting, self.pending = self.pending, bytearray()
        if waiting:
            await asyncio.to_thread(self._store, waiting)

    def _store(self, data: bytearray) -> None:
        self.digest.update(data)
        self.target.write(data)

    def finished(self, path: Path) -> ReceivedForm:
        if not self.complete:
            raise _broken()
        if self.file_part is None:
            raise Invalid(errors=[FieldError("/file", "missing", "请选择文件")])
        media_type = self.file_part.headers.get("content-type", b"application/octet-stream").decode("latin-1")
        name = PurePath((self.file_part.file_name or "").replace("\\", "/")).name or "未命名"
        received = ReceivedFile(path, name[:255], media_type, self.size, self.digest.hexdigest())
        return ReceivedForm(self.fields, received)

    def _begin(self) -> None:
        self.part = _Part()

    def _header_end(self) -> None:
        part = self.part
        part.headers[part.header_name.decode("latin-1").lower()] = bytes(part.header_value)
        part.header_name.clear()
        part.header_value.clear()

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self.part.headers.get("content-disposition", b""))
        self.part.name = options.get(b"name", b"").decode("utf-8", "replace")
        if self.part.name == "file":
            if self.file_part is not None:
                raise Invalid(errors=[FieldError("/file", "too_many", "一次只能上传一个文件")])
            self.part.file_name = options.get(b"filename", b"").decode("utf-8", "replace")
            self.file_part = self.part
        elif self.part.name not in self.allowed:
            raise Invalid(errors=[FieldError(f"/{self.part.name}", "extra_forbidden", "没有这一项")])

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self.part is self.file_part:
            self.size += end - start
            if self.size > self.max_bytes:
                raise _too_large(self.max_bytes)
            self.pending += data[start:end]
            return
        self.part.text += data[start:end]
        if len(self.part.text) > _FIELD_LIMIT:
            raise Invalid(errors=[FieldError(f"/{self.part.name}", "string_too_long", "内容太长")])

    def _end(self) -> None:
        if self.part is not self.file_part:
            self.fields[self.part.name] = self.part.text.decode("utf-8", "replace").strip()

    def _finish(self) -> None:
        self.complete = True


def _broken() -> Invalid:
    return Invalid("上传的内容不完整，请重新上传。", errors=[FieldError("", "unreadable", "上传的内容不完整")])
