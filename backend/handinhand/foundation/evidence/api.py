"""Evidence: upload, list, download, withdraw."""

from collections.abc import AsyncIterator
from typing import Annotated, Any
from urllib.parse import quote

import structlog
from fastapi import Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import StreamingResponse
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.database import RequestSession
from handinhand.core.errors import Forbidden, NotFound, Unavailable
from handinhand.core.http.multipart import ReceivedFile, receive_form
from handinhand.core.http.openapi import IDEMPOTENCY_KEY, refusals
from handinhand.core.http.routes import feature_router
from handinhand.core.http.schema import Page, answer
from handinhand.core.storage import FileStore
from handinhand.foundation.access.guards import Access, Found, one, requires
from handinhand.foundation.access.idempotency import Idempotency, claim
from handinhand.foundation.access.permissions import Permission
from handinhand.foundation.evidence import errors, policy, previews, queries, service
from handinhand.foundation.evidence.content import KINDS
from handinhand.foundation.evidence.schemas import (
    EvidenceAdded,
    EvidenceIn,
    EvidenceOut,
    EvidenceQuery,
    SubjectType,
    Withdrawal,
)
from handinhand.foundation.evidence.subjects import is_published, opening_reach, subject_reach
from handinhand.models import Evidence

log = structlog.get_logger(__name__)
router = feature_router("evidence")

_FORM = {
    "parameters": [IDEMPOTENCY_KEY],
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["subject_type", "subject_id", "title", "file"],
                    "properties": {
                        "subject_type": {"type": "string", "enum": [kind.value for kind in SubjectType]},
                        "subject_id": {"type": "string", "format": "uuid"},
                        "title": {"type": "string", "minLength": 1, "maxLength": 200},
                        "file": {"type": "string", "format": "binary"},
                        "id": {"type": "string", "format": "uuid", "description": "Made by the client."},
                    },
                    "additionalProperties": False,
                },
            }
        },
    },
}
# An own-origin page must never come out of an upload, whatever is in it and whoever opens it.
_DOWNLOAD_POLICY = "sandbox; default-src 'none'"

Readable = Annotated[Found[Any], one(queries.load_detail, reads=Permission.EVIDENCE_READ, reach=subject_reach)]
Openable = Annotated[Found[Any], one(queries.load_detail, reads=Permission.EVIDENCE_READ, reach=opening_reach)]


def _may_withdraw(access: Access, evidence: Evidence) -> None:
    reason = policy.refuse_withdrawal(access.actor, evidence.bureau_id, evidence.added_by_user_id)
    if reason is not None:
        raise Forbidden(reason)


def _can_be_withdrawn(evidence: Evidence) -> None:
    if evidence.state not in {"draft", "catalogued"}:
        raise errors.not_to_be_withdrawn(evidence.state)


@router.post(
    "/evidence",
    status_code=201,
    response_model=EvidenceAdded,
    responses={200: {"model": EvidenceAdded, "description": "The same under the same `id` came before."}},
    summary="Add a file to a record",
    openapi_extra=_FORM,
)
async def add_evidence(
    access: Annotated[Access, requires(Permission.EVIDENCE_ADD)], request: Request, session: RequestSession
) -> Response:
    """Takes documents and pictures, told by their content. The same file within reach is named in `duplicate_of`."""
    files: FileStore = request.app.state.files
    most = request.app.state.settings.max_upload_bytes
    names = frozenset(EvidenceIn.model_fields)
    async with receive_form(request, fields=names, directory=files.incoming, max_bytes=most) as received:
        form = _parse(received.fields)
        file = received.file
        key, added = await _came_before(request, session, access, form, file)
        if added is None:
            await service.find_subject(session, access, form)
            # Judging and keeping take time: neither a connection nor the key is held meanwhile.
            await session.rollback()
            judged = await service.judge_and_keep(files, file)
            key, added = await _came_before(request, session, access, form, file)
        if added is None:
            added = await service.add_evidence(session, files, access, form=form, file=file, judged=judged)
        await key.remember(added.row.id)
    body = EvidenceAdded(**queries.as_out(added.row).model_dump(), duplicate_of=added.duplicate_of)
    status, location = (201, f"/api/v1/evidence/{body.id}") if added.created else (200, None)
    return answer(body, status=status, version=body.version, location=location)


async def _came_before(
    request: Request, session: AsyncSession, access: Access, form: EvidenceIn, file: ReceivedFile
) -> tuple[Idempotency, service.Added | None]:
    """Claims the key, and gives what the same request made the first time: also where nothing new is taken by now.

    Raises NotFound for what the caller does not reach any more, KeyReused, IdTaken.
    """
    content = form.model_dump_json().encode() + file.sha256.encode()
    key = await claim(request, access.actor, session, now=access.now, content=content)
    earlier = await key.earlier(queries.load_detail, subject_reach(access.actor, Permission.EVIDENCE_READ))
    if earlier is not None:
        return key, await service.read_added(session, access, earlier)
    return key, await service.find_same(session, access, form, file)


def _parse(fields: dict[str, str]) -> EvidenceIn:
    try:
        return EvidenceIn.model_validate(fields)
    except ValidationError as error:
        found = [{**each, "loc": ("body", *each["loc"])} for each in error.errors()]
        raise RequestValidationError(found) from error


