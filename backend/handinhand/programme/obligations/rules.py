"""The monthly obligation, institution × month (domain.md §3, "Monthly obligation").

Everything here speaks of **one institution**: the caller hands over that institution's visits and dispatches. Months
are the date of their first day; instants are aware datetimes; `tz` is the bureau's zone; the clock is an argument.

What decides, in this order
---------------------------
1. `waived`: a waiver is a decision that a person answers for with a reason, so it shows even when a visit was made
   all the same. The visit stays in the ledger, and lifting the waiver brings the derived status back.
2. `met` or `met_late`: some visit counts. It was in time when its first receipt lies on or before `due_on`, the last
   day of the grace, in the bureau's zone. A visit in time is met at once, not only when the grace is over.
3. `open`: the local day of `now` is `due_on` or earlier; also while nobody is in post, for somebody may still come.
4. `unassigned`: nobody had an active dispatch on any day of the month; else `missed`.

A month outside `is_due_for` has no obligation and so no status: ask that first.

The same in SQL
---------------
- `due_on` does not depend on the institution: compute it here for the months asked for and join the pairs as
  `VALUES (month, due_on)`. Holidays and grace never need to be in SQL.
- `is_due_for`: `month > joined_on AND (closed_on IS NULL OR month <= closed_on)`. Since `month` is a first day,
  comparing it with any day of a month gives the same answer as comparing it with that month's first day.
- `local_date(at, tz)`: `(at AT TIME ZONE :tz)::date`; `first_of_month`: `date_trunc('month', day)::date`. A visit's
  row keeps both of its start, as `visited_on` and `month`.
- `counts`: `mode = 'on_site' AND state IN ('submitted', 'confirmed', 'disputed') AND first_received_at IS NOT NULL
  AND EXISTS (dispatch of the institution WHERE instructor_id IN (instructor and co-visitors) AND
  starts_on <= visited_on AND (ends_on IS NULL OR ends_on >= visited_on))`.
- `counting_visit`: those of the month, `ORDER BY first_received_at, started_at, id LIMIT 1`.
- `was_anybody_in_post`: `EXISTS (dispatch WHERE GREATEST(starts_on, month) <= LEAST(ends_on, last day of month))`;
  PostgreSQL's LEAST passes over a NULL `ends_on`, as wanted.
- `status`: `CASE WHEN waived THEN 'waived' WHEN local_date(received_at) <= due_on THEN 'met'
  WHEN received_at IS NOT NULL THEN 'met_late' WHEN local_date(now) <= due_on THEN 'open'
  WHEN in post THEN 'missed' ELSE 'unassigned' END`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

_ONE_DAY = timedelta(days=1)

# Values of the visit's own enumerations. They are repeated here because visits stand above obligations and cannot be
# imported; a test holds both sides equal.
COUNTING_MODE = "on_site"
COUNTING_STATES = frozenset({"submitted", "confirmed", "disputed"})


class ObligationStatus(StrEnum):
    """How an institution's month stands; derived when read, never stored."""

    open = "open"
    met = "met"
    met_late = "met_late"
    missed = "missed"
    unassigned = "unassigned"
    waived = "waived"


class WorkingDays(Protocol):
    """What `due_on` needs of the bureau's holiday table."""

    def add_working_days(self, day: date, n: int, /) -> date:
        """The n-th working day strictly after `day`; `day` itself for n = 0."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What the obligation needs to know of a visit.

    `visitor_ids` are the instructor and the co-visitors. `first_received_at` is when the server first received it as
    submitted; being returned and resubmitted does not move it. None: never submitted.
    """

    id: UUID
    visitor_ids: frozenset[UUID]
    started_at: datetime
    mode: str
    state: str
    first_received_at: datetime | None


@dataclass(frozen=True, slots=True)
class Dispatch:
    """An instructor's time at the institution, both days included; `ends_on` None: no end yet."""

    instructor_id: UUID
    starts_on: date
    ends_on: date | None

    def is_active_on(self, day: date) -> bool:
        """Whether the instructor is in post on `day`."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def first_of_month(day: date) -> date:
    """The month of `day`."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """The month after that of `month`."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def last_of_month(month: date) -> date:
    """The last day of the month."""
    return next_month(month) - _ONE_DAY


