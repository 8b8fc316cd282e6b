"""What a target is measured by, and the even pace beside which its progress is drawn (domain.md §1 A, §3). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Measure(StrEnum):
    """What is counted. Each is read from a register; nobody types a number in."""

    backbone_teachers = "backbone_teachers"
    members_admitted = "members_admitted"
    activities_teaching = "activities_teaching"
    activities_hardship = "activities_hardship"
    activities_party_building = "activities_party_building"


GIVEN: Mapping[Measure, int] = {Measure.backbone_teachers: 3, Measure.members_admitted: 3}
"""The aims that the notice gives to every supported school: at least 3 in 3 years (domain.md §1 A)."""


def expected(aim: int, starts_on: date, ends_on: date, today: date) -> float:
    """How far an even pace would have come by the end of today: an aid to the eye, not a verdict. One decimal."""
    whole = (ends_on - starts_on).days + 1
    passed = min(max((today - starts_on).days + 1, 0), whole)
    return round(aim * passed / whole, 1)


@dataclass(frozen=True, slots=True)
class Point:
    """How many there were from this day on."""

    on: date
    value: int


def course(days: Sequence[date]) -> list[Point]:
    """The steps of a count: one for each day on which it grew, in order."""
    points: list[Point] = []
    for value, day in enumerate(sorted(days), start=1):
        if points and points[-1].on == day:
            points[-1] = Point(day, value)
        else:
            points.append(Point(day, value))
    return points
