"""What other features call of the tree: records in bulk for imports, bureaus for the first start."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.database import Database
from handinhand.core.errors import Invalid, Stale
from handinhand.foundation.audit.service import SYSTEM, ActorRef
from handinhand.foundation.organisations import service
from handinhand.foundation.organisations.service import InstitutionToSave, PartyOrganisationToSave, PersonToSave
from handinhand.foundation.settings import service as settings
from handinhand.models import AuditEvent, Organisation, PartyOrganisation, Person
from tests.backend.statements import count_statements
from tests.world import World


def institution(world: World, name: str, **more: Any) -> InstitutionToSave:
    plain = InstitutionToSave(
        id=None,
        version=None,
        name=name,
        kind="kindergarten",
        ownership="private",
        address="东大街 18 号",
        longitude=109.5861,
        latitude=34.9553,
        datum="gcj02",
        full_members=None,
        probationary_members=None,
        section_id=world.section,
        joined_on=date(2025, 9, 1),
    )
    return replace(plain, **more)


@pytest.fixture
def actor(world: World) -> ActorRef:
    return ActorRef(world.users["bureau"], "bureau", world.county)


async def test_given_new_and_known_institutions_then_ids_come_in_order_and_each_is_written_whole(
    session: AsyncSession, world: World, actor: ActorRef
) -> None:
    known = institution(
        world, "不会改的名称", id=world.kindergarten, version=1, kind="training", full_members=2, section_id=None
    )
    rows = [institution(world, "一园"), known, institution(world, "二园", full_members=3)]
    ids = await service.save_institutions(session, actor, world.county, rows, at=world.at)
    assert ids[1] == world.kindergarten
    made = {row.id: row for row in (await session.execute(select(Organisation))).scalars()}
    first, changed, second = (made[row_id] for row_id in ids)
    assert (first.name, first.name_pinyin, first.parent_id, first.bureau_id) == (
        "一园",
        "yiyuan",
        world.county,
        world.county,
    )
    assert (first.members_as_of_on, second.members_as_of_on, first.version) == (None, date(2026, 10, 15), 1)
    assert (changed.name, changed.kind, changed.section_id, changed.version) == ("小星星幼儿园", "training", None, 2)
    assert (changed.full_members, changed.members_as_of_on) == (2, date(2026, 10, 15))
    assert (changed.longitude, changed.updated_at) == (109.5861, world.at)
    events = (await session.execute(select(AuditEvent))).scalars().all()
    assert {(event.action, event.target_id, event.target_label) for event in events} == {
        ("organisation:create", ids[0], "一园"),
        ("organisation:create", ids[2], "二园"),
        ("organisation:update", ids[1], "不会改的名称"),
    }
    assert {event.actor_user_id for event in events} == {world.users["bureau"]}


async def test_given_the_same_counts_then_their_day_stays(session: AsyncSession, world: World, actor: ActorRef) -> None:
    kept = await session.get_one(Organisation, world.kindergarten)
    kept.full_members, kept.probationary_members, kept.members_as_of_on = 2, 1, date(2026, 6, 30)
    await session.flush()
    same = institution(
        world, kept.name, id=kept.id, version=2, full_members=2, probationary_members=1, address="新地址"
    )
    await service.save_institutions(session, actor, world.county, [same], at=world.at)
    await session.refresh(kept)
    assert (kept.address, kept.members_as_of_on, kept.version) == ("新地址", date(2026, 6, 30), 3)
    await service.save_institutions(
        session, actor, world.county, [replace(same, version=3, probationary_members=0)], at=world.at
    )
    await session.refresh(kept)
    assert kept.members_as_of_on == date(2026, 10, 15)


async def test_sections_party_organisations_and_people_are_made_and_changed(
    session: AsyncSession, world: World, actor: ActorRef
) -> None:
    [section] = await service.save_sections(session, actor, world.county, ["安全股"], at=world.at)
    made = await session.get_one(Organisation, section)
    assert (made.kind, made.parent_id, made.name_initials) == ("section", world.county, "aqg")
    parties = [
        PartyOrganisationToSave(None, None, "启航党支部", "branch", world.training),
        PartyOrganisationToSave(world.host_branch, 1, "桥山中学党总支", "general_branch", world.lead_school),
    ]
    party_ids = await service.save_party_organisations(session, actor, world.county, parties, at=world.at)
    changed = await session.get_one(PartyOrganisation, party_ids[1], populate_existing=True)
    assert (changed.id, changed.name, changed.kind, changed.version) == (
        world.host_branch,
        "桥山中学党总支",
        "general_branch",
        2,
    )
    assert changed.name_initials == "qszxdzz"
    people = [
        PersonToSave(world.people["instructor"], 1, "王建国", "13900000001", world.training),
        PersonToSave(None, None, "周明", None, world.training),
    ]
    person_ids = await service.save_people(session, actor, world.county, people, at=world.at)
    moved = await session.get_one(Person, person_ids[0], populate_existing=True)
    assert (moved.id, moved.mobile, moved.organisation_id, moved.version) == (
        world.people["instructor"],
        "13900000001",
        world.training,
        2,
    )
    assert (await session.get_one(Person, person_ids[1])).name_pinyin == "zhouming"
    assert (await session.execute(select(func.count()).select_from(AuditEvent))).scalar_one() == 5


async def test_given_an_older_version_or_another_bureaus_record_then_stale(
    session: AsyncSession, world: World, actor: ActorRef
) -> None:
    for row in (
        institution(world, "旧的", id=world.kindergarten, version=7),
        institution(world, "别人的", id=world.foreign_kindergarten, version=1),
    ):
        with pytest.raises(Stale):
            await service.save_institutions(session, actor, world.county, [row], at=world.at)
    person = PersonToSave(world.people["lead"], 2, "赵书记", None, world.lead_school)
    with pytest.raises(Stale):
        await service.save_people(session, actor, world.county, [person], at=world.at)


async def test_given_a_taken_name_then_invalid_and_nothing_raw(
    session: AsyncSession, world: World, actor: ActorRef
) -> None:
    with pytest.raises(Invalid) as refused:
        await service.save_sections(session, actor, world.county, ["民办教育股"], at=world.at)
    assert refused.value.errors[0].code == "name_taken"


async def test_given_no_rows_then_nothing_is_asked(
    session: AsyncSession, database: Database, world: World, actor: ActorRef
) -> None:
    saves: list[Callable[..., Any]] = [
        service.save_sections,
        service.save_institutions,
        service.save_party_organisations,
        service.save_people,
    ]
    with count_statements() as seen:
        for save in saves:
            assert await save(session, actor, world.county, [], at=world.at) == []
    assert seen == []


async def test_bulk_work_asks_as_little_for_many_rows_as_for_few(
    session: AsyncSession, database: Database, world: World, actor: ActorRef
) -> None:
    asked = []
    for count in (5, 50):
        rows = [institution(world, f"{count}-{number}") for number in range(count)]
        with count_statements() as seen:
            ids = await service.save_institutions(session, actor, world.county, rows, at=world.at)
            again = [replace(row, id=row_id, version=1) for row, row_id in zip(rows, ids, strict=True)]
            await service.save_institutions(session, actor, world.county, again, at=world.at)
        asked.append(len(seen))
    assert asked[0] == asked[1] <= 6


async def test_a_bureau_comes_with_settings_and_the_official_calendar(session: AsyncSession, world: World) -> None:
    made = await service.create_bureau(session, "富平县教育局", world.municipal, world.at, SYSTEM)
    assert (made.kind, made.bureau_id, made.parent_id) == ("bureau", made.id, world.municipal)
    assert (await settings.read(session, made.id)).visit_grace_working_days == 5
    calendar = await settings.calendar(session, made.id)
    assert calendar.known_years >= {2025, 2026}
    assert date(2026, 10, 1) in calendar.off


async def test_a_bureau_is_found_again_by_its_name(session: AsyncSession, world: World) -> None:
    first = await service.found_bureau(session, name="富平县教育局", at=world.at)
    assert (await service.found_bureau(session, name="富平县教育局", at=world.at)).id == first.id
    assert (await service.found_bureau(session, name="蒲城县教育局", at=world.at)).id == world.county
