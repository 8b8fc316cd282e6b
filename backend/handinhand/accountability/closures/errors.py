"""Refusals of closures."""

from handinhand.core.errors import Conflict


class ChecklistUnconfirmed(Conflict):
    """Something ends that was not confirmed."""

    code = "checklist_unconfirmed"
    title = ("还有事项没有核对", "Not everything that ends was confirmed")
