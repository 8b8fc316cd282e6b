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


class FromVisit(Conflict):
    """A review that came with a visit changes with the visit."""

    code = "from_visit"
    title = ("这份记录来自入校指导", "This review came with a visit")
