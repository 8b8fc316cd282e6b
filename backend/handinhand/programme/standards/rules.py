"""Checklists and what a review may say of them: pure. No points, no totals; facts item by item (domain.md §1, §4)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple


class ChecklistKind(StrEnum):
    """The two checklists that the notice speaks of (domain.md §1 A, B)."""

    five_standards = "five_standards"
    activity_room = "activity_room"


class ChecklistState(StrEnum):
    """An edition is edited as a draft; published it holds; the next one retires it."""

    draft = "draft"
    published = "published"
    retired = "retired"


class ReviewMode(StrEnum):
    """Who looked: the institution itself, bureau or lead school with it, or an instructor on a visit."""

    self_ = "self"
    joint = "joint"
    visit = "visit"


class ItemResult(StrEnum):
    """What was found of one item."""

    met = "met"
    partly = "partly"
    not_met = "not_met"
    not_looked_at = "not_looked_at"


FALLS_SHORT = (ItemResult.partly.value, ItemResult.not_met.value)
"""What leaves something to be done."""


def looked_at(results: Sequence[str]) -> bool:
    """Whether anything was looked at. A review that looked at nothing would stand before the last one that did."""
    return any(result != ItemResult.not_looked_at for result in results)


class Seed(NamedTuple):
    """The first edition of a checklist. `assumed` where no document gives its items."""

    title: str
    items: Sequence[tuple[str, str, str]]
    assumed: bool
    basis: str | None


SEED: Mapping[ChecklistKind, Seed] = MappingProxyType(
    {
        # The notice names the activity room's five criteria and no more of them (蒲教党发〔2019〕33号).
        ChecklistKind.activity_room: Seed(
            "党群活动室五项标准",
            (
                ("meets_standard", "达标准", "有专门的活动室，面积和布置符合要求。"),
                ("rules_complete", "制度全", "学习、活动、管理等制度齐全，并且上墙。"),
                ("facilities_complete", "设施全", "桌椅、书报、电教设备等能正常使用。"),
                ("activities_regular", "活动经常", "按计划开展活动，每次都有记录。"),
                ("visible_effect", "效果明显", "党员、教职工愿意来，活动看得到成效。"),
            ),
            assumed=False,
            basis="蒲教党发〔2019〕33号",
        ),
        # Of the five standards it gives examples only: branches, organisation life, premises (domain.md §1 A).
        ChecklistKind.five_standards: Seed(
            "五个规范",
            (
                ("organisation", "组织设置规范", "应建尽建，班子健全，按期换届。"),
                ("organisation_life", "组织生活规范", "“三会一课”、主题党日、组织生活会按时开展。"),
                ("members", "党员管理规范", "党员教育、党费收缴、发展党员按程序办理。"),
                ("premises", "活动阵地规范", "有场所、有标识、有制度，能正常使用。"),
                ("records", "工作台账规范", "会议、活动和党员资料真实完整，分类存放。"),
            ),
            assumed=True,
            basis=None,
        ),
    }
)


class Problem(NamedTuple):
    """What is wrong with a field: its JSON pointer, a stable code, and the message for users."""

    pointer: str
    code: str
    message: str


def result_problems(
    items: Mapping[str, str], given: Sequence[str], *, complete: bool, under: str = ""
) -> list[Problem]:
    """What is wrong with the answers to a checklist. `items` are its titles by code, `given` the codes answered.

    A review answers every item, if only with "not looked at"; on a visit (`complete=False`) nothing is forced.
    """
    found: list[Problem] = []
    seen: set[str] = set()
    for place, code in enumerate(given):
        pointer = f"{under}/results/{place}/code"
        if code not in items:
            found.append(Problem(pointer, "unknown_item", "这份清单里没有这一项，请刷新后重新填写。"))
        elif code in seen:
            found.append(Problem(pointer, "twice", f"“{items[code]}”填了两次，请只留一次。"))
        seen.add(code)
    missing = [title for code, title in items.items() if code not in seen]
    if complete and missing:
        message = f"还没有填：{'、'.join(missing)}。没有看的请选“没有看”。"
        found.append(Problem(f"{under}/results", "not_answered", message))
    return found


def codes_for(given: Sequence[str | None], taken: Collection[str]) -> list[str]:
    """The codes of a draft's items. A new item gets one that no edition has used, so that editions compare by code."""
    fresh = _fresh({*taken, *(code for code in given if code is not None)})
    return [code if code is not None else next(fresh) for code in given]


def _fresh(used: set[str]) -> Iterator[str]:
    number = 1
    while True:
        code = f"item_{number}"
        if code not in used:
            yield code
        number += 1


def item_problems(given: Sequence[str | None], titles: Sequence[str], known: Collection[str]) -> list[Problem]:
    """What is wrong with a draft's items: a code is one that some edition has, and both it and a title come once."""
    found: list[Problem] = []
    for place, (code, title) in enumerate(zip(given, titles, strict=True)):
        if code is not None and code not in known:
            message = "没有找到这一项的编号，新的一项请不要填编号。"
            found.append(Problem(f"/items/{place}/code", "unknown_item", message))
        elif code is not None and code in given[:place]:
            found.append(Problem(f"/items/{place}/code", "twice", "这一项出现了两次，请只留一次。"))
        if title in titles[:place]:
            found.append(Problem(f"/items/{place}/title", "twice", f"“{title}”写了两次，请改正。"))
    return found
