"""Refusals of targets."""

from handinhand.core.errors import Conflict


class TargetExists(Conflict):
    """The school has a target of this measure from this day already."""

    code = "target_exists"
    title = ("已有同样的目标", "There is such a target already")
