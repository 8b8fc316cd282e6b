"""Refusals of activities."""

from uuid import UUID

from handinhand.core.errors import Conflict, FieldError, IdTaken

ID_OF_A_SERIES = FieldError("/id", "id_of_a_series", "一次安排多次的，不能自带编号。请去掉编号，或者一次登记一个。")


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


def id_taken(activity_id: UUID) -> IdTaken:
    """The client-made id names other content."""
    message = "这个编号已用于另一次活动。请换一个编号再提交，您填写的内容不会丢失。"
    return IdTaken(message, errors=[FieldError("/id", "id_taken", "这个编号已用于另一次活动")], id=str(activity_id))
