"""Guards of routes: who is asking, may they, does the record exist for them, which version do they start from.

The order of refusals is api.md's: 401, 415, 404, 403, 428, 412, then the endpoint's own 409 and 422.
"""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Generic, Never, Protocol
from uuid import UUID

from fastapi import Depends, Path, Request
from fastapi.params import Depends as DependsMarker
from fastapi.routing import APIRoute
from pydantic import BaseModel
from pydantic_core import from_json
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.clock import local_day, note_instant
from handinhand.core.database import Database, Reader, RequestSession
from handinhand.core.errors import Forbidden, NotFound, NotSignedIn, Problem
from handinhand.core.http.routes import check_content_type, refuse_unknown
from handinhand.core.http.versions import check_version
from handinhand.core.tokens import InvalidToken, read
from handinhand.foundation.access.actor import Actor, Scope
from handinhand.foundation.access.keys import claim
from handinhand.foundation.access.loading import Loader, R, R_co
from handinhand.foundation.access.permissions import Permission
from handinhand.foundation.access.scope import find_actor, find_machine
from handinhand.foundation.audit.service import ActorRef, Target, record

COOKIE = "handinhand_session"
SECURE_COOKIE = "__Host-handinhand_session"


class PasswordChangeRequired(Forbidden):
    """A fresh or reset account sets its own password before anything else."""

    code = "password_change_required"
    title = ("请先设置新密码", "Please set a new password first")


@dataclass(frozen=True, slots=True)
class Access:
    """A passed guard: the actor, how far the right that the route asked for reaches, and the instant of the request."""

    actor: Actor
    scope: Scope
    now: datetime

    @property
    def ref(self) -> ActorRef:
        """The actor as the audit log writes it."""
        return ActorRef(self.actor.user_id, self.actor.name, self.actor.bureau_id)


@dataclass(frozen=True, slots=True)
class Found(Generic[R]):
    """A passed guard of one record."""

    access: Access
    record: R
    first_at: datetime | None = None
    """When the same Idempotency-Key came before."""

    @property
    def repeated(self) -> bool:
        """The deed is done, only the record is to be shown again."""
        return self.first_at is not None


def session_token(request: Request) -> str | None:
    """The opaque token in the session cookie, under whichever of its two names."""
    return request.cookies.get(SECURE_COOKIE) or request.cookies.get(COOKIE)


def token_digest(token: str) -> bytes:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).digest()


async def current_actor(request: Request) -> tuple[Actor, datetime]:
    """The signed-in account or the machine with a token, and the instant of the request, which all of it shares.

    Raises NotSignedIn, then UnsupportedType for a body of the wrong kind.
    """
    known: tuple[Actor, datetime] | None = getattr(request.state, "actor", None)
    if known is not None:
        return known
    now: datetime = request.app.state.clock.now()
    note_instant(now)
    bearer = _bearer_token(request)
    actor = await (_signed_in(request, now) if bearer is None else _machine(request, bearer, now))
    check_content_type(request)
    request.state.actor = actor, now
    return actor, now


async def _signed_in(request: Request, now: datetime) -> Actor:
    token = session_token(request)
    if token is None:
        raise NotSignedIn(_NOT_SIGNED_IN)
    async with request.app.state.database.reading() as reader:
        actor = await find_actor(reader, token_digest(token), now=now, today=local_day(now))
    if actor is None:
        raise NotSignedIn(_NOT_SIGNED_IN)
    return actor


def _bearer_token(request: Request) -> str | None:
    """The token of an `Authorization: Bearer` header; None without one. Several headers make none that is genuine."""
    sent = request.headers.getlist("authorization")
    schemes = [value.strip().partition(" ") for value in sent]
    if not any(scheme.lower() == "bearer" for scheme, _, _ in schemes):
        return None
    return schemes[0][2].strip() if len(schemes) == 1 else ""


