"""A repeated Idempotency-Key shows no more than reading the record would (domain.md §2: right and reach of today).

The key of every POST is made to have led to each record of the access matrix in turn, also to those that the caller
has lost, or never had: the answer must be what the matrix says of reading it.
"""

import hashlib
import hmac
import json
from datetime import timedelta
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.ids import new_id
from handinhand.models import ActivationCode, IdempotencyKey, OauthClientSecret
from tests.backend.access.conftest import FILE, Records
from tests.backend.access.test_matrix import ACCOUNTS, ROWS
from tests.backend.imports.workbooks import roster
from tests.conftest import SignIn
from tests.world import World

FORMS = {"/evidence", "/imports"}
"""Uploads: their key stands for the file too, so they are repeated for real below."""
READING = {"/users/activation-slips": "/users/{id}"}
NO_RECORD = {"/obligations/waivers"}
"""What was done to many is read anew within the reach of the right itself (test_obligations.py)."""
MAKING = sorted({path for method, path, _, _ in ROWS if method == "POST" and "{id}" not in path})


def test_every_collection_is_tried() -> None:
    assert len(MAKING) > 25
    items = {row.path for row in ROWS if row.method == "GET"}
    assert {READING.get(path, f"{path}/{{id}}") for path in set(MAKING) - NO_RECORD} <= items


@pytest.mark.parametrize("path", sorted(set(MAKING) - FORMS - NO_RECORD))
async def test_given_a_key_that_came_before_then_its_record_is_seen_as_when_read(
    path: str, app: FastAPI, records: Records, sign_in: SignIn, session: AsyncSession, world: World
) -> None:
    body = _example(app, f"/api/v1{path}")
    signs = next(row.signs for row in ROWS if (row.method, row.path) == ("POST", path))
    reading = [row for row in ROWS if (row.method, row.path) == ("GET", READING.get(path, f"{path}/{{id}}"))]
    await _give_secrets(session, world, records)
    tried = 0
    # One account of those that see the same: each record is tried for every way of seeing.
    seeing = {
        tuple(row.signs[column] for row in reading): column for column in range(len(signs)) if signs[column] == "+"
    }
    for column in seeing.values():
        account = ACCOUNTS[column]
        for row in reading:
            await _remember(app, session, world, account, path, body, records[row.subject])
            answer = await (await sign_in(account)).post(
                f"/api/v1{path}", content=body, headers={"Idempotency-Key": "a", "Content-Type": "application/json"}
            )
            expected = {201, 202} if row.signs[column] == "+" and path not in READING else {404}
            assert answer.status_code in expected, f"{account} {path} {row.subject} {answer.text}"
            tried += answer.status_code == 404
    assert tried


async def test_given_an_upload_whose_record_is_out_of_reach_by_now_then_its_repetition_does_not_show_it(
    records: Records, sign_in: SignIn, session: AsyncSession
) -> None:
    bureau, keyed = await sign_in("bureau"), {"Idempotency-Key": "a"}
    picture = {"subject_type": "visit", "subject_id": str(records["kindergarten_visit"]), "title": "照片"}
    for path, form, file, lost in (
        ("/evidence", picture, ("照片.png", FILE), "foreign_evidence"),
        ("/imports", {"kind": "roster"}, ("名册.xlsx", roster()), "foreign_import"),
    ):
        first, again = [
            await bureau.post(f"/api/v1{path}", data=form, files={"file": file}, headers=keyed) for _ in range(2)
        ]
        assert (first.status_code, first.json()["id"]) == (again.status_code, again.json()["id"])
        await session.execute(update(IdempotencyKey).values(record_id=records[lost]))
        await session.commit()
        answer = await bureau.post(f"/api/v1{path}", data=form, files={"file": file}, headers=keyed)
        assert answer.status_code == 404, answer.text
        await session.execute(delete(IdempotencyKey))
        await session.commit()


def _example(app: FastAPI, path: str) -> bytes:
    description = app.openapi()
    schema = description["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
    named = description["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return json.dumps(named["examples"][0]).encode()


async def _give_secrets(session: AsyncSession, world: World, records: Records) -> None:
    """What the answers of these two show beside the record."""
    until = world.at + timedelta(days=1)
    for name in ("instructor_user", "foreign_user"):
        made = {"code_hash": new_id().bytes * 2, "created_at": world.at, "expires_at": until}
        session.add(ActivationCode(user_id=records[name], **made))
    for name in ("own_client", "foreign_client"):
        session.add(OauthClientSecret(client_id=records[name], digest=b"d" * 32, created_at=world.at))
    await session.commit()


async def _remember(
    app: FastAPI, session: AsyncSession, world: World, account: str, path: str, body: bytes, record_id: UUID
) -> None:
    secret: bytes = app.state.secret_key
    content = f"POST /api/v1{path}".encode() + b"\0" + hashlib.sha256(body).digest()
    await session.execute(delete(IdempotencyKey))
    session.add(
        IdempotencyKey(
            user_id=world.users[account], key_digest=hmac.digest(secret, b"a", "sha256"), record_id=record_id,
            request_digest=hmac.digest(secret, content, "sha256"), operation=f"POST {path}", created_at=world.at,
        )
    )  # fmt: skip
    await session.commit()
