"""Refusals of accounts, roles and sign-in."""

from handinhand.core.errors import Conflict, FieldError, Forbidden, Invalid, NotSignedIn

OWN_DEVICES = "您平时使用的电脑和手机不受影响。"
"""Said beside the wait after too many failures: they are counted by where they come from."""


class WrongCredentials(NotSignedIn):
    """Name or password is wrong, or the account is closed: the three answer alike."""

    code = "wrong_credentials"
    title = ("登录名或密码不对", "Wrong name or password")


class ActivationRefused(Invalid):
    """The activation code is unknown, used, replaced or past its date, or its account is closed: all answer alike."""

    code = "activation_refused"
    title = ("激活码无效或已过期", "The activation code is not valid")


class UsernameTaken(Invalid):
    """Another account has this name."""

    code = "username_taken"
    title = ("这个登录名已有人使用", "This name is taken")

    def __init__(self) -> None:
        super().__init__(errors=[FieldError("/username", self.code, "这个登录名已有人使用，请换一个")])


class OwnAccount(Conflict):
    """Nobody closes or resets the account they are working with."""

    code = "own_account"
    title = ("不能对自己的账号这样操作", "Not with your own account")


class AccountDisabled(Conflict):
    """The account is disabled."""

    code = "account_disabled"
    title = ("这个账号已停用", "This account is disabled")


class AccountActive(Conflict):
    """The account is not disabled."""

    code = "account_active"
    title = ("这个账号没有停用", "This account is not disabled")


class OwnRole(Forbidden):
    """Nobody gives themselves a role."""

    code = "own_role"
    title = ("不能给自己分配角色", "You may not give yourself a role")


class ExclusiveRole(Conflict):
    """The three administrators hold no other role (domain.md §2)."""

    code = "exclusive_role"
    title = ("三类管理员不能兼任其他角色", "Administrators hold no other role")


class RoleAlreadyHeld(Conflict):
    """The account holds this role at this organisation in that time."""

    code = "role_already_held"
    title = ("这段时间里已经有这个角色", "This role is already held in that time")


class LastSecurityRole(Conflict):
    """Who gives out roles does not end their own last one: nobody could undo it."""

    code = "last_security_role"
    title = ("不能结束自己的安全管理员角色", "You may not end your own security role")


class NoSecurityAdminLeft(Conflict):
    """Without a security administrator nobody in the bureau could open an account or give a role again."""

    code = "no_security_admin_left"
    title = ("局里不能没有安全管理员", "A bureau needs a security administrator")


class AssignmentEnded(Conflict):
    """The assignment has ended."""

    code = "assignment_ended"
    title = ("这个角色已经结束", "This role has ended")
