"""Developing people at the private institutions (domain.md §1 A, §3, §6)."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from handinhand.models.base import Base, Identified, OfBureau, Stamped, Versioned, sort_key


class BackboneTeacher(Identified, OfBureau, Stamped, Versioned, Base):
    """A supported school's teacher who is trained to be a backbone teacher; the day of recognition counts."""

    __tablename__ = "backbone_teachers"

    school_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str] = mapped_column(String(50))
    name_pinyin: Mapped[str] = mapped_column(sort_key())
    name_initials: Mapped[str] = mapped_column(sort_key(60))
    subject: Mapped[str | None] = mapped_column(String(40))
    mentor_name: Mapped[str | None] = mapped_column(String(50))
    mentor_school_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    selected_on: Mapped[date]
    training_on: Mapped[date | None]
    recognised_on: Mapped[date | None]
    recognition_document: Mapped[str | None] = mapped_column(String(100))
    ended_on: Mapped[date | None]
    end_reason: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        CheckConstraint("training_on is null or training_on >= selected_on", name="training_after_selection"),
        CheckConstraint(
            "recognised_on is null or (training_on is not null and recognised_on >= training_on)",
            name="recognition_after_training",
        ),
        CheckConstraint("(ended_on is null) = (end_reason is null)", name="end_whole"),
        Index("ix_backbone_teachers_bureau_sort", "bureau_id", "name_pinyin", "id"),
        Index("ix_backbone_teachers_school_id", "school_id", "recognised_on"),
    )


class MemberDevelopment(Identified, OfBureau, Stamped, Versioned, Base):
    """Somebody's way into the Party at a private institution, stage by stage (domain.md §3)."""

    __tablename__ = "member_developments"

    institution_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    party_organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("party_organisations.id"))
    name: Mapped[str] = mapped_column(String(50))
    name_pinyin: Mapped[str] = mapped_column(sort_key())
    name_initials: Mapped[str] = mapped_column(sort_key(60))
    applied_on: Mapped[date]
    activist_on: Mapped[date | None]
    target_on: Mapped[date | None]
    probationary_on: Mapped[date | None]
    full_on: Mapped[date | None]
    contacts: Mapped[str] = mapped_column(String(100), default="")
    introducers: Mapped[str] = mapped_column(String(100), default="")
    ended_on: Mapped[date | None]
    end_reason: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        CheckConstraint("activist_on is null or activist_on >= applied_on", name="activist_after_application"),
        CheckConstraint(
            "target_on is null or (activist_on is not null and target_on >= activist_on)", name="target_after_activist"
        ),
        CheckConstraint(
            "probationary_on is null or (target_on is not null and probationary_on >= target_on)",
            name="probationary_after_target",
        ),
        CheckConstraint(
            "full_on is null or (probationary_on is not null and full_on >= probationary_on)",
            name="full_after_probationary",
        ),
        CheckConstraint("(ended_on is null) = (end_reason is null)", name="end_whole"),
        Index("ix_member_developments_bureau_sort", "bureau_id", "name_pinyin", "id"),
        Index("ix_member_developments_institution_id", "institution_id", "probationary_on"),
    )