@router.get("/evidence", response_model=Page[EvidenceOut], summary="List evidence")
async def list_evidence(
    access: Annotated[Access, requires(Permission.EVIDENCE_READ)],
    session: RequestSession,
    query: Annotated[EvidenceQuery, Query()],
) -> Response:
    """Evidence of the records within the caller's reach."""
    page = await queries.list_evidence(session, subject_reach(access.actor, Permission.EVIDENCE_READ), query)
    items = [queries.as_out(row) for row in page.rows]
    return answer(Page[EvidenceOut](items=items, next_cursor=page.next_cursor, total=page.total))


@router.get("/evidence/{id}", response_model=EvidenceOut, summary="Read a piece of evidence")
async def read_evidence(found: Readable) -> Response:
    """One piece, with its version as ETag."""
    return answer(queries.as_out(found.record), version=found.record.version)


@router.get(
    "/evidence/{id}/content",
    summary="Download a piece of evidence",
    response_class=Response,
    responses={
        200: {
            "description": "The file as it was uploaded.",
            "content": {kind.media_type: {"schema": {"type": "string", "format": "binary"}} for kind in KINDS},
        },
        304: {"description": "The caller has it already."},
        **refusals(409),
    },
)
async def download_evidence(found: Openable, request: Request, session: RequestSession) -> Response:
    """The original bytes, always as an attachment. The guard's session has ended before the first byte leaves.

    A picture goes to those to whom it is published only as it is drawn anew: where it was taken, and with which phone,
    is not published with it.
    """
    row = found.record
    if row.state == "withdrawn":
        raise errors.withdrawn()
    if row.media_type.startswith("image/") and await _is_published_to(session, found):
        return await _drawn_anew(row, request, session, disposition=_attachment(f"{row.file_name}.jpg"))
    headers = {
        "ETag": f'"{row.sha256}"',
        "Cache-Control": "private, no-cache",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": _DOWNLOAD_POLICY,
    }
    if request.headers.get("if-none-match", "").removeprefix("W/") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    pieces = request.app.state.files.stream(row.sha256)
    try:
        first = await anext(pieces)
    except (FileNotFoundError, OSError, StopAsyncIteration) as error:
        log.exception("blob_missing", sha256=row.sha256)
        raise _lost() from error
    headers["Content-Length"] = str(row.size)
    headers["Content-Disposition"] = _attachment(row.file_name)
    return StreamingResponse(_continue(first, pieces), media_type=row.media_type, headers=headers)


@router.get(
    "/evidence/{id}/preview",
    summary="See a small picture of a piece of evidence",
    response_class=Response,
    responses={
        200: {
            "description": "A JPEG of at most 640 × 640 points, drawn anew: nothing but the picture is in it.",
            "content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}},
        },
        **refusals(409),
    },
)
async def preview_evidence(found: Openable, request: Request, session: RequestSession) -> Response:
    """For pictures that can be drawn; any other file has no preview (404 `no_preview`)."""
    row = found.record
    if row.state == "withdrawn":
        raise errors.withdrawn()
    return await _drawn_anew(row, request, session, disposition="inline")


async def _is_published_to(session: AsyncSession, found: Found[Any]) -> bool:
    """Whether the caller opens it because it is published, and would not see its row."""
    if not is_published(found.record.subject_type):
        return False
    own = subject_reach(found.access.actor, Permission.EVIDENCE_READ)
    return await queries.load_detail(session, own, found.record.id) is None


async def _drawn_anew(row: Any, request: Request, session: AsyncSession, *, disposition: str) -> Response:
    await session.commit()  # drawing takes time: no connection is held meanwhile
    try:
        picture = await previews.preview_of(session, request.app.state.files, row.sha256, row.media_type)
    except FileNotFoundError as error:
        log.exception("blob_missing", sha256=row.sha256)
        raise _lost() from error
    headers = {
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": _DOWNLOAD_POLICY,
        "Content-Disposition": disposition,
    }
    return Response(picture, media_type="image/jpeg", headers=headers)


def _lost() -> Unavailable:
    return Unavailable("文件暂时取不出来，请稍后再试，或联系管理员。", headers={"Retry-After": "60"})


async def _continue(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece


def _attachment(file_name: str) -> str:
    """RFC 6266 with the Chinese name by RFC 5987, and a plain one for what does not read it."""
    ending = file_name.rpartition(".")[2]
    return f"attachment; filename=\"evidence.{ending}\"; filename*=UTF-8''{quote(file_name, safe='')}"


@router.post("/evidence/{id}/withdraw", response_model=EvidenceOut, summary="Withdraw a piece of evidence")
async def withdraw_evidence(
    found: Annotated[
        Found[Evidence],
        one(
            queries.load_evidence,
            reads=Permission.EVIDENCE_READ,
            writes=Permission.EVIDENCE_ADD,
            reach=subject_reach,
            may=_may_withdraw,
            allow=_can_be_withdrawn,
        ),
    ],
    body: Withdrawal,
    session: RequestSession,
) -> Response:
    """Withdraws it, with a reason; whoever sees the record sees that."""
    if found.repeated:
        row = await queries.load_detail(
            session, subject_reach(found.access.actor, Permission.EVIDENCE_READ), found.record.id
        )
    else:
        row = await service.withdraw(session, found.access, found.record, body.reason)
    if row is None:
        raise NotFound
    return answer(queries.as_out(row), version=row.version)
