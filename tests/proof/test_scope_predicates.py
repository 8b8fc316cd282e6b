"""Promise S3: whichever one of the predicates that keep to somebody's reach is taken out, a test fails."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType

import pytest

from handinhand.core.embedded import EmbeddedDatabase
from tests.conftest import LENT_SERVER
from tests.journeys.installation import PROJECT
from tests.proof.predicates import NOTED, NOTICED, Predicate, find_predicates, write_with_switches, write_without

NOTICING = Path(__file__).with_name("noticing.txt")
"""Which test noticed each predicate last time. Only where to look first: what it no longer notices is sought anew."""
TESTS = PROJECT / "tests" / "backend"
MATRIX = TESTS / "access" / "test_matrix.py"
"""Takes as long as everything else together; it looks at what the others have missed."""
AT_ONCE = 2
_OWN_IDS = "an id names one record, whatever its type"
_HINT = "a hint for the planner"
_BY_ID = "what is read too much is keyed by ids that are never asked for"
EQUIVALENT = {
    "accountability/overview/queries:_grid: visits.within(Visit.bureau_id, Visit.institution_id)": (
        "where visits are not read, the row says so and its figure is not shown"
    ),
    "accountability/overview/queries:_county_figures: Organisation.bureau_id == wanted": _BY_ID,
    "accountability/overview/community_queries:activities_by_strand: communities.reached(scope)": _BY_ID,
    "accountability/overview/community_queries:targets_of: communities.reached(scope)": _BY_ID,
    "exchange/imports/register_queries:known_activities: Activity.bureau_id == bureau_id": _BY_ID,
    "exchange/imports/register_queries:known_activities: SupportedSchool.bureau_id == bureau_id": _BY_ID,
    "exchange/imports/register_queries:known_teachers: table.bureau_id == bureau_id": _BY_ID,
    "exchange/imports/register_queries:known_members: table.bureau_id == bureau_id": _BY_ID,
    "exchange/imports/queries:_organisations: Organisation.bureau_id == bureau_id": _BY_ID,
    "exchange/imports/queries:_communities: SupportedSchool.bureau_id == bureau_id": _BY_ID,
    "foundation/identity/activation:latest_codes: ActivationCode.user_id.in_(user_ids)": _BY_ID,
    "foundation/identity/queries:roles_of: RoleAssignment.user_id.in_(user_ids)": _BY_ID,
    "foundation/settings/queries:_calendars: BureauSettings.bureau_id == wanted": _BY_ID,
    "foundation/evidence/queries:_visible: subjects.c.type == Evidence.subject_type": _OWN_IDS,
    "foundation/evidence/queries:load_evidence: subjects.c.type == Evidence.subject_type": _OWN_IDS,
    'programme/obligations/queries:_ledger: Obligation.bureau_id == func.any(given["due_bureau_ids"])': _HINT,
    'programme/obligations/queries:_ledger: Obligation.bureau_id == given["due_bureau_id"]': _HINT,
    'programme/obligations/queries:_ledger: Organisation.bureau_id == given["due_bureau_id"]': _HINT,
    "programme/visits/queries:_digest: visible(reach)": "an id that is out of reach is refused as taken all the same",
}
"""Predicates without which nothing changes, and why."""


def test_a_test_fails_for_every_predicate_that_is_taken_out(
    server: EmbeddedDatabase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = find_predicates()
    assert EQUIVALENT.keys() <= {predicate.name for predicate in found}, "what is excused is gone"
    predicates = [predicate for predicate in found if predicate.name not in EQUIVALENT]
    noticed = noticed_where_noted(server, predicates, tmp_path / "noted")
    missed = [predicate for predicate in predicates if predicate not in noticed]
    noticed |= noticed_when_switched_off(server, missed, tmp_path / "switches")
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


def noticed_where_noted(server: EmbeddedDatabase, predicates: list[Predicate], directory: Path) -> dict[Predicate, str]:
    """The predicates whose noted test fails without them."""
    noted = dict(line.split(" -> ") for line in NOTICING.read_text("utf-8").splitlines())
    write_with_switches(predicates, directory / "backend")
    sought = {number: noted[each.name] for number, each in enumerate(predicates) if each.name in noted}
    tests = sorted(set(sought.values()))
    return run_with_switches(server, predicates, directory, tests, {NOTED: json.dumps(sought)})


def noticed_when_switched_off(
    server: EmbeddedDatabase, predicates: list[Predicate], directory: Path
) -> dict[Predicate, str]:
    """Per predicate a test that fails, of all those that ask for it while they run."""
    if not predicates:
        return {}
    write_with_switches(predicates, directory / "backend")
    folders = sorted(str(path) for path in TESTS.iterdir() if path.is_dir())
    return run_with_switches(server, predicates, directory, folders, {}, "--ignore", str(MATRIX))


def run_with_switches(
    server: EmbeddedDatabase,
    predicates: list[Predicate],
    directory: Path,
    tests: list[str],
    settings: dict[str, str],
    *options: str,
) -> dict[Predicate, str]:
    """Shares the tests out to processes; per predicate the test that failed with it switched off."""
    result = directory / "noticed"
    result.mkdir()
    settings = settings | {NOTICED: str(result)}
    options = ("-p", "tests.proof.switches", *options)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        parts = [
            pool.submit(run_tests, server, directory, tests[part::AT_ONCE], *options, settings=settings)
            for part in range(AT_ONCE)
        ]
    for part in parts:
        run = part.result()
        assert run.returncode == 0, run.stdout + run.stderr
    return {predicates[int(found.name)]: found.read_text("utf-8") for found in result.iterdir()}


def noticed_when_taken_out(server: EmbeddedDatabase, predicate: Predicate, directory: Path) -> str | None:
    """For a predicate that is not asked for while a test runs (a statement made once, at import), and for one that
    the tests asking for it have missed: the first test of its feature or of the access matrix that fails without it.
    """
    write_without(predicate, directory / "backend")
    feature = TESTS / predicate.feature
    tests = [str(folder) for folder in (feature, TESTS / "access") if folder.is_dir()]
    run = run_tests(server, directory, tests, "-x")
    shutil.rmtree(directory)
    failed = re.search(r"^FAILED (.+?)(?: - .*)?$", run.stdout, re.MULTILINE)
    assert run.returncode == (1 if failed else 0), run.stdout + run.stderr
    return failed[1] if failed else None


def run_tests(
    server: EmbeddedDatabase,
    directory: Path,
    tests: list[str],
    *options: str,
    settings: Mapping[str, str] = MappingProxyType({}),
) -> subprocess.CompletedProcess[str]:
    """Runs these tests against the package that was written to the folder."""
    package = directory / "backend"
    environment = {"PYTHONPATH": str(package), LENT_SERVER: str(server.directory), "COLUMNS": "1000", **settings}
    own = tempfile.mkdtemp(dir=directory)
    return subprocess.run(  # noqa: S603 - our own tests
        [
            sys.executable, "-m", "pytest", "--tb=short", "-rf", "-p", "no:randomly", "-p", "no:cacheprovider",
            "-p", "no:schemathesis", "--ignore-glob", "*test_races.py", "-o", f"pythonpath={package} {PROJECT}",
            "--basetemp", own, *options, *tests,
        ],
        check=False, capture_output=True, text=True, cwd=PROJECT, env=os.environ | environment,
    )  # fmt: skip
