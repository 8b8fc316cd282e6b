"""An activity's states, its series, and whether it is overdue (domain.md §1 A, §6). Pure."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from handinhand.core.months import months_later

MOST_IN_SERIES = 60


class ActivityState(StrEnum):
    """planned → done | cancelled."""

    planned = "planned"
    done = "done"
    cancelled = "cancelled"


class Every(StrEnum):
    """How often an activity comes again."""

    week = "week"
    two_weeks = "two_weeks"
    month = "month"
    quarter = "quarter"


SEED: Mapping[str, Sequence[str]] = {
    "teaching": ("资源共享", "送教下乡", "浸入式培训", "联合教研"),
    "hardship": ("扶志教育", "亲情陪伴日"),
    "party_building": ("工作共促", "思想共建", "活动共办", "资料共整", "群团组建"),
}
"""The kinds that a bureau starts with, by strand (domain.md §1 A); it changes the list as it likes."""


def series(first: date, every: Every, until: date) -> list[date]:
    """The days of a series from `first` to `until`, both included.

    A month without the first one's day has its turn on its last day; the next long month returns to the day itself.
    """
    days: list[date] = []
    while len(days) <= MOST_IN_SERIES:
        day = _nth(first, every, len(days))
        if day > until:
            break
        days.append(day)
    return days


def _nth(first: date, every: Every, nth: int) -> date:
    match every:
        case Every.week:
            return first + timedelta(weeks=nth)
        case Every.two_weeks:
            return first + timedelta(weeks=2 * nth)
        case Every.month:
            return months_later(first, nth)
        case Every.quarter:
            return months_later(first, 3 * nth)


def is_overdue(state: ActivityState, ends_on: date, today: date) -> bool:
    """Whether a plan's last day has passed without anybody saying what became of it."""
    return state is ActivityState.planned and ends_on < today
