"""Refusals of activities."""

from handinhand.core.errors import Conflict


class ActivityStateRefused(Conflict):
    """The activity's state does not allow it."""

    code = "activity_state"
    title = ("这次活动现在不能这样操作", "The activity's state does not allow this")


class CommunityNotAtWork(Conflict):
    """Activities belong to a community that is at work."""

    code = "community_not_at_work"
    title = ("这个共同体没有在进行", "The community is not at work")


class KindNameTaken(Conflict):
    """The strand has a kind of this name already."""

    code = "kind_name_taken"
    title = ("这个板块已有同名的活动类型", "The strand has a kind of this name")
