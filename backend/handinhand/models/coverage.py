"""How the Party's organisations and the mass groups reach the private institutions (domain.md §1)."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from handinhand.models.base import Base, Identified, OfBureau, Stamped, Versioned


class PartyCoverage(Identified, OfBureau, Stamped, Versioned, Base):
    """How an institution is covered by the Party's organisations since a day, and how that came about."""

    __tablename__ = "party_coverages"

    institution_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    coverage: Mapped[str] = mapped_column(String(20))
    since_on: Mapped[date]
    party_organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("party_organisations.id"))
    how: Mapped[str] = mapped_column(String(300), default="")

    __table_args__ = (
        CheckConstraint("coverage in ('none', 'affiliated', 'joint_branch', 'own_branch')", name="coverage_known"),
        Index("uq_party_coverages_institution_day", "institution_id", "since_on", unique=True),
    )


class MassGroup(Identified, OfBureau, Stamped, Versioned, Base):
    """A youth league, union or women's group founded at an institution (domain.md §1 A)."""

    __tablename__ = "mass_groups"

    institution_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    kind: Mapped[str] = mapped_column(String(20))
    founded_on: Mapped[date]
    how: Mapped[str] = mapped_column(String(300), default="")
    ended_on: Mapped[date | None]

    __table_args__ = (
        CheckConstraint("kind in ('youth_league', 'union', 'women')", name="kind_known"),
        CheckConstraint("ended_on is null or ended_on >= founded_on", name="dates_in_order"),
        Index(
            "uq_mass_groups_institution_kind",
            "institution_id",
            "kind",
            unique=True,
            postgresql_where=text("ended_on is null"),
        ),
    )
