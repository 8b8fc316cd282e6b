"""The demo's good practices, in every state that one meets. The pictures are drawn here and show nobody."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import xlsxwriter
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand import subjects
from handinhand.core.ids import new_id
from handinhand.core.storage import FileStore
from handinhand.demo.evidence import add_file
from handinhand.demo.papers import png
from handinhand.foundation.access.actor import Actor, Assignment, Scope
from handinhand.foundation.access.guards import Access
from handinhand.foundation.access.roles import Role
from handinhand.models import Activity, GoodPractice, Organisation, SupportCommunity, SupportedSchool, User
from handinhand.programme.good_practices import service as good_practices
from handinhand.programme.good_practices.schemas import PracticeIn, PublicationIn

Colour = tuple[int, int, int]
_SKY, _EVENING, _RAIN = (214, 232, 240), (247, 224, 196), (224, 229, 226)


@dataclass(frozen=True, slots=True)
class _Told:
    """A practice of the demo. `reached`: how far it came; `activity`: the title of one that it grew from."""

    school: str
    reached: str
    days_ago: int
    title: str
    story: str
    activity: str | None = None
    pictures: tuple[tuple[str, Colour], ...] = ()
    table: str | None = None


_PRACTICES = (
    _Told(
        "lead", "all", 20, "一张卷子，两校一起分析",
        "期中考完的那个周三，两校数学组在桥山中学录播室碰头。先由结对学校老师说自己班里哪几题丢分多，再一题一题看："
        "是没讲到，还是讲了没练到。当场列出三个薄弱知识点。\n\n下一周两校各上一节补教课，互相听课。评课只说三件事："
        "学生在哪里卡住了、老师怎么追问的、下次改什么。\n\n一学期下来攒了十二份共用教案，"
        "结对学校的年轻老师敢开公开课了。",
        "期中试卷分析", (("录播室里一起看卷子", _SKY), ("写满修改意见的教案", _EVENING), ("听课路上", _RAIN)),
        "补教安排表",
    ),
    _Told(
        "supported", "all", 9, "把党建资料盒变成三张清单",
        "以前资料盒里什么都有，检查前再翻。帮建学校支部书记来看过以后，我们把要留的东西写成三张清单："
        "每月必有、每季必有、一年一次。\n\n谁记、记在哪、几号以前放进盒子，都写在清单上，贴在活动室墙上。"
        "现在每月最后一个周五对一遍，缺的当天补。",
        "党建资料集中整理", (("活动室墙上的三张清单", _EVENING),),
    ),
    _Told(
        "lead", "some", 5, "主题党日开在结对学校",
        "每季度的联合主题党日改在结对学校开，由两校党员轮流主持。会前一周把议题发给对方，会上先看上次定的事办了没有。",
        pictures=(("会前一起布置活动室", _SKY),),
    ),
    _Told(
        "other", "proposed", 2, "实验室周五下午向结对学校开放",
        "周五下午实验室没有课，就排给结对学校。结对学校老师提前两天报实验名称，我们的实验员把器材备好，课由他们自己上。"
        "损耗两校各记一半。一学期开了十四次，结对学校的分组实验开齐了。",
        "实验室和图书开放", (("备好器材的实验台", _RAIN),),
    ),
    _Told(
        "lead", "returned", 3, "师徒结对有约定",
        "每对师徒写一张约定：听几节课、一起备几节课、读哪本书。学期末两个人一起对照。",
    ),
    _Told(
        "supported", "withdrawn", 30, "课间大家一起跳绳", "每天大课间两校各班一起跳绳，体育老师轮流带。",
    ),
)  # fmt: skip


async def enter(
    session: AsyncSession, files: FileStore, *, user_id: UUID, name: str, bureau_id: UUID, at: datetime
) -> None:
    """Enters them as schools and the Party office do: written, given pictures, proposed, decided upon."""
    subjects.register()
    bureau = _access(user_id, name, Role.BUREAU_ADMIN, bureau_id, bureau_id, at)
    lead_user = (
        await session.execute(select(User).where(User.bureau_id == bureau_id, User.username == "lead"))
    ).scalar_one()
    rows = await session.execute(
        select(SupportCommunity.id, SupportCommunity.lead_school_id, SupportedSchool.school_id)
        .join(SupportedSchool, SupportedSchool.community_id == SupportCommunity.id)
        .join(Organisation, Organisation.id == SupportCommunity.lead_school_id)
        .where(SupportCommunity.bureau_id == bureau_id, SupportCommunity.state == "active")
        .order_by(Organisation.name != "桥山中学", Organisation.name_pinyin)
    )
    (community, lead_school, supported), (other_community, other_lead, _) = rows.all()[:2]
    schools = {"lead": lead_school, "supported": supported, "other": other_lead}
    lead = _access(lead_user.id, lead_user.name, Role.LEAD_SECRETARY, bureau_id, lead_school, at)
    for told in _PRACTICES:
        author = lead if told.school == "lead" else bureau
        of = other_community if told.school == "other" else community
        activity_id = None if told.activity is None else await _activity(session, of, told.activity)
        body = PracticeIn(school_id=schools[told.school], activity_id=activity_id, title=told.title, story=told.story)
        then = at - timedelta(days=told.days_ago)
        practice_id = await good_practices.create(session, _at(author, then), body)
        record, author_then = ("good_practice", practice_id), _at(author, then)
        file_ids = [await add_file(session, files, author_then, record, *each) for each in _files(told)]
        await _bring_as_far(session, told, practice_id, _at(author, then), _at(bureau, then), file_ids, [supported])


async def _bring_as_far(
    session: AsyncSession,
    told: _Told,
    practice_id: UUID,
    author: Access,
    bureau: Access,
    file_ids: list[UUID],
    readers: list[UUID],
) -> None:
    practice = await session.get_one(GoodPractice, practice_id)
    await good_practices.propose(session, author, practice)
    if told.reached == "returned":
        await good_practices.send_back(session, bureau, practice, "请补上一两对师徒怎么做的例子，别人好照着做。")
    elif told.reached != "proposed":
        some = told.reached == "some"
        body = PublicationIn(
            audience="some" if some else "all", audience_ids=readers if some else [], faces_consented=True,
            file_ids=file_ids,
        )  # fmt: skip
        await good_practices.publish(session, bureau, practice, body)
    if told.reached == "withdrawn":
        await good_practices.withdraw(session, bureau, practice, "和新的大课间安排不一样了，先撤下。")


def _access(user_id: UUID, name: str, role: Role, bureau_id: UUID, seat: UUID, at: datetime) -> Access:
    held = Assignment(role, bureau_id, seat)
    actor = Actor(user_id, name, name, bureau_id, None, new_id(), must_change_password=False, assignments=(held,))
    whole = role is Role.BUREAU_ADMIN
    return Access(actor, Scope(frozenset({bureau_id})) if whole else Scope(organisation_ids=frozenset({seat})), at)


def _at(access: Access, at: datetime) -> Access:
    return Access(access.actor, access.scope, at)


async def _activity(session: AsyncSession, community_id: UUID, title: str) -> UUID:
    """The latest one of this title that was held."""
    statement = (
        select(Activity.id)
        .where(Activity.community_id == community_id, Activity.title == title, Activity.state == "done")
        .order_by(Activity.starts_on.desc())
        .limit(1)
    )
    return (await session.execute(statement)).scalar_one()


def _files(told: _Told) -> Sequence[tuple[str, str, bytes]]:
    """Title, file name and bytes."""
    found = [(title, f"{title}.png", _landscape(sky, len(title))) for title, sky in told.pictures]
    return [*found, *([(told.table, f"{told.table}.xlsx", _table())] if told.table else [])]


def _table() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet("安排")
            for place, row in enumerate(
                (("日期", "课题", "谁先说", "谁来上"), ("第二个周三", "一次函数", "结对学校", "两校各一节"))
            ):
                sheet.write_row(place, 0, row)
        return path.read_bytes()


def _landscape(sky: Colour, seed: int, width: int = 640, height: int = 400) -> bytes:
    """A PNG of two hills under a sky with a sun: the same for the same seed."""
    far, near, sun = (142, 170, 150), (88, 124, 104), (232, 160, 84)
    centre = 90 + seed * 37 % 460

    def point(x: int, y: int) -> Colour:
        if y > height - 70 - 30 * ((x - centre) / width) ** 2 * 6:
            return near
        if y > height - 150 + abs(x - (width - centre)) * 0.35:
            return far
        return sun if (x - centre) ** 2 + (y - 90) ** 2 < 1600 else sky

    rows = [bytes(part for x in range(width) for part in point(x, y)) for y in range(height)]
    return png(rows, width)
