"""Refusals of affiliations."""

from handinhand.core.errors import Conflict


class AffiliationOverlaps(Conflict):
    """An institution has one host at a time."""

    code = "affiliation_overlaps"
    title = ("这段时间已有挂靠关系", "The institution has a host on these days")
