"""The five standards and the activity room's five criteria: checklists and what reviews found (domain.md §1)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from handinhand.models.base import Base, Identified, OfBureau, Stamped, Versioned


class Checklist(Identified, OfBureau, Stamped, Versioned, Base):
    """One edition of a checklist; `items` are `{code, title, description}`. `assumed` when no document gives them."""

    __tablename__ = "checklists"

    kind: Mapped[str] = mapped_column(String(20))
    edition: Mapped[int]
    title: Mapped[str] = mapped_column(String(60))
    items: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    assumed: Mapped[bool]
    basis: Mapped[str | None] = mapped_column(String(100))
    state: Mapped[str] = mapped_column(String(10))
    published_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("kind in ('five_standards', 'activity_room')", name="kind_known"),
        CheckConstraint("state in ('draft', 'published', 'retired')", name="state_known"),
        CheckConstraint("state = 'draft' or published_at is not null", name="published_has_its_time"),
        Index("uq_checklists_bureau_kind_edition", "bureau_id", "kind", "edition", unique=True),
        Index(
            "uq_checklists_one_published",
            "bureau_id",
            "kind",
            unique=True,
            postgresql_where=text("state = 'published'"),
        ),
    )


class StandardsReview(Identified, OfBureau, Stamped, Versioned, Base):
    """What a review found, item by item: `results` are `{code, result, note}`. No points, no total: facts."""

    __tablename__ = "standards_reviews"

    institution_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    checklist_id: Mapped[UUID] = mapped_column(ForeignKey("checklists.id"))
    mode: Mapped[str] = mapped_column(String(10))
    reviewed_on: Mapped[date]
    reviewers: Mapped[str] = mapped_column(String(100), default="")
    results: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    summary: Mapped[str] = mapped_column(Text, default="")
    visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("visits.id"))
    entered_by_user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))

    __table_args__ = (
        CheckConstraint("mode in ('self', 'joint', 'visit')", name="mode_known"),
        CheckConstraint("(mode = 'visit') = (visit_id is not null)", name="visit_named"),
        Index("ix_standards_reviews_bureau_day", "bureau_id", text("reviewed_on desc"), text("id desc")),
        Index("ix_standards_reviews_institution_id", "institution_id", "reviewed_on"),
        Index(
            "uq_standards_reviews_visit",
            "visit_id",
            "checklist_id",
            unique=True,
            postgresql_where=text("visit_id is not null"),
        ),
    )
