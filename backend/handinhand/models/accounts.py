"""Accounts, their roles, sessions, devices and one-time activation codes."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from handinhand.models.base import Base, Identified, OfBureau, Stamped, Versioned, sort_key


class User(Identified, OfBureau, Stamped, Versioned, Base):
    """An account. It signs in with a name and a password and belongs, mostly, to a person."""

    __tablename__ = "users"

    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    username: Mapped[str] = mapped_column(sort_key(60))
    name: Mapped[str] = mapped_column(String(50))
    name_pinyin: Mapped[str] = mapped_column(sort_key())
    name_initials: Mapped[str] = mapped_column(sort_key(60))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    password_changed_at: Mapped[datetime | None]
    must_change_password: Mapped[bool] = mapped_column(default=False)
    disabled_at: Mapped[datetime | None]
    last_signed_in_at: Mapped[datetime | None]

    __table_args__ = (
        Index("uq_users_username", text("lower(username)"), unique=True),
        Index("uq_users_person_id", "person_id", unique=True, postgresql_where=text("person_id is not null")),
        Index("ix_users_bureau_sort", "bureau_id", "name_pinyin", "id"),
    )


class RoleAssignment(Identified, OfBureau, Stamped, Versioned, Base):
    """A role held at one organisation for a time. `ends_on` is the last day it holds."""

    __tablename__ = "role_assignments"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    role: Mapped[str] = mapped_column(String(30))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    __table_args__ = (
        CheckConstraint("ends_on is null or ends_on >= starts_on - 1", name="dates_in_order"),
        Index("ix_role_assignments_user_id", "user_id"),
        Index("ix_role_assignments_bureau", "bureau_id", "id"),
    )


class Session(Identified, Base):
    """A signed-in browser. Only the SHA-256 of its token is stored."""

    __tablename__ = "sessions"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    device_label: Mapped[str | None] = mapped_column(String(120))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_sessions_user_id", "user_id"),
        Index("ix_sessions_ended", text("least(revoked_at, expires_at)")),
    )


class KnownDevice(Identified, Base):
    """A browser that this account signs in from; its failures are counted apart from strangers'."""

    __tablename__ = "known_devices"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]

    __table_args__ = (
        Index("ix_known_devices_user_id", "user_id"),
        Index("ix_known_devices_last_seen_at", "last_seen_at"),
    )


class SignInFailure(Identified, Base):
    """A failed guess. `bucket` is a keyed digest of who was guessed at and from where, `address` one of where alone.

    No name or address is kept. `refused` counts what came after it and was not even looked at.
    """

    __tablename__ = "sign_in_failures"

    bucket: Mapped[bytes] = mapped_column(LargeBinary(32))
    address: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    refused: Mapped[int] = mapped_column(default=0)
    failed_at: Mapped[datetime]

    __table_args__ = (
        Index("ix_sign_in_failures_bucket", "bucket", "failed_at"),
        Index("ix_sign_in_failures_address", "address", "failed_at"),
        Index("ix_sign_in_failures_failed_at", "failed_at"),
    )


class ActivationCode(Identified, Base):
    """A one-time code on a printed slip with which a person sets a first, or a reset, password."""

    __tablename__ = "activation_codes"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_activation_codes_user_id", "user_id"),
        Index("ix_activation_codes_ended", text("least(used_at, expires_at)")),
    )
