"""The monthly obligation told in examples, one for each sentence of domain.md §3 (and §7)."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from handinhand.foundation.settings.rules import Holidays
from handinhand.programme.obligations.rules import (
    COUNTING_MODE,
    COUNTING_STATES,
    Dispatch,
    ObligationStatus,
    Visit,
    counting_visit,
    counts,
    due_on,
    first_of_month,
    is_due_for,
    last_of_month,
    local_date,
    next_month,
    status,
    was_anybody_in_post,
)
from handinhand.programme.visits.rules import VisitMode, VisitState

SHANGHAI = ZoneInfo("Asia/Shanghai")
NO_HOLIDAYS = Holidays(off=frozenset(), on=frozenset(), known_years=frozenset({2026}))
LI, WANG, ZHAO = UUID(int=1), UUID(int=2), UUID(int=3)
JULY, AUGUST, SEPTEMBER = date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1)
# The fifth working day of September 2026 is Monday the 7th.
AUGUST_DUE = date(2026, 9, 7)
LONG_AFTER = datetime(2026, 12, 1, tzinfo=SHANGHAI)
LI_ALL_YEAR = Dispatch(LI, date(2026, 1, 1), None)


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def visit(started_at: datetime, *visitors: UUID, received_at: datetime | None = None, **facts: object) -> Visit:
    whole: dict[str, object] = {
        "id": UUID(int=int(started_at.timestamp())),
        "visitor_ids": frozenset(visitors or (LI,)),
        "started_at": started_at,
        "mode": "on_site",
        "state": "submitted",
        "first_received_at": received_at or started_at,
    }
    return Visit(**(whole | facts))  # type: ignore[arg-type]


def status_of(
    month: date,
    visits: Iterable[Visit] = (),
    dispatches: Iterable[Dispatch] = (LI_ALL_YEAR,),
    *,
    waived: bool = False,
    grace: int = 5,
    now: datetime = LONG_AFTER,
) -> ObligationStatus:
    posts = list(dispatches)
    counting = counting_visit(month, visits, posts, SHANGHAI)
    return status(
        month=month,
        waived=waived,
        received_at=counting.first_received_at if counting else None,
        due=due_on(month, grace, NO_HOLIDAYS),
        dispatches=posts,
        now=now,
        tz=SHANGHAI,
    )


def test_the_words_shared_with_visits_are_the_same_there() -> None:
    assert VisitMode(COUNTING_MODE) is VisitMode.on_site
    assert {VisitState(state) for state in COUNTING_STATES} == {
        VisitState.submitted,
        VisitState.confirmed,
        VisitState.disputed,
    }


def test_months_follow_each_other_over_the_year_and_through_february() -> None:
    assert first_of_month(date(2026, 8, 31)) == AUGUST
    assert next_month(date(2026, 12, 1)) == date(2027, 1, 1)
    assert next_month(date(2026, 1, 31)) == date(2026, 2, 1)
    assert last_of_month(date(2026, 2, 1)) == date(2026, 2, 28)
    assert last_of_month(date(2028, 2, 1)) == date(2028, 2, 29)


def test_a_visit_from_23_50_on_the_31st_to_half_past_midnight_belongs_to_the_31st() -> None:
    late_evening = visit(at(8, 31, 23, 50), received_at=at(9, 1, 0, 40))
    assert local_date(late_evening.started_at, SHANGHAI) == date(2026, 8, 31)
    assert status_of(AUGUST, [late_evening]) == "met"
    assert status_of(SEPTEMBER, [late_evening]) == "missed"


def test_the_zone_is_the_bureaus_and_not_utc() -> None:
    # 1 September 07:00 in Shanghai is still 31 August in UTC.
    early_morning = visit(at(9, 1, 7))
    assert status_of(AUGUST, [early_morning]) == "missed"
    assert status_of(SEPTEMBER, [early_morning]) == "met"


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("draft", "missed"),
        ("submitted", "met"),
        ("returned", "missed"),
        ("disputed", "met"),
        ("confirmed", "met"),
        ("void", "missed"),
    ],
)
def test_a_visit_counts_when_submitted_confirmed_or_disputed(state: str, expected: str) -> None:
    assert status_of(AUGUST, [visit(at(8, 10), state=state)]) == expected


def test_only_a_visit_on_site_counts() -> None:
    assert status_of(AUGUST, [visit(at(8, 10), mode="other")]) == "missed"


def test_a_visit_never_received_does_not_count() -> None:
    assert not counts(visit(at(8, 10), first_received_at=None), [LI_ALL_YEAR], SHANGHAI)


def test_a_visit_by_somebody_not_in_post_does_not_count_unless_a_co_visitor_is() -> None:
    assert status_of(AUGUST, [visit(at(8, 10), ZHAO)]) == "missed"
    assert status_of(AUGUST, [visit(at(8, 10), ZHAO, LI)]) == "met"


def test_in_a_hand_over_month_either_instructors_visit_counts_on_their_own_days() -> None:
    posts = [Dispatch(LI, date(2026, 1, 1), date(2026, 8, 14)), Dispatch(WANG, date(2026, 8, 15), None)]
    assert status_of(AUGUST, [visit(at(8, 14, 23, 59), LI)], posts) == "met"
    assert status_of(AUGUST, [visit(at(8, 15, 0, 0), WANG)], posts) == "met"
    assert status_of(AUGUST, [visit(at(8, 15, 0, 0), LI)], posts) == "missed"
    assert status_of(AUGUST, [visit(at(8, 14, 23, 59), WANG)], posts) == "missed"


def test_an_extra_visit_never_carries_over() -> None:
    two_in_july = [visit(at(7, 2)), visit(at(7, 30))]
    assert status_of(JULY, two_in_july) == "met"
    assert status_of(AUGUST, two_in_july) == "missed"


def test_july_and_august_are_not_exempt() -> None:
    assert is_due_for(JULY, date(2026, 1, 5), None)
    assert is_due_for(AUGUST, date(2026, 1, 5), None)
    assert (status_of(JULY), status_of(AUGUST)) == ("missed", "missed")


def test_of_two_counting_visits_the_one_first_received_stands() -> None:
    first_made = visit(at(8, 3), received_at=at(9, 20))
    first_received = visit(at(8, 20), received_at=at(8, 20, 18))
    assert counting_visit(AUGUST, [first_made, first_received], [LI_ALL_YEAR], SHANGHAI) is first_received
    assert status_of(AUGUST, [first_made, first_received]) == "met"
    assert status_of(AUGUST, [first_made]) == "met_late"


def test_equal_receipts_are_settled_by_the_start_and_then_the_id_whatever_the_order() -> None:
    sent_together = at(8, 30)
    early = visit(at(8, 3), received_at=sent_together, id=UUID(int=9))
    twin = visit(at(8, 3), received_at=sent_together, id=UUID(int=8))
    later = visit(at(8, 20), received_at=sent_together, id=UUID(int=7))
    for order in ([early, twin, later], [later, twin, early]):
        assert counting_visit(AUGUST, order, [LI_ALL_YEAR], SHANGHAI) is twin


@pytest.mark.parametrize(
    ("received_at", "expected"), [(at(9, 7, 23, 59), "met"), (at(9, 8, 0, 0), "met_late"), (at(11, 1), "met_late")]
)
def test_receipt_in_time_lasts_to_the_end_of_the_last_day_of_the_grace(received_at: datetime, expected: str) -> None:
    assert due_on(AUGUST, 5, NO_HOLIDAYS) == AUGUST_DUE
    assert status_of(AUGUST, [visit(at(8, 10), received_at=received_at)]) == expected


@pytest.mark.parametrize(
    ("now", "expected"), [(at(8, 1), "open"), (at(9, 7, 23, 59), "open"), (at(9, 8, 0, 0), "missed")]
)
def test_a_month_without_visit_is_open_until_the_grace_ends(now: datetime, expected: str) -> None:
    assert status_of(AUGUST, now=now) == expected


def test_a_month_is_met_as_soon_as_the_visit_is_received() -> None:
    assert status_of(AUGUST, [visit(at(8, 3))], now=at(8, 3, 18)) == "met"


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "expected"),
    [
        (date(2026, 1, 1), date(2026, 7, 31), "unassigned"),
        (date(2026, 1, 1), date(2026, 8, 1), "missed"),
        (date(2026, 8, 31), None, "missed"),
        (date(2026, 9, 1), None, "unassigned"),
        (date(2026, 8, 10), date(2026, 8, 10), "missed"),
    ],
)
def test_one_day_in_post_makes_it_missed_and_none_unassigned(
    starts_on: date, ends_on: date | None, expected: str
) -> None:
    assert status_of(AUGUST, dispatches=[Dispatch(LI, starts_on, ends_on)]) == expected


def test_dates_the_wrong_way_round_are_no_day_in_post() -> None:
    assert not was_anybody_in_post(AUGUST, [Dispatch(LI, date(2026, 8, 20), date(2026, 8, 10))])


def test_nobody_in_post_is_still_open_until_the_grace_ends() -> None:
    assert status_of(AUGUST, dispatches=[], now=at(9, 7, 23, 59)) == "open"
    assert status_of(AUGUST, dispatches=[], now=at(9, 8)) == "unassigned"


def test_a_waiver_shows_even_with_a_visit_and_lifting_it_brings_the_visit_back() -> None:
    made = [visit(at(8, 10))]
    assert status_of(AUGUST, made, waived=True) == "waived"
    assert status_of(AUGUST, made, waived=False) == "met"
    assert status_of(AUGUST, now=at(8, 1), waived=True) == "waived"


def test_a_longer_grace_turns_late_into_in_time_and_missed_into_open() -> None:
    late = [visit(at(8, 10), received_at=at(9, 10))]
    assert (status_of(AUGUST, late, grace=5), status_of(AUGUST, late, grace=8)) == ("met_late", "met")
    assert (status_of(AUGUST, now=at(9, 10), grace=5), status_of(AUGUST, now=at(9, 10), grace=8)) == ("missed", "open")


def test_without_grace_the_months_last_day_is_the_last() -> None:
    assert due_on(AUGUST, 0, NO_HOLIDAYS) == date(2026, 8, 31)


@pytest.mark.parametrize(
    ("joined_on", "closed_on", "months"),
    [
        (date(2026, 7, 1), None, [8, 9, 10]),
        (date(2026, 7, 31), None, [8, 9, 10]),
        (date(2026, 6, 30), date(2026, 9, 1), [7, 8, 9]),
        (date(2026, 6, 30), date(2026, 8, 31), [7, 8]),
        (date(2026, 8, 5), date(2026, 8, 20), []),
        (date(2026, 8, 5), date(2026, 9, 1), [9]),
    ],
)
def test_the_duty_runs_from_the_month_after_joining_to_the_month_of_closing(
    joined_on: date, closed_on: date | None, months: list[int]
) -> None:
    assert [month for month in (6, 7, 8, 9, 10) if is_due_for(date(2026, month, 1), joined_on, closed_on)] == months


def test_a_month_must_be_given_as_its_first_day() -> None:
    wrong = date(2026, 8, 2)
    with pytest.raises(ValueError, match="2026-08-02"):
        due_on(wrong, 5, NO_HOLIDAYS)
    with pytest.raises(ValueError, match="2026-08-02"):
        is_due_for(wrong, date(2026, 1, 1), None)
    with pytest.raises(ValueError, match="2026-08-02"):
        counting_visit(wrong, [], [], SHANGHAI)
    with pytest.raises(ValueError, match="2026-08-02"):
        status(month=wrong, waived=False, received_at=None, due=AUGUST_DUE, dispatches=[], now=LONG_AFTER, tz=SHANGHAI)


def test_a_time_without_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="without offset"):
        local_date(datetime(2026, 8, 1), SHANGHAI)  # noqa: DTZ001  the very thing that is refused
