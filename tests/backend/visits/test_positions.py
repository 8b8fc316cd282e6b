"""Voluntary positions: kept, compared in the right coordinate system, never judged (domain.md §4, §6)."""

from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.geo import Datum, Position, to_gcj02
from handinhand.models import Organisation
from tests.backend.visits.calls import done, draft
from tests.conftest import SignIn
from tests.world import World

GATE = Position(109.5897, 34.9557, Datum.wgs84)


async def place(session: AsyncSession, world: World, at: Position | None) -> None:
    values: dict[str, Any] = dict.fromkeys(("longitude", "latitude", "datum"))
    if at is not None:
        values = {"longitude": at.longitude, "latitude": at.latitude, "datum": at.datum}
    await session.execute(update(Organisation).where(Organisation.id == world.kindergarten).values(**values))
    await session.commit()


@pytest.mark.parametrize("seat", [GATE, to_gcj02(GATE)], ids=["roster in WGS-84", "roster in GCJ-02"])
@pytest.mark.parametrize("phone", [GATE, to_gcj02(GATE)], ids=["phone in WGS-84", "phone in GCJ-02"])
async def test_given_the_same_place_in_either_system_then_the_distance_is_nothing(
    sign_in: SignIn, world: World, session: AsyncSession, seat: Position, phone: Position
) -> None:
    await place(session, world, seat)
    position = {"longitude": phone.longitude, "latitude": phone.latitude, "datum": phone.datum, "accuracy_m": 12.5}
    visit = await draft(await sign_in("instructor"), world.kindergarten, position=position)
    assert visit["distance_m"] < 1
    assert visit["position"] == pytest.approx(position)


async def test_given_a_position_far_away_or_inexact_then_it_is_a_fact_and_the_visit_goes_on(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    await place(session, world, GATE)
    caller = await sign_in("instructor")
    far = {"longitude": 108.94, "latitude": 34.34, "accuracy_m": 3000}
    visit = await done(caller, await draft(caller, world.kindergarten, position=far), "submit")
    assert 85_000 < visit["distance_m"] < 95_000
    assert visit["state"] == "submitted"


async def test_given_no_position_or_no_seat_then_there_is_no_distance(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    caller = await sign_in("instructor")
    without = await draft(caller, world.kindergarten)
    assert (without["position"], without["distance_m"]) == (None, None)
    await place(session, world, None)
    position = {"longitude": 109.6, "latitude": 34.9}
    unplaced = await draft(caller, world.kindergarten, position=position)
    assert (unplaced["position"]["datum"], unplaced["position"]["accuracy_m"]) == ("wgs84", None)
    assert unplaced["distance_m"] is None


async def test_given_a_check_in_with_position_then_it_can_be_taken_back(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    await place(session, world, GATE)
    caller = await sign_in("instructor")
    visit = await draft(caller, world.kindergarten)
    here = {"longitude": GATE.longitude, "latitude": GATE.latitude}
    visit = await done(caller, visit, "check-in", {"position": here, "device_time": "2026-10-15T10:00:00+08:00"})
    assert visit["distance_m"] == 0
    visit = await done(caller, visit, "edit", {"position": None})
    assert (visit["position"], visit["distance_m"]) == (None, None)
