"""What is closed is history: readable, not writable (domain.md §7).

The bureau alone still puts right what happened before, where something else is counted from it.
"""

from datetime import date
from typing import Any

import httpx2
import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.models import Evidence, Organisation, SupportCommunity
from tests.backend.access.conftest import FILE, Records
from tests.conftest import SignIn
from tests.world import World

TODAY = date(2026, 10, 15)
CLOSED_ON = date(2026, 10, 10)


async def close(session: AsyncSession, organisation_id: Any) -> None:
    place = await session.get_one(Organisation, organisation_id)
    place.closed_on = CLOSED_ON
    await session.commit()


async def end(session: AsyncSession, world: World, state: str) -> None:
    community = await session.get_one(SupportCommunity, world.community)
    community.state, community.ends_on = state, CLOSED_ON
    await session.commit()


async def change(caller: httpx2.AsyncClient, path: str, body: dict[str, Any]) -> httpx2.Response:
    """On top of the version that it has now; a verb when the path ends in one."""
    record, verb = "/".join(path.split("/")[:2]), path.count("/") > 1
    version = (await caller.get(f"/api/v1/{record}")).headers["etag"]
    method = "POST" if verb else "PATCH"
    return await caller.request(method, f"/api/v1/{path}", json=body, headers={"If-Match": version})


async def upload(caller: httpx2.AsyncClient, kind: str, record_id: Any) -> httpx2.Response:
    form = {"subject_type": kind, "subject_id": str(record_id), "title": "照片"}
    return await caller.post("/api/v1/evidence", data=form, files={"file": ("照片.png", FILE)})


