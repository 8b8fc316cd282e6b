"""Files, addressed by the SHA-256 of their bytes (design.md §3: temp, fsync, rename, fsync directory, then the row)."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

from obstore.store import LocalStore

from handinhand.core.ids import new_id


class FileStore:
    """The files of one installation in a local folder. Reading goes through obstore, which also speaks S3."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.incoming = root / "incoming"
        self.incoming.mkdir(parents=True, exist_ok=True)
        self._store = LocalStore(root)

    async def keep(self, source: Path, sha256: str) -> None:
        """Keeps the bytes of `source` for good under their digest. Doing it twice is harmless."""
        await asyncio.to_thread(self._keep, source, sha256)

    def _keep(self, source: Path, sha256: str) -> None:
        target = self.root / address_of(sha256)
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = self.incoming / f"{sha256}-{new_id().hex}"
        shutil.copyfile(source, partial)
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

    async def remove(self, sha256: str) -> None:
        """Removes the bytes; the caller has made sure that nothing refers to them."""
        await asyncio.to_thread((self.root / address_of(sha256)).unlink, missing_ok=True)

    def is_writable(self) -> bool:
        """Whether a file can be made here now (for /readyz)."""
        probe = self.incoming / f"probe-{new_id().hex}"
        try:
            probe.write_bytes(b"")
            probe.unlink()
        except OSError:
            return False
        return True


def address_of(sha256: str) -> str:
    """`blobs/ab/cdef…`: two letters of folder keep any one folder small."""
    return f"blobs/{sha256[:2]}/{sha256[2:]}"
