"""The description of the interface: every operation with its problems (api.md, Conventions)."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

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
    "400": "The cursor belongs to other filters",
    "401": "Not signed in",
    "403": "Without permission",
    "404": "Nonexistent or out of scope",
    "405": "Method not allowed",
    "409": "The record's state does not allow it",
    "412": "Changed meanwhile",
    "413": "Too large",
    "415": "Unsupported type",
    "422": "Malformed, or against a rule",
    "428": "If-Match is required",
    "429": "Too often",
    "500": "A defect",
    "503": "Temporarily unavailable",
}


def install(app: FastAPI) -> None:
    """Replaces the application's description by ours; made once, at the first reading."""
    app.openapi = _describing(app)  # type: ignore[method-assign]


def _describing(app: FastAPI) -> Callable[[], dict[str, Any]]:
    def describe() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _describe(app)
        return app.openapi_schema

    return describe


def _describe(app: FastAPI) -> dict[str, Any]:
    found = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    schemas = found.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = _PROBLEM
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for operations in found["paths"].values():
        for operation in operations.values():
            for status, description in _STATUSES.items():
                operation["responses"][status] = {"description": description, "content": content}
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    return found
