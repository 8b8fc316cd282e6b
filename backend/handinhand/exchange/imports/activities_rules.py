"""The rules of the activity ledger: from a workbook and what the bureau has to a plan. Pure.

A row is an activity that was held, known by its community, first day and title; the same row again is left alone, also
when the activity was corrected meanwhile: an import never undoes what a person changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handinhand.exchange.imports.cells import BETWEEN_NAMES, match_key
from handinhand.exchange.imports.plan import PlannedRow, decided, refused
from handinhand.exchange.imports.registers_known import (
    ActivityIdentity,
    ActivityValues,
    KnownActivities,
    KnownKind,
    KnownMembership,
    KnownTerm,
    RegisterPlan,
)
from handinhand.exchange.imports.registers_layout import ACTIVITIES, ACTIVITY_LEDGER, STRANDS
from handinhand.exchange.imports.roster_names import briefly
from handinhand.exchange.imports.row_reader import RowReader
from handinhand.exchange.imports.tables import TableRow, nearest, read_tables
from handinhand.exchange.imports.workbook import Workbook

SHORTEST_TITLE = 2
LONGEST_TEXT = 5_000
MOST_PEOPLE = 10_000
_STRAND_LABELS = {code: label for label, code in STRANDS.items()}


@dataclass
class _Names:
    """What rows may name, by what they are matched with, and the rows that came before."""

    terms: Mapping[str, KnownTerm]
    kinds: Mapping[tuple[str, str], KnownKind]
    held: frozenset[ActivityIdentity]
    first_rows: dict[ActivityIdentity, int]
    today: date

    def find_term(self, reader: RowReader) -> KnownTerm | None:
        """The community that the row names; notes an error when there is none."""
        name = reader.name("帮扶共同体")
        if name is None:
            return None
        found = self.terms.get(match_key(name))
        if found is None:
            meant = nearest(name, [term.name for term in self.terms.values()])
            hint = f"是不是“{meant}”？" if meant else ""
            message = f"没有找到已启动的帮扶共同体“{briefly(name)}”。{hint}请改正名称，或先在系统里启动它"
            reader.refuse("帮扶共同体", "unknown_community", message)
        return found

    def find_kind(self, reader: RowReader, strand: str | None) -> KnownKind | None:
        """The kind that the row names within its strand; notes an error when there is none."""
        name = reader.name("活动类型")
        if name is None or strand is None:
            return None
        found = self.kinds.get((strand, match_key(name)))
        if found is None:
            choices = "、".join(kind.name for kind in self.kinds.values() if kind.strand == strand)
            message = f"“{_STRAND_LABELS[strand]}”没有活动类型“{briefly(name)}”。请填：{choices}"
            reader.refuse("活动类型", "unknown_kind", message)
        return found


def plan_activities(workbook: Workbook, known: KnownActivities, *, today: date) -> RegisterPlan:
    """Say for every row what importing it would do."""
    tables = read_tables(workbook, ACTIVITY_LEDGER)
    if tables.problems:
        return RegisterPlan(ACTIVITY_LEDGER.kind, problems=tables.problems, notes=tables.notes)
    names = _Names(
        terms={match_key(term.name): term for term in known.terms},
        kinds={(kind.strand, match_key(kind.name)): kind for kind in known.kinds},
        held=known.held,
        first_rows={},
        today=today,
    )
    records = [_plan_row(row, names) for row in tables.rows[ACTIVITIES.name]]
    return RegisterPlan(ACTIVITY_LEDGER.kind, records=records, notes=tables.notes)


def _plan_row(row: TableRow, names: _Names) -> PlannedRow[ActivityValues]:
    reader = RowReader(row, ACTIVITIES)
    term = names.find_term(reader)
    strand = reader.choice("板块", STRANDS)
    kind = names.find_kind(reader, strand)
    title = reader.name("活动名称", least=SHORTEST_TITLE)
    starts_on, ends_on = _days(reader, term, names.today)
    place, hosts = reader.name("地点"), reader.name("主办人", most=200)
    schools = _schools(reader, term, starts_on, ends_on)
    counted = [reader.count(heading, most=MOST_PEOPLE) or 0 for heading in ("帮建方人数", "结对方人数")]
    content, outcome = reader.text("内容", most=LONGEST_TEXT), reader.text("成效", most=LONGEST_TEXT)
    shown = title or f"第 {row.number} 行"
    if (
        reader.errors
        or term is None
        or strand is None
        or kind is None
        or title is None
        or starts_on is None
        or ends_on is None
    ):
        return refused(sheet=row.sheet, row=row.number, title=shown, errors=reader.errors)
    identity = (term.id, starts_on, title)
    first = names.first_rows.setdefault(identity, row.number)
    if first != row.number:
        reader.refuse("活动名称", "duplicate_activity", f"和第 {first} 行是同一次活动，请只留一行，或写明不同的名称")
        return refused(sheet=row.sheet, row=row.number, title=shown, errors=reader.errors)
    values = ActivityValues(
        community_id=term.id,
        organiser_id=term.lead_school_id,
        strand=strand,
        kind_id=kind.id,
        title=title,
        starts_on=starts_on,
        ends_on=ends_on,
        place=place or "",
        hosts=hosts or "",
        supported_school_ids=tuple(school.school_id for school in schools),
        lead_participants=counted[0],
        supported_participants=counted[1],
        content=content or "",
        outcome=outcome or "",
    )
    exists = identity in names.held
    return decided(
        sheet=row.sheet,
        row=row.number,
        title=f"{title} {starts_on}",
        values=values,
        exists=exists,
        entered=_entered(values, term, kind, schools),
        notes=["系统里已有这次活动，不会改动"] if exists else [],
    )


def _days(reader: RowReader, term: KnownTerm | None, today: date) -> tuple[date | None, date | None]:
    starts_on = reader.day("开始日期", today=today)
    ends_on = reader.day("结束日期", today=today) or starts_on
    if starts_on is None or ends_on is None:
        return starts_on, ends_on
    if ends_on < starts_on:
        reader.refuse("结束日期", "ends_before_start", f"结束日期早于开始日期 {starts_on}，请改正")
    elif ends_on > today:
        heading = "开始日期" if reader.is_empty("结束日期") else "结束日期"
        reader.refuse(heading, "in_future", f"{ends_on} 还没有到。这张台账只记已经开展的活动，计划请在系统里新建")
    elif term is not None and starts_on < term.starts_on:
        reader.refuse("开始日期", "before_term", f"早于“{term.name}”的开始日期 {term.starts_on}，请核对")
    elif term is not None and term.ends_on is not None and ends_on > term.ends_on:
        reader.refuse("开始日期", "after_term", f"晚于“{term.name}”的最后一天 {term.ends_on}，请核对")
    return starts_on, ends_on


def _schools(
    reader: RowReader, term: KnownTerm | None, starts_on: date | None, ends_on: date | None
) -> list[KnownMembership]:
    """The supported schools that took part: those of the community on one of the activity's days."""
    heading = "参加的结对学校"
    written = reader.text(heading, most=2_000)
    if written is None or term is None or starts_on is None or ends_on is None:
        return []
    members: dict[str, list[KnownMembership]] = {}
    for membership in term.memberships:
        members.setdefault(match_key(membership.name), []).append(membership)
    found: dict[str, KnownMembership] = {}
    # A name that has a comma in it is one name.
    for part in [written] if match_key(written) in members else BETWEEN_NAMES.split(written):
        key = match_key(part)
        if not key:
            continue
        there = [each for each in members.get(key, ()) if _overlaps(each, starts_on, ends_on)]
        if key in found:
            reader.refuse(heading, "duplicate_name", f"“{briefly(part)}”写了两次，请只留一个")
        elif there:
            found[key] = there[0]
        elif key in members:
            message = f"“{members[key][0].name}”在 {starts_on} 不在“{term.name}”里，请核对学校和日期"
            reader.refuse(heading, "not_a_member_then", message)
        else:
            choices = "、".join(dict.fromkeys(each.name for each in term.memberships))
            message = f"“{briefly(part)}”不是“{term.name}”的结对学校。请填：{choices}"
            reader.refuse(heading, "not_a_member", message)
    return list(found.values())


def _overlaps(membership: KnownMembership, starts_on: date, ends_on: date) -> bool:
    return membership.joined_on <= ends_on and (membership.left_on is None or membership.left_on >= starts_on)


def _entered(
    values: ActivityValues, term: KnownTerm, kind: KnownKind, schools: Sequence[KnownMembership]
) -> tuple[tuple[str, object], ...]:
    return (
        ("帮扶共同体", term.name),
        ("板块", _STRAND_LABELS[values.strand]),
        ("活动类型", kind.name),
        ("活动名称", values.title),
        ("开始日期", values.starts_on),
        ("结束日期", values.ends_on),
        ("地点", values.place),
        ("主办人", values.hosts),
        ("参加的结对学校", "、".join(school.name for school in schools)),
        ("帮建方人数", values.lead_participants),
        ("结对方人数", values.supported_participants),
        ("内容", values.content),
        ("成效", values.outcome),
    )
