"""Refusals of settings and holidays."""

from sqlalchemy.exc import IntegrityError

from handinhand.core.errors import FieldError, Invalid

_DAY_TAKEN = FieldError("/day_on", "day_taken", "这一天已经在表里，请直接修改那一条")


def day_taken(error: IntegrityError) -> Invalid | None:
    """The error beside the day that already stands in the table; None for any other breach."""
    breach = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    return Invalid(errors=[_DAY_TAKEN]) if breach == "uq_holidays_bureau_day" else None
