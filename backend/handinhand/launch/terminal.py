"""What the person at the terminal reads."""

import sys
from collections.abc import Iterable

from pydantic import ValidationError

AS_BEFORE = "as printed at the first start, or as HANDINHAND_DEMO_PASSWORD was then"
_FOLLOWS_FROM_OTHERS = "default_factory_not_called"


class StartError(RuntimeError):
    """The start, or a command, cannot go on. Its text says what is wrong, where, and what to do."""


def say(*lines: str) -> None:
    """Prints lines at once, also where the output is a pipe."""
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def print_accounts(accounts: str, password: str) -> None:
    """The demo accounts, a line each, and what is known of their password."""
    say(
        "",
        "Demo accounts:",
        accounts,
        f"  password: {password}",
        "  To start over with fresh demo data: make demo-reset",
    )


def complain(reason: str) -> None:
    """Prints why a command stopped."""
    sys.stderr.write(f"\nStopped: {reason}\n")


def describe_wrong_settings(error: ValidationError) -> str:
    """Each wrong setting by the name it has in the environment; never its value, which may be a secret."""
    return "these settings are wrong (docs/operations.md lists them all):\n" + "\n".join(_wrong_settings(error))


def _wrong_settings(error: ValidationError) -> Iterable[str]:
    for problem in error.errors(include_input=False, include_url=False):
        if problem["type"] == _FOLLOWS_FROM_OTHERS:
            continue
        message = problem["msg"].removeprefix("Value error, ")
        name = str(problem["loc"][0]) if problem["loc"] else ""
        known = name.upper() if name.isupper() else f"HANDINHAND_{name.upper()}"
        yield f"  {known}: {message}" if name else f"  {message}"
