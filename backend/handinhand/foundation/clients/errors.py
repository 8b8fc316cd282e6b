"""Refusals of clients, and those of the token's address in the words of RFC 6749 §5.2."""

from handinhand.core.errors import Conflict, FieldError, Invalid, NotSignedIn, Problem


class CodeTaken(Invalid):
    """Another client has this code."""

    code = "client_id_taken"
    title = ("这个客户端编号已有人使用", "This client_id is taken")

    def __init__(self) -> None:
        super().__init__(errors=[FieldError("/client_id", self.code, "这个编号已有人使用，请换一个")])


class ClientDisabled(Conflict):
    """The client is disabled."""

    code = "client_disabled"
    title = ("这个对接系统已停用", "This client is disabled")


class GrantEnded(Conflict):
    """The grant has ended."""

    code = "grant_ended"
    title = ("这项授权已经结束", "This grant has ended")


class AlreadyGranted(Conflict):
    """The bureau grants this client something already."""

    code = "already_granted"
    title = ("本局已经给过这个对接系统授权", "This client has a grant of this bureau")


class WrongClient(NotSignedIn):
    """Unknown, disabled, or the secret is wrong: all answer alike."""

    code = "invalid_client"
    title = ("客户端编号或密钥不对", "Wrong client_id or secret")

    def __init__(self) -> None:
        super().__init__(
            "请用 HTTP Basic 方式提交客户端编号和密钥。",
            headers={"WWW-Authenticate": 'Basic realm="handinhand"', "Pragma": "no-cache"},
            error=self.code,
        )


class WrongTokenRequest(Problem):
    """The request for a token is not one that is answered. `error` is the word of RFC 6749."""

    status, code = 400, "invalid_request"
    title = ("获取令牌的请求有误", "The token request is not right")

    def __init__(self, error: str, detail: str) -> None:
        super().__init__(detail, error=error)
