"""Roles: the catalogue, and who holds which."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response

from handinhand.core.clock import local_day
from handinhand.core.database import RequestDatabase, RequestSession
from handinhand.core.http.routes import feature_router
from handinhand.core.http.schema import Page, answer
from handinhand.foundation.access.guards import Access, Found, note_refusal, one, requires
from handinhand.foundation.access.idempotency import RequestIdempotency
from handinhand.foundation.access.permissions import Permission as P
from handinhand.foundation.access.roles import ADMINISTRATORS, GRANTS, ROLE_LABELS, Role
from handinhand.foundation.identity import assignments, queries
from handinhand.foundation.identity.errors import OwnRole
from handinhand.foundation.identity.role_rules import FITS
from handinhand.foundation.identity.schemas import (
    Grant,
    RoleAssignmentCreate,
    RoleAssignmentEnd,
    RoleAssignmentOut,
    RoleAssignmentQuery,
    RoleOut,
    Roles,
)
from handinhand.models import RoleAssignment

router = feature_router("roles")

MayRead = Annotated[Access, requires(P.USERS_READ)]
MayGive = Annotated[Access, requires(P.USERS_WRITE)]
Readable = Annotated[Found[RoleAssignment], one(queries.load_assignment, reads=P.USERS_READ)]
Changeable = Annotated[Found[RoleAssignment], one(queries.load_assignment, reads=P.USERS_READ, writes=P.USERS_WRITE)]
AT_ONCE = RoleAssignmentEnd()


async def not_ended(found: Changeable) -> Found[RoleAssignment]:
    """Raises AssignmentEnded before the body is looked at."""
    if not found.repeated:
        assignments.check_not_ended(found.record, local_day(found.access.now))
    return found


@router.get("/roles", response_model=Roles, summary="List the roles there are")
async def list_roles(access: Annotated[Access, requires(P.ME)]) -> Response:  # noqa: ARG001 - the guard
    """Codes, labels, what they may do, and where they can be held."""
    return answer(Roles(items=[_role_out(role) for role in Role]))


def _role_out(role: Role) -> RoleOut:
    fit = FITS[role]
    return RoleOut(
        code=role,
        label=ROLE_LABELS[role],
        does=fit.does,
        grants=[Grant(permission=permission, reach=reach) for permission, reach in GRANTS[role].items()],
        organisation_kinds=list(fit.kinds),
        ownership=None if fit.private is None else "private" if fit.private else "public",
        exclusive=role in ADMINISTRATORS,
        needs_person=fit.own_seat,
        needs_party_organisation=fit.hosts,
        topmost_bureau_only=fit.topmost,
    )


@router.get("/role-assignments", response_model=Page[RoleAssignmentOut], summary="List role assignments")
async def list_role_assignments(
    access: MayRead, session: RequestSession, query: Annotated[RoleAssignmentQuery, Query()]
) -> Response:
    """Who holds, held and will hold which role where, newest first."""
    today = local_day(access.now)
    page = await queries.list_assignments(session, access.scope, query, today)
    items = [queries.assignment_out(row, today) for row in page.rows]
    return answer(Page[RoleAssignmentOut](items=items, next_cursor=page.next_cursor, total=page.total))


@router.post("/role-assignments", status_code=201, response_model=RoleAssignmentOut, summary="Give a role")
async def create_role_assignment(
    access: MayGive,
    body: RoleAssignmentCreate,
    session: RequestSession,
    database: RequestDatabase,
    idempotency: RequestIdempotency,
) -> Response:
    """Gives an account a role at an organisation, from today unless said otherwise."""

    async def first() -> UUID:
        return (await assignments.give_role(session, access, body)).id

    try:
        made = await idempotency.once(first, queries.load_assignment, access.actor.scope(P.USERS_READ))
    except OwnRole as problem:
        await session.rollback()
        await note_refusal(database, access.actor, access.now, P.USERS_WRITE, problem)
        raise
    shown = await queries.describe_assignment(session, made, local_day(access.now))
    location = f"/api/v1/role-assignments/{made}"
    return answer(shown, status=201, version=shown.version, location=location)


@router.get("/role-assignments/{id}", response_model=RoleAssignmentOut, summary="Read a role assignment")
async def read_role_assignment(found: Readable, session: RequestSession) -> Response:
    """One role assignment."""
    return await _answer(session, found)


@router.post("/role-assignments/{id}/end", response_model=RoleAssignmentOut, summary="End a role")
async def end_role_assignment(
    found: Annotated[Found[RoleAssignment], Depends(not_ended)],
    session: RequestSession,
    body: RoleAssignmentEnd = AT_ONCE,
) -> Response:
    """Ends a role with a day, or at once: then it is gone on the next request."""
    if not found.repeated:
        await assignments.end_role(session, found.access, found.record, body.ends_on)
    return await _answer(session, found)


async def _answer(session: RequestSession, found: Found[RoleAssignment]) -> Response:
    await session.flush()
    shown = await queries.describe_assignment(session, found.record.id, local_day(found.access.now))
    return answer(shown, version=shown.version)
