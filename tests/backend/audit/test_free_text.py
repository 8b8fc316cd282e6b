"""What people write stays in its record: the log holds ids, codes, dates, counts and field names only."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.ids import new_id
from handinhand.foundation.audit.service import SYSTEM, FreeTextError, Target, record, record_many
from tests.backend.evidence.test_evidence_api import send
from tests.backend.visits.calls import visit_in
from tests.conftest import SignIn
from tests.world import World

PLACES: dict[str, Callable[[str], Any]] = {
    "itself": lambda words: words,
    "in a list": lambda words: ["name", words],
    "deep": lambda words: {"subject": [{"id": words}]},
    "as a key": lambda words: {words: 1},
}
FREE_TEXT = ["提前复课", "back to school", "王建国 13900000001", "=1+1", "a" * 81, "line\nbreak", "O'Neill"]


@pytest.mark.parametrize("words", FREE_TEXT)
@pytest.mark.parametrize("place", PLACES)
async def test_given_free_text_anywhere_in_the_details_then_nothing_is_written(
    world: World, session: AsyncSession, words: str, place: str
) -> None:
    hidden = PLACES[place](words)
    for write in (
        record(session, SYSTEM, "test:x", at=world.at, note=hidden),
        record_many(session, SYSTEM, "test:x", [Target("visit", new_id())], at=world.at, note=hidden),
    ):
        with pytest.raises(FreeTextError):
            await write
    count = text("select count(*) from audit_events where action = 'test:x'")
    assert (await session.execute(count)).scalar_one() == 0


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        7,
        0.5,
        "01a210b0-2aa2-759c-a2a1-243f39872f40",
        "2026-10-15",
        "2026-10",
        "2026-10-15T02:00:00+00:00",
        "Asia/Shanghai",
        "organisation_building",
        ["name", "mobile"],
        {"type": "visit", "id": "01a210b0-2aa2-759c-a2a1-243f39872f40"},
    ],
)
async def test_given_an_id_code_date_or_count_then_it_is_written(
    world: World, session: AsyncSession, value: Any
) -> None:
    await record(session, SYSTEM, "test:x", at=world.at, detail=value)
    found = text("select details -> 'detail' from audit_events where action = 'test:x'")
    assert (await session.execute(found)).scalar_one() == value


async def test_given_evidence_with_a_telling_title_then_the_log_names_its_record_instead(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    visit = await visit_in(sign_in, world, "submitted")
    instructor = await sign_in("instructor")
    made = (await send(instructor, visit["id"], title="小明家访照片")).json()
    path, match = f"/api/v1/evidence/{made['id']}/withdraw", {"If-Match": '"1"'}
    assert (await instructor.post(path, json={"reason": "照片里有学生"}, headers=match)).status_code == 200
    rows = text("select action, target_label from audit_events where target_type = 'evidence' order by id")
    label = "小星星幼儿园 2026-10-15"
    assert [tuple(row) for row in await session.execute(rows)] == [
        ("evidence:add", label),
        ("evidence:withdraw", label),
    ]
    kept = str((await session.execute(text("select row_to_json(audit_events) from audit_events"))).all())
    assert "小明" not in kept
    assert "学生" not in kept
