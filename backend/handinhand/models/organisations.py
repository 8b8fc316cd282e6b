"""The tree of organisations, their former names, Party organisations and people."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from handinhand.models.base import Base, Identified, OfBureau, Stamped, Versioned, sort_key


class Organisation(Identified, OfBureau, Stamped, Versioned, Base):
    """A bureau, section, unit, school, kindergarten or training institution. A bureau's `bureau_id` is its own id."""

    __tablename__ = "organisations"

    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    section_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    kind: Mapped[str] = mapped_column(String(20))
    ownership: Mapped[str | None] = mapped_column(String(10))
    code: Mapped[str | None] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(100))
    name_pinyin: Mapped[str] = mapped_column(sort_key())
    name_initials: Mapped[str] = mapped_column(sort_key(100))
    address: Mapped[str | None] = mapped_column(String(200))
    longitude: Mapped[float | None]
    latitude: Mapped[float | None]
    datum: Mapped[str | None] = mapped_column(String(10))
    head_name: Mapped[str | None] = mapped_column(String(50))
    staff_count: Mapped[int | None]
    permit_number: Mapped[str | None] = mapped_column(String(60))
    permit_valid_until_on: Mapped[date | None]
    full_members: Mapped[int | None]
    probationary_members: Mapped[int | None]
    members_as_of_on: Mapped[date | None]
    joined_on: Mapped[date | None]
    closed_on: Mapped[date | None]

    __table_args__ = (
        CheckConstraint(
            "kind in ('bureau', 'section', 'unit', 'school', 'kindergarten', 'training')", name="kind_known"
        ),
        CheckConstraint("ownership in ('public', 'private')", name="ownership_known"),
        CheckConstraint("datum in ('wgs84', 'gcj02')", name="datum_known"),
        CheckConstraint("(longitude is null) = (latitude is null)", name="position_whole"),
        CheckConstraint("full_members >= 0 and probationary_members >= 0", name="members_not_negative"),
        Index(
            "uq_organisations_bureau_name", "bureau_id", "name", unique=True, postgresql_where=text("closed_on is null")
        ),
        Index(
            "uq_organisations_bureau_code",
            "bureau_id",
            "code",
            unique=True,
            postgresql_where=text("code is not null and closed_on is null"),
        ),
        Index("ix_organisations_bureau_sort", "bureau_id", "name_pinyin", "id"),
        Index("ix_organisations_section_id", "section_id"),
        Index("ix_organisations_parent_id", "parent_id"),
    )


class OrganisationName(Identified, Base):
    """A name that an organisation bore, with its dates (domain.md §7: rename keeps the identity)."""

    __tablename__ = "organisation_names"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str] = mapped_column(String(100))
    name_pinyin: Mapped[str] = mapped_column(sort_key())
    name_initials: Mapped[str] = mapped_column(sort_key(100))
    until_on: Mapped[date]
    reason: Mapped[str | None] = mapped_column(String(200))
    recorded_at: Mapped[datetime]

    __table_args__ = (Index("ix_organisation_names_organisation_id", "organisation_id", "until_on"),)


class MemberCount(Identified, OfBureau, Stamped, Versioned, Base):
    """How many members an organisation had on a day; the latest one stands on the organisation too (domain.md §3)."""

    __tablename__ = "member_counts"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    as_of_on: Mapped[date]
    # Nothing is not none: a count that was emptied, or never told, is not written as 0.
    full_members: Mapped[int | None]
    probationary_members: Mapped[int | None]
    entered_by_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))

    __table_args__ = (
        CheckConstraint("full_members >= 0 and probationary_members >= 0", name="members_not_negative"),
        Index("uq_member_counts_organisation_day", "organisation_id", "as_of_on", unique=True),
    )


class PartyOrganisation(Identified, OfBureau, Stamped, Versioned, Base):
    """A committee, general branch, branch or joint branch, belonging to an organisation."""

    __tablename__ = "party_organisations"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(100))
    name_pinyin: Mapped[str] = mapped_column(sort_key())
    name_initials: Mapped[str] = mapped_column(sort_key(100))
    ended_on: Mapped[date | None]

    __table_args__ = (
        CheckConstraint("kind in ('party_committee', 'general_branch', 'branch', 'joint_branch')", name="kind_known"),
        Index(
            "uq_party_organisations_bureau_name",
            "bureau_id",
            "name",
            unique=True,
            postgresql_where=text("ended_on is null"),
        ),
        Index("ix_party_organisations_bureau_sort", "bureau_id", "name_pinyin", "id"),
        Index("ix_party_organisations_organisation_id", "organisation_id"),
    )


class Person(Identified, OfBureau, Stamped, Versioned, Base):
    """An instructor, a secretary, an officer. Minimal by design; no ID numbers (domain.md §4)."""

    __tablename__ = "people"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str] = mapped_column(String(50))
    name_pinyin: Mapped[str] = mapped_column(sort_key())
    name_initials: Mapped[str] = mapped_column(sort_key(60))
    mobile: Mapped[str | None] = mapped_column(String(20))
    duty: Mapped[str | None] = mapped_column(String(60))
    left_on: Mapped[date | None]

    __table_args__ = (
        Index("ix_people_bureau_sort", "bureau_id", "name_pinyin", "id"),
        Index("ix_people_organisation_id", "organisation_id"),
        Index(
            "uq_people_bureau_name_mobile",
            "bureau_id",
            "name",
            "mobile",
            unique=True,
            postgresql_where=text("left_on is null"),
        ),
    )
