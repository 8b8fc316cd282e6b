"""Machines outside: clients of the interface, what each was granted, the figures sent out (api.md, Integration)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from handinhand.models.base import Base, Identified, OfBureau, Stamped, Versioned


class OauthClient(Identified, OfBureau, Stamped, Versioned, Base):
    """A machine that may ask for tokens. `code` is the `client_id` of OAuth; the bureau is the one that opened it."""

    __tablename__ = "oauth_clients"

    code: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(100))
    scopes: Mapped[list[str]] = mapped_column(ARRAY(String(40)))
    """What it may ask for at most."""
    disabled_at: Mapped[datetime | None]

    __table_args__ = (
        Index("uq_oauth_clients_code", "code", unique=True),
        Index("ix_oauth_clients_bureau", "bureau_id", "id"),
    )


class OauthClientSecret(Identified, Base):
    """A secret of a client, kept as a digest; more than one may hold while one replaces another."""

    __tablename__ = "oauth_client_secrets"

    client_id: Mapped[UUID] = mapped_column(ForeignKey("oauth_clients.id"))
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_oauth_client_secrets_client_id", "client_id"),)


class ClientGrant(Identified, OfBureau, Stamped, Versioned, Base):
    """What a bureau lets a client read of its own: the right is the token's scope **and** this grant."""

    __tablename__ = "client_grants"

    client_id: Mapped[UUID] = mapped_column(ForeignKey("oauth_clients.id"))
    scopes: Mapped[list[str]] = mapped_column(ARRAY(String(40)))
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "uq_client_grants_client_bureau",
            "client_id",
            "bureau_id",
            unique=True,
            postgresql_where=text("ended_at is null"),
        ),
        Index("ix_client_grants_bureau", "bureau_id", "id"),
    )


class FiguresDelivery(Identified, OfBureau, Stamped, Versioned, Base):
    """A month's figures as they were sent to the municipal bureau's address, with its receipt."""

    __tablename__ = "figures_deliveries"

    month: Mapped[date]
    state: Mapped[str] = mapped_column(String(10))
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    attempts: Mapped[int] = mapped_column(default=0)
    last_attempt_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(40))
    delivered_at: Mapped[datetime | None]
    receipt: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        CheckConstraint("state in ('queued', 'delivered', 'failed')", name="state_known"),
        CheckConstraint("(state = 'delivered') = (delivered_at is not null)", name="delivered_has_its_time"),
        Index("ix_figures_deliveries_bureau", "bureau_id", text("id desc")),
        Index(
            "uq_figures_deliveries_queued",
            "bureau_id",
            "month",
            unique=True,
            postgresql_where=text("state = 'queued'"),
        ),
    )
