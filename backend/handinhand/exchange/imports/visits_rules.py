"""The rules of the visit ledgers: from a workbook and what the bureau has to a plan. Pure.

A row is the visit of one instructor to one institution at one start; the same row again is the same visit and is left
alone, also when the visit was corrected meanwhile: an import never undoes what a person changed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from handinhand.exchange.imports.cells import match_key
from handinhand.exchange.imports.plan import PlannedRow, decided, refused
from handinhand.exchange.imports.roster_known import KnownRoster
from handinhand.exchange.imports.roster_names import RosterNames
from handinhand.exchange.imports.row_reader import RowReader
from handinhand.exchange.imports.tables import TableRow, read_tables
from handinhand.exchange.imports.visits_layout import DUTIES, MODES, VISIT_LEDGER, VISITS
from handinhand.exchange.imports.workbook import Workbook

LONGEST_TEXT = 5_000
_BETWEEN = re.compile(r"[、，,；;\n]+")
_NEXT_DAY = "次日"
_MODE_LABELS = {code: label for label, code in MODES.items()}
_DUTY_LABELS = {code: label for label, code in DUTIES.items()}

KnownVisit = tuple[UUID, UUID, datetime]
"""Institution, instructor and start (an aware instant) of a visit that the bureau already has."""


@dataclass(frozen=True, slots=True)
class VisitValues:
    """A visit from a paper ledger (channel `paper`). Instants are aware; the zone is the bureau's."""

    institution_id: UUID
    institution_name: str
    instructor_id: UUID
    started_at: datetime
    ended_at: datetime | None
    mode: str
    duties: tuple[str, ...]
    persons_met: str
    findings: str
    advice: str


@dataclass(frozen=True, slots=True)
class VisitsPlan:
    """What confirming a ledger would do."""

    problems: Sequence[PlannedRow[None]] = ()
    visits: Sequence[PlannedRow[VisitValues]] = ()
    notes: Sequence[str] = ()
    """What was not read, in plain words."""

    @property
    def rows(self) -> Sequence[PlannedRow[Any]]:
        """All rows of the preview."""
        return (*self.problems, *self.visits)


def plan_visits(
    workbook: Workbook, known: KnownRoster, known_visits: Sequence[KnownVisit], *, now: datetime, zone: ZoneInfo
) -> VisitsPlan:
    """Say for every row what importing it would do. `known` should hold who has left and what has closed, too."""
    tables = read_tables(workbook, VISIT_LEDGER)
    if tables.problems:
        return VisitsPlan(problems=tables.problems, notes=tables.notes)
    names = RosterNames(known, now.astimezone(zone).date(), sheets_define_names=False)
    already = {(institution, instructor, start) for institution, instructor, start in known_visits}
    first_rows: dict[KnownVisit, int] = {}
    return VisitsPlan(
        visits=[_plan_visit(row, names, already, first_rows, now, zone) for row in tables.rows[VISITS.name]],
        notes=tables.notes,
    )


def _plan_visit(
    row: TableRow,
    names: RosterNames,
    already: set[KnownVisit],
    first_rows: dict[KnownVisit, int],
    now: datetime,
    zone: ZoneInfo,
) -> PlannedRow[VisitValues]:
    reader = RowReader(row, VISITS)
    day = reader.day("日期", today=names.today)
    if day is not None and day > names.today:
        reader.refuse("日期", "in_future", f"日期 {day} 还没有到，请改正")
    institution = names.find_private_institution(reader, "机构", purpose="入校指导只记民办机构", day=day)
    instructor = names.find_instructor(reader, "指导员")
    started_at, ended_at = _times(reader, day, zone)
    if started_at is not None and (ended_at or started_at) > now and not reader.errors:
        reader.refuse("结束时间" if ended_at else "开始时间", "in_future", "时间还没有到，请改正")
    mode = reader.choice("方式", MODES)
    duties = _duties(reader)
    texts = {
        heading: reader.text(heading, most=LONGEST_TEXT) or ""
        for heading in ("接触人员", "发现情况", "意见建议", "备注")
    }
    title = f"第 {row.number} 行"
    if institution is not None and instructor is not None and day is not None:
        title = f"{institution.reference.name} {day} {instructor.name}"
    ids = (institution.reference.id if institution else None, instructor.id if instructor else None)
    if reader.errors or ids[0] is None or ids[1] is None or started_at is None or mode is None or day is None:
        return refused(sheet=row.sheet, row=row.number, title=title, errors=reader.errors)
    visit = (ids[0], ids[1], started_at)
    first = first_rows.setdefault(visit, row.number)
    if first != row.number:
        reader.refuse("日期", "duplicate_visit", f"和第 {first} 行是同一次入校指导，请只留一行，或写明不同的开始时间")
        return refused(sheet=row.sheet, row=row.number, title=title, errors=reader.errors)
    remark = f"备注：{texts['备注']}" if texts["备注"] else ""
    values = VisitValues(
        institution_id=ids[0],
        institution_name=institution.reference.name if institution else "",
        instructor_id=ids[1],
        started_at=started_at,
        ended_at=ended_at,
        mode=mode,
        duties=duties,
        persons_met=texts["接触人员"],
        findings="\n".join(part for part in (texts["发现情况"], remark) if part),
        advice=texts["意见建议"],
    )
    notes = _notes(reader, values, day, names, known=visit in already)
    return decided(
        sheet=row.sheet,
        row=row.number,
        title=title,
        values=values,
        exists=visit in already,
        entered=_entered(values, instructor.name if instructor else "", day),
        notes=notes,
    )


