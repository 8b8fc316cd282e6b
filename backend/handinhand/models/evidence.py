"""Evidence: a file kept for a record, and the content-addressed blobs beneath."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from handinhand.models.base import REFERS_TO_FILE, Base, Identified, OfBureau, Stamped, Versioned


class Blob(Base):
    """A file's bytes in the store, addressed by SHA-256. The same bytes twice are one blob."""

    __tablename__ = "blobs"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True, info=REFERS_TO_FILE)
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(String(120))
    stored_at: Mapped[datetime]


class Evidence(Identified, OfBureau, Stamped, Versioned, Base):
    """A piece of evidence (印证资料) that belongs to a record."""

    __tablename__ = "evidence"

    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID]
    title: Mapped[str] = mapped_column(String(200))
    file_name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(120))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(ForeignKey("blobs.sha256"))
    state: Mapped[str] = mapped_column(String(12), default="catalogued")
    withdrawn_reason: Mapped[str | None] = mapped_column(String(300))
    added_by_user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    added_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("state in ('draft','catalogued','archived','disposed','withdrawn')", name="state_known"),
        Index("ix_evidence_subject", "subject_type", "subject_id", "id"),
        Index("ix_evidence_bureau", "bureau_id", "id"),
        Index("ix_evidence_sha256", "sha256"),
    )
