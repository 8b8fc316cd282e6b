"""Backbone teachers and member developments from a register, brought in by the import: many rows, few statements."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Integer, String, Uuid, cast, column, insert, update, values
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeEngine

from handinhand.core.errors import Stale
from handinhand.core.ids import new_id
from handinhand.core.pinyin import name_keys
from handinhand.foundation.audit.service import ActorRef, Target, record_many
from handinhand.models import BackboneTeacher, MemberDevelopment


@dataclass(frozen=True, slots=True)
class TeacherToSave:
    """A backbone teacher as the import has judged it: `id` None is a new one, else the one read at `version`."""

    id: UUID | None
    version: int | None
    school_id: UUID
    name: str
    subject: str | None
    mentor_name: str | None
    selected_on: date
    training_on: date | None
    recognised_on: date | None
    recognition_document: str | None


@dataclass(frozen=True, slots=True)
class DevelopmentToSave:
    """A member development as the import has judged it: `id` None is a new one, else the one read at `version`."""

    id: UUID | None
    version: int | None
    institution_id: UUID
    name: str
    applied_on: date
    activist_on: date | None
    target_on: date | None
    probationary_on: date | None
    full_on: date | None
    contacts: str
    introducers: str


_TEACHER: Mapping[str, TypeEngine[Any]] = {
    "subject": String(),
    "mentor_name": String(),
    "selected_on": Date(),
    "training_on": Date(),
    "recognised_on": Date(),
    "recognition_document": String(),
}
_DEVELOPMENT: Mapping[str, TypeEngine[Any]] = {
    "applied_on": Date(),
    "activist_on": Date(),
    "target_on": Date(),
    "probationary_on": Date(),
    "full_on": Date(),
    "contacts": String(),
    "introducers": String(),
}


async def save_teachers(
    session: AsyncSession, actor: ActorRef, bureau_id: UUID, rows: Sequence[TeacherToSave], *, at: datetime
) -> None:
    """Creates and updates backbone teachers in a constant number of statements. Raises Stale when one was changed."""
    await _save(session, actor, BackboneTeacher, _TEACHER, bureau_id, rows, at)


async def save_developments(
    session: AsyncSession, actor: ActorRef, bureau_id: UUID, rows: Sequence[DevelopmentToSave], *, at: datetime
) -> None:
    """Creates and updates member developments in a constant number of statements. Raises Stale when one was changed."""
    await _save(session, actor, MemberDevelopment, _DEVELOPMENT, bureau_id, rows, at)


async def _save(
    session: AsyncSession,
    actor: ActorRef,
    table: type[BackboneTeacher | MemberDevelopment],
    fields: Mapping[str, TypeEngine[Any]],
    bureau_id: UUID,
    rows: Sequence[TeacherToSave | DevelopmentToSave],
    at: datetime,
) -> None:
    changed = [row for row in rows if row.id is not None]
    if changed:
        given = values(
            column("id", Uuid), column("version", Integer), *(column(name, kind) for name, kind in fields.items()),
            name="given",
        ).data([(row.id, row.version, *(getattr(row, name) for name in fields)) for row in changed])  # fmt: skip
        # A column of which every row is empty has no type of its own.
        statement = (
            update(table)
            .where(table.id == given.c.id, table.version == given.c.version, table.bureau_id == bureau_id)
            .values(
                **{name: cast(given.c[name], kind) for name, kind in fields.items()},
                version=table.version + 1,
                updated_at=at,
            )
            .returning(table.id)
            .execution_options(synchronize_session=False)
        )
        if len((await session.execute(statement)).all()) != len(changed):
            raise Stale("预览之后，有记录已被修改。请重新上传，再看一次预览。")
    common = {"bureau_id": bureau_id, "created_at": at, "updated_at": at, "version": 1}
    made = [{**asdict(row), "id": new_id(), **_keys(row.name), **common} for row in rows if row.id is None]
    if made:
        await session.execute(insert(table), made)
    kind = "backbone_teacher" if table is BackboneTeacher else "member_development"
    for action, ids in (("create", [row["id"] for row in made]), ("update", [row.id for row in changed])):
        targets = [Target(kind, row_id, bureau_id=bureau_id) for row_id in ids]
        await record_many(session, actor, f"{kind}:{action}", targets, at=at)


def _keys(name: str) -> dict[str, str]:
    pinyin, initials = name_keys(name)
    return {"name_pinyin": pinyin, "name_initials": initials}
