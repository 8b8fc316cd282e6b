"""What a route declares of itself, checked at start and at each request."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.routing import compile_path

from handinhand.core.errors import UnsupportedType


class UndeclaredRouteError(RuntimeError):
    """A route neither declares a permission nor stands on the public list. It stops the start."""


def api_routes(app: FastAPI) -> Iterator[tuple[str, APIRoute]]:
    """Every operation of the application with its whole path, included routers unfolded."""
    yield from _unfold(app.router.routes, "")


def _unfold(routes: Any, prefix: str) -> Iterator[tuple[str, APIRoute]]:
    for route in routes:
        if isinstance(route, APIRoute):
            yield prefix + route.path, route
        elif (included := getattr(route, "original_router", None)) is not None:
            yield from _unfold(included.routes, prefix + getattr(route.include_context, "prefix", ""))


def declared_permissions(route: APIRoute) -> frozenset[str]:
    """The permissions that the route's guards name. Empty when it has no guard."""
    return frozenset(_permissions(route.dependant))


def _permissions(dependant: Dependant) -> Iterator[str]:
    yield from getattr(dependant.call, "permissions", ())
    for inner in dependant.dependencies:
        yield from _permissions(inner)


def declares(route: APIRoute, name: str) -> bool:
    """Whether a guard of the route carries this mark: `versioned` (reads If-Match), `idempotent` (claims a key)."""
    return _carries(route.dependant, name)


def _carries(dependant: Dependant, name: str) -> bool:
    return getattr(dependant.call, name, False) or any(_carries(inner, name) for inner in dependant.dependencies)


def methods_at(app: FastAPI, address: str) -> list[str]:
    """Every method that is taken at an address, whichever of its routes takes it."""
    found = [(path, route) for path, route in api_routes(app) if compile_path(path)[0].match(address)]
    exact = [(path, route) for path, route in found if path == address]
    return sorted({method for _, route in exact or found for method in route.methods or ()})


def refuse_unknown_query(request: Request) -> None:
    """Raises a validation error for query parameters that the route does not know (api.md: 422)."""
    route = request.scope.get("route")
    if not request.query_params or not isinstance(route, APIRoute):
        return
    unknown = [name for name in request.query_params if name not in known_query_names(route)]
    if unknown:
        raise RequestValidationError(
            [{"type": "extra_forbidden", "loc": ("query", name), "msg": "", "input": None} for name in unknown]
        )


def check_content_type(request: Request) -> None:
    """Raises UnsupportedType when a JSON route is sent something else (api.md: before 404)."""
    route = request.scope.get("route")
    if not isinstance(route, APIRoute) or route.body_field is None:
        return
    sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if sent and sent != "application/json" and not sent.endswith("+json"):
        raise UnsupportedType("这里只接受 JSON 格式的内容。")


def known_query_names(route: APIRoute) -> frozenset[str]:
    """The names of the query parameters that the route or its guards take. Routes live as long as the process."""
    if id(route) not in _KNOWN:
        _KNOWN[id(route)] = frozenset(_query_names(route.dependant))
    return _KNOWN[id(route)]


_KNOWN: dict[int, frozenset[str]] = {}


def _query_names(dependant: Dependant) -> Iterator[str]:
    for field in dependant.query_params:
        model = field.field_info.annotation
        if isinstance(model, type) and issubclass(model, BaseModel):
            yield from (info.alias or name for name, info in model.model_fields.items())
        else:
            yield field.alias
    for inner in dependant.dependencies:
        yield from _query_names(inner)
