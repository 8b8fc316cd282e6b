"""A bureau's numbers and its holiday table: read by everybody who works there, changed by its administrators."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from handinhand.core.clock import local_day
from handinhand.core.database import RequestSession
from handinhand.core.errors import NotFound
from handinhand.core.http.openapi import refusals
from handinhand.core.http.routes import feature_router
from handinhand.core.http.schema import answer
from handinhand.core.http.versions import check_version
from handinhand.foundation.access.actor import Scope
from handinhand.foundation.access.guards import Access, Found, differing, one, requires
from handinhand.foundation.access.idempotency import RequestIdempotency
from handinhand.foundation.access.permissions import Permission as P
from handinhand.foundation.settings import queries, service
from handinhand.foundation.settings.schemas import (
    HolidayCreate,
    HolidayOut,
    HolidayPage,
    HolidayPatch,
    HolidayQuery,
    SettingsOut,
    SettingsPatch,
)
from handinhand.models import BureauSettings, Holiday

router = feature_router("settings")

MayRead = Annotated[Access, requires(P.SETTINGS_READ)]
MayChange = Annotated[Access, requires(P.SETTINGS_WRITE)]
Readable = Annotated[Found[Holiday], one(queries.load_holiday, reads=P.SETTINGS_READ)]
Changeable = Annotated[Found[Holiday], one(queries.load_holiday, reads=P.SETTINGS_READ, writes=P.SETTINGS_WRITE)]


def own_bureau(access: Access) -> UUID:
    """The caller's bureau. Raises NotFound when the right that was asked for is held at another one only."""
    if access.actor.bureau_id not in access.scope.bureau_ids:
        raise NotFound
    return access.actor.bureau_id


async def own_settings(request: Request, access: MayChange, session: RequestSession) -> Found[BureauSettings]:
    """The caller's bureau's numbers, locked, at the version that the caller starts from: there is one such record."""
    settings = await queries.load_settings(session, own_bureau(access))
    if settings is None:
        raise NotFound
    check_version(request, settings.version, await differing(request, settings))
    return Found(access, settings)


own_settings.versioned = True  # type: ignore[attr-defined]
OwnSettings = Annotated[Found[BureauSettings], Depends(own_settings)]


@router.get("/settings", response_model=SettingsOut, responses=refusals(404), summary="Read the bureau's settings")
async def read_settings(access: MayRead, session: RequestSession) -> Response:
    """The caller's bureau's numbers, with their version as ETag."""
    settings = await service.read(session, own_bureau(access))
    return answer(queries.settings_as_out(settings), version=settings.version)


@router.patch("/settings", response_model=SettingsOut, responses=refusals(404), summary="Change the bureau's settings")
async def change_settings(found: OwnSettings, session: RequestSession, body: SettingsPatch) -> Response:
    """Changes the numbers that the body gives."""
    await service.change_settings(session, found.access, found.record, body)
    return answer(queries.settings_as_out(found.record), version=found.record.version)


@router.get("/holidays", response_model=HolidayPage, responses=refusals(404), summary="List the holidays of a year")
async def list_holidays(access: MayRead, session: RequestSession, query: Annotated[HolidayQuery, Query()]) -> Response:
    """The caller's bureau's days off and make-up days of a year, and whether that year is provisional."""
    bureau_id = own_bureau(access)
    year = query.year or local_day(access.now).year
    page = await queries.list_holidays(session, Scope(frozenset({bureau_id})), year, query)
    return answer(
        HolidayPage(
            items=[queries.holiday_as_out(row) for row in page.rows],
            next_cursor=page.next_cursor,
            total=page.total,
            year=year,
            provisional=not await queries.is_known_year(session, bureau_id, year),
        )
    )


@router.post(
    "/holidays",
    status_code=201,
    response_model=HolidayOut,
    responses=refusals(404),
    summary="Enter a holiday or make-up day",
)
async def create_holiday(
    access: MayChange, session: RequestSession, idempotency: RequestIdempotency, body: HolidayCreate
) -> Response:
    """Adds a day to the caller's bureau's table."""

    async def first() -> UUID:
        return await service.create_holiday(session, access, own_bureau(access), body)

    holiday_id = await idempotency.once(first, queries.load_holiday, access.actor.scope(P.SETTINGS_READ))
    made = await queries.load_holiday(session, access.scope, holiday_id, lock=False)
    if made is None:
        raise NotFound
    location = f"/api/v1/holidays/{made.id}"
    return answer(queries.holiday_as_out(made), status=201, version=made.version, location=location)


@router.get("/holidays/{id}", response_model=HolidayOut, summary="Read a holiday")
async def read_holiday(found: Readable) -> Response:
    """One day of the table, with its version as ETag."""
    return answer(queries.holiday_as_out(found.record), version=found.record.version)


@router.patch("/holidays/{id}", response_model=HolidayOut, summary="Change a holiday")
async def change_holiday(found: Changeable, session: RequestSession, body: HolidayPatch) -> Response:
    """Changes what the body gives."""
    await service.change_holiday(session, found.access, found.record, body)
    return answer(queries.holiday_as_out(found.record), version=found.record.version)


@router.delete("/holidays/{id}", status_code=204, summary="Remove a holiday")
async def delete_holiday(found: Changeable, session: RequestSession) -> Response:
    """Takes the day out of the table."""
    await service.delete_holiday(session, found.access, found.record)
    return Response(status_code=204)
