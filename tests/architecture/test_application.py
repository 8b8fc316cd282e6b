"""The musts that only the assembled application can show."""

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI
from sqlalchemy import DateTime
from sqlalchemy.orm import configure_mappers

from handinhand.core.config import Settings
from handinhand.core.http.routes import UndeclaredRouteError, api_routes, declared_permissions
from handinhand.foundation.access.permissions import Permission
from handinhand.foundation.access.roles import GRANTS, Role
from handinhand.main import create_app, refuse_undeclared_routes
from handinhand.models import Base
from handinhand.router import PUBLIC_ROUTES

ROOT = Path(__file__).parents[2]


@pytest.fixture
def assembled(tmp_path: Path) -> FastAPI:
    return create_app(Settings(environment="demo", data_dir=tmp_path, database_url="postgresql://nobody@/nowhere"))


def test_every_operation_declares_a_permission_or_is_public(assembled: FastAPI) -> None:
    operations = {(method, path) for path, route in api_routes(assembled) for method in route.methods or ()}
    assert len(operations) > 20
    assert operations >= PUBLIC_ROUTES


def test_given_a_route_without_permission_then_the_start_is_refused(assembled: FastAPI) -> None:
    forgotten = APIRouter()

    @forgotten.get("/forgotten")
    async def read_forgotten() -> None:
        return None

    assembled.include_router(forgotten)
    with pytest.raises(UndeclaredRouteError, match="/forgotten"):
        refuse_undeclared_routes(assembled)


def test_every_declared_permission_is_known_and_granted_to_somebody(assembled: FastAPI) -> None:
    declared = {name for _, route in api_routes(assembled) for name in declared_permissions(route)}
    granted = {permission for grants in GRANTS.values() for permission in grants}
    assert declared <= set(Permission)
    assert declared <= granted
    assert set(GRANTS) == set(Role)


def test_operation_ids_are_unique_and_every_operation_is_described(assembled: FastAPI) -> None:
    description = assembled.openapi()
    operations = [operation for path in description["paths"].values() for operation in path.values()]
    ids = [operation["operationId"] for operation in operations]
    assert sorted(set(ids)) == sorted(ids)
    for operation in operations:
        assert operation.get("summary"), operation["operationId"]
        assert operation.get("tags"), operation["operationId"]
        refusals = {status: said for status, said in operation["responses"].items() if status >= "400"}
        assert {"500", "503"} <= refusals.keys(), operation["operationId"]
        assert all("application/problem+json" in said["content"] for said in refusals.values()), operation[
            "operationId"
        ]


def test_the_description_says_who_may_call_and_from_which_version_a_change_starts(assembled: FastAPI) -> None:
    paths = assembled.openapi()["paths"]

    def headers(operation: dict[str, Any]) -> set[str]:
        return {each["name"] for each in operation.get("parameters", ()) if each["in"] == "header"}

    change, listing, verb = (
        paths["/api/v1/organisations/{id}"]["patch"],
        paths["/api/v1/visits"]["get"],
        paths["/api/v1/visits/{id}/confirm"]["post"],
    )
    assert change["security"] == [{"session": ["organisations:read", "organisations:write"]}]
    assert headers(change) == {"If-Match"}
    assert {"404", "412", "428"} <= change["responses"].keys()
    assert headers(verb) == {"If-Match", "Idempotency-Key"}
    assert headers(listing) == set()
    assert "400" in listing["responses"]
    assert not {"404", "409", "412", "428"} & listing["responses"].keys()
    for made_by_hand in ("/api/v1/evidence", "/api/v1/imports"):
        assert headers(paths[made_by_hand]["post"]) == {"Idempotency-Key"}
    assert {"200", "201"} <= paths["/api/v1/evidence"]["post"]["responses"].keys()
    assert {"200", "201"} <= paths["/api/v1/visits"]["post"]["responses"].keys()
    assert "security" not in paths["/api/v1/auth/sessions"]["post"]
    assert {"401", "429"} <= paths["/api/v1/auth/sessions"]["post"]["responses"].keys()


def test_the_description_knows_the_limits_of_the_logs_filters(assembled: FastAPI) -> None:
    parameters = assembled.openapi()["paths"]["/api/v1/audit-events"]["get"]["parameters"]
    (action,) = (each["schema"]["anyOf"][0] for each in parameters if each["name"] == "action")
    assert (action["minLength"], action["maxLength"], action["pattern"]) == (1, 60, "^[a-z_:-]+$")


def test_every_json_body_has_an_example(assembled: FastAPI) -> None:
    description = assembled.openapi()
    missing = []
    for path in description["paths"].values():
        for operation in path.values():
            content = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if content is None:
                continue
            schema = content["schema"]
            if "$ref" in schema:
                schema = description["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
            if not schema.get("examples"):
                missing.append(operation["operationId"])
    assert missing == []


def test_the_committed_description_is_the_application_s_own(assembled: FastAPI) -> None:
    committed = json.loads((ROOT / "frontend/openapi/openapi.json").read_text("utf-8"))
    assert committed == json.loads(json.dumps(assembled.openapi())), "run `make openapi` and commit the result"


def test_instants_are_utc_and_end_in_at_and_dates_end_in_on() -> None:
    configure_mappers()
    months = {"visits.month", "obligations.month", "figures_deliveries.month"}
    for table in Base.metadata.tables.values():
        for column in table.columns:
            name = f"{table.name}.{column.name}"
            if isinstance(column.type, DateTime):
                assert column.type.timezone, name
                assert column.name.endswith("_at") or column.name in {"at", "device_time"}, name
            elif column.type.python_type.__name__ == "date" and name not in months:
                assert column.name.endswith("_on"), name


def test_relationships_never_load_by_themselves() -> None:
    configure_mappers()
    for mapper in Base.registry.mappers:
        for relationship in mapper.relationships:
            assert relationship.lazy in {"raise", "raise_on_sql"}, relationship


def test_every_business_row_carries_its_bureau() -> None:
    of_a_parent = {
        "organisation_names", "sessions", "known_devices", "sign_in_failures", "activation_codes", "blobs",
        "visit_revisions", "import_rows", "idempotency_keys",
        "oauth_client_secrets",
    }  # fmt: skip
    without = {table.name for table in Base.metadata.tables.values() if "bureau_id" not in table.columns}
    assert without == of_a_parent
