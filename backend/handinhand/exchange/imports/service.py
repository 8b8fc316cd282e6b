"""Imports: taken in, judged by the worker, previewed, and applied whole or not at all (api.md "Roster import")."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.database import Database
from handinhand.core.errors import Conflict, Invalid, Problem, Stale
from handinhand.core.ids import new_id
from handinhand.core.jobs import defer
from handinhand.core.storage import FileStore
from handinhand.exchange.imports import queries
from handinhand.exchange.imports.errors import (
    ImportHasErrors,
    ImportNotReady,
    NoErrorWorkbook,
    PreviewOutdated,
    WorkbookRefusedError,
)
from handinhand.exchange.imports.kinds import LAYOUTS, Plan, Snapshot, apply_plan, judge, take_snapshot
from handinhand.exchange.imports.plan import PlannedRow, counts, digest
from handinhand.exchange.imports.retention import refuse_expired
from handinhand.foundation.audit.service import ActorRef, Target, record
from handinhand.models import Import, ImportRow

_ROWS_AT_ONCE = 500


async def start(
    session: AsyncSession,
    actor: ActorRef,
    bureau_id: UUID,
    *,
    kind: str,
    file_name: str,
    sha256: str,
    size: int,
    at: datetime,
) -> Import:
    """Takes in a workbook that the file store already keeps; the worker judges it. `actor` is an account."""
    assert actor.user_id is not None
    made = Import(
        id=new_id(),
        bureau_id=bureau_id,
        kind=kind,
        status="validating",
        file_name=file_name,
        file_sha256=sha256,
        file_size=size,
        started_by_user_id=actor.user_id,
        created_at=at,
        updated_at=at,
    )
    session.add(made)
    await session.flush()
    await record(session, actor, "import:start", _target(made), at=at, kind=kind)
    await defer(session, "imports:validate", import_id=made.id)
    return made


async def validate(database: Database, files: FileStore, import_id: UUID, at: datetime) -> None:
    """Judges a workbook and lays out its preview; the worker's task. Progress is committed as it goes.

    Doing it twice is harmless: the second time finds another status, or begins the preview anew.
    """
    async with database.sessions.begin() as session:
        found = await _take_up(session, import_id, at)
        if found is None:
            return
        known = await take_snapshot(session, found.kind, found.bureau_id, at)
    try:
        plan = await _judge(await read_file(files, found.file_sha256), known, at)
        await _lay_out(database, import_id, plan, at)
    except WorkbookRefusedError as refused:
        await _end(database, import_id, "rejected", {"code": refused.code, "message": refused.message}, at)
    except Exception:
        message = "检查时出了意外，什么都没有导入。请再上传一次；还不行，请把文件交给系统管理员"
        await _end(database, import_id, "failed", {"code": "unexpected", "message": message}, at)
        raise


async def _take_up(session: AsyncSession, import_id: UUID, at: datetime) -> Any:
    """The import that waits to be judged, None when it does not. From now on it does not count as abandoned."""
    waits = (Import.id == import_id, Import.status == "validating", Import.expired_at.is_(None))
    # The version stays: whoever looks at the import sees nothing new.
    taken_up = update(Import).where(*waits).values(updated_at=at, version=Import.version)
    kept = (Import.kind, Import.bureau_id, Import.file_sha256)
    return (await session.execute(taken_up.returning(*kept))).one_or_none()


async def read_file(files: FileStore, sha256: str) -> bytes:
    """The uploaded bytes. Raises FileNotFoundError when the store has lost them."""
    return b"".join([piece async for piece in files.stream(sha256)])


async def _judge(data: bytes, known: Snapshot, at: datetime) -> Plan:
    """The plan, made in a thread: reading a big workbook must not hold up other requests."""
    return await asyncio.to_thread(judge, data, known, at)


async def _lay_out(database: Database, import_id: UUID, plan: Plan, at: datetime) -> None:
    """Stores the preview in pieces, so that whoever waits sees it grow; the last piece decides the status."""
    first = 0
    while first == 0 or first < len(plan.rows):
        await _lay_piece(database, import_id, plan, first, at)
        first += _ROWS_AT_ONCE


async def _lay_piece(database: Database, import_id: UUID, plan: Plan, first: int, at: datetime) -> None:
    """One piece in a transaction of its own, with the progress that it means."""
    async with database.sessions.begin() as session:
        found = await session.get_one(Import, import_id, with_for_update=True)
        if first == 0:
            await session.execute(delete(ImportRow).where(ImportRow.import_id == import_id))
        await _store_rows(session, import_id, plan.rows[first : first + _ROWS_AT_ONCE], first_position=first)
        found.progress_total = len(plan.rows)
        found.progress_done = min(first + _ROWS_AT_ONCE, len(plan.rows))
        if found.progress_done == found.progress_total:
            _finish_preview(found, plan, at)


async def _store_rows(
    session: AsyncSession, import_id: UUID, rows: Sequence[PlannedRow[Any]], *, first_position: int = 0
) -> None:
    if not rows:
        return
    stored = [
        {
            "id": new_id(),
            "import_id": import_id,
            "position": position,
            "sheet": row.sheet[:60],
            "row": row.row,
            "status": row.status,
            "title": row.title[:200],
            "changes": [asdict(change) for change in row.changes],
            "notes": list(row.notes),
            "errors": [asdict(error) for error in row.errors],
        }
        for position, row in enumerate(rows, start=first_position)
    ]
    await session.execute(insert(ImportRow), stored)


def _finish_preview(found: Import, plan: Plan, at: datetime) -> None:
    counted = counts(plan.rows)
    found.create_count, found.update_count = counted["create"], counted["update"]
    found.unchanged_count, found.error_count = counted["unchanged"], counted["error"]
    found.plan_digest = digest(plan.rows)
    found.notes = list(plan.notes)
    found.status = "rejected" if counted["error"] else "ready"
    found.updated_at = at


async def _end(database: Database, import_id: UUID, status: str, rejection: dict[str, str], at: datetime) -> None:
    async with database.sessions.begin() as session:
        found = await session.get_one(Import, import_id, with_for_update=True)
        found.status, found.rejection, found.updated_at = status, rejection, at


def refuse_unless_ready(found: Import) -> None:
    """Raises ImportExpired, ImportHasErrors or ImportNotReady unless the preview stands and is free of errors."""
    if found.status != "applied":
        refuse_expired(found)
    if found.status == "rejected":
        raise ImportHasErrors(f"{LAYOUTS[found.kind].title}里还有错误。请下载错误清单，改好后重新上传。")
    if found.status != "ready":
        said = {
            "validating": "文件还在检查，请等检查完再确认。",
            "applied": "这次导入已经完成，不用再确认。",
            "failed": "这次导入没有成功，请重新上传。",
        }
        raise ImportNotReady(said.get(found.status, "请刷新后再看。"))


async def confirm(
    session: AsyncSession, database: Database, files: FileStore, actor: ActorRef, found: Import, at: datetime
) -> Import:
    """Applies exactly what the preview showed, in one transaction.

    Judges the workbook anew against what the bureau has now. Raises PreviewOutdated when that differs from the
    preview; a new preview then stands ready.
    """
    bureau_id, shown = found.bureau_id, found.plan_digest
    await queries.lock_bureau(session, bureau_id)
    assert found.file_sha256 is not None
    data = await read_file(files, found.file_sha256)
    plan = await _judge(data, await take_snapshot(session, found.kind, bureau_id, at), at)
    changed: Problem | None = None
    if digest(plan.rows) == shown:
        try:
            async with session.begin_nested():
                await apply_plan(session, actor, bureau_id, plan, at=at)
        except (Stale, Invalid, Conflict) as problem:
            changed = problem
        else:
            return await _applied(session, actor, found, plan, at)
    import_id = found.id
    await session.rollback()
    if not await _renew_preview(database, import_id, data, at) and changed is not None:
        raise changed
    raise PreviewOutdated("上次预览之后，系统里的数据有变化，什么都没有导入。请看新的预览，再确认。") from changed


async def _applied(session: AsyncSession, actor: ActorRef, found: Import, plan: Plan, at: datetime) -> Import:
    found.status, found.confirmed_at, found.applied_at, found.updated_at = "applied", at, at, at
    await session.flush()
    done = counts(plan.rows)
    await record(
        session, actor, "import:confirm", _target(found), at=at, created=done["create"], updated=done["update"]
    )
    return found


async def _renew_preview(database: Database, import_id: UUID, data: bytes, at: datetime) -> bool:
    """Lays the preview out anew in a transaction of its own; whether it now shows something else."""
    async with database.sessions.begin() as apart:
        found = await apart.get_one(Import, import_id, with_for_update=True)
        refuse_expired(found)
        shown = found.plan_digest
        plan = await _judge(data, await take_snapshot(apart, found.kind, found.bureau_id, at), at)
        await apart.execute(delete(ImportRow).where(ImportRow.import_id == import_id))
        await _store_rows(apart, import_id, plan.rows)
        found.progress_done = found.progress_total = len(plan.rows)
        _finish_preview(found, plan, at)
        return found.plan_digest != shown


async def error_workbook(session: AsyncSession, files: FileStore, found: Import) -> bytes:
    """The user's own file with the wrong cells marked. Raises ImportExpired, NoErrorWorkbook when no cell is wrong."""
    refuse_expired(found)
    # openpyxl and xlsxwriter bring 10 MB; a process that marks no errors never needs them.
    from handinhand.exchange.imports.error_workbook import Mark, make_error_workbook  # noqa: PLC0415

    rows = await queries.rows_in_error(session, found.id)
    marks = [Mark(row.sheet, row.row, error["cell"], error["message"]) for row in rows for error in row.errors]
    if not marks:
        raise NoErrorWorkbook("这次导入没有标到单元格的错误。")
    assert found.file_sha256 is not None
    data = await read_file(files, found.file_sha256)
    return await asyncio.to_thread(make_error_workbook, data, marks)


def _target(found: Import) -> Target:
    return Target("import", found.id, f"{LAYOUTS[found.kind].title}导入", found.bureau_id)