async def _machine(request: Request, bearer: str, now: datetime) -> Actor:
    # A cookie beside a token: whichever counted, somebody would have meant the other.
    if session_token(request) is not None:
        raise NotSignedIn(_NO_MACHINE, headers=_CHALLENGE)
    app = request.app.state
    try:
        token = read(app.token_key, bearer, now=now)
    except InvalidToken as error:
        raise NotSignedIn(_NO_MACHINE, headers=_CHALLENGE) from error
    async with app.database.reading() as reader:
        actor = await find_machine(reader, token.client, token.secret_id, token.scopes, now=now)
    if actor is None:
        raise NotSignedIn(_NO_MACHINE, headers=_CHALLENGE)
    return actor


_NOT_SIGNED_IN = "登录已失效或尚未登录。填写的内容还在，登录后可以继续。"
_NO_MACHINE = "令牌无效、已过期，或者这个对接系统已停用。请用客户端编号和密钥重新获取令牌。"
_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="handinhand", error="invalid_token"'}
"""RFC 6750 §3."""


# The guards take the request and ask for what they need themselves: a dependency of a dependency is worked out anew at
# every place that it stands in, and that cost more than the look-up of the session.
def requires(permission: Permission) -> Any:
    """Guards a collection route: `access: Annotated[Access, requires(P.X)]`. Raises Forbidden without the right."""

    async def guard(request: Request) -> Access:
        actor, now = await current_actor(request)
        scope = actor.scope(permission)
        problem = _lacks(actor, permission, scope)
        if problem:
            await note_refusal(request.app.state.database, actor, now, permission, problem)
            raise problem
        await refuse_unknown(request)
        return Access(actor, scope, now)

    guard.permissions = frozenset({permission})  # type: ignore[attr-defined]
    return Depends(guard)


def one(
    loader: Loader[R],
    *,
    reads: Permission,
    writes: Permission | None = None,
    versioned: bool = True,
    may: Callable[[Access, R], None] | None = None,
    allow: Callable[[R], None] | None = None,
    reach: Callable[[Actor, Permission], Any] = Actor.scope,
) -> DependsMarker:
    """Guards a route of one record `{id}`: `found: Annotated[Found[X], one(load_x, reads=P.X_READ, writes=P.X_WRITE)]`.

    Raises NotFound when the record does not exist within the actor's `reads`, Forbidden when it lies outside `writes`
    or `may` raises it (only its author, only the bureau …), IfMatchRequired and Stale for a change (`versioned`), and
    whatever `allow` raises for the record's state. `reach` turns the actor and a right into what the loader takes.
    A verb whose Idempotency-Key came before passes as `repeated`.
    """

    async def guard(
        request: Request, session: RequestSession, record_id: Annotated[UUID, Path(alias="id")]
    ) -> Found[R]:
        actor, now = await current_actor(request)
        asked = _Asked(request, session, actor, now, record_id)
        if actor.must_change_password:
            await asked.refuse(reads, PasswordChangeRequired())
        found = await loader(session, reach(actor, reads), record_id, lock=writes is not None)
        if found is None:
            await asked.refuse(reads, NotFound())
        access = Access(actor, actor.scope(writes or reads), now)
        if writes is not None:
            if not await _within(session, loader, reach(actor, reads), reach(actor, writes), record_id):
                await asked.refuse(writes, Forbidden())
            await asked.let(writes, may, access, found)
            first_at = await _came_before(request, actor, session, now, record_id)
            if first_at is not None:
                return Found(access, found, first_at)
            if versioned:
                version: int = getattr(found, "version")  # noqa: B009 - what cannot be changed has none
                check_version(request, version, await differing(request, found))
            if allow is not None:
                allow(found)
        await refuse_unknown(request)
        return Found(access, found)

    guard.permissions = frozenset({reads, *([writes] if writes else [])})  # type: ignore[attr-defined]
    guard.versioned = writes is not None and versioned  # type: ignore[attr-defined]
    guard.idempotent = writes is not None  # type: ignore[attr-defined]
    return Depends(guard)  # type: ignore[no-any-return]


class Finder(Protocol[R_co]):
    """Finds one record within a scope, for who only reads; None when there is none for this actor."""

    def __call__(self, reader: Reader, scope: Scope, record_id: UUID) -> Awaitable[R_co | None]:
        """Finds it."""
        ...


