"""The sheet 机构: organisations, and the sections that they name for the first time. Pure."""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from handinhand.exchange.imports.cells import match_key
from handinhand.exchange.imports.plan import Change, PlannedRow, Reference, change, decided, refused
from handinhand.exchange.imports.roster_known import KnownOrganisation
from handinhand.exchange.imports.roster_layout import DATUMS, INSTITUTIONS, KINDS, OWNERSHIPS
from handinhand.exchange.imports.roster_names import INSTITUTION_KINDS, Identity, NamedOrganisation, RosterNames
from handinhand.exchange.imports.roster_values import InstitutionValues, SectionValues
from handinhand.exchange.imports.row_reader import RowReader
from handinhand.exchange.imports.tables import TableRow

_MOST_MEMBERS = 5_000
_EAST, _NORTH = (73.0, 136.0), (3.0, 54.0)
_BETWEEN = re.compile(r"[、，,；;/]")
_NOT_YET = UUID(int=0)
_KIND_LABELS = {code: label for label, code in KINDS.items()}
_OWNERSHIP_LABELS = {code: label for label, code in OWNERSHIPS.items()}
_DATUM_LABELS = {code: label for label, code in DATUMS.items()}


@dataclass(frozen=True, slots=True)
class InstitutionDraft:
    """A row of the sheet, read but not yet judged as a whole: sections and first dispatches are still missing."""

    reader: RowReader
    name: str
    known: KnownOrganisation | None
    kind: str | None
    ownership: str | None
    address: str | None
    position: tuple[float, float, str] | None
    full_members: int | None
    probationary_members: int | None
    section: str | None
    joined_on: date | None

    @property
    def identity(self) -> Identity:
        """As `NamedOrganisation.identity`."""
        return self.known.id if self.known else match_key(self.name)


def read_institutions(rows: Sequence[TableRow], names: RosterNames) -> list[InstitutionDraft]:
    """Read the sheet and make its names known to the other sheets."""
    drafts: list[InstitutionDraft] = []
    first_rows: dict[Identity, int] = {}
    for row in rows:
        draft = _read(row, names)
        drafts.append(draft)
        if not draft.name:
            continue
        first = first_rows.setdefault(draft.identity, row.number)
        if first != row.number:
            message = f"“{draft.name}”和第 {first} 行是同一家，请只留一行"
            draft.reader.refuse("名称", "duplicate_name", message)
            continue
        found = NamedOrganisation(
            Reference(draft.known.name if draft.known else draft.name, draft.known.id if draft.known else None),
            draft.kind or (draft.known.kind if draft.known else None),
            draft.ownership or (draft.known.ownership if draft.known else None),
            full_members=draft.known.full_members if draft.known and draft.full_members is None else draft.full_members,
        )
        names.organisations[match_key(found.reference.name)] = found
        names.organisations.setdefault(match_key(draft.name), found)
    for draft in drafts:
        if draft.section is not None and names.organisation(draft.section) is None:
            new = NamedOrganisation(Reference(draft.section, None), "section", None)
            names.organisations[match_key(draft.section)] = new
    return drafts


def plan_institutions(
    drafts: Sequence[InstitutionDraft], names: RosterNames, first_dispatches: Mapping[Identity, date]
) -> tuple[list[PlannedRow[SectionValues]], list[PlannedRow[InstitutionValues]]]:
    """Judge the rows. `first_dispatches`: an institution's earliest dispatch, with which it joined (domain.md §3)."""
    in_post = {d.institution_id for d in names.known.dispatches if d.ends_on is None or d.ends_on >= names.today}
    sections: dict[str, PlannedRow[SectionValues]] = {}
    planned: list[PlannedRow[InstitutionValues]] = []
    for draft in drafts:
        reader = draft.reader
        section = _section(draft, names, sections)
        _check_known(draft, names, in_post)
        if reader.errors or draft.kind is None or draft.ownership is None:
            title = draft.name or f"第 {reader.row.number} 行"
            planned.append(refused(sheet=INSTITUTIONS.name, row=reader.row.number, title=title, errors=reader.errors))
        else:
            planned.append(_decide(draft, draft.kind, draft.ownership, section, names, first_dispatches))
    return list(sections.values()), planned


