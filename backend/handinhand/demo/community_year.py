"""The demo communities' first year: who answers, what was done and is planned, whom they develop. All invented.

Fixed seed; days are reckoned from the day of seeding, so that there is always something behind and ahead.
"""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.clock import local_day
from handinhand.core.ids import new_id
from handinhand.core.months import months_later
from handinhand.core.storage import FileStore
from handinhand.demo import community_evidence
from handinhand.foundation.access.actor import Actor, Assignment, Scope
from handinhand.foundation.access.guards import Access
from handinhand.foundation.access.roles import Role
from handinhand.models import Activity, ActivityKind, SupportCommunity, SupportedSchool
from handinhand.programme.activities import service as activities
from handinhand.programme.activities.schemas import ActivityIn, CancellationIn, Held, Repetition
from handinhand.programme.communities import plans
from handinhand.programme.communities import service as communities
from handinhand.programme.communities.schemas import CommunityPatch, ContactIn, PlanItemIn
from handinhand.programme.development import service as development
from handinhand.programme.development.schemas import BackboneTeacherIn, MemberDevelopmentIn

SEED = 20190910
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡"
_GIVEN = ("建国", "秀英", "静", "敏", "志强", "丽娟", "晓东", "红梅", "文斌", "雅琴", "永刚", "玉兰")
_HELD = {
    "teaching": (
        (
            "送教下乡",
            "数学同课异构",
            "两校教师各上一节课，课后围绕课堂提问共同评课。",
            "形成教案两份，约定下月再上一轮。",
        ),
        ("联合教研", "期中试卷分析", "共同分析期中试卷，找出三个薄弱知识点。", "各年级列出补教安排。"),
        (
            "浸入式培训",
            "跟岗学习一周",
            "结对学校教师到帮建学校跟岗听课、参加备课组活动。",
            "写出跟岗心得，回校作了交流。",
        ),
        ("资源共享", "实验室和图书开放", "帮建学校实验室和图书室向结对学校开放。", "登记借阅和实验课次。"),
    ),
    "hardship": (
        ("扶志教育", "我的理想主题班会", "党员教师走进班级，讲自己求学的经历。", "班级写下学期小目标。"),
        ("亲情陪伴日", "周末亲情陪伴", "党员教师陪伴留守学生读书、包饺子、给家里打电话。", ""),
    ),
    "party_building": (
        ("思想共建", "联合主题党日", "两校党员一起学习文件，参观革命旧址。", "形成学习记录。"),
        ("资料共整", "党建资料集中整理", "逐项核对组织生活记录，补齐目录。", "资料盒编目完成。"),
        ("活动共办", "庆七一文艺汇演", "两校师生同台演出，表彰优秀党员。", ""),
    ),
}


@dataclass(frozen=True, slots=True)
class _Pair:
    """A community with its two schools."""

    community: SupportCommunity
    supported_id: UUID


def _access(user_id: UUID, name: str, bureau_id: UUID, at: datetime) -> Access:
    held = Assignment(Role.BUREAU_ADMIN, bureau_id, bureau_id)
    actor = Actor(user_id, name, "bureau", bureau_id, None, new_id(), must_change_password=False, assignments=(held,))
    return Access(actor, Scope(frozenset({bureau_id})), at)


async def enter(
    session: AsyncSession, files: FileStore, *, user_id: UUID, name: str, bureau_id: UUID, at: datetime
) -> None:
    """Enters the year in the name of the Party office, through the services that everybody uses."""
    access, chance = _access(user_id, name, bureau_id, at), random.Random(SEED)  # noqa: S311 - a repeatable demo
    await activities.ensure_kinds(session, bureau_id, at)
    found = await session.execute(select(ActivityKind).where(ActivityKind.bureau_id == bureau_id))
    kinds = {(kind.strand, kind.name): kind.id for kind in found.scalars()}
    rows = await session.execute(
        select(SupportCommunity, SupportedSchool.school_id)
        .join(SupportedSchool, SupportedSchool.community_id == SupportCommunity.id)
        .where(SupportCommunity.bureau_id == bureau_id, SupportCommunity.state == "active")
        .order_by(SupportCommunity.name)
    )
    for nth, (community, supported_id) in enumerate(rows.all(), start=1):
        pair = _Pair(community, supported_id)
        number = f"演示〔{community.starts_on.year}〕{nth}号"
        papers = CommunityPatch(document_number=number, agreement_signed_on=community.starts_on)
        await communities.change(session, access, community, papers)
        await _people_and_plans(session, access, pair, chance)
        await _activities(session, access, pair, kinds, chance)
        await _registers(session, access, pair, chance)
    await community_evidence.enter(session, files, access)


def _name(chance: random.Random) -> str:
    return chance.choice(_SURNAMES) + chance.choice(_GIVEN)


