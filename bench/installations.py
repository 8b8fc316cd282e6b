"""What a whole embedded installation costs on one machine (promises.md P5): starting again, and memory."""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil

from tests.journeys.installation import Installation

STARTS = 5
PASSWORD = "nine purple bicycles"  # noqa: S105 - of a demo that lives as long as the measurement


@dataclass(frozen=True, slots=True)
class Footprint:
    """Seconds until it answers again, and megabytes that the parts hold."""

    again_seconds: float
    parts: dict[str, float]

    @property
    def whole(self) -> float:
        """Everything together."""
        return sum(self.parts.values())


def measure_installation() -> Footprint:
    """Starts a demo, stops it, starts it again some times, and looks; the middle time counts."""
    with tempfile.TemporaryDirectory() as directory:
        installation = Installation(Path(directory), environment="demo", demo_password=PASSWORD)
        with installation.running():
            pass
        again = []
        for _ in range(STARTS):
            started = time.monotonic()
            with installation.running() as client:
                again.append(time.monotonic() - started)
                for _ in range(20):
                    client.get("/readyz")
                parts = {name: _megabytes(installation.part(name)) for name in ("api", "worker", "postgres")}
                parts["supervisor"] = _megabytes(psutil.Process(installation.process.pid), children=False)
    return Footprint(median(again), parts)


def _megabytes(process: psutil.Process, *, children: bool = True) -> float:
    """Memory of a process and what it started; pages that several of them share are counted once (PSS)."""
    family = [process, *(process.children(recursive=True) if children else ())]
    return sum(member.memory_full_info().pss for member in family) / 1e6
