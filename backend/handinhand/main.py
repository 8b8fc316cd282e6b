"""Wiring: makes the application from its settings, database, clock and files."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from handinhand import subjects
from handinhand.core.clock import Clock, SystemClock
from handinhand.core.config import Settings, get_settings
from handinhand.core.database import Database, connect
from handinhand.core.http import health, openapi, pages, problems
from handinhand.core.http.middleware import RequestFrame
from handinhand.core.http.routes import UndeclaredRouteError, api_routes, declared_permissions, operation_id
from handinhand.core.logs import configure_logs
from handinhand.core.storage import FileStore
from handinhand.core.tokens import token_key
from handinhand.foundation.access.roles import MACHINE_SCOPES
from handinhand.router import FEATURES, PUBLIC_ROUTES

_FORM_MARGIN = 64 * 1024


def create_app(
    settings: Settings | None = None, *, database: Database | None = None, clock: Clock | None = None
) -> FastAPI:
    """The application. `database` and `clock` are given by tests; otherwise they follow from the settings.

    Raises UndeclaredRouteError when a route neither declares a permission nor is public, MissingSubjectError when a
    record type that evidence may belong to has no provider.
    """
    settings = settings or get_settings()
    configure_logs(settings.log_level)
    own_database = database is None
    database = database or connect(settings.database_url or "postgresql+psycopg://")

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        yield
        if own_database:
            await database.close()

    app = FastAPI(
        title="手拉手 Hand in Hand",
        version="0.1.0",
        description="The interface of the county bureau's hand-in-hand programme.",
        lifespan=life,
        docs_url="/docs",
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=operation_id,
    )
    app.state.settings = settings
    app.state.database = database
    app.state.clock = clock or SystemClock()
    app.state.files = FileStore(settings.data_dir / "files")
    app.state.secret_key = settings.secret_key.get_secret_value().encode()
    app.state.token_key = token_key(app.state.secret_key, settings.public_url)
    subjects.register()
    problems.install(app)
    openapi.install(app, machine_scopes=MACHINE_SCOPES)
    for feature in (*FEATURES, health.router):
        app.router.routes.extend(feature.routes)
    refuse_undeclared_routes(app)
    pages.install(app, settings.frontend_dir)
    app.add_middleware(
        RequestFrame,
        upload_limit=settings.max_upload_bytes + _FORM_MARGIN,
        behind_tls=settings.secure_cookies,
    )
    return app


def refuse_undeclared_routes(app: FastAPI) -> None:
    """Stops the start when somebody added a route and forgot to say who may use it."""
    for path, route in api_routes(app):
        for method in route.methods or ():
            if not declared_permissions(route) and (method, path) not in PUBLIC_ROUTES:
                raise UndeclaredRouteError(f"{method} {path} declares no permission and is not public")
