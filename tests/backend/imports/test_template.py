"""The template downloads with headings, notes and drop-downs, and what it produces can be imported."""

import io

import openpyxl
import pytest

from handinhand.exchange.imports.kinds import LAYOUTS
from handinhand.exchange.imports.layout import WorkbookLayout
from handinhand.exchange.imports.roster_layout import ROSTER
from handinhand.exchange.imports.template import make_template
from handinhand.exchange.imports.visits_layout import VISIT_LEDGER
from tests.backend.imports.workbooks import GOOD, errors, plan, saved

HEADING_ROW = 3


def opened(layout: WorkbookLayout) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(make_template(layout)))


@pytest.mark.parametrize("layout", [ROSTER, VISIT_LEDGER])
def test_given_a_template_then_every_heading_has_a_note_and_every_choice_a_drop_down(layout: WorkbookLayout) -> None:
    book = opened(layout)
    assert book.sheetnames == [*(sheet.name for sheet in layout.sheets), "填写说明"]
    for sheet in layout.sheets:
        written = book[sheet.name][HEADING_ROW]
        assert [cell.value.removesuffix("（可选）") for cell in written] == list(sheet.headings)
        assert all(cell.comment and cell.comment.text for cell in written)
        lists = {rule.formula1.strip('"') for rule in book[sheet.name].data_validations.dataValidation}
        assert lists == {",".join(column.choices) for column in sheet.columns if column.choices}


def test_given_the_empty_template_then_importing_it_changes_nothing() -> None:
    assert plan(make_template(ROSTER)).rows == ()


def test_given_the_filled_template_then_it_imports() -> None:
    book = opened(ROSTER)
    for name, rows in GOOD.items():
        for number, row in enumerate(rows, start=HEADING_ROW + 1):
            for column, value in enumerate(row, start=1):
                book[name].cell(number, column, value)
    assert errors(plan(saved(book))) == []


def test_given_the_instructions_then_each_heading_is_explained_with_an_example() -> None:
    rows = [[cell.value for cell in row] for row in opened(ROSTER)["填写说明"].iter_rows()]
    for sheet in ROSTER.sheets:
        for column in sheet.columns:
            explained = [row for row in rows if row[0] == column.heading and row[2] == column.note]
            assert explained, column.heading
            assert explained[0][3], column.heading


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=lambda layout: layout.kind)
def test_given_the_instructions_then_they_say_what_becomes_of_what_is_there_already(layout: WorkbookLayout) -> None:
    said = [row[0].value for row in opened(layout)["填写说明"].iter_rows()]
    assert f"三、可以反复导入，不会重复：{layout.again}。" in said
    # Visits and activities that were held are never changed by a workbook (visits_rules.py, activities_rules.py).
    assert ("不会改动" in layout.again) == (layout.kind in {"visits", "activities"})
