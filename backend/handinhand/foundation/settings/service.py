"""A bureau's numbers and its holiday table: reading them for other features, changing them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.clock import local_day
from handinhand.core.database import Reader
from handinhand.core.errors import NotFound
from handinhand.core.ids import new_id
from handinhand.foundation.access.guards import Access
from handinhand.foundation.audit.service import SYSTEM, Target, record
from handinhand.foundation.settings import queries
from handinhand.foundation.settings.errors import day_taken
from handinhand.foundation.settings.official import official_days
from handinhand.foundation.settings.rules import Holidays
from handinhand.foundation.settings.schemas import HolidayCreate, HolidayPatch, SettingsPatch
from handinhand.models import BureauSettings, Holiday


@dataclass(frozen=True, slots=True)
class BureauNumbers:
    """What a bureau has set for itself, in the order of `queries.find_settings`; units: `schemas.SettingsOut`."""

    bureau_id: UUID
    time_zone: str
    visit_grace_working_days: int
    reminder_days_before_month_end: int
    own_branch_full_members: int
    version: int


async def read(session: AsyncSession, bureau_id: UUID) -> BureauNumbers:
    """The bureau's numbers, in one statement. Raises NotFound for a bureau that has none."""
    found = await queries.find_settings(session, bureau_id)
    if found is None:
        raise NotFound
    return BureauNumbers(*found)


async def calendar(session: AsyncSession, bureau_id: UUID) -> Holidays:
    """The bureau's holiday table, in one statement. A year is known when its official calendar was seeded."""
    days = await queries.days_of(session, bureau_id)
    return Holidays(
        off=frozenset(day.day_on for day in days if not day.working),
        on=frozenset(day.day_on for day in days if day.working),
        known_years=frozenset(day.day_on.year for day in days if day.official),
    )


@dataclass(frozen=True, slots=True)
class Calendar:
    """What deadlines of a bureau are reckoned with."""

    zone: ZoneInfo
    grace_working_days: int
    reminder_days: int
    holidays: Holidays


async def calendars(reader: Reader, bureau_ids: Collection[UUID]) -> dict[UUID, Calendar]:
    """The calendars of these bureaux, in one statement; a bureau that has set nothing is left out."""
    return {
        row.bureau_id: Calendar(
            zone=ZoneInfo(row.time_zone),
            grace_working_days=row.visit_grace_working_days,
            reminder_days=row.reminder_days_before_month_end,
            holidays=Holidays(frozenset(row.off), frozenset(row.worked), frozenset(row.seeded_years)),
        )
        for row in await queries.calendars_of(reader, bureau_ids)
    }


async def open_settings(session: AsyncSession, bureau_id: UUID, now: datetime) -> None:
    """A new bureau's numbers at their defaults."""
    session.add(BureauSettings(bureau_id=bureau_id, created_at=now, updated_at=now))
    await session.flush()


async def change_settings(session: AsyncSession, access: Access, settings: BureauSettings, body: SettingsPatch) -> None:
    """Changes the numbers that the body gives. What is derived from them changes with the next reading."""
    sent = body.model_dump(exclude_unset=True)
    changed = {name: value for name, value in sent.items() if getattr(settings, name) != value}
    if not changed:
        return
    for name, value in changed.items():
        setattr(settings, name, value)
    settings.updated_at = access.now
    await session.flush()
    target = Target("settings", settings.id, None, settings.bureau_id)
    await record(session, access.ref, "settings:update", target, at=access.now, **changed)


async def seed_holidays(session: AsyncSession, bureau_id: UUID, years: Iterable[int], now: datetime) -> set[int]:
    """Enters the official calendar of the years that are known and not yet in the bureau's table; gives those years.

    A day that a person has entered stays as it is, and so does every day of a year that was seeded before: what the
    bureau took out does not come back.
    """
    seeded = await _seed(session, [bureau_id], list(years), now)
    return {year for _, year in seeded}


async def seed_known_years(session: AsyncSession, now: datetime) -> int:
    """`seed_holidays` for every bureau and the years around `now`; gives how many (bureau, year) were seeded.

    The official calendar of a year is published late in the year before, so this is asked again every day.
    """
    this_year = local_day(now).year
    bureaus = await queries.bureau_ids(session)
    return len(await _seed(session, bureaus, range(this_year - 1, this_year + 2), now))


async def _seed(
    session: AsyncSession, bureaus: Collection[UUID], years: Collection[int], now: datetime
) -> set[tuple[UUID, int]]:
    days = official_days(years)
    known = {(bureau_id, day.day_on.year) for bureau_id in bureaus for day in days}
    missing = known - await queries.seeded_years(session, years) if known else set()
    rows = [
        {
            "id": new_id(),
            "bureau_id": bureau_id,
            "day_on": day.day_on,
            "working": day.working,
            "name": day.name,
            "version": 1,
            "created_at": now,
            "updated_at": now,
        }
        for bureau_id in bureaus
        for day in days
        if (bureau_id, day.day_on.year) in missing
    ]
    if rows:
        add = insert(Holiday).on_conflict_do_nothing(index_elements=["bureau_id", "day_on"])
        await session.execute(add, rows)
        at_home = next(iter(bureaus)) if len(bureaus) == 1 else None
        target = Target("holiday", None, None, at_home)
        await record(session, SYSTEM, "holiday:seed", target, at=now, years=sorted({year for _, year in missing}))
    return missing


async def create_holiday(session: AsyncSession, access: Access, bureau_id: UUID, body: HolidayCreate) -> UUID:
    """Enters a day; gives its id. Raises Invalid when the day already stands in the table."""
    made = Holiday(
        bureau_id=bureau_id,
        **body.model_dump(),
        created_by_user_id=access.actor.user_id,
        created_at=access.now,
        updated_at=access.now,
    )
    session.add(made)
    await _flush_or_refuse(session)
    await record(session, access.ref, "holiday:create", _target(made), at=access.now)
    return made.id


async def change_holiday(session: AsyncSession, access: Access, holiday: Holiday, body: HolidayPatch) -> None:
    """Changes what the body gives. Raises Invalid when another entry has the day."""
    sent = body.model_dump(exclude_unset=True)
    changed = {name: value for name, value in sent.items() if getattr(holiday, name) != value}
    if not changed:
        return
    for name, value in changed.items():
        setattr(holiday, name, value)
    holiday.updated_at = access.now
    await _flush_or_refuse(session)
    await record(session, access.ref, "holiday:update", _target(holiday), at=access.now, fields=sorted(changed))


async def delete_holiday(session: AsyncSession, access: Access, holiday: Holiday) -> None:
    """Takes a day out of the table: it counts as Monday to Friday again."""
    await session.delete(holiday)
    await session.flush()
    await record(session, access.ref, "holiday:delete", _target(holiday), at=access.now)


async def _flush_or_refuse(session: AsyncSession) -> None:
    try:
        await session.flush()
    except IntegrityError as error:
        problem = day_taken(error)
        if problem is None:
            raise
        raise problem from error


def _target(holiday: Holiday) -> Target:
    return Target("holiday", holiday.id, holiday.day_on.isoformat(), holiday.bureau_id)
