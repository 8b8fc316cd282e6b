"""What the roster import writes of affiliations; their own routes come with their part (api.md, part E)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Integer, String, Uuid, column, insert, update, values
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.errors import Stale
from handinhand.core.ids import new_id
from handinhand.foundation.audit.service import ActorRef, Target, record_many
from handinhand.models import Affiliation
from handinhand.programme.affiliations.errors import AffiliationOverlaps

_NO_OVERLAP = "ex_affiliations_one_host_at_a_time"


@dataclass(frozen=True, slots=True)
class AffiliationToSave:
    """An affiliation as the roster import has judged it: `id` None is a new one, else the one read at `version`."""

    id: UUID | None
    version: int | None
    institution_id: UUID
    host_party_organisation_id: UUID
    starts_on: date
    document_number: str | None


async def save_affiliations(
    session: AsyncSession, actor: ActorRef, bureau_id: UUID, rows: Sequence[AffiliationToSave], *, at: datetime
) -> list[UUID]:
    """Creates and updates the roster's affiliations in a constant number of statements; gives their ids in order.

    Last days are left as they are. Raises Stale when one was changed meanwhile, AffiliationOverlaps when an
    institution would have two hosts on one day.
    """
    if not rows:
        return []
    ids = [row.id or new_id() for row in rows]
    made = [(row_id, row) for row_id, row in zip(ids, rows, strict=True) if row.id is None]
    changed = [(row_id, row) for row_id, row in zip(ids, rows, strict=True) if row.id is not None]
    try:
        async with session.begin_nested():
            if changed:
                await _update_many(session, bureau_id, changed, at)
            if made:
                common = {"bureau_id": bureau_id, "created_at": at, "updated_at": at, "version": 1}
                await session.execute(insert(Affiliation), [{"id": i, **common, **_facts(row)} for i, row in made])
    except IntegrityError as error:
        if getattr(getattr(error.orig, "diag", None), "constraint_name", None) != _NO_OVERLAP:
            raise
        raise AffiliationOverlaps("名册里的挂靠与系统里已有的挂靠时间重叠，请核对后重新导入。") from error
    for action, done in (("affiliation:create", made), ("affiliation:update", changed)):
        targets = [Target("affiliation", row_id, bureau_id=bureau_id) for row_id, _ in done]
        await record_many(session, actor, action, targets, at=at)
    return ids


async def _update_many(
    session: AsyncSession, bureau_id: UUID, changed: Sequence[tuple[UUID, AffiliationToSave]], at: datetime
) -> None:
    given = values(
        column("id", Uuid),
        column("version", Integer),
        column("institution_id", Uuid),
        column("host_party_organisation_id", Uuid),
        column("starts_on", Date),
        column("document_number", String),
        name="given",
    ).data([(row_id, row.version, *_facts(row).values()) for row_id, row in changed])
    statement = (
        update(Affiliation)
        .where(Affiliation.id == given.c.id, Affiliation.version == given.c.version, Affiliation.bureau_id == bureau_id)
        .values(
            institution_id=given.c.institution_id,
            host_party_organisation_id=given.c.host_party_organisation_id,
            starts_on=given.c.starts_on,
            document_number=given.c.document_number,
            version=Affiliation.version + 1,
            updated_at=at,
        )
        .returning(Affiliation.id)
        .execution_options(synchronize_session=False)
    )
    if len((await session.execute(statement)).all()) != len(changed):
        raise Stale("预览之后，有挂靠记录已被修改。请重新上传名册，再看一次预览。")


def _facts(row: AffiliationToSave) -> dict[str, Any]:
    return {
        "institution_id": row.institution_id,
        "host_party_organisation_id": row.host_party_organisation_id,
        "starts_on": row.starts_on,
        "document_number": row.document_number,
    }
