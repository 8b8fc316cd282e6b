"""The life of a dispatch, which follows from its dates alone (domain.md §5, "Dispatch").

Both days belong to the dispatch; an `ends_on` of None means that no end is set.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

_ONE_DAY = timedelta(days=1)


class DispatchState(StrEnum):
    """Where a dispatch stands on a given day; never stored."""

    appointed = "appointed"
    active = "active"
    ended = "ended"


@dataclass(frozen=True, slots=True)
class Period:
    """The days of a dispatch. Raises ValueError when it would end before it starts."""

    starts_on: date
    ends_on: date | None

    def __post_init__(self) -> None:
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise ValueError(f"派驻的结束日期 {self.ends_on} 早于开始日期 {self.starts_on}，请检查这两个日期。")


class HandOver(NamedTuple):
    """Where one dispatch ends and its successor begins; no day between them, none in common."""

    last_day: date
    first_day: date


class HandOverRefused(ValueError):
    """The date lies outside the dispatch that is to be handed over; the text is for users."""


def state_on(starts_on: date, ends_on: date | None, today: date) -> DispatchState:
    """The state of a dispatch on the local date `today`."""
    if today < starts_on:
        return DispatchState.appointed
    if ends_on is not None and today > ends_on:
        return DispatchState.ended
    return DispatchState.active


def overlaps(a: Period, b: Period) -> bool:
    """Whether the two have a day in common: two primary instructors of one institution never do."""
    return (b.ends_on is None or a.starts_on <= b.ends_on) and (a.ends_on is None or b.starts_on <= a.ends_on)


def hand_over(dispatch_starts_on: date, dispatch_ends_on: date | None, on: date) -> HandOver:
    """End a dispatch so that its successor starts `on`.

    The old instructor keeps at least one day, and the successor takes over while the dispatch still runs. Raises
    HandOverRefused otherwise.
    """
    if on <= dispatch_starts_on:
        raise HandOverRefused(f"交接日期 {on} 应晚于这次派驻的开始日期 {dispatch_starts_on}，请另选日期。")
    if dispatch_ends_on is not None and on > dispatch_ends_on:
        raise HandOverRefused(
            f"交接日期 {on} 晚于这次派驻的结束日期 {dispatch_ends_on}，请另选日期，或者直接新建派驻。"
        )
    return HandOver(last_day=on - _ONE_DAY, first_day=on)
