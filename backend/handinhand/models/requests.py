"""What is remembered of a POST so that repeating it has the same outcome."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from handinhand.models.base import Base, Identified


class IdempotencyKey(Identified, Base):
    """A caller's Idempotency-Key with keyed digests of key and request, and the record it led to. No personal data."""

    __tablename__ = "idempotency_keys"

    user_id: Mapped[UUID]
    key_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    request_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    record_id: Mapped[UUID | None]
    operation: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime]

    __table_args__ = (
        Index("uq_idempotency_keys_caller_key", "user_id", "key_digest", unique=True),
        Index("ix_idempotency_keys_created_at", "created_at"),
    )
