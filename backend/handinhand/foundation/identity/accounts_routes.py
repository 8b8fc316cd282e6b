"""Accounts, for the security administrator."""

from typing import Annotated

from fastapi import Depends, Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.clock import local_day
from handinhand.core.database import RequestSession
from handinhand.core.http.routes import feature_router
from handinhand.core.http.schema import Page, answer
from handinhand.foundation.access.guards import Access, Found, one, requires
from handinhand.foundation.access.idempotency import RequestIdempotency
from handinhand.foundation.access.permissions import Permission as P
from handinhand.foundation.identity import queries, service, slips
from handinhand.foundation.identity.activation import Printer, latest_codes
from handinhand.foundation.identity.policy import allow_while_disabled, allow_while_enabled
from handinhand.foundation.identity.schemas import (
    Slips,
    SlipsWanted,
    UserChange,
    UserCreate,
    UserOpened,
    UserOut,
    UserQuery,
)
from handinhand.models import ActivationCode, User

router = feature_router("accounts")

MayRead = Annotated[Access, requires(P.USERS_READ)]
MayOpen = Annotated[Access, requires(P.USERS_WRITE)]
Readable = Annotated[Found[User], one(queries.load_user, reads=P.USERS_READ)]
Changeable = Annotated[Found[User], one(queries.load_user, reads=P.USERS_READ, writes=P.USERS_WRITE)]
WhileEnabled = Annotated[
    Found[User], one(queries.load_user, reads=P.USERS_READ, writes=P.USERS_WRITE, allow=allow_while_enabled)
]
WhileDisabled = Annotated[
    Found[User], one(queries.load_user, reads=P.USERS_READ, writes=P.USERS_WRITE, allow=allow_while_disabled)
]


def printer_of(request: Request) -> Printer:
    """Prints activation codes with this installation's key and public address."""
    return Printer(request.app.state.secret_key, request.app.state.settings.public_url)


RequestPrinter = Annotated[Printer, Depends(printer_of)]


@router.get("/users", response_model=Page[UserOut], summary="List accounts")
async def list_users(access: MayRead, session: RequestSession, query: Annotated[UserQuery, Query()]) -> Response:
    """The accounts of the bureau with all their roles, by name unless sorted otherwise."""
    today = local_day(access.now)
    page = await queries.list_users(session, access.scope, query, today)
    roles = await queries.roles_of(session, [row.id for row in page.rows], today)
    items = [queries.user_out(row, roles, pending=row.pending) for row in page.rows]
    return answer(Page[UserOut](items=items, next_cursor=page.next_cursor, total=page.total))


@router.post("/users", status_code=201, response_model=UserOpened, summary="Open an account")
async def create_user(
    access: MayOpen,
    body: UserCreate,
    session: RequestSession,
    printer: RequestPrinter,
    idempotency: RequestIdempotency,
) -> Response:
    """Opens an account without a password. Its activation code is shown in this answer only."""
    user = await idempotency.earlier(queries.load_user, access.actor.scope(P.USERS_READ))
    if user is None:
        user, code = await service.open_account(session, access, body, printer.secret_key)
        await idempotency.remember(user.id)
    else:
        code = (await latest_codes(session, [user.id]))[user.id]
    opened = await _with_code(session, access, printer, user, code)
    return answer(opened, status=201, version=opened.version, location=f"/api/v1/users/{user.id}")


@router.post(
    "/users/activation-slips", status_code=201, response_model=Slips, summary="Open accounts for people, with slips"
)
async def create_activation_slips(
    access: MayOpen,
    body: SlipsWanted,
    session: RequestSession,
    printer: RequestPrinter,
    idempotency: RequestIdempotency,
) -> Response:
    """Opens an account with a role for each person, all or none, and gives what is printed for each."""
    if await idempotency.earlier(queries.load_user, access.actor.scope(P.USERS_READ)) is None:
        made = await slips.open_accounts(session, access, body, printer)
        await idempotency.remember(made.items[0].user_id)
    else:
        made = await slips.show_again(session, access, body, printer)
    return answer(made, status=201)


@router.get("/users/{id}", response_model=UserOut, summary="Read an account")
async def read_user(found: Readable, session: RequestSession) -> Response:
    """One account with all its roles."""
    return await _answer(session, found)


@router.patch("/users/{id}", response_model=UserOut, summary="Change an account")
async def change_user(found: Changeable, body: UserChange, session: RequestSession) -> Response:
    """Changes name or sign-in name, or says whose account it is."""
    await service.change_account(session, found.access, found.record, body)
    return await _answer(session, found)


@router.post("/users/{id}/disable", response_model=UserOut, summary="Disable an account")
async def disable_user(found: WhileEnabled, session: RequestSession) -> Response:
    """Closes the account; whoever is signed in with it is out on the next request."""
    if not found.repeated:
        await service.disable_account(session, found.access, found.record)
    return await _answer(session, found)


@router.post("/users/{id}/enable", response_model=UserOut, summary="Enable an account")
async def enable_user(found: WhileDisabled, session: RequestSession) -> Response:
    """Opens a disabled account again."""
    if not found.repeated:
        await service.enable_account(session, found.access, found.record)
    return await _answer(session, found)


@router.post("/users/{id}/reset", response_model=UserOpened, summary="Reset an account")
async def reset_user(found: WhileEnabled, session: RequestSession, printer: RequestPrinter) -> Response:
    """Takes the password away and makes a new activation code, shown in this answer only."""
    user = found.record
    if found.repeated:
        code = (await latest_codes(session, [user.id]))[user.id]
    else:
        code = await service.reset_account(session, found.access, user, printer.secret_key)
    opened = await _with_code(session, found.access, printer, user, code)
    return answer(opened, version=opened.version)


async def _answer(session: AsyncSession, found: Found[User]) -> Response:
    await session.flush()
    shown = await queries.describe_user(session, found.record, local_day(found.access.now))
    return answer(shown, version=shown.version)


async def _with_code(
    session: AsyncSession, access: Access, printer: Printer, user: User, code: ActivationCode
) -> UserOpened:
    shown = await queries.describe_user(session, user, local_day(access.now))
    return UserOpened(**shown.model_dump(), activation=await printer.activation(code))
