"""Working days of a bureau (domain.md §3, Opinions: "working days come from an editable holiday table").

The table is seeded with the official calendar and its make-up days. A year that is not known yet counts Monday to
Friday and whatever is computed in it is provisional. An entry that a person has already made in such a year is
respected: it says more than the guess.
"""

from dataclasses import dataclass
from datetime import date, timedelta

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Holidays:
    """A bureau's holiday table.

    `off` are weekdays without work, `on` weekend days made up as working days, `known_years` the years whose official
    calendar stands in the table. Raises ValueError when one day is in both sets.
    """

    off: frozenset[date]
    on: frozenset[date]
    known_years: frozenset[int]

    def __post_init__(self) -> None:
        both = self.off & self.on
        if both:
            raise ValueError(f"the same day is both off and on: {min(both).isoformat()}")

    def add_working_days(self, day: date, n: int) -> date:
        """As the function of this name; for features that are handed the table and may not import this module."""
        return add_working_days(day, n, self)


def is_working_day(day: date, holidays: Holidays) -> bool:
    """Whether `day` is worked: the table's entry first, else Monday to Friday."""
    if day in holidays.off:
        return False
    return day in holidays.on or day.weekday() < _SATURDAY


def add_working_days(day: date, n: int, holidays: Holidays) -> date:
    """The n-th working day strictly after `day`; `day` itself for n = 0. Raises ValueError for a negative n."""
    if n < 0:
        raise ValueError(f"cannot go back by working days: {n}")
    while n > 0:
        day += _ONE_DAY
        if is_working_day(day, holidays):
            n -= 1
    return day


def is_provisional(first: date, last: date, holidays: Holidays) -> bool:
    """Whether a count over the days `first` to `last` (both included) touches a year whose calendar is not known."""
    return any(year not in holidays.known_years for year in range(first.year, last.year + 1))
