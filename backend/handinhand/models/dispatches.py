"""Ties between institutions and those who help their Party work: dispatches and affiliations."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handinhand.models.base import Base, Identified, OfBureau, Stamped, Versioned

# A dated row occupies one point on the id line and its days on the time line. `uuidrange` is a core range type made
# by the first migration, because the embedded PostgreSQL has no btree_gist.
_DAYS = text("daterange(starts_on, ends_on, '[]')")
_INSTITUTION = text("uuidrange(institution_id, institution_id, '[]')")


class Dispatch(Identified, OfBureau, Stamped, Versioned, Base):
    """An instructor's posting to an institution. State follows from the dates; `ends_on` is the last day in post."""

    __tablename__ = "dispatches"

    institution_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    instructor_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    document_number: Mapped[str | None] = mapped_column(String(60))
    end_reason: Mapped[str | None] = mapped_column(String(200))
    predecessor_id: Mapped[UUID | None] = mapped_column(ForeignKey("dispatches.id"))

    __table_args__ = (
        CheckConstraint("ends_on is null or ends_on >= starts_on", name="dates_in_order"),
        ExcludeConstraint(
            (_INSTITUTION, "&&"), (_DAYS, "&&"), name="ex_dispatches_one_primary_at_a_time", using="gist"
        ),
        Index("ix_dispatches_bureau", "bureau_id", "id"),
        Index("ix_dispatches_instructor_id", "instructor_id", "institution_id"),
        Index("ix_dispatches_institution_id", "institution_id", "starts_on"),
    )


class Affiliation(Identified, OfBureau, Stamped, Versioned, Base):
    """An institution under a host Party organisation (domain.md §1 B)."""

    __tablename__ = "affiliations"

    institution_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    host_party_organisation_id: Mapped[UUID] = mapped_column(ForeignKey("party_organisations.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    document_number: Mapped[str | None] = mapped_column(String(60))

    __table_args__ = (
        CheckConstraint("ends_on is null or ends_on >= starts_on", name="dates_in_order"),
        ExcludeConstraint((_INSTITUTION, "&&"), (_DAYS, "&&"), name="ex_affiliations_one_host_at_a_time", using="gist"),
        Index("ix_affiliations_bureau", "bureau_id", "id"),
        Index("ix_affiliations_host", "host_party_organisation_id"),
    )
