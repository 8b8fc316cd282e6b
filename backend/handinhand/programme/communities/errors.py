"""Refusals of support communities."""

from handinhand.core.errors import Conflict


class CommunityStateRefused(Conflict):
    """The community's state does not allow it."""

    code = "community_state"
    title = ("这个共同体现在不能这样操作", "The community's state does not allow this")


class NameTaken(Conflict):
    """Another running community bears the name."""

    code = "community_name_taken"
    title = ("已有同名的帮扶共同体", "Another community bears this name")


class AlreadySupported(Conflict):
    """The school is a member already."""

    code = "already_supported"
    title = ("这所学校已在这个共同体里", "The school belongs to this community already")


class SupportedElsewhere(Conflict):
    """The school is at work in another community."""

    code = "supported_elsewhere"
    title = ("这所学校已在另一个共同体里", "The school is at work in another community")
