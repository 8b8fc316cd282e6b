"""What the roster import writes: dispatches, affiliations and communities in bulk."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.database import Database
from handinhand.core.errors import Stale
from handinhand.core.ids import new_id
from handinhand.foundation.audit.service import SYSTEM
from handinhand.models import Affiliation, AuditEvent, Dispatch, SupportCommunity, SupportedSchool
from handinhand.programme.affiliations.errors import AffiliationOverlaps
from handinhand.programme.affiliations.service import AffiliationToSave, save_affiliations
from handinhand.programme.communities.service import CommunityToSave, save_communities
from handinhand.programme.dispatches import queries
from handinhand.programme.dispatches.errors import DispatchOverlaps
from handinhand.programme.dispatches.rules import state_on
from handinhand.programme.dispatches.schemas import DispatchToSave
from handinhand.programme.dispatches.service import save_dispatches
from tests.backend.statements import count_statements
from tests.world import World, organisation


def dispatch(world: World, **changes: Any) -> DispatchToSave:
    facts: dict[str, Any] = {
        "id": None,
        "version": None,
        "institution_id": world.supported_school,
        "instructor_id": world.people["instructor"],
        "starts_on": date(2026, 3, 1),
        "document_number": "15号",
    }
    return DispatchToSave(**facts | changes)


async def test_given_new_and_known_dispatches_then_both_are_written_and_ids_come_in_order(
    session: AsyncSession, world: World
) -> None:
    known = dispatch(
        world, id=world.dispatch, version=1, institution_id=world.kindergarten, starts_on=date(2025, 8, 20)
    )
    ids = await save_dispatches(session, SYSTEM, world.county, [dispatch(world), known], at=world.at)
    await session.commit()
    assert ids[1] == world.dispatch
    made = await session.get_one(Dispatch, ids[0])
    assert (made.institution_id, made.starts_on, made.ends_on, made.version) == (
        world.supported_school,
        date(2026, 3, 1),
        None,
        1,
    )
    changed = await session.get_one(Dispatch, world.dispatch, populate_existing=True)
    assert (changed.starts_on, changed.document_number, changed.version) == (date(2025, 8, 20), "15号", 2)
    events = select(AuditEvent.action, AuditEvent.target_id).where(AuditEvent.target_type == "dispatch")
    assert set(map(tuple, await session.execute(events))) == {
        ("dispatch:create", ids[0]),
        ("dispatch:update", world.dispatch),
    }
    jobs = text("select count(*) from procrastinate_jobs where task_name = 'obligations:recount'")
    assert (await session.execute(jobs)).scalar_one() == 1


async def test_given_a_dispatch_changed_since_the_preview_then_nothing_is_written(
    session: AsyncSession, world: World
) -> None:
    old = dispatch(world, id=world.dispatch, version=3, institution_id=world.kindergarten)
    with pytest.raises(Stale):
        await save_dispatches(session, SYSTEM, world.county, [old], at=world.at)
    foreign = dispatch(world, id=world.dispatch, version=1)
    with pytest.raises(Stale):
        await save_dispatches(session, SYSTEM, world.other_county, [foreign], at=world.at)


async def test_given_an_overlap_then_it_is_refused_in_words(session: AsyncSession, world: World) -> None:
    with pytest.raises(DispatchOverlaps, match="重叠"):
        await save_dispatches(
            session, SYSTEM, world.county, [dispatch(world, institution_id=world.kindergarten)], at=world.at
        )


async def test_given_many_rows_then_the_statements_stay_as_many(
    session: AsyncSession, world: World, database: Database
) -> None:
    async def statements(count: int) -> int:
        places = [
            organisation(world.at, new_id(), world.county, world.county, "training", "private", f"培训{count}之{n}")
            for n in range(count)
        ]
        session.add_all(places)
        await session.commit()
        rows = [dispatch(world, institution_id=place.id) for place in places]
        with count_statements() as seen:
            ids = await save_dispatches(session, SYSTEM, world.county, rows, at=world.at)
            again = [
                dispatch(world, id=row_id, version=1, institution_id=row.institution_id)
                for row_id, row in zip(ids, rows, strict=True)
            ]
            await save_dispatches(session, SYSTEM, world.county, again, at=world.at)
        return len(seen)

    assert await statements(2) == await statements(60) <= 8


async def test_given_affiliations_then_one_host_at_a_time(session: AsyncSession, world: World) -> None:
    row = AffiliationToSave(None, None, world.training, world.host_branch, date(2026, 3, 1), "15号")
    (made,) = await save_affiliations(session, SYSTEM, world.county, [row], at=world.at)
    changed = AffiliationToSave(made, 1, world.training, world.host_branch, date(2026, 4, 1), None)
    assert await save_affiliations(session, SYSTEM, world.county, [changed], at=world.at) == [made]
    kept = await session.get_one(Affiliation, made, populate_existing=True)
    assert (kept.starts_on, kept.document_number, kept.version) == (date(2026, 4, 1), None, 2)
    with pytest.raises(Stale):
        await save_affiliations(session, SYSTEM, world.county, [changed], at=world.at)
    with pytest.raises(AffiliationOverlaps):
        await save_affiliations(session, SYSTEM, world.county, [row], at=world.at)


async def test_given_communities_then_they_are_kept_and_schools_join_them(session: AsyncSession, world: World) -> None:
    new = CommunityToSave(
        None, None, "城南学校—雏鹰学校帮扶共同体", world.lead_school, date(2026, 9, 1), [world.training]
    )
    known = CommunityToSave(
        world.community, 1, "桥山中学—兴华学校帮扶共同体", world.lead_school, date(2025, 9, 1), [world.kindergarten]
    )
    made, same = await save_communities(session, SYSTEM, world.county, [new, known], at=world.at)
    assert same == world.community
    members = select(SupportedSchool.community_id, SupportedSchool.school_id, SupportedSchool.joined_on)
    assert set(map(tuple, await session.execute(members))) == {
        (made, world.training, date(2026, 9, 1)),
        (world.community, world.supported_school, date(2025, 9, 1)),
        (world.community, world.kindergarten, date(2025, 9, 1)),
    }
    kept = await session.get_one(SupportCommunity, world.community, populate_existing=True)
    assert kept.version == 2
    with pytest.raises(Stale):
        await save_communities(session, SYSTEM, world.county, [known], at=world.at)


@pytest.mark.parametrize("today", [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)])
@pytest.mark.parametrize("ends_on", [None, date(2026, 3, 1), date(2026, 3, 31)])
async def test_given_any_day_then_the_state_in_the_list_is_the_state_by_the_rules(
    today: date, ends_on: date | None, session: AsyncSession, world: World
) -> None:

    (made,) = await save_dispatches(session, SYSTEM, world.county, [dispatch(world)], at=world.at)
    kept = await session.get_one(Dispatch, made)
    kept.ends_on = ends_on
    await session.flush()
    read = await queries.read_dispatch(session, made, today)
    assert read.state == state_on(date(2026, 3, 1), ends_on, today)
