"""The communities' registers from upload to record: whole or not at all, again without doubles."""

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.exchange.imports.layout import SheetLayout
from handinhand.exchange.imports.registers_layout import ACTIVITIES, MEMBERS, TEACHERS
from handinhand.models import Activity, ActivityKind, AuditEvent, BackboneTeacher, MemberDevelopment, SupportCommunity
from tests.backend.imports.test_import_api import Work, confirm, previewed, rows, work
from tests.backend.imports.workbooks import workbook_of
from tests.backend.statements import count_statements
from tests.conftest import SignIn
from tests.world import World

__all__ = ["work"]


def sheet(layout: SheetLayout, *written: dict[str, Any]) -> bytes:
    cells = [[row.get(heading) for heading in layout.headings] for row in written]
    return workbook_of({layout.name: [layout.headings, *cells]})


def lesson(title: str, day: date, community: str) -> dict[str, Any]:
    return {
        "帮扶共同体": community,
        "板块": "帮教",
        "活动类型": "送教下乡",
        "活动名称": title,
        "开始日期": day,
        "帮建方人数": 6,
        "结对方人数": 18,
        "内容": "两校各上一节课",
    }


async def test_given_a_ledger_of_activities_then_they_are_done_and_the_same_again_changes_nothing(
    sign_in: SignIn, work: Work, world: World, session: AsyncSession
) -> None:
    bureau = await sign_in("bureau")
    name = (await session.get_one(SupportCommunity, world.community)).name
    first = lesson("数学同课异构", date(2025, 9, 18), name) | {"参加的结对学校": "兴华学校"}
    data = sheet(ACTIVITIES, first, lesson("听评课", date(2026, 3, 5), name))
    found = await previewed(bureau, work, data, "activities")
    assert (found["status"], found["counts"]["create"]) == ("ready", 2), await rows(bureau, found)
    assert (await confirm(bureau, found)).status_code == 200
    listed = (await bureau.get("/api/v1/activities?sort=starts_on")).json()["items"]
    assert [(item["title"], item["state"], item["organiser_name"]) for item in listed] == [
        ("数学同课异构", "done", "桥山中学"),
        ("听评课", "done", "桥山中学"),
    ]
    assert [item["supported_school_ids"] for item in listed] == [[str(world.supported_school)], []]
    assert listed[0]["completed_at"] == "2026-10-15T02:00:00Z", "entry time is never backdated"
    events = select(func.count()).where(AuditEvent.action == "activity:enter-from-ledger")
    assert (await session.execute(events)).scalar_one() == 2
    again = await previewed(bureau, work, data, "activities")
    assert (again["counts"]["unchanged"], again["counts"]["create"]) == (2, 0)


async def test_given_one_wrong_row_then_nothing_of_the_ledger_is_taken(
    sign_in: SignIn, work: Work, world: World, session: AsyncSession
) -> None:
    bureau = await sign_in("bureau")
    name = (await session.get_one(SupportCommunity, world.community)).name
    wrong = {**lesson("听评课", date(2026, 3, 5), name), "活动类型": "没有这种"}
    found = await previewed(
        bureau, work, sheet(ACTIVITIES, lesson("同课异构", date(2025, 9, 18), name), wrong), "activities"
    )
    assert (found["status"], found["counts"]["error"]) == ("rejected", 1)
    (error,) = [error for row in await rows(bureau, found, status="error") for error in row["errors"]]
    assert (error["cell"], error["code"]) == ("C3", "unknown_kind")
    assert "送教下乡" in error["message"]
    assert (await confirm(bureau, found)).status_code == 409
    assert (await session.execute(select(func.count()).select_from(Activity))).scalar_one() == 0


