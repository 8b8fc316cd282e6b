"""Use cases of exports: the grid at once, and workbooks that the worker makes."""

import asyncio
import hashlib
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.accountability.overview import service as overview
from handinhand.accountability.overview.schemas import MonthQuery
from handinhand.core.database import Database
from handinhand.core.errors import FieldError, Invalid
from handinhand.core.ids import new_id
from handinhand.core.jobs import defer
from handinhand.core.statements import connection_of
from handinhand.core.storage import FileStore
from handinhand.exchange.exports.errors import ExportNotReady
from handinhand.exchange.exports.schemas import ExportFilters, ExportIn, ExportKind
from handinhand.foundation.access.actor import Scope
from handinhand.foundation.access.guards import Access
from handinhand.foundation.audit.service import SYSTEM, Target, record
from handinhand.foundation.settings import service as settings
from handinhand.models import Export
from handinhand.programme.obligations import service as obligations
from handinhand.programme.obligations.schemas import ObligationQuery, month_text

TITLES = {ExportKind.month_grid: "入校指导月度表", ExportKind.obligations: "月度任务清单"}
Write = Callable[[IO[bytes]], int]
_PIECE = 256 * 1024


async def grid_now(session: AsyncSession, access: Access, query: MonthQuery, folder: Path) -> IO[bytes]:
    """The month grid as a workbook, in a file that is gone when it is closed. Raises Invalid for a month too far."""
    grid = await overview.month_overview(await connection_of(session), access, query)
    file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed by the answer that sends it
    rows = await asyncio.to_thread(_grid_writer(grid, access.now), file)
    target = Target("export", None, TITLES[ExportKind.month_grid], access.actor.bureau_id)
    month = grid.months[-1]
    await record(session, access.ref, "export:month_grid", target, at=access.now, month=month, months=query.months,
                 rows=rows)  # fmt: skip
    return file


async def start(session: AsyncSession, access: Access, bureau_id: UUID, body: ExportIn) -> Export:
    """Notes what is wanted; the worker makes it. Raises Invalid for a month too far ahead."""
    month = body.month or obligations.present_month(access.now)
    obligations.refuse_far_month(month, access.now, "/month")
    if body.kind is ExportKind.month_grid:
        _refuse_list_filters(body.filters)
    export = Export(
        id=new_id(),
        bureau_id=bureau_id,
        kind=body.kind,
        status="queued",
        parameters={
            "month": month_text(month),
            "months": body.months,
            "filters": body.filters.model_dump(mode="json", exclude_defaults=True),
        },
        file_name=f"{TITLES[body.kind]}-{month_text(month)}.xlsx",
        requested_by_user_id=access.actor.user_id,
        created_at=access.now,
        updated_at=access.now,
    )
    session.add(export)
    await session.flush()
    target = Target("export", export.id, export.file_name, bureau_id)
    await record(session, access.ref, f"export:{body.kind}", target, at=access.now, **export.parameters)
    await defer(session, "exports:run", export_id=export.id)
    return export


def _refuse_list_filters(filters: ExportFilters) -> None:
    errors = []
    if filters.status:
        message = "月度表每个月都要显示，不能按状态筛选。请去掉这一项，或者改为导出清单。"
        errors.append(FieldError("/filters/status", "not_for_grid", message))
    if filters.institution_id:
        message = "月度表是各机构放在一起看的，不能只导一家。请去掉这一项，或者改为导出清单。"
        errors.append(FieldError("/filters/institution_id", "not_for_grid", message))
    if errors:
        raise Invalid(errors=errors)


async def run(database: Database, files: FileStore, export_id: UUID, now: datetime) -> None:
    """Makes the workbook of an export; one that is made already stays as it is."""
    async with database.sessions.begin() as session:
        export = await session.get(Export, export_id, with_for_update=True)
        if export is None or export.status == "done":
            return
        export.status, export.updated_at = "running", now
    try:
        async with database.sessions() as session:
            write = await _gather(session, export, now)
        with tempfile.NamedTemporaryFile(dir=files.incoming) as file:
            rows, size, digest = await asyncio.to_thread(_make, write, file.file)
            async with database.sessions.begin() as session:
                await files.keep_for_row(session, Path(file.name), digest)
                await _finish(session, export_id, now, status="done", rows=rows, size=size, sha256=digest)
    except Exception:
        async with database.sessions.begin() as session:
            await _finish(session, export_id, now, status="failed")
        raise


def refuse_unless_done(export: Any) -> None:
    """Raises ExportNotReady."""
    if export.status != "done":
        failed = export.status == "failed"
        raise ExportNotReady("这次导出没有成功，请重新导出。" if failed else "文件还在生成，请稍等片刻。")


async def _gather(session: AsyncSession, export: Export, now: datetime) -> Write:
    """What the workbook shows. Whoever may export reaches their whole bureau (`access/roles.py`), and so does this."""
    asked, bureau = (
        ExportIn.model_validate({"kind": export.kind, **export.parameters}),
        Scope(frozenset({export.bureau_id})),
    )
    assert asked.month is not None
    months = obligations.months_back(asked.month, asked.months)
    connection = await connection_of(session)
    calendars = await settings.calendars(connection, bureau.bureau_ids)
    chosen = asked.filters
    if asked.kind is ExportKind.obligations:
        listed = ObligationQuery(
            kind=chosen.kind, section_id=chosen.section_id, instructor_id=chosen.instructor_id,
            institution_id=chosen.institution_id, status=chosen.status,
        )  # fmt: skip
        book = obligations.open_ledger(calendars, months, now)
        return _list_writer(await obligations.all_obligations(session, bureau, bureau, listed, book), now)
    query = MonthQuery(
        month=asked.month, months=asked.months, kind=chosen.kind, section_id=chosen.section_id,
        instructor_id=chosen.instructor_id,
    )  # fmt: skip
    reach = overview.Reach(bureau.bureau_ids, overview=bureau, obligations=bureau, visits=bureau)
    days = obligations.due_days(calendars, months)
    return _grid_writer(await overview.month_grid(connection, reach, query, months, days, now), now)


def _grid_writer(grid: overview.Grid, now: datetime) -> Write:
    # xlsxwriter takes its time to load; a process that makes no workbook never needs it.
    from handinhand.exchange.exports.workbook import write_month_grid  # noqa: PLC0415

    return lambda file: write_month_grid(file, grid, now)


def _list_writer(rows: Any, now: datetime) -> Write:
    from handinhand.exchange.exports.workbook import write_obligations  # noqa: PLC0415 - as above

    return lambda file: write_obligations(file, rows, now)


def _make(write: Write, file: IO[bytes]) -> tuple[int, int, str]:
    """Writes the file; gives its rows, its size in bytes and its SHA-256."""
    rows = write(file)
    file.flush()
    size = file.tell()
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(_PIECE):
        digest.update(piece)
    return rows, size, digest.hexdigest()


async def _finish(session: AsyncSession, export_id: UUID, now: datetime, **outcome: Any) -> None:
    export = await session.get_one(Export, export_id, with_for_update=True)
    for name, value in outcome.items():
        setattr(export, name, value)
    export.finished_at = export.updated_at = now
    target = Target("export", export_id, export.file_name, export.bureau_id)
    await record(session, SYSTEM, "export:finish", target, at=now, status=outcome["status"])
