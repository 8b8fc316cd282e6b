"""Every feature's routes, in one visible list."""

from fastapi import APIRouter

from handinhand.foundation.audit import api as audit
from handinhand.foundation.identity import api as identity
from handinhand.foundation.organisations import api as organisations

FEATURES: tuple[APIRouter, ...] = (
    identity.router,
    organisations.router,
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
