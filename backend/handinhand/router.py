"""Every feature's routes, in one visible list. It is searched in order: those asked for most stand first."""

from fastapi import APIRouter

from handinhand.accountability.closures import api as closures
from handinhand.accountability.overview import api as overview
from handinhand.accountability.overview import search_api as search
from handinhand.exchange.exports import api as exports
from handinhand.exchange.exports import ledger_api as ledgers
from handinhand.exchange.imports import api as imports
from handinhand.exchange.integration import api as integration
from handinhand.foundation.audit import api as audit
from handinhand.foundation.clients import api as clients
from handinhand.foundation.clients import token_api as tokens
from handinhand.foundation.evidence import api as evidence
from handinhand.foundation.identity import accounts_routes as accounts
from handinhand.foundation.identity import own_routes as own_account
from handinhand.foundation.identity import role_routes as roles
from handinhand.foundation.organisations import api as organisations
from handinhand.foundation.organisations import people_api as people
from handinhand.foundation.settings import api as settings
from handinhand.programme.activities import api as activities
from handinhand.programme.communities import api as communities
from handinhand.programme.communities import plan_api as community_plans
from handinhand.programme.coverage import api as coverage
from handinhand.programme.development import api as development
from handinhand.programme.dispatches import api as dispatches
from handinhand.programme.good_practices import api as good_practices
from handinhand.programme.obligations import api as obligations
from handinhand.programme.opinions import api as opinions
from handinhand.programme.standards import api as standards
from handinhand.programme.targets import api as targets
from handinhand.programme.targets import term_api as school_terms
from handinhand.programme.visits import api as visits

FEATURES: tuple[APIRouter, ...] = (
    visits.router,
    overview.router,
    obligations.router,
    activities.router,
    communities.router,
    development.router,
    own_account.router,
    evidence.router,
    organisations.router,
    people.router,
    search.router,
    dispatches.router,
    opinions.router,
    community_plans.router,
    closures.router,
    coverage.router,
    standards.router,
    targets.router,
    school_terms.router,
    good_practices.router,
    settings.router,
    accounts.router,
    roles.router,
    clients.router,
    tokens.router,
    ledgers.router,
    exports.router,
    imports.router,
    integration.router,
    audit.router,
)

PUBLIC_ROUTES = frozenset(
    {
        ("GET", "/livez"),
        ("GET", "/readyz"),
        ("POST", "/api/v1/auth/sessions"),
        ("POST", "/api/v1/auth/activations"),
        ("POST", "/api/v1/oauth/token"),
    }
)
"""The operations that need no permission. Every other one declares its own, or the application does not start."""
