"""Bodies and answers of a bureau's settings and its holiday table."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from handinhand.core.http.fields import ONE_LINE, Day, kept
from handinhand.core.http.paging import PageQuery
from handinhand.core.http.schema import Page, Schema

FIRST_YEAR, LAST_YEAR = 2000, 2100


def _of_the_table(value: date) -> date:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise PydanticCustomError("date_not_sensible", "日期应在 2000 年到 2100 年之间")
    return value


TableDay = Annotated[Day, AfterValidator(_of_the_table)]
HolidayName = Annotated[str, StringConstraints(min_length=1, max_length=40), ONE_LINE]


class SettingsOut(Schema):
    """A bureau's numbers.

    `visit_grace_working_days`: working days into the next month before a month without a visit is missed (domain.md
    §3, ours: 5). `reminder_days_before_month_end`: calendar days before the month's end at which whoever still owes
    visits is reminded (ours: 7). `own_branch_full_members`: from so many full members on, an institution without a
    branch of its own is pointed out (domain.md §3: 3); a person decides. `time_zone` is the programme's and is
    not changed here.
    """

    bureau_id: UUID
    time_zone: str
    visit_grace_working_days: int
    reminder_days_before_month_end: int
    own_branch_full_members: int
    version: int


class SettingsPatch(Schema):
    """A change: what is left out stays as it is."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"visit_grace_working_days": 3}]})

    visit_grace_working_days: int = kept(strict=True, ge=0, le=31)
    reminder_days_before_month_end: int = kept(strict=True, ge=1, le=20)
    own_branch_full_members: int = kept(strict=True, ge=1, le=50)


class HolidayOut(Schema):
    """A day that departs from Monday to Friday. `working` false: off; true: worked in exchange (调休上班)."""

    id: UUID
    bureau_id: UUID
    day_on: date
    working: bool
    name: str
    official: bool = Field(description="Whether the day came with the official calendar, not from a person.")
    version: int


class HolidayPage(Page[HolidayOut]):
    """The table of one year. `provisional`: its official calendar is not known yet, days count Monday to Friday."""

    year: int
    provisional: bool


class HolidayCreate(Schema):
    """A day to be entered."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"day_on": "2027-10-01", "working": False, "name": "国庆节"}]}
    )

    day_on: TableDay
    working: bool = Field(strict=True)
    name: HolidayName


class HolidayPatch(Schema):
    """A change: what is left out stays as it is."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"working": True, "name": "国庆节调休上班"}]})

    day_on: TableDay = kept()
    working: bool = kept(strict=True)
    name: HolidayName = kept()


class HolidayQuery(PageQuery):
    """Which year; left out: the present one."""

    year: int | None = Field(None, ge=FIRST_YEAR, le=LAST_YEAR)
