"""Refusals of dispatches."""

from handinhand.core.errors import Conflict


class DispatchOverlaps(Conflict):
    """Somebody is in post at the institution on one of these days. Extras name the other dispatch and its dates."""

    code = "dispatch_overlaps"
    title = ("这段时间已有指导员派驻", "Another instructor is in post on these days")


class DispatchEnded(Conflict):
    """An ended dispatch is history: it is neither handed over nor ended again."""

    code = "dispatch_ended"
    title = ("这次派驻已经结束", "This dispatch has ended")
