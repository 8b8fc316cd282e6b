"""Promise R8: whoever calls whatever is described, every answer is one that is described."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.journeys.installation import PROJECT, Installation

PASSWORD = "nine purple bicycles"
DESCRIPTION = PROJECT / "frontend/openapi/openapi.json"
CONFIGURATION = Path(__file__).with_name("described_interface.toml")
ACCOUNTS = (
    "leader", "section", "inspector", "lead", "teacher", "host", "instructor", "institution", "auditor",
    "municipal_viewer", "sysadmin", "secadmin", "bureau",
)  # fmt: skip
"""One for every role: first those that change little."""
GOES_THROUGH_PUBLIC = "bureau"
ENDS_THE_RUN = "delete_current_session"
"""Called last of all, by hand: after it everything answers 401."""
RESOURCES = (
    "activities", "activity-kinds", "audit-events", "auth/sessions", "backbone-teachers", "checklists", "client-grants",
    "communities", "community-contacts", "community-plan-items", "dispatches", "exports", "figures-deliveries",
    "good-practices", "holidays", "imports", "mass-groups", "member-counts", "member-developments", "oauth-clients",
    "obligations", "opinions", "organisations", "party-coverages", "party-organisations", "people", "role-assignments",
    "standards-reviews", "targets", "users", "visits",
)  # fmt: skip
REFERENCES = {
    "body.activity_id": "activities",
    "body.audience_ids[*]": "organisations",
    "body.activity_room.checklist_id": "checklists",
    "body.checklist_id": "checklists",
    "body.community_id": "communities",
    "body.institution_id": "organisations",
    "body.kind_id": "activity-kinds",
    "body.lead_school_id": "organisations",
    "body.mentor_school_id": "organisations",
    "body.organiser_id": "organisations",
    "body.school_id": "organisations",
    "body.schools[*].school_id": "organisations",
    "body.supported_school_ids[*]": "organisations",
    "body.institution_ids[*]": "organisations",
    "body.organisation_id": "organisations",
    "body.party_organisation_id": "party-organisations",
    "body.items[*].organisation_id": "organisations",
    "body.instructor_id": "people",
    "body.person_id": "people",
    "body.items[*].person_id": "people",
    "body.user_id": "users",
    "body.subject_id": "visits",
    "query.activity_id": "activities",
    "query.community_id": "communities",
    "query.institution_id": "organisations",
    "query.kind_id": "activity-kinds",
    "query.school_id": "organisations",
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


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A running demo."""
    made = Installation(tmp_path_factory.mktemp("demo"), environment="demo", demo_password=PASSWORD)
    with made.running():
        yield made


