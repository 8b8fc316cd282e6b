"""What lies within somebody else's reach does not exist for a stranger, record by record (promises.md S2)."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.errors import Stale
from handinhand.foundation.audit.service import SYSTEM
from handinhand.models import ActivityKind, BackboneTeacher, Checklist
from handinhand.programme.development.service import TeacherToSave, save_teachers
from tests.backend.access.conftest import Records
from tests.backend.evidence.corpus import png
from tests.conftest import SignIn
from tests.world import World

STRANGERS = [
    ("lead", "communities", "other_community"),
    ("bureau", "communities", "foreign_community"),
    ("lead", "community-contacts", "other_contact"),
    ("lead", "community-plan-items", "other_task"),
    ("lead", "activities", "other_activity"),
    ("bureau", "activities", "foreign_activity"),
    ("bureau", "activity-kinds", "foreign_kind"),
    ("lead", "targets", "other_target"),
    ("lead", "backbone-teachers", "kindergarten_teacher"),
    ("lead", "member-developments", "kindergarten_member"),
    ("lead", "member-counts", "kindergarten_count"),
    ("bureau", "member-counts", "lead_count"),
    ("lead", "party-coverages", "kindergarten_coverage"),
    ("lead", "mass-groups", "kindergarten_group"),
    ("lead", "good-practices", "proposed_practice"),
    ("supported", "good-practices", "named_practice"),
    ("teacher", "good-practices", "draft_practice"),
    ("bureau", "good-practices", "foreign_practice"),
    ("bureau", "checklists", "foreign_checklist"),
    ("institution", "checklists", "own_draft"),
    ("lead", "standards-reviews", "kindergarten_review"),
    ("bureau", "standards-reviews", "foreign_review"),
]


@pytest.mark.parametrize(("username", "resource", "subject"), STRANGERS)
async def test_given_a_stranger_then_the_record_does_not_exist(
    sign_in: SignIn, records: Records, username: str, resource: str, subject: str
) -> None:
    answer = await (await sign_in(username)).get(f"/api/v1/{resource}/{records[subject]}")
    assert answer.status_code == 404, answer.text


def codes_of(answer: Any) -> dict[str, str]:
    assert answer.status_code == 422, answer.text
    return {error["pointer"]: error["code"] for error in answer.json()["errors"]}


async def test_given_references_into_the_other_county_then_they_are_unknown(
    sign_in: SignIn, records: Records, world: World
) -> None:
    bureau = await sign_in("bureau")
    activity = {
        "community_id": str(world.community), "strand": "teaching", "kind_id": str(records["foreign_kind"]),
        "title": "送教", "starts_on": "2026-10-20",
    }  # fmt: skip
    assert codes_of(await bureau.post("/api/v1/activities", json=activity)) == {"/kind_id": "unknown_kind"}
    foreign = str(records["foreign_community"])
    target = {
        "community_id": foreign, "school_id": str(world.foreign_kindergarten), "measure": "members_admitted", "aim": 3
    }  # fmt: skip
    assert codes_of(await bureau.post("/api/v1/targets", json=target)) == {"/school_id": "not_a_member"}
    review = {
        "institution_id": str(world.training), "checklist_id": str(records["foreign_checklist"]), "mode": "joint",
        "reviewed_on": "2026-10-12", "reviewers": "张静", "results": [],
    }  # fmt: skip
    assert codes_of(await bureau.post("/api/v1/standards-reviews", json=review)) == {
        "/checklist_id": "unknown_checklist"
    }
    member = {
        "institution_id": str(world.training), "name": "周燕", "applied_on": "2023-03-01",
        "party_organisation_id": str(records["foreign_branch"]),
    }  # fmt: skip
    assert codes_of(await bureau.post("/api/v1/member-developments", json=member)) == {
        "/party_organisation_id": "unknown_party_organisation"
    }


async def test_given_a_good_practice_then_its_school_activity_and_audience_are_of_its_county(
    sign_in: SignIn, records: Records, world: World
) -> None:
    bureau = await sign_in("bureau")
    story = {"title": "两校同备", "story": "一起备课。"}
    refused = await bureau.post("/api/v1/good-practices", json=story | {"school_id": str(world.foreign_kindergarten)})
    assert codes_of(refused) == {"/school_id": "unknown_school"}
    own = story | {"school_id": str(world.lead_school), "activity_id": str(records["foreign_activity"])}
    assert codes_of(await bureau.post("/api/v1/good-practices", json=own)) == {"/activity_id": "unknown_activity"}
    to_strangers = {"audience": "some", "audience_ids": [str(world.foreign_kindergarten)], "faces_consented": True}
    refused = await bureau.post(
        f"/api/v1/good-practices/{records['proposed_practice']}/publish", json=to_strangers, headers={"If-Match": '"1"'}
    )
    assert codes_of(refused) == {"/audience_ids/0": "unknown_organisation"}


async def test_given_a_community_s_evidence_then_its_schools_and_the_bureau_see_it_and_nobody_else(
    sign_in: SignIn, records: Records, world: World
) -> None:
    form = {"subject_type": "community", "subject_id": str(world.community), "title": "协议"}
    files = {"file": ("协议.png", png(), "image/png")}
    made = await (await sign_in("supported")).post("/api/v1/evidence", data=form, files=files)
    assert made.status_code == 201, made.text
    refused = await (await sign_in("institution")).post("/api/v1/evidence", data=form, files=files)
    assert list(codes_of(refused)) == ["/subject_id"]
    for username, status in (
        ("lead", 200),
        ("supported", 200),
        ("leader", 200),
        ("institution", 404),
        ("bureau2", 404),
    ):
        answer = await (await sign_in(username)).get(f"/api/v1/evidence/{made.json()['id']}")
        assert answer.status_code == status, username


async def test_given_the_lists_that_a_bureau_may_change_then_reading_them_makes_none(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    for username in ("bureau", "bureau2"):
        for path in ("activity-kinds", "checklists"):
            answer = await (await sign_in(username)).get(f"/api/v1/{path}")
            assert (answer.status_code, answer.json()["items"]) == (200, [])
    for table in (ActivityKind, Checklist):
        assert (await session.execute(select(table))).scalars().all() == []


async def test_given_another_county_s_record_then_a_register_never_changes_it(
    records: Records, world: World, session: AsyncSession
) -> None:
    foreign = await session.get_one(BackboneTeacher, records["foreign_teacher"])
    row = TeacherToSave(
        foreign.id, foreign.version, foreign.school_id, "陈静", "数学", None, foreign.selected_on, None, None, None
    )
    with pytest.raises(Stale):
        await save_teachers(session, SYSTEM, world.county, [row], at=world.at)
