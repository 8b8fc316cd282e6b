"""Two years of standards reviews in the demo: by the Party office, by a school of itself, and one on a visit. Invented.

Fixed seed; days are reckoned from the day of seeding.
"""

import random
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.clock import local_day
from handinhand.core.ids import new_id
from handinhand.core.months import months_later
from handinhand.foundation.access.actor import Actor, Assignment, Scope
from handinhand.foundation.access.guards import Access
from handinhand.foundation.access.roles import Role
from handinhand.models import Checklist, Organisation, RoleAssignment, User, Visit
from handinhand.programme.standards import service as standards
from handinhand.programme.standards.schemas import ChecklistIn, ChecklistPatch, StandardsReviewIn
from handinhand.programme.visits import service as visits
from handinhand.programme.visits.schemas import VisitCorrection

SEED = 20190911
_INSTITUTIONS = 30
_NOTES = {
    "partly": ("制度已上墙，还缺活动记录。", "投影仪待修。", "台账有，但不完整。", "场地和图书室共用。"),
    "not_met": ("还没有专门的场地。", "今年只开展过一次活动。", "制度没有上墙。"),
}
_TEAMS = ("张静、王磊", "李建国、周敏", "赵文斌、陈丽娟")


async def enter(session: AsyncSession, *, user_id: UUID, name: str, bureau_id: UUID, at: datetime) -> None:
    """Enters the reviews in the name of the Party office and of the school of the demo's account `institution`."""
    chance = random.Random(SEED)  # noqa: S311 - a repeatable demo
    long_ago = at - timedelta(days=760)
    await standards.ensure_checklists(session, bureau_id, long_ago)
    bureau = _actor(user_id, name, Role.BUREAU_ADMIN, bureau_id, bureau_id)
    wide = Scope(frozenset({bureau_id}))
    school = (
        await session.execute(
            select(User.id, User.name, RoleAssignment.organisation_id)
            .join(RoleAssignment, RoleAssignment.user_id == User.id)
            .where(User.username == "institution")
        )
    ).one()
    own = _actor(school.id, school.name, Role.INSTITUTION, bureau_id, school.organisation_id)
    private = select(Organisation.id).where(Organisation.bureau_id == bureau_id, Organisation.ownership == "private")
    named = private.where(Organisation.id != school.organisation_id).order_by(Organisation.name_pinyin)
    institutions = (await session.execute(named.limit(_INSTITUTIONS))).scalars().all()
    for back, better in ((21, 0.45), (9, 0.75)):
        if back == 9:
            await _second_edition(session, Access(bureau, wide, at - timedelta(days=330)))
        editions = await _in_force(session, bureau_id)
        for institution_id in institutions:
            for checklist in editions:
                if chance.random() < 0.2:
                    continue
                access = Access(bureau, wide, at - timedelta(days=back * 30 - 5))
                body = _review(checklist, institution_id, "joint", back, better, access.now, chance)
                await standards.add_review(session, access, body)
        for months, grown in ((back, better), (back - 6, better + 0.15)):
            for checklist in editions:
                access = Access(own, Scope(organisation_ids=frozenset({school.organisation_id})), at)
                body = _review(checklist, school.organisation_id, "self", months, grown, at, chance)
                await standards.add_review(session, access, body)
    await _on_a_visit(session, Access(bureau, wide, at), school.organisation_id, editions)


def _actor(user_id: UUID, name: str, role: Role, bureau_id: UUID, organisation_id: UUID) -> Actor:
    held = Assignment(role, bureau_id, organisation_id)
    return Actor(user_id, name, role, bureau_id, None, new_id(), must_change_password=False, assignments=(held,))


async def _in_force(session: AsyncSession, bureau_id: UUID) -> list[Checklist]:
    statement = select(Checklist).where(Checklist.bureau_id == bureau_id, Checklist.state == "published")
    return list((await session.execute(statement.order_by(Checklist.kind))).scalars())


async def _second_edition(session: AsyncSession, access: Access) -> None:
    draft_id = await standards.draft_checklist(session, access, ChecklistIn(kind="activity_room"))
    draft = await session.get_one(Checklist, draft_id)
    items = [
        *draft.items[:4],
        {"code": "visible_effect", "title": "效果明显", "description": "党员、教职工、家长都说得出活动带来的变化。"},
        {"title": "专人管理", "description": "有专人负责开放和登记。"},
    ]
    await standards.change_checklist(session, access, draft, ChecklistPatch.model_validate({"items": items}))
    await standards.publish_checklist(session, access, draft)


def _review(
    checklist: Checklist,
    institution_id: UUID,
    mode: str,
    months: int,
    better: float,
    now: datetime,
    chance: random.Random,
) -> StandardsReviewIn:
    day = months_later(local_day(now), 0 if mode == "joint" else -months) - timedelta(days=chance.randrange(20))
    results = [_result(item["code"], better, chance) for item in checklist.items]
    return StandardsReviewIn.model_validate(
        {
            "institution_id": institution_id,
            "checklist_id": checklist.id,
            "mode": mode,
            "reviewed_on": day,
            "reviewers": chance.choice(_TEAMS) if mode == "joint" else "",
            "results": results,
            "summary": chance.choice(("比上次有进步。", "请按说明整改，下次再看。", "")),
        }
    )


def _result(code: str, better: float, chance: random.Random) -> dict[str, str]:
    drawn = chance.random()
    if drawn < better:
        return {"code": code, "result": "met"}
    result = "partly" if drawn < better + 0.25 else "not_met" if drawn < 0.95 else "not_looked_at"
    return {"code": code, "result": result, "note": chance.choice(_NOTES.get(result, ("",)))}


async def _on_a_visit(session: AsyncSession, access: Access, school_id: UUID, editions: list[Checklist]) -> None:
    """The instructor noted on a visit of the last months what they saw; the Party office adds it from the paper."""
    room = next(each for each in editions if each.kind == "activity_room")
    since = local_day(access.now) - timedelta(days=100)
    seen = select(Visit).where(Visit.institution_id == school_id, Visit.visited_on > since, Visit.state == "submitted")
    visit = (await session.execute(seen.order_by(Visit.visited_on).limit(1))).scalar_one()
    results = [{"code": item["code"], "result": "met"} for item in room.items[:4]]
    results[2] = {"code": room.items[2]["code"], "result": "partly", "note": "书架已到，书还没有上齐。"}
    correction = VisitCorrection.model_validate(
        {"reason": "补记党群活动室的情况", "activity_room": {"checklist_id": room.id, "results": results}}
    )
    await visits.revise(session, access, visit, correction)
