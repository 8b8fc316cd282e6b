"""What ends with a support community, each to be looked at before (domain.md §7). Pure."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum

from handinhand.programme.communities.service import Deed


class ClosingItem(StrEnum):
    """One kind of thing that ends."""

    planned_activities = "planned_activities"
    running_activities = "running_activities"
    supported_schools = "supported_schools"
    contacts = "contacts"
    open_plan_items = "open_plan_items"
    running_targets = "running_targets"


LABELS = {
    ClosingItem.planned_activities: "还没有开展的活动将取消",
    ClosingItem.running_activities: "正在开展的活动将取消；已经做了的，请先登记完成",
    ClosingItem.supported_schools: "结对学校将退出",
    ClosingItem.contacts: "各板块负责人将卸任",
    ClosingItem.open_plan_items: "未完成的重点任务和需求不再跟进",
    ClosingItem.running_targets: "力争目标停止计数，已有的数字保留",
}
LOOKED_AT: Mapping[Deed, Sequence[ClosingItem]] = {
    Deed.dissolve: tuple(ClosingItem),
    Deed.complete: (
        ClosingItem.planned_activities,
        ClosingItem.running_activities,
        ClosingItem.open_plan_items,
    ),
}
"""A term that is over ends for its schools anyway: there only what is left unfinished is looked at."""


def unconfirmed(present: Collection[ClosingItem], confirmed: Collection[ClosingItem]) -> list[ClosingItem]:
    """What there is and nobody has looked at, in the order of the checklist."""
    return [item for item in ClosingItem if item in present and item not in confirmed]
