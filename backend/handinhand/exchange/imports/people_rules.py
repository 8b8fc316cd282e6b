"""The rules of the registers of backbone teachers and member developments: from a workbook to a plan. Pure.

A person is known by institution and name; two of one name at one institution are told apart on the page, not here. An
empty cell leaves what is there; a register never ends anybody's way.
"""

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from handinhand.exchange.imports.cells import match_key
from handinhand.exchange.imports.plan import Change, PlannedRow, change, decided, refused
from handinhand.exchange.imports.registers_known import (
    KnownMember,
    KnownTeacher,
    MemberValues,
    RegisterPlan,
    TeacherValues,
)
from handinhand.exchange.imports.registers_layout import MEMBER_REGISTER, MEMBERS, TEACHER_REGISTER, TEACHERS
from handinhand.exchange.imports.roster_known import KnownRoster
from handinhand.exchange.imports.roster_names import RosterNames
from handinhand.exchange.imports.row_reader import RowReader
from handinhand.exchange.imports.tables import TableRow, read_tables
from handinhand.exchange.imports.workbook import Workbook

Days = Mapping[str, date | None]
"""A row's dates by heading, in the order of the stages."""
StageCheck = Callable[[Sequence[date | None]], Iterable[tuple[int, str, str]]]
"""Judges the dates of the stages of a member development, in their order: (which one, code, what to do)."""

_TEACHER_DAYS = ("确定日期", "培养日期", "认定日期")
_MEMBER_DAYS = ("申请日期", "积极分子日期", "发展对象日期", "预备党员日期", "转正日期")
_Person = tuple[UUID, str]
Known = TypeVar("Known", KnownTeacher, KnownMember)
Value = TypeVar("Value", str, date)


def plan_teachers(
    workbook: Workbook, roster: KnownRoster, known: Sequence[KnownTeacher], *, today: date
) -> RegisterPlan:
    """Say for every row of the register of backbone teachers what importing it would do."""
    tables = read_tables(workbook, TEACHER_REGISTER)
    if tables.problems:
        return RegisterPlan(TEACHER_REGISTER.kind, problems=tables.problems, notes=tables.notes)
    names = RosterNames(roster, today, sheets_define_names=False)
    by_person = _by_person((teacher.school_id, teacher.name, teacher) for teacher in known)
    first_rows: dict[_Person, int] = {}
    records = [_plan_teacher(row, names, by_person, first_rows) for row in tables.rows[TEACHERS.name]]
    return RegisterPlan(TEACHER_REGISTER.kind, records=records, notes=tables.notes)


def plan_members(
    workbook: Workbook, roster: KnownRoster, known: Sequence[KnownMember], check: StageCheck, *, today: date
) -> RegisterPlan:
    """Say for every row of the register of member developments what importing it would do.

    `check` are the intervals of domain.md §3, from the feature that owns them.
    """
    tables = read_tables(workbook, MEMBER_REGISTER)
    if tables.problems:
        return RegisterPlan(MEMBER_REGISTER.kind, problems=tables.problems, notes=tables.notes)
    names = RosterNames(roster, today, sheets_define_names=False)
    by_person = _by_person((member.institution_id, member.name, member) for member in known)
    first_rows: dict[_Person, int] = {}
    records = [_plan_member(row, names, by_person, first_rows, check) for row in tables.rows[MEMBERS.name]]
    return RegisterPlan(MEMBER_REGISTER.kind, records=records, notes=tables.notes)


def _by_person(found: Iterable[tuple[UUID, str, Known]]) -> dict[_Person, list[Known]]:
    by_person: dict[_Person, list[Known]] = {}
    for institution_id, name, known in found:
        by_person.setdefault((institution_id, match_key(name)), []).append(known)
    return by_person


