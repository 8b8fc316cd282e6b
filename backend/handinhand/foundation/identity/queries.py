"""Reading accounts, roles and sessions; every list takes the actor's scope."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.http.paging import AnySelect, Order, PageOf, PageQuery, fetch_page, order_of
from handinhand.core.pinyin import search_key
from handinhand.foundation.access.actor import Actor, Scope
from handinhand.foundation.access.permissions import Permission
from handinhand.foundation.access.roles import Role
from handinhand.foundation.identity.role_rules import Held, Place
from handinhand.foundation.identity.schemas import (
    BureauBrief,
    Me,
    RoleAssignmentOut,
    RoleAssignmentQuery,
    RoleHeld,
    RoleOfUser,
    UserBrief,
    UserOut,
    UserQuery,
)
from handinhand.models import Organisation, PartyOrganisation, Person, RoleAssignment, Session, User

USER_ORDERS = {"name": Order(User.name_pinyin, User.id), "username": Order(User.username, User.id)}
ASSIGNMENT_ORDERS = {"created_at": Order(RoleAssignment.created_at, RoleAssignment.id)}
SESSION_ORDER = Order(Session.created_at, Session.id, descending=True)


async def describe_me(session: AsyncSession, actor: Actor) -> Me:
    """The signed-in account with the names of the organisations that its roles are held at."""
    wanted = {actor.bureau_id, *(held.organisation_id for held in actor.assignments)}
    rows = await session.execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(wanted)))
    names = {row.id: row.name for row in rows}
    expires_at = (await session.execute(select(Session.expires_at).where(Session.id == actor.session_id))).scalar_one()
    roles = [
        RoleHeld(role=held.role, organisation_id=held.organisation_id, organisation_name=names[held.organisation_id])
        for held in actor.assignments
    ]
    return Me(
        user=UserBrief(id=actor.user_id, name=actor.name, username=actor.username, person_id=actor.person_id),
        roles=sorted(roles, key=lambda held: (held.role, held.organisation_name)),
        permissions=sorted(actor.permissions() | {Permission.ME}),
        bureau=BureauBrief(id=actor.bureau_id, name=names[actor.bureau_id]),
        must_change_password=actor.must_change_password,
        session_expires_at=expires_at,
    )


async def list_sessions(session: AsyncSession, user_id: UUID, query: PageQuery, now: datetime) -> PageOf:
    """A page of an account's own open sessions, newest first."""
    columns = (Session.id, Session.device_label, Session.created_at, Session.expires_at)
    statement: AnySelect = select(*columns, SESSION_ORDER.key.label("sort_key")).where(
        Session.user_id == user_id, Session.revoked_at.is_(None), Session.expires_at > now
    )
    return await fetch_page(session, statement, SESSION_ORDER, query)


async def load_user(session: AsyncSession, scope: Scope, record_id: UUID, *, lock: bool) -> User | None:
    """One account within the scope."""
    statement = select(User).where(User.id == record_id, scope.within(User.bureau_id, User.id))
    return (await session.execute(statement.with_for_update() if lock else statement)).scalar_one_or_none()


async def list_users(session: AsyncSession, scope: Scope, query: UserQuery, today: date) -> PageOf:
    """A page of the accounts within the scope; `pending` says that no password is set."""
    order = order_of(query.sort, USER_ORDERS, "name")
    statement: AnySelect = select(
        User.id,
        User.username,
        User.name,
        User.person_id,
        User.bureau_id,
        User.password_hash.is_(None).label("pending"),
        User.must_change_password,
        User.last_signed_in_at,
        User.disabled_at,
        User.created_at,
        User.version,
        order.key.label("sort_key"),
    ).where(scope.within(User.bureau_id, User.id))
    return await fetch_page(session, _filtered(statement, query, today), order, query)


def _filtered(statement: AnySelect, query: UserQuery, today: date) -> AnySelect:
    if query.person_id is not None:
        statement = statement.where(User.person_id == query.person_id)
    if query.status is not None:
        pending = and_(User.disabled_at.is_(None), User.password_hash.is_(None))
        active = and_(User.disabled_at.is_(None), User.password_hash.is_not(None))
        wanted = {"disabled": User.disabled_at.is_not(None), "pending": pending, "active": active}
        statement = statement.where(wanted[query.status])
    if query.role is not None or query.organisation_id is not None:
        held = select(RoleAssignment.id).where(RoleAssignment.user_id == User.id, _in_state("active", today))
        if query.role is not None:
            held = held.where(RoleAssignment.role == query.role)
        if query.organisation_id is not None:
            held = held.where(RoleAssignment.organisation_id == query.organisation_id)
        statement = statement.where(held.exists())
    if query.q:
        key = search_key(query.q)
        columns = (User.name, User.name_pinyin, User.name_initials, User.username)
        statement = statement.where(or_(*(column.icontains(key, autoescape=True) for column in columns)))
    return statement


