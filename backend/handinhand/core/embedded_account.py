"""The account that the embedded PostgreSQL runs under: PostgreSQL refuses to run as root."""

import os
import pwd
import stat
import subprocess
from pathlib import Path

ROOT_STAND_IN = "pgserver"
"""Root starts the server under this account, and makes it where it is missing."""


def server_account(directory: Path) -> pwd.struct_passwd | None:
    """The account for the data in `directory`; None means our own. Root takes whoever made the data before.

    Raises OSError when the account cannot be made.
    """
    if os.geteuid() != 0:
        return None
    if (directory / "PG_VERSION").exists() and directory.stat().st_uid != 0:
        return pwd.getpwuid(directory.stat().st_uid)
    try:
        return pwd.getpwnam(ROOT_STAND_IN)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ROOT_STAND_IN]
        done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 - the words are ours
        if done.returncode != 0:
            raise OSError(f"the account {ROOT_STAND_IN} cannot be made: {done.stderr.strip()}") from None
        return pwd.getpwnam(ROOT_STAND_IN)


def let_reach(account: pwd.struct_passwd | None, path: Path) -> None:
    """Lets another account walk through to `path` (not read it), where root's folders are closed."""
    if account is None:
        return
    for folder in (path, *path.parents):
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH and folder.stat().st_uid != account.pw_uid:
            folder.chmod(mode | stat.S_IXOTH)


def let_run(account: pwd.struct_passwd | None, programs: Path) -> None:
    """Opens the server's programs to its account, where root installed them for itself only (umask 077)."""
    if account is None or (programs / "postgres").stat().st_mode & stat.S_IXOTH:
        return
    for path in (programs.parent, *programs.parent.rglob("*")):
        mode = path.stat().st_mode
        path.chmod(mode | (mode & (stat.S_IRUSR | stat.S_IXUSR)) >> 6)
