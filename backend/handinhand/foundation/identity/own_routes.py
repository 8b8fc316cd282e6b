"""Sign-in, activation, and the caller's own account and sessions."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Query, Request, Response

from handinhand.core.clock import RequestClock, local_day
from handinhand.core.config import Settings
from handinhand.core.database import RequestDatabase, RequestSession
from handinhand.core.http.openapi import refusals
from handinhand.core.http.paging import PageQuery
from handinhand.core.http.routes import check_content_type, feature_router, refuse_unknown
from handinhand.core.http.schema import Page, answer
from handinhand.core.statements import connection_of
from handinhand.foundation.access.guards import COOKIE, SECURE_COOKIE, Access, requires, token_digest
from handinhand.foundation.access.permissions import Permission
from handinhand.foundation.access.scope import find_actor
from handinhand.foundation.identity import queries, service
from handinhand.foundation.identity.activation import activate
from handinhand.foundation.identity.errors import WrongCredentials
from handinhand.foundation.identity.schemas import ActivationBody, Me, PasswordChange, SessionOut, SignInBody
from handinhand.foundation.identity.sign_in import Origin, end_own_session, sign_in
from handinhand.foundation.identity.sign_in_rules import DEVICE_KNOWN_FOR

DEVICE_COOKIE = "handinhand_device"

router = feature_router("sign-in")

MayUse = Annotated[Access, requires(Permission.ME)]


async def public_call(request: Request) -> Origin:
    """Where a call without a session comes from. Raises UnsupportedType and for unknown query parameters."""
    check_content_type(request)
    await refuse_unknown(request)
    address = request.client.host if request.client else "unknown"
    return Origin(address, request.cookies.get(DEVICE_COOKIE), request.headers.get("user-agent"))


PublicCall = Annotated[Origin, Depends(public_call)]


@router.post("/auth/sessions", status_code=201, response_model=Me, responses=refusals(401, 429), summary="Sign in")
async def create_session(
    origin: PublicCall,
    body: SignInBody,
    request: Request,
    session: RequestSession,
    database: RequestDatabase,
    clock: RequestClock,
) -> Response:
    """Opens a session and sets its cookie."""
    settings: Settings = request.app.state.settings
    now = clock.now()
    signed_in = await sign_in(
        session,
        database,
        username=body.username,
        password=body.password,
        origin=origin,
        secret_key=request.app.state.secret_key,
        lasts=timedelta(hours=settings.session_hours),
        now=now,
    )
    actor = await find_actor(await connection_of(session), token_digest(signed_in.token), now=now, today=local_day(now))
    if actor is None:
        raise WrongCredentials
    response = answer(await queries.describe_me(session, actor), status=201)
    name = SECURE_COOKIE if settings.secure_cookies else COOKIE
    _set_cookie(response, name, signed_in.token, timedelta(hours=settings.session_hours), settings)
    _set_cookie(response, DEVICE_COOKIE, signed_in.device_token, DEVICE_KNOWN_FOR, settings)
    return response


@router.post(
    "/auth/activations",
    status_code=204,
    responses=refusals(429),
    summary="Set the password of an account with its activation code",
)
async def activate_account(
    origin: PublicCall,
    body: ActivationBody,
    request: Request,
    session: RequestSession,
    database: RequestDatabase,
    clock: RequestClock,
) -> Response:
    """Uses the code up. The holder then signs in with the new password."""
    device_token = await activate(
        session,
        database,
        code=body.code,
        password=body.password,
        origin=origin,
        secret_key=request.app.state.secret_key,
        now=clock.now(),
    )
    response = Response(status_code=204)
    _set_cookie(response, DEVICE_COOKIE, device_token, DEVICE_KNOWN_FOR, request.app.state.settings)
    return response


@router.get("/auth/sessions", response_model=Page[SessionOut], summary="List one's own sessions")
async def list_sessions(access: MayUse, session: RequestSession, query: Annotated[PageQuery, Query()]) -> Response:
    """The browsers in which the caller is signed in, newest first."""
    page = await queries.list_sessions(session, access.actor.user_id, query, access.now)
    items = [
        SessionOut(
            id=row.id,
            device_label=row.device_label or "其他程序",
            created_at=row.created_at,
            expires_at=row.expires_at,
            current=row.id == access.actor.session_id,
        )
        for row in page.rows
    ]
    return answer(Page[SessionOut](items=items, next_cursor=page.next_cursor, total=page.total))


@router.delete("/auth/sessions/current", status_code=204, summary="Sign out")
async def delete_current_session(access: MayUse, request: Request, session: RequestSession) -> Response:
    """Ends the session at once and asks the browser to forget what it holds."""
    await end_own_session(session, access.actor.user_id, access.actor.session_id, access.ref, access.now)
    response = Response(status_code=204, headers={"Clear-Site-Data": '"cache"'})
    settings: Settings = request.app.state.settings
    for name in (COOKIE, SECURE_COOKIE):
        response.delete_cookie(name, path="/", secure=settings.secure_cookies, httponly=True, samesite="lax")
    return response


@router.delete("/auth/sessions/{id}", status_code=204, summary="End one of one's own sessions")
async def delete_session(
    access: MayUse, session: RequestSession, session_id: Annotated[UUID, Path(alias="id")]
) -> Response:
    """Signs another browser out; it is out on its next request."""
    await end_own_session(session, access.actor.user_id, session_id, access.ref, access.now)
    return Response(status_code=204)


@router.get("/me", response_model=Me, summary="Who is signed in")
async def read_me(access: MayUse, session: RequestSession) -> Response:
    """The account, its roles and its rights."""
    return answer(await queries.describe_me(session, access.actor))


@router.put("/me/password", status_code=204, responses=refusals(429), summary="Change one's own password")
async def change_password(
    access: MayUse, body: PasswordChange, request: Request, session: RequestSession, database: RequestDatabase
) -> Response:
    """Sets a new password and ends the account's other sessions."""
    await service.change_own_password(
        session,
        database,
        access,
        current=body.current_password,
        new=body.new_password,
        secret_key=request.app.state.secret_key,
    )
    return Response(status_code=204)


def _set_cookie(response: Response, name: str, value: str, lasts: timedelta, settings: Settings) -> None:
    response.set_cookie(
        name,
        value,
        max_age=int(lasts.total_seconds()),
        path="/",
        secure=settings.secure_cookies,
        httponly=True,
        samesite="lax",
    )
