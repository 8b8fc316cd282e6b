"""One program of the tree: started, kept alive, logged, stopped."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from handinhand.core.config import PROJECT
from handinhand.launch.terminal import say

LOG_BYTES = 10 * 1024 * 1024
"""A log's size before it is put aside as .1, replacing the one put aside before."""
SHOWN_LINES = 15
LONGEST_PAUSE_SECONDS = 30.0
PROVEN_SECONDS = 60.0
"""A program that ran this long was well; its next failure is again a first one."""


@dataclass(slots=True)
class Child:
    """A subcommand of ours that has to run as long as the tree does."""

    name: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    _started_at: float = field(default=0.0, init=False)
    _due_at: float = field(default=0.0, init=False)
    _pause: float = field(default=0.0, init=False)
    _log_start: int = field(default=0, init=False)
    _log_keeper: threading.Thread | None = field(default=None, init=False)

    def start(self) -> None:
        """Starts it in a session of its own, so that Ctrl-C reaches the supervisor alone."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.log.touch(mode=0o600)
        self._log_start = self.log.stat().st_size
        self._started_at = time.monotonic()
        self.process = start_command(self.arguments, self.environment, output=subprocess.PIPE)
        self._log_keeper = threading.Thread(target=_keep_log, args=(self.process.stdout, self.log), daemon=True)
        self._log_keeper.start()

    def is_running(self) -> bool:
        """Whether the program lives."""
        return self.process is not None and self.process.poll() is None

    def keep_alive(self) -> None:
        """Starts it again if it ended, after a pause that doubles with each failure in a row."""
        if self.is_running():
            return
        now = time.monotonic()
        if self.process is not None:
            if now - self._started_at > PROVEN_SECONDS:
                self._pause = 0.0
            self._pause = min(max(1.0, self._pause * 2), LONGEST_PAUSE_SECONDS)
            self._due_at = now + self._pause
            ended, self.process = self.process.returncode, None
            say(f"{self.name} ended (code {ended}) and starts again in {self._pause:.0f} s. Its log: {self.log}")
        if now >= self._due_at:
            self.start()

    def last_words(self) -> str:
        """The end of what it wrote since its start; for one that has ended."""
        if self._log_keeper is not None:
            self._log_keeper.join(timeout=2)
        with self.log.open("rb") as file:
            file.seek(min(self._log_start, self.log.stat().st_size))
            lines = file.read().decode(errors="replace").strip().splitlines()
        return "\n".join(lines[-SHOWN_LINES:]) or f"(nothing was written to {self.log})"


def stop_all(children: list[Child], *, seconds: float, hurried: Callable[[], bool]) -> None:
    """Asks all to finish what they are doing; ends them after `seconds`, or as soon as somebody is `hurried`."""
    for child in children:
        if child.is_running() and child.process is not None:
            child.process.terminate()
    deadline = time.monotonic() + seconds
    while any(child.is_running() for child in children):
        if time.monotonic() > deadline or hurried():
            for child in children:
                if child.process is not None:
                    child.process.kill()
                    child.process.wait()
        time.sleep(0.02)


def start_command(
    arguments: tuple[str, ...], environment: Mapping[str, str], output: int | None = None
) -> subprocess.Popen[bytes]:
    """A subcommand of this program, in a session of its own; it ends itself should its parent be gone."""
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "handinhand.cli", *arguments, "--end-with-parent"],
        env=os.environ | {"PYTHONPATH": str(PROJECT / "backend")} | dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        start_new_session=True,
    )


def end_with_parent() -> None:
    """From now on, ends this process (as if asked to) when the one that started it is gone, even by kill -9."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def _keep_log(source: IO[bytes], log: Path) -> None:
    for line in source:
        try:
            if log.stat().st_size > LOG_BYTES:
                log.replace(log.with_name(log.name + ".1"))
                log.touch(mode=0o600)
            with log.open("ab") as file:
                file.write(line)
        except OSError:  # a full disk costs log lines; to stop reading would stop the program
            continue
