"""What an account's state allows (used by guards, so that 409 comes before 422)."""

from handinhand.foundation.identity.errors import AccountActive, AccountDisabled
from handinhand.models import User


def allow_while_enabled(user: User) -> None:
    """Raises AccountDisabled."""
    if user.disabled_at is not None:
        raise AccountDisabled("需要时请先启用这个账号。")


def allow_while_disabled(user: User) -> None:
    """Raises AccountActive."""
    if user.disabled_at is None:
        raise AccountActive("没有停用的账号不用启用。")