def _plan_teacher(
    row: TableRow, names: RosterNames, by_person: Mapping[_Person, list[KnownTeacher]], first_rows: dict[_Person, int]
) -> PlannedRow[TeacherValues]:
    reader = RowReader(row, TEACHERS)
    school = names.find_private_institution(reader, "学校", purpose="骨干教师是为民办学校培养的")
    name = reader.name("姓名", most=50)
    subject, mentor = reader.name("学科", most=40), reader.name("导师", most=50)
    days = _days(reader, _TEACHER_DAYS, names.today)
    document = reader.name("认定文号")
    title = _title(row, name, school.reference.name if school else None)
    school_id = school.reference.id if school else None
    if reader.errors or school_id is None or name is None:
        return refused(sheet=row.sheet, row=row.number, title=title, errors=reader.errors)
    known = _known_person(reader, (school_id, match_key(name)), by_person, first_rows)
    selected_on = days["确定日期"]
    if reader.errors or selected_on is None:
        return refused(sheet=row.sheet, row=row.number, title=title, errors=reader.errors)
    values = TeacherValues(
        id=known.id if known else None,
        version=known.version if known else None,
        school_id=school_id,
        name=name,
        subject=_kept(subject, known.subject if known else None),
        mentor_name=_kept(mentor, known.mentor_name if known else None),
        selected_on=selected_on,
        training_on=_kept(days["培养日期"], known.training_on if known else None),
        recognised_on=_kept(days["认定日期"], known.recognised_on if known else None),
        recognition_document=_kept(document, known.recognition_document if known else None),
    )
    _refuse_disorder(reader, _TEACHER_DAYS, (values.selected_on, values.training_on, values.recognised_on))
    if reader.errors:
        return refused(sheet=row.sheet, row=row.number, title=title, errors=reader.errors)
    headings = (*_TEACHER_DAYS, "学科", "导师", "认定文号")
    after = (*(days[heading] for heading in _TEACHER_DAYS), subject, mentor, document)
    before = (
        (
            known.selected_on,
            known.training_on,
            known.recognised_on,
            known.subject,
            known.mentor_name,
            known.recognition_document,
        )
        if known
        else None
    )
    return decided(
        sheet=row.sheet,
        row=row.number,
        title=title,
        values=values,
        exists=known is not None,
        changes=_changes(headings, before, after),
        entered=(("学校", school.reference.name if school else ""), ("姓名", name), *zip(headings, after, strict=True)),
    )


def _plan_member(
    row: TableRow,
    names: RosterNames,
    by_person: Mapping[_Person, list[KnownMember]],
    first_rows: dict[_Person, int],
    check: StageCheck,
) -> PlannedRow[MemberValues]:
    reader = RowReader(row, MEMBERS)
    institution = names.find_private_institution(reader, "机构", purpose="这里只记民办机构发展的党员")
    name = reader.name("姓名", most=50)
    days = _days(reader, _MEMBER_DAYS, names.today)
    contacts, introducers = reader.name("培养联系人"), reader.name("入党介绍人")
    title = _title(row, name, institution.reference.name if institution else None)
    institution_id = institution.reference.id if institution else None
    if reader.errors or institution_id is None or name is None:
        return refused(sheet=row.sheet, row=row.number, title=title, errors=reader.errors)
    known = _known_person(reader, (institution_id, match_key(name)), by_person, first_rows)
    applied_on = days["申请日期"]
    if reader.errors or applied_on is None:
        return refused(sheet=row.sheet, row=row.number, title=title, errors=reader.errors)
    values = MemberValues(
        id=known.id if known else None,
        version=known.version if known else None,
        institution_id=institution_id,
        name=name,
        applied_on=applied_on,
        activist_on=_kept(days["积极分子日期"], known.activist_on if known else None),
        target_on=_kept(days["发展对象日期"], known.target_on if known else None),
        probationary_on=_kept(days["预备党员日期"], known.probationary_on if known else None),
        full_on=_kept(days["转正日期"], known.full_on if known else None),
        contacts=contacts or (known.contacts if known else ""),
        introducers=introducers or (known.introducers if known else ""),
    )
    stages = (values.applied_on, values.activist_on, values.target_on, values.probationary_on, values.full_on)
    if _refuse_disorder(reader, _MEMBER_DAYS, stages):
        for place, code, message in check(stages):
            reader.refuse(_MEMBER_DAYS[place], code, message)
    if values.probationary_on is not None and not values.introducers:
        reader.refuse("入党介绍人", "required", "已接收为预备党员的，要写两位入党介绍人")
    if reader.errors:
        return refused(sheet=row.sheet, row=row.number, title=title, errors=reader.errors)
    headings = (*_MEMBER_DAYS, "培养联系人", "入党介绍人")
    after = (*(days[heading] for heading in _MEMBER_DAYS), contacts, introducers)
    before = (
        (
            known.applied_on,
            known.activist_on,
            known.target_on,
            known.probationary_on,
            known.full_on,
            known.contacts or None,
            known.introducers or None,
        )
        if known
        else None
    )
    seat = institution.reference.name if institution else ""
    return decided(
        sheet=row.sheet,
        row=row.number,
        title=title,
        values=values,
        exists=known is not None,
        changes=_changes(headings, before, after),
        entered=(("机构", seat), ("姓名", name), *zip(headings, after, strict=True)),
    )


