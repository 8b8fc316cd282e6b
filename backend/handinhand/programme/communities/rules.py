"""A community's states, and how long its schools' terms run (domain.md §3, §5). Pure."""

from datetime import date, timedelta
from enum import StrEnum

from handinhand.core.months import months_later

TERM_MONTHS = 36
"""Targets run 36 months from the joining (domain.md §3)."""


class CommunityState(StrEnum):
    """draft → approved → active → renewed | dissolved | completed (domain.md §5).

    An approval given in error is taken back before the work begins: that is a correction, not a further state.
    """

    draft = "draft"
    approved = "approved"
    active = "active"
    renewed = "renewed"
    dissolved = "dissolved"
    completed = "completed"


class Strand(StrEnum):
    """The three strands of a community (domain.md §1 A)."""

    teaching = "teaching"
    hardship = "hardship"
    party_building = "party_building"


class Deed(StrEnum):
    """What moves a community on."""

    approve = "approve"
    withdraw_approval = "withdraw_approval"
    activate = "activate"
    renew = "renew"
    dissolve = "dissolve"
    complete = "complete"


NEXT: dict[tuple[CommunityState, Deed], CommunityState] = {
    (CommunityState.draft, Deed.approve): CommunityState.approved,
    (CommunityState.approved, Deed.withdraw_approval): CommunityState.draft,
    (CommunityState.approved, Deed.activate): CommunityState.active,
    (CommunityState.active, Deed.renew): CommunityState.renewed,
    (CommunityState.active, Deed.dissolve): CommunityState.dissolved,
    (CommunityState.active, Deed.complete): CommunityState.completed,
}
STANDING = {
    CommunityState.draft: "还是草稿",
    CommunityState.approved: "已批准，还没有启动",
    CommunityState.active: "正在进行",
    CommunityState.renewed: "已续签",
    CommunityState.dissolved: "已解除",
    CommunityState.completed: "已期满结束",
}
"""How a community stands, as the middle of a sentence."""
DEED_LABELS = {
    Deed.approve: "批准",
    Deed.withdraw_approval: "退回草稿",
    Deed.activate: "启动",
    Deed.renew: "续签",
    Deed.dissolve: "解除",
    Deed.complete: "期满结束",
}
WAYS_ON = {
    CommunityState.draft: "请先批准；不办了的，可以删除草稿。",
    CommunityState.approved: "不办了或要修改的，请先“退回草稿”，再删除或修改。",
    CommunityState.active: "提前结束请用“解除”，期满请用“期满结束”或“续签”。",
}
"""The step that does work in a state."""
ENDED = frozenset({CommunityState.renewed, CommunityState.dissolved, CommunityState.completed})
WORDS_CHANGE_IN = frozenset({CommunityState.draft, CommunityState.approved, CommunityState.active})
"""While a community is in one of these, its name and document may still be put right."""


class DeedRefusedError(ValueError):
    """The state does not allow the deed; the message says so to users."""


def after(state: CommunityState, deed: Deed) -> CommunityState:
    """The state that a deed leads to. Raises DeedRefusedError."""
    try:
        return NEXT[state, deed]
    except KeyError:
        refusal = f"这个共同体{STANDING[state]}，不能{DEED_LABELS[deed]}。"
        raise DeedRefusedError(refusal + WAYS_ON.get(state, "")) from None


def last_day_of_term(joined_on: date, months: int = TERM_MONTHS) -> date:
    """The last day of a term that begins on `joined_on`: the day before the same day so many months on."""
    return months_later(joined_on, months) - timedelta(days=1)
