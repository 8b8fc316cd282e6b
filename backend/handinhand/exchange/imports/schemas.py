"""Bodies and answers of imports."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from handinhand.core.http.paging import PageQuery
from handinhand.core.http.schema import Instant, Schema

ImportKind = Literal["roster", "visits", "activities", "backbone_teachers", "member_developments"]
ImportStatus = Literal["validating", "ready", "rejected", "confirmed", "applied", "failed"]
RowStatus = Literal["create", "update", "unchanged", "error"]


class Progress(Schema):
    """Rows looked at so far, and how many there are; both 0 until the workbook has been read."""

    done: int
    total: int


class Counts(Schema):
    """Rows of the preview by what confirming will do."""

    create: int
    update: int
    unchanged: int
    error: int


class Rejection(Schema):
    """Why the file as a whole could not be read: a stable code, and what to do in plain Chinese."""

    code: str
    message: str


class ImportOut(Schema):
    """A workbook on its way in."""

    id: UUID
    kind: ImportKind
    status: ImportStatus
    file_name: str
    file_size: int
    progress: Progress
    counts: Counts
    rejection: Rejection | None
    notes: list[str] = Field(description="Sheets and columns that were not read, in plain Chinese.")
    created_at: Instant
    confirmed_at: Instant | None
    applied_at: Instant | None
    expired_at: Instant | None = Field(description="When file and rows were taken away; there are no rows since.")
    version: int


class ImportQuery(PageQuery):
    """Filters of the list; the newest comes first."""

    kind: ImportKind | None = None
    status: ImportStatus | None = None


class CellErrorOut(Schema):
    """One error: the cell (null for a whole sheet), a stable code, and what to do in plain Chinese."""

    cell: str | None
    code: str
    message: str


class ChangeOut(Schema):
    """A field under its heading in the workbook: what an update changes, or what a new record will hold."""

    heading: str
    before: str | None = Field(description="Null for what is created.")
    after: str


class ImportRowOut(Schema):
    """A row of the preview. `row` is counted as the spreadsheet program shows it."""

    sheet: str
    row: int
    status: RowStatus
    title: str
    changes: list[ChangeOut]
    notes: list[str]
    errors: list[CellErrorOut]


class ImportRowQuery(PageQuery):
    """Filters of the preview's rows, in the order of the workbook."""

    status: RowStatus | None = None


class TemplateQuery(Schema):
    """Which template."""

    kind: ImportKind = Field("roster", description="The kind of workbook.")
