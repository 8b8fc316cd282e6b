"""A bureau's own numbers and its working-day calendar."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from handinhand.models.base import Base, Identified, OfBureau, Stamped, Versioned


class BureauSettings(Identified, OfBureau, Stamped, Versioned, Base):
    """One row per bureau. Each number's meaning and source stand in `foundation/settings/schemas.py`."""

    __tablename__ = "bureau_settings"

    time_zone: Mapped[str] = mapped_column(String(40), default="Asia/Shanghai")
    visit_grace_working_days: Mapped[int] = mapped_column(default=5)
    reminder_days_before_month_end: Mapped[int] = mapped_column(default=7)
    own_branch_full_members: Mapped[int] = mapped_column(default=3)

    __table_args__ = (
        Index("uq_bureau_settings_bureau_id", "bureau_id", unique=True),
        CheckConstraint("visit_grace_working_days between 0 and 31", name="grace_sensible"),
        CheckConstraint("reminder_days_before_month_end between 1 and 20", name="reminder_sensible"),
        CheckConstraint("own_branch_full_members between 1 and 50", name="own_branch_sensible"),
    )


class Holiday(Identified, OfBureau, Stamped, Versioned, Base):
    """A day that departs from Monday-to-Friday: a day off, or a weekend day worked in exchange."""

    __tablename__ = "holidays"

    day_on: Mapped[date]
    working: Mapped[bool]
    name: Mapped[str] = mapped_column(String(40))
    created_by_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))

    __table_args__ = (Index("uq_holidays_bureau_day", "bureau_id", "day_on", unique=True),)
