"""The sheets 派驻 and 挂靠: dated ties of an institution, at most one at a time. Pure.

Both follow the same rule (domain.md §5: no two primary instructors overlap; an institution has one host): rows stand
for ties without an end, and may meet neither each other nor a tie that the bureau already has.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar
from uuid import UUID

from handinhand.exchange.imports.plan import PlannedRow, change, decided, refused
from handinhand.exchange.imports.roster_known import KnownAffiliation, KnownDispatch
from handinhand.exchange.imports.roster_layout import AFFILIATIONS, DISPATCHES
from handinhand.exchange.imports.roster_names import (
    Identity,
    NamedOrganisation,
    NamedPartyOrganisation,
    RosterNames,
    masked,
)
from handinhand.exchange.imports.roster_values import AffiliationValues, DispatchValues, PersonReference
from handinhand.exchange.imports.row_reader import RowReader
from handinhand.exchange.imports.tables import TableRow

Tie = TypeVar("Tie", KnownDispatch, KnownAffiliation)
Other = TypeVar("Other", PersonReference, NamedPartyOrganisation)


@dataclass(slots=True)
class _Draft(Generic[Tie, Other]):
    reader: RowReader
    institution: NamedOrganisation | None
    other: Other | None
    starts_on: date | None
    document_number: str | None
    known: Tie | None = None

    @property
    def title(self) -> str:
        if self.institution is None or self.other is None:
            return f"第 {self.reader.row.number} 行"
        name = self.other.name if isinstance(self.other, PersonReference) else self.other.reference.name
        return f"{self.institution.reference.name} ← {name}"


def plan_dispatches(
    rows: Sequence[TableRow], names: RosterNames
) -> tuple[list[PlannedRow[DispatchValues]], dict[Identity, date]]:
    """Judge the sheet 派驻; also gives each institution's earliest dispatch, known or in the sheet."""
    by_institution: dict[UUID, list[KnownDispatch]] = defaultdict(list)
    first: dict[Identity, date] = {}
    for dispatch in names.known.dispatches:
        by_institution[dispatch.institution_id].append(dispatch)
        _earlier(first, dispatch.institution_id, dispatch.starts_on)
    drafts: list[_Draft[KnownDispatch, PersonReference]] = []
    for row in rows:
        reader = RowReader(row, DISPATCHES)
        draft: _Draft[KnownDispatch, PersonReference] = _Draft(
            reader,
            names.find_private_institution(reader, "机构", purpose="指导员只派驻民办机构"),
            names.find_instructor(reader, "指导员"),
            reader.day("开始日期", today=names.today),
            reader.name("文号", most=60),
        )
        drafts.append(draft)
        if draft.institution is None:
            continue
        if draft.starts_on is not None:
            _earlier(first, draft.institution.identity, draft.starts_on)
        if draft.other is not None and draft.other.id is not None and draft.institution.reference.id is not None:
            person = draft.other.id
            ties = [t for t in by_institution[draft.institution.reference.id] if t.instructor_id == person]
            draft.known = _same_tie(ties, draft.starts_on)
    _refuse_second(drafts, "已有指导员。一家机构同时只能有一位，请只留一行")
    matched = {draft.known.id for draft in drafts if draft.known}
    for draft in drafts:
        for tie in _met(draft, by_institution, matched):
            holder = names.known.person_by_id.get(tie.instructor_id)
            _refuse_met(draft, tie, holder.name if holder else "另一位指导员", "“派驻”页面办理交接", "dispatch_overlap")
    return [_decide_dispatch(draft) for draft in drafts], first


