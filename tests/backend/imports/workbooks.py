"""Workbooks as the tests need them: made in memory, sheet by sheet."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import openpyxl

from handinhand.core.ids import new_id
from handinhand.exchange.imports.plan import CellError, PlannedRow
from handinhand.exchange.imports.roster_known import KnownOrganisation, KnownRoster
from handinhand.exchange.imports.roster_layout import ROSTER
from handinhand.exchange.imports.roster_rules import RosterPlan, plan_roster
from handinhand.exchange.imports.workbook import read_workbook

FILES = Path(__file__).parent / "files"
TODAY = date(2026, 10, 15)
BUREAU = KnownOrganisation(new_id(), "蒲城县教育局", "bureau")
EMPTY_BUREAU = KnownRoster(organisations=[BUREAU])
Row = Sequence[Any]

GOOD: Mapping[str, Sequence[Row]] = {
    "机构": [
        ("桥山中学", "学校", "公办", "城关镇东街1号", 109.58, 34.95, "GCJ-02", 20, 2, "基础教育股", None),
        ("兴华学校", "学校", "民办", None, None, None, None, 5, 1, "民办教育股", None),
        ("小星星幼儿园", "幼儿园", "民办", "城关镇西街2号", 109.59, 34.96, "WGS-84", 2, 0, "学前教育股", None),
    ],
    "党组织": [("桥山中学党支部", "党支部", "桥山中学")],
    "指导员": [("王芳", "13900000001", "桥山中学"), ("李军", "13900000002", "蒲城县教育局")],
    "派驻": [
        ("兴华学校", "王芳", date(2025, 9, 1), "演示〔2025〕1号"),
        ("小星星幼儿园", "李军", date(2025, 10, 1), "演示〔2025〕1号"),
    ],
    "挂靠": [("小星星幼儿园", "桥山中学党支部", date(2025, 9, 1), None)],
    "帮扶共同体": [("桥山中学—兴华学校帮扶共同体", "桥山中学", "兴华学校", date(2025, 9, 1))],
}
"""A small roster with nothing wrong in it; headings stand in row 1, so its rows begin with row 2."""


def headings(sheet: str) -> list[str]:
    """The headings of a sheet of the roster."""
    return [column.heading for layout in ROSTER.sheets if layout.name == sheet for column in layout.columns]


def workbook_of(sheets: Mapping[str, Sequence[Row]]) -> bytes:
    """An .xlsx with these rows and nothing else, as a program writes it."""
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of an openpyxl workbook."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def roster(**changed: Sequence[Row]) -> bytes:
    """The good roster with some sheets replaced, under its headings."""
    return workbook_of({name: [headings(name), *rows] for name, rows in {**GOOD, **changed}.items()})


def plan(data: bytes, known: KnownRoster = EMPTY_BUREAU, **more: Any) -> RosterPlan:
    """What importing the workbook would do."""
    return plan_roster(read_workbook(data), known, today=TODAY, **more)


def errors(found: RosterPlan) -> list[tuple[str, str | None, str]]:
    """Sheet, cell and code of every error."""
    return [(row.sheet, error.cell, error.code) for row in found.rows for error in row.errors]


def only_error(found: RosterPlan) -> tuple[PlannedRow[Any], CellError]:
    """The one row in error and its one error."""
    wrong = [row for row in found.rows if row.status == "error"]
    assert len(wrong) == 1, errors(found)
    assert len(wrong[0].errors) == 1, errors(found)
    return wrong[0], wrong[0].errors[0]


def organisation(name: str, kind: str = "school", ownership: str | None = "private", **more: Any) -> KnownOrganisation:
    """An organisation that the bureau has."""
    return KnownOrganisation(id=more.pop("id", None) or new_id(), name=name, kind=kind, ownership=ownership, **more)


def identity(number: int) -> UUID:
    """A recognisable id."""
    return UUID(int=number)
