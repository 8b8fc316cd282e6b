"""The figures as a page for people and as JSON for the next comparison."""

import json
import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.county import COUNTIES, EVIDENCE_ROWS, INSTITUTIONS, MONTHS
from bench.first_load import FirstLoad
from bench.installations import Footprint
from bench.measure import ROUNDS, Result
from handinhand.core.config import PROJECT

RESULTS = PROJECT / "bench" / "results"


@dataclass(frozen=True, slots=True)
class Around:
    """Promises P5 and P4."""

    footprint: Footprint
    first_load: FirstLoad


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that one run measured."""

    results: Sequence[Result]
    statements: Mapping[str, int]
    app_megabytes: float
    limit_megabytes: float
    around: Around | None
    """None when only some scenarios were measured."""


def write(figures: Figures, only: str = "") -> Path:
    """Keeps the run as bench/results/<date>.md and .json, those of some scenarios apart; gives the page's path."""
    RESULTS.mkdir(exist_ok=True)
    name = "-".join([f"{datetime.now(UTC):%Y-%m-%d}", *only.split()])
    page = RESULTS / f"{name}.md"
    page.write_text(as_text(figures), "utf-8")
    kept = {
        "commit": _commit(),
        "scenarios": [
            {
                "name": result.scenario.name,
                "aim": result.scenario.aim,
                "ratio": result.ratio(),
                "ratio_with_database": result.ratio_with_database(),
                "statements": figures.statements[result.scenario.name],
                "app": [asdict(cost) for cost in result.app],
                "limit": [asdict(cost) for cost in result.limit],
            }
            for result in figures.results
        ],
        "resident_megabytes": {"app": figures.app_megabytes, "limit": figures.limit_megabytes},
    }
    if figures.around is not None:
        kept |= {
            "installation": asdict(figures.around.footprint),
            "first_load": asdict(figures.around.first_load),
        }
    (RESULTS / f"{name}.json").write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return page


def as_text(figures: Figures) -> str:
    """The page."""
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[1]:.1f}"
    size = f"{COUNTIES} counties × {INSTITUTIONS} institutions × {MONTHS} months, {EVIDENCE_ROWS:,} pieces of evidence"
    lines = [
        f"# Benchmark of {datetime.now(UTC):%d %B %Y}, commit {_commit()}",
        f"{size}; {machine}; the middle of {ROUNDS} pairs of rounds, 16 connections.",
        "Milliseconds of processor time per request, in the server's process + in PostgreSQL for it:",
        _table(figures),
        f"Resident memory after it: app {figures.app_megabytes:.0f} MB, limit {figures.limit_megabytes:.0f} MB.",
        *(() if figures.around is None else _lines_around(figures.around)),
    ]
    return "\n\n".join(lines) + "\n"


def _lines_around(around: Around) -> Sequence[str]:
    load, footprint = around.first_load, around.footprint
    parts = ", ".join(f"{name} {megabytes:.0f}" for name, megabytes in footprint.parts.items())
    spread = f"five rounds, {load.first:.1f} to {load.last:.1f}; aim 3.5"
    again, whole = f"{footprint.again_seconds:.1f} s (aim 5)", f"{footprint.whole:.0f} MB (aim 600)"
    return (
        f"P4: the pocket's first task on a new phone, 250 kbit/s, 500 ms, 6× slower processor: {load.middle:.1f} s",
        f"({spread}), {load.kilobytes:.1f} kB over the wire.",
        f"P5: `make run` again {again}; whole installation {whole}: {parts}.",
    )


def _table(figures: Figures) -> str:
    heads = (
        "P1",
        "app",
        "limit",
        "of the limit's speed",
        "with PostgreSQL on both sides",
        "aim",
        "statements",
        "answer",
    )
    rows = [_row(result, figures.statements[result.scenario.name]) for result in figures.results]
    return "\n".join([f"| {' | '.join(heads)} |", "|---" * len(heads) + "|", *rows])


def _row(result: Result, statements: int) -> str:
    middle = result.median_of
    app = f"{middle(result.app, 'server'):.2f} + {middle(result.app, 'database'):.2f}"
    limit = f"{middle(result.limit, 'server'):.2f} + {middle(result.limit, 'database'):.2f}"
    scenario = result.scenario
    ratios = f"**{result.ratio():.2f}** | {result.ratio_with_database():.2f} | {scenario.aim}"
    return f"| {scenario.name} | {app} | {limit} | {ratios} | {statements} | {result.answer_bytes / 1000:.0f} kB |"


def _commit() -> str:
    command = ["git", "describe", "--always", "--dirty", "--exclude=*"]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603
