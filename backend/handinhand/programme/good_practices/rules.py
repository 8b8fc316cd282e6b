"""The states of a good practice: written, proposed by its school, published by the bureau (domain.md §1 D). Pure."""

from collections.abc import Mapping
from enum import StrEnum


class PracticeState(StrEnum):
    """draft ⇄ proposed → published; whatever the school or the bureau takes back is withdrawn."""

    draft = "draft"
    proposed = "proposed"
    published = "published"
    withdrawn = "withdrawn"


class PracticeDeed(StrEnum):
    """What is done with one."""

    change = "change"
    propose = "propose"
    return_ = "return"
    publish = "publish"
    withdraw = "withdraw"


OPEN = frozenset({PracticeState.draft, PracticeState.proposed})
"""Takes files: what the bureau has seen and published stays as it was seen."""

_WAYS: Mapping[PracticeDeed, Mapping[PracticeState, PracticeState]] = {
    PracticeDeed.change: {PracticeState.draft: PracticeState.draft},
    PracticeDeed.propose: {PracticeState.draft: PracticeState.proposed},
    PracticeDeed.return_: {PracticeState.proposed: PracticeState.draft},
    PracticeDeed.publish: {PracticeState.proposed: PracticeState.published},
    PracticeDeed.withdraw: dict.fromkeys((*OPEN, PracticeState.published), PracticeState.withdrawn),
}
_STATES = {
    PracticeState.draft: "还是草稿",
    PracticeState.proposed: "已经推荐，在等党委办处理",
    PracticeState.published: "已经发布",
    PracticeState.withdrawn: "已经撤下",
}
_DEEDS = {
    PracticeDeed.change: "修改",
    PracticeDeed.propose: "推荐",
    PracticeDeed.return_: "退回",
    PracticeDeed.publish: "发布",
    PracticeDeed.withdraw: "撤下",
}


class DeedRefusedError(Exception):
    """The state does not allow the deed; the message is for users."""


def after(state: PracticeState, deed: PracticeDeed) -> PracticeState:
    """The state after the deed. Raises DeedRefusedError."""
    try:
        return _WAYS[deed][state]
    except KeyError:
        raise DeedRefusedError(f"这篇好做法{_STATES[state]}，不能{_DEEDS[deed]}。") from None
