"""The official calendar of days off and make-up days, as far as it is known to the library that carries it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from chinese_calendar.constants import holidays, workdays

_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利 70 周年纪念日",
}


@dataclass(frozen=True, slots=True)
class OfficialDay:
    """A day off, or a weekend day worked in exchange for one."""

    day_on: date
    working: bool
    name: str


def official_days(years: Iterable[int]) -> list[OfficialDay]:
    """The days of those years; of a year that the library does not know yet there are none."""
    wanted = set(years)
    off = [OfficialDay(day, working=False, name=_NAMES.get(name, name)) for day, name in holidays.items()]
    made_up = [
        OfficialDay(day, working=True, name=f"{_NAMES.get(name, name)}调休上班") for day, name in workdays.items()
    ]
    return sorted((day for day in off + made_up if day.day_on.year in wanted), key=lambda day: day.day_on)
