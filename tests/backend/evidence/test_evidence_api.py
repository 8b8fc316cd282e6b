"""Evidence over HTTP: upload, reach, the same file twice, download, withdrawal (issue point 7, api.md "Evidence")."""

import hashlib
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.config import Settings
from handinhand.core.database import Database
from handinhand.core.ids import new_id
from handinhand.core.storage import FileStore
from handinhand.foundation.evidence.service import register_subjects
from handinhand.foundation.evidence.subjects import MissingSubjectError
from handinhand.models import AuditEvent, Blob, Dispatch, Evidence, IdempotencyKey
from tests.backend.evidence.corpus import HOSTILE, jpeg, office, pdf, png
from tests.backend.statements import count_statements
from tests.backend.visits.calls import REASON, Json, code_of, done, draft, pointers, visit_in
from tests.conftest import SignIn
from tests.world import World

EVIDENCE = "/api/v1/evidence"


async def send(
    caller: httpx2.AsyncClient,
    subject_id: Any,
    data: bytes = b"",
    name: str = "照片.jpg",
    *,
    headers: Json | None = None,
    **fields: str,
) -> httpx2.Response:
    """An upload to a visit; without `data` a picture."""
    form = {"subject_type": "visit", "subject_id": str(subject_id), "title": "签到照片", **fields}
    return await caller.post(EVIDENCE, data=form, files={"file": (name, data or jpeg())}, headers=headers)


async def sent(caller: httpx2.AsyncClient, subject_id: Any, data: bytes = b"", **fields: str) -> Json:
    answer = await send(caller, subject_id, data, **fields)
    assert answer.status_code == 201, answer.text
    made: Json = answer.json()
    return made


async def test_given_a_visit_when_adding_a_file_then_it_is_kept_and_described(
    sign_in: SignIn, world: World, app: FastAPI
) -> None:
    visit = await visit_in(sign_in, world, "submitted")
    answer = await send(await sign_in("instructor"), visit["id"], jpeg(), "IMG 1.JPG")
    made = answer.json()
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"{EVIDENCE}/{made['id']}"
    assert answer.headers["etag"] == '"1"'
    digest = hashlib.sha256(jpeg()).hexdigest()
    assert {name: made[name] for name in ("title", "file_name", "media_type", "size", "sha256", "state")} == {
        "title": "签到照片",
        "file_name": "IMG 1.jpg",
        "media_type": "image/jpeg",
        "size": len(jpeg()),
        "sha256": digest,
        "state": "catalogued",
    }
    assert made["subject"] == {"type": "visit", "id": visit["id"], "label": "小星星幼儿园 2026-10-15"}
    assert made["duplicate_of"] == []
    files: FileStore = app.state.files
    assert files.path(digest).read_bytes() == jpeg()
    assert [path for path in files.incoming.iterdir() if path.is_file()] == []
    shown = await (await sign_in("institution")).get(f"/api/v1/visits/{visit['id']}")
    assert shown.json()["evidence_count"] == 1


async def test_given_the_record_is_seen_then_its_evidence_is_and_otherwise_it_does_not_exist(
    sign_in: SignIn, world: World
) -> None:
    mine = await draft(await sign_in("instructor"), world.kindergarten)
    handed_in = await visit_in(sign_in, world, "submitted")
    of_draft = (await sent(await sign_in("instructor"), mine["id"], pdf(), name="草稿.pdf"))["id"]
    of_visit = (await sent(await sign_in("bureau"), handed_in["id"]))["id"]
    expected: dict[str, set[str]] = {
        "instructor": {of_draft, of_visit},
        "bureau": {of_draft, of_visit},
        "leader": {of_draft, of_visit},
        "institution": {of_visit},
        "instructor2": set(),
        "bureau2": set(),
    }
    for who, ids in expected.items():
        caller = await sign_in(who)
        listed = (await caller.get(EVIDENCE)).json()["items"]
        assert {item["id"] for item in listed} == ids, who
        for visit in (mine, handed_in):
            chosen = await caller.get(EVIDENCE, params={"subject_type": "visit", "subject_id": visit["id"]})
            assert {item["id"] for item in chosen.json()["items"]} <= ids
        for one in (of_draft, of_visit):
            for address in (f"{EVIDENCE}/{one}", f"{EVIDENCE}/{one}/content"):
                answer = await caller.get(address)
                nobody = await caller.get(address.replace(one, str(new_id())))
                assert answer.status_code == (200 if one in ids else 404), (who, address)
                if one not in ids:
                    assert {**answer.json(), "request_id": ""} == {**nobody.json(), "request_id": ""}
    assert (await (await sign_in("auditor")).get(EVIDENCE)).status_code == 403


