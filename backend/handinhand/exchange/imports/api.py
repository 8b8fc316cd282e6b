"""Imports: a workbook goes in, a preview comes back, and confirming applies it whole."""

import asyncio
from pathlib import PurePath
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from fastapi import Query, Request, Response

from handinhand.core.database import RequestDatabase, RequestSession
from handinhand.core.errors import FieldError, Forbidden, Invalid
from handinhand.core.http.multipart import ReceivedForm, receive_form
from handinhand.core.http.openapi import IDEMPOTENCY_KEY, refusals
from handinhand.core.http.routes import feature_router
from handinhand.core.http.schema import Page, answer
from handinhand.exchange.imports import queries, service
from handinhand.exchange.imports.cells import plain
from handinhand.exchange.imports.errors import NotAWorkbook, WorkbookRefusedError
from handinhand.exchange.imports.file_checks import Limits, check_kind
from handinhand.exchange.imports.kinds import LAYOUTS
from handinhand.exchange.imports.schemas import (
    ImportOut,
    ImportQuery,
    ImportRowOut,
    ImportRowQuery,
    TemplateQuery,
)
from handinhand.foundation.access.guards import Access, Found, one, requires
from handinhand.foundation.access.idempotency import claim
from handinhand.foundation.access.permissions import Permission
from handinhand.models import Import

router = feature_router("imports")

MayRead = Annotated[Access, requires(Permission.IMPORTS_READ)]
MayWrite = Annotated[Access, requires(Permission.IMPORTS_WRITE)]
Readable = Annotated[Found[Import], one(queries.load_import, reads=Permission.IMPORTS_READ)]
Confirmable = Annotated[
    Found[Import],
    one(
        queries.load_import,
        reads=Permission.IMPORTS_READ,
        writes=Permission.IMPORTS_WRITE,
        allow=service.refuse_unless_ready,
    ),
]

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DOWNLOAD: dict[int | str, dict[str, Any]] = {
    200: {"description": "A workbook", "content": {_WORKBOOK: {"schema": {"type": "string", "format": "binary"}}}}
}
_FORM = {
    "parameters": [IDEMPOTENCY_KEY],
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["kind", "file"],
                    "additionalProperties": False,
                    "properties": {
                        "kind": {"type": "string", "enum": list(LAYOUTS)},
                        "file": {"type": "string", "format": "binary", "description": "An .xlsx or .xls workbook."},
                    },
                }
            }
        },
    },
}


@router.post(
    "/imports", response_model=ImportOut, status_code=202, summary="Upload a workbook to import", openapi_extra=_FORM
)
async def create_import(access: MayWrite, session: RequestSession, request: Request) -> Response:
    """Takes in a workbook; it is checked in the background. Follow it with `GET /imports/{id}`."""
    state = request.app.state
    limit = state.settings.max_upload_bytes
    async with receive_form(request, fields={"kind"}, directory=state.files.incoming, max_bytes=limit) as form:
        kind = form.fields.get("kind", "")
        if kind not in LAYOUTS:
            known = "、".join(f"{code}（{layout.title}）" for code, layout in LAYOUTS.items())
            raise Invalid(errors=[FieldError("/kind", "unknown_kind", f"请写明导入的种类：{known}")])
        content = f"{kind}\0{form.file.file_name}\0{form.file.sha256}".encode()
        key = await claim(request, access.actor, session, now=access.now, content=content)

        async def first() -> UUID:
            return await _take_in(access, session, state.files, form, kind, limit)

        reach = access.actor.scope(Permission.IMPORTS_READ)
        import_id = await key.once(first, queries.load_import, reach)
    found = await queries.load_import(session, access.scope, import_id, lock=False)
    assert found is not None
    body = queries.as_out(found)
    return answer(body, status=202, version=found.version, location=f"/api/v1/imports/{found.id}")