def said(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


CLOSED = (409, "organisation_closed")
BY_NOBODY = [
    ("standards-reviews", "supported_review", {"summary": "改一改"}),
    ("member-counts", "supported_count", {"full_members": 9}),
    ("party-coverages", "supported_coverage", {"how": "改一改"}),
    ("mass-groups", "supported_group", {"how": "改一改"}),
]


@pytest.mark.parametrize(("path", "name", "body"), BY_NOBODY, ids=[path for path, _, _ in BY_NOBODY])
async def test_given_a_closed_institution_then_what_was_found_and_counted_there_stays_and_is_read(
    path: str, name: str, body: dict[str, Any], records: Records, sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    await close(session, world.supported_school)
    for username in ("bureau", "supported"):
        caller = await sign_in(username)
        before = (await caller.get(f"/api/v1/{path}/{records[name]}")).json()
        assert said(await change(caller, f"{path}/{records[name]}", body)) == CLOSED, username
        # 409 comes before 422.
        assert said(await change(caller, f"{path}/{records[name]}", {"unknown": 1})) == CLOSED
        assert (await caller.get(f"/api/v1/{path}/{records[name]}")).json() == before


async def test_given_a_closed_institution_then_its_review_takes_no_file_and_offers_no_correction(
    records: Records, sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    bureau, review = await sign_in("bureau"), records["supported_review"]
    assert (await bureau.get(f"/api/v1/standards-reviews/{review}")).json()["may_change"]
    assert (await upload(bureau, "standards_review", review)).status_code == 201
    await close(session, world.supported_school)
    assert not (await bureau.get(f"/api/v1/standards-reviews/{review}")).json()["may_change"]
    assert said(await upload(bureau, "standards_review", review)) == (409, "wrong_state")
    kept = select(func.count()).select_from(Evidence).where(Evidence.subject_id == review)
    assert (await session.execute(kept)).scalar_one() == 1


REGISTERS = [
    ("backbone-teachers", "supported_teacher", "backbone_teacher", {"training_on": "2025-10-09"}, "training_on"),
    ("member-developments", "supported_member", "member_development", {"activist_on": "2025-03-06"}, "activist_on"),
]


@pytest.mark.parametrize(("path", "name", "kind", "body", "field"), REGISTERS, ids=[each[0] for each in REGISTERS])
async def test_given_a_closed_institution_then_the_bureau_alone_puts_days_of_its_registers_right_up_to_the_closing(
    path: str, name: str, kind: str, body: dict[str, Any], field: str,
    records: Records, sign_in: SignIn, world: World, session: AsyncSession,
) -> None:  # fmt: skip
    await close(session, world.supported_school)
    record = f"{path}/{records[name]}"
    ending = {"on": "2026-10-10", "reason": "学校停办"}
    for username in ("supported", "lead"):
        caller = await sign_in(username)
        assert (await caller.get(f"/api/v1/{record}")).status_code == 200
        assert said(await change(caller, record, body)) == CLOSED
        assert said(await change(caller, f"{record}/end", ending)) == CLOSED
        assert said(await upload(caller, kind, records[name])) == (409, "wrong_state")
    bureau = await sign_in("bureau")
    late = await change(bureau, record, {field: "2026-10-11"})
    assert [(each["pointer"], each["code"]) for each in late.json()["errors"]] == [(f"/{field}", "after_closing")]
    assert (await change(bureau, record, body)).json()[field] == body[field]
    late = await change(bureau, f"{record}/end", ending | {"on": "2026-10-11"})
    assert [(each["pointer"], each["code"]) for each in late.json()["errors"]] == [("/on", "after_closing")]
    assert (await upload(bureau, kind, records[name])).status_code == 201
    assert (await change(bureau, f"{record}/end", ending)).json()["ended_on"] == "2026-10-10"


async def test_given_a_closed_institution_then_a_stage_is_reached_before_the_closing_and_noted_by_the_bureau(
    records: Records, sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    await close(session, world.supported_school)
    verb = f"member-developments/{records['supported_member']}/advance"
    step = {"stage": "development_target", "on": "2026-10-11"}
    assert said(await change(await sign_in("supported"), verb, step)) == CLOSED
    bureau = await sign_in("bureau")
    late = await change(bureau, verb, step)
    assert [(each["pointer"], each["code"]) for each in late.json()["errors"]] == [("/on", "after_closing")]
    assert (await change(bureau, verb, step | {"on": "2026-10-10"})).json()["target_on"] == "2026-10-10"


async def test_given_a_closed_school_then_its_practices_are_not_written_on_and_the_bureau_still_takes_them_off(
    records: Records, sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    lead, bureau = await sign_in("lead"), await sign_in("bureau")
    await close(session, world.lead_school)
    draft = f"good-practices/{records['draft_practice']}"
    for caller in (lead, bureau):
        assert said(await change(caller, draft, {"title": "另一个题目"})) == CLOSED
        assert said(await change(caller, f"{draft}/propose", {})) == CLOSED
        assert said(await upload(caller, "good_practice", records["draft_practice"])) == (409, "wrong_state")
    new = {"school_id": str(world.lead_school), "title": "一节课，两校一起备", "story": "每月一次。"}
    wrong = (await bureau.post("/api/v1/good-practices", json=new)).json()["errors"]
    assert [(each["pointer"], each["code"]) for each in wrong] == [("/school_id", "school_closed")]
    published = f"good-practices/{records['named_practice']}/withdraw"
    assert (await change(bureau, published, {"reason": "学校已停办"})).json()["state"] == "withdrawn"


# A community that has ended


async def test_given_a_closed_school_or_an_ended_community_then_its_targets_stay_as_they_were(
    records: Records, sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    bureau, target = await sign_in("bureau"), f"targets/{records['own_target']}"
    new = {
        "community_id": str(world.community), "school_id": str(world.supported_school),
        "measure": "activities_teaching", "aim": 12,
    }  # fmt: skip
    assert (await change(bureau, target, {"aim": 4})).json()["aim"] == 4
    await close(session, world.supported_school)
    assert said(await change(bureau, target, {"aim": 5})) == CLOSED
    wrong = (await bureau.post("/api/v1/targets", json=new)).json()["errors"]
    assert [(each["pointer"], each["code"]) for each in wrong] == [("/school_id", "school_closed")]
    await end(session, world, "dissolved")
    assert said(await change(bureau, target, {"aim": 5})) == (409, "community_state")
    assert said(await bureau.post("/api/v1/targets", json=new)) == (409, "community_state")
    assert (await bureau.get(f"/api/v1/{target}")).json()["aim"] == 4


async def test_given_an_ended_community_then_who_answered_and_what_was_planned_stays(
    records: Records, sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    await end(session, world, "dissolved")
    for username in ("bureau", "lead"):
        caller = await sign_in(username)
        for record, body in (
            (f"community-contacts/{records['own_contact']}", {"duty": "别的"}),
            (f"community-plan-items/{records['own_task']}", {"done_on": "2026-10-12"}),
        ):
            assert said(await change(caller, record, body)) == (409, "community_state"), record
        gone = await caller.delete(f"/api/v1/{record}", headers={"If-Match": '"1"'})
        assert said(gone) == (409, "community_state")


@pytest.mark.parametrize("state", ["renewed", "dissolved", "completed"])
async def test_given_an_ended_community_then_what_was_planned_in_its_term_is_completed_and_then_the_bureau_s(
    state: str, records: Records, sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    await end(session, world, state)
    lead, bureau = await sign_in("lead"), await sign_in("bureau")
    record = f"activities/{records['own_activity']}"
    held = {"content": "同上一节课", "outcome": "收获不少", "lead_participants": 3, "supported_participants": 4}
    late = await change(lead, f"{record}/complete", held | {"starts_on": "2026-10-11"})
    assert late.status_code == 422, late.text
    assert (await change(lead, f"{record}/complete", held | {"starts_on": "2026-10-09"})).json()["state"] == "done"
    assert said(await change(lead, record, {"outcome": "收获很多"})) == (409, "activity_state")
    assert (await change(bureau, record, {"outcome": "收获很多"})).json()["outcome"] == "收获很多"
    assert (await change(bureau, record, {"starts_on": "2026-10-12"})).status_code == 422
    # What proves it is handed in at the year's end, which may come later than the community's.
    assert (await upload(lead, "activity", records["own_activity"])).status_code == 201
