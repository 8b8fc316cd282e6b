"""Good practices for the access matrix: at home and abroad, in several states, with a file."""

import hashlib
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.models import Evidence, GoodPractice
from tests.backend.evidence.corpus import png
from tests.world import World

FILE = png()


async def arrange(session: AsyncSession, world: World, found: dict[str, UUID]) -> dict[str, UUID]:
    """Ids by the names that `matrix.txt` uses; the file's bytes are those that the other evidence has."""
    bureau, foreign = world.users["bureau"], world.users["bureau2"]
    everybody: dict[str, Any] = {"state": "published", "audience": "all", "faces_consented": True}
    some = everybody | {"audience": "some", "audience_ids": [world.kindergarten]}
    made = {
        "draft_practice": await add_practice(session, world, world.lead_school),
        "proposed_practice": await add_practice(session, world, world.supported_school, state="proposed"),
        "published_practice": await add_practice(session, world, world.supported_school, **everybody),
        "named_practice": await add_practice(session, world, world.lead_school, **some),
        "foreign_practice": await add_practice(
            session, world, world.foreign_kindergarten, bureau_id=world.other_county, written_by_user_id=foreign,
            **everybody,
        ),
    }  # fmt: skip
    for name, practice, county, author in (
        ("draft", made["draft_practice"], world.county, bureau),
        ("published", made["published_practice"], world.county, bureau),
        ("foreign", made["foreign_practice"], world.other_county, foreign),
    ):
        made[f"{name}_file"] = await add_file(session, world, practice, bureau_id=county, added_by_user_id=author)
    return made


async def add_practice(session: AsyncSession, world: World, school: UUID, **more: Any) -> UUID:
    """A draft of a school in the county."""
    values: dict[str, Any] = {
        "bureau_id": world.county, "title": "一节课，两校一起备", "story": "每月请两校数学老师同上一课。",
        "state": "draft", "written_by_user_id": world.users["bureau"], **more,
    }  # fmt: skip
    if values["state"] == "published":
        values |= {"published_at": world.at, "published_by_user_id": values["written_by_user_id"]}
    practice = GoodPractice(school_id=school, created_at=world.at, updated_at=world.at, **values)
    session.add(practice)
    await session.flush()
    return practice.id


async def add_file(session: AsyncSession, world: World, practice: UUID, **more: Any) -> UUID:
    """A picture of a practice; its bytes are there already."""
    file = Evidence(
        subject_type="good_practice", subject_id=practice, title="课堂照片", file_name="课堂照片.png",
        media_type="image/png", size=len(FILE), sha256=hashlib.sha256(FILE).hexdigest(), added_at=world.at,
        created_at=world.at, updated_at=world.at, **more,
    )  # fmt: skip
    session.add(file)
    await session.flush()
    return file.id
