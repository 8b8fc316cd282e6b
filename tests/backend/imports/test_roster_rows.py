"""The sheets 机构, 党组织 and 指导员: each row judged, each error at its cell."""

from datetime import date
from typing import Any

import pytest

from handinhand.exchange.imports.plan import PlannedRow, Reference
from handinhand.exchange.imports.roster_known import KnownPerson, KnownRoster
from handinhand.exchange.imports.roster_values import InstitutionValues
from tests.backend.imports.workbooks import (
    BUREAU,
    EMPTY_BUREAU,
    GOOD,
    TODAY,
    errors,
    headings,
    identity,
    only_error,
    organisation,
    plan,
    roster,
)

COLUMNS = {heading: chr(ord("A") + number) for number, heading in enumerate(headings("机构"))}


def institution(**cells: Any) -> list[Any]:
    """A private kindergarten with nothing but what it needs, and these cells."""
    row = {"名称": "新苗幼儿园", "类别": "幼儿园", "办学性质": "民办", **cells}
    return [row.get(heading) for heading in headings("机构")]


def with_institution(known: KnownRoster = EMPTY_BUREAU, **cells: Any) -> PlannedRow[InstitutionValues]:
    return plan(roster(机构=[*GOOD["机构"], institution(**cells)]), known).institutions[-1]


def cell_errors(**cells: Any) -> list[tuple[str, str]]:
    """The headings of the wrong cells, with the codes."""
    found = with_institution(**cells)
    by_address = {f"{letter}5": heading for heading, letter in COLUMNS.items()}
    return [(by_address[error.cell or ""], error.code) for error in found.errors]


def test_given_the_good_roster_and_an_empty_bureau_then_everything_is_created() -> None:
    found = plan(roster())
    assert {row.status for row in found.rows} == {"create"}
    assert [len(part) for part in (found.sections, found.institutions, found.dispatches)] == [3, 3, 2]


def test_given_a_created_row_then_its_values_are_shown_as_they_were_read() -> None:
    star = ("小星星幼儿园", "幼儿园", "民办", None, "东经109.590°", "34.960", "wgs84", "２人", None, None, "2025.3.4")
    found = plan(roster(机构=[*GOOD["机构"][:2], star], 派驻=[("小星星幼儿园", "李军", 45901, "演示〔2025〕1号")]))
    shown = {(row.sheet, row.title): [(c.heading, c.before, c.after) for c in row.changes] for row in found.rows}
    assert shown["机构", "小星星幼儿园"] == [
        ("名称", None, "小星星幼儿园"),
        ("类别", None, "幼儿园"),
        ("办学性质", None, "民办"),
        ("经度", None, "109.59"),
        ("纬度", None, "34.96"),
        ("坐标系", None, "WGS-84"),
        ("正式党员数", None, "2"),
        ("加入日期", None, "2025-03-04"),
    ]
    assert shown["派驻", "小星星幼儿园 ← 李军"] == [
        ("机构", None, "小星星幼儿园"),
        ("指导员", None, "李军（139****0002）"),
        ("开始日期", None, "2025-09-01"),
        ("文号", None, "演示〔2025〕1号"),
    ]
    assert shown["指导员", "王芳（139****0001）"] == [
        ("姓名", None, "王芳"),
        ("手机", None, "139****0001"),
        ("派出单位", None, "桥山中学"),
    ]


def test_given_any_good_row_then_every_filled_cell_of_it_is_shown() -> None:
    found = plan(roster())
    for row in found.rows[len(found.sections) :]:
        filled = [
            h for h, cell in zip(headings(row.sheet), GOOD[row.sheet][row.row - 2], strict=True) if cell is not None
        ]
        assert set(filled) <= {change.heading for change in row.changes}, row


def test_given_a_section_named_for_the_first_time_then_the_preview_shows_it_once_as_a_row_of_its_own() -> None:
    found = plan(roster(机构=[*GOOD["机构"], institution(归口股室="学前教育股 ")]))
    assert [(row.sheet, row.row, row.title) for row in found.sections] == [
        ("机构", 2, "股室：基础教育股"),
        ("机构", 3, "股室：民办教育股"),
        ("机构", 4, "股室：学前教育股"),
    ]
    assert "新建" in found.sections[0].notes[0]
    assert found.institutions[-1].values is not None
    assert found.institutions[-1].values.section == Reference("学前教育股", None)


