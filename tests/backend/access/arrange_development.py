"""Backbone teachers, member developments, checklists and reviews for the access matrix."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from tests.world import World


async def arrange(session: AsyncSession, world: World, found: dict[str, UUID]) -> dict[str, UUID]:
    """Ids by the names that `matrix.txt` uses; `found` are those that are arranged already."""
    return {}
