"""The sheet 帮扶共同体: a public lead school and the private schools it supports (domain.md §1 A). Pure."""

from collections import defaultdict
from collections.abc import Sequence

from handinhand.exchange.imports.cells import BETWEEN_NAMES, match_key
from handinhand.exchange.imports.plan import Change, PlannedRow, change, decided, refused
from handinhand.exchange.imports.roster_known import KnownCommunity
from handinhand.exchange.imports.roster_layout import COMMUNITIES
from handinhand.exchange.imports.roster_names import INSTITUTION_KINDS, Identity, NamedOrganisation, RosterNames
from handinhand.exchange.imports.roster_values import CommunityValues
from handinhand.exchange.imports.row_reader import RowReader
from handinhand.exchange.imports.tables import TableRow

_Pairs = dict[Identity, dict[str, Identity]]
"""By school: the communities that support it, by name, with the lead of each."""


def plan_communities(rows: Sequence[TableRow], names: RosterNames) -> list[PlannedRow[CommunityValues]]:
    """Judge the sheet 帮扶共同体."""
    known_by_name = {match_key(community.name): community for community in names.known.communities}
    first_rows: dict[str, int] = {}
    pairs = _known_pairs(names)
    planned: list[PlannedRow[CommunityValues]] = []
    for row in rows:
        reader = RowReader(row, COMMUNITIES)
        name = reader.name("名称")
        known = known_by_name.get(match_key(name)) if name else None
        if name is not None:
            first = first_rows.setdefault(match_key(name), row.number)
            if first != row.number:
                reader.refuse("名称", "duplicate_name", f"“{name}”和第 {first} 行重复，请只留一行")
        lead = _lead(reader, names, known)
        supported = _supported(reader, names, lead)
        starts_on = reader.day("开始日期", today=names.today)
        shared = _refuse_doubles(reader, known.name if known else name, lead, supported, pairs)
        if reader.errors or name is None or lead is None or starts_on is None:
            title = name or f"第 {row.number} 行"
            planned.append(refused(sheet=row.sheet, row=row.number, title=title, errors=reader.errors))
            continue
        joining = [s for s in supported if known is None or s.reference.id not in known.supported_school_ids]
        values = CommunityValues(
            known.id if known else None,
            known.version if known else None,
            known.name if known else name,
            lead.reference,
            tuple(school.reference for school in supported),
            tuple(school.reference for school in joining),
            starts_on,
        )
        changes, notes = _differences(known, values, names) if known else ((), [])
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
                    ("帮建学校", lead.reference.name),
                    ("结对学校", "、".join(school.name for school in values.supported_schools)),
                    ("开始日期", starts_on),
                ),
                notes=[*notes, *shared],
            )
        )
    return planned


def _lead(reader: RowReader, names: RosterNames, known: KnownCommunity | None) -> NamedOrganisation | None:
    lead = names.find_organisation(reader, "帮建学校", what="帮建学校")
    if lead is None:
        return None
    if lead.kind is not None and lead.kind not in INSTITUTION_KINDS:
        reader.refuse("帮建学校", "not_an_institution", f"“{lead.reference.name}”不是学校，不能作帮建学校，请改正")
    elif lead.ownership == "private":
        message = f"“{lead.reference.name}”是民办，帮建学校应是公办。请改正，或到“机构”表核对办学性质"
        reader.refuse("帮建学校", "lead_not_public", message)
    elif known is not None and known.lead_school_id != lead.reference.id:
        before = names.known.organisation_by_id.get(known.lead_school_id)
        message = (
            f"“{known.name}”的帮建学校是“{before.name if before else ''}”，不能用导入更换。请改回，或换一个共同体名称"
        )
        reader.refuse("帮建学校", "lead_differs", message)
    return lead


def _supported(reader: RowReader, names: RosterNames, lead: NamedOrganisation | None) -> list[NamedOrganisation]:
    written = reader.text("结对学校", most=2_000)
    supported: dict[Identity, NamedOrganisation] = {}
    whole = "".join((written or "").split())
    for part in [whole] if names.organisation(whole) else BETWEEN_NAMES.split(written or ""):
        name = "".join(part.split())
        if not name:
            continue
        school = names.named_organisation(reader, "结对学校", name, what="结对学校")
        if school is None:
            continue
        shown = school.reference.name
        if lead is not None and school.identity == lead.identity:
            reader.refuse("结对学校", "supports_itself", f"“{shown}”不能和自己结对，请改正帮建学校或结对学校")
        elif school.identity in supported:
            reader.refuse("结对学校", "duplicate_name", f"“{shown}”写了两次，请只留一个")
        elif school.kind is not None and school.kind not in INSTITUTION_KINDS:
            reader.refuse("结对学校", "not_an_institution", f"“{shown}”不是学校，不能作结对学校，请改正")
        elif school.ownership == "public":
            message = f"“{shown}”是公办，结对学校应是民办。请改正，或到“机构”表核对办学性质"
            reader.refuse("结对学校", "not_private", message)
        supported[school.identity] = school
    if written is not None and not supported and not reader.has_error("结对学校"):
        reader.refuse("结对学校", "required", "没有写结对学校，请填写")
    return list(supported.values())


def _known_pairs(names: RosterNames) -> _Pairs:
    """Which communities support a school already, and with which lead."""
    pairs: _Pairs = defaultdict(dict)
    for community in names.known.communities:
        for school_id in community.supported_school_ids:
            pairs[school_id][community.name] = community.lead_school_id
    return pairs


def _refuse_doubles(
    reader: RowReader,
    community: str | None,
    lead: NamedOrganisation | None,
    supported: Sequence[NamedOrganisation],
    pairs: _Pairs,
) -> list[str]:
    """One lead supports one school once: a second community of both is the first one renamed. Another lead is news."""
    notes: list[str] = []
    if community is None or lead is None or reader.has_error("名称", "结对学校"):
        return notes
    for school in supported:
        for other, other_lead in pairs[school.identity].items():
            if match_key(other) == match_key(community):
                continue
            if other_lead == lead.identity:
                message = (
                    f"“{lead.reference.name}”和“{school.reference.name}”已在“{other}”里结对，请只留一个；"
                    f"共同体改了名的，请仍写“{other}”"
                )
                reader.refuse("名称", "already_paired", message)
            else:
                notes.append(f"“{school.reference.name}”也在“{other}”里结对")
        pairs[school.identity][community] = lead.identity
    return notes


def _differences(
    known: KnownCommunity, values: CommunityValues, names: RosterNames
) -> tuple[tuple[Change, ...], list[str]]:
    """What an update changes. A school that the row leaves out stays: leaving a community is a person's decision."""
    known_names = {
        school_id: names.known.organisation_by_id[school_id].name
        for school_id in known.supported_school_ids
        if school_id in names.known.organisation_by_id
    }
    kept = set(known_names) - {school.id for school in values.supported_schools}
    notes = [
        f"表里没有“{known_names[school]}”，它仍留在共同体里" for school in sorted(kept, key=known_names.__getitem__)
    ]
    changes = change("开始日期", known.starts_on, values.starts_on)
    if values.joining:
        before = "、".join(sorted(known_names.values()))
        after = "、".join([*sorted(known_names.values()), *(school.name for school in values.joining)])
        changes = (*changes, *change("结对学校", before, after))
    return changes, notes