async def roles_of(session: AsyncSession, user_ids: Collection[UUID], today: date) -> Mapping[UUID, list[RoleOfUser]]:
    """Every role of these accounts, past ones too, newest first."""
    statement = (
        select(
            RoleAssignment.id,
            RoleAssignment.user_id,
            RoleAssignment.role,
            RoleAssignment.organisation_id,
            Organisation.name.label("organisation_name"),
            RoleAssignment.starts_on,
            RoleAssignment.ends_on,
            RoleAssignment.version,
        )
        .join(Organisation, Organisation.id == RoleAssignment.organisation_id)
        .where(RoleAssignment.user_id.in_(user_ids))
        .order_by(RoleAssignment.starts_on.desc(), RoleAssignment.id.desc())
    )
    found: defaultdict[UUID, list[RoleOfUser]] = defaultdict(list)
    for row in await session.execute(statement):
        shown = RoleOfUser(
            id=row.id,
            role=Role(row.role),
            organisation_id=row.organisation_id,
            organisation_name=row.organisation_name,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            state=as_held(row).state(today),
            version=row.version,
        )
        found[row.user_id].append(shown)
    return found


def user_out(row: Any, roles: Mapping[UUID, list[RoleOfUser]], *, pending: bool) -> UserOut:
    """An account, entity or row, as the interface shows it."""
    status = "disabled" if row.disabled_at is not None else "pending" if pending else "active"
    return UserOut(
        id=row.id,
        username=row.username,
        name=row.name,
        person_id=row.person_id,
        bureau_id=row.bureau_id,
        status=status,
        must_change_password=row.must_change_password,
        last_signed_in_at=row.last_signed_in_at,
        disabled_at=row.disabled_at,
        created_at=row.created_at,
        roles=roles.get(row.id, []),
        version=row.version,
    )


async def describe_user(session: AsyncSession, user: User, today: date) -> UserOut:
    """One account with its roles."""
    return user_out(user, await roles_of(session, [user.id], today), pending=user.password_hash is None)


async def load_assignment(session: AsyncSession, scope: Scope, record_id: UUID, *, lock: bool) -> RoleAssignment | None:
    """One role assignment within the scope."""
    statement = select(RoleAssignment).where(
        RoleAssignment.id == record_id, scope.within(RoleAssignment.bureau_id, RoleAssignment.organisation_id)
    )
    return (await session.execute(statement.with_for_update() if lock else statement)).scalar_one_or_none()


async def list_assignments(session: AsyncSession, scope: Scope, query: RoleAssignmentQuery, today: date) -> PageOf:
    """A page of the role assignments within the scope, newest first unless sorted otherwise."""
    order = order_of(query.sort, ASSIGNMENT_ORDERS, "-created_at")
    statement = _assignment_columns(order.key.label("sort_key")).where(
        scope.within(RoleAssignment.bureau_id, RoleAssignment.organisation_id)
    )
    if query.user_id is not None:
        statement = statement.where(RoleAssignment.user_id == query.user_id)
    if query.organisation_id is not None:
        statement = statement.where(RoleAssignment.organisation_id == query.organisation_id)
    if query.role is not None:
        statement = statement.where(RoleAssignment.role == query.role)
    if query.state is not None:
        statement = statement.where(_in_state(query.state, today))
    return await fetch_page(session, statement, order, query)


async def describe_assignment(session: AsyncSession, assignment_id: UUID, today: date) -> RoleAssignmentOut:
    """One role assignment with the names that go with it."""
    statement = _assignment_columns().where(RoleAssignment.id == assignment_id)
    return assignment_out((await session.execute(statement)).one(), today)


def _assignment_columns(*more: ColumnElement[Any]) -> AnySelect:
    return (
        select(
            RoleAssignment.id,
            RoleAssignment.user_id,
            User.name.label("user_name"),
            User.username,
            RoleAssignment.role,
            RoleAssignment.organisation_id,
            Organisation.name.label("organisation_name"),
            RoleAssignment.bureau_id,
            RoleAssignment.starts_on,
            RoleAssignment.ends_on,
            RoleAssignment.version,
            *more,
        )
        .join(User, User.id == RoleAssignment.user_id)
        .join(Organisation, Organisation.id == RoleAssignment.organisation_id)
    )


