"""What others may learn from (domain.md §1 D, §6)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from handinhand.models.base import Base, Identified, OfBureau, Stamped, Titled, Versioned


class GoodPractice(Identified, OfBureau, Stamped, Versioned, Titled, Base):
    """A story worth telling others, with its files; the bureau publishes it (domain.md §1 D, §6)."""

    __tablename__ = "good_practices"

    school_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    activity_id: Mapped[UUID | None] = mapped_column(ForeignKey("activities.id"))
    story: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12))
    faces_consented: Mapped[bool] = mapped_column(default=False)
    audience: Mapped[str | None] = mapped_column(String(10))
    audience_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list)
    written_by_user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    published_by_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    decision_reason: Mapped[str | None] = mapped_column(String(300))

    __table_args__ = (
        CheckConstraint("state in ('draft', 'proposed', 'published', 'withdrawn')", name="state_known"),
        CheckConstraint("audience in ('all', 'some')", name="audience_known"),
        CheckConstraint("state <> 'published' or (faces_consented and audience is not null)", name="published_whole"),
        Index("ix_good_practices_bureau", "bureau_id", text("id desc")),
        Index("ix_good_practices_school_id", "school_id"),
        Index("ix_good_practices_activity_id", "activity_id"),
    )
