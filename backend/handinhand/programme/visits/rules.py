"""A visit's states, its words and the sense of its times (domain.md §5, "Visit"; §6; §7).

Who may do what is not decided here (that is `policy.py`); here stands only what can follow what.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

# promises.md R2: a clock that is off by more than this is shown beside the visit.
SKEW_ALLOWANCE = timedelta(minutes=5)
# Longer is a slip of the pen: several days are several visits.
LONGEST_VISIT = timedelta(hours=24)


class VisitState(StrEnum):
    """Where a visit's record stands."""

    draft = "draft"
    submitted = "submitted"
    returned = "returned"
    disputed = "disputed"
    confirmed = "confirmed"
    void = "void"


class VisitAction(StrEnum):
    """What somebody does to a visit's record."""

    submit = "submit"
    confirm = "confirm"
    dispute = "dispute"
    return_ = "return"
    revise = "revise"
    void = "void"


class Duty(StrEnum):
    """What an instructor is there for (domain.md §1 B, §6)."""

    policy = "policy"
    ideology = "ideology"
    school_conduct = "school_conduct"
    organisation_building = "organisation_building"
    activity_room = "activity_room"
    training = "training"
    opinions = "opinions"
    difficulties = "difficulties"


class VisitMode(StrEnum):
    """Only a visit on site meets the monthly obligation."""

    on_site = "on_site"
    other = "other"


class VisitChannel(StrEnum):
    """How the record came in; all three count the same (domain.md §4.1)."""

    phone = "phone"
    desk = "desk"
    paper = "paper"


TRANSITIONS: Mapping[tuple[VisitState, VisitAction], VisitState] = MappingProxyType(
    {
        (VisitState.draft, VisitAction.submit): VisitState.submitted,
        (VisitState.returned, VisitAction.submit): VisitState.submitted,
        (VisitState.submitted, VisitAction.confirm): VisitState.confirmed,
        (VisitState.submitted, VisitAction.dispute): VisitState.disputed,
        (VisitState.submitted, VisitAction.return_): VisitState.returned,
        # What becomes of a dispute is for the bureau: confirmed, returned or void.
        (VisitState.disputed, VisitAction.confirm): VisitState.confirmed,
        (VisitState.disputed, VisitAction.return_): VisitState.returned,
        # A correction makes a new revision, the old kept, and the institution is asked again.
        (VisitState.submitted, VisitAction.revise): VisitState.submitted,
        (VisitState.returned, VisitAction.revise): VisitState.submitted,
        (VisitState.disputed, VisitAction.revise): VisitState.submitted,
        (VisitState.confirmed, VisitAction.revise): VisitState.submitted,
        # Any → void; a void visit stays void.
        (VisitState.draft, VisitAction.void): VisitState.void,
        (VisitState.submitted, VisitAction.void): VisitState.void,
        (VisitState.returned, VisitAction.void): VisitState.void,
        (VisitState.disputed, VisitAction.void): VisitState.void,
        (VisitState.confirmed, VisitAction.void): VisitState.void,
    }
)

STANDING = frozenset({VisitState.submitted, VisitState.disputed, VisitState.confirmed})
"""Handed in, and neither returned nor void: what the visit says is shown elsewhere too."""

_STATE_LABELS: Mapping[VisitState, str] = MappingProxyType(
    {
        VisitState.draft: "草稿",
        VisitState.submitted: "已提交",
        VisitState.returned: "已退回",
        VisitState.disputed: "有异议",
        VisitState.confirmed: "已确认",
        VisitState.void: "已作废",
    }
)
_ACTION_LABELS: Mapping[VisitAction, str] = MappingProxyType(
    {
        VisitAction.submit: "提交",
        VisitAction.confirm: "确认",
        VisitAction.dispute: "提出异议",
        VisitAction.return_: "退回",
        VisitAction.revise: "更正",
        VisitAction.void: "作废",
    }
)


class TransitionRefused(ValueError):
    """The visit's state does not allow the action; the text is for users and names what can be done instead."""

    def __init__(self, state: VisitState, action: VisitAction) -> None:
        self.state = state
        self.action = action
        possible = "、".join(_ACTION_LABELS[other] for other in VisitAction if (state, other) in TRANSITIONS)
        instead = f"现在可以：{possible}。" if possible else "它不能再改动，需要时请另记一条。"
        super().__init__(f"这条入校指导是“{_STATE_LABELS[state]}”状态，不能{_ACTION_LABELS[action]}。{instead}")


class Problem(NamedTuple):
    """What is wrong with a field: its JSON pointer, a stable code, and the message for users."""

    pointer: str
    code: str
    message: str


def next_state(state: VisitState, action: VisitAction) -> VisitState:
    """The state after the action. Raises TransitionRefused when the action cannot follow."""
    try:
        return TRANSITIONS[state, action]
    except KeyError:
        raise TransitionRefused(state, action) from None


def first_receipt(action: VisitAction, first_received_at: datetime | None, received_at: datetime) -> datetime | None:
    """The visit's first receipt once `action` has been received at `received_at`.

    The first submission sets it and nothing ever moves it: a returned visit counts again after resubmission and keeps
    its first receipt (domain.md §3).
    """
    if first_received_at is None and action is VisitAction.submit:
        return received_at
    return first_received_at


def clock_skew_seconds(device_time: datetime, received_at: datetime) -> int:
    """How many whole seconds the device's clock is ahead of ours (behind: negative).

    `device_time` is what the device showed when it **sent**, not when the visit was written down: an entry that waited
    offline for a week is no wrong clock.
    """
    return int((device_time - received_at).total_seconds())


def is_skewed(device_time: datetime, received_at: datetime, allowance: timedelta = SKEW_ALLOWANCE) -> bool:
    """Whether the device's clock is off by more than the allowance, either way; then both times are shown."""
    return abs(device_time - received_at) > allowance


def problems(
    *,
    started_at: datetime,
    ended_at: datetime | None,
    now: datetime,
    device_time: datetime | None = None,
    allowance: timedelta = SKEW_ALLOWANCE,
) -> list[Problem]:
    """What cannot be right about a visit's times; empty when all is well. Long ago is never wrong, only late.

    A time is in the future only when it lies ahead of our clock **and** of the device's: a phone whose clock is wrong
    must not lose its visit (domain.md §7, promises.md R2); the skew is shown instead.
    """
    found: list[Problem] = []
    latest = (now if device_time is None else max(now, device_time)) + allowance
    if started_at > latest:
        found.append(Problem("/started_at", "started_in_future", "开始时间还没有到，请改成实际到达的时间。"))
    if ended_at is None:
        return found
    if ended_at > latest:
        message = "结束时间还没有到。还没有结束就先空着，结束后再填。"
        found.append(Problem("/ended_at", "ended_in_future", message))
    if ended_at < started_at:
        message = "结束时间早于开始时间，请检查这两个时间。"
        found.append(Problem("/ended_at", "ended_before_started", message))
    elif ended_at - started_at > LONGEST_VISIT:
        message = "开始到结束超过了 24 小时，请检查这两个时间。分几天去的，请一天记一条。"
        found.append(Problem("/ended_at", "too_long", message))
    return found