def local_date(instant: datetime, tz: ZoneInfo) -> date:
    """The date of `instant` in the bureau's zone. Raises ValueError for a time without offset."""
    if instant.utcoffset() is None:
        raise ValueError("a time without offset has no date in the bureau's zone")
    return instant.astimezone(tz).date()


def due_on(month: date, grace_working_days: int, holidays: WorkingDays) -> date:
    """The last day on which a visit of `month` is received in time.

    It is the n-th working day of the following month (domain.md §3, default 5); with a grace of 0 the month's own last
    day. Raises ValueError when `month` is not a first day or the grace is negative.
    """
    _require_month(month)
    return holidays.add_working_days(last_of_month(month), grace_working_days)


def is_due_for(month: date, joined_on: date, closed_on: date | None) -> bool:
    """Whether an institution owes a visit for `month`: from the month after it joined to the one in which it closes.

    That the institution is a private one is for the caller to know. Raises ValueError when `month` is not a first day.
    """
    _require_month(month)
    return month > joined_on and (closed_on is None or month <= closed_on)


def counts(visit: Visit, dispatches: Iterable[Dispatch], tz: ZoneInfo) -> bool:
    """Whether the visit fulfils the obligation of the month in which it started.

    On site; submitted, confirmed or disputed; and one of those who came was in post on the start date. In a hand-over
    month either instructor's visit counts, each on the days of their own dispatch.
    """
    if visit.mode != COUNTING_MODE or visit.state not in COUNTING_STATES or visit.first_received_at is None:
        return False
    started_on = local_date(visit.started_at, tz)
    return any(
        dispatch.instructor_id in visit.visitor_ids and dispatch.is_active_on(started_on) for dispatch in dispatches
    )


def counting_visit(month: date, visits: Iterable[Visit], dispatches: Iterable[Dispatch], tz: ZoneInfo) -> Visit | None:
    """The one visit that stands for the month: of those that count, the one first received.

    A month is met once; further visits stay visits and never carry over. Equal receipts: the earlier start, then the
    smaller id, so that every reader finds the same one. Raises ValueError when `month` is not a first day.
    """
    _require_month(month)
    posts = tuple(dispatches)
    counting = [
        (visit.first_received_at, visit.started_at, visit.id, visit)
        for visit in visits
        if visit.first_received_at is not None
        and first_of_month(local_date(visit.started_at, tz)) == month
        and counts(visit, posts, tz)
    ]
    return min(counting, key=lambda entry: entry[:3])[-1] if counting else None


def was_anybody_in_post(month: date, dispatches: Iterable[Dispatch]) -> bool:
    """Whether somebody had an active dispatch on at least one day of the month."""
    last = last_of_month(month)
    return any(
        max(dispatch.starts_on, month) <= (last if dispatch.ends_on is None else min(dispatch.ends_on, last))
        for dispatch in dispatches
    )


def status(
    *,
    month: date,
    waived: bool,
    received_at: datetime | None,
    due: date,
    dispatches: Iterable[Dispatch],
    now: datetime,
    tz: ZoneInfo,
) -> ObligationStatus:
    """How the month stands at `now`; the order of decision is at the top of this module.

    `received_at` is the first receipt of the counting visit (None: no visit counts), `due` what `due_on` gave.
    Raises ValueError when `month` is not a first day or an instant has no offset.
    """
    _require_month(month)
    if waived:
        return ObligationStatus.waived
    if received_at is not None:
        return ObligationStatus.met if local_date(received_at, tz) <= due else ObligationStatus.met_late
    if local_date(now, tz) <= due:
        return ObligationStatus.open
    return ObligationStatus.missed if was_anybody_in_post(month, dispatches) else ObligationStatus.unassigned


def _require_month(month: date) -> None:
    if month.day != 1:
        raise ValueError(f"a month is given as its first day, not {month.isoformat()}")
