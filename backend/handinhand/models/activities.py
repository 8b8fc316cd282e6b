"""What the communities do (domain.md §1 A, §6)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from handinhand.models.base import Base, Identified, OfBureau, Stamped, Titled, Versioned
from handinhand.models.communities import STRANDS


class ActivityKind(Identified, OfBureau, Stamped, Versioned, Base):
    """A kind of activity within a strand, from the bureau's own list. A retired one stays on what was done."""

    __tablename__ = "activity_kinds"

    strand: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    retired_on: Mapped[date | None]

    __table_args__ = (
        CheckConstraint(f"strand in ({STRANDS})", name="strand_known"),
        Index("uq_activity_kinds_bureau_strand_name", "bureau_id", "strand", "name", unique=True),
    )


class Activity(Identified, OfBureau, Stamped, Versioned, Titled, Base):
    """An activity of one strand of a community: planned, then done or cancelled. `ends_on` is the last day."""

    __tablename__ = "activities"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("support_communities.id"))
    strand: Mapped[str] = mapped_column(String(20))
    kind_id: Mapped[UUID] = mapped_column(ForeignKey("activity_kinds.id"))
    organiser_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    supported_school_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list)
    state: Mapped[str] = mapped_column(String(12))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(100), default="")
    hosts: Mapped[str] = mapped_column(String(200), default="")
    lead_participants: Mapped[int] = mapped_column(default=0)
    supported_participants: Mapped[int] = mapped_column(default=0)
    content: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[str] = mapped_column(Text, default="")
    series_id: Mapped[UUID | None]
    entered_by_user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    completed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str | None] = mapped_column(String(300))
    content_digest: Mapped[str] = mapped_column(String(64), default="", server_default="")

    __table_args__ = (
        CheckConstraint(f"strand in ({STRANDS})", name="strand_known"),
        CheckConstraint("state in ('planned', 'done', 'cancelled')", name="state_known"),
        CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
        CheckConstraint("(state = 'done') = (completed_at is not null)", name="done_has_its_time"),
        CheckConstraint("(state = 'cancelled') = (cancel_reason is not null)", name="cancelled_has_its_reason"),
        CheckConstraint("lead_participants >= 0 and supported_participants >= 0", name="participants_not_negative"),
        Index("ix_activities_bureau_start", "bureau_id", text("starts_on desc"), text("id desc")),
        Index("ix_activities_community_id", "community_id", "starts_on"),
        Index("ix_activities_series_id", "series_id"),
    )