def test_every_answer_to_every_role_is_one_that_is_described(
    installation: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stands_on = {record for name in ACCOUNTS for record in own_standing(installation, name)}
    evidence = arrange(installation)
    callers = [sign_in(installation, name, evidence=evidence, without=stands_on) for name in ACCOUNTS]
    spared = stands_on | {session for caller in callers for session in caller.records["auth/sessions"][:1]}
    reports = {caller.name: explore(installation, caller, callers, spared, tmp_path) for caller in callers}
    assert all(signs_out(installation, caller) for caller in callers)
    failures = {name: report["printed"] for name, report in reports.items() if report["exit_code"] != 0}
    assert failures == {}, "\n".join(failures.values())
    calls = sum(report["test_cases"]["generated"] for report in reports.values())
    passed = {label for report in reports.values() for label in accepted(report)}
    described = {label for report in reports.values() for label in report["valid_rates"]}
    figures = f"{calls} calls of {len(described) + 1} operations, {len(passed) + 1} of them done at least once"
    with capsys.disabled():
        print(f"\n{len(reports)} roles, {figures}: 0 server errors, 0 undocumented answers")  # noqa: T201 - R8
        print(f"Only ever refused: {', '.join(sorted(described - passed))}")  # noqa: T201 - what R8 does not reach


def leave_out_a_refusal(described: Any) -> None:
    """The description as if nobody had written down that a list refuses what it does not know."""
    del described["paths"]["/api/v1/organisations"]["get"]["responses"]["422"]


def ask_for_another_field(described: Any) -> None:
    """The description as if the answer had one field more."""
    described["components"]["schemas"]["Me"]["required"].append("colour")


@pytest.mark.parametrize(
    ("operation_id", "falsify", "noticed"),
    [
        ("list_organisations", leave_out_a_refusal, "UndefinedStatusCode"),
        ("read_me", ask_for_another_field, "JsonSchemaError"),
    ],
)
def test_the_check_notices_a_description_that_does_not_hold(
    installation: Installation, tmp_path: Path, operation_id: str, falsify: Callable[[Any], None], noticed: str
) -> None:
    described = json.loads(DESCRIPTION.read_text("utf-8"))
    falsify(described)
    false = tmp_path / "false.json"
    false.write_text(json.dumps(described), "utf-8")
    caller = sign_in(installation, "leader")
    report = explore(
        installation, caller, [caller], set(), tmp_path, "--include-operation-id", operation_id, description=false
    )
    assert {failure["type"] for failure in report["failures"]} == {noticed}, report["printed"]


@contextmanager
def calling(installation: Installation, name: str) -> Iterator[httpx2.Client]:
    """A client in a new session of the account."""
    with httpx2.Client(base_url=f"{installation.url}/api/v1", timeout=60) as client:
        done(client.post("/auth/sessions", json={"username": name, "password": PASSWORD}))
        yield client


def done(answer: httpx2.Response) -> Any:
    """What a call that has to succeed answered."""
    assert answer.is_success, answer.text
    return answer.json()


def arrange(installation: Installation) -> list[str]:
    """Adds records of the kinds that the demo has none of, or none that may be changed; ids of the evidence."""
    today = datetime.now(UTC)
    with calling(installation, "secadmin") as client:
        (bureau,) = done(client.get("/organisations", params={"kind": "bureau"}))["items"]
        for number in range(4):
            user = done(client.post("/users", json={"name": "临时人员", "username": f"temporary{number}"}))
            role = {"user_id": user["id"], "role": "inspector", "organisation_id": bureau["id"]}
            done(client.post("/role-assignments", json=role))
    with calling(installation, "bureau") as client:
        for number in range(4):
            day = {"day_on": f"{today.year}-02-0{number + 1}", "name": "停课日", "working": False}
            done(client.post("/holidays", json=day))
        done(client.post("/exports", json={"kind": "month_grid"}))
        workbook = client.get("/imports/template", params={"kind": "roster"}).content
        done(client.post("/imports", data={"kind": "roster"}, files={"file": ("名册.xlsx", workbook)}))
    with calling(installation, "institution") as client:
        (post, *_) = done(client.get("/dispatches"))["items"]
    at = (today - timedelta(hours=2)).isoformat()
    visit = {"started_at": at, "duties": ["policy"], "findings": "一切正常。"}
    with calling(installation, "bureau") as client:
        there = {"institution_id": post["institution_id"], "instructor_id": post["instructor_id"], "channel": "desk"}
        heard = {"opinions": [{"text": "希望增加培训。", "category": "other"}]}
        visits = [done(client.post("/visits", json=visit | there | heard)) for _ in range(4)]
        for made in visits:
            done(client.post(f"/visits/{made['id']}/submit", headers={"If-Match": '"1"'}))
        file = {"file": ("记录.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")}
        described = {"subject_type": "visit", "subject_id": visits[0]["id"], "title": "记录"}
        evidence = [done(client.post("/evidence", data=described, files=file))["id"] for _ in range(3)]
    with calling(installation, "instructor") as client:
        (place, *_) = done(client.get("/organisations", params={"ownership": "private"}))["items"]
        for _ in range(6):
            done(client.post("/visits", json=visit | {"institution_id": place["id"]}))
    return evidence


def own_standing(installation: Installation, name: str) -> list[str]:
    """The account itself and its roles: with these gone, it could not be called as any more."""
    with calling(installation, name) as client:
        user = done(client.get("/me"))["user"]["id"]
        roles = client.get("/role-assignments", params={"limit": 200})
        return [user, *(held["id"] for held in roles.json()["items"])] if roles.is_success else [user]


def sign_in(
    installation: Installation, name: str, *, evidence: Iterable[str] = (), without: Iterable[str] = ()
) -> SignedIn:
    """A session of its own, and ids out of the lists that the account may read."""
    records: dict[str, list[str]] = {}
    with calling(installation, name) as client:
        for resource in RESOURCES:
            listed = client.get(f"/{resource}", params={"limit": 200})
            records[resource] = [item["id"] for item in listed.json()["items"]] if listed.is_success else []
            records[resource] = [record for record in records[resource] if record not in set(without)]
        records["evidence"] = [each for each in evidence if client.get(f"/evidence/{each}").is_success]
        permissions = frozenset(done(client.get("/me"))["permissions"])
        return SignedIn(name, client.cookies["handinhand_session"], permissions, records)


def explore(
    installation: Installation,
    caller: SignedIn,
    callers: Sequence[SignedIn],
    spared: set[str],
    directory: Path,
    *chosen: str,
    description: Path = DESCRIPTION,
) -> dict[str, Any]:
    """Lets schemathesis call every operation, or the chosen ones, as this account; its report, with what it printed."""
    configuration, report = directory / f"{caller.name}.toml", directory / f"{caller.name}.json"
    configuration.write_text(CONFIGURATION.read_text("utf-8") + for_account(caller, callers), "utf-8")
    run = subprocess.run(  # noqa: S603 - our own tool
        [
            sys.executable, "-m", "schemathesis.cli", "--config-file", str(configuration), "run", str(description),
            "--url", installation.url, "--no-color", "--exclude-operation-id", ENDS_THE_RUN, *chosen,
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


def beyond(caller: SignedIn, callers: Sequence[SignedIn]) -> list[str]:
    """The operations whose every limit of every field another account goes through: the last one that has the right.

    Whoever has it is answered by the same checks, and whoever lacks it is refused alike whatever is sent, so that a few
    calls do. What nobody needs a right for is gone through by one account.
    """
    operations = [
        each for path in json.loads(DESCRIPTION.read_text("utf-8"))["paths"].values() for each in path.values()
    ]
    return [each["operationId"] for each in operations if caller.name != goes_through(each, callers)]


def goes_through(operation: dict[str, Any], callers: Sequence[SignedIn]) -> str:
    """The account that tries every limit of the operation's fields."""
    rights = rights_for(operation)
    able = [each.name for each in callers if rights and each.permissions.issuperset(rights)]
    return able[-1] if able else GOES_THROUGH_PUBLIC


def rights_for(operation: dict[str, Any]) -> list[str]:
    """What the operation asks of a session; empty for a public one, and for what machines alone come to."""
    return [right for scheme in operation.get("security", ()) for right in scheme.get("session", ())]


def for_account(caller: SignedIn, callers: Sequence[SignedIn]) -> str:
    """The part of the configuration that differs: the session, and ids that exist for the account."""
    lines = [
        "[auth.openapi.session]",
        f"api_key = {json.dumps(caller.token)}",
        "[dictionaries.versions]",
        "values = ['\"1\"', '\"2\"', 'W/\"1\"']",
    ]
    known = {resource: ids[:10] + ids[10 :: max(1, len(ids) // 10)] for resource, ids in caller.records.items() if ids}
    for resource, ids in known.items():
        lines += [f'[dictionaries."{resource}"]', f"values = {json.dumps(ids)}"]
    lines += ["[parameters]", '"header.If-Match" = {dictionary = "versions", probability = 0.9}']
    lines += [
        f'"{place}" = {{dictionary = "{resource}", probability = 0.7}}'
        for place, resource in REFERENCES.items()
        if resource in known
    ]
    for resource in known:
        lines += [
            "[[operations]]",
            f'include-path-regex = "^/api/v1/{resource}/\\\\{{id\\\\}}"',
            f'parameters = {{"path.id" = {{dictionary = "{resource}", probability = 0.8}}}}',
        ]
    lines += [
        "[[operations]]",
        f"include-operation-id = {json.dumps(beyond(caller, callers))}",
        "phases.coverage.enabled = false",
    ]
    return "\n" + "\n".join(lines) + "\n"