def _read(row: TableRow, names: RosterNames) -> InstitutionDraft:
    reader = RowReader(row, INSTITUTIONS)
    name = reader.name("名称") or ""
    return InstitutionDraft(
        reader=reader,
        name=name,
        known=names.known.organisation(name) if name else None,
        kind=reader.choice("类别", KINDS),
        ownership=reader.choice("办学性质", OWNERSHIPS),
        address=reader.name("地址", most=200),
        position=_read_position(reader),
        full_members=reader.count("正式党员数", most=_MOST_MEMBERS),
        probationary_members=reader.count("预备党员数", most=_MOST_MEMBERS),
        section=reader.name("归口股室"),
        joined_on=reader.day("加入日期", today=names.today),
    )


def _read_position(reader: RowReader) -> tuple[float, float, str] | None:
    longitude, latitude = reader.degrees("经度"), reader.degrees("纬度")
    datum = reader.choice("坐标系", DATUMS)
    if reader.has_error("经度", "纬度") or (longitude is None and latitude is None):
        return None
    if longitude is None or latitude is None:
        empty, filled = ("经度", "纬度") if longitude is None else ("纬度", "经度")
        reader.refuse(empty, "position_incomplete", f"只填了{filled}，没有{empty}。请两个都填，或都空着")
        return None
    if _within(longitude, _NORTH) and _within(latitude, _EAST):
        reader.refuse("经度", "position_swapped", f"经度 {longitude} 和纬度 {latitude} 像是填反了，请对调")
        return None
    for heading, value, bounds in (("经度", longitude, _EAST), ("纬度", latitude, _NORTH)):
        if not _within(value, bounds):
            message = f"{heading} {value} 不在国内（应在 {bounds[0]:g} 到 {bounds[1]:g} 之间），请改正"
            reader.refuse(heading, "impossible_position", message)
    if datum is None and reader.is_empty("坐标系"):
        reader.refuse("坐标系", "datum_missing", f"填了经纬度，还要填坐标系：{'、'.join(DATUMS)}")
    return None if datum is None else (round(longitude, 6), round(latitude, 6), datum)


def _within(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]


def _section(
    draft: InstitutionDraft, names: RosterNames, new: dict[str, PlannedRow[SectionValues]]
) -> Reference | None:
    """The section that a row names; one that nobody has named yet becomes a row of its own in the preview."""
    if draft.section is None:
        return None
    found = names.organisation(draft.section)
    if found is not None and found.reference.id is None and _BETWEEN.search(draft.section):
        message = f"“{draft.section}”像是几个股室，一家机构只归一个股室，请只写一个"
        draft.reader.refuse("归口股室", "several_sections", message)
        return None
    if found is None or found.kind not in {"section", "unit"}:
        message = f"“{draft.section}”不是股室，请填股室名称"
        draft.reader.refuse("归口股室", "not_a_section", message)
        return None
    if found.reference.id is None and match_key(draft.section) not in new:
        row, name = draft.reader.row, found.reference.name
        new[match_key(draft.section)] = decided(
            sheet=row.sheet,
            row=row.number,
            title=f"股室：{name}",
            values=SectionValues(name),
            exists=False,
            entered=[("归口股室", name)],
            notes=[f"第 {row.number} 行第一次出现股室“{name}”，导入时新建"],
        )
    return found.reference


