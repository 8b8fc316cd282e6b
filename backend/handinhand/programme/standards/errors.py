"""Refusals of checklists and reviews."""

from handinhand.core.errors import Conflict


class NotADraft(Conflict):
    """A published edition never changes: reviews were made with it."""

    code = "not_a_draft"
    title = ("这一版已经发布，不能再改", "This edition has been published")


class DraftExists(Conflict):
    """One draft of a checklist at a time."""

    code = "draft_exists"
    title = ("已经有一份草稿", "There is a draft already")


class Discarded(Conflict):
    """The same request came before, and the draft that it began has been discarded since."""

    code = "discarded"
    title = ("这份草稿建好后又被删除了，没有再建一份", "This draft was begun and has been discarded since")


class FromVisit(Conflict):
    """A review that came with a visit changes with the visit."""

    code = "from_visit"
    title = ("这份记录来自入校指导", "This review came with a visit")
