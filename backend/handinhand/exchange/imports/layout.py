"""Which sheets and headings a kind of workbook has; the reader, the template and the handbook follow it. Pure."""

from dataclasses import dataclass
from typing import Literal

CellForm = Literal["text", "day", "clock", "count", "decimal"]


@dataclass(frozen=True, slots=True)
class Column:
    """A heading. `optional` headings may be left out altogether; `filled` ones need a value in every row.

    `also_called`: what people write instead and mean this; it is not taken, but named.
    """

    heading: str
    note: str
    form: CellForm = "text"
    filled: bool = True
    optional: bool = False
    choices: tuple[str, ...] = ()
    width: int = 14
    example: str = ""
    also_called: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """A sheet of a workbook: its name, what one row of it stands for, and its columns in the order of the template."""

    name: str
    purpose: str
    columns: tuple[Column, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """All headings, in order."""
        return tuple(column.heading for column in self.columns)


@dataclass(frozen=True, slots=True)
class WorkbookLayout:
    """A kind of workbook. `again` says what becomes of what the system has already."""

    kind: str
    title: str
    sheets: tuple[SheetLayout, ...]
    again: str


GUIDE_SHEET = "填写说明"
ERROR_SHEET = "错误清单"
