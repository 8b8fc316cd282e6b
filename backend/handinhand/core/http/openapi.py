"""The description of the interface: every operation with its problems (api.md, Conventions)."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from handinhand.core.http.routes import api_routes, declared_permissions, declares, known_query_names

_PROBLEM = {
    "type": "object",
    "description": "RFC 9457 problem. `type` ends in a stable code.",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string", "examples": ["urn:handinhand:problem:not_found"]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "message"],
                "properties": {
                    "pointer": {"type": "string"},
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                },
            },
        },
    },
}
_STATUSES = {
    400: "The cursor belongs to other filters",
    401: "Not signed in",
    403: "Without permission, or sent by another site",
    404: "Nonexistent or out of scope",
    409: "The record's state does not allow it",
    412: "Changed meanwhile",
    413: "Too large",
    415: "Unsupported type",
    422: "Malformed, or against a rule",
    428: "If-Match is required",
    429: "Too often",
    500: "A defect",
    503: "Temporarily unavailable",
}
_IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The `ETag` of the version that the change starts from.",
    "schema": {"type": "string", "pattern": '^(W/)?"[0-9]+"$', "examples": ['"1"']},
}
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key and body within 14 days have the same outcome; another body is refused.",
    "schema": {
        "type": "string",
        "minLength": 1,
        "maxLength": 255,
        "examples": ["visit-2026-10-15"],
    },
}
"""Said of every route that claims a key by a guard; one that claims it in its body says so by `openapi_extra`."""
_SESSION = {
    "type": "apiKey",
    "in": "cookie",
    "name": "handinhand_session",
    "description": "Set by `POST /auth/sessions`; behind TLS its name begins with `__Host-`.",
}
_CLIENT = {"type": "http", "scheme": "basic", "description": "`client_id` and secret of a machine outside."}
_GIVEN_AT = "/api/v1/oauth/token"


def _machine(scopes: Iterable[str]) -> dict[str, Any]:
    """How a machine outside comes in (RFC 6749 §4.4)."""
    said = {scope: scope for scope in sorted(scopes)}
    return {
        "type": "oauth2",
        "description": "For machines outside: the right is the token's scope and the bureau's grant.",
        "flows": {"clientCredentials": {"tokenUrl": _GIVEN_AT, "scopes": said}},
    }


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """`responses=refusals(409)`: what a route answers beside the refusals that its method and guards make plain."""
    return {status: {"description": _STATUSES[status]} for status in statuses}


def install(app: FastAPI, *, machine_scopes: Collection[str]) -> None:
    """Replaces the application's description by ours; made once, at the first reading.

    `machine_scopes` are the permissions that a machine outside can hold, too.
    """
    app.openapi = _describing(app, frozenset(machine_scopes))  # type: ignore[method-assign]


def _describing(app: FastAPI, machine_scopes: frozenset[str]) -> Callable[[], dict[str, Any]]:
    def describe() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _describe(app, machine_scopes)
        return app.openapi_schema

    return describe


def _describe(app: FastAPI, machine_scopes: frozenset[str]) -> dict[str, Any]:
    found = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    components = found.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas["Problem"] = _PROBLEM
    components["securitySchemes"] = {"client": _CLIENT, "machine": _machine(machine_scopes), "session": _SESSION}
    for path, route in api_routes(app):
        for method in route.methods or ():
            operation = found["paths"][path][method.lower()]
            _complete(operation, path, route, method)
            if (permissions := declared_permissions(route)) and permissions <= machine_scopes:
                operation["security"].append({"machine": sorted(permissions)})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    return found


def _complete(operation: dict[str, Any], path: str, route: APIRoute, method: str) -> None:
    """Adds what the guards decide: who has to sign in, which headers are read, which refusals can come."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    declared = {int(status) for status in route.responses if int(status) >= 400}
    answers = {status: said for status, said in operation["responses"].items() if int(status) < 400}
    for status in sorted(declared | _refusals(path, route, method, takes_body="requestBody" in operation)):
        answers[str(status)] = {"description": _STATUSES[status], "content": content}
    operation["responses"] = answers
    if permissions := declared_permissions(route):
        operation["security"] = [{"session": sorted(permissions)}]
    if declares(route, "versioned"):
        operation.setdefault("parameters", []).append(_IF_MATCH)
    if method == "POST" and declares(route, "idempotent"):
        operation.setdefault("parameters", []).append(IDEMPOTENCY_KEY)


def _refusals(path: str, route: APIRoute, method: str, *, takes_body: bool) -> set[int]:
    found = {500, 503}
    if declared_permissions(route):
        found |= {401, 403, 422}
    if "{" in path:
        found |= {404, 422}
    if "cursor" in known_query_names(route):
        found.add(400)
    if method != "GET":
        found |= {403, 413, 422}
        if declared_permissions(route):
            found.add(409)
    if takes_body:
        found.add(415)
    if declares(route, "versioned"):
        found |= {412, 428}
    return found
