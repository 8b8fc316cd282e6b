"""`run`: one process tree of embedded PostgreSQL, worker and API, from the first start to a clean stop."""

import errno
import fcntl
import http.client
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from types import FrameType

from handinhand.core import embedded
from handinhand.core.config import Settings
from handinhand.launch.children import Child, start_command, stop_all
from handinhand.launch.database import accounts_note, is_prepared, with_addresses
from handinhand.launch.terminal import AS_BEFORE, StartError, print_accounts, say

TICK_SECONDS = 0.1
READY_SECONDS = 120.0
STOP_SECONDS = 10.0
DATABASE_PAUSE_SECONDS = 5.0
EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - recognised, not listened on


@dataclass(slots=True)
class StopRequests:
    """How often somebody asked to stop: once is a wish, twice is a hurry."""

    count: int = 0

    def note(self, _signal: int, _frame: FrameType | None) -> None:
        """Takes a signal."""
        self.count += 1

    def stopping(self) -> bool:
        """Somebody asked."""
        return self.count > 0

    def hurried(self) -> bool:
        """Somebody asked again."""
        return self.count > 1


def run(settings: Settings) -> None:
    """Starts everything, prints the address, and returns when Ctrl-C or SIGTERM has stopped it.

    Raises StartError or EmbeddedDatabaseError when the start fails; nothing is left running then.
    """
    began = time.monotonic()
    requests = StopRequests()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, requests.note)
    with ExitStack() as stack:
        stack.enter_context(only_one(settings))
        _refuse_taken_port(settings)
        server = None
        if settings.embedded:
            server = embedded.start(settings.data_dir / "postgres")
            # The newest server, should it have been replaced meanwhile.
            stack.callback(lambda: server.stop() if server else None)
            settings = with_addresses(settings, server)
        _prepare(settings, requests)
        children = _children(settings)
        stack.callback(stop_all, children, seconds=STOP_SECONDS, hurried=requests.hurried)
        if not requests.stopping():
            for child in children:
                child.start()
            _wait_until_ready(settings, children, requests)
        if not requests.stopping():
            _announce(settings, time.monotonic() - began)
        while not requests.stopping():
            server = _keep_database_alive(settings, server, requests)
            for child in children:
                child.keep_alive()
            time.sleep(TICK_SECONDS)
        say("", "Stopping …")
    say("Stopped; everything is saved.")


def common_environment(settings: Settings) -> dict[str, str]:
    """What API and worker are told beside their own settings: neither the owner's address nor the demo password."""
    return {
        "HANDINHAND_DATABASE_URL": settings.database_url or "",
        "HANDINHAND_MIGRATION_DATABASE_URL": "",
        "HANDINHAND_SECRET_KEY": settings.secret_key.get_secret_value(),
        "HANDINHAND_DEMO_PASSWORD": "",
    }


def _children(settings: Settings) -> list[Child]:
    environment = common_environment(settings)
    logs = settings.data_dir / "log"
    names = {"API": "api", "Worker": "worker"}
    return [Child(name, (part,), environment, logs / f"{part}.log") for name, part in names.items()]


def _prepare(settings: Settings, requests: StopRequests) -> None:
    """Migrations and demo data where they are wanting, in a process that gives its memory back."""
    if is_prepared(settings):
        if settings.environment == "demo":
            print_accounts(accounts_note(settings).read_text(encoding="utf-8"), AS_BEFORE)
        return
    environment = common_environment(settings) | {
        "HANDINHAND_MIGRATION_DATABASE_URL": settings.migration_database_url or "",
        "HANDINHAND_DEMO_PASSWORD": settings.demo_password.get_secret_value() if settings.demo_password else "",
    }
    process = start_command(("prepare",), environment)
    while process.poll() is None:
        if requests.stopping():
            process.terminate()
        time.sleep(TICK_SECONDS)
    if process.returncode != 0 and not requests.stopping():
        raise StartError("the database could not be prepared; the reason stands above.")


def _wait_until_ready(settings: Settings, children: list[Child], requests: StopRequests) -> None:
    api, worker = children
    deadline = time.monotonic() + READY_SECONDS
    said = ""
    while not requests.stopping():
        if not api.is_running():
            raise StartError(f"the API ended while starting. Its last words ({api.log}):\n{api.last_words()}")
        ready, said = _ask_ready(settings)
        if ready:
            return
        if time.monotonic() > deadline:
            raise StartError(f"the API runs but is not ready after {READY_SECONDS:.0f} s: {said}. Its log: {api.log}")
        worker.keep_alive()
        time.sleep(TICK_SECONDS)


def _ask_ready(settings: Settings) -> tuple[bool, str]:
    connection = http.client.HTTPConnection(EVERY_ADDRESS.get(settings.host, settings.host), settings.port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        return answer.status == http.HTTPStatus.OK, answer.read().decode(errors="replace").strip()
    except OSError as error:
        return False, str(error)
    finally:
        connection.close()


def _keep_database_alive(
    settings: Settings, server: embedded.EmbeddedDatabase | None, requests: StopRequests
) -> embedded.EmbeddedDatabase | None:
    if server is None or server.is_running():
        return server
    say("The database ended unexpectedly and starts again.")
    while not requests.stopping():
        try:
            return embedded.start(settings.data_dir / "postgres")
        except embedded.EmbeddedDatabaseError as error:
            say(f"{error} Trying again in {DATABASE_PAUSE_SECONDS:.0f} s.")
            pause_ends = time.monotonic() + DATABASE_PAUSE_SECONDS
            while time.monotonic() < pause_ends and not requests.stopping():
                time.sleep(TICK_SECONDS)
    return server


@contextmanager
def only_one(settings: Settings) -> Iterator[None]:
    """Holds the data directory. Raises StartError when another start holds it, or it cannot be written."""
    note = settings.data_dir / "running"
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        file = note.open("a+")
    except OSError as error:
        raise StartError(
            f"the data directory {settings.data_dir} cannot be written ({error.strerror}). Give it to this user, or "
            "choose another with HANDINHAND_DATA_DIR."
        ) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise StartError(
                f"it already runs with the data in {settings.data_dir}: {file.read().strip()}. Use that one, stop it "
                "with Ctrl-C, or choose another directory with HANDINHAND_DATA_DIR."
            ) from None
        file.truncate(0)
        file.write(f"{settings.public_url} (process {os.getpid()})\n")
        file.flush()
        yield
        file.truncate(0)


def _refuse_taken_port(settings: Settings) -> None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise StartError(
                    f"port {settings.port} of {settings.host} is taken by another program. Stop that one, or choose "
                    f"another port: PORT={settings.port + 1} make run"
                ) from error
            raise StartError(
                f"cannot listen on {settings.host} port {settings.port} ({error.strerror}). Check HANDINHAND_HOST and "
                "PORT; ports below 1024 are for root."
            ) from error


def _announce(settings: Settings, seconds: float) -> None:
    say(
        "",
        f"手拉手 Hand in Hand is ready after {seconds:.1f} s:",
        f"  desk    {settings.public_url}/",
        f"  pocket  {settings.public_url}/m/",
        f"  logs    {settings.data_dir / 'log'}",
        "Ctrl-C stops it." if sys.stdin.isatty() else "SIGINT or SIGTERM stops it.",
    )