def seen(finder: Finder[R], *, reads: Permission) -> DependsMarker:
    """`one` for a route that is read all the time: a reader instead of a session. Raises NotFound."""

    async def guard(request: Request, record_id: Annotated[UUID, Path(alias="id")]) -> Found[R]:
        actor, now = await current_actor(request)
        database: Database = request.app.state.database
        found, scope = None, actor.scope(reads)
        if not actor.must_change_password:
            async with database.reading() as reader:
                found = await finder(reader, scope, record_id)
        if found is None:
            problem = PasswordChangeRequired() if actor.must_change_password else NotFound()
            await note_refusal(database, actor, now, reads, problem, record_id)
            raise problem
        await refuse_unknown(request)
        return Found(Access(actor, scope, now), found)

    guard.permissions = frozenset({reads})  # type: ignore[attr-defined]
    return Depends(guard)  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request for one record: what its refusal needs to know."""

    request: Request
    session: AsyncSession
    actor: Actor
    now: datetime
    record_id: UUID

    async def refuse(self, permission: Permission, problem: Problem) -> Never:
        await self.session.rollback()  # gives the request's connection back: a refusal never holds two
        database = self.request.app.state.database
        await note_refusal(database, self.actor, self.now, permission, problem, self.record_id)
        raise problem

    async def let(
        self, permission: Permission, may: Callable[[Access, R], None] | None, access: Access, found: R
    ) -> None:
        try:
            if may is not None:
                may(access, found)
        except Forbidden as problem:
            await self.refuse(permission, problem)


async def _within(session: AsyncSession, loader: Loader[R], seen: Any, writing: Any, record_id: UUID) -> bool:
    """Whether a record that is seen lies within the writing scope too; asked again only where the two differ."""
    return bool(writing) and (writing == seen or await loader(session, writing, record_id, lock=False) is not None)


async def _came_before(
    request: Request, actor: Actor, session: AsyncSession, now: datetime, record_id: UUID
) -> datetime | None:
    if request.method != "POST" or "idempotency-key" not in request.headers:
        return None
    key = await claim(request, actor, session, now=now, content=await request.body())
    await key.remember(record_id)
    return key.earlier_at


def _lacks(actor: Actor, permission: Permission, scope: Scope) -> Problem | None:
    if permission is Permission.ME:
        return Forbidden() if actor.machine else None
    if actor.must_change_password:
        return PasswordChangeRequired()
    return None if scope else Forbidden()


async def differing(request: Request, found: Any) -> dict[str, Any]:
    """Of the fields that the caller sends, those whose present value differs: both can then be shown side by side."""
    try:
        sent = from_json(await request.body())
    except ValueError:
        return {}
    if not isinstance(sent, dict):
        return {}
    taken = _fields_of_body(request) & sent.keys() & {column.name for column in found.__table__.columns}
    present = {name: getattr(found, name) for name in sorted(taken)}
    return {name: value for name, value in present.items() if not _alike(value, sent[name])}


def _fields_of_body(request: Request) -> set[str]:
    """The fields that the route's body has. A caller who names another column is told nothing of it."""
    route = request.scope.get("route")
    field = route.body_field if isinstance(route, APIRoute) else None
    model = field.field_info.annotation if field is not None else None
    return set(model.model_fields) if isinstance(model, type) and issubclass(model, BaseModel) else set()


def _alike(present: Any, sent: Any) -> bool:
    # JSONB has its keys in another order than they were sent.
    return present == sent if isinstance(sent, dict | list) else str(present) == str(sent)


async def note_refusal(
    database: Database,
    actor: Actor,
    at: datetime,
    permission: Permission,
    problem: Problem,
    record_id: UUID | None = None,
) -> None:
    """Writes a refused access to the audit log in a transaction of its own, since the request's is rolled back."""
    async with database.sessions.begin() as apart:
        who = ActorRef(actor.user_id, actor.name, actor.bureau_id)
        target = Target(permission.partition(":")[0], record_id)
        await record(apart, who, str(permission), target, at=at, outcome="refused", code=problem.code)
