"""How an institution is covered, which groups it has, and what is worth a second look (domain.md §1, §3). Pure."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum


class Coverage(StrEnum):
    """How the Party's organisations reach an institution."""

    none = "none"
    affiliated = "affiliated"
    joint_branch = "joint_branch"
    own_branch = "own_branch"


class Group(StrEnum):
    """A mass group (domain.md §1 A: youth league, union, women)."""

    youth_league = "youth_league"
    union = "union"
    women = "women"


class WithdrawalReason(StrEnum):
    """Why an entry is taken out. A code, since the log keeps no sentences."""

    entered_twice = "entered_twice"
    wrong_institution = "wrong_institution"
    not_so = "not_so"
    other = "other"


GROUP_LABELS: Mapping[str, str] = {"youth_league": "共青团", "union": "工会", "women": "妇联"}
"""What people read for a group."""


def branch_possible(full_members: int | None, coverage: str | None, enough: int) -> bool:
    """Whether an institution that has no branch of its own has the full members for one.

    A fact for a person who decides: an affiliation goes on until the new branch is approved (domain.md §3). A joint
    branch is an organisation of its own.
    """
    covered = coverage in {Coverage.joint_branch, Coverage.own_branch}
    return not covered and full_members is not None and full_members >= enough


def overlaps(starts_on: date, ends_on: date | None, other_starts_on: date, other_ends_on: date | None) -> bool:
    """Whether two spans of days, both ends included and an open one without end, have a day in common."""
    return (ends_on is None or other_starts_on <= ends_on) and (other_ends_on is None or starts_on <= other_ends_on)


def doubt(before_full: int | None, before_probationary: int | None, full: int | None) -> str | None:
    """What to look at again in a count beside the one before it; members also come and go, so nothing is refused.

    A full member was a probationary one before, or came from elsewhere (domain.md §3).
    """
    if before_full is None or full is None:
        return None
    if full > before_full + (before_probationary or 0):
        return "more_than_probationary"
    return "none_left" if full == 0 < before_full else None
