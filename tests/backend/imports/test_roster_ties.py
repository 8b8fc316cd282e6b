"""The sheets 派驻, 挂靠 and 帮扶共同体: who may be tied to whom, and when."""

from datetime import date
from typing import Any

import pytest

from handinhand.exchange.imports.roster_known import (
    KnownAffiliation,
    KnownCommunity,
    KnownDispatch,
    KnownOrganisation,
    KnownPartyOrganisation,
    KnownPerson,
    KnownRoster,
)
from tests.backend.imports.workbooks import BUREAU, GOOD, errors, identity, only_error, organisation, plan, roster

AUTUMN = date(2025, 9, 1)
LEAD = organisation("桥山中学", ownership="public")
XINGHUA = organisation("兴华学校")
STAR = organisation("小星星幼儿园", "kindergarten")
HOST = KnownPartyOrganisation(identity(10), "桥山中学党支部", "branch", LEAD.id)
OTHER_HOST = KnownPartyOrganisation(identity(11), "城南学校党支部", "branch", LEAD.id)
WANG = KnownPerson(identity(20), "王芳", "13900000001", LEAD.id)
LI = KnownPerson(identity(21), "李军", "13900000002", BUREAU.id)
ZHAO = KnownPerson(identity(22), "赵敏", "13900000003", LEAD.id)


def known(**more: Any) -> KnownRoster:
    """A bureau that has the good roster's organisations and people."""
    everything: dict[str, Any] = {
        "organisations": [BUREAU, LEAD, XINGHUA, STAR],
        "party_organisations": [HOST, OTHER_HOST],
        "people": [WANG, LI, ZHAO],
    }
    return KnownRoster(**{**everything, **more})


def posted(
    starts_on: date, ends_on: date | None = None, person: KnownPerson = ZHAO, at: KnownOrganisation = XINGHUA
) -> KnownDispatch:
    return KnownDispatch(identity(30), at.id, person.id, starts_on, ends_on, "演示〔2025〕1号")


# Dispatches


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        (("桥山中学", "王芳", AUTUMN, None), ("A4", "not_private")),
        (("蒲城县教育局", "王芳", AUTUMN, None), ("A4", "not_an_institution")),
        (("无名幼儿园", "王芳", AUTUMN, None), ("A4", "unknown_organisation")),
        ((None, "王芳", AUTUMN, None), ("A4", "required")),
        (("小星星幼儿园", "王方", AUTUMN, None), ("B4", "unknown_instructor")),
        (("小星星幼儿园", "王芳 13999999999", AUTUMN, None), ("B4", "unknown_instructor")),
        (("小星星幼儿园", "王芳", "2025-13-01", None), ("C4", "impossible_date")),
        (("小星星幼儿园", "王芳", None, None), ("C4", "required")),
        (("小星星幼儿园", "王芳", AUTUMN, "长" * 61), ("D4", "too_long")),
    ],
)
def test_given_a_wrong_dispatch_then_its_cell_is_named(cells: tuple[Any, ...], wrong: tuple[str, str]) -> None:
    only_first = [GOOD["派驻"][0], ("兴华学校", "李军", AUTUMN, None)]
    assert errors(plan(roster(派驻=[*only_first, cells]))) == [("派驻", "A3", "dispatch_overlap"), ("派驻", *wrong)]


def test_given_an_institution_twice_then_the_second_row_names_the_first() -> None:
    row, error = only_error(plan(roster(派驻=[*GOOD["派驻"], ("兴华学校", "李军", date(2026, 3, 1), None)])))
    assert (row.row, error.cell, error.code) == (4, "A4", "dispatch_overlap")
    assert "第 2 行" in error.message


def test_given_another_instructor_in_post_then_the_row_is_refused_and_hand_over_is_named() -> None:
    row, error = only_error(plan(roster(), known(dispatches=[posted(date(2025, 3, 1))])))
    assert (row.sheet, row.row, error.cell, error.code) == ("派驻", 2, "A2", "dispatch_overlap")
    assert "“赵敏”" in error.message
    assert "交接" in error.message


@pytest.mark.parametrize(
    ("ends_on", "wrong"), [(date(2025, 8, 31), []), (AUTUMN, [("派驻", "C2", "dispatch_overlap")])]
)
def test_given_an_earlier_instructor_who_has_left_then_only_overlapping_days_are_refused(
    ends_on: date, wrong: list[Any]
) -> None:
    assert errors(plan(roster(), known(dispatches=[posted(date(2025, 3, 1), ends_on)]))) == wrong


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (("王芳", 13900000008, "桥山中学"), "mobile_differs"),
        (("王芳", "139", "桥山中学"), "impossible_mobile"),
        (("王小芳", 13900000001, "桥山中学"), "mobile_taken"),
    ],
)
def test_given_an_instructor_in_error_then_the_dispatches_of_that_person_are_not_in_error_as_well(
    cells: tuple[Any, ...], code: str
) -> None:
    wang = KnownPerson(identity(22), "王芳", "13900000001", LEAD.id)
    rows = [("兴华学校", cells[0], AUTUMN, "演示〔2025〕1号")]
    found = plan(
        roster(指导员=[cells, GOOD["指导员"][1]], 派驻=rows),
        known(people=[wang], dispatches=[posted(AUTUMN, person=wang)]),
    )
    assert errors(found) == [("指导员", "B2", code)]
    assert found.dispatches[0].status == "unchanged"


