"""The built app as the service gives it out."""

import gzip

import httpx2
import pytest
from fastapi import FastAPI

from handinhand.core.config import Settings
from handinhand.core.database import Database
from handinhand.main import create_app
from tests.conftest import caller

SCRIPT = b"console.log('hand in hand')"


@pytest.fixture
def built(settings: Settings, database: Database) -> FastAPI:
    assets = settings.data_dir / "dist" / "pocket" / "assets"
    assets.mkdir(parents=True)
    (assets / "index-1.js").write_bytes(SCRIPT)
    (assets / "index-1.js.gz").write_bytes(gzip.compress(SCRIPT))
    (assets / "plain-1.css").write_bytes(b"p{}")
    return create_app(settings.model_copy(update={"frontend_dir": settings.data_dir / "dist"}), database=database)


async def fetch(app: FastAPI, path: str, accepted: str) -> httpx2.Response:
    async with caller(app) as client:
        return await client.get(path, headers={"Accept-Encoding": accepted})


@pytest.mark.parametrize("accepted", ["gzip", "br, GZIP;q=0.5", "deflate, gzip;q=1.0"])
async def test_given_a_browser_that_takes_gzip_then_the_compressed_twin_is_sent(built: FastAPI, accepted: str) -> None:
    answer = await fetch(built, "/m/assets/index-1.js", accepted)
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert "javascript" in answer.headers["content-type"]
    assert answer.content == SCRIPT


@pytest.mark.parametrize("accepted", ["identity", "br", "gzip;q=0", "gzip;q=0.0", "x-gzip-not"])
async def test_given_a_browser_that_does_not_then_the_file_itself(built: FastAPI, accepted: str) -> None:
    answer = await fetch(built, "/m/assets/index-1.js", accepted)
    assert "content-encoding" not in answer.headers
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.content == SCRIPT


async def test_given_a_file_without_a_twin_then_it_is_sent_as_it_is(built: FastAPI) -> None:
    answer = await fetch(built, "/m/assets/plain-1.css", "gzip")
    assert "content-encoding" not in answer.headers
    assert answer.content == b"p{}"


async def test_the_twin_itself_is_no_address_of_another_folder(built: FastAPI) -> None:
    assert (await fetch(built, "/m/assets/..%2f..%2f..%2fsource", "gzip")).status_code == 404
