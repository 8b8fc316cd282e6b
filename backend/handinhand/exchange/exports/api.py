"""Exports: the month grid as a workbook at once, and workbooks that can be left and found again."""

import os
from collections.abc import AsyncIterator, Iterator
from typing import IO, Annotated, Any
from urllib.parse import quote
from uuid import UUID

from fastapi import Query, Request, Response
from fastapi.responses import StreamingResponse

from handinhand.accountability.overview.schemas import MonthQuery
from handinhand.core.database import RequestSession
from handinhand.core.errors import Forbidden, NotFound, Unavailable
from handinhand.core.http.openapi import refusals
from handinhand.core.http.routes import feature_router
from handinhand.core.http.schema import Page, answer
from handinhand.exchange.exports import queries, service
from handinhand.exchange.exports.schemas import ExportIn, ExportKind, ExportOut, ExportQuery
from handinhand.foundation.access.guards import Access, Found, one, requires
from handinhand.foundation.access.idempotency import RequestIdempotency
from handinhand.foundation.access.permissions import Permission
from handinhand.programme.obligations.schemas import month_text
from handinhand.programme.obligations.service import present_month

router = feature_router("exports", prefix="/exports")

MayExport = Annotated[Access, requires(Permission.EXPORTS_WRITE)]
Readable = Annotated[Found[Any], one(queries.find_export, reads=Permission.EXPORTS_WRITE)]

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DOWNLOAD: dict[int | str, dict[str, Any]] = {
    200: {"description": "A workbook.", "content": {_WORKBOOK: {"schema": {"type": "string", "format": "binary"}}}}
}
_PIECE = 256 * 1024


@router.get("/month-grid.xlsx", response_class=Response, responses=_DOWNLOAD, summary="The month grid as a workbook")
async def export_month_grid(
    access: MayExport, session: RequestSession, request: Request, query: Annotated[MonthQuery, Query()]
) -> Response:
    """The grid of `/overview/month` with the same filters, ready to print on A4."""
    file = await service.grid_now(session, access, query, request.app.state.files.incoming)
    month = query.month or present_month(access.now)
    headers = _headers(f"{service.TITLES[ExportKind.month_grid]}-{month_text(month)}.xlsx")
    headers["Content-Length"] = str(file.seek(0, os.SEEK_END))
    return StreamingResponse(_pieces(file), media_type=_WORKBOOK, headers=headers)


@router.post("", response_model=ExportOut, status_code=202, summary="Ask for a workbook")
async def create_export(
    access: MayExport, session: RequestSession, idempotency: RequestIdempotency, body: ExportIn
) -> Response:
    """The worker makes it; follow it with `GET /exports/{id}`."""

    async def first() -> UUID:
        return (await service.start(session, access, _bureau_of(access), body)).id

    try:
        export_id = await idempotency.once(first, queries.find_export, access.scope)
    except NotFound as gone:
        raise NotFound("这次导出已经过期删除，请重新导出。") from gone
    export = await queries.find_export(session, access.scope, export_id)
    assert export is not None
    location = f"/api/v1/exports/{export_id}"
    return answer(queries.as_out(export), status=202, version=export.version, location=location)


def _bureau_of(access: Access) -> UUID:
    """The bureau whose figures go out: the account's own where the right reaches it, else the only one."""
    if access.actor.bureau_id in access.scope.bureau_ids:
        return access.actor.bureau_id
    if len(access.scope.bureau_ids) != 1:
        raise Forbidden("您在几个局都有导出的权限，请用所在局的账号导出。")
    return next(iter(access.scope.bureau_ids))


@router.get("", response_model=Page[ExportOut], summary="List exports")
async def list_exports(access: MayExport, session: RequestSession, query: Annotated[ExportQuery, Query()]) -> Response:
    """The exports of the caller's bureau, the newest first."""
    page = await queries.list_exports(session, access.scope, query)
    items = [queries.as_out(row) for row in page.rows]
    return answer(Page[ExportOut](items=items, next_cursor=page.next_cursor, total=page.total))


@router.get("/{id}", response_model=ExportOut, summary="Read an export's manifest")
async def read_export(found: Readable) -> Response:
    """How far it is; once done, its rows, size and SHA-256."""
    return answer(queries.as_out(found.record), version=found.record.version)


@router.get("/{id}/content", response_class=Response, responses=_DOWNLOAD | refusals(409), summary="Download an export")
async def read_export_content(found: Readable, request: Request) -> Response:
    """The workbook. 409 `export_not_ready` until it is done."""
    export = found.record
    service.refuse_unless_done(export)
    assert export.sha256 is not None
    pieces = request.app.state.files.stream(export.sha256)
    try:
        first = await anext(pieces)
    except (OSError, StopAsyncIteration) as error:
        raise Unavailable("文件暂时取不出来，请重新导出。", headers={"Retry-After": "60"}) from error
    headers = _headers(export.file_name) | {"Content-Length": str(export.size)}
    return StreamingResponse(_continue(first, pieces), media_type=_WORKBOOK, headers=headers)


def _headers(file_name: str) -> dict[str, str]:
    plain = "attachment; filename=\"export.xlsx\"; filename*=UTF-8''"
    return {"Content-Disposition": plain + quote(file_name, safe=""), "X-Content-Type-Options": "nosniff"}


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


async def _continue(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece
