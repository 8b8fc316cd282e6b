"""Promise R8: whoever calls whatever is described, every answer is one that is described."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.journeys.installation import PROJECT, Installation

PASSWORD = "nine purple bicycles"
DESCRIPTION = PROJECT / "frontend/openapi/openapi.json"
CONFIGURATION = Path(__file__).with_name("described_interface.toml")
ACCOUNTS = (
    "leader", "section", "inspector", "lead", "teacher", "host", "instructor", "instructor2", "institution", "auditor",
    "municipal_viewer", "bureau2", "sysadmin", "secadmin", "bureau",
)  # fmt: skip
"""Every account of the demo: first those that change little."""
GOES_THROUGH_PUBLIC = "bureau"
ENDS_THE_RUN = "delete_current_session"
"""Called last of all, by hand: after it everything answers 401."""
RESOURCES = (
    "audit-events", "auth/sessions", "dispatches", "exports", "holidays", "imports", "obligations", "opinions",
    "organisations", "party-organisations", "people", "role-assignments", "users", "visits",
)  # fmt: skip
REFERENCES = {
    "body.institution_id": "organisations",
    "body.institution_ids[*]": "organisations",
    "body.organisation_id": "organisations",
    "body.items[*].organisation_id": "organisations",
    "body.instructor_id": "people",
    "body.person_id": "people",
    "body.items[*].person_id": "people",
    "body.user_id": "users",
    "body.subject_id": "visits",
    "query.institution_id": "organisations",
    "query.organisation_id": "organisations",
    "query.instructor_id": "people",
    "query.subject_id": "visits",
    "query.visit_id": "visits",
    "query.user_id": "users",
    "query.target_id": "visits",
}
"""Where a body or a filter names a record, and of which list."""


@dataclass
class SignedIn:
    """An account's session and the records that exist for it."""

    name: str
    token: str
    permissions: frozenset[str]
    records: dict[str, list[str]]


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return Installation(tmp_path, environment="demo", demo_password=PASSWORD)


def test_every_answer_to_every_role_is_one_that_is_described(
    installation: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with installation.running() as client:
        callers = [sign_in(client, name) for name in ACCOUNTS]
        spared = {
            record
            for caller in callers
            for resource in ("auth/sessions", "users", "role-assignments")
            for record in caller.records.get(resource, ())
        }
        reports = {caller.name: explore(installation, caller, spared, tmp_path) for caller in callers}
        for caller in callers:
            assert signs_out(installation, caller)
    failures = {name: report["printed"] for name, report in reports.items() if report["exit_code"] != 0}
    cases = sum(report["test_cases"]["generated"] for report in reports.values())
    assert failures == {}, "\n".join(failures.values())
    done = {label for report in reports.values() for label in accepted(report)}
    described = {label for report in reports.values() for label in report["valid_rates"]}
    assert described - done <= NEVER_DONE, "no call got past the guards: give it ids and values that exist"
    with capsys.disabled():
        print(  # noqa: T201 - promises.md R8 is read here
            f"\n{len(reports)} accounts, {cases} calls of {len(described) + 1} operations, {len(done) + 1} of them done at "
            f"least once, 0 server errors, 0 undocumented answers"
        )


def sign_in(client: httpx2.Client, name: str) -> SignedIn:
    """A session of its own, and ids out of the lists that the account may read."""
    client.cookies.clear()
    answer = client.post("/api/v1/auth/sessions", json={"username": name, "password": PASSWORD})
    assert answer.status_code == 201, answer.text
    records: dict[str, list[str]] = {}
    for resource in RESOURCES:
        listed = client.get(f"/api/v1/{resource}", params={"limit": 200})
        if listed.status_code == 200 and (items := listed.json()["items"]):
            records[resource] = [item["id"] for item in items]
    permissions = frozenset(client.get("/api/v1/me").json()["permissions"])
    return SignedIn(name, client.cookies["handinhand_session"], permissions, records)


def explore(installation: Installation, caller: SignedIn, spared: set[str], directory: Path) -> dict[str, Any]:
    """Lets schemathesis call every operation as this account; its report, with what it printed."""
    configuration, report = directory / f"{caller.name}.toml", directory / f"{caller.name}.json"
    configuration.write_text(CONFIGURATION.read_text("utf-8") + for_account(caller), "utf-8")
    run = subprocess.run(  # noqa: S603 - our own tool
        [
            sys.executable, "-m", "schemathesis.cli", "--config-file", str(configuration), "run", str(DESCRIPTION),
            "--url", installation.url, "--no-color", "--exclude-operation-id", ENDS_THE_RUN,
            "--report", "json", "--report-json-path", str(report),
        ],
        check=False, capture_output=True, text=True, cwd=PROJECT,
        env=os.environ | {"HANDINHAND_PROOF_SPARED": " ".join(sorted(spared)), "PYTHONPATH": str(PROJECT)},
    )  # fmt: skip
    assert report.exists(), run.stdout + run.stderr
    return json.loads(report.read_text("utf-8")) | {"printed": f"── {caller.name} ──\n{run.stdout}{run.stderr}"}


def accepted(report: dict[str, Any]) -> set[str]:
    """The operations that took at least one of the account's calls."""
    return {label for label, phases in report["valid_rates"].items() if any(of["accepted"] for of in phases.values())}


def signs_out(installation: Installation, caller: SignedIn) -> bool:
    """Whether the session ends on request and at once."""
    with httpx2.Client(base_url=installation.url, cookies={"handinhand_session": caller.token}) as client:
        ended = client.delete("/api/v1/auth/sessions/current")
        return ended.status_code == 204 and client.get("/api/v1/me").status_code == 401


def beyond(caller: SignedIn) -> list[str]:
    """The operations for which the account lacks a right: it is refused alike whatever it sends, so that a few calls
    do, and not one for every limit of every field. What nobody needs a right for is gone through by one account.
    """
    operations = [
        each for path in json.loads(DESCRIPTION.read_text("utf-8"))["paths"].values() for each in path.values()
    ]
    return [
        operation["operationId"]
        for operation in operations
        if not (
            caller.permissions.issuperset(rights_for(operation)) if rights_for(operation) else caller.name == "bureau"
        )
    ]


def rights_for(operation: dict[str, Any]) -> list[str]:
    """What the operation asks of a session; empty for a public one."""
    return [right for scheme in operation.get("security", ()) for right in scheme["session"]]


def for_account(caller: SignedIn) -> str:
    """The part of the configuration that differs: the session, and ids that exist for the account."""
    lines = [
        "[auth.openapi.session]",
        f"api_key = {json.dumps(caller.token)}",
        "[dictionaries.versions]",
        "values = ['\"1\"', '\"2\"', 'W/\"1\"']",
    ]
    for resource, ids in caller.records.items():
        lines += [f'[dictionaries."{resource}"]', f"values = {json.dumps(ids[:: max(1, len(ids) // 20)])}"]
    lines += ["[parameters]", '"header.If-Match" = {dictionary = "versions", probability = 0.9}']
    lines += [
        f'"{place}" = {{dictionary = "{resource}", probability = 0.7}}'
        for place, resource in REFERENCES.items()
        if resource in caller.records
    ]
    for resource in caller.records:
        lines += [
            "[[operations]]",
            f'include-path-regex = "^/api/v1/{resource}/\\\\{{id\\\\}}"',
            f'parameters = {{"path.id" = {{dictionary = "{resource}", probability = 0.8}}}}',
        ]
    lines += [
        "[[operations]]",
        f"include-operation-id = {json.dumps(beyond(caller))}",
        "phases.coverage.enabled = false",
    ]
    return "\n" + "\n".join(lines) + "\n"
