"""The stages of developing people, and the intervals between them (domain.md §1 A, §3). Pure."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from itertools import pairwise

from handinhand.core.months import months_later


class TeacherStage(StrEnum):
    """A backbone teacher on the way: the day of recognition counts."""

    selected = "selected"
    in_training = "in_training"
    recognised = "recognised"
    ended = "ended"


class MemberStage(StrEnum):
    """applicant → activist (≥ 1 year) → development target → probationary (1 year) → full (domain.md §3)."""

    applicant = "applicant"
    activist = "activist"
    development_target = "development_target"
    probationary = "probationary"
    full = "full"
    ended = "ended"


WAY = (
    MemberStage.applicant,
    MemberStage.activist,
    MemberStage.development_target,
    MemberStage.probationary,
    MemberStage.full,
)
"""The stages in their order; each has the date on which it was reached."""
DATE_OF = dict(zip(WAY, ("applied_on", "activist_on", "target_on", "probationary_on", "full_on"), strict=True))
LABELS = {
    MemberStage.applicant: "入党申请人",
    MemberStage.activist: "入党积极分子",
    MemberStage.development_target: "发展对象",
    MemberStage.probationary: "预备党员",
    MemberStage.full: "正式党员",
    MemberStage.ended: "已终止",
}
INTERVALS = {MemberStage.development_target: 12, MemberStage.full: 12}
"""Months that the stage before has to last, at least."""
_WHY = {
    MemberStage.development_target: "作为入党积极分子培养教育满一年，才能确定为发展对象",
    MemberStage.full: "预备期满一年，才能转为正式党员",
}

StageProblem = tuple[int, str, str]
"""Which stage of the way, a stable code, and what to do in words for users."""


def teacher_stage(training_on: date | None, recognised_on: date | None, ended_on: date | None) -> TeacherStage:
    """How far a backbone teacher has come."""
    if ended_on is not None:
        return TeacherStage.ended
    if recognised_on is not None:
        return TeacherStage.recognised
    return TeacherStage.in_training if training_on is not None else TeacherStage.selected


def member_stage(days: Sequence[date | None], ended_on: date | None) -> MemberStage:
    """How far somebody has come; `days` are those of the way, in its order."""
    if ended_on is not None:
        return MemberStage.ended
    return [stage for stage, day in zip(WAY, days, strict=True) if day is not None][-1]


def latest_reached(days: Sequence[date | None]) -> date:
    """The day of the last stage that was reached: a way does not end before it."""
    return [day for day in days if day is not None][-1]


def next_stage(days: Sequence[date | None], ended_on: date | None) -> tuple[MemberStage, date] | None:
    """The stage that comes next and the earliest day on which it can; None at the end of the way."""
    stage = member_stage(days, ended_on)
    if stage in {MemberStage.full, MemberStage.ended}:
        return None
    place = WAY.index(stage) + 1
    day = days[place - 1]
    assert day is not None
    return WAY[place], earliest(WAY[place], day)


def earliest(stage: MemberStage, before: date) -> date:
    """The first day on which a stage can be reached when the one before was reached on `before`."""
    return months_later(before, INTERVALS.get(stage, 0))


def check_stages(days: Sequence[date | None]) -> list[StageProblem]:
    """What is wrong with the dates of a way, the first of it: a gap, a wrong order, an interval that is too short."""
    steps = enumerate(pairwise(zip(WAY, days, strict=True)), start=1)
    for place, ((former, before), (stage, day)) in steps:
        if day is None:
            continue
        if before is None:
            return [(place, "stage_missing", f"还没有“{LABELS[former]}”的日期，请先补上，再填“{LABELS[stage]}”。")]
        if day < before:
            return [(place, "out_of_order", f"早于“{LABELS[former]}”的日期 {before}，请改正。")]
        first = earliest(stage, before)
        if day < first:
            return [(place, "too_early", f"{_WHY[stage]}，最早 {first}。")]
    return []


def names_in(written: str) -> list[str]:
    """The names in a line such as 张静、王磊."""
    for sign in "，,；; ":
        written = written.replace(sign, "、")
    return [name for name in written.split("、") if name]
