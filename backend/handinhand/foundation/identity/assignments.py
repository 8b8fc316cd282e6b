"""Giving and ending roles (domain.md §2: roles at organisations, with dates; three exclusive administrators)."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.clock import local_day
from handinhand.core.errors import FieldError, Invalid
from handinhand.core.ids import new_id
from handinhand.foundation.access.actor import Scope
from handinhand.foundation.access.guards import Access
from handinhand.foundation.access.roles import ROLE_LABELS, Role
from handinhand.foundation.audit.service import Target, record
from handinhand.foundation.identity import queries
from handinhand.foundation.identity.errors import (
    AssignmentEnded,
    ExclusiveRole,
    LastSecurityRole,
    NoSecurityAdminLeft,
    OwnRole,
    RoleAlreadyHeld,
)
from handinhand.foundation.identity.role_rules import Held, Place, clash, misfit
from handinhand.foundation.identity.schemas import RoleAssignmentCreate
from handinhand.models import Person, RoleAssignment, User

_ONE_DAY = timedelta(days=1)
_POINTERS = {"role": "/role", "organisation": "/organisation_id"}


async def give_role(session: AsyncSession, access: Access, body: RoleAssignmentCreate) -> RoleAssignment:
    """Gives an account a role. Raises Invalid by field, OwnRole, RoleAlreadyHeld, ExclusiveRole."""
    if body.user_id == access.actor.user_id:
        raise OwnRole("请由另一位安全管理员分配。")
    today = local_day(access.now)
    wanted = Held(body.role, body.organisation_id, body.starts_on or today, body.ends_on)
    if wanted.last_on < wanted.starts_on:
        raise Invalid(errors=[FieldError("/ends_on", "before_start", "结束日期不能早于开始日期")])
    user = await _lock_account(session, access, body.user_id)
    own_bureau = Scope(frozenset({user.bureau_id}))
    places = await queries.find_places(session, own_bureau, [body.organisation_id], today)
    seat = await _seat_of(session, user.person_id) if user.person_id else None
    check_fit(body.role, places.get(body.organisation_id), seat, person_pointer="/user_id")
    _check_clash(wanted, await queries.held_by(session, user.id), user.name)
    assignment = new_assignment(user.id, user.bureau_id, wanted, access.now)
    session.add(assignment)
    target = Target("role_assignment", assignment.id, _label(user.name, body.role), user.bureau_id)
    await record(
        session,
        access.ref,
        "role:give",
        target,
        at=access.now,
        role=body.role.value,
        user_id=str(user.id),
        organisation_id=str(body.organisation_id),
    )
    return assignment


async def end_role(session: AsyncSession, access: Access, assignment: RoleAssignment, last_on: date | None) -> None:
    """Ends a role with the day `last_on`, or at once. Raises LastSecurityRole, NoSecurityAdminLeft, Invalid."""
    today = local_day(access.now)
    await _refuse_own_last(session, access, assignment, today)
    if last_on is None:
        last_on = max(today, assignment.starts_on) - _ONE_DAY
    elif last_on < max(today - _ONE_DAY, assignment.starts_on - _ONE_DAY):
        message = "结束日期不能早于昨天，也不能早于开始日期的前一天"
        raise Invalid(errors=[FieldError("/ends_on", "too_early", message)])
    elif assignment.ends_on is not None and last_on > assignment.ends_on:
        message = "结束日期不能晚于原来的结束日期；要延长请另外分配一次"
        raise Invalid(errors=[FieldError("/ends_on", "too_late", message)])
    if assignment.role == Role.SECURITY_ADMIN:
        await keep_a_security_admin(session, assignment.bureau_id, last_on + _ONE_DAY, besides=assignment.user_id)
    assignment.ends_on = last_on
    assignment.updated_at = access.now
    user = await session.get_one(User, assignment.user_id)
    label = _label(user.name, Role(assignment.role))
    target = Target("role_assignment", assignment.id, label, assignment.bureau_id)
    await record(session, access.ref, "role:end", target, at=access.now, ends_on=last_on.isoformat())


async def keep_a_security_admin(session: AsyncSession, bureau_id: UUID, day: date, *, besides: UUID) -> None:
    """Raises NoSecurityAdminLeft when the bureau has none on that day besides this account.

    Two who take each other's role, or account, away at the same instant would each still see the other: so this is
    decided one at a time in a bureau, until the transaction ends. A lock of its own, not of the rows: the guard holds
    one of them already, and two requests could each wait for the other's.
    """
    lock = func.hashtextextended(f"security-admins:{bureau_id}", 0)
    await session.execute(select(func.pg_advisory_xact_lock(lock)))
    if not await queries.has_security_admin(session, bureau_id, day, besides=besides):
        raise NoSecurityAdminLeft("请先让另一位同事担任安全管理员，再来操作。")


def check_not_ended(assignment: RoleAssignment, today: date) -> None:
    """Raises AssignmentEnded for one whose last day is past."""
    if queries.as_held(assignment).state(today) == "ended":
        raise AssignmentEnded("需要时请重新分配。")


def check_fit(role: Role, place: Place | None, seat: UUID | None, *, person_pointer: str = "/person_id") -> None:
    """Raises Invalid when the role cannot be held there by somebody who works at `seat`."""
    problem = fit_problem(role, place, seat, pointers={**_POINTERS, "person": person_pointer})
    if problem is not None:
        raise Invalid(errors=[problem])


def fit_problem(role: Role, place: Place | None, seat: UUID | None, *, pointers: dict[str, str]) -> FieldError | None:
    """What is wrong with a role at an organisation, at the pointer of what is at fault; None when it fits."""
    if place is None:
        return FieldError(pointers["organisation"], "not_found", "没有找到这个机构，请重新选择")
    found = misfit(role, place, seat)
    return FieldError(pointers[found.about], found.code, found.message) if found else None


def new_assignment(user_id: UUID, bureau_id: UUID, held: Held, at: datetime) -> RoleAssignment:
    """A role assignment, not yet added."""
    return RoleAssignment(
        id=new_id(),
        bureau_id=bureau_id,
        user_id=user_id,
        role=held.role.value,
        organisation_id=held.organisation_id,
        starts_on=held.starts_on,
        ends_on=held.ends_on,
        created_at=at,
        updated_at=at,
    )


async def _lock_account(session: AsyncSession, access: Access, user_id: UUID) -> User:
    """The account, locked: two roles given at the same moment are judged one after the other."""
    user = await queries.load_user(session, access.scope, user_id, lock=True)
    if user is None:
        raise Invalid(errors=[FieldError("/user_id", "not_found", "没有找到这个账号，请重新选择")])
    if user.disabled_at is not None:
        raise Invalid(errors=[FieldError("/user_id", "account_disabled", "这个账号已停用，请先启用")])
    return user


async def _seat_of(session: AsyncSession, person_id: UUID) -> UUID | None:
    return (await session.execute(select(Person.organisation_id).where(Person.id == person_id))).scalar_one_or_none()


def _check_clash(wanted: Held, held: list[Held], name: str) -> None:
    match clash(wanted, held):
        case "already_held":
            raise RoleAlreadyHeld(f"“{name}”在这段时间里已经是这里的“{ROLE_LABELS[wanted.role]}”。")
        case "exclusive":
            raise ExclusiveRole(
                f"系统管理员、安全管理员、审计员不能再有其他角色。请先结束“{name}”原来的角色，或者另开一个账号。"
            )


async def _refuse_own_last(session: AsyncSession, access: Access, assignment: RoleAssignment, today: date) -> None:
    if assignment.user_id != access.actor.user_id or assignment.role != Role.SECURITY_ADMIN:
        return
    held = await queries.held_by(session, assignment.user_id)
    current = [one for one in held if one.role is Role.SECURITY_ADMIN and one.state(today) == "active"]
    if len(current) <= 1:
        raise LastSecurityRole("请由另一位安全管理员来结束。")


def _label(name: str, role: Role) -> str:
    return f"{name} · {ROLE_LABELS[role]}"
