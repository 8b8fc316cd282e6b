"""Accounts: opening, changing, closing, resetting. Roles are given in `assignments.py`, slips printed by `slips.py`."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.clock import local_day
from handinhand.core.database import Database
from handinhand.core.errors import FieldError, Invalid
from handinhand.core.ids import new_id
from handinhand.core.pinyin import name_keys
from handinhand.foundation.access.actor import Scope
from handinhand.foundation.access.attempts import Attempt, bucket_of, is_blocked, settle
from handinhand.foundation.access.guards import Access
from handinhand.foundation.access.roles import Role
from handinhand.foundation.audit.service import SYSTEM, ActorRef, Target, record
from handinhand.foundation.identity import queries
from handinhand.foundation.identity.activation import make_codes, void_codes
from handinhand.foundation.identity.assignments import check_fit, keep_a_security_admin, new_assignment
from handinhand.foundation.identity.errors import OWN_DEVICES, OwnAccount, UsernameTaken
from handinhand.foundation.identity.passwords import hash_password, password_matches
from handinhand.foundation.identity.role_rules import Held
from handinhand.foundation.identity.rules import password_problems
from handinhand.foundation.identity.schemas import UserChange, UserCreate
from handinhand.foundation.identity.sign_in import end_sessions, forget_devices
from handinhand.foundation.identity.sign_in_rules import USERNAME, free_username, plain_username
from handinhand.models import ActivationCode, Organisation, User

_OPENING_LOCK = 0x68616E64
"""Accounts are opened and renamed one at a time: names and people are then free or taken for certain."""


async def one_opening_at_a_time(session: AsyncSession) -> None:
    """Waits until no other transaction opens accounts; held until this one ends."""
    await session.execute(select(func.pg_advisory_xact_lock(_OPENING_LOCK)))


def new_user(bureau_id: UUID, name: str, username: str, at: datetime, *, person_id: UUID | None, **more: Any) -> User:
    """An account, not yet added."""
    pinyin, initials = name_keys(name)
    return User(
        id=new_id(),
        bureau_id=bureau_id,
        person_id=person_id,
        username=username,
        name=name,
        name_pinyin=pinyin,
        name_initials=initials,
        created_at=at,
        updated_at=at,
        **more,
    )


async def open_account(
    session: AsyncSession, access: Access, body: UserCreate, secret_key: bytes
) -> tuple[User, ActivationCode]:
    """Opens an account without a password, and the code with which its holder sets one. Raises Invalid by field."""
    await one_opening_at_a_time(session)
    person = None
    bureau_id = access.actor.bureau_id
    if body.person_id is not None:
        person = await _find_free_person(session, access, body.person_id)
        bureau_id = person.bureau_id
    elif not access.scope.covers(bureau_id, None):
        bureau_id = min(access.scope.bureau_ids)
    name = body.name or (person.name if person else None)
    if name is None:
        raise Invalid(errors=[FieldError("/name", "missing", "请填写姓名，或选择人员")])
    username = await _choose_username(session, body.username, name)
    user = new_user(bureau_id, name, username, access.now, person_id=body.person_id)
    session.add(user)
    await session.flush()
    codes = await make_codes(session, [user.id], secret_key, access.now)
    await record(session, access.ref, "account:open", _target(user), at=access.now)
    return user, codes[0]


async def change_account(session: AsyncSession, access: Access, user: User, body: UserChange) -> None:
    """Changes name, sign-in name or person. Raises Invalid by field."""
    changes = body.model_dump(exclude_unset=True)
    changed = sorted(field for field, value in changes.items() if value != getattr(user, field))
    if not changed:
        return
    await one_opening_at_a_time(session)
    if "person_id" in changed:
        if user.person_id is not None:
            message = "这个账号已经属于一位人员，不能改换；请为另一位人员开通新账号"
            raise Invalid(errors=[FieldError("/person_id", "person_fixed", message)])
        found = await _find_free_person(session, access, changes["person_id"])
        if found.bureau_id != user.bureau_id:
            raise Invalid(errors=[_no_such_person("/person_id")])
        user.person_id = found.id
    if "username" in changed:
        user.username = await _choose_username(session, changes["username"], user.name)
    if "name" in changed:
        user.name = changes["name"]
        user.name_pinyin, user.name_initials = name_keys(user.name)
    user.updated_at = access.now
    await record(session, access.ref, "account:change", _target(user), at=access.now, fields=changed)


async def disable_account(session: AsyncSession, access: Access, user: User) -> None:
    """Closes an account at once: sessions end, codes are void. Raises OwnAccount, NoSecurityAdminLeft."""
    _refuse_own(access, user)
    if any(held.role is Role.SECURITY_ADMIN for held in await queries.held_by(session, user.id)):
        await keep_a_security_admin(session, user.bureau_id, local_day(access.now), besides=user.id)
    user.disabled_at = user.updated_at = access.now
    await end_sessions(session, user.id, access.now)
    await void_codes(session, user.id, access.now)
    await record(session, access.ref, "account:disable", _target(user), at=access.now)


async def enable_account(session: AsyncSession, access: Access, user: User) -> None:
    """Opens a closed account again, with its password and the roles that still hold."""
    user.disabled_at = None
    user.updated_at = access.now
    await record(session, access.ref, "account:enable", _target(user), at=access.now)


async def reset_account(session: AsyncSession, access: Access, user: User, secret_key: bytes) -> ActivationCode:
    """Takes password, sessions and known browsers away and makes a new activation code. Raises OwnAccount."""
    _refuse_own(access, user)
    user.password_hash = None
    user.must_change_password = False
    user.updated_at = access.now
    await end_sessions(session, user.id, access.now)
    await forget_devices(session, user.id)
    await void_codes(session, user.id, access.now)
    codes = await make_codes(session, [user.id], secret_key, access.now)
    await record(session, access.ref, "account:reset", _target(user), at=access.now)
    return codes[0]


async def change_own_password(
    session: AsyncSession, database: Database, access: Access, *, current: str, new: str, secret_key: bytes
) -> None:
    """Sets the caller's password and ends their other sessions. Raises Invalid beside the field that is wrong.

    Guesses at the present password are counted (TooManyFailures): whoever found a browser open is no owner.
    """
    user = await session.get_one(User, access.actor.user_id)
    stored, target = user.password_hash, _target(user)
    attempt = Attempt(
        bucket_of(secret_key, "password", str(user.id)), access.ref, "password:change", target, OWN_DEVICES
    )
    blocked = await is_blocked(session, attempt, access.now)
    # Nothing is written yet: the connection goes back while the password is computed.
    await session.rollback()
    right = not blocked and await password_matches(stored, current)
    wrong = Invalid(errors=[FieldError("/current_password", "wrong_password", "现在的密码不对")])
    await settle(database, attempt, right=right, refusal=wrong, now=access.now)
    problems = password_problems(new, access.actor.username)
    if new == current:
        problems.append("新密码不能和现在的密码相同")
    if problems:
        raise Invalid(errors=[FieldError("/new_password", "weak_password", problem) for problem in problems])
    hashed = await hash_password(new)
    user = await session.get_one(User, access.actor.user_id, with_for_update=True, populate_existing=True)
    if user.password_hash != stored:
        raise wrong
    user.password_hash = hashed
    user.password_changed_at = user.updated_at = access.now
    user.must_change_password = False
    await end_sessions(session, user.id, access.now, but=access.actor.session_id)
    await void_codes(session, user.id, access.now)
    await record(session, access.ref, "password:change", target, at=access.now)


async def create_account(
    session: AsyncSession,
    *,
    bureau_id: UUID,
    username: str,
    name: str,
    password: str,
    role: Role,
    organisation_id: UUID,
    at: datetime,
    person_id: UUID | None = None,
    must_change_password: bool = False,
    starts_on: date | None = None,
    actor: ActorRef = SYSTEM,
) -> User:
    """An account with a password and a role, for the operator's commands and the demo; no route leads here.

    Every rule of names, passwords and roles holds. `starts_on` is today when left out. Raises Invalid, UsernameTaken.
    """
    today = local_day(at)
    username = plain_username(username)
    if not USERNAME.fullmatch(username):
        message = "登录名用 3 到 40 个小写字母、数字、点、下划线或短横线，以字母或数字开头"
        raise Invalid(errors=[FieldError("/username", "username_format", message)])
    problems = password_problems(password, username)
    if problems:
        raise Invalid(errors=[FieldError("/password", "weak_password", problem) for problem in problems])
    await one_opening_at_a_time(session)
    scope = Scope(frozenset({bureau_id}))
    places = await queries.find_places(session, scope, [organisation_id], today)
    people = await queries.find_people(session, scope, [person_id] if person_id else [], today)
    person = people.get(person_id) if person_id else None
    if person_id is not None:
        _check_person(person)
    check_fit(role, places.get(organisation_id), person.organisation_id if person else None)
    user = new_user(
        bureau_id,
        name,
        await _choose_username(session, username, name),
        at,
        person_id=person_id,
        password_hash=await hash_password(password),
        password_changed_at=at,
        must_change_password=must_change_password,
    )
    session.add(user)
    await session.flush()
    held = Held(role, organisation_id, starts_on or today, None)
    session.add(new_assignment(user.id, bureau_id, held, at))
    await record(session, actor, "account:open", _target(user), at=at, role=role.value)
    return user


async def open_administrator(
    session: AsyncSession, *, bureau: Organisation, role: Role, username: str, name: str, password: str, at: datetime
) -> User:
    """One of the three administrators of a bureau, made by the operator; the given password is changed at once."""
    return await create_account(
        session,
        bureau_id=bureau.id,
        username=username,
        name=name,
        password=password,
        role=role,
        organisation_id=bureau.id,
        must_change_password=True,
        at=at,
    )


async def choose_usernames(session: AsyncSession, names: Sequence[str]) -> list[str]:
    """A free sign-in name for each: the pinyin, with a number when taken. Needs `one_opening_at_a_time`."""
    bases = [name_keys(name)[0] for name in names]
    taken = await queries.taken_usernames(session, {free_username(base, ()) for base in bases})
    chosen = []
    for base in bases:
        chosen.append(free_username(base, taken))
        taken.add(chosen[-1])
    return chosen


async def _choose_username(session: AsyncSession, wanted: str | None, name: str) -> str:
    if wanted is None:
        return (await choose_usernames(session, [name]))[0]
    if wanted in await queries.taken_usernames(session, [wanted]):
        raise UsernameTaken
    return wanted


async def _find_free_person(session: AsyncSession, access: Access, person_id: UUID) -> queries.PersonFound:
    people = await queries.find_people(session, access.scope, [person_id], local_day(access.now))
    return _check_person(people.get(person_id))


def _check_person(person: queries.PersonFound | None) -> queries.PersonFound:
    problem = person_problem(person, "/person_id")
    if person is None or problem is not None:
        raise Invalid(errors=[problem or _no_such_person("/person_id")])
    return person


def person_problem(person: queries.PersonFound | None, pointer: str) -> FieldError | None:
    """Why this person cannot get an account; None when they can."""
    if person is None:
        return _no_such_person(pointer)
    if person.left:
        return FieldError(pointer, "person_left", f"“{person.name}”已经离任，不能开通账号")
    if person.user_id is not None:
        return FieldError(pointer, "has_account", f"“{person.name}”已有账号；忘记密码请用“重置”")
    return None


def _no_such_person(pointer: str) -> FieldError:
    return FieldError(pointer, "not_found", "没有找到这位人员，请重新选择")


def _refuse_own(access: Access, user: User) -> None:
    if user.id == access.actor.user_id:
        raise OwnAccount("请由另一位安全管理员来做；改自己的密码请用“修改密码”。")


def _target(user: User) -> Target:
    return Target("user", user.id, user.name, user.bureau_id)
