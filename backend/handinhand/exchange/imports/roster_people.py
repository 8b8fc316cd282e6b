"""The sheets 党组织 and 指导员: Party organisations, and the instructors with the units that send them. Pure."""

import re
from collections.abc import Sequence

from handinhand.exchange.imports.cells import match_key
from handinhand.exchange.imports.plan import PlannedRow, Reference, change, decided, refused
from handinhand.exchange.imports.roster_known import KnownPerson
from handinhand.exchange.imports.roster_layout import INSTRUCTORS, PARTY_KINDS, PARTY_ORGANISATIONS
from handinhand.exchange.imports.roster_names import NamedOrganisation, NamedPartyOrganisation, RosterNames, masked
from handinhand.exchange.imports.roster_values import InstructorValues, PartyOrganisationValues, PersonReference
from handinhand.exchange.imports.row_reader import RowReader
from handinhand.exchange.imports.tables import TableRow

_BETWEEN = re.compile(r"[、，,；;/]")
_KIND_LABELS = {code: label for label, code in PARTY_KINDS.items()}


def plan_party_organisations(rows: Sequence[TableRow], names: RosterNames) -> list[PlannedRow[PartyOrganisationValues]]:
    """Judge the sheet 党组织 and make its names known to the sheet 挂靠."""
    planned: list[PlannedRow[PartyOrganisationValues]] = []
    first_rows: dict[str, int] = {}
    for row in rows:
        reader = RowReader(row, PARTY_ORGANISATIONS)
        name = reader.name("名称")
        kind = reader.choice("类型", PARTY_KINDS)
        organisation = names.find_organisation(reader, "所属机构")
        if name is not None:
            first = first_rows.setdefault(match_key(name), row.number)
            if first != row.number:
                reader.refuse("名称", "duplicate_name", f"“{name}”和第 {first} 行重复，请只留一行")
        known = names.known.party_organisation(name) if name else None
        if name is not None:
            reference = Reference(known.name if known else name, known.id if known else None)
            named = NamedPartyOrganisation(reference, organisation.identity if organisation else None)
            names.party_organisations.setdefault(match_key(name), named)
        if reader.errors or name is None or kind is None or organisation is None:
            title = name or f"第 {row.number} 行"
            planned.append(refused(sheet=row.sheet, row=row.number, title=title, errors=reader.errors))
            continue
        before = names.known.organisation_by_id.get(known.organisation_id) if known else None
        values = PartyOrganisationValues(
            known.id if known else None,
            known.version if known else None,
            known.name if known else name,
            kind,
            organisation.reference,
        )
        changes = (
            *change("类型", _KIND_LABELS.get(known.kind) if known else None, _KIND_LABELS[kind]),
            *change("所属机构", before.name if before else None, organisation.reference.name),
        )
        planned.append(
            decided(
                sheet=row.sheet,
                row=row.number,
                title=values.name,
                values=values,
                exists=known is not None,
                changes=changes,
                entered=(
                    ("名称", values.name),
                    ("类型", _KIND_LABELS[kind]),
                    ("所属机构", organisation.reference.name),
                ),
            )
        )
    return planned


def plan_instructors(rows: Sequence[TableRow], names: RosterNames) -> list[PlannedRow[InstructorValues]]:
    """Judge the sheet 指导员 and make its names known to the sheet 派驻."""
    planned: list[PlannedRow[InstructorValues]] = []
    by_mobile: dict[str, tuple[int, str]] = {}
    by_name_and_unit: dict[tuple[str, object], int] = {}
    for row in rows:
        reader = RowReader(row, INSTRUCTORS)
        name, mobile = reader.name("姓名", most=50), reader.mobile("手机")
        unit = names.find_organisation(reader, "派出单位", what="派出单位")
        known = None
        if name is not None and _BETWEEN.search(name):
            reader.refuse("姓名", "several_names", f"“{name}”像是几个人，一行只写一位，请分成几行")
        if name is not None:
            known = _known(name, mobile, unit, names)
            first = _check_doubles(reader, name, mobile, unit, by_mobile, by_name_and_unit)
            _check_known(reader, name, mobile, unit, known, names)
            if first:
                meant = _meant(reader, name, mobile, unit, known, names)
                names.instructors[match_key(name)].append(PersonReference(name, mobile, meant.id if meant else None))
        if reader.errors or name is None or mobile is None or unit is None:
            title = name or f"第 {row.number} 行"
            planned.append(refused(sheet=row.sheet, row=row.number, title=title, errors=reader.errors))
            continue
        planned.append(_decide(row, name, mobile, unit.reference, known, names))
    return planned