def plan_affiliations(
    rows: Sequence[TableRow], names: RosterNames, *, most_units: int
) -> list[PlannedRow[AffiliationValues]]:
    """Judge the sheet 挂靠. A host with more than `most_units` institutions gets a note (domain.md §3)."""
    by_institution: dict[UUID, list[KnownAffiliation]] = defaultdict(list)
    for affiliation in names.known.affiliations:
        by_institution[affiliation.institution_id].append(affiliation)
    drafts: list[_Draft[KnownAffiliation, NamedPartyOrganisation]] = []
    for row in rows:
        reader = RowReader(row, AFFILIATIONS)
        draft: _Draft[KnownAffiliation, NamedPartyOrganisation] = _Draft(
            reader,
            names.find_private_institution(reader, "机构", purpose="只有民办机构挂靠"),
            names.find_party_organisation(reader, "挂靠党组织"),
            reader.day("开始日期", today=names.today),
            reader.name("文号", most=60),
        )
        drafts.append(draft)
        if draft.institution is None or draft.other is None:
            continue
        if draft.other.belongs_to == draft.institution.identity and not reader.has_error("机构"):
            message = f"“{draft.other.reference.name}”就是这家机构自己的党组织，不能挂靠自己，请改正"
            reader.refuse("挂靠党组织", "own_host", message)
        if draft.other.reference.id is not None and draft.institution.reference.id is not None:
            host = draft.other.reference.id
            ties = [t for t in by_institution[draft.institution.reference.id] if t.host_id == host]
            draft.known = _same_tie(ties, draft.starts_on)
    _refuse_second(drafts, "已有挂靠党组织。一家机构只挂靠一个，请只留一行")
    matched = {draft.known.id for draft in drafts if draft.known}
    for draft in drafts:
        for tie in _met(draft, by_institution, matched):
            host_organisation = names.known.party_organisation_by_id.get(tie.host_id)
            holder = host_organisation.name if host_organisation else "另一个党组织"
            _refuse_met(draft, tie, holder, "“挂靠”页面结束原来的挂靠", "affiliated_twice")
    units = _units(drafts, names)
    return [_decide_affiliation(draft, units, most_units, names.known.own_branch_members) for draft in drafts]


def _earlier(first: dict[Identity, date], institution: Identity, starts_on: date) -> None:
    first[institution] = min(first.get(institution, starts_on), starts_on)


def _same_tie(ties: Sequence[Tie], starts_on: date | None) -> Tie | None:
    """The known tie that a row means: the one of the same start, else the one not ended (its start is corrected)."""
    for tie in ties:
        if tie.starts_on == starts_on:
            return tie
    return next((tie for tie in ties if tie.ends_on is None), None)


def _refuse_second(drafts: Sequence[_Draft[Tie, Other]], reason: str) -> None:
    """Two rows for one institution: both run without an end, so they overlap; ties that have ended do not count."""
    first_rows: dict[Identity, int] = {}
    for draft in drafts:
        if draft.institution is None or (draft.known is not None and draft.known.ends_on is not None):
            continue
        row = draft.reader.row
        first = first_rows.setdefault(draft.institution.identity, row.number)
        if first != row.number:
            code = "dispatch_overlap" if row.sheet == DISPATCHES.name else "affiliated_twice"
            draft.reader.refuse("机构", code, f"“{draft.institution.reference.name}”在第 {first} 行{reason}")


def _met(draft: _Draft[Tie, Other], by_institution: dict[UUID, list[Tie]], matched: set[UUID]) -> Sequence[Tie]:
    """The known ties, meant by no row, whose days the draft would overlap."""
    if draft.reader.errors or draft.institution is None or draft.starts_on is None:
        return ()
    if draft.institution.reference.id is None:
        return ()
    ends_on = draft.known.ends_on if draft.known else None
    return [
        tie
        for tie in by_institution.get(draft.institution.reference.id, ())
        if tie.id not in matched
        and (tie.ends_on is None or tie.ends_on >= draft.starts_on)
        and (ends_on is None or tie.starts_on <= ends_on)
    ]


