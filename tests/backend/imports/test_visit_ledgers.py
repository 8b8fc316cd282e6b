"""Last year's paper ledgers: each row a visit, identified by institution, instructor and start."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handinhand.exchange.imports.plan import counts
from handinhand.exchange.imports.roster_known import KnownDispatch, KnownPerson, KnownRoster
from handinhand.exchange.imports.visits_layout import VISITS
from handinhand.exchange.imports.visits_rules import KnownVisit, VisitsPlan, plan_visits
from handinhand.exchange.imports.workbook import read_workbook
from tests.backend.imports.workbooks import BUREAU, identity, organisation, workbook_of

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 10, 15, 2, 0, tzinfo=UTC)
STAR = organisation("小星星幼儿园", "kindergarten")
CLOSED = organisation("旧苗幼儿园", "kindergarten", closed_on=date(2025, 12, 31))
LEAD = organisation("桥山中学", ownership="public")
WANG = KnownPerson(identity(20), "王芳", "13900000001", LEAD.id)
KNOWN = KnownRoster(
    organisations=[BUREAU, STAR, CLOSED, LEAD],
    people=[WANG],
    dispatches=[KnownDispatch(identity(30), STAR.id, WANG.id, date(2025, 9, 1), date(2025, 9, 30))],
)
ROW: dict[str, Any] = {
    "机构": "小星星幼儿园",
    "指导员": "王芳",
    "日期": date(2025, 9, 10),
    "开始时间": "9:30",
    "结束时间": time(11, 0),
    "方式": "入校",
    "工作内容": "宣讲政策法规、听取意见建议",
    "接触人员": "园长",
    "发现情况": "制度已上墙",
    "意见建议": "补齐记录",
    "备注": "雨天",
}


def ledger(*rows: dict[str, Any], known_visits: Sequence[KnownVisit] = ()) -> VisitsPlan:
    cells = [[{**ROW, **row}[heading] for heading in VISITS.headings] for row in rows]
    data = workbook_of({"入校指导": [VISITS.headings, *cells]})
    return plan_visits(read_workbook(data), KNOWN, known_visits, now=NOW, zone=ZONE)


def cell_errors(plan: VisitsPlan) -> list[tuple[str, str]]:
    headings = dict(zip("ABCDEFGHIJK", VISITS.headings, strict=True))
    return [(headings[(error.cell or "")[0]], error.code) for row in plan.rows for error in row.errors]


def test_given_a_ledger_row_then_it_is_a_visit_with_its_instants_in_the_bureaus_zone() -> None:
    (row,) = ledger({}).visits
    assert (row.status, row.title, row.notes) == ("create", "小星星幼儿园 2025-09-10 王芳", ())
    assert row.values is not None
    assert row.values.started_at.astimezone(UTC) == datetime(2025, 9, 10, 1, 30, tzinfo=UTC)
    assert row.values.ended_at == datetime(2025, 9, 10, 11, 0, tzinfo=ZONE)
    assert (row.values.mode, row.values.duties) == ("on_site", ("policy", "opinions"))
    assert (row.values.persons_met, row.values.advice) == ("园长", "补齐记录")
    assert row.values.findings == "制度已上墙\n备注：雨天"


def test_given_a_ledger_row_then_its_values_are_shown_as_they_were_read() -> None:
    (row,) = ledger(
        {"日期": "2025.9.30", "开始时间": "23时50分", "结束时间": "次日 00:30", "发现情况": "长" * 900}
    ).visits
    shown = {change.heading: change.after for change in row.changes}
    assert (shown["日期"], shown["开始时间"], shown["结束时间"]) == ("2025-09-30", "23:50", "次日00:30")
    assert (shown["机构"], shown["方式"]) == ("小星星幼儿园", "入校")
    assert shown["发现情况"] == "长" * 200 + "…"


def test_given_the_same_ledger_again_then_its_visits_are_left_alone_whatever_was_corrected_since() -> None:
    start = datetime(2025, 9, 10, 1, 30, tzinfo=UTC)
    again = ledger({"发现情况": "别的内容"}, known_visits=[(STAR.id, WANG.id, start)])
    assert counts(again.rows) == {"create": 0, "update": 0, "unchanged": 1, "error": 0}
    assert again.visits[0].notes == ("系统里已有这次入校指导，不会改动",)


def test_given_two_visits_on_one_day_then_their_starts_tell_them_apart() -> None:
    assert counts(ledger({}, {"开始时间": "14:30", "结束时间": None}).rows)["create"] == 2
    twice = ledger({}, {})
    assert cell_errors(twice) == [("日期", "duplicate_visit")]
    assert twice.visits[1].status == "error"


def test_given_no_start_then_the_day_alone_counts_and_the_preview_says_so() -> None:
    (row,) = ledger({"开始时间": None, "结束时间": None}).visits
    assert row.values is not None
    assert row.values.started_at == datetime(2025, 9, 10, tzinfo=ZONE)
    assert "00:00" in row.notes[0]


def test_given_a_visit_over_midnight_then_it_belongs_to_the_start_date() -> None:
    (row,) = ledger({"日期": "2025-9-30", "开始时间": "23:50", "结束时间": "次日 00:30"}).visits
    assert row.values is not None
    assert row.values.ended_at == datetime(2025, 10, 1, 0, 30, tzinfo=ZONE)


def test_given_no_dispatch_on_that_day_then_the_preview_says_that_it_will_not_count() -> None:
    assert "不算作当月任务" in ledger({"日期": "2025-10-01"}).visits[0].notes[0]
    assert ledger({"日期": "2025-09-30"}).visits[0].notes == ()


def test_given_an_institution_closed_since_then_its_earlier_visits_can_still_be_entered() -> None:
    assert ledger({"机构": "旧苗幼儿园", "日期": "2025-12-31"}).visits[0].status == "create"
    assert cell_errors(ledger({"机构": "旧苗幼儿园", "日期": "2026-01-01"})) == [("机构", "organisation_closed")]


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"机构": "小星幼儿园"}, [("机构", "unknown_organisation")]),
        ({"机构": "桥山中学"}, [("机构", "not_private")]),
        ({"指导员": "王方"}, [("指导员", "unknown_instructor")]),
        ({"日期": "2025-9-31"}, [("日期", "impossible_date")]),
        ({"日期": "2026-10-16"}, [("日期", "in_future")]),
        ({"日期": "2026-10-15", "开始时间": "11:00", "结束时间": None}, [("开始时间", "in_future")]),
        ({"日期": "2026-10-15"}, [("结束时间", "in_future")]),
        ({"开始时间": "九点半"}, [("开始时间", "not_a_time")]),
        ({"结束时间": "8:00"}, [("结束时间", "ends_before_start")]),
        ({"结束时间": "次日10:00"}, [("结束时间", "too_long")]),
        ({"方式": "电话"}, [("方式", "unknown_value")]),
        ({"方式": None}, [("方式", "required")]),
        ({"工作内容": "宣讲政策法规、开会"}, [("工作内容", "unknown_value")]),
        ({"工作内容": None}, [("工作内容", "required")]),
        ({"发现情况": "长" * 5001}, [("发现情况", "too_long")]),
    ],
)
def test_given_a_wrong_cell_then_it_is_named(cells: dict[str, Any], wrong: list[tuple[str, str]]) -> None:
    assert cell_errors(ledger(cells)) == wrong


def test_given_an_unknown_name_then_the_advice_does_not_send_to_a_sheet_that_is_not_there() -> None:
    (error,) = ledger({"机构": "小星幼儿园"}).visits[0].errors
    assert "先在名册里加上" in error.message
    assert "是不是“小星星幼儿园”" in error.message


def test_given_another_kind_of_workbook_then_the_missing_sheet_is_named() -> None:
    found = plan_visits(read_workbook(workbook_of({"机构": [["名称"]]})), KNOWN, [], now=NOW, zone=ZONE)
    assert [error.code for row in found.rows for error in row.errors] == ["missing_sheet"]