def test_given_the_same_dispatch_again_then_it_is_unchanged() -> None:
    found = plan(roster(), known(dispatches=[posted(AUTUMN, person=WANG)]))
    assert [row.status for row in found.dispatches] == ["unchanged", "create"]


def test_given_another_start_of_the_same_posting_then_it_is_an_update_that_shows_both() -> None:
    found = plan(roster(), known(dispatches=[posted(date(2025, 3, 1), person=WANG)])).dispatches[0]
    assert (found.status, found.values and found.values.id) == ("update", identity(30))
    assert [(c.heading, c.before, c.after) for c in found.changes] == [("开始日期", "2025-03-01", "2025-09-01")]


def test_given_an_old_roster_after_a_hand_over_then_what_has_ended_stays_ended() -> None:
    handed_over = [
        posted(AUTUMN, date(2026, 2, 28), person=WANG),
        KnownDispatch(identity(31), XINGHUA.id, ZHAO.id, date(2026, 3, 1)),
    ]
    found = plan(roster(), known(dispatches=handed_over)).dispatches[0]
    assert found.status == "unchanged"
    assert "2026-02-28" in found.notes[0]


def test_given_a_private_school_in_post_when_the_roster_calls_it_public_then_that_is_refused() -> None:
    public = [*GOOD["机构"][:1], ("兴华学校", "学校", "公办", *[None] * 8), GOOD["机构"][2]]
    found = plan(roster(机构=public, 派驻=[], 帮扶共同体=[]), known(dispatches=[posted(AUTUMN)]))
    assert errors(found) == [("机构", "C3", "has_dispatch")]


# Affiliations


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        (("桥山中学", "桥山中学党支部", AUTUMN, None), ("A3", "not_private")),
        (("兴华学校", "城南党支部", AUTUMN, None), ("B3", "unknown_party_organisation")),
        (("兴华学校", None, AUTUMN, None), ("B3", "required")),
        (("兴华学校", "兴华学校党支部", AUTUMN, None), ("B3", "own_host")),
        (("小星星幼儿园", "桥山中学党支部", AUTUMN, None), ("A3", "affiliated_twice")),
        (("兴华学校", "桥山中学党支部", "不详", None), ("C3", "not_a_date")),
    ],
)
def test_given_a_wrong_affiliation_then_its_cell_is_named(cells: tuple[Any, ...], wrong: tuple[str, str]) -> None:
    branches = [*GOOD["党组织"], ("兴华学校党支部", "党支部", "兴华学校")]
    assert errors(plan(roster(党组织=branches, 挂靠=[*GOOD["挂靠"], cells]))) == [("挂靠", *wrong)]


def test_given_another_host_already_then_the_row_is_refused() -> None:
    tie = KnownAffiliation(identity(40), STAR.id, OTHER_HOST.id, date(2025, 3, 1))
    _, error = only_error(plan(roster(), known(affiliations=[tie])))
    assert (error.cell, error.code) == ("A2", "affiliated_twice")
    assert "城南学校党支部" in error.message


def test_given_the_same_affiliation_again_then_it_is_unchanged() -> None:
    tie = KnownAffiliation(identity(40), STAR.id, HOST.id, AUTUMN)
    assert [row.status for row in plan(roster(), known(affiliations=[tie])).affiliations] == ["unchanged"]


def test_given_a_host_with_too_many_units_then_the_preview_warns_and_nothing_is_refused() -> None:
    found = plan(roster(挂靠=[*GOOD["挂靠"], ("兴华学校", "桥山中学党支部", AUTUMN, None)]), most_affiliated_units=1)
    assert errors(found) == []
    assert all("超过 1 家" in row.notes[0] for row in found.affiliations)


def test_given_three_full_members_then_the_preview_says_a_branch_is_possible() -> None:
    found = plan(roster(挂靠=[("兴华学校", "桥山中学党支部", AUTUMN, None)]))
    assert "可以单独建支部" in found.affiliations[0].notes[0]


