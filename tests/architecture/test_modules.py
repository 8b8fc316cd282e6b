"""The musts of design.md §3 that a reading of the source can hold."""

import ast
from pathlib import Path

import pytest

from handinhand import models
from handinhand.worker import task_names

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "backend" / "handinhand"
SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "versions" not in path.parts)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
WINGS = ("exchange", "accountability", "programme", "foundation")
VOCABULARY = {"api", "schemas", "service", "queries", "policy", "rules", "errors", "events", "tasks", "__init__"}
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "base_service", "repository"}


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT / "backend").with_suffix("").parts)


def imported_modules(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return found


@pytest.mark.parametrize("path", SOURCES, ids=module_of)
def test_a_module_has_at_most_400_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name)
def test_a_test_module_has_at_most_800_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 800


def test_no_module_is_named_for_nothing_in_particular() -> None:
    assert [module_of(path) for path in SOURCES if path.stem in FORBIDDEN_NAMES] == []


@pytest.mark.parametrize("path", SOURCES, ids=module_of)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


RULES = [path for path in SOURCES if path.stem == "rules" or path.stem.endswith("_rules")]


@pytest.mark.parametrize("path", RULES, ids=module_of)
def test_rules_know_neither_database_nor_web(path: Path) -> None:
    strangers = {"sqlalchemy", "fastapi", "starlette", "handinhand.models"}
    assert {name for name in imported_modules(path) if name.startswith(tuple(strangers))} == set()


@pytest.mark.parametrize("path", SOURCES, ids=module_of)
def test_only_the_router_imports_routes(path: Path) -> None:
    if path in {PACKAGE / "router.py", PACKAGE / "main.py"}:
        return
    own = module_of(path).rpartition(".")[0]
    routes = {name for name in imported_modules(path) if name.startswith("handinhand.") and name.endswith(".api")}
    assert {name for name in routes if not name.startswith(own)} == set()


FEATURES = {
    ".".join(path.parent.relative_to(PACKAGE).parts)
    for path in SOURCES
    if len(path.relative_to(PACKAGE).parts) > 2 and path.relative_to(PACKAGE).parts[0] in WINGS
}
SHARED_GROUND = {"foundation.access", "foundation.audit"}
"""Every feature stands on these two wholly: guards, scope, roles, the writing of the log."""
OPEN_MODULES = {"service", "events", "errors", "schemas"}


@pytest.mark.parametrize("path", SOURCES, ids=module_of)
def test_another_feature_is_reached_only_through_its_service_or_events(path: Path) -> None:
    parts = path.relative_to(PACKAGE).parts
    if parts[0] not in WINGS or len(parts) < 3:
        return
    own = ".".join(parts[:2])
    for name in imported_modules(path):
        inner = name.removeprefix("handinhand.").split(".")
        other = ".".join(inner[:2])
        if not name.startswith("handinhand.") or other not in FEATURES or other == own or other in SHARED_GROUND:
            continue
        assert len(inner) < 3 or inner[2] in OPEN_MODULES, f"{module_of(path)} reaches into {name}"


OWNERS = {
    "ActivationCode": "foundation.identity",
    "Activity": "programme.activities",
    "ActivityKind": "programme.activities",
    "Affiliation": "programme.affiliations",
    "AuditEvent": "foundation.audit",
    "BackboneTeacher": "programme.development",
    "Blob": "foundation.evidence",
    "BureauSettings": "foundation.settings",
    "Checklist": "programme.standards",
    "ClientGrant": "foundation.clients",
    "CommunityContact": "programme.communities",
    "CommunityPlanItem": "programme.communities",
    "Dispatch": "programme.dispatches",
    "Evidence": "foundation.evidence",
    "Export": "exchange.exports",
    "FiguresDelivery": "exchange.integration",
    "GoodPractice": "programme.good_practices",
    "Holiday": "foundation.settings",
    "IdempotencyKey": "foundation.access",
    "Import": "exchange.imports",
    "ImportRow": "exchange.imports",
    "KnownDevice": "foundation.identity",
    "MassGroup": "programme.coverage",
    "MemberCount": "foundation.organisations",
    "MemberDevelopment": "programme.development",
    "OauthClient": "foundation.clients",
    "OauthClientSecret": "foundation.clients",
    "Obligation": "programme.obligations",
    "Opinion": "programme.opinions",
    "Organisation": "foundation.organisations",
    "OrganisationName": "foundation.organisations",
    "PartyCoverage": "programme.coverage",
    "PartyOrganisation": "foundation.organisations",
    "PastWaiver": "programme.obligations",
    "Person": "foundation.organisations",
    "RoleAssignment": "foundation.identity",
    "Session": "foundation.identity",
    "SignInFailure": "foundation.access",
    "StandardsReview": "programme.standards",
    "SupportCommunity": "programme.communities",
    "SupportedSchool": "programme.communities",
    "Target": "programme.targets",
    "User": "foundation.identity",
    "Visit": "programme.visits",
    "VisitRevision": "programme.visits",
}


