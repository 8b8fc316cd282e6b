"""Backbone teachers and member developments for the access matrix."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.models import BackboneTeacher, MemberDevelopment
from tests.world import World


async def arrange(session: AsyncSession, world: World, found: dict[str, UUID]) -> dict[str, UUID]:
    """Ids by the names that `matrix.txt` uses; `found` are those that are arranged already."""
    made: dict[str, UUID] = {}
    for name, bureau, institution in (
        ("supported", world.county, world.supported_school),
        ("kindergarten", world.county, world.kindergarten),
        ("foreign", world.other_county, world.foreign_kindergarten),
    ):
        made[f"{name}_teacher"] = await add_teacher(session, world, bureau, institution)
        made[f"{name}_member"] = await add_member(session, world, bureau, institution)
    return made


async def add_teacher(session: AsyncSession, world: World, bureau: UUID, school: UUID, **more: Any) -> UUID:
    """A teacher in training."""
    values: dict[str, Any] = {"selected_on": date(2025, 9, 10), "training_on": date(2025, 10, 8), **more}
    teacher = BackboneTeacher(
        bureau_id=bureau, school_id=school, name="陈静", name_pinyin="chenjing", name_initials="cj",
        created_at=world.at, updated_at=world.at, **values,
    )  # fmt: skip
    session.add(teacher)
    await session.flush()
    return teacher.id


async def add_member(session: AsyncSession, world: World, bureau: UUID, institution: UUID, **more: Any) -> UUID:
    """An activist."""
    values: dict[str, Any] = {"applied_on": date(2024, 3, 1), "activist_on": date(2025, 3, 5), **more}
    development = MemberDevelopment(
        bureau_id=bureau, institution_id=institution, name="周燕", name_pinyin="zhouyan", name_initials="zy",
        created_at=world.at, updated_at=world.at, **values,
    )  # fmt: skip
    session.add(development)
    await session.flush()
    return development.id
