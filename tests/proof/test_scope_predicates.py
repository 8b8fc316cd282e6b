"""Promise S3: whichever one of the predicates that keep to somebody's reach is taken out, a test fails."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from handinhand.core.embedded import EmbeddedDatabase
from tests.conftest import LENT_SERVER
from tests.journeys.installation import PROJECT
from tests.proof.predicates import Predicate, find_predicates, write_with_switches, write_without
from tests.proof.switches import RESULT

TESTS = PROJECT / "tests" / "backend"
ASK_FOR_NONE = {"database", "demo", "launch", "rules"}
"""Folders of tests that have nothing to do with anybody's reach."""
MATRIX = TESTS / "access" / "test_matrix.py"
"""Takes as long as everything else together; it looks at what the others have missed."""
EQUIVALENT: dict[str, str] = {}
"""Predicates without which nothing changes, and why."""


def test_a_test_fails_for_every_predicate_that_is_taken_out(
    server: EmbeddedDatabase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    predicates = [found for found in find_predicates() if found.name not in EQUIVALENT]
    noticed = noticed_when_switched_off(server, predicates, tmp_path / "switches")
    for predicate in predicates:
        if predicate not in noticed and (test := noticed_when_taken_out(server, predicate, tmp_path / "alone")):
            noticed[predicate] = test
    for predicate in predicates:
        print(f"{predicate.name} -> {noticed.get(predicate)}")  # noqa: T201 - shown by `pytest -s`, and when it fails
    assert [predicate.name for predicate in predicates if predicate not in noticed] == []
    with capsys.disabled():
        print(  # noqa: T201 - promises.md S3 is read here
            f"\n{len(predicates)} scope predicates taken out one by one, {len(noticed)} noticed, "
            f"by {len(set(noticed.values()))} tests"
        )


def noticed_when_switched_off(
    server: EmbeddedDatabase, predicates: list[Predicate], directory: Path
) -> dict[Predicate, str]:
    """Per predicate a test that fails, of those that ask for it while they run."""
    write_with_switches(predicates, directory / "backend")
    folders = sorted(path for path in TESTS.iterdir() if path.is_dir() and path.name not in ASK_FOR_NONE)
    result = directory / "noticed.json"
    options = ("-p", "tests.proof.switches", "--ignore", str(MATRIX))
    run = run_tests(server, directory, folders, *options, result=result)
    assert result.exists(), run.stdout + run.stderr
    return {predicates[int(number)]: test for number, test in json.loads(result.read_text("utf-8")).items()}


def noticed_when_taken_out(server: EmbeddedDatabase, predicate: Predicate, directory: Path) -> str | None:
    """For a predicate that is not asked for while a test runs (a statement made once, at import), and for one that
    the tests asking for it have missed: the first test of its feature or of the access matrix that fails without it.
    """
    write_without(predicate, directory / "backend")
    feature = TESTS / predicate.feature
    run = run_tests(server, directory, [*([feature] if feature.is_dir() else []), TESTS / "access"], "-x")
    shutil.rmtree(directory)
    failed = re.search(r"^FAILED (.+?)(?: - .*)?$", run.stdout, re.MULTILINE)
    assert run.returncode == (1 if failed else 0), run.stdout + run.stderr
    return failed[1] if failed else None


def run_tests(
    server: EmbeddedDatabase, directory: Path, tests: list[Path], *options: str, result: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs these tests against the package that was written to the folder."""
    package = directory / "backend"
    settings = {"PYTHONPATH": str(package), LENT_SERVER: str(server.directory), "COLUMNS": "1000", RESULT: str(result)}
    return subprocess.run(  # noqa: S603 - our own tests
        [
            sys.executable, "-m", "pytest", "--tb=short", "-rf", "-p", "no:randomly", "-p", "no:cacheprovider",
            "-p", "no:schemathesis", "--ignore-glob", "*test_races.py", "-o", f"pythonpath={package} {PROJECT}",
            "--basetemp", str(directory / "temp"), *options, *map(str, tests),
        ],
        check=False, capture_output=True, text=True, cwd=PROJECT, env=os.environ | settings,
    )  # fmt: skip
