"""Bytes that no row names leave the store; bytes that a row names, or is about to name, never do.

The races run on a database of their own, where transactions really commit.
"""

import asyncio
import contextlib
import hashlib
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core import embedded
from handinhand.core.config import Settings
from handinhand.core.database import Database, connect
from handinhand.core.ids import new_id
from handinhand.core.jobs import WorkerContext, set_worker_context
from handinhand.core.storage import FileStore
from handinhand.foundation.evidence import tasks
from handinhand.foundation.evidence.sweep import referring_columns, sweep
from handinhand.main import create_app
from handinhand.models import Blob, Export, Import
from tests.backend.evidence.corpus import jpeg, pdf
from tests.backend.visits.calls import VISITS, content
from tests.conftest import FixedClock, caller, cloned_database
from tests.world import World, build_world


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


async def kept(files: FileStore, data: bytes) -> str:
    source = files.incoming / new_id().hex
    source.write_bytes(data)
    await files.keep(source, digest_of(data))
    source.unlink()
    return digest_of(data)


def test_every_column_that_names_a_file_is_known() -> None:
    assert {str(column) for column in referring_columns()} == {"blobs.sha256", "exports.sha256", "imports.file_sha256"}


async def test_given_bytes_with_and_without_a_row_then_only_those_without_go(
    app: FastAPI, database: Database, session: AsyncSession, world: World, clock: FixedClock, settings: Settings
) -> None:
    files: FileStore = app.state.files
    blob, export, workbook, nobody = [await kept(files, name.encode()) for name in ("blob", "export", "import", "none")]
    stamps = {"created_at": world.at, "updated_at": world.at, "bureau_id": world.county}
    by = world.users["bureau"]
    session.add_all(
        [
            Blob(sha256=blob, size=4, media_type="text/plain", stored_at=world.at),
            Export(kind="month_grid", status="done", parameters={}, file_name="表.xlsx", sha256=export,
                   requested_by_user_id=by, **stamps),
            Import(kind="roster", status="ready", file_name="名册.xlsx", file_sha256=workbook, file_size=6,
                   started_by_user_id=by, **stamps),
        ]
    )  # fmt: skip
    await session.commit()
    set_worker_context(WorkerContext(database, files, clock, settings))
    for _ in range(2):
        await tasks.sweep_store(0)
    assert [files.path(digest).exists() for digest in (blob, export, workbook, nobody)] == [True, True, True, False]


async def test_given_half_written_files_then_those_of_yesterday_go(
    app: FastAPI, database: Database, world: World, clock: FixedClock
) -> None:
    files: FileStore = app.state.files
    for name, age in (("received-old", timedelta(hours=25)), ("received-new", timedelta(hours=23))):
        path = files.incoming / name
        path.write_bytes(b"x")
        at = (clock.now() - age).timestamp()
        os.utime(path, (at, at))
    await sweep(database, files, clock.now())
    assert [path.name for path in files.incoming.iterdir()] == ["received-new"]


# --- while somebody uploads the same bytes ---------------------------------------------------------------------------


class SlowStore(FileStore):
    """A store that can be stopped just before bytes go, and just after they came."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.before_removal, self.go_on, self.after_keeping = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self.waits = False

    async def remove(self, sha256: str) -> None:
        self.before_removal.set()
        if self.waits:
            await self.go_on.wait()
        await super().remove(sha256)

    async def keep(self, source: Path, sha256: str) -> None:
        await super().keep(source, sha256)
        self.after_keeping.set()


@dataclass
class Town:
    """An application over a slow store, an instructor with a draft visit, and the digest of a picture."""

    database: Database
    files: SlowStore
    instructor: httpx2.AsyncClient
    visit_id: str
    clock: FixedClock

    async def upload(self, data: bytes) -> httpx2.Response:
        form = {"subject_type": "visit", "subject_id": self.visit_id, "title": "记录"}
        return await self.instructor.post("/api/v1/evidence", data=form, files={"file": ("a.jpg", data)})

    async def sweep(self) -> int:
        return await sweep(self.database, self.files, self.clock.now())


@pytest.fixture
async def town(
    server: embedded.EmbeddedDatabase, worker_id: str, settings: Settings, clock: FixedClock
) -> AsyncIterator[Town]:
    async with contextlib.AsyncExitStack() as stack:
        name = stack.enter_context(cloned_database(server, f"sweep_{worker_id}"))
        database = connect(server.url(embedded.APPLICATION_ROLE, name))
        stack.push_async_callback(database.close)
        async with database.sessions.begin() as session:
            world = await build_world(session, clock.now())
        app = create_app(settings, database=database, clock=clock)
        app.state.files = files = SlowStore(settings.data_dir / "files")
        instructor = await stack.enter_async_context(caller(app, world.tokens["instructor"]))
        made = await instructor.post(VISITS, json=content(world.kindergarten))
        assert made.status_code == 201, made.text
        yield Town(database, files, instructor, made.json()["id"], clock)


async def downloaded(town: Town, answer: httpx2.Response) -> bytes:
    assert answer.status_code == 201, answer.text
    found = await town.instructor.get(f"/api/v1/evidence/{answer.json()['id']}/content")
    assert found.status_code == 200, found.text
    return found.content


async def test_given_an_upload_while_the_sweep_is_about_to_remove_the_same_bytes_then_they_are_there_afterwards(
    town: Town,
) -> None:
    await kept(town.files, jpeg())
    town.files.after_keeping.clear()
    town.files.waits = True
    sweeping = asyncio.create_task(town.sweep())
    await asyncio.wait_for(town.files.before_removal.wait(), 10)
    uploading = asyncio.create_task(town.upload(jpeg()))
    # It has seen that the bytes are there and need not be copied.
    await asyncio.wait_for(town.files.after_keeping.wait(), 10)
    await asyncio.sleep(0.2)
    assert not uploading.done()
    town.files.go_on.set()
    assert await asyncio.wait_for(sweeping, 10) == 1
    assert await downloaded(town, await asyncio.wait_for(uploading, 10)) == jpeg()


async def test_given_a_row_that_is_written_but_not_committed_then_the_sweep_leaves_its_bytes(town: Town) -> None:
    source = town.files.incoming / "source"
    source.write_bytes(pdf())
    digest = digest_of(pdf())
    async with town.database.sessions() as writing:
        await town.files.keep_for_row(writing, source, digest)
        writing.add(Blob(sha256=digest, size=len(pdf()), media_type="application/pdf", stored_at=town.clock.now()))
        await writing.flush()
        assert await asyncio.wait_for(town.sweep(), 10) == 0
        await writing.commit()
    assert await town.sweep() == 0
    assert town.files.path(digest).read_bytes() == pdf()


async def test_given_uploads_and_sweeps_of_the_same_bytes_at_once_then_what_was_acknowledged_is_there(
    town: Town,
) -> None:
    for number in range(15):
        data = jpeg(width=100 + number)
        await kept(town.files, data)
        answer, *_ = await asyncio.gather(town.upload(data), *(town.sweep() for _ in range(3)))
        assert await downloaded(town, answer) == data
