"""The demo's year must enter on any day of a month, also on its first."""

from datetime import date

from handinhand.demo.ledgers import Post, ledgers

POSTS = [Post(f"机构{number}", "某人", date(2025, 3, 1)) for number in range(108)]


def test_given_a_month_that_has_hardly_begun_then_there_is_no_ledger_rather_than_an_empty_one() -> None:
    assert ledgers(POSTS, date(2026, 12, 1), date(2026, 11, 22)) == (None, None)


def test_given_a_whole_month_then_both_ledgers_stand() -> None:
    in_time, late = ledgers(POSTS, date(2026, 10, 1), date(2026, 10, 31))
    assert in_time is not None
    assert late is not None
