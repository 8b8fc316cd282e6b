"""Support communities, their contacts, plans and targets for the access matrix."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.ids import new_id
from handinhand.models import CommunityContact, CommunityPlanItem, SupportCommunity, SupportedSchool, Target
from tests.world import World, organisation

SINCE = date(2025, 9, 1)


async def arrange(session: AsyncSession, world: World, found: dict[str, UUID]) -> dict[str, UUID]:
    """Ids by the names that `matrix.txt` uses; `found` are those that are arranged already."""
    own = await of_community(session, world, "own", world.county, world.community)
    foreign_id = await add_community(session, world, world.other_county, "白水一中", world.foreign_kindergarten)
    other_id = await add_community(session, world, world.county, "城南学校", world.training)
    foreign = await of_community(session, world, "foreign", world.other_county, foreign_id)
    other = await of_community(session, world, "other", world.county, other_id)
    return {**own, **foreign, **other}


async def add_community(
    session: AsyncSession, world: World, bureau: UUID, lead: str, supported: UUID, **more: Any
) -> UUID:
    """A community at work with a lead school of its own."""
    stamps = {"created_at": world.at, "updated_at": world.at}
    school = organisation(world.at, new_id(), bureau, bureau, "school", "public", lead)
    session.add(school)
    await session.flush()
    values: dict[str, Any] = {"state": "active", "starts_on": SINCE, **more}
    community = SupportCommunity(
        bureau_id=bureau, name=f"{lead}帮扶共同体", lead_school_id=school.id, **values, **stamps
    )
    session.add(community)
    await session.flush()
    session.add(
        SupportedSchool(bureau_id=bureau, community_id=community.id, school_id=supported, joined_on=SINCE, **stamps)
    )
    await session.flush()
    return community.id


async def of_community(
    session: AsyncSession, world: World, name: str, bureau: UUID, community: UUID
) -> dict[str, UUID]:
    """A contact and a plan item of each side, and a target."""
    member = (
        await session.execute(select(SupportedSchool).where(SupportedSchool.community_id == community))
    ).scalar_one()
    lead = (await session.get_one(SupportCommunity, community)).lead_school_id
    common: dict[str, Any] = {"bureau_id": bureau, "created_at": world.at, "updated_at": world.at}
    of_lead = {"community_id": community, "school_id": lead, **common}
    of_supported = {"community_id": community, "school_id": member.school_id, **common}
    contact = CommunityContact(strand="teaching", name="张明", **of_lead)
    task = CommunityPlanItem(year=2026, kind="key_task", strand="teaching", content="每月送教", **of_lead)
    need = CommunityPlanItem(year=2026, kind="need", strand="teaching", content="缺数学教师", **of_supported)
    target = Target(
        supported_school_id=member.id, measure="backbone_teachers", aim=3, starts_on=SINCE, ends_on=date(2028, 8, 31),
        **common,
    )  # fmt: skip
    session.add_all([contact, task, need, target])
    await session.flush()
    return {
        f"{name}_community": community,
        f"{name}_contact": contact.id,
        f"{name}_task": task.id,
        f"{name}_need": need.id,
        f"{name}_target": target.id,
    }
