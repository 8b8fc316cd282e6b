"""Importing again: what is there is updated or left alone, never doubled."""

import time
from datetime import date
from typing import Any

import pytest

from handinhand.exchange.imports.plan import counts, digest
from handinhand.exchange.imports.roster_known import KnownRoster
from tests.backend.imports.applied import applied
from tests.backend.imports.workbooks import BUREAU, EMPTY_BUREAU, GOOD, TODAY, errors, organisation, plan, roster


@pytest.fixture(scope="module")
def imported() -> KnownRoster:
    """The bureau after the good roster."""
    return applied(plan(roster()), EMPTY_BUREAU)


def first_institution(value: Any, heading_number: int) -> list[Any]:
    changed = list(GOOD["机构"][2])
    changed[heading_number] = value
    return [*GOOD["机构"][:2], changed]


def test_given_the_same_roster_again_then_every_row_is_unchanged(imported: KnownRoster) -> None:
    assert counts(plan(roster(), imported).rows) == {"create": 0, "update": 0, "unchanged": 10, "error": 0}


@pytest.mark.parametrize(
    ("number", "value", "change"),
    [
        (3, "城关镇西街3号", ("地址", "城关镇西街2号", "城关镇西街3号")),
        (7, 3, ("正式党员数", "2", "3")),
        (9, "民办教育股", ("归口股室", "学前教育股", "民办教育股")),
        (10, "2025-11-01", ("加入日期", "2025-10-01", "2025-11-01")),
        (1, "学校", ("类别", "幼儿园", "学校")),
        (4, 109.6, ("经度", "109.59", "109.6")),
    ],
)
def test_given_one_changed_cell_then_one_row_is_an_update_that_shows_before_and_after(
    imported: KnownRoster, number: int, value: Any, change: tuple[str, str, str]
) -> None:
    found = plan(roster(机构=first_institution(value, number)), imported)
    assert counts(found.rows) == {"create": 0, "update": 1, "unchanged": 9, "error": 0}
    assert [(c.heading, c.before, c.after) for c in found.institutions[2].changes] == [change]


@pytest.mark.parametrize("number", [3, 7, 8, 9])
def test_given_an_emptied_cell_then_what_the_bureau_has_stays(imported: KnownRoster, number: int) -> None:
    found = plan(roster(机构=first_institution(None, number)), imported)
    assert {row.status for row in found.rows} == {"unchanged"}


def test_given_new_rows_beside_the_old_then_only_they_are_created(imported: KnownRoster) -> None:
    more = [*GOOD["机构"], ("新苗幼儿园", "幼儿园", "民办", *[None] * 8)]
    posted = [*GOOD["派驻"], ("新苗幼儿园", "王芳", "2026-10-01", None)]
    found = plan(roster(机构=more, 派驻=posted), imported)
    assert counts(found.rows) == {"create": 2, "update": 0, "unchanged": 10, "error": 0}


def test_given_another_spelling_of_the_same_names_then_nothing_is_doubled(imported: KnownRoster) -> None:
    schools = [[" 桥山 中学", *row[1:]] if row[0] == "桥山中学" else list(row) for row in GOOD["机构"]]
    people = [("王　芳", "139 0000 0001", "桥山中学"), ("李军", 13900000002.0, "蒲城县教育局 ")]
    found = plan(roster(机构=schools, 指导员=people), imported)
    assert {row.status for row in found.rows} == {"unchanged"}


def test_given_a_former_name_then_it_is_the_same_institution_and_keeps_its_new_name() -> None:
    renamed = organisation(
        "新星幼儿园", "kindergarten", former_names=("小星星幼儿园",), full_members=2, probationary_members=0
    )
    found = plan(roster(), KnownRoster(organisations=[BUREAU, renamed]))
    row = found.institutions[2]
    assert (row.status, row.title, row.values and row.values.id) == ("update", "新星幼儿园", renamed.id)
    assert any("现在叫“新星幼儿园”" in note for note in row.notes)
    assert found.dispatches[1].values is not None
    assert found.dispatches[1].values.institution.id == renamed.id


def test_given_both_the_former_and_the_new_name_in_one_sheet_then_they_are_one_institution_twice() -> None:
    renamed = organisation("新星幼儿园", "kindergarten", former_names=("小星星幼儿园",))
    both = [*GOOD["机构"], ("新星幼儿园", "幼儿园", "民办", *[None] * 8)]
    found = plan(roster(机构=both), KnownRoster(organisations=[BUREAU, renamed]))
    assert errors(found) == [("机构", "A5", "duplicate_name")]


def test_given_a_closed_institution_and_its_successor_of_the_same_name_then_the_open_one_is_meant() -> None:
    closed = organisation("小星星幼儿园", "kindergarten", closed_on=date(2020, 1, 1))
    opened = organisation("小星星幼儿园", "kindergarten")
    for order in ([closed, opened], [opened, closed]):
        row = plan(roster(), KnownRoster(organisations=[BUREAU, *order])).institutions[2]
        assert row.values is not None
        assert row.values.id == opened.id


def test_given_an_unchanged_plan_then_its_digest_is_equal_and_any_change_shows(imported: KnownRoster) -> None:
    before = digest(plan(roster(), imported).rows)
    assert digest(plan(roster(), imported).rows) == before
    assert digest(plan(roster(), EMPTY_BUREAU).rows) != before
    assert digest(plan(roster(机构=first_institution(3, 7)), imported).rows) != before


def test_given_two_thousand_rows_then_they_are_judged_in_seconds_and_again_unchanged() -> None:
    institutions = [
        (f"第{n}幼儿园", "幼儿园", "民办", f"{n}号", 109.5, 34.9, "GCJ-02", n % 7, 0, f"股室{n % 4}", None)
        for n in range(2000)
    ]
    people = [(f"指导员{n}", 13900000000 + n, "桥山中学") for n in range(500)]
    posted = [(f"第{n}幼儿园", f"指导员{n // 4}", TODAY, f"{n}号") for n in range(2000)]
    book = roster(机构=[GOOD["机构"][0], *institutions], 指导员=people, 派驻=posted, 挂靠=[], 帮扶共同体=[])
    begun = time.process_time()
    found = plan(book)
    assert counts(found.rows) == {"create": 5 + 2001 + 1 + 500 + 2000, "update": 0, "unchanged": 0, "error": 0}
    assert time.process_time() - begun < 10
    assert {row.status for row in plan(book, applied(found, EMPTY_BUREAU)).rows} == {"unchanged"}


def test_given_thousands_of_unknown_names_then_hints_do_not_make_it_slow() -> None:
    institutions = [(f"第{n}幼儿园", "幼儿园", "民办", *[None] * 8) for n in range(3000)]
    posted = [(f"第{n}幼稚园", "王芳", TODAY, None) for n in range(3000)]
    begun = time.process_time()
    found = plan(roster(机构=[*GOOD["机构"], *institutions], 派驻=posted))
    assert len(errors(found)) == 3000
    assert time.process_time() - begun < 20
