"""Machine clients, grants and deliveries of figures for the access matrix."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.models import ClientGrant, FiguresDelivery, OauthClient
from tests.world import World

NOTHING = dict.fromkeys(("owed", "open", "met", "met_late", "missed", "unassigned", "waived"), 0)


async def arrange(session: AsyncSession, world: World, found: dict[str, UUID]) -> dict[str, UUID]:
    """Ids by the names that `matrix.txt` uses; `found` are those that are arranged already."""
    made: dict[str, UUID] = {}
    for name, bureau in (("own", world.county), ("foreign", world.other_county)):
        common: dict[str, Any] = {"bureau_id": bureau, "created_at": world.at, "updated_at": world.at}
        client = OauthClient(code=f"{name}-system", name="对接系统", scopes=["stats:read"], **common)
        session.add(client)
        await session.flush()
        grant = ClientGrant(client_id=client.id, scopes=["stats:read"], **common)
        delivery = FiguresDelivery(
            month=date(2026, 9, 1), state="queued", payload={"figures": {"month": "2026-09", **NOTHING}}, **common
        )
        session.add_all([grant, delivery])
        await session.flush()
        made |= {f"{name}_client": client.id, f"{name}_grant": grant.id, f"{name}_delivery": delivery.id}
    return made
