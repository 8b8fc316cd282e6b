"""Member counts, Party coverage and mass groups for the access matrix."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.models import MassGroup, MemberCount, PartyCoverage
from tests.world import World


async def arrange(session: AsyncSession, world: World, found: dict[str, UUID]) -> dict[str, UUID]:
    """Ids by the names that `matrix.txt` uses; `found` are those that are arranged already."""
    made: dict[str, UUID] = {"lead_count": await add_count(session, world, world.county, world.lead_school)}
    for name, bureau, institution in (
        ("supported", world.county, world.supported_school),
        ("kindergarten", world.county, world.kindergarten),
        ("foreign", world.other_county, world.foreign_kindergarten),
    ):
        made[f"{name}_count"] = await add_count(session, world, bureau, institution)
        made[f"{name}_coverage"] = await add_coverage(session, world, bureau, institution)
        made[f"{name}_group"] = await add_group(session, world, bureau, institution)
    return made


async def add_count(session: AsyncSession, world: World, bureau: UUID, organisation: UUID, **more: Any) -> UUID:
    """Two full members and a probationary one on the first of September."""
    values = {"as_of_on": date(2026, 9, 1), "full_members": 2, "probationary_members": 1, **more}
    count = MemberCount(bureau_id=bureau, organisation_id=organisation, **_stamps(world), **values)
    session.add(count)
    await session.flush()
    return count.id


async def add_coverage(session: AsyncSession, world: World, bureau: UUID, institution: UUID, **more: Any) -> UUID:
    """Not covered since March."""
    values = {"coverage": "none", "since_on": date(2026, 3, 1), "how": "", **more}
    coverage = PartyCoverage(bureau_id=bureau, institution_id=institution, **_stamps(world), **values)
    session.add(coverage)
    await session.flush()
    return coverage.id


async def add_group(session: AsyncSession, world: World, bureau: UUID, institution: UUID, **more: Any) -> UUID:
    """A union since May."""
    values = {"kind": "union", "founded_on": date(2026, 5, 1), "how": "职工大会选举", **more}
    group = MassGroup(bureau_id=bureau, institution_id=institution, **_stamps(world), **values)
    session.add(group)
    await session.flush()
    return group.id


def _stamps(world: World) -> dict[str, Any]:
    return {"created_at": world.at, "updated_at": world.at}
