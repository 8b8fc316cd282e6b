"""Support communities: who belongs to them, who answers for them, what they plan and aim at (domain.md §1 A)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from handinhand.models.base import Base, Identified, OfBureau, Stamped, Versioned

STRANDS = "'teaching', 'hardship', 'party_building'"


class SupportCommunity(Identified, OfBureau, Stamped, Versioned, Base):
    """A public lead school and one or more supported schools (domain.md §1 A, §5). `ends_on` is the last day."""

    __tablename__ = "support_communities"

    name: Mapped[str] = mapped_column(String(100))
    lead_school_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    state: Mapped[str] = mapped_column(String(12), default="active", server_default="active")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    document_number: Mapped[str | None] = mapped_column(String(60))
    agreement_signed_on: Mapped[date | None]
    approved_at: Mapped[datetime | None]
    approved_by_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    end_reason: Mapped[str | None] = mapped_column(String(300))
    predecessor_id: Mapped[UUID | None] = mapped_column(ForeignKey("support_communities.id"))

    __table_args__ = (
        CheckConstraint(
            "state in ('draft', 'approved', 'active', 'renewed', 'dissolved', 'completed')", name="state_known"
        ),
        CheckConstraint("ends_on is null or ends_on >= starts_on", name="dates_in_order"),
        CheckConstraint(
            "(state in ('renewed', 'dissolved', 'completed')) = (ends_on is not null)", name="ended_has_a_last_day"
        ),
        Index(
            "uq_support_communities_bureau_name",
            "bureau_id",
            "name",
            unique=True,
            postgresql_where=text("ends_on is null"),
        ),
        Index("ix_support_communities_bureau_sort", "bureau_id", "name", "id"),
        Index("ix_support_communities_lead_school_id", "lead_school_id"),
        Index("ix_support_communities_predecessor_id", "predecessor_id"),
    )


class SupportedSchool(Identified, OfBureau, Stamped, Versioned, Base):
    """A supported school's membership of a community; targets run from its joining. `left_on` is the last day."""

    __tablename__ = "supported_schools"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("support_communities.id"))
    school_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    joined_on: Mapped[date]
    left_on: Mapped[date | None]

    __table_args__ = (
        CheckConstraint("left_on is null or left_on >= joined_on", name="dates_in_order"),
        Index(
            "uq_supported_schools_school",
            "community_id",
            "school_id",
            unique=True,
            postgresql_where=text("left_on is null"),
        ),
        Index("ix_supported_schools_community_id", "community_id"),
        Index("ix_supported_schools_school_id", "school_id"),
    )


class CommunityContact(Identified, OfBureau, Stamped, Versioned, Base):
    """Who answers for a strand at one of the community's schools; without a strand for the whole (domain.md §1 A)."""

    __tablename__ = "community_contacts"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("support_communities.id"))
    school_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    strand: Mapped[str | None] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(50))
    duty: Mapped[str | None] = mapped_column(String(60))
    ended_on: Mapped[date | None]

    __table_args__ = (
        CheckConstraint(f"strand in ({STRANDS})", name="strand_known"),
        Index("ix_community_contacts_community_id", "community_id"),
    )


class CommunityPlanItem(Identified, OfBureau, Stamped, Versioned, Base):
    """A key task of a community's year, or a need that a supported school names."""

    __tablename__ = "community_plan_items"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("support_communities.id"))
    school_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    year: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    strand: Mapped[str] = mapped_column(String(20))
    content: Mapped[str] = mapped_column(String(500))
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]

    __table_args__ = (
        CheckConstraint("kind in ('key_task', 'need')", name="kind_known"),
        CheckConstraint(f"strand in ({STRANDS})", name="strand_known"),
        Index("ix_community_plan_items_community_id", "community_id", "year"),
    )


class Target(Identified, OfBureau, Stamped, Versioned, Base):
    """What a supported school is to reach within its term: an aim, counted from the registers (domain.md §3)."""

    __tablename__ = "targets"

    supported_school_id: Mapped[UUID] = mapped_column(ForeignKey("supported_schools.id"))
    measure: Mapped[str] = mapped_column(String(40))
    aim: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    note: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        CheckConstraint("aim > 0", name="aim_positive"),
        CheckConstraint("ends_on > starts_on", name="dates_in_order"),
        Index("uq_targets_school_measure", "supported_school_id", "measure", "starts_on", unique=True),
        Index("ix_targets_bureau", "bureau_id", "id"),
    )