def test_given_a_section_that_is_new_in_the_workbook_then_it_can_also_send_instructors() -> None:
    found = plan(roster(指导员=[GOOD["指导员"][0], ("李军", 13900000002, "民办教育股")]))
    assert errors(found) == []
    assert found.instructors[1].values is not None
    assert found.instructors[1].values.sending_unit == Reference("民办教育股", None)


def test_given_a_known_section_then_it_is_used_and_not_created() -> None:
    section = organisation("学前教育股", "section", None)
    found = plan(roster(), KnownRoster(organisations=[BUREAU, section]))
    assert [row.title for row in found.sections] == ["股室：基础教育股", "股室：民办教育股"]
    assert found.institutions[2].values is not None
    assert found.institutions[2].values.section == Reference("学前教育股", section.id)


def test_given_a_school_in_place_of_a_section_then_it_is_refused() -> None:
    assert cell_errors(归口股室="桥山中学") == [("归口股室", "not_a_section")]


@pytest.mark.parametrize("heading", ["名称", "类别", "办学性质"])
def test_given_a_needed_cell_left_empty_then_it_is_named(heading: str) -> None:
    assert cell_errors(**{heading: None}) == [(heading, "required")]


@pytest.mark.parametrize(
    ("heading", "value", "hint"),
    [("类别", "幼稚园", "幼儿园"), ("办学性质", "私立", "公办、民办"), ("类别", "培训", "培训机构")],
)
def test_given_an_unknown_value_then_the_message_gives_the_possible_ones(heading: str, value: str, hint: str) -> None:
    found = with_institution(**{heading: value})
    assert [error.code for error in found.errors] == ["unknown_value"]
    assert hint in found.errors[0].message


def test_given_several_wrong_cells_in_a_row_then_each_is_named() -> None:
    assert cell_errors(类别="x", 正式党员数=-1, 预备党员数="二", 加入日期="2025-2-30") == [
        ("类别", "unknown_value"),
        ("正式党员数", "impossible_count"),
        ("预备党员数", "not_a_number"),
        ("加入日期", "impossible_date"),
    ]


@pytest.mark.parametrize("datum", ["GCJ-02", "gcj02", "ＧＣＪ－０２", "GCJ 02"])
def test_given_a_position_then_it_is_kept_with_its_coordinate_system(datum: str) -> None:
    values = with_institution(经度="109.58", 纬度=34.95, 坐标系=datum).values
    assert values is not None
    assert (values.longitude, values.latitude, values.datum) == (109.58, 34.95, "gcj02")


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"经度": 34.95, "纬度": 109.58, "坐标系": "GCJ-02"}, [("经度", "position_swapped")]),
        ({"经度": 109.58, "坐标系": "GCJ-02"}, [("纬度", "position_incomplete")]),
        ({"纬度": 34.95, "坐标系": "GCJ-02"}, [("经度", "position_incomplete")]),
        ({"经度": 109.58, "纬度": 34.95}, [("坐标系", "datum_missing")]),
        ({"经度": 109.58, "纬度": 34.95, "坐标系": "北京54"}, [("坐标系", "unknown_value")]),
        ({"经度": 209.58, "纬度": 34.95, "坐标系": "GCJ-02"}, [("经度", "impossible_position")]),
        (
            {"经度": 0, "纬度": 0, "坐标系": "GCJ-02"},
            [("经度", "impossible_position"), ("纬度", "impossible_position")],
        ),
        ({"经度": "东经109度", "纬度": 34.95, "坐标系": "GCJ-02"}, [("经度", "not_a_number")]),
    ],
)
def test_given_an_impossible_position_then_its_cells_are_named(
    cells: dict[str, Any], wrong: list[tuple[str, str]]
) -> None:
    assert cell_errors(**cells) == wrong


def test_given_a_coordinate_system_filled_down_without_coordinates_then_nothing_is_wrong() -> None:
    assert with_institution(坐标系="GCJ-02").status == "create"


def test_given_a_name_twice_then_the_later_row_names_the_earlier() -> None:
    found = plan(roster(机构=[*GOOD["机构"], institution(名称="小星星 幼儿园")]))
    row, error = only_error(found)
    assert (row.row, error.cell, error.code) == (5, "A5", "duplicate_name")
    assert "第 4 行" in error.message


def test_given_a_row_in_error_then_rows_that_name_it_are_not_in_error_as_well() -> None:
    wrong = [*GOOD["机构"][0][:4], 999, 34.95, "GCJ-02", 20, 2, None, None]
    assert errors(plan(roster(机构=[wrong, *GOOD["机构"][1:]]))) == [("机构", "E2", "impossible_position")]


