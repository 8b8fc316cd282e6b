"""Checklists and standards reviews for the access matrix."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.models import Checklist, StandardsReview
from tests.world import World

ITEMS = [
    {"code": "meets_standard", "title": "达标准", "description": ""},
    {"code": "rules_complete", "title": "制度全", "description": ""},
]


async def arrange(session: AsyncSession, world: World, found: dict[str, UUID]) -> dict[str, UUID]:
    """Ids by the names that `matrix.txt` uses; `found` are those that are arranged already."""
    made: dict[str, UUID] = {}
    for name, bureau in (("own", world.county), ("foreign", world.other_county)):
        made[f"{name}_checklist"] = await add_checklist(session, world, bureau)
        made[f"{name}_draft"] = await add_checklist(session, world, bureau, edition=2, state="draft", published_at=None)
    for name, edition, institution, author in (
        ("supported", "own", world.supported_school, "supported"),
        ("kindergarten", "own", world.kindergarten, "institution"),
        ("training", "own", world.training, "bureau"),
        ("foreign", "foreign", world.foreign_kindergarten, "bureau2"),
    ):
        made[f"{name}_review"] = await add_review(session, world, made[f"{edition}_checklist"], institution, author)
    return made


async def add_checklist(session: AsyncSession, world: World, bureau: UUID, **more: Any) -> UUID:
    """A published edition of the activity room's criteria."""
    values: dict[str, Any] = {
        "kind": "activity_room", "edition": 1, "state": "published", "published_at": world.at, **more,
    }  # fmt: skip
    checklist = Checklist(
        bureau_id=bureau, title="党群活动室标准", items=ITEMS, assumed=False, created_at=world.at,
        updated_at=world.at, **values,
    )  # fmt: skip
    session.add(checklist)
    await session.flush()
    return checklist.id


async def first_edition(session: AsyncSession, bureau: UUID, kind: str = "activity_room") -> UUID:
    """The edition that the bureau began with."""
    wanted = select(Checklist.id).where(Checklist.bureau_id == bureau, Checklist.kind == kind)
    return (await session.execute(wanted)).scalar_one()


async def add_review(
    session: AsyncSession, world: World, checklist_id: UUID, institution: UUID, author: str, **more: Any
) -> UUID:
    """What was found, by the institution itself or jointly."""
    mode = "self" if author in {"supported", "institution"} else "joint"
    values: dict[str, Any] = {"mode": mode, "reviewed_on": date(2026, 10, 8), **more}
    results = [{"code": item["code"], "result": "met", "note": ""} for item in ITEMS]
    bureau = (await session.get_one(Checklist, checklist_id)).bureau_id
    review = StandardsReview(
        bureau_id=bureau, institution_id=institution, checklist_id=checklist_id, results=results, reviewers="张静",
        summary="", entered_by_user_id=world.users[author], created_at=world.at, updated_at=world.at, **values,
    )  # fmt: skip
    session.add(review)
    await session.flush()
    return review.id