async def test_given_the_registers_of_people_then_they_are_created_and_then_brought_further(
    sign_in: SignIn, work: Work, world: World, session: AsyncSession
) -> None:
    bureau = await sign_in("bureau")
    teacher = {"学校": "兴华学校", "姓名": "陈静", "学科": "数学", "确定日期": date(2025, 9, 10)}
    member = {
        "机构": "兴华学校",
        "姓名": "周燕",
        "申请日期": date(2023, 3, 1),
        "积极分子日期": date(2023, 10, 12),
        "培养联系人": "张静、王磊",
    }
    for kind, layout, row in (
        ("backbone_teachers", TEACHERS, teacher),
        ("member_developments", MEMBERS, member),
    ):
        found = await previewed(bureau, work, sheet(layout, row), kind)
        assert found["counts"]["create"] == 1, await rows(bureau, found)
        assert (await confirm(bureau, found)).status_code == 200
    further = (
        ("backbone_teachers", TEACHERS, {**teacher, "培养日期": date(2025, 10, 8), "学科": None}),
        ("member_developments", MEMBERS, {**member, "发展对象日期": date(2024, 10, 12)}),
    )
    for kind, layout, row in further:
        found = await previewed(bureau, work, sheet(layout, row), kind)
        assert (found["counts"]["update"], found["counts"]["create"]) == (1, 0)
        assert (await confirm(bureau, found)).status_code == 200
    (teacher_row,) = (await session.execute(select(BackboneTeacher))).scalars().all()
    assert (teacher_row.subject, teacher_row.training_on, teacher_row.version) == ("数学", date(2025, 10, 8), 2)
    (member_row,) = (await session.execute(select(MemberDevelopment))).scalars().all()
    assert (member_row.target_on, member_row.name_initials) == (date(2024, 10, 12), "zy")


async def test_given_a_way_that_did_not_wait_long_enough_then_the_cell_says_since_when_it_can(
    sign_in: SignIn, work: Work, world: World
) -> None:
    bureau = await sign_in("bureau")
    row = {
        "机构": "兴华学校",
        "姓名": "周燕",
        "申请日期": date(2023, 3, 1),
        "积极分子日期": date(2023, 10, 12),
        "发展对象日期": date(2024, 10, 11),
    }
    found = await previewed(bureau, work, sheet(MEMBERS, row), "member_developments")
    (error,) = [error for row in await rows(bureau, found) for error in row["errors"]]
    assert (error["cell"], error["code"]) == ("E2", "too_early")
    assert "2024-10-12" in error["message"]


async def test_given_a_hundred_rows_then_the_confirmation_asks_no_more_than_for_two(
    sign_in: SignIn, work: Work, world: World
) -> None:
    bureau = await sign_in("bureau")
    asked = []
    for first, many in ((0, 2), (100, 100)):
        people = [
            {"学校": "兴华学校", "姓名": f"教师{first + nth}", "确定日期": date(2025, 9, 10)} for nth in range(many)
        ]
        found = await previewed(bureau, work, sheet(TEACHERS, *people), "backbone_teachers")
        with count_statements() as seen:
            assert (await confirm(bureau, found)).status_code == 200
        asked.append(len(seen))
    assert asked[0] == asked[1], asked


async def test_given_another_county_then_its_register_takes_none_of_ours(
    sign_in: SignIn, work: Work, world: World, session: AsyncSession
) -> None:
    bureau2 = await sign_in("bureau2")
    row = {"学校": "兴华学校", "姓名": "陈静", "确定日期": date(2025, 9, 10)}
    found = await previewed(bureau2, work, sheet(TEACHERS, row), "backbone_teachers")
    (error,) = [error for row in await rows(bureau2, found) for error in row["errors"]]
    assert error["code"] == "unknown_organisation"
    name = (await session.get_one(SupportCommunity, world.community)).name
    ledger = sheet(ACTIVITIES, lesson("听评课", date(2026, 3, 5), name))
    found = await previewed(bureau2, work, ledger, "activities")
    (error,) = [error for row in await rows(bureau2, found) for error in row["errors"]]
    assert error["code"] == "unknown_community"


async def test_given_a_kind_of_another_county_then_it_is_none_of_ours(
    sign_in: SignIn, work: Work, world: World, session: AsyncSession
) -> None:
    kind = ActivityKind(
        bureau_id=world.other_county, strand="teaching", name="外县的类型", position=1, created_at=world.at,
        updated_at=world.at,
    )  # fmt: skip
    session.add(kind)
    await session.commit()
    name = (await session.get_one(SupportCommunity, world.community)).name
    ledger = sheet(ACTIVITIES, {**lesson("听评课", date(2026, 3, 5), name), "活动类型": "外县的类型"})
    bureau = await sign_in("bureau")
    found = await previewed(bureau, work, ledger, "activities")
    (error,) = [error for row in await rows(bureau, found) for error in row["errors"]]
    assert error["code"] == "unknown_kind"
