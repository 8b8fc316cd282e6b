"""Every route of identity: one's own account, accounts and slips, roles."""

from fastapi import APIRouter

from handinhand.foundation.identity import accounts_routes, own_routes, role_routes

router = APIRouter()
router.include_router(own_routes.router)
router.include_router(accounts_routes.router)
router.include_router(role_routes.router)
