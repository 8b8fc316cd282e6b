"""Activities and their kinds for the access matrix."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.models import Activity, ActivityKind, SupportCommunity
from tests.world import World


async def arrange(session: AsyncSession, world: World, found: dict[str, UUID]) -> dict[str, UUID]:
    """Ids by the names that `matrix.txt` uses; `found` are those that are arranged already."""
    made: dict[str, UUID] = {}
    for name, bureau in (("own", world.county), ("foreign", world.other_county)):
        kind = ActivityKind(
            bureau_id=bureau, strand="teaching", name="送教下乡", position=1, created_at=world.at, updated_at=world.at
        )
        session.add(kind)
        await session.flush()
        made[f"{name}_kind"] = kind.id
    for name, kind in (("own", "own"), ("foreign", "foreign"), ("other", "own")):
        community = await session.get_one(SupportCommunity, found[f"{name}_community"])
        author = world.users["bureau2" if name == "foreign" else "bureau"]
        made[f"{name}_activity"] = await add_activity(
            session, world, community, made[f"{kind}_kind"], author, community.lead_school_id
        )
    own = await session.get_one(SupportCommunity, found["own_community"])
    made["supported_activity"] = await add_activity(
        session, world, own, made["own_kind"], world.users["supported"], world.supported_school
    )
    return made


async def add_activity(
    session: AsyncSession,
    world: World,
    community: SupportCommunity,
    kind: UUID,
    author: UUID,
    organiser: UUID,
    **more: Any,
) -> UUID:
    """A planned activity."""
    values: dict[str, Any] = {
        "strand": "teaching", "title": "数学同课异构", "state": "planned", "starts_on": date(2026, 10, 20),
        "ends_on": date(2026, 10, 20), **more,
    }  # fmt: skip
    activity = Activity(
        bureau_id=community.bureau_id, community_id=community.id, kind_id=kind, organiser_id=organiser,
        entered_by_user_id=author, created_at=world.at, updated_at=world.at, **values,
    )  # fmt: skip
    session.add(activity)
    await session.flush()
    return activity.id
