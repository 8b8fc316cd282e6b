"""The audit log. The application's database role may add and read rows, never change or remove them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from handinhand.models.base import Base, Identified


class AuditEvent(Identified, Base):
    """One deed or refusal. Labels are kept as they were; details carry ids and field names, no personal data."""

    __tablename__ = "audit_events"

    bureau_id: Mapped[UUID | None]
    at: Mapped[datetime]
    actor_user_id: Mapped[UUID | None]
    actor_label: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(60))
    outcome: Mapped[str] = mapped_column(String(10))
    target_type: Mapped[str | None] = mapped_column(String(40))
    target_id: Mapped[UUID | None]
    target_label: Mapped[str | None] = mapped_column(String(120))
    details: Mapped[dict[str, Any]] = mapped_column(JSONB)
    request_id: Mapped[str | None] = mapped_column(String(40))

    __table_args__ = (
        Index("ix_audit_events_bureau", "bureau_id", "id"),
        Index("ix_audit_events_target", "target_type", "target_id", "id"),
        Index("ix_audit_events_actor", "actor_user_id", "id"),
    )