async def _people_and_plans(session: AsyncSession, access: Access, pair: _Pair, chance: random.Random) -> None:
    year = local_day(access.now).year
    sides = ((pair.community.lead_school_id, "副校长"), (pair.supported_id, "教务主任"))
    for strand in _HELD:
        for school_id, duty in sides:
            contact = ContactIn.model_validate(
                {"community_id": pair.community.id, "school_id": school_id, "strand": strand, "name": _name(chance),
                 "duty": duty}
            )  # fmt: skip
            await plans.add_contact(session, access, contact)
    for kind, school_id, strand, content in (
        ("key_task", pair.community.lead_school_id, "teaching", "每月一次送教下乡，每学期一次跟岗学习"),
        ("key_task", pair.community.lead_school_id, "party_building", "每季度一次联合主题党日，年底前整理完党建资料"),
        ("key_task", pair.community.lead_school_id, "hardship", "党员教师与困难学生一对一结对，每学期家访一次"),
        ("need", pair.supported_id, "teaching", "希望在理科实验教学上得到指导"),
        ("need", pair.supported_id, "party_building", "希望帮助规范党员发展材料"),
    ):
        item = PlanItemIn.model_validate(
            {"community_id": pair.community.id, "school_id": school_id, "year": year, "kind": kind, "strand": strand,
             "content": content, "due_on": date(year, 12, 31) if kind == "key_task" else None}
        )  # fmt: skip
        await plans.add_plan_item(session, access, item)


async def _activities(
    session: AsyncSession, access: Access, pair: _Pair, kinds: dict[tuple[str, str], UUID], chance: random.Random
) -> None:
    today = local_day(access.now)
    for strand, held in _HELD.items():
        for nth, back in enumerate(range(1, 12, 2 if strand == "teaching" else 3)):
            kind, title, content, outcome = held[nth % len(held)]
            day = max(pair.community.starts_on, months_later(today, -back) - timedelta(days=chance.randrange(12)))
            done = Held(content=content, outcome=outcome)
            await _add(session, access, pair, strand, kinds[strand, kind], title, day, chance, done=done)
        kind, title, _, _ = held[0]
        ahead = Repetition.model_validate({"every": "month", "until_on": months_later(today, 4)})
        first = today + timedelta(days=9)
        await _add(session, access, pair, strand, kinds[strand, kind], title, first, chance, repeats=ahead)
    kind_id = kinds["hardship", "亲情陪伴日"]
    late = today - timedelta(days=5)
    await _add(session, access, pair, "hardship", kind_id, "周末亲情陪伴", late, chance)
    cancelled = await _add(session, access, pair, "teaching", kinds["teaching", "联合教研"], "联合教研", late, chance)
    activity = await session.get_one(Activity, cancelled)
    await activities.cancel(session, access, activity, CancellationIn(reason="当天停电停课，改到下月"))


async def _add(
    session: AsyncSession,
    access: Access,
    pair: _Pair,
    strand: str,
    kind_id: UUID,
    title: str,
    day: date,
    chance: random.Random,
    repeats: Repetition | None = None,
    done: Held | None = None,
) -> UUID:
    body = ActivityIn.model_validate(
        {
            "community_id": pair.community.id,
            "strand": strand,
            "kind_id": kind_id,
            "title": title,
            "starts_on": day,
            "place": chance.choice(("结对学校报告厅", "帮建学校录播室", "结对学校操场", "党群活动室")),
            "hosts": _name(chance),
            "lead_participants": chance.randrange(3, 12),
            "supported_participants": chance.randrange(8, 40),
            "repeats": repeats and repeats.model_dump(),
            "done": done and done.model_dump(),
        }
    )
    return (await activities.create(session, access, body)).id


async def _registers(session: AsyncSession, access: Access, pair: _Pair, chance: random.Random) -> None:
    today, school = local_day(access.now), pair.supported_id
    # Everybody has a name of their own: two of one name at a school are asked about.
    names_left = iter(chance.sample([surname + given for surname in _SURNAMES for given in _GIVEN], 7))
    for months, recognised in ((13, 4), (12, 2), (6, None)):
        selected = months_later(today, -months)
        teacher = BackboneTeacherIn.model_validate(
            {
                "school_id": school,
                "name": next(names_left),
                "subject": chance.choice(("语文", "数学", "英语", "科学", "音乐")),
                "mentor_name": _name(chance),
                "mentor_school_id": pair.community.lead_school_id,
                "selected_on": selected,
                "training_on": selected + timedelta(days=20),
                "recognised_on": recognised and months_later(today, -recognised),
                "recognition_document": recognised and "演示〔2026〕9号",
            }
        )
        await development.add_teacher(session, access, teacher)
    for reached in ((40, 34, 20, 8, None), (30, 24, 11, None, None), (20, 10, None, None, None), (5,) + (None,) * 4):
        days = [back and months_later(today, -back) for back in reached]
        names = ("applied_on", "activist_on", "target_on", "probationary_on", "full_on")
        member = MemberDevelopmentIn.model_validate(
            {
                "institution_id": school,
                "name": next(names_left),
                "contacts": f"{_name(chance)}、{_name(chance)}",
                "introducers": f"{_name(chance)}、{_name(chance)}" if days[3] else "",
                **dict(zip(names, days, strict=True)),
            }
        )
        await development.add_member(session, access, member)
