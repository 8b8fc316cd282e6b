"""Reading a bureau's settings and holidays."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Date, Integer, Uuid, bindparam, cast, extract, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.database import Reader
from handinhand.core.http.paging import Order, PageOf, fetch_page
from handinhand.core.statements import Statement
from handinhand.foundation.access.actor import Scope
from handinhand.foundation.settings.schemas import HolidayOut, HolidayQuery, SettingsOut
from handinhand.models import BureauSettings, Holiday

_BY_DAY = Order(Holiday.day_on, Holiday.id)


async def find_settings(session: AsyncSession, bureau_id: UUID) -> Any | None:
    """A bureau's numbers, as columns."""
    table = BureauSettings
    statement = select(
        table.bureau_id,
        table.time_zone,
        table.visit_grace_working_days,
        table.reminder_days_before_month_end,
        table.own_branch_full_members,
        table.version,
    ).where(table.bureau_id == bureau_id)
    return (await session.execute(statement)).one_or_none()


async def load_settings(session: AsyncSession, bureau_id: UUID) -> BureauSettings | None:
    """A bureau's numbers, locked for a change."""
    statement = select(BureauSettings).where(BureauSettings.bureau_id == bureau_id).with_for_update()
    return (await session.execute(statement)).scalar_one_or_none()


async def load_holiday(session: AsyncSession, scope: Scope, record_id: UUID, *, lock: bool) -> Holiday | None:
    """One day of a bureau within the scope. A day belongs to the bureau and to no organisation below it."""
    statement = select(Holiday).where(Holiday.id == record_id, scope.within(Holiday.bureau_id, Holiday.bureau_id))
    return (await session.execute(statement.with_for_update() if lock else statement)).scalar_one_or_none()


async def list_holidays(session: AsyncSession, scope: Scope, year: int, query: HolidayQuery) -> PageOf:
    """The days of one year of the bureau within the scope, in their order."""
    table = Holiday
    statement = select(
        table.id,
        table.bureau_id,
        table.day_on,
        table.working,
        table.name,
        table.created_by_user_id,
        table.version,
        table.day_on.label("sort_key"),
    ).where(
        scope.within(table.bureau_id, table.bureau_id),
        table.day_on.between(date(year, 1, 1), date(year, 12, 31)),
    )
    return await fetch_page(session, statement, _BY_DAY, query)


async def days_of(session: AsyncSession, bureau_id: UUID) -> list[Any]:
    """The whole table of a bureau: day_on, working, official."""
    table = Holiday
    official = table.created_by_user_id.is_(None).label("official")
    statement = select(table.day_on, table.working, official).where(table.bureau_id == bureau_id)
    return list(await session.execute(statement))


async def calendars_of(reader: Reader, bureau_ids: Collection[UUID]) -> Sequence[Any]:
    """The numbers of several bureaux with their holiday tables, in one statement: off, worked, seeded_years."""
    return await _calendars().rows(reader, {"bureau_ids": sorted(bureau_ids)})


@cache
def _calendars() -> Statement:
    off = _days_where(Holiday.working.is_(False))
    worked = _days_where(Holiday.working.is_(True))
    year = cast(extract("year", Holiday.day_on), Integer)
    seeded = (
        select(year)
        .where(Holiday.bureau_id == BureauSettings.bureau_id, Holiday.created_by_user_id.is_(None))
        .distinct()
    )
    wanted = func.any(bindparam("bureau_ids", type_=ARRAY(Uuid())))
    statement = select(
        BureauSettings.bureau_id,
        BureauSettings.time_zone,
        BureauSettings.visit_grace_working_days,
        BureauSettings.reminder_days_before_month_end,
        off.label("off"),
        worked.label("worked"),
        func.array(seeded.correlate(BureauSettings).scalar_subquery(), type_=ARRAY(Integer)).label("seeded_years"),
    ).where(BureauSettings.bureau_id == wanted)
    return Statement(statement)


def _days_where(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    days = select(Holiday.day_on).where(Holiday.bureau_id == BureauSettings.bureau_id, condition)
    return func.array(days.correlate(BureauSettings).scalar_subquery(), type_=ARRAY(Date))


async def is_known_year(session: AsyncSession, bureau_id: UUID, year: int) -> bool:
    """Whether the official calendar of the year stands in the bureau's table."""
    known = select(Holiday.id).where(
        Holiday.bureau_id == bureau_id,
        Holiday.day_on.between(date(year, 1, 1), date(year, 12, 31)),
        Holiday.created_by_user_id.is_(None),
    )
    return bool((await session.execute(select(known.exists()))).scalar_one())


async def seeded_years(session: AsyncSession, years: Collection[int]) -> set[tuple[UUID, int]]:
    """Of these years, those whose official calendar a bureau already has, as (bureau, year)."""
    year = extract("year", Holiday.day_on)
    statement = (
        select(Holiday.bureau_id, year)
        .where(Holiday.created_by_user_id.is_(None), year.in_(years))
        .group_by(Holiday.bureau_id, year)
    )
    return {(bureau_id, int(found)) for bureau_id, found in await session.execute(statement)}


async def bureau_ids(session: AsyncSession) -> list[UUID]:
    """Every bureau that has settings."""
    return list((await session.execute(select(BureauSettings.bureau_id).order_by(BureauSettings.id))).scalars())


def settings_as_out(row: Any) -> SettingsOut:
    """A bureau's numbers as the interface shows them."""
    return SettingsOut(
        bureau_id=row.bureau_id,
        time_zone=row.time_zone,
        visit_grace_working_days=row.visit_grace_working_days,
        reminder_days_before_month_end=row.reminder_days_before_month_end,
        own_branch_full_members=row.own_branch_full_members,
        version=row.version,
    )


def holiday_as_out(row: Any) -> HolidayOut:
    """A day's columns as the interface shows them."""
    return HolidayOut(
        id=row.id,
        bureau_id=row.bureau_id,
        day_on=row.day_on,
        working=row.working,
        name=row.name,
        official=row.created_by_user_id is None,
        version=row.version,
    )