def _title(row: TableRow, name: str | None, place: str | None) -> str:
    return f"{place} {name}" if name and place else f"第 {row.number} 行"


def _days(reader: RowReader, headings: Sequence[str], today: date) -> Days:
    days = {heading: reader.day(heading, today=today) for heading in headings}
    for heading, day in days.items():
        if day is not None and day > today:
            reader.refuse(heading, "in_future", f"{day} 还没有到，请改正；还没到的步骤先空着")
    return days


def _known_person(
    reader: RowReader, person: _Person, by_person: Mapping[_Person, list[Known]], first_rows: dict[_Person, int]
) -> Known | None:
    """Whom of the register the row means; notes an error when it is said twice, ended, or one of several."""
    first = first_rows.setdefault(person, reader.row.number)
    fitting = by_person.get(person, [])
    running = [known for known in fitting if known.ended_on is None]
    if first != reader.row.number:
        reader.refuse("姓名", "duplicate_name", f"和第 {first} 行是同一个人，请只留一行")
    elif len(running) > 1:
        reader.refuse("姓名", "ambiguous_person", f"系统里这家机构有 {len(running)} 位同名的人，请到页面上修改")
    elif fitting and not running:
        reader.refuse("姓名", "ended", f"系统里这个人已于 {fitting[-1].ended_on} 终止，请到页面上核对")
    return running[0] if len(running) == 1 else None


def _refuse_disorder(reader: RowReader, headings: Sequence[str], days: Sequence[date | None]) -> bool:
    """Whether the dates are in order, none before one that is missing; notes what is wrong with the first that is not.

    The dates are those that the row leaves, so that one cell is judged with what the register has already.
    """
    for (earlier_heading, earlier), (heading, day) in itertools.pairwise(zip(headings, days, strict=True)):
        if day is not None and earlier is None:
            reader.refuse(heading, "stage_missing", f"先填“{earlier_heading}”，再填“{heading}”")
            return False
        if day is not None and earlier is not None and day < earlier:
            reader.refuse(heading, "out_of_order", f"“{heading}”早于“{earlier_heading}”{earlier}，请改正")
            return False
    return True


def _kept(written: Value | None, known: Value | None) -> Value | None:
    return written if written is not None else known


def _changes(headings: Sequence[str], before: Sequence[object] | None, after: Sequence[object]) -> Iterable[Change]:
    if before is None:
        return ()
    pairs = zip(headings, before, after, strict=True)
    return [one for heading, was, becomes in pairs for one in change(heading, was, becomes)]