def assignment_out(row: Any, today: date) -> RoleAssignmentOut:
    """A role assignment as the interface shows it."""
    return RoleAssignmentOut(
        id=row.id,
        user_id=row.user_id,
        user_name=row.user_name,
        username=row.username,
        role=Role(row.role),
        organisation_id=row.organisation_id,
        organisation_name=row.organisation_name,
        bureau_id=row.bureau_id,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        state=as_held(row).state(today),
        version=row.version,
    )


def _in_state(state: str, today: date) -> ColumnElement[bool]:
    """The same as `Held.state`, in SQL."""
    starts_on, ends_on = RoleAssignment.starts_on, RoleAssignment.ends_on
    if state == "ended":
        return ends_on < func.greatest(starts_on, today)
    lasts = or_(ends_on.is_(None), ends_on >= func.greatest(starts_on, today))
    return and_(starts_on > today if state == "upcoming" else starts_on <= today, lasts)


def as_held(row: Any) -> Held:
    """A role assignment, entity or row, as the rules see it."""
    return Held(Role(row.role), row.organisation_id, row.starts_on, row.ends_on)


async def held_by(session: AsyncSession, user_id: UUID) -> list[Held]:
    """Every role of an account as the rules see them."""
    columns = (RoleAssignment.role, RoleAssignment.organisation_id, RoleAssignment.starts_on, RoleAssignment.ends_on)
    return [as_held(row) for row in await session.execute(select(*columns).where(RoleAssignment.user_id == user_id))]


async def has_security_admin(session: AsyncSession, bureau_id: UUID, day: date, *, besides: UUID) -> bool:
    """Whether some account besides this one, not disabled, is the bureau's security administrator on that day."""
    held = (
        select(RoleAssignment.id)
        .join(User, User.id == RoleAssignment.user_id)
        .where(
            RoleAssignment.bureau_id == bureau_id,
            RoleAssignment.role == Role.SECURITY_ADMIN.value,
            RoleAssignment.user_id != besides,
            User.disabled_at.is_(None),
            RoleAssignment.starts_on <= day,
            or_(RoleAssignment.ends_on.is_(None), RoleAssignment.ends_on >= day),
        )
    )
    return bool((await session.execute(select(held.exists()))).scalar_one())


async def find_places(
    session: AsyncSession, scope: Scope, organisation_ids: Collection[UUID], today: date
) -> Mapping[UUID, Place]:
    """Organisations within the scope, as the rules of roles see them."""
    branches = select(PartyOrganisation.id).where(
        PartyOrganisation.organisation_id == Organisation.id,
        or_(PartyOrganisation.ended_on.is_(None), PartyOrganisation.ended_on >= today),
    )
    statement = select(
        Organisation.id,
        Organisation.bureau_id,
        Organisation.name,
        Organisation.kind,
        Organisation.ownership,
        Organisation.parent_id,
        func.coalesce(Organisation.closed_on < today, False).label("closed"),
        branches.exists().label("has_party_organisation"),
    ).where(Organisation.id.in_(organisation_ids), scope.within(Organisation.bureau_id, Organisation.id))
    return {row.id: Place(*row) for row in await session.execute(statement)}


@dataclass(frozen=True, slots=True)
class PersonFound:
    """A person who may get an account. `user_id` is the account they have."""

    id: UUID
    bureau_id: UUID
    name: str
    organisation_id: UUID
    left: bool
    user_id: UUID | None


async def find_people(
    session: AsyncSession, scope: Scope, person_ids: Collection[UUID], today: date
) -> Mapping[UUID, PersonFound]:
    """People within the scope, with the accounts that they have."""
    statement = (
        select(
            Person.id,
            Person.bureau_id,
            Person.name,
            Person.organisation_id,
            func.coalesce(Person.left_on < today, False),
            User.id,
        )
        .outerjoin(User, User.person_id == Person.id)
        .where(Person.id.in_(person_ids), scope.within(Person.bureau_id, Person.organisation_id))
    )
    return {row[0]: PersonFound(*row) for row in await session.execute(statement)}


async def taken_usernames(session: AsyncSession, bases: Collection[str]) -> set[str]:
    """The names in use that are one of these, perhaps with a number at its end."""
    plain = func.lower(User.username)
    base = func.regexp_replace(plain, "[0-9]+$", "")
    return set((await session.execute(select(plain).where(or_(plain.in_(bases), base.in_(bases))))).scalars())
