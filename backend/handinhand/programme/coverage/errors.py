"""Refusals of member counts, Party coverage and mass groups."""

from handinhand.core.errors import Conflict


class Withdrawn(Conflict):
    """The same request came before, and what it entered has been withdrawn since."""

    code = "withdrawn"
    title = ("这一条保存过，后来被撤销了，没有再存一遍", "This entry was saved and has been withdrawn since")
