"""Refusals of good practices."""

from handinhand.core.errors import Conflict


class PracticeStateRefused(Conflict):
    """The practice's state does not allow it."""

    code = "practice_state"
    title = ("这篇好做法现在不能这样操作", "The good practice's state does not allow this")


class FilesChanged(Conflict):
    """There are files that whoever publishes has not looked at."""

    code = "files_changed"
    title = ("又添加了新的文件", "Files were added meanwhile")