def _entered(values: VisitValues, instructor: str, day: date) -> Sequence[tuple[str, object]]:
    end = values.ended_at
    return (
        ("机构", values.institution_name),
        ("指导员", instructor),
        ("日期", day),
        ("开始时间", f"{values.started_at:%H:%M}"),
        ("结束时间", end and f"{_NEXT_DAY if end.date() > day else ''}{end:%H:%M}"),
        ("方式", _MODE_LABELS[values.mode]),
        ("工作内容", "、".join(_DUTY_LABELS[duty] for duty in values.duties)),
        ("接触人员", values.persons_met),
        ("发现情况", values.findings),
        ("意见建议", values.advice),
    )


def _times(reader: RowReader, day: date | None, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    """Start and end. A ledger without a start counts from midnight: what matters is the date (domain.md §3)."""
    start, (end, next_day) = reader.clock("开始时间"), _end(reader)
    if day is None:
        return None, None
    started_at = datetime.combine(day, start or time(), zone)
    if end is None:
        return started_at, None
    ended_at = datetime.combine(day + timedelta(days=int(next_day)), end, zone)
    if ended_at < started_at:
        message = f"结束时间早于开始时间，请改正；过了半夜的写成“{_NEXT_DAY}00:30”"
        reader.refuse("结束时间", "ends_before_start", message)
    elif ended_at - started_at > timedelta(hours=24):
        reader.refuse("结束时间", "too_long", "开始到结束超过了 24 小时，请改正；分几天去的请一天写一行")
    return started_at, ended_at


def _end(reader: RowReader) -> tuple[time | None, bool]:
    cell = reader.row.cells.get("结束时间")
    if cell is not None and isinstance(cell.value, str) and cell.value.strip().startswith(_NEXT_DAY):
        return reader.clock("结束时间", after=_NEXT_DAY), True
    return reader.clock("结束时间"), False


def _duties(reader: RowReader) -> tuple[str, ...]:
    written = reader.text("工作内容", most=500)
    by_key = {match_key(label): code for label, code in DUTIES.items()}
    duties: list[str] = []
    for part in _BETWEEN.split(written or ""):
        key = match_key(part)
        if key and key not in by_key:
            message = (
                f"工作内容“{part.strip()[:30]}”不在可选值里，请用这些写法：{'、'.join(DUTIES)}；其他内容写到“发现情况”"
            )
            reader.refuse("工作内容", "unknown_value", message)
        elif key and by_key[key] not in duties:
            duties.append(by_key[key])
    return tuple(duties)


def _notes(reader: RowReader, values: VisitValues, day: date, names: RosterNames, *, known: bool) -> list[str]:
    if known:
        return ["系统里已有这次入校指导，不会改动"]
    notes = ["没有写开始时间，记为 00:00"] if reader.is_empty("开始时间") else []
    in_post = any(
        tie.instructor_id == values.instructor_id
        and tie.institution_id == values.institution_id
        and tie.starts_on <= day
        and (tie.ends_on is None or day <= tie.ends_on)
        for tie in names.known.dispatches_at(values.institution_id)
    )
    if values.mode == "on_site" and not in_post:
        notes.append("当天没有这位指导员的派驻，这次不算作当月任务")
    return notes
