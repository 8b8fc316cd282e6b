"""Who is behind a session or a machine's token and how far their rights reach: one statement a request.

This module is the one named exception that may read any table (design.md §3): what a role ties together is spread over
dispatches, affiliations and communities, which belong to features above.
"""

from collections.abc import Set as AbstractSet
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, DateTime, LargeBinary, Select, String, Uuid, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from handinhand.core.database import Reader
from handinhand.core.statements import Statement
from handinhand.foundation.access.actor import Actor, Assignment
from handinhand.foundation.access.permissions import Permission
from handinhand.foundation.access.roles import MACHINE_SCOPES, Role
from handinhand.models import (
    Affiliation,
    ClientGrant,
    Dispatch,
    OauthClient,
    OauthClientSecret,
    Organisation,
    PartyOrganisation,
    RoleAssignment,
    Session,
    SupportCommunity,
    SupportedSchool,
    User,
)

_TODAY = bindparam("today", type_=Date)
_NOW = bindparam("now", type_=DateTime(timezone=True))
_TOKEN_HASH = bindparam("token_hash", type_=LargeBinary)
_CODE = bindparam("code", type_=String)
_SECRET_ID = bindparam("secret_id", type_=Uuid())


async def find_actor(reader: Reader, token_hash: bytes, *, now: datetime, today: date) -> Actor | None:
    """The account behind a session, or None when the session is unknown, ended, revoked, or its account disabled.

    Everything is read afresh, so a revoked role, session or account is out on the next request (promises.md S5).
    """
    found = await _STATEMENT.rows(reader, {"token_hash": token_hash, "now": now, "today": today})
    if not found:
        return None
    account = found[0]
    return Actor(
        user_id=account.user_id,
        name=account.name,
        username=account.username,
        bureau_id=account.bureau_id,
        person_id=account.person_id,
        session_id=account.session_id,
        must_change_password=account.must_change_password,
        assignments=tuple(
            Assignment(Role(row.role), row.role_bureau_id, row.organisation_id, frozenset(row.tied_ids or ()))
            for row in found
            if row.role is not None
        ),
    )


async def find_machine(
    reader: Reader, code: str, secret_id: UUID, asked: AbstractSet[str], *, now: datetime
) -> Actor | None:
    """The client of this code with what its token asked for and bureaux grant it.

    None when it is disabled, or the secret that its token was got with holds no more.

    A genuine token is not enough: client, secret and grants are read afresh, so what was taken back is out on the next
    request (promises.md S5).
    """
    found = await _MACHINE.rows(reader, {"code": code, "secret_id": secret_id, "now": now})
    if not found:
        return None
    client = found[0]
    allowed = {right for right in MACHINE_SCOPES if right in asked and right in client.scopes}
    return Actor(
        user_id=client.id,
        name=client.name,
        username=code,
        bureau_id=client.bureau_id,
        person_id=None,
        session_id=client.id,
        must_change_password=False,
        assignments=(),
        machine=True,
        granted=frozenset(
            (Permission(right), row.granting_bureau_id) for row in found for right in allowed & set(row.granted or ())
        ),
    )


def _holds_today(starts_on: InstrumentedAttribute[date], ends_on: InstrumentedAttribute[date | None]) -> Any:
    return and_(starts_on <= _TODAY, or_(ends_on.is_(None), ends_on >= _TODAY))


def _ids(statement: Select[UUID]) -> Any:
    column = statement.subquery()
    return select(func.array_agg(next(iter(column.c)))).scalar_subquery()


def _dispatched() -> Select[UUID]:
    today = _holds_today(Dispatch.starts_on, Dispatch.ends_on)
    return select(Dispatch.institution_id).where(Dispatch.instructor_id == User.person_id, today).correlate(User)


def _section_institutions() -> Select[UUID]:
    return (
        select(Organisation.id)
        .where(Organisation.section_id == RoleAssignment.organisation_id)
        .correlate(RoleAssignment)
    )


def _supported_schools() -> Select[UUID]:
    return (
        select(SupportedSchool.school_id)
        .join(SupportCommunity, SupportCommunity.id == SupportedSchool.community_id)
        .where(
            SupportCommunity.lead_school_id == RoleAssignment.organisation_id,
            # Before it is at work, a community ties nobody to anybody.
            SupportCommunity.state != "draft",
            SupportCommunity.state != "approved",
            _holds_today(SupportCommunity.starts_on, SupportCommunity.ends_on),
            _holds_today(SupportedSchool.joined_on, SupportedSchool.left_on),
        )
        .correlate(RoleAssignment)
    )


def _affiliated() -> Select[UUID]:
    return (
        select(Affiliation.institution_id)
        .join(PartyOrganisation, PartyOrganisation.id == Affiliation.host_party_organisation_id)
        .where(
            PartyOrganisation.organisation_id == RoleAssignment.organisation_id,
            _holds_today(Affiliation.starts_on, Affiliation.ends_on),
        )
        .correlate(RoleAssignment)
    )


def _counties() -> Select[UUID]:
    return (
        select(Organisation.id)
        .where(Organisation.parent_id == RoleAssignment.organisation_id, Organisation.kind == "bureau")
        .correlate(RoleAssignment)
    )


_TIED = case(
    (RoleAssignment.role == Role.INSTRUCTOR.value, _ids(_dispatched())),
    (RoleAssignment.role == Role.SECTION_OFFICER.value, _ids(_section_institutions())),
    (RoleAssignment.role == Role.LEAD_SECRETARY.value, _ids(_supported_schools())),
    (RoleAssignment.role == Role.HOST_SECRETARY.value, _ids(_affiliated())),
    (RoleAssignment.role == Role.MUNICIPAL_VIEWER.value, _ids(_counties())),
    else_=None,
)

_STATEMENT = Statement(
    select(
        User.id.label("user_id"),
        User.name,
        User.username,
        User.bureau_id,
        User.person_id,
        User.must_change_password,
        Session.id.label("session_id"),
        RoleAssignment.role,
        RoleAssignment.bureau_id.label("role_bureau_id"),
        RoleAssignment.organisation_id,
        _TIED.label("tied_ids"),
    )
    .select_from(Session)
    .join(User, User.id == Session.user_id)
    .outerjoin(
        RoleAssignment,
        and_(RoleAssignment.user_id == User.id, _holds_today(RoleAssignment.starts_on, RoleAssignment.ends_on)),
    )
    .where(
        Session.token_hash == _TOKEN_HASH,
        Session.revoked_at.is_(None),
        Session.expires_at > _NOW,
        User.disabled_at.is_(None),
    )
)

_MACHINE = Statement(
    select(
        OauthClient.id,
        OauthClient.name,
        OauthClient.bureau_id,
        OauthClient.scopes,
        ClientGrant.bureau_id.label("granting_bureau_id"),
        ClientGrant.scopes.label("granted"),
    )
    .select_from(OauthClient)
    .join(OauthClientSecret, OauthClientSecret.client_id == OauthClient.id)
    .outerjoin(ClientGrant, and_(ClientGrant.client_id == OauthClient.id, ClientGrant.ended_at.is_(None)))
    .where(
        OauthClient.code == _CODE,
        OauthClient.disabled_at.is_(None),
        OauthClientSecret.id == _SECRET_ID,
        or_(OauthClientSecret.expires_at.is_(None), OauthClientSecret.expires_at > _NOW),
    )
)
