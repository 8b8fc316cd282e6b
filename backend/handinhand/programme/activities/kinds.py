"""The bureau's list of kinds of activity: seeded from the notice, then the bureau's own (domain.md §1 A)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.errors import Forbidden
from handinhand.core.ids import new_id
from handinhand.foundation.access.guards import Access
from handinhand.foundation.audit.service import Target, record
from handinhand.models import ActivityKind
from handinhand.programme.activities import queries
from handinhand.programme.activities.errors import KindNameTaken
from handinhand.programme.activities.rules import SEED
from handinhand.programme.activities.schemas import ActivityKindIn, ActivityKindPatch

_NAME = "uq_activity_kinds_bureau_strand_name"


async def ensure(session: AsyncSession, bureau_id: UUID, now: datetime) -> None:
    """Seeds a bureau's list where it has none. Two at once seed it once."""
    if await queries.last_position(session, bureau_id):
        return
    common = {"bureau_id": bureau_id, "created_at": now, "updated_at": now, "version": 1}
    named = [(strand, name) for strand, names in SEED.items() for name in names]
    rows = [
        {"id": new_id(), "strand": strand, "name": name, "position": position, **common}
        for position, (strand, name) in enumerate(named, start=1)
    ]
    await session.execute(pg_insert(ActivityKind).values(rows).on_conflict_do_nothing())


async def add(session: AsyncSession, access: Access, body: ActivityKindIn) -> UUID:
    """A new kind of the actor's bureau, offered last. Raises KindNameTaken."""
    bureau_id = access.actor.bureau_id
    if bureau_id not in access.scope.bureau_ids:
        raise Forbidden
    await ensure(session, bureau_id, access.now)
    kind = ActivityKind(
        id=new_id(),
        bureau_id=bureau_id,
        strand=body.strand,
        name=body.name,
        position=await queries.last_position(session, bureau_id) + 1,
        created_at=access.now,
        updated_at=access.now,
    )
    await _save(session, kind)
    await record(session, access.ref, "activity_kind:create", _target(kind), at=access.now)
    return kind.id


async def change(session: AsyncSession, access: Access, kind: ActivityKind, body: ActivityKindPatch) -> None:
    """Changes what the body gives. Raises KindNameTaken."""
    for name in body.model_fields_set:
        setattr(kind, name, getattr(body, name))
    kind.updated_at = access.now
    await _save(session, kind)
    fields = sorted(body.model_fields_set)
    await record(session, access.ref, "activity_kind:update", _target(kind), at=access.now, fields=fields)


async def _save(session: AsyncSession, kind: ActivityKind) -> None:
    try:
        async with session.begin_nested():
            session.add(kind)
    except IntegrityError as error:
        if getattr(getattr(error.orig, "diag", None), "constraint_name", None) != _NAME:
            raise
        raise KindNameTaken("请换一个名称；停用的类型也可以重新启用。") from error


def _target(kind: ActivityKind) -> Target:
    return Target("activity_kind", kind.id, kind.name, kind.bureau_id)
