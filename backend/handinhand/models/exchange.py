"""Imports with their previewed rows, and exports."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from handinhand.models.base import REFERS_TO_FILE, Base, Identified, OfBureau, Stamped, Versioned


class Import(Identified, OfBureau, Stamped, Versioned, Base):
    """A workbook on its way in: validated by the worker, previewed, confirmed, applied whole or not at all.

    Later its file and its rows go (`expired_at`); what was imported when, by whom and how much stays.
    """

    __tablename__ = "imports"

    kind: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(12))
    file_name: Mapped[str] = mapped_column(String(255))
    file_sha256: Mapped[str | None] = mapped_column(String(64), info=REFERS_TO_FILE)
    file_size: Mapped[int] = mapped_column(BigInteger)
    started_by_user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    progress_done: Mapped[int] = mapped_column(default=0)
    progress_total: Mapped[int] = mapped_column(default=0)
    create_count: Mapped[int] = mapped_column(default=0)
    update_count: Mapped[int] = mapped_column(default=0)
    unchanged_count: Mapped[int] = mapped_column(default=0)
    error_count: Mapped[int] = mapped_column(default=0)
    rejection: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    notes: Mapped[list[str]] = mapped_column(JSONB, default=list)
    plan_digest: Mapped[str | None] = mapped_column(String(64))
    confirmed_at: Mapped[datetime | None]
    applied_at: Mapped[datetime | None]
    expired_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("(file_sha256 is null) = (expired_at is not null)", name="file_until_expired"),
        CheckConstraint(
            "status in ('validating', 'ready', 'rejected', 'confirmed', 'applied', 'failed')", name="status_known"
        ),
        Index("ix_imports_bureau", "bureau_id", "id"),
        Index("ix_imports_file_sha256", "file_sha256"),
        Index("ix_imports_unexpired", "updated_at", postgresql_where=text("expired_at is null")),
    )


class ImportRow(Identified, Base):
    """One previewed row: what confirming will do to it, or which cells are wrong and why."""

    __tablename__ = "import_rows"

    import_id: Mapped[UUID] = mapped_column(ForeignKey("imports.id", ondelete="CASCADE"))
    position: Mapped[int]
    sheet: Mapped[str] = mapped_column(String(60))
    row: Mapped[int]
    status: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(200))
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    errors: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    notes: Mapped[list[str]] = mapped_column(JSONB)

    __table_args__ = (
        CheckConstraint("status in ('create', 'update', 'unchanged', 'error')", name="status_known"),
        Index("uq_import_rows_import_position", "import_id", "position", unique=True),
        Index("ix_import_rows_import_status", "import_id", "status", "position"),
    )


class Export(Identified, OfBureau, Stamped, Versioned, Base):
    """A workbook on its way out: asked for, made by the worker, kept in the file store until it expires."""

    __tablename__ = "exports"

    kind: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(12))
    parameters: Mapped[dict[str, Any]] = mapped_column(JSONB)
    file_name: Mapped[str] = mapped_column(String(120))
    rows: Mapped[int | None]
    sha256: Mapped[str | None] = mapped_column(String(64), info=REFERS_TO_FILE)
    size: Mapped[int | None] = mapped_column(BigInteger)
    requested_by_user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    finished_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("kind in ('month_grid', 'obligations')", name="kind_known"),
        CheckConstraint("status in ('queued', 'running', 'done', 'failed')", name="status_known"),
        Index("ix_exports_bureau", "bureau_id", "id"),
        Index("ix_exports_sha256", "sha256"),
        Index("ix_exports_updated_at", "updated_at"),
    )