async def test_given_a_record_out_of_reach_then_it_answers_as_for_a_nonexistent_one_and_keeps_nothing(
    sign_in: SignIn, world: World, app: FastAPI, session: AsyncSession
) -> None:
    visit = await visit_in(sign_in, world, "submitted")
    answers = [await send(await sign_in("instructor2"), one) for one in (visit["id"], new_id())]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert pointers(answers[0]) == ["/subject_id"]
    assert {**answers[0].json(), "request_id": ""} == {**answers[1].json(), "request_id": ""}
    assert not app.state.files.path(hashlib.sha256(jpeg()).hexdigest()).exists()
    assert (await session.execute(select(func.count()).select_from(Blob))).scalar_one() == 0


async def test_given_a_visit_of_somebody_else_within_reach_then_only_author_and_bureau_add(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    visit = await visit_in(sign_in, world, "submitted")
    await session.execute(update(Dispatch).where(Dispatch.id == world.dispatch).values(ends_on="2026-10-14"))
    successor = update(Dispatch).where(Dispatch.id == world.other_dispatch)
    await session.execute(successor.values(institution_id=world.kindergarten, starts_on="2026-10-15"))
    await session.commit()
    assert (await send(await sign_in("instructor2"), visit["id"])).status_code == 403
    assert (await send(await sign_in("institution"), visit["id"])).status_code == 403
    assert (await send(await sign_in("leader"), visit["id"])).status_code == 403
    assert (await send(await sign_in("instructor"), visit["id"])).status_code == 201
    assert (await send(await sign_in("bureau"), visit["id"])).status_code == 201


async def test_given_a_void_visit_then_nothing_is_added(sign_in: SignIn, world: World) -> None:
    visit = await visit_in(sign_in, world, "void")
    answer = await send(await sign_in("instructor"), visit["id"])
    assert (answer.status_code, code_of(answer)) == (409, "wrong_state")
    assert "作废" in answer.json()["detail"]


async def test_given_the_same_file_twice_then_one_blob_and_a_notice(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    caller = await sign_in("instructor")
    first_visit, second_visit = [await draft(caller, world.kindergarten) for _ in range(2)]
    first = await sent(caller, first_visit["id"])
    second = await sent(caller, second_visit["id"], title="另一次的照片")
    assert second["duplicate_of"] == [
        {
            "evidence_id": first["id"],
            "title": "签到照片",
            "subject": {"type": "visit", "id": first_visit["id"], "label": "小星星幼儿园 2026-10-15"},
        }
    ]
    assert (await session.execute(select(func.count()).select_from(Blob))).scalar_one() == 1
    assert (await session.execute(select(func.count()).select_from(Evidence))).scalar_one() == 2


async def test_given_the_same_file_out_of_reach_then_there_is_no_hint_of_it(sign_in: SignIn, world: World) -> None:
    second = await sign_in("instructor2")
    foreign = await sent(second, (await draft(second, world.training))["id"])
    instructor = await sign_in("instructor")
    mine = await sent(instructor, (await draft(instructor, world.kindergarten))["id"])
    assert mine["duplicate_of"] == []
    bureau = await sign_in("bureau")
    visit = await draft(bureau, world.kindergarten, instructor_id=str(world.people["instructor"]))
    both = await sent(bureau, visit["id"])
    assert {same["evidence_id"] for same in both["duplicate_of"]} == {foreign["id"], mine["id"]}


async def test_given_a_download_then_it_can_only_be_saved(sign_in: SignIn, world: World) -> None:
    caller = await sign_in("instructor")
    visit = await draft(caller, world.kindergarten)
    data = office("word", {"word/media/a.bin": bytes(range(256)) * 4000})
    made = (await send(caller, visit["id"], data, "十月 总结（定稿）.docx")).json()
    answer = await caller.get(f"{EVIDENCE}/{made['id']}/content")
    assert (answer.status_code, answer.content) == (200, data)
    headers = answer.headers
    assert headers["content-type"] == made["media_type"]
    assert headers["content-length"] == str(len(data))
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert headers["cache-control"] == "private, no-cache"
    assert headers["etag"] == f'"{made["sha256"]}"'
    kind, plain, extended = headers["content-disposition"].split("; ")
    assert (kind, plain) == ("attachment", 'filename="evidence.docx"')
    assert unquote(extended.removeprefix("filename*=UTF-8''")) == "十月 总结（定稿）.docx"
    again = await caller.get(f"{EVIDENCE}/{made['id']}/content", headers={"If-None-Match": headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_given_lost_bytes_then_503_and_not_half_an_answer(sign_in: SignIn, world: World, app: FastAPI) -> None:
    caller = await sign_in("instructor")
    made = await sent(caller, (await draft(caller, world.kindergarten))["id"])
    app.state.files.path(made["sha256"]).unlink()
    answer = await caller.get(f"{EVIDENCE}/{made['id']}/content")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
    # The same file sent again heals it.
    await sent(caller, made["subject"]["id"])
    assert (await caller.get(f"{EVIDENCE}/{made['id']}/content")).content == jpeg()


async def test_given_a_client_made_id_then_the_same_again_is_200_and_another_file_is_taken(
    sign_in: SignIn, world: World
) -> None:
    caller = await sign_in("instructor")
    visit = await draft(caller, world.kindergarten)
    chosen = str(new_id())
    first, again = [await send(caller, visit["id"], id=chosen) for _ in range(2)]
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    for other in (
        await send(caller, visit["id"], png(), "a.png", id=chosen),
        await send(caller, visit["id"], id=chosen, title="别的"),
    ):
        assert (other.status_code, code_of(other)) == (409, "id_taken")
    second = await sign_in("instructor2")
    stolen = await send(second, (await draft(second, world.training))["id"], id=chosen)
    assert (stolen.status_code, code_of(stolen)) == (409, "id_taken")


async def test_given_an_idempotency_key_then_the_same_upload_is_one(sign_in: SignIn, world: World) -> None:
    caller = await sign_in("instructor")
    visit = await draft(caller, world.kindergarten)
    key = {"Idempotency-Key": "upload-1"}
    first, again = [await send(caller, visit["id"], headers=key) for _ in range(2)]
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    other = await send(caller, visit["id"], png(), "a.png", headers=key)
    assert (other.status_code, code_of(other)) == (422, "idempotency_key_reused")


async def test_given_a_record_closed_since_then_the_same_upload_is_answered_and_a_new_one_refused(
    sign_in: SignIn, world: World
) -> None:
    caller = await sign_in("instructor")
    visit = await draft(caller, world.kindergarten)
    chosen, key = {"id": str(new_id())}, {"Idempotency-Key": "upload-1"}
    by_key = (await send(caller, visit["id"], headers=key)).json()
    by_id = (await send(caller, visit["id"], **chosen)).json()
    await done(caller, visit, "void", REASON)
    again = await send(caller, visit["id"], headers=key)
    assert (again.status_code, again.json()["id"]) == (201, by_key["id"])
    again = await send(caller, visit["id"], **chosen)
    assert (again.status_code, again.json()["id"]) == (200, by_id["id"])
    for other in (
        await send(caller, visit["id"]),
        await send(caller, visit["id"], headers={"Idempotency-Key": "upload-2"}),
        await send(caller, visit["id"], id=str(new_id())),
    ):
        assert (other.status_code, code_of(other)) == (409, "wrong_state")
    other = await send(caller, visit["id"], png(), "a.png", **chosen)
    assert (other.status_code, code_of(other)) == (409, "id_taken")


async def test_given_a_refused_upload_then_its_key_is_free_for_when_it_is_taken(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    visit = await visit_in(sign_in, world, "void")
    refused = await send(await sign_in("instructor"), visit["id"], headers={"Idempotency-Key": "upload-1"})
    assert refused.status_code == 409
    assert (await session.execute(select(func.count()).select_from(IdempotencyKey))).scalar_one() == 0


async def test_given_a_withdrawn_piece_then_its_reason_stays_and_its_content_is_closed(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    visit = await visit_in(sign_in, world, "submitted")
    made = await sent(await sign_in("instructor"), visit["id"])
    address, version = f"{EVIDENCE}/{made['id']}", {"If-Match": '"1"'}
    body = {"reason": "照片里有别的孩子。"}
    for who in ("institution", "leader"):
        assert (await (await sign_in(who)).post(f"{address}/withdraw", json=body, headers=version)).status_code == 403
    caller = await sign_in("instructor")
    assert (await caller.post(f"{address}/withdraw", json=body)).status_code == 428
    assert (await caller.post(f"{address}/withdraw", json={}, headers=version)).status_code == 422
    gone = await caller.post(f"{address}/withdraw", json=body, headers=version)
    assert (gone.status_code, gone.json()["state"], gone.json()["version"]) == (200, "withdrawn", 2)
    twice = await caller.post(f"{address}/withdraw", json=body, headers={"If-Match": '"2"'})
    assert (twice.status_code, code_of(twice)) == (409, "wrong_state")
    for who in ("instructor", "institution", "bureau"):
        reader = await sign_in(who)
        assert (await reader.get(address)).json()["withdrawn_reason"] == body["reason"]
        assert (await reader.get(f"{address}/content")).status_code == 409
    seen = (await caller.get(f"/api/v1/visits/{visit['id']}")).json()
    assert seen["evidence_count"] == 0
    assert (await sent(caller, visit["id"]))["duplicate_of"] == []
    chosen = select(AuditEvent.action).where(AuditEvent.target_id == UUID(made["id"]), AuditEvent.outcome == "done")
    assert list(await session.scalars(chosen)) == ["evidence:add", "evidence:withdraw"]


async def test_given_the_bureau_then_it_withdraws_what_another_added(sign_in: SignIn, world: World) -> None:
    visit = await visit_in(sign_in, world, "confirmed")
    made = await sent(await sign_in("instructor"), visit["id"])
    headers = {"If-Match": '"1"'}
    answer = await (await sign_in("bureau")).post(f"{EVIDENCE}/{made['id']}/withdraw", json=REASON, headers=headers)
    assert answer.status_code == 200


@pytest.mark.parametrize("sample", HOSTILE[::6], ids=lambda sample: sample.name.encode("unicode_escape").decode())
async def test_given_a_hostile_file_then_nothing_of_it_stays(
    sign_in: SignIn, world: World, app: FastAPI, session: AsyncSession, sample: Any
) -> None:
    caller = await sign_in("instructor")
    visit = await draft(caller, world.kindergarten)
    form = {"subject_type": "visit", "subject_id": visit["id"], "title": "材料"}
    answer = await caller.post(EVIDENCE, data=form, files={"file": (sample.name, sample.data)})
    assert answer.status_code in {415, 422}, answer.text
    assert (pointers(answer), answer.json()["errors"][0]["code"]) == (["/file"], sample.expected)
    files: FileStore = app.state.files
    assert [path for path in files.root.rglob("*") if path.is_file()] == []
    assert (await session.execute(select(func.count()).select_from(Blob))).scalar_one() == 0


async def test_given_a_file_over_the_limit_then_413(sign_in: SignIn, world: World, settings: Settings) -> None:
    caller = await sign_in("instructor")
    visit = await draft(caller, world.kindergarten)
    answer = await send(caller, visit["id"], b"x" * (settings.max_upload_bytes + 1), "大.pdf")
    assert (answer.status_code, code_of(answer)) == (413, "too_large")


async def test_given_a_form_that_is_not_right_then_each_field_says_so(sign_in: SignIn, world: World) -> None:
    caller = await sign_in("instructor")
    visit = await draft(caller, world.kindergarten)
    right = {"subject_type": "visit", "subject_id": visit["id"], "title": "照片"}
    for change, where in (
        ({"subject_type": "pupil"}, "/subject_type"),
        ({"subject_id": "42"}, "/subject_id"),
        ({"title": ""}, "/title"),
        ({"title": "长" * 201}, "/title"),
        ({"id": "mine"}, "/id"),
        ({"id": ""}, "/id"),
        ({"state": "archived"}, "/state"),
    ):
        answer = await caller.post(EVIDENCE, data={**right, **change}, files={"file": ("a.jpg", jpeg())})
        assert (answer.status_code, pointers(answer)) == (422, [where]), answer.text
    without = await caller.post(EVIDENCE, data=right, files={"other": ("a.jpg", jpeg())})
    assert without.status_code == 422
    assert (await caller.post(EVIDENCE, json=right)).status_code == 415


async def test_statements_are_few(sign_in: SignIn, world: World, database: Database) -> None:
    caller = await sign_in("instructor")
    visit = await draft(caller, world.kindergarten)
    for number in range(15):
        await sent(caller, visit["id"], title=f"第 {number} 张")
    with count_statements() as creating:
        made = (await send(caller, visit["id"], headers={"Idempotency-Key": "k"}, id=str(new_id()))).json()
    with count_statements() as listing:
        assert len((await caller.get(EVIDENCE, params={"subject_id": visit["id"]})).json()["items"]) == 16
    with count_statements() as reading:
        await caller.get(f"{EVIDENCE}/{made['id']}")
    with count_statements() as downloading:
        await caller.get(f"{EVIDENCE}/{made['id']}/content")
    assert len(creating) <= 14, creating
    assert (len(listing), len(reading), len(downloading)) == (2, 2, 2)


async def test_given_the_author_was_handed_over_then_evidence_for_the_own_visit_is_still_taken(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    visit = await visit_in(sign_in, world, "submitted")
    await done(await sign_in("bureau"), visit, "return", REASON)
    await session.execute(update(Dispatch).where(Dispatch.id == world.dispatch).values(ends_on="2026-10-14"))
    await session.commit()
    assert (await send(await sign_in("instructor"), visit["id"])).status_code == 201


def test_given_a_record_type_without_provider_then_the_start_is_refused() -> None:
    with pytest.raises(MissingSubjectError, match="visit"):
        register_subjects([])