async def _take_in(
    access: Access, session: RequestSession, files: Any, form: ReceivedForm, kind: str, limit: int
) -> UUID:
    try:
        await asyncio.to_thread(lambda: check_kind(form.file.path.read_bytes(), Limits(file_bytes=limit)))
    except WorkbookRefusedError as refused:
        raise NotAWorkbook(refused.message, reason=refused.code) from refused
    await files.keep_for_row(session, form.file.path, form.file.sha256)
    made = await service.start(
        session,
        access.ref,
        _bureau_of(access),
        kind=kind,
        file_name=plain(form.file.file_name) or "未命名.xlsx",
        sha256=form.file.sha256,
        size=form.file.size,
        at=access.now,
    )
    return made.id


def _bureau_of(access: Access) -> UUID:
    """The bureau that the workbook goes into: the account's own where the right reaches it, else the only one."""
    if access.actor.bureau_id in access.scope.bureau_ids:
        return access.actor.bureau_id
    if len(access.scope.bureau_ids) != 1:
        raise Forbidden("您在几个局都有导入的权限，请用所在局的账号导入。")
    return next(iter(access.scope.bureau_ids))


@router.get("/imports", response_model=Page[ImportOut], summary="List imports")
async def list_imports(access: MayRead, session: RequestSession, query: Annotated[ImportQuery, Query()]) -> Response:
    """Imports of the caller's bureau, the newest first."""
    page = await queries.list_imports(session, access.scope, query)
    items = [queries.as_out(row) for row in page.rows]
    return answer(Page[ImportOut](items=items, next_cursor=page.next_cursor, total=page.total))


@router.get("/imports/template", summary="Download an empty workbook to fill in", responses=_DOWNLOAD)
async def read_import_template(access: MayRead, query: Annotated[TemplateQuery, Query()]) -> Response:  # noqa: ARG001
    """The workbook of a kind with headings, notes and drop-downs."""
    # xlsxwriter takes its time to load; a process that gives no template never needs it.
    from handinhand.exchange.imports.template import make_template  # noqa: PLC0415

    layout = LAYOUTS[query.kind]
    return _download(make_template(layout), f"{layout.title}模板.xlsx")


@router.get("/imports/{id}", response_model=ImportOut, summary="Read an import")
async def read_import(found: Readable) -> Response:
    """One import with its progress and counts."""
    return answer(queries.as_out(found.record), version=found.record.version)


@router.get("/imports/{id}/rows", response_model=Page[ImportRowOut], summary="Read an import's preview")
async def list_import_rows(
    found: Readable, session: RequestSession, query: Annotated[ImportRowQuery, Query()]
) -> Response:
    """What confirming will do, row by row; with `status=error` each wrong cell and the reason."""
    page = await queries.list_rows(session, found.record.id, query)
    items = [queries.row_as_out(row) for row in page.rows]
    return answer(Page[ImportRowOut](items=items, next_cursor=page.next_cursor, total=page.total))


@router.get(
    "/imports/{id}/error-workbook",
    summary="Download the workbook with its errors marked",
    responses=_DOWNLOAD | refusals(409),
)
async def read_import_error_workbook(found: Readable, session: RequestSession, request: Request) -> Response:
    """The uploaded workbook with the wrong cells coloured and commented, and a sheet that lists them."""
    marked = await service.error_workbook(session, request.app.state.files, found.record)
    return _download(marked, f"{PurePath(found.record.file_name).stem}-错误标注.xlsx")


@router.post("/imports/{id}/confirm", response_model=ImportOut, summary="Apply an import")
async def confirm_import(
    found: Confirmable, session: RequestSession, database: RequestDatabase, request: Request
) -> Response:
    """Applies all rows in one transaction. 409 `preview_outdated` when the bureau's data changed after the preview."""
    record = found.record
    if not found.repeated:
        record = await service.confirm(
            session, database, request.app.state.files, found.access.ref, record, found.access.now
        )
    return answer(queries.as_out(record), version=record.version)


def _download(content: bytes, file_name: str) -> Response:
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file_name)}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=_WORKBOOK, headers=headers)
