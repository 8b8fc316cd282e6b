"""Evidence of the demo communities: their agreements, and pictures of some activities, added as a user would."""

import random

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.storage import FileStore
from handinhand.demo import papers
from handinhand.demo.evidence import add_file
from handinhand.foundation.access.guards import Access
from handinhand.models import Activity, SupportCommunity

SEED = 20190911
ACTIVITIES_OF_EACH = 3


async def enter(session: AsyncSession, files: FileStore, access: Access) -> None:
    """An agreement for each community that is at work, and a picture of the newest activities that it held."""
    chance = random.Random(SEED)  # noqa: S311 - a repeatable demo
    bureau_id = access.actor.bureau_id
    communities = select(SupportCommunity.id, SupportCommunity.name).where(
        SupportCommunity.bureau_id == bureau_id, SupportCommunity.state == "active"
    )
    for community in (await session.execute(communities.order_by(SupportCommunity.name))).all():
        agreement = papers.paper(
            "帮扶共同体协议（演示）",
            (
                community.name,
                "一、每月至少开展一次送教下乡，每学期安排一次跟岗学习。",
                "二、党员教师与困难学生一对一结对，每学期家访一次。",
                "三、每季度开展一次联合主题党日，年底前整理完党建资料。",
                "本件为演示数据，不是真实文件。",
            ),
        )
        await add_file(session, files, access, ("community", community.id), "共同体协议", "协议（演示）.pdf", agreement)
    number = func.row_number().over(
        partition_by=Activity.community_id, order_by=(Activity.starts_on.desc(), Activity.id)
    )
    held = (
        select(Activity.id, Activity.title, Activity.starts_on, number.label("number"))
        .where(Activity.bureau_id == bureau_id, Activity.state == "done")
        .subquery()
    )
    chosen = select(held).where(held.c.number <= ACTIVITIES_OF_EACH).order_by(held.c.starts_on, held.c.id)
    for activity in (await session.execute(chosen)).all():
        name = f"{activity.starts_on} {activity.title}（示意图）.png"
        drawn = papers.picture(chance)
        await add_file(
            session, files, access, ("activity", activity.id), f"{activity.title}现场（示意图）", name, drawn
        )
