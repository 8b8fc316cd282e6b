"""Small pictures: drawn anew, without what a phone writes beside the picture, and only for who reads the original."""

import hashlib
import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from PIL import Image
from PIL.TiffImagePlugin import IFDRational
from sqlalchemy import delete

from handinhand.core.database import Database
from handinhand.core.ids import new_id
from handinhand.core.storage import FileStore
from handinhand.foundation.evidence import previews
from handinhand.foundation.evidence.sweep import sweep
from handinhand.models import Blob, Evidence
from tests.backend.evidence.corpus import boxes, pdf
from tests.backend.evidence.test_evidence_api import EVIDENCE, send
from tests.backend.visits.calls import Json, code_of, draft, visit_in
from tests.conftest import FixedClock, SignIn
from tests.world import World

LEFT, RIGHT = (200, 30, 30), (30, 30, 200)
UPRIGHT_BY_A_QUARTER_TURN_RIGHT = 6


def scene(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """Red on the left half, blue on the right."""
    picture = Image.new("RGB", (width, height), LEFT)
    picture.paste(RIGHT, (width // 2, 0, width, height))
    return picture.convert(mode)


def written(picture: Image.Image, form: str, **how: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, form, **how)
    return file.getvalue()


def phone_photo() -> bytes:
    """Held upright, with the place where it was taken, the phone's name, a comment and a colour profile."""
    exif = Image.Exif()
    exif[0x0112] = UPRIGHT_BY_A_QUARTER_TURN_RIGHT
    exif[0x010F] = "HANDSOME-PHONE"
    exif.get_ifd(0x8825).update({1: "N", 2: (IFDRational(34), IFDRational(57), IFDRational(11))})
    how = {"exif": exif, "icc_profile": b"MY-PROFILE" * 20, "comment": b"MY-COMMENT", "quality": 90}
    return written(scene(1600, 1200), "JPEG", **how)


async def previewed(
    sign_in: SignIn, world: World, data: bytes, name: str = "照片.jpg"
) -> tuple[httpx2.AsyncClient, Json, httpx2.Response]:
    caller = await sign_in("instructor")
    sent = await send(caller, (await draft(caller, world.kindergarten))["id"], data, name)
    assert sent.status_code == 201, sent.text
    made = sent.json()
    return caller, made, await caller.get(f"{EVIDENCE}/{made['id']}/preview")


def drawn(answer: httpx2.Response) -> Image.Image:
    assert answer.status_code == 200, answer.text
    picture = Image.open(io.BytesIO(answer.content), formats=("JPEG",))
    picture.load()
    return picture


def is_like(point: Any, colour: tuple[int, int, int]) -> bool:
    return all(abs(one - other) < 30 for one, other in zip(point, colour, strict=True))


async def test_given_a_phone_s_photo_then_it_is_small_upright_and_says_nothing_else(
    sign_in: SignIn, world: World
) -> None:
    original = phone_photo()
    assert all(mark in original for mark in (b"HANDSOME-PHONE", b"MY-PROFILE", b"MY-COMMENT"))
    _, _, answer = await previewed(sign_in, world, original)
    picture = drawn(answer)
    assert picture.size == (480, 640)
    assert is_like(picture.getpixel((240, 100)), LEFT)
    assert is_like(picture.getpixel((240, 540)), RIGHT)
    assert not picture.getexif()
    assert picture.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for mark in (b"Exif", b"HANDSOME-PHONE", b"MY-PROFILE", b"ICC_PROFILE", b"MY-COMMENT"):
        assert mark not in answer.content
    headers = answer.headers
    assert headers["content-type"] == "image/jpeg"
    assert headers["content-disposition"] == "inline"
    assert headers["cache-control"] == "private, no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "sandbox; default-src 'none'"


def see_through() -> bytes:
    picture = scene(300, 200, "RGBA")
    picture.paste((0, 0, 0, 0), (0, 0, 300, 50))
    return written(picture, "PNG")


@pytest.mark.parametrize(
    ("name", "make", "size", "top"),
    [
        ("照片.png", see_through, (300, 200), (255, 255, 255)),
        ("照片.png", lambda: written(scene(1200, 900).quantize(16), "PNG"), (640, 480), LEFT),
        ("照片.png", lambda: written(scene(640, 200, "1"), "PNG"), (640, 200), None),
        ("照片.png", lambda: written(scene(640, 200, "L").convert("I;16"), "PNG"), (640, 200), None),
        ("照片.webp", lambda: written(scene(1280, 640), "WEBP"), (640, 320), LEFT),
        ("照片.jpg", lambda: written(scene(900, 900, "CMYK"), "JPEG"), (640, 640), LEFT),
        ("照片.jpg", lambda: written(scene(40, 3000, "L"), "JPEG", progressive=True), (9, 640), None),
    ],
    ids=["see-through", "palette", "one bit", "16 bits", "webp", "cmyk", "grey and long"],
)
async def test_given_a_picture_of_any_form_then_it_is_drawn(
    sign_in: SignIn,
    world: World,
    name: str,
    make: Callable[[], bytes],
    size: tuple[int, int],
    top: tuple[int, int, int] | None,
) -> None:
    _, _, answer = await previewed(sign_in, world, make(), name)
    picture = drawn(answer)
    assert (picture.mode, picture.size) == ("RGB", size)
    if top is not None:
        assert is_like(picture.getpixel((5, 5)), top)


def of_many_points() -> bytes:
    """More than 50 million of them in some 6 kB."""
    return written(Image.new("1", (8000, 6251)), "PNG")


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("记录.pdf", pdf),
        ("照片.heic", lambda: boxes(b"heic")),
        ("照片.png", of_many_points),
        ("照片.jpg", lambda: phone_photo()[:4000]),
        ("照片.png", lambda: written(scene(900, 700), "PNG")[:1500]),
    ],
    ids=["pdf", "heic", "too many points", "half a jpeg", "half a png"],
)
async def test_given_no_picture_or_one_that_cannot_be_drawn_then_there_is_no_preview_but_the_original(
    sign_in: SignIn, world: World, app: FastAPI, name: str, make: Callable[[], bytes]
) -> None:
    data = make()
    caller, made, answer = await previewed(sign_in, world, data, name)
    assert (answer.status_code, code_of(answer)) == (404, "no_preview")
    assert "下载" in answer.json()["detail"]
    assert await app.state.files.preview(made["sha256"]) is None
    assert (await caller.get(f"{EVIDENCE}/{made['id']}/content")).content == data


@pytest.mark.parametrize(("most", "returncode"), [("60000000", 0), ("50000000", 1)])
def test_given_a_header_that_was_overlooked_then_the_program_refuses_it_too(most: str, returncode: int) -> None:
    command = [sys.executable, "-I", str(Path(previews.__file__).with_name("drawing.py")), most]
    done = subprocess.run(command, input=of_many_points(), capture_output=True, check=False)  # noqa: S603 - ours
    assert (done.returncode, b"DecompressionBombWarning" in done.stderr) == (returncode, bool(returncode))


async def test_given_a_record_out_of_reach_then_its_preview_does_not_exist(sign_in: SignIn, world: World) -> None:
    visit = await visit_in(sign_in, world, "submitted")
    made = (await send(await sign_in("bureau"), visit["id"], phone_photo())).json()
    address = f"{EVIDENCE}/{made['id']}/preview"
    for who in ("instructor", "bureau", "leader", "institution"):
        assert (await (await sign_in(who)).get(address)).status_code == 200, who
    for who in ("instructor2", "bureau2"):
        caller = await sign_in(who)
        answer, nobody = [await caller.get(one) for one in (address, f"{EVIDENCE}/{new_id()}/preview")]
        assert (answer.status_code, code_of(answer)) == (404, "not_found"), who
        assert {**answer.json(), "request_id": ""} == {**nobody.json(), "request_id": ""}


async def test_given_a_withdrawn_piece_then_its_preview_is_closed(sign_in: SignIn, world: World) -> None:
    caller, made, answer = await previewed(sign_in, world, phone_photo())
    assert answer.status_code == 200
    address = f"{EVIDENCE}/{made['id']}"
    body, version = {"reason": "照片里有别的孩子。"}, {"If-Match": '"1"'}
    assert (await caller.post(f"{address}/withdraw", json=body, headers=version)).status_code == 200
    assert (await caller.get(f"{address}/preview")).status_code == 409


async def test_given_it_was_drawn_once_then_it_is_kept_and_goes_with_its_bytes(
    sign_in: SignIn, world: World, app: FastAPI, database: Database, clock: FixedClock
) -> None:
    files: FileStore = app.state.files
    caller, made, first = await previewed(sign_in, world, phone_photo())
    digest = made["sha256"]
    assert await files.preview(digest) == first.content
    content, files_kept = files.path(digest), sorted(path for path in files.root.rglob("*") if path.is_file())
    content.rename(content.with_suffix(".away"))
    again = await caller.get(f"{EVIDENCE}/{made['id']}/preview")
    assert again.content == first.content
    content.with_suffix(".away").rename(content)
    await sweep(database, files, clock.now())
    assert sorted(path for path in files.root.rglob("*") if path.is_file()) == files_kept
    async with database.sessions.begin() as session:
        await session.execute(delete(Evidence))
        await session.execute(delete(Blob))
    assert await sweep(database, files, clock.now()) == 1
    assert [path for path in files.root.rglob("*") if path.is_file()] == []


async def test_given_the_bytes_have_gone_meanwhile_then_no_preview_is_left_behind(
    app: FastAPI, database: Database
) -> None:
    files: FileStore = app.state.files
    async with database.sessions.begin() as session:
        await files.keep_preview(session, b"picture", "a" * 64)
    assert await files.preview("a" * 64) is None
    assert [path for path in files.root.rglob("*") if path.is_file()] == []


async def test_given_lost_bytes_then_503(sign_in: SignIn, world: World, app: FastAPI) -> None:
    caller = await sign_in("instructor")
    sent = await send(caller, (await draft(caller, world.kindergarten))["id"], phone_photo())
    app.state.files.path(hashlib.sha256(phone_photo()).hexdigest()).unlink()
    answer = await caller.get(f"{EVIDENCE}/{sent.json()['id']}/preview")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
