"""A real installation for journeys: what `make run` starts, in a data directory and on a port of its own.

`python -m tests.journeys.installation COMMAND...` runs a command against a fresh demo; HANDINHAND_URL and
HANDINHAND_DEMO_PASSWORD tell it where and how to sign in.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx2
import psutil

PROJECT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 240
"""Far more than a start takes, so that a busy machine fails nothing."""


class Installation:
    """One data directory, started and stopped as often as a journey wants."""

    def __init__(self, directory: Path, **settings: str) -> None:
        self.data_dir = directory / "var"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.settings = settings
        self.output = directory / "output.txt"
        self.process: subprocess.Popen[bytes] | None = None

    def launch(self, command: str = "run", *arguments: str, **settings: str) -> subprocess.Popen[bytes]:
        """Starts a command of the installation; what it prints goes to `output`."""
        ours = {name: value for name, value in os.environ.items() if not name.startswith("HANDINHAND_")}
        environment = ours | {
            "PYTHONPATH": str(PROJECT / "backend"),
            "PORT": str(self.port),
            "HANDINHAND_DATA_DIR": str(self.data_dir),
            **{f"HANDINHAND_{name.upper()}": value for name, value in (self.settings | settings).items()},
        }
        with self.output.open("wb") as output:
            return subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-m", "handinhand.cli", command, *arguments],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def run(self, command: str = "run", *arguments: str, **settings: str) -> tuple[int, str]:
        """Runs a command to its end; its exit code and all it printed."""
        code = self.launch(command, *arguments, **settings).wait(PATIENCE_SECONDS)
        return code, self.printed()

    @contextmanager
    def running(self, **settings: str) -> Iterator[httpx2.Client]:
        """The installation started and ready, and a client of it; stopped at the end if it still runs."""
        self.process = self.launch(**settings)
        try:
            self.wait_until_ready()
            with httpx2.Client(base_url=self.url, timeout=20) as client:
                yield client
        finally:
            if self.process.poll() is None:
                self.stop()

    def wait_until_ready(self) -> None:
        """Returns when /readyz answers ok."""
        assert self.process is not None
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            if self.is_ready() and "is ready" in self.printed():
                return
            assert self.process.poll() is None, self.printed()
            time.sleep(0.05)
        raise AssertionError(f"not ready after {PATIENCE_SECONDS} s:\n{self.printed()}")

    def is_ready(self) -> bool:
        """Whether /readyz answers ok at this moment."""
        try:
            return httpx2.get(f"{self.url}/readyz", timeout=5).status_code == 200
        except httpx2.TransportError:
            return False

    def stop(self, request: signal.Signals = signal.SIGINT) -> int:
        """Asks it to stop, as Ctrl-C does; its exit code."""
        assert self.process is not None
        self.process.send_signal(request)
        return self.process.wait(PATIENCE_SECONDS)

    def processes(self) -> list[psutil.Process]:
        """Every process of the running tree, the database's among them."""
        assert self.process is not None
        root = psutil.Process(self.process.pid)
        return [root, *root.children(recursive=True)]

    def part(self, name: str) -> psutil.Process:
        """The process of `api`, `worker` or `postgres`."""
        for process in self.processes()[1:]:
            with suppress(psutil.NoSuchProcess):  # gone, or ended and not yet noticed
                words = process.cmdline()
                if name in words or (words and Path(words[0]).name == name):
                    return process
        raise AssertionError(f"{name} does not run")

    def printed(self) -> str:
        """What the last command printed so far."""
        return self.output.read_text(errors="replace")

    def printed_password(self) -> str | None:
        """The demo password, where it was made and printed."""
        found = re.search(r"password: (\S+)   \(made now", self.printed())
        return found[1] if found else None


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(what: str, condition: object, seconds: float = 120) -> None:
    """Returns when `condition()` holds; fails with `what` otherwise."""
    assert callable(condition)
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"{what}: not within {seconds} s"
        time.sleep(0.05)


def gone(processes: list[psutil.Process]) -> bool:
    """Whether none of these processes lives any more."""
    return not [process for process in processes if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]


def main(command: list[str]) -> int:
    """Runs `command` against a fresh demo installation; its exit code."""
    password = "nine purple bicycles"
    with tempfile.TemporaryDirectory() as directory:
        installation = Installation(Path(directory), environment="demo", demo_password=password)
        with installation.running():
            addressed = os.environ | {"HANDINHAND_URL": installation.url, "HANDINHAND_DEMO_PASSWORD": password}
            code = subprocess.run(command, check=False, env=addressed).returncode  # noqa: S603 - the Makefile's
            if code:
                log = installation.data_dir / "log" / "api.log"
                unexpected = [line for line in log.read_text().splitlines() if '"level": "error"' in line]
                sys.stderr.write("\n".join(["", "Errors in the API's log:", *(unexpected or ["none"]), ""]))
            return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
