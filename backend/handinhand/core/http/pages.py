"""The built app: desk at `/`, pocket at `/m/`, each with its Content-Security-Policy."""

import asyncio
import mimetypes
import re
import secrets
from pathlib import Path

from fastapi import FastAPI, Response
from fastapi.responses import FileResponse, HTMLResponse
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

NONCE_PLACE = "__CSP_NONCE__"
_COMMON = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
)
POCKET_POLICY = _COMMON + "script-src 'self'; style-src 'self'"
_NOT_PAGES = ("api/", "oauth/", "livez", "readyz", "openapi.json", "docs", "uploads/")


def desk_policy(nonce: str) -> str:
    """The desk's policy: styles that the component kit makes at run time carry the nonce of this answer."""
    return _COMMON + f"script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'"


def install(app: FastAPI, built: Path) -> None:
    """Answers what no route takes, from `built`/desk and `built`/pocket; the app's own addresses get its index."""

    async def page(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"].lstrip("/") if scope["type"] == "http" else "api/"
        if scope.get("method") not in {"GET", "HEAD"} or path.startswith(_NOT_PAGES):
            raise HTTPException(404)
        face = _pocket if path == "m" or path.startswith("m/") else _desk
        answer = await asyncio.to_thread(face, built, path, takes_gzip=takes_gzip(Headers(scope=scope)))
        await answer(scope, receive, send)

    app.router.default = page


def takes_gzip(headers: Headers) -> bool:
    """Whether the browser takes gzip. `gzip;q=0` says that it does not."""
    offered = [part.strip().lower() for part in headers.get("accept-encoding", "").split(",")]
    return any(re.fullmatch(r"gzip(;\s*q=(1(\.0*)?|0\.0*[1-9]\d*))?", part) for part in offered)


def _pocket(built: Path, path: str, *, takes_gzip: bool) -> Response:
    found = _asset(built / "pocket", path.removeprefix("m").lstrip("/"), takes_gzip=takes_gzip)
    if found:
        return found
    headers = {"Content-Security-Policy": POCKET_POLICY, "Cache-Control": "no-cache"}
    return FileResponse(_index(built / "pocket"), headers=headers)


def _desk(built: Path, path: str, *, takes_gzip: bool) -> Response:
    found = _asset(built / "desk", path, takes_gzip=takes_gzip)
    if found:
        return found
    nonce = secrets.token_urlsafe(18)
    page = _index(built / "desk").read_text("utf-8").replace(NONCE_PLACE, nonce)
    return HTMLResponse(page, headers={"Content-Security-Policy": desk_policy(nonce), "Cache-Control": "no-store"})


def _index(root: Path) -> Path:
    index = root / "index.html"
    if not index.is_file():
        raise HTTPException(404)
    return index


def _asset(root: Path, path: str, *, takes_gzip: bool) -> Response | None:
    """The file at `path` below `root`, or its compressed twin where the build made one.

    404 for a missing file with an ending, None for an address of the app.
    """
    if not path or path == "index.html":
        return None
    file = (root / path).resolve()
    if not file.is_relative_to(root.resolve()):
        raise HTTPException(404)
    if file.is_file():
        hashed = path.startswith("assets/")
        cache = "public, max-age=31536000, immutable" if hashed else "no-cache"
        media_type = (
            "application/manifest+json" if file.suffix == ".webmanifest" else mimetypes.guess_type(file.name)[0]
        )
        headers = {"Cache-Control": cache, "Content-Security-Policy": POCKET_POLICY}
        twin = file.with_name(f"{file.name}.gz")
        if twin.is_file():
            headers["Vary"] = "Accept-Encoding"
            if takes_gzip:
                file, headers["Content-Encoding"] = twin, "gzip"
        return FileResponse(file, media_type=media_type, headers=headers)
    if "." in path.rpartition("/")[2]:
        raise HTTPException(404)
    return None
