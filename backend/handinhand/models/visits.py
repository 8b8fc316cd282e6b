"""Visits, their revisions, the monthly obligations they meet, and the opinions heard on them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from handinhand.models.base import Base, Identified, OfBureau, Stamped, Versioned


class Visit(Identified, OfBureau, Stamped, Versioned, Base):
    """An instructor's visit (domain.md §6). `visited_on` and `month` are dates of the start in the bureau's zone."""

    __tablename__ = "visits"

    institution_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    instructor_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    co_visitor_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list)
    state: Mapped[str] = mapped_column(String(12))
    mode: Mapped[str] = mapped_column(String(10))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    visited_on: Mapped[date]
    month: Mapped[date]
    duties: Mapped[list[str]] = mapped_column(ARRAY(String(30)), default=list)
    persons_met: Mapped[str] = mapped_column(Text, default="")
    findings: Mapped[str] = mapped_column(Text, default="")
    advice: Mapped[str] = mapped_column(Text, default="")
    activity_room: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    longitude: Mapped[float | None]
    latitude: Mapped[float | None]
    accuracy_m: Mapped[float | None]
    datum: Mapped[str | None] = mapped_column(String(10))
    distance_m: Mapped[float | None]
    channel: Mapped[str] = mapped_column(String(10))
    device_time: Mapped[datetime | None]
    clock_skew_seconds: Mapped[int | None]
    late_reason: Mapped[str | None] = mapped_column(String(500))
    entered_by_user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    entered_at: Mapped[datetime]
    received_at: Mapped[datetime | None]
    first_received_at: Mapped[datetime | None]
    dispute_reason: Mapped[str | None] = mapped_column(String(500))
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str | None] = mapped_column(String(500))
    revision: Mapped[int] = mapped_column(default=1)
    content_digest: Mapped[str] = mapped_column(String(64))

    __table_args__ = (
        CheckConstraint("state in ('draft','submitted','returned','disputed','confirmed','void')", name="state_known"),
        CheckConstraint("mode in ('on_site', 'other')", name="mode_known"),
        CheckConstraint("channel in ('phone', 'desk', 'paper')", name="channel_known"),
        CheckConstraint("datum in ('wgs84', 'gcj02')", name="datum_known"),
        CheckConstraint("ended_at is null or ended_at >= started_at", name="times_in_order"),
        CheckConstraint("state = 'draft' or state = 'void' or received_at is not null", name="received_when_submitted"),
        Index("ix_visits_bureau_start", "bureau_id", text("started_at desc"), text("id desc")),
        Index("ix_visits_institution_month", "institution_id", "month"),
        Index("ix_visits_instructor", "instructor_id", text("started_at desc"), text("id desc")),
    )


class VisitRevision(Identified, Base):
    """A visit's content as it stood before a correction (domain.md §5: the old revision is kept)."""

    __tablename__ = "visit_revisions"

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id"))
    revision: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    reason: Mapped[str | None] = mapped_column(String(500))
    replaced_at: Mapped[datetime]
    replaced_by_user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))

    __table_args__ = (Index("uq_visit_revisions_visit_revision", "visit_id", "revision", unique=True),)


class Obligation(Identified, OfBureau, Stamped, Versioned, Base):
    """Institution × month (domain.md §3). Holds identity, waiver and the counting visit; the status is derived."""

    __tablename__ = "obligations"

    institution_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    month: Mapped[date]
    counting_visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("visits.id"))
    counting_received_at: Mapped[datetime | None]
    waived_at: Mapped[datetime | None]
    waived_by_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    waiver_reason: Mapped[str | None] = mapped_column(String(300))

    __table_args__ = (
        CheckConstraint("extract(day from month) = 1", name="month_is_first_day"),
        CheckConstraint("(waived_at is null) = (waiver_reason is null)", name="waiver_whole"),
        CheckConstraint("(counting_visit_id is null) = (counting_received_at is null)", name="counting_whole"),
        Index("uq_obligations_institution_month", "institution_id", "month", unique=True),
        Index("ix_obligations_bureau_month", "bureau_id", "month", "institution_id"),
    )


class PastWaiver(Identified, OfBureau, Base):
    """A waiver that was taken back: who had waived the month when and why, and who took it back when and why.

    The waiver that holds stands on the obligation itself.
    """

    __tablename__ = "past_waivers"

    obligation_id: Mapped[UUID] = mapped_column(ForeignKey("obligations.id"))
    reason: Mapped[str] = mapped_column(String(300))
    waived_at: Mapped[datetime]
    waived_by_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    taken_back_reason: Mapped[str] = mapped_column(String(300))
    taken_back_at: Mapped[datetime]
    taken_back_by_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))

    __table_args__ = (Index("ix_past_waivers_obligation_id", "obligation_id", "taken_back_at"),)


class Opinion(Identified, OfBureau, Stamped, Versioned, Base):
    """What an institution asked for (domain.md §1 B). Noted on a visit it starts as `raised`; routing comes later."""

    __tablename__ = "opinions"

    institution_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("visits.id"))
    category: Mapped[str] = mapped_column(String(30))
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12), default="raised")
    raised_at: Mapped[datetime]

    __table_args__ = (
        Index("ix_opinions_bureau", "bureau_id", "id"),
        Index("ix_opinions_institution_id", "institution_id", "id"),
        Index("ix_opinions_visit_id", "visit_id"),
    )
