"""What a route declares of itself, checked at start and at each request."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel
from pydantic_core import from_json
from starlette.routing import Match, compile_path
from starlette.types import Scope

from handinhand.core.errors import UnsupportedType
from handinhand.core.http.asked import takes_several


class UndeclaredRouteError(RuntimeError):
    """A route neither declares a permission nor stands on the public list. It stops the start."""


API = "/api/v1"


_OTHER: tuple[Match, Scope] = (Match.NONE, {})


class FeatureRoute(APIRoute):
    """A route that is passed over by how its path begins, before its pattern is tried: with two hundred patterns that
    took about an eighth of the time of a list in the middle."""

    def __init__(self, path: str, endpoint: Any, **options: Any) -> None:
        super().__init__(path, endpoint, **options)
        self._beginning = self.path.partition("{")[0]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether it is the one. The beginning may stand behind the path of a proxy or another application."""
        return super().matches(scope) if self._beginning in scope["path"] else _OTHER


def feature_router(*tags: str, prefix: str = "") -> APIRouter:
    """The router of a feature. Its routes carry their whole path, so that `main` can list them side by side: a router
    that is included in another one is searched twice at every level, for every request."""
    return APIRouter(
        prefix=API + prefix, tags=[*tags], generate_unique_id_function=operation_id, route_class=FeatureRoute
    )


def operation_id(route: APIRoute) -> str:
    """The endpoint's own name; a test holds that no two are alike."""
    return route.name


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


async def refuse_unknown(request: Request) -> None:
    """Raises a validation error for query parameters, or a body, that the route does not take (api.md: 422)."""
    _refuse_unknown_query(request)
    headers = request.headers
    if headers.get("content-length", "0") != "0" or "transfer-encoding" in headers:
        await _refuse_unknown_body(request)


async def _refuse_unknown_body(request: Request) -> None:
    """For an operation that takes no body; what is in it would be ignored, and somebody meant something by it.

    Empty and `{}` say nothing: many clients send them with every POST. What a body may hold that is taken, the
    operation's own rules say, also where it is a form, which stands in the description alone (`openapi_extra`).
    """
    route = request.scope.get("route")
    if not isinstance(route, APIRoute) or route.body_field is not None or "requestBody" in (route.openapi_extra or {}):
        return
    written = (await request.body()).strip()
    if not written:
        return
    try:
        sent = from_json(written)
    except ValueError:
        sent = None
    if sent != {}:
        places = [("body", name) for name in sent] if isinstance(sent, dict) else [("body",)]
        raise RequestValidationError(
            [{"type": "extra_forbidden", "loc": place, "msg": "", "input": None} for place in places]
        )


def _refuse_unknown_query(request: Request) -> None:
    """Also for one that is given twice but taken once: whichever counted, somebody would have meant the other."""
    route = request.scope.get("route")
    if not request.query_params or not isinstance(route, APIRoute):
        return
    known = known_query_names(route)
    sent = Counter(name for name, _ in request.query_params.multi_items())
    wrong = [(name, "extra_forbidden") for name in sent if name not in known]
    wrong += [(name, "repeated") for name, times in sent.items() if times > 1 and not known.get(name, True)]
    if wrong:
        raise RequestValidationError(
            [{"type": code, "loc": ("query", name), "msg": "", "input": None} for name, code in wrong]
        )


def check_content_type(request: Request) -> None:
    """Raises UnsupportedType when a JSON route is sent something else (api.md: before 404)."""
    route = request.scope.get("route")
    if not isinstance(route, APIRoute) or route.body_field is None:
        return
    headers = request.headers
    sent = headers.get("content-type", "").partition(";")[0].strip().lower()
    has_body = headers.get("content-length", "0") != "0" or "transfer-encoding" in headers
    if not sent and not has_body:
        return  # what is missing from it, the body's own rules say
    if sent != "application/json" and not sent.endswith("+json"):
        raise UnsupportedType("这里只接受 JSON 格式的内容。")


def known_query_names(route: APIRoute) -> Mapping[str, bool]:
    """The query parameters that the route or its guards take, and whether one may be given several times.

    Routes live as long as the process.
    """
    if id(route) not in _KNOWN:
        _KNOWN[id(route)] = dict(_query_names(route.dependant))
    return _KNOWN[id(route)]


_KNOWN: dict[int, Mapping[str, bool]] = {}


def _query_names(dependant: Dependant) -> Iterator[tuple[str, bool]]:
    yield from getattr(dependant.call, "query_names", {}).items()
    for field in dependant.query_params:
        model = field.field_info.annotation
        if isinstance(model, type) and issubclass(model, BaseModel):
            fields = model.model_fields.items()
            yield from ((info.alias or name, takes_several(info.annotation)) for name, info in fields)
        else:
            yield field.alias, takes_several(model)
    for inner in dependant.dependencies:
        yield from _query_names(inner)
