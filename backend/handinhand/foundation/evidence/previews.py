"""Small pictures of the pictures that are kept: what a page shows without sending the original (promises.md S11).

Drawn at the first reading and kept beside the bytes, with which they go: drawing takes a process of its own and a
quarter of a second, which is too much for every reading of a page with ten photos.
"""

import asyncio
import mmap
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.storage import FileStore
from handinhand.foundation.evidence import errors, pictures
from handinhand.foundation.evidence.content import DRAWN

MOST_POINTS = 50_000_000
"""What is larger is downloaded: as points in memory it takes 200 MB and more."""

log = structlog.get_logger(__name__)
_PROGRAM = Path(__file__).with_name("drawing.py")
_LONGEST_SECONDS = 30
_AT_ONCE = ThreadPoolExecutor(max_workers=2, thread_name_prefix="previews")


async def preview_of(session: AsyncSession, files: FileStore, sha256: str, media_type: str) -> bytes:
    """The small picture, as JPEG. Raises NoPreview, and FileNotFoundError when the store has lost the bytes."""
    if media_type not in DRAWN:
        raise errors.no_preview()
    kept = await files.preview(sha256)
    if kept is not None:
        return kept
    drawn = await asyncio.get_running_loop().run_in_executor(_AT_ONCE, _draw, files.path(sha256))
    if drawn is None:
        raise errors.no_preview()
    try:
        await files.keep_preview(session, drawn, sha256)
    except OSError as error:  # a full disk: it is drawn again the next time
        log.warning("preview_not_kept", sha256=sha256, reason=str(error))
    return drawn


def _draw(path: Path) -> bytes | None:
    with path.open("rb") as original:
        with mmap.mmap(original.fileno(), 0, access=mmap.ACCESS_READ) as data:
            points = pictures.points_of(data)
        if points is None or points > MOST_POINTS:
            return None
        try:
            # Nothing of ours goes along: no environment, no packages but the installed ones.
            done = subprocess.run(  # noqa: S603 - our own program
                [sys.executable, "-I", str(_PROGRAM), str(MOST_POINTS)],
                stdin=original,
                capture_output=True,
                timeout=_LONGEST_SECONDS,
                env={},
                check=False,
            )
        except subprocess.TimeoutExpired:
            log.warning("preview_took_too_long", file=path.name)
            return None
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        log.info("not_drawn", file=path.name, returncode=done.returncode, said=said)
        return None
    return done.stdout
