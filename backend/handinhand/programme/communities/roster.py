"""What the roster import writes of support communities: many rows, few statements."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Date, Integer, String, Uuid, column, insert, update, values
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.errors import Stale
from handinhand.core.ids import new_id
from handinhand.foundation.audit.service import ActorRef, Target, record_many
from handinhand.models import SupportCommunity, SupportedSchool
from handinhand.programme.communities.events import announce_term
from handinhand.programme.communities.schemas import CommunityToSave


async def save_communities(
    session: AsyncSession, actor: ActorRef, bureau_id: UUID, rows: Sequence[CommunityToSave], *, at: datetime
) -> list[UUID]:
    """Creates and updates the roster's communities and lets schools join them, in a constant number of statements.

    Gives the communities' ids in order. Raises Stale when one was changed meanwhile.
    """
    if not rows:
        return []
    ids = [row.id or new_id() for row in rows]
    made = [(row_id, row) for row_id, row in zip(ids, rows, strict=True) if row.id is None]
    changed = [(row_id, row) for row_id, row in zip(ids, rows, strict=True) if row.id is not None]
    common = {"bureau_id": bureau_id, "created_at": at, "updated_at": at, "version": 1}
    if changed:
        await _update_many(session, bureau_id, changed, at)
    if made:
        new = [
            {"id": i, "name": row.name, "lead_school_id": row.lead_school_id, "starts_on": row.starts_on, **common}
            for i, row in made
        ]
        await session.execute(insert(SupportCommunity), new)
    joining = [
        {"id": new_id(), "community_id": row_id, "school_id": school_id, "joined_on": row.starts_on, **common}
        for row_id, row in zip(ids, rows, strict=True)
        for school_id in row.joining_school_ids
    ]
    if joining:
        await session.execute(insert(SupportedSchool), joining)
        await announce_term(session, bureau_id)
    for action, done in (("community:create", made), ("community:update", changed)):
        targets = [Target("community", row_id, row.name, bureau_id) for row_id, row in done]
        await record_many(session, actor, action, targets, at=at)
    return ids


async def _update_many(
    session: AsyncSession, bureau_id: UUID, changed: Sequence[tuple[UUID, CommunityToSave]], at: datetime
) -> None:
    given = values(
        column("id", Uuid),
        column("version", Integer),
        column("name", String),
        column("lead_school_id", Uuid),
        column("starts_on", Date),
        name="given",
    ).data([(row_id, row.version, row.name, row.lead_school_id, row.starts_on) for row_id, row in changed])
    statement = (
        update(SupportCommunity)
        .where(
            SupportCommunity.id == given.c.id,
            SupportCommunity.version == given.c.version,
            SupportCommunity.bureau_id == bureau_id,
        )
        .values(
            name=given.c.name,
            lead_school_id=given.c.lead_school_id,
            starts_on=given.c.starts_on,
            version=SupportCommunity.version + 1,
            updated_at=at,
        )
        .returning(SupportCommunity.id)
        .execution_options(synchronize_session=False)
    )
    if len((await session.execute(statement)).all()) != len(changed):
        raise Stale("预览之后，有帮扶共同体已被修改。请重新上传名册，再看一次预览。")