def _check_known(draft: InstitutionDraft, names: RosterNames, in_post: Set[UUID]) -> None:
    known, reader = draft.known, draft.reader
    if known is None:
        return
    if known.kind not in INSTITUTION_KINDS:
        message = f"系统里的“{known.name}”不是学校、幼儿园或培训机构，不用写在这里，请删去这一行"
        reader.refuse("名称", "not_an_institution", message)
    elif known.closed_on is not None and known.closed_on < names.today:
        message = f"“{known.name}”已于 {known.closed_on} 停办，请删去这一行"
        reader.refuse("名称", "organisation_closed", message)
    elif draft.ownership == "public" and known.ownership == "private" and known.id in in_post:
        message = f"“{known.name}”有派驻的指导员，不能改成公办。请核对，或先结束派驻"
        reader.refuse("办学性质", "has_dispatch", message)


def _decide(
    draft: InstitutionDraft,
    kind: str,
    ownership: str,
    section: Reference | None,
    names: RosterNames,
    first_dispatches: Mapping[Identity, date],
) -> PlannedRow[InstitutionValues]:
    known = draft.known
    before = known or KnownOrganisation(id=_NOT_YET, name=draft.name, kind=kind)
    joined_on, notes = draft.joined_on or before.joined_on, []
    if joined_on is None and ownership == "private":
        joined_on = first_dispatches.get(draft.identity, names.today)
        notes.append(f"加入日期按{'最早的派驻' if draft.identity in first_dispatches else '导入当天'}记为 {joined_on}")
    if known is not None and match_key(known.name) != match_key(draft.name):
        notes.append(f"“{draft.name}”现在叫“{known.name}”，按同一家处理，名称不改")
    known_section = names.known.organisation_by_id.get(before.section_id) if before.section_id else None
    kept_section = Reference(known_section.name, known_section.id) if known_section else None
    position = draft.position or (before.longitude, before.latitude, before.datum)
    values = InstitutionValues(
        id=known.id if known else None,
        version=known.version if known else None,
        name=before.name,
        kind=kind,
        ownership=ownership,
        address=draft.address or before.address,
        longitude=position[0],
        latitude=position[1],
        datum=position[2],
        full_members=before.full_members if draft.full_members is None else draft.full_members,
        probationary_members=(
            before.probationary_members if draft.probationary_members is None else draft.probationary_members
        ),
        section=section or kept_section,
        joined_on=joined_on,
    )
    return decided(
        sheet=INSTITUTIONS.name,
        row=draft.reader.row.number,
        title=before.name,
        values=values,
        exists=known is not None,
        changes=_changes(before, values, kept_section),
        entered=_entered(values),
        notes=notes,
    )


def _entered(values: InstitutionValues) -> Sequence[tuple[str, object]]:
    return (
        ("名称", values.name),
        ("类别", _KIND_LABELS[values.kind]),
        ("办学性质", _OWNERSHIP_LABELS[values.ownership]),
        ("地址", values.address),
        ("经度", values.longitude),
        ("纬度", values.latitude),
        ("坐标系", _DATUM_LABELS.get(values.datum or "")),
        ("正式党员数", values.full_members),
        ("预备党员数", values.probationary_members),
        ("归口股室", values.section.name if values.section else None),
        ("加入日期", values.joined_on),
    )


def _changes(before: KnownOrganisation, after: InstitutionValues, section: Reference | None) -> tuple[Change, ...]:
    return (
        *change("类别", _KIND_LABELS.get(before.kind), _KIND_LABELS[after.kind]),
        *change("办学性质", _OWNERSHIP_LABELS.get(before.ownership or ""), _OWNERSHIP_LABELS[after.ownership]),
        *change("地址", before.address, after.address),
        *change("经度", before.longitude, after.longitude),
        *change("纬度", before.latitude, after.latitude),
        *change("坐标系", _DATUM_LABELS.get(before.datum or ""), _DATUM_LABELS.get(after.datum or "")),
        *change("正式党员数", before.full_members, after.full_members),
        *change("预备党员数", before.probationary_members, after.probationary_members),
        *change("归口股室", section.name if section else None, after.section.name if after.section else None),
        *change("加入日期", before.joined_on, after.joined_on),
    )