def test_given_a_bureau_that_asks_for_more_members_then_the_preview_says_nothing_of_a_branch() -> None:
    found = plan(roster(挂靠=[("兴华学校", "桥山中学党支部", AUTUMN, None)]), known(own_branch_members=6))
    assert found.affiliations[0].notes == ()


# Communities


def community(
    lead: object = "桥山中学", supported: object = "兴华学校", name: object = "共同体", day: object = AUTUMN
) -> list[Any]:
    return [(name, lead, supported, day)]


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        (community(supported="桥山中学"), [("C2", "supports_itself")]),
        (community(supported="兴华学校、桥山中学"), [("C2", "supports_itself")]),
        (community(supported="兴华学校，兴华学校"), [("C2", "duplicate_name")]),
        (community(lead="兴华学校", supported="小星星幼儿园"), [("B2", "lead_not_public")]),
        (community(lead="蒲城县教育局"), [("B2", "not_an_institution")]),
        (community(lead="不存在中学"), [("B2", "unknown_organisation")]),
        (community(supported="城南学校"), [("C2", "unknown_organisation")]),
        (community(supported="、"), [("C2", "required")]),
        (community(supported=None), [("C2", "required")]),
        (community(name=None), [("A2", "required")]),
        (community(day="2019-09-31"), [("D2", "impossible_date")]),
        ([*community(), *community()], [("A3", "duplicate_name")]),
    ],
)
def test_given_a_wrong_community_then_its_cell_is_named(cells: list[Any], wrong: list[tuple[str, str]]) -> None:
    assert errors(plan(roster(帮扶共同体=cells))) == [("帮扶共同体", *one) for one in wrong]


def test_given_a_public_school_as_the_supported_one_then_it_is_refused() -> None:
    schools = [*GOOD["机构"], ("城南学校", "学校", "公办", *[None] * 8)]
    found = plan(roster(机构=schools, 帮扶共同体=community(supported="城南学校")))
    assert errors(found) == [("帮扶共同体", "C2", "not_private")]


@pytest.mark.parametrize("between", ["、", "，", ",", "；", "\n", " 、 "])
def test_given_several_supported_schools_then_all_are_read(between: str) -> None:
    found = plan(roster(帮扶共同体=community(supported=f"兴华学校{between}小星星幼儿园"))).communities[0]
    assert found.values is not None
    assert [school.name for school in found.values.supported_schools] == ["兴华学校", "小星星幼儿园"]


def test_given_a_known_community_then_new_schools_join_and_none_is_dropped() -> None:
    tie = KnownCommunity(identity(50), "共同体", LEAD.id, frozenset({STAR.id}), AUTUMN)
    found = plan(roster(帮扶共同体=community()), known(communities=[tie])).communities[0]
    assert found.values is not None
    assert (found.status, [school.id for school in found.values.joining]) == ("update", [XINGHUA.id])
    assert "“小星星幼儿园”" in found.notes[0]


def test_given_a_known_community_with_another_lead_then_the_row_is_refused() -> None:
    schools = [*GOOD["机构"], ("城南学校", "学校", "公办", *[None] * 8)]
    tie = KnownCommunity(identity(50), "共同体", LEAD.id, frozenset({XINGHUA.id}), AUTUMN)
    found = plan(roster(机构=schools, 帮扶共同体=community(lead="城南学校")), known(communities=[tie]))
    assert errors(found) == [("帮扶共同体", "B2", "lead_differs")]


def test_given_a_community_under_a_new_name_then_the_same_pair_is_not_made_twice() -> None:
    tie = KnownCommunity(identity(50), "共同体", LEAD.id, frozenset({XINGHUA.id}), AUTUMN)
    _, error = only_error(plan(roster(帮扶共同体=community(name="桥山共同体")), known(communities=[tie])))
    assert (error.cell, error.code) == ("A2", "already_paired")
    assert "仍写“共同体”" in error.message


def test_given_the_same_pair_in_two_rows_then_the_second_names_the_first() -> None:
    found = plan(roster(帮扶共同体=[*community(), *community(name="又一个", supported="兴华学校、小星星幼儿园")]))
    assert errors(found) == [("帮扶共同体", "A3", "already_paired")]


def test_given_a_school_under_two_leads_then_the_preview_says_so_and_nothing_is_refused() -> None:
    schools = [*GOOD["机构"], ("城南学校", "学校", "公办", *[None] * 8)]
    rows = [*community(), *community(name="又一个", lead="城南学校")]
    found = plan(roster(机构=schools, 帮扶共同体=rows))
    assert errors(found) == []
    assert [row.notes for row in found.communities] == [(), ("“兴华学校”也在“共同体”里结对",)]


def test_given_a_name_broken_over_two_lines_then_it_is_one_school() -> None:
    found = plan(roster(帮扶共同体=community(supported="兴华\n学校")))
    assert errors(found) == []
