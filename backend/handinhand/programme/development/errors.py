"""Refusals of the registers."""

from handinhand.core.errors import Conflict


class DevelopmentEnded(Conflict):
    """Somebody's way has ended."""

    code = "development_ended"
    title = ("这条记录已经终止", "This record has ended")


class NoNextStage(Conflict):
    """Somebody is a full member: the way is gone to its end."""

    code = "no_next_stage"
    title = ("已经是正式党员", "There is no next stage")


class DevelopmentUnderWay(Conflict):
    """Somebody's way has not ended, so there is nothing to take up again."""

    code = "development_under_way"
    title = ("这条记录没有终止", "This record has not ended")
