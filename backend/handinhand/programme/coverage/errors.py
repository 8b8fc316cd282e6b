"""Refusals of member counts, Party coverage and mass groups."""

from handinhand.core.errors import Conflict


class Withdrawn(Conflict):
    """The same request came before, and what it entered has been withdrawn since."""

    code = "withdrawn"
    title = ("这一条保存过，后来被撤销了，没有再存一遍", "This entry was saved and has been withdrawn since")


class DayTaken(Conflict):
    """The institution has a count of that day. Extra: `entry`, what it says, with who entered it and when."""

    code = "day_taken"
    title = ("这一天已经登记过人数", "That day has an entry")