def written_models(path: Path) -> set[str]:
    """Models that the module makes (`Visit(...)`) or changes in bulk (`insert(Visit)`, `update`, `delete`).

    Also those whose expired rows it takes out (`delete_piece(session, Visit, …)`).
    """
    found: set[str] = set()
    from_models = {
        name.asname or name.name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("handinhand.models")
        for name in node.names
    }
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else ""
        if called in from_models:
            found.add(called)
        elif called in {"insert", "update", "delete", "pg_insert", "delete_piece"} and node.args:
            changed = node.args[1 if called == "delete_piece" else 0]
            if isinstance(changed, ast.Name) and changed.id in from_models:
                found.add(changed.id)
    return found & OWNERS.keys()


@pytest.mark.parametrize("path", SOURCES, ids=module_of)
def test_only_its_owner_writes_a_table(path: Path) -> None:
    own = ".".join(path.relative_to(PACKAGE).parts[:2])
    assert {model for model in written_models(path) if OWNERS[model] != own} == set()


def test_every_table_names_its_owner() -> None:
    assert set(OWNERS) == set(models.__all__) - {"Base"}


ADMINISTRATION = {PACKAGE / "core" / "embedded.py", *(PACKAGE / "launch").rglob("*.py")}
"""They make roles and databases, one by one, before there is any request."""
LOOPS = (ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@pytest.mark.parametrize("path", sorted(set(SOURCES) - ADMINISTRATION), ids=module_of)
def test_no_query_stands_in_a_loop(path: Path) -> None:
    """`session.execute`, `.get`, `.scalar` and friends inside a loop are n+1 queries in the making."""
    asking = {"execute", "scalar", "scalars", "get_one", "stream", "stream_scalars", "refresh"}
    found = [
        f"line {node.lineno}"
        for loop in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(loop, LOOPS)
        for part in (loop.body if isinstance(loop, (ast.For, ast.AsyncFor, ast.While)) else [loop])
        for node in ast.walk(part)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in asking
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"session", "connection", "apart"}
        and not _iterated_once(loop, node)
    ]
    assert found == []


def _iterated_once(loop: ast.AST, call: ast.Call) -> bool:
    """A comprehension over one query's rows asks once: the call stands in its first `in`."""
    generators = getattr(loop, "generators", None)
    return bool(generators) and any(node is call for node in ast.walk(generators[0].iter))


def deferred_names(path: Path) -> set[str]:
    """The names in calls of `defer(session, "name", …)`."""
    return {
        str(node.args[1].value)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "defer"
        and len(node.args) > 1
        and isinstance(node.args[1], ast.Constant)
    }


def test_every_name_that_work_is_deferred_by_is_a_task_of_the_worker() -> None:
    deferred = {name for path in SOURCES for name in deferred_names(path)}
    assert deferred
    assert deferred <= task_names()


KEYS = PACKAGE / "foundation" / "access" / "keys.py"


@pytest.mark.parametrize("path", SOURCES, ids=module_of)
def test_what_a_repeated_key_led_to_is_read_again_within_reach(path: Path) -> None:
    """The id of the first time leaves `Idempotency` only by a loader of the feature, which takes the caller's reach."""
    if path == KEYS:
        return
    text = path.read_text("utf-8")
    assert "_earlier_id" not in text
    assert "IdempotencyKey" not in text or path.is_relative_to(PACKAGE / "models")
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {"once", "earlier"}
        ):
            loader = node.args[-2]
            assert isinstance(loader, ast.Attribute)
            assert loader.attr.startswith(("load_", "find_")), f"{module_of(path)}:{node.lineno}"
