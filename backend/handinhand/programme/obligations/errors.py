"""Refusals of obligations."""

from handinhand.core.errors import Conflict


class AlreadyWaived(Conflict):
    """The month is waived already; it is taken back before another reason is given."""

    code = "already_waived"
    title = ("这个月已经免除", "This month is waived already")


class NotWaived(Conflict):
    """There is no waiver to take back."""

    code = "not_waived"
    title = ("这个月没有免除", "This month is not waived")
