"""Every feature's routes, in one visible list."""

from fastapi import APIRouter

from handinhand.accountability.overview import api as overview
from handinhand.accountability.overview import search_api as search
from handinhand.exchange.exports import api as exports
from handinhand.exchange.imports import api as imports
from handinhand.foundation.audit import api as audit
from handinhand.foundation.evidence import api as evidence
from handinhand.foundation.identity import api as identity
from handinhand.foundation.organisations import api as organisations
from handinhand.foundation.organisations import people_api as people
from handinhand.foundation.settings import api as settings
from handinhand.programme.dispatches import api as dispatches
from handinhand.programme.obligations import api as obligations
from handinhand.programme.opinions import api as opinions
from handinhand.programme.visits import api as visits

FEATURES: tuple[APIRouter, ...] = (
    identity.router,
    organisations.router,
    people.router,
    settings.router,
    dispatches.router,
    obligations.router,
    visits.router,
    opinions.router,
    evidence.router,
    overview.router,
    search.router,
    exports.router,
    imports.router,
    audit.router,
)

router = APIRouter(prefix="/api/v1")
for feature in FEATURES:
    router.include_router(feature)

PUBLIC_ROUTES = frozenset(
    {
        ("GET", "/livez"),
        ("GET", "/readyz"),
        ("POST", "/api/v1/auth/sessions"),
        ("POST", "/api/v1/auth/activations"),
    }
)
"""The operations that need no permission. Every other one declares its own, or the application does not start."""
