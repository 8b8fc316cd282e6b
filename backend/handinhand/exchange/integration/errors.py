"""Refusals of sending figures."""

from handinhand.core.errors import Conflict


class NoAddress(Conflict):
    """The operator has configured no address of the municipal bureau."""

    code = "no_municipal_address"
    title = ("还没有设置市局的接收地址", "No municipal address is configured")


class AlreadyQueued(Conflict):
    """The month's figures are on their way already."""

    code = "already_queued"
    title = ("这个月的数据正在报送", "This month's figures are on their way")


class NotFailed(Conflict):
    """Only what was given up is sent again."""

    code = "not_failed"
    title = ("只有没有送到的才能重新报送", "Only a failed delivery is sent again")
