"""The clock, injected everywhere so that month ends can be tested."""

from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import Annotated, Protocol
from zoneinfo import ZoneInfo

from fastapi import Depends, Request

BUREAU_ZONE = ZoneInfo("Asia/Shanghai")
"""The zone of every bureau of the programme (domain.md §3). A bureau's own zone stands in its settings."""


class Clock(Protocol):
    """Tells the present instant, in UTC."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)


def local_day(instant: datetime, zone: ZoneInfo = BUREAU_ZONE) -> date:
    """The date that `instant` falls on in a bureau's zone."""
    return instant.astimezone(zone).date()


_instant: ContextVar[datetime | None] = ContextVar("instant_of_the_request", default=None)


def note_instant(instant: datetime) -> None:
    """Says when the request in hand came, for fields that are judged by the day; the guard does."""
    _instant.set(instant)


def day_in_hand() -> date:
    """The day of the request in hand in the bureaux' zone; outside of one the machine's."""
    return local_day(_instant.get() or datetime.now(UTC))


async def get_clock(request: Request) -> Clock:
    """The clock that this application was made with."""
    clock: Clock = request.app.state.clock
    return clock


RequestClock = Annotated[Clock, Depends(get_clock)]