def _refuse_met(draft: _Draft[Tie, Other], tie: Tie, holder: str, advice: str, code: str) -> None:
    until = "还没有结束" if tie.ends_on is None else f"到 {tie.ends_on} 才结束"
    message = f"系统里从 {tie.starts_on} 起已有“{holder}”，{until}。要换请在{advice}，或改正开始日期"
    draft.reader.refuse("机构" if tie.ends_on is None else "开始日期", code, message)


def _ended_note(known: KnownDispatch | KnownAffiliation | None) -> list[str]:
    return [f"系统里已于 {known.ends_on} 结束，不再恢复"] if known is not None and known.ends_on is not None else []


def _decide_dispatch(draft: _Draft[KnownDispatch, PersonReference]) -> PlannedRow[DispatchValues]:
    row, known = draft.reader.row, draft.known
    if draft.reader.errors or draft.institution is None or draft.other is None or draft.starts_on is None:
        return refused(sheet=row.sheet, row=row.number, title=draft.title, errors=draft.reader.errors)
    values = DispatchValues(
        known.id if known else None,
        known.version if known else None,
        draft.institution.reference,
        draft.other,
        draft.starts_on,
        known.ends_on if known else None,
        draft.document_number or (known.document_number if known else None),
    )
    return decided(
        sheet=row.sheet,
        row=row.number,
        title=draft.title,
        values=values,
        exists=known is not None,
        changes=(
            *change("开始日期", known.starts_on if known else None, values.starts_on),
            *change("文号", known.document_number if known else None, values.document_number),
        ),
        entered=(
            ("机构", values.institution.name),
            ("指导员", _with_mobile(values.instructor)),
            ("开始日期", values.starts_on),
            ("文号", values.document_number),
        ),
        notes=_ended_note(known),
    )


def _with_mobile(instructor: PersonReference) -> str:
    return f"{instructor.name}（{masked(instructor.mobile)}）" if instructor.mobile else instructor.name


def _units(drafts: Sequence[_Draft[KnownAffiliation, NamedPartyOrganisation]], names: RosterNames) -> Counter[Identity]:
    matched = {draft.known.id for draft in drafts if draft.known}
    units: Counter[Identity] = Counter()
    for known in names.known.affiliations:
        if known.ends_on is None and known.id not in matched:
            units[known.host_id] += 1
    units.update(draft.other.identity for draft in drafts if draft.other and not _ended_note(draft.known))
    return units


def _decide_affiliation(
    draft: _Draft[KnownAffiliation, NamedPartyOrganisation],
    units: Counter[Identity],
    most_units: int,
    own_branch_members: int,
) -> PlannedRow[AffiliationValues]:
    row, known = draft.reader.row, draft.known
    if draft.reader.errors or draft.institution is None or draft.other is None or draft.starts_on is None:
        return refused(sheet=row.sheet, row=row.number, title=draft.title, errors=draft.reader.errors)
    notes = _ended_note(known)
    if units[draft.other.identity] > most_units:
        notes.append(
            f"“{draft.other.reference.name}”将有 {units[draft.other.identity]} 家挂靠单位，超过 {most_units} 家"
        )
    if (draft.institution.full_members or 0) >= own_branch_members:
        notes.append(f"正式党员已有 {draft.institution.full_members} 名，可以单独建支部了")
    values = AffiliationValues(
        known.id if known else None,
        known.version if known else None,
        draft.institution.reference,
        draft.other.reference,
        draft.starts_on,
        known.ends_on if known else None,
        draft.document_number or (known.document_number if known else None),
    )
    return decided(
        sheet=row.sheet,
        row=row.number,
        title=draft.title,
        values=values,
        exists=known is not None,
        changes=(
            *change("开始日期", known.starts_on if known else None, values.starts_on),
            *change("文号", known.document_number if known else None, values.document_number),
        ),
        entered=(
            ("机构", values.institution.name),
            ("挂靠党组织", values.host.name),
            ("开始日期", values.starts_on),
            ("文号", values.document_number),
        ),
        notes=notes,
    )
