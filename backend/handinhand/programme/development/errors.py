"""Refusals of the registers."""

from handinhand.core.errors import Conflict


class DevelopmentEnded(Conflict):
    """Somebody's way has ended, or there is no next stage."""

    code = "development_ended"
    title = ("这条记录已经终止", "This record has ended")
