"""The two servers under measurement, each one process of uvicorn with the same options, and their processor time."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx2
import psutil

from handinhand.core.config import PROJECT
from handinhand.core.embedded import EmbeddedDatabase
from handinhand.core.jobs import plain_address
from tests.journeys.installation import free_port

SECRET_KEY = "k9Z2vTq7Lw4Rb1Xc8Nm5Hs3Jd6Fg0PyA"  # noqa: S105 - of a database that lives as long as the benchmark


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    name: str
    port: int
    process: psutil.Process

    def processor_seconds(self) -> float:
        """User and system time of the process since it started."""
        spent = self.process.cpu_times()
        return float(spent.user + spent.system)

    def resident_megabytes(self) -> float:
        """What it holds in memory now."""
        return float(self.process.memory_info().rss) / 1e6


@dataclass(frozen=True, slots=True)
class DatabaseServer:
    """The PostgreSQL that both servers use."""

    process: psutil.Process
    ended: dict[int, float]
    """The last known time of backends, so that one that ended in between is not lost."""

    def processor_seconds(self) -> float:
        """Of the postmaster and all its backends together."""
        for process in (self.process, *self.process.children()):
            with suppress(psutil.NoSuchProcess):
                spent = process.cpu_times()
                self.ended[process.pid] = float(spent.user + spent.system)
        return sum(self.ended.values())


def watch(found: EmbeddedDatabase) -> DatabaseServer:
    """The embedded server's processes."""
    return DatabaseServer(psutil.Process(found.process_id), {})


@contextmanager
def application(found: EmbeddedDatabase, folder: Path) -> Iterator[Server]:
    """The application as `make run` starts it: the same command, its log to a file."""
    port = free_port()
    environment = {
        "HANDINHAND_DATABASE_URL": found.application_url,
        "HANDINHAND_ENVIRONMENT": "production",
        "HANDINHAND_SECRET_KEY": SECRET_KEY,
        "HANDINHAND_DATA_DIR": str(folder / "data"),
        "PORT": str(port),
    }
    yield from _running("app", [sys.executable, "-m", "handinhand.cli", "api"], environment, port, folder, "/readyz")


@contextmanager
def limit(found: EmbeddedDatabase, folder: Path) -> Iterator[Server]:
    """The limit server."""
    port = free_port()
    environment = {"LIMIT_DATABASE": plain_address(found.application_url)}
    command = [*(sys.executable, "-m", "uvicorn", "bench.limit_server:app", "--port", str(port)), "--no-access-log"]
    yield from _running("limit", command, environment, port, folder, "/api/v1/visits")


def _running(
    name: str, command: list[str], environment: dict[str, str], port: int, folder: Path, path: str
) -> Iterator[Server]:
    with (folder / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own programs
            command,
            cwd=PROJECT,
            env=os.environ | {"PYTHONPATH": f"{PROJECT / 'backend'}:{PROJECT}"} | environment,
            stdout=log,
            stderr=log,
        )
    try:
        _wait(f"http://127.0.0.1:{port}{path}", process, folder / f"{name}.log")
        yield Server(name, port, psutil.Process(process.pid))
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        with suppress(httpx2.TransportError):
            httpx2.get(url, timeout=5)
            return
        time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{log.read_text(errors='replace')}")
