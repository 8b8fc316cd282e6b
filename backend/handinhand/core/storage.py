"""Files, addressed by the SHA-256 of their bytes (design.md §3: temp, fsync, rename, fsync directory, then the row).

The same bytes may belong to several rows. They go when no row names them any more, and somebody may be storing the same
bytes at that very moment. So whoever writes a row holds the digest first (`keep_for_row`) until the row is committed,
and whoever removes bytes holds it alone (`hold_alone`) while looking for rows and removing.
"""

import asyncio
import contextlib
import os
import re
import shutil
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

from obstore.store import LocalStore
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.ids import new_id

_FOLDER = re.compile(r"[0-9a-f]{2}")
_REST = re.compile(r"[0-9a-f]{62}")


class FileStore:
    """The files of one installation in a local folder. Reading goes through obstore, which also speaks S3."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.incoming = root / "incoming"
        self.blobs = root / "blobs"
        self.incoming.mkdir(parents=True, exist_ok=True)
        self._store = LocalStore(root)

    async def keep(self, source: Path, sha256: str) -> None:
        """Keeps the bytes of `source` under their digest. Doing it twice is harmless.

        They last for certain only once a row names them: `keep_for_row` comes before that row, in its transaction.
        """
        await asyncio.to_thread(self._keep, source, sha256)

    async def keep_for_row(self, session: AsyncSession, source: Path, sha256: str) -> None:
        """Keeps the bytes, and sees to it that they are still there when the session's transaction is committed."""
        await _hold(session, sha256)
        await self.keep(source, sha256)

    async def keep_preview(self, session: AsyncSession, picture: bytes, sha256: str) -> None:
        """Keeps a small picture of what lies under the digest, unless that has gone: no preview outlives its bytes.

        The digest is held until the session's transaction ends, so that nobody removes the bytes meanwhile.
        """
        await _hold(session, sha256)
        await asyncio.to_thread(self._keep_preview, picture, sha256)

    def _keep_preview(self, picture: bytes, sha256: str) -> None:
        if self.path(sha256).exists():
            partial = self.incoming / f"preview-{new_id().hex}"
            partial.write_bytes(picture)
            self._place(partial, self._preview_path(sha256))

    def _keep(self, source: Path, sha256: str) -> None:
        target = self.path(sha256)
        if target.exists():
            return
        partial = self.incoming / f"{sha256}-{new_id().hex}"
        shutil.copyfile(source, partial)
        self._place(partial, target)

    def _place(self, partial: Path, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("rb+") as written:
            os.fsync(written.fileno())
        partial.replace(target)
        for folder in (target.parent, target.parent.parent):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    async def stream(self, sha256: str) -> AsyncIterator[bytes]:
        """The bytes, a piece at a time. Raises FileNotFoundError when the store has lost them."""
        found = await self._store.get_async(address_of(sha256))
        async for piece in found.stream(min_chunk_size=256 * 1024):
            yield bytes(piece)

    def path(self, sha256: str) -> Path:
        """Where the bytes lie, for programs that need a file."""
        return self.root / address_of(sha256)

    async def preview(self, sha256: str) -> bytes | None:
        """The small picture of what lies under the digest, when it has been made."""
        try:
            return await asyncio.to_thread(self._preview_path(sha256).read_bytes)
        except FileNotFoundError:
            return None

    def _preview_path(self, sha256: str) -> Path:
        return self.root / "previews" / sha256[:2] / sha256[2:]

    async def remove(self, sha256: str) -> None:
        """Removes the bytes; the caller holds the digest alone and has found no row that names them."""
        # The preview first: were this interrupted between the two, the bytes that are left are found again.
        for path in (self._preview_path(sha256), self.path(sha256)):
            await asyncio.to_thread(path.unlink, missing_ok=True)

    async def digests(self) -> AsyncIterator[list[str]]:
        """Every digest that bytes are kept under, a folder of them at a time."""
        for folder in await asyncio.to_thread(_names_in, self.blobs, _FOLDER):
            names = await asyncio.to_thread(_names_in, self.blobs / folder, _REST)
            yield [folder + name for name in names]

    async def clear_incoming(self, before: datetime) -> int:
        """Removes what an interrupted upload or export left half written and nobody has touched since `before`."""
        return await asyncio.to_thread(self._clear_incoming, before.timestamp())

    def _clear_incoming(self, before: float) -> int:
        removed = 0
        for path in self.incoming.iterdir():
            with contextlib.suppress(FileNotFoundError):  # an upload that ends meanwhile takes its own file away
                if path.stat().st_mtime < before:
                    path.unlink()
                    removed += 1
        return removed

    def is_writable(self) -> bool:
        """Whether a file can be made here now (for /readyz)."""
        probe = self.incoming / f"probe-{new_id().hex}"
        try:
            probe.write_bytes(b"")
            probe.unlink()
        except OSError:
            return False
        return True


async def _hold(session: AsyncSession, sha256: str) -> None:
    await session.execute(select(func.pg_advisory_xact_lock_shared(_lock_of(sha256))))


async def hold_alone(session: AsyncSession, sha256: str) -> bool:
    """Holds the digest until the transaction ends; False when somebody is writing a row that names it."""
    held: bool = (await session.execute(select(func.pg_try_advisory_xact_lock(_lock_of(sha256))))).scalar_one()
    return held


def _lock_of(sha256: str) -> int:
    return int.from_bytes(bytes.fromhex(sha256[:16]), signed=True)


def _names_in(folder: Path, pattern: re.Pattern[str]) -> list[str]:
    if not folder.is_dir():
        return []
    return sorted(entry.name for entry in folder.iterdir() if pattern.fullmatch(entry.name))


def address_of(sha256: str) -> str:
    """`blobs/ab/cdef…`: two letters of folder keep any one folder small."""
    return f"blobs/{sha256[:2]}/{sha256[2:]}"