def test_given_no_joining_date_then_the_earliest_dispatch_is_taken_and_the_preview_says_so() -> None:
    found = plan(roster())
    assert [row.values and row.values.joined_on for row in found.institutions] == [
        None,  # public
        date(2025, 9, 1),
        date(2025, 10, 1),
    ]
    assert "最早的派驻" in found.institutions[1].notes[0]


def test_given_neither_joining_date_nor_dispatch_then_the_import_is_the_joining() -> None:
    values = with_institution().values
    assert values is not None
    assert values.joined_on == TODAY


def test_given_the_name_of_the_bureau_among_the_institutions_then_it_is_refused() -> None:
    assert cell_errors(名称="蒲城县教育局") == [("名称", "not_an_institution")]


def test_given_a_closed_institution_then_its_row_is_refused_with_the_day() -> None:
    closed = organisation("新苗幼儿园", "kindergarten", closed_on=date(2026, 3, 1))
    found = with_institution(KnownRoster(organisations=[BUREAU, closed]))
    assert [error.code for error in found.errors] == ["organisation_closed"]
    assert "2026-03-01" in found.errors[0].message


# Party organisations


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        (("桥山中学支部", "支部", "桥山中学"), ("B3", "unknown_value")),
        (("兴华学校党支部", "党支部", "新华学校"), ("C3", "unknown_organisation")),
        (("桥山中学党支部", "党支部", "桥山中学"), ("A3", "duplicate_name")),
        ((None, "党支部", "桥山中学"), ("A3", "required")),
    ],
)
def test_given_a_wrong_party_organisation_then_its_cell_is_named(
    cells: tuple[Any, ...], wrong: tuple[str, str]
) -> None:
    assert errors(plan(roster(党组织=[*GOOD["党组织"], cells]))) == [("党组织", *wrong)]


def test_given_the_bureaus_own_committee_then_it_belongs_to_the_bureau() -> None:
    found = plan(roster(党组织=[*GOOD["党组织"], ("中共蒲城县教育局委员会", "党委", "蒲城县教育局")]))
    values = found.party_organisations[-1].values
    assert values is not None
    assert (values.kind, values.organisation.id) == ("party_committee", BUREAU.id)


def test_given_a_bureau_that_bears_a_remark_then_the_roster_may_name_it_without() -> None:
    bureau = organisation("蒲城县教育局（演示）", "bureau", None)
    values = plan(roster(), KnownRoster(organisations=[bureau])).instructors[1].values
    assert values is not None
    assert values.sending_unit == Reference("蒲城县教育局（演示）", bureau.id)


# Instructors


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        (("赵敏", "139123", "桥山中学"), ("B4", "impossible_mobile")),
        (("赵敏", None, "桥山中学"), ("B4", "required")),
        (("赵敏", 13900000003, None), ("C4", "required")),
        (("赵敏", 13900000003, "桥上中学"), ("C4", "unknown_organisation")),
        (("赵敏", 13900000001, "桥山中学"), ("B4", "mobile_taken")),
        (("王芳", 13900000001, "兴华学校"), ("A4", "duplicate_name")),
        (("王 芳", 13900000003, "桥山中学"), ("B4", "mobile_differs")),
    ],
)
def test_given_a_wrong_instructor_then_the_cell_is_named(cells: tuple[Any, ...], wrong: tuple[str, str]) -> None:
    assert errors(plan(roster(指导员=[*GOOD["指导员"], cells]))) == [("指导员", *wrong)]


def test_given_a_misspelt_unit_then_the_nearest_name_is_offered() -> None:
    _, error = only_error(plan(roster(指导员=[*GOOD["指导员"], ("赵敏", 13900000003, "桥上中学")])))
    assert "是不是“桥山中学”？" in error.message


def test_given_two_of_one_name_at_two_units_then_both_are_created() -> None:
    found = plan(roster(指导员=[*GOOD["指导员"], ("李军", 13900000009, "兴华学校")]), EMPTY_BUREAU)
    assert errors(found) == [("派驻", "B3", "ambiguous_instructor")]
    assert [row.status for row in found.instructors] == ["create"] * 3


