"""The communities' registers from Excel: what each row would do, judged without a database."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from handinhand.exchange.imports.activities_rules import plan_activities
from handinhand.exchange.imports.layout import SheetLayout
from handinhand.exchange.imports.people_rules import plan_members, plan_teachers
from handinhand.exchange.imports.plan import counts
from handinhand.exchange.imports.registers_known import (
    KnownActivities,
    KnownKind,
    KnownMember,
    KnownMembership,
    KnownTeacher,
    KnownTerm,
    RegisterPlan,
)
from handinhand.exchange.imports.registers_layout import ACTIVITIES, MEMBERS, TEACHERS
from handinhand.exchange.imports.roster_known import KnownRoster
from handinhand.exchange.imports.workbook import read_workbook
from tests.backend.imports.workbooks import BUREAU, TODAY, identity, organisation, workbook_of

LEAD = organisation("桥山中学", ownership="public")
SCHOOL = organisation("兴华学校")
ROSTER = KnownRoster(organisations=[BUREAU, LEAD, SCHOOL])
STAYS = KnownMembership(SCHOOL.id, "兴华学校", date(2025, 9, 1), None)
LEFT = KnownMembership(identity(60), "雏鹰学校", date(2025, 9, 1), date(2025, 9, 18))
JOINED = KnownMembership(identity(61), "梦圆学校", date(2025, 9, 19), None)
AGAIN = KnownMembership(identity(60), "雏鹰学校", date(2026, 3, 1), None)
MEMBERSHIPS = (STAYS, LEFT, JOINED, AGAIN)
TERM = KnownTerm(identity(40), "桥山中学帮扶共同体", LEAD.id, date(2025, 9, 1), None, MEMBERSHIPS)
LESSON = KnownKind(identity(50), "teaching", "送教下乡")
STUDY = KnownKind(identity(51), "party_building", "思想共建")
KNOWN = KnownActivities(terms=[TERM], kinds=[LESSON, STUDY])
ACTIVITY: dict[str, Any] = {
    "帮扶共同体": "桥山中学帮扶共同体",
    "板块": "帮教",
    "活动类型": "送教下乡",
    "活动名称": "数学同课异构",
    "开始日期": date(2025, 9, 18),
    "结束日期": None,
    "地点": "兴华学校",
    "主办人": "赵老师",
    "参加的结对学校": None,
    "帮建方人数": 6,
    "结对方人数": "18人",
    "内容": "两校各上一节课",
    "成效": None,
}
TEACHER: dict[str, Any] = {
    "学校": "兴华学校",
    "姓名": "陈静",
    "学科": "数学",
    "导师": "李明",
    "确定日期": date(2025, 9, 10),
    "培养日期": date(2025, 10, 8),
    "认定日期": None,
    "认定文号": None,
}
MEMBER: dict[str, Any] = {
    "机构": "兴华学校",
    "姓名": "周燕",
    "申请日期": date(2023, 3, 1),
    "积极分子日期": date(2023, 10, 12),
    "发展对象日期": date(2024, 11, 5),
    "预备党员日期": None,
    "转正日期": None,
    "培养联系人": "张静、王磊",
    "入党介绍人": None,
}


def sheet(layout: SheetLayout, usual: dict[str, Any], rows: Sequence[dict[str, Any]]) -> bytes:
    cells = [[{**usual, **row}[heading] for heading in layout.headings] for row in rows]
    return workbook_of({layout.name: [layout.headings, *cells]})


def activities(*rows: dict[str, Any], known: KnownActivities = KNOWN) -> RegisterPlan:
    return plan_activities(read_workbook(sheet(ACTIVITIES, ACTIVITY, rows)), known, today=TODAY)


def teachers(*rows: dict[str, Any], known: Sequence[KnownTeacher] = ()) -> RegisterPlan:
    return plan_teachers(read_workbook(sheet(TEACHERS, TEACHER, rows)), ROSTER, known, today=TODAY)


def no_interval(days: Sequence[date | None]) -> list[tuple[int, str, str]]:
    return []


def a_year_as_activist(days: Sequence[date | None]) -> list[tuple[int, str, str]]:
    activist, target = days[1], days[2]
    early = activist is not None and target is not None and (target - activist).days < 365
    return [(2, "too_early", "培养满一年")] if early else []


def members(*rows: dict[str, Any], known: Sequence[KnownMember] = (), check: Any = no_interval) -> RegisterPlan:
    return plan_members(read_workbook(sheet(MEMBERS, MEMBER, rows)), ROSTER, known, check, today=TODAY)


def cell_errors(plan: RegisterPlan, layout: SheetLayout) -> list[tuple[str, str]]:
    headings = dict(zip("ABCDEFGHIJKLMN", layout.headings, strict=False))
    return [(headings[(error.cell or "")[0]], error.code) for row in plan.rows for error in row.errors]


# Activities


def test_given_a_row_then_it_is_an_activity_of_the_lead_school_that_lasted_a_day() -> None:
    (row,) = activities({}).records
    assert (row.status, row.title) == ("create", "数学同课异构 2025-09-18")
    values = row.values
    assert (values.community_id, values.organiser_id, values.kind_id) == (TERM.id, LEAD.id, LESSON.id)
    assert (values.starts_on, values.ends_on) == (date(2025, 9, 18), date(2025, 9, 18))
    assert (values.lead_participants, values.supported_participants, values.outcome) == (6, 18, "")
    shown = {change.heading: change.after for change in row.changes}
    assert (shown["板块"], shown["活动类型"], shown["结对方人数"]) == ("帮教", "送教下乡", "18")


@pytest.mark.parametrize(
    ("written", "days", "took_part"),
    [
        (None, {}, []),
        ("兴华学校", {}, [STAYS]),
        (" 雏鹰学校、 兴华学校 ", {}, [LEFT, STAYS]),
        ("梦圆学校；雏鹰学校", {"结束日期": date(2025, 9, 19)}, [JOINED, LEFT]),
        ("雏鹰学校", {"开始日期": date(2026, 3, 1)}, [AGAIN]),
    ],
)
def test_given_supported_schools_then_they_are_those_of_the_activity_s_days(
    written: str | None, days: dict[str, date], took_part: list[KnownMembership]
) -> None:
    (row,) = activities({"参加的结对学校": written, **days}).records
    assert row.values.supported_school_ids == tuple(school.school_id for school in took_part)
    shown = {change.heading: change.after for change in row.changes}
    assert shown.get("参加的结对学校", "") == "、".join(school.name for school in took_part)


def test_given_a_school_with_a_comma_in_its_name_then_it_is_one_school() -> None:
    school = KnownMembership(identity(62), "兴华、雏鹰联合学校", date(2025, 9, 1), None)
    term = KnownTerm(identity(40), "桥山中学帮扶共同体", LEAD.id, date(2025, 9, 1), None, (school,))
    (row,) = activities({"参加的结对学校": school.name}, known=KnownActivities([term], [LESSON])).records
    assert row.values.supported_school_ids == (school.school_id,)


def test_given_the_same_activity_again_then_it_is_left_alone_whatever_was_corrected_since() -> None:
    held = frozenset({(TERM.id, date(2025, 9, 18), "数学同课异构")})
    again = activities({"内容": "别的内容"}, known=KnownActivities([TERM], [LESSON, STUDY], held))
    assert counts(again.rows) == {"create": 0, "update": 0, "unchanged": 1, "error": 0}


@pytest.mark.parametrize(
    ("changed", "heading", "code"),
    [
        ({"帮扶共同体": "没有的共同体"}, "帮扶共同体", "unknown_community"),
        ({"板块": "帮贫"}, "板块", "unknown_value"),
        ({"活动类型": "思想共建"}, "活动类型", "unknown_kind"),
        ({"活动名称": None}, "活动名称", "required"),
        ({"活动名称": " 课 "}, "活动名称", "too_short"),
        ({"内容": None}, "内容", "required"),
        ({"结束日期": date(2025, 9, 17)}, "结束日期", "ends_before_start"),
        ({"开始日期": date(2026, 10, 16)}, "开始日期", "in_future"),
        ({"开始日期": date(2026, 10, 15), "结束日期": date(2026, 10, 16)}, "结束日期", "in_future"),
        ({"开始日期": date(2025, 8, 31)}, "开始日期", "before_term"),
        ({"参加的结对学校": "兴华学校、丰阳学校"}, "参加的结对学校", "not_a_member"),
        ({"参加的结对学校": "兴华学校，兴华 学校"}, "参加的结对学校", "duplicate_name"),
        ({"参加的结对学校": "梦圆学校"}, "参加的结对学校", "not_a_member_then"),
        ({"参加的结对学校": "雏鹰学校", "开始日期": date(2025, 9, 19)}, "参加的结对学校", "not_a_member_then"),
        ({"帮建方人数": -1}, "帮建方人数", "impossible_count"),
    ],
)
def test_given_a_wrong_activity_then_the_cell_is_named(changed: dict[str, Any], heading: str, code: str) -> None:
    assert cell_errors(activities(changed), ACTIVITIES) == [(heading, code)]


def test_given_a_community_that_ended_then_its_activities_lie_within_its_days() -> None:
    ended = KnownTerm(TERM.id, TERM.name, LEAD.id, date(2025, 9, 1), date(2025, 12, 31))
    known = KnownActivities([ended], [LESSON])
    assert activities({"开始日期": date(2025, 12, 31)}, known=known).records[0].status == "create"
    assert cell_errors(activities({"开始日期": date(2026, 1, 1)}, known=known), ACTIVITIES) == [
        ("开始日期", "after_term")
    ]


def test_given_one_activity_twice_in_the_workbook_then_the_second_names_the_first() -> None:
    plan = activities({}, {})
    assert [row.status for row in plan.records] == ["create", "error"]
    assert "第 2 行" in plan.records[1].errors[0].message


# Backbone teachers


def known_teacher(**changed: Any) -> KnownTeacher:
    usual: dict[str, Any] = {
        "id": identity(60),
        "version": 4,
        "school_id": SCHOOL.id,
        "name": "陈静",
        "subject": "语文",
        "mentor_name": None,
        "selected_on": date(2025, 9, 10),
        "training_on": None,
        "recognised_on": None,
        "recognition_document": None,
        "ended_on": None,
    }
    return KnownTeacher(**{**usual, **changed})


def test_given_a_new_teacher_then_the_row_creates_one() -> None:
    (row,) = teachers({}).records
    assert (row.status, row.title, row.values.id) == ("create", "兴华学校 陈静", None)
    assert (row.values.training_on, row.values.recognised_on) == (date(2025, 10, 8), None)


def test_given_a_known_teacher_then_only_what_differs_is_shown_and_an_empty_cell_leaves_what_is_there() -> None:
    (row,) = teachers({"学科": None, "导师": "李明"}, known=[known_teacher()]).records
    assert (row.status, row.values.version, row.values.subject) == ("update", 4, "语文")
    assert [(change.heading, change.before, change.after) for change in row.changes] == [
        ("培养日期", "（空）", "2025-10-08"),
        ("导师", "（空）", "李明"),
    ]


def test_given_nothing_new_then_the_teacher_is_unchanged() -> None:
    known = known_teacher(subject="数学", mentor_name="李明", training_on=date(2025, 10, 8))
    assert teachers({}, known=[known]).records[0].status == "unchanged"


@pytest.mark.parametrize(
    ("changed", "heading", "code"),
    [
        ({"学校": "桥山中学"}, "学校", "not_private"),
        ({"学校": "没有的学校"}, "学校", "unknown_organisation"),
        ({"姓名": None}, "姓名", "required"),
        ({"培养日期": date(2025, 9, 9)}, "培养日期", "out_of_order"),
        ({"培养日期": None, "认定日期": date(2026, 6, 1)}, "认定日期", "stage_missing"),
        ({"认定日期": date(2026, 12, 1)}, "认定日期", "in_future"),
    ],
)
def test_given_a_wrong_teacher_then_the_cell_is_named(changed: dict[str, Any], heading: str, code: str) -> None:
    assert cell_errors(teachers(changed), TEACHERS) == [(heading, code)]


def test_given_a_teacher_whose_training_ended_or_two_of_one_name_then_the_page_decides() -> None:
    ended = known_teacher(ended_on=date(2026, 3, 1))
    assert cell_errors(teachers({}, known=[ended]), TEACHERS) == [("姓名", "ended")]
    two = [known_teacher(), known_teacher(id=identity(61))]
    assert cell_errors(teachers({}, known=two), TEACHERS) == [("姓名", "ambiguous_person")]
    assert cell_errors(teachers({}, {}), TEACHERS) == [("姓名", "duplicate_name")]


def test_given_a_date_that_does_not_fit_what_the_register_has_then_the_cell_is_named() -> None:
    known = known_teacher(training_on=date(2025, 10, 8), recognised_on=date(2026, 6, 20))
    assert cell_errors(teachers({"培养日期": date(2026, 7, 1)}, known=[known]), TEACHERS) == [
        ("认定日期", "out_of_order")
    ]


# Member developments


def known_member(**changed: Any) -> KnownMember:
    usual: dict[str, Any] = {
        "id": identity(70),
        "version": 2,
        "institution_id": SCHOOL.id,
        "name": "周燕",
        "applied_on": date(2023, 3, 1),
        "activist_on": date(2023, 10, 12),
        "target_on": None,
        "probationary_on": None,
        "full_on": None,
        "contacts": "",
        "introducers": "",
        "ended_on": None,
    }
    return KnownMember(**{**usual, **changed})


def test_given_somebody_under_way_then_the_row_creates_a_development_as_far_as_it_has_come() -> None:
    (row,) = members({}).records
    assert (row.status, row.title) == ("create", "兴华学校 周燕")
    assert (row.values.target_on, row.values.probationary_on) == (date(2024, 11, 5), None)


def test_given_a_known_development_then_the_next_stage_updates_it() -> None:
    (row,) = members({}, known=[known_member()]).records
    assert (row.status, row.values.version) == ("update", 2)
    assert [change.heading for change in row.changes] == ["发展对象日期", "培养联系人"]


def test_given_an_interval_that_is_too_short_then_the_rule_of_its_owner_decides() -> None:
    plan = members({"发展对象日期": date(2024, 5, 5)}, check=a_year_as_activist)
    assert cell_errors(plan, MEMBERS) == [("发展对象日期", "too_early")]
    assert members({}, check=a_year_as_activist).records[0].status == "create"


@pytest.mark.parametrize(
    ("changed", "heading", "code"),
    [
        ({"机构": "桥山中学"}, "机构", "not_private"),
        ({"申请日期": None}, "申请日期", "required"),
        ({"积极分子日期": None}, "发展对象日期", "stage_missing"),
        ({"积极分子日期": date(2023, 2, 28)}, "积极分子日期", "out_of_order"),
        ({"预备党员日期": date(2025, 11, 6)}, "入党介绍人", "required"),
        ({"预备党员日期": date(2026, 11, 6)}, "预备党员日期", "in_future"),
    ],
)
def test_given_a_wrong_development_then_the_cell_is_named(changed: dict[str, Any], heading: str, code: str) -> None:
    assert cell_errors(members(changed), MEMBERS) == [(heading, code)]
