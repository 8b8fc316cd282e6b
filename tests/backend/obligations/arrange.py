"""Visits as the visits' own service would leave them, for tests of what they mean to a month."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.models import Dispatch, Obligation, Visit
from handinhand.programme.obligations import service
from tests.world import World

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    """`2026-10-08 09:30` by the clock on the wall."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI).astimezone(UTC)


async def add_visit(
    session: AsyncSession,
    world: World,
    institution_id: UUID,
    instructor: str,
    started: str,
    *,
    received: str | None = None,
    **changes: Any,
) -> Visit:
    """A submitted visit on site, received when it started unless said otherwise; the month is counted again."""
    started_at = at(started)
    day = started_at.astimezone(SHANGHAI).date()
    received_at = at(received) if received else started_at
    values: dict[str, Any] = {
        "bureau_id": world.county,
        "institution_id": institution_id,
        "instructor_id": world.people[instructor],
        "state": "submitted",
        "mode": "on_site",
        "started_at": started_at,
        "visited_on": day,
        "month": day.replace(day=1),
        "channel": "desk",
        "entered_by_user_id": world.users["bureau"],
        "entered_at": received_at,
        "received_at": received_at,
        "first_received_at": received_at,
        "content_digest": "0" * 64,
        "created_at": world.at,
        "updated_at": world.at,
    }
    visit = Visit(**values | changes)
    session.add(visit)
    await session.flush()
    await service.recount(session, institution_id, visit.month, world.at)
    return visit


def posted(world: World, institution_id: UUID, instructor: str, starts_on: date, ends_on: date | None) -> Dispatch:
    """A dispatch."""
    return Dispatch(
        bureau_id=world.county,
        institution_id=institution_id,
        instructor_id=world.people[instructor],
        starts_on=starts_on,
        ends_on=ends_on,
        created_at=world.at,
        updated_at=world.at,
    )


async def row_of(session: AsyncSession, institution_id: UUID, month: date) -> Obligation | None:
    """The stored row, read afresh."""
    found = select(Obligation).where(Obligation.institution_id == institution_id, Obligation.month == month)
    return (await session.execute(found.execution_options(populate_existing=True))).scalar_one_or_none()