@pytest.mark.parametrize("written", ["李军 13900000009", "李军（13900000009）", "李军13900000009"])
def test_given_two_of_one_name_and_a_mobile_behind_the_name_then_that_one_is_meant(written: str) -> None:
    dispatches = [GOOD["派驻"][0], ("小星星幼儿园", written, date(2025, 10, 1), None)]
    found = plan(roster(指导员=[*GOOD["指导员"], ("李军", 13900000009, "兴华学校")], 派驻=dispatches))
    values = found.dispatches[1].values
    assert values is not None
    assert values.instructor.mobile == "13900000009"


def test_given_a_mobile_behind_the_name_that_nobody_has_then_the_number_is_doubted_and_not_the_name() -> None:
    _, error = only_error(plan(roster(派驻=[("小星星幼儿园", "李军 13900000008", date(2025, 10, 1), None)])))
    assert (error.cell, error.code) == ("B2", "unknown_instructor")
    assert "手机号不是 139****0008" in error.message
    assert "是不是" not in error.message


@pytest.mark.parametrize("written", ["王芳、赵敏", "王芳/赵敏", "王芳，赵敏"])
def test_given_several_people_in_one_cell_then_they_are_not_made_one_person(written: str) -> None:
    found = plan(roster(指导员=[*GOOD["指导员"], (written, 13900000008, "桥山中学")]))
    assert errors(found) == [("指导员", "A4", "several_names")]


def test_given_several_sections_in_one_cell_then_they_are_not_made_one_section() -> None:
    schools = [("兴华学校", "学校", "民办", *[None] * 6, "民办教育股、学前教育股", None), *GOOD["机构"]]
    found = plan(roster(机构=[schools[0], schools[1], schools[3]]))
    assert errors(found) == [("机构", "J2", "several_sections")]


def test_given_a_known_section_whose_name_has_such_a_sign_then_it_is_that_section() -> None:
    section = organisation("职成教/民办教育股", "section", None)
    schools = [GOOD["机构"][0], ("兴华学校", "学校", "民办", *[None] * 6, section.name, None), GOOD["机构"][2]]
    assert errors(plan(roster(机构=schools), KnownRoster(organisations=[BUREAU, section]))) == []


def test_given_a_very_long_unknown_name_then_the_message_does_not_repeat_all_of_it() -> None:
    _, error = only_error(plan(roster(派驻=[("长" * 90, "王芳", date(2025, 9, 1), None)])))
    assert "长" * 30 + "…”" in error.message
    assert "长" * 31 not in error.message


def test_given_a_preview_then_no_mobile_stands_in_it_whole() -> None:
    found = plan(roster(指导员=[*GOOD["指导员"], ("赵敏", 13900000001, "桥山中学")]))
    shown = [(row.title, row.notes, row.changes, row.errors) for row in found.rows]
    assert "13900000001" not in repr(shown)
    assert "139****0001" in repr(shown)


def test_given_a_known_person_of_the_same_name_and_unit_with_another_mobile_then_a_person_decides() -> None:
    school = organisation("桥山中学", ownership="public")
    wang = KnownPerson(identity(1), "王芳", "13911110000", school.id)
    row, error = only_error(plan(roster(), KnownRoster(organisations=[BUREAU, school], people=[wang])))
    assert (row.sheet, error.cell, error.code) == ("指导员", "B2", "mobile_differs")
    assert "139****0000" in error.message


def test_given_a_known_person_of_the_same_name_elsewhere_then_a_new_one_is_made_and_the_preview_says_so() -> None:
    wang = KnownPerson(identity(1), "王芳", "13911110000", BUREAU.id)
    found = plan(roster(), KnownRoster(organisations=[BUREAU], people=[wang]))
    assert found.instructors[0].status == "create"
    assert "同名" in found.instructors[0].notes[0]


def test_given_a_mobile_registered_for_somebody_else_then_it_is_refused() -> None:
    someone = KnownPerson(identity(1), "赵敏", "13900000001", BUREAU.id)
    _, error = only_error(plan(roster(), KnownRoster(organisations=[BUREAU], people=[someone])))
    assert (error.cell, error.code) == ("B2", "mobile_taken")


def test_given_a_known_person_without_a_mobile_at_that_unit_then_the_mobile_is_added() -> None:
    school = organisation("桥山中学", ownership="public")
    wang = KnownPerson(identity(1), "王芳", None, school.id)
    found = plan(roster(), KnownRoster(organisations=[BUREAU, school], people=[wang])).instructors[0]
    assert (found.status, found.values and found.values.id) == ("update", wang.id)
    assert [(change.heading, change.before, change.after) for change in found.changes] == [
        ("手机", "（空）", "139****0001")
    ]