def _known(name: str, mobile: str | None, unit: NamedOrganisation | None, names: RosterNames) -> KnownPerson | None:
    """The person of this name and mobile; else the one of this name and unit whose mobile is not on file yet."""
    people = names.known.people_named(name)
    for person in people:
        if mobile is not None and person.mobile == mobile:
            return person
    for person in people:
        if person.mobile is None and unit is not None and person.organisation_id == unit.reference.id:
            return person
    return None


def _check_doubles(
    reader: RowReader,
    name: str,
    mobile: str | None,
    unit: NamedOrganisation | None,
    by_mobile: dict[str, tuple[int, str]],
    by_name_and_unit: dict[tuple[str, object], int],
) -> bool:
    """Whether no earlier row of the sheet seems to mean the same person; notes an error otherwise."""
    row = reader.row.number
    if mobile is not None:
        first, first_name = by_mobile.setdefault(mobile, (row, name))
        if first != row and match_key(first_name) == match_key(name):
            reader.refuse("姓名", "duplicate_name", f"“{name}”和第 {first} 行是同一个人，请只留一行")
            return False
        if first != row:
            message = f"手机号和第 {first} 行的“{first_name}”一样，请核对"
            reader.refuse("手机", "mobile_taken", message)
    if unit is not None:
        first = by_name_and_unit.setdefault((match_key(name), unit.identity), row)
        if first != row and not reader.has_error("手机"):
            message = (
                f"第 {first} 行有同一单位的“{name}”，手机号不同。"
                f"是同一个人请只留一行；是两个人请在姓名后加区别，如“{name}（二）”"
            )
            reader.refuse("手机", "mobile_differs", message)
            return False
    return True


def _check_known(
    reader: RowReader,
    name: str,
    mobile: str | None,
    unit: NamedOrganisation | None,
    known: KnownPerson | None,
    names: RosterNames,
) -> None:
    if known is not None or mobile is None or reader.errors:
        return
    holder = names.known.person_with_mobile(mobile)
    if holder is not None:
        message = f"手机号在系统里登记在“{holder.name}”名下。请核对号码；改了姓名的，请先在“人员”页面修改"
        reader.refuse("手机", "mobile_taken", message)
        return
    for person in names.known.people_named(name):
        if unit is not None and person.organisation_id == unit.reference.id and person.mobile is not None:
            message = (
                f"系统里同一单位已有“{name}”，手机号是 {masked(person.mobile)}。换了号码请先在“人员”页面修改；"
                f"是另一个人请在姓名后加区别，如“{name}（二）”"
            )
            reader.refuse("手机", "mobile_differs", message)
            return


def _meant(
    reader: RowReader,
    name: str,
    mobile: str | None,
    unit: NamedOrganisation | None,
    known: KnownPerson | None,
    names: RosterNames,
) -> KnownPerson | None:
    """Whom a row means to the other sheets: an error in it must not make that person's dispatches wrong as well."""
    if known is not None or not reader.errors:
        return known
    for person in names.known.people_named(name):
        if unit is not None and person.organisation_id == unit.reference.id:
            return person
    return names.known.person_with_mobile(mobile) if mobile else None


def _decide(
    row: TableRow, name: str, mobile: str, unit: Reference, known: KnownPerson | None, names: RosterNames
) -> PlannedRow[InstructorValues]:
    notes = []
    if known is None and names.known.people_named(name):
        notes.append(f"系统里另有同名的“{name}”，这一行会新建一个人")
    before = names.known.organisation_by_id.get(known.organisation_id) if known else None
    changes = (
        *change("手机", masked(known.mobile) if known and known.mobile else None, masked(mobile)),
        *change("派出单位", before.name if before else None, unit.name),
    )
    values = InstructorValues(known.id if known else None, known.version if known else None, name, mobile, unit)
    return decided(
        sheet=row.sheet,
        row=row.number,
        title=f"{name}（{masked(mobile)}）",
        values=values,
        exists=known is not None,
        changes=changes,
        entered=(("姓名", name), ("手机", masked(mobile)), ("派出单位", unit.name)),
        notes=notes,
    )
