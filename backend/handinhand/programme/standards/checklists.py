"""Editions of the two checklists: seeded from the notice, then the bureau's own (domain.md §1 A, B)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.errors import FieldError, Forbidden, Invalid
from handinhand.core.ids import new_id
from handinhand.foundation.access.guards import Access
from handinhand.foundation.audit.service import Target, record
from handinhand.models import Checklist
from handinhand.programme.standards import queries, rules
from handinhand.programme.standards.errors import DraftExists, NotADraft
from handinhand.programme.standards.rules import SEED, ChecklistState
from handinhand.programme.standards.schemas import ChecklistIn, ChecklistPatch

_EDITION = "uq_checklists_bureau_kind_edition"


async def ensure(session: AsyncSession, bureau_id: UUID, now: datetime) -> None:
    """Seeds a bureau's checklists where it has none. Two at once seed them once."""
    if await queries.has_checklists(session, bureau_id):
        return
    common = {
        "bureau_id": bureau_id, "edition": 1, "state": ChecklistState.published, "published_at": now,
        "created_at": now, "updated_at": now, "version": 1,
    }  # fmt: skip
    rows = [
        {
            "id": new_id(), "kind": kind, "title": seed.title, "assumed": seed.assumed, "basis": seed.basis,
            "items": [dict(zip(("code", "title", "description"), item, strict=True)) for item in seed.items],
            **common,
        }
        for kind, seed in SEED.items()
    ]  # fmt: skip
    await session.execute(pg_insert(Checklist).values(rows).on_conflict_do_nothing())


async def draft(session: AsyncSession, access: Access, body: ChecklistIn) -> UUID:
    """A new draft of the actor's bureau, copied from the edition before it. Raises DraftExists."""
    bureau_id = access.actor.bureau_id
    if bureau_id not in access.scope.bureau_ids:
        raise Forbidden
    await ensure(session, bureau_id, access.now)
    latest = (await queries.editions(session, bureau_id, body.kind))[0]
    if latest.state == ChecklistState.draft:
        raise DraftExists("请接着改那份草稿，改好后发布。")
    checklist = Checklist(
        id=new_id(), bureau_id=bureau_id, kind=body.kind, edition=latest.edition + 1, title=latest.title,
        items=latest.items, assumed=False, basis=latest.basis, state=ChecklistState.draft,
        created_at=access.now, updated_at=access.now,
    )  # fmt: skip
    try:
        async with session.begin_nested():
            session.add(checklist)
    except IntegrityError as error:
        if getattr(getattr(error.orig, "diag", None), "constraint_name", None) != _EDITION:
            raise
        raise DraftExists("请接着改那份草稿，改好后发布。") from error
    await record(session, access.ref, "checklist:create", _target(checklist), at=access.now)
    return checklist.id


async def change(session: AsyncSession, access: Access, checklist: Checklist, body: ChecklistPatch) -> None:
    """Changes what the body gives. Raises NotADraft, Invalid beside the field."""
    refuse_published(checklist)
    sent = body.model_fields_set
    if "items" in sent:
        given = [item.code for item in body.items]
        every = await queries.editions(session, checklist.bureau_id, checklist.kind)
        known = {item["code"] for edition in every for item in edition.items}
        found = rules.item_problems(given, [item.title for item in body.items], known)
        if found:
            raise Invalid(errors=[FieldError(*problem) for problem in found])
        codes = rules.codes_for(given, known)
        checklist.items = [
            {"code": code, "title": item.title, "description": item.description}
            for code, item in zip(codes, body.items, strict=True)
        ]
    for name in sent - {"items"}:
        setattr(checklist, name, getattr(body, name))
    checklist.updated_at = access.now
    await session.flush()
    await record(session, access.ref, "checklist:update", _target(checklist), at=access.now, fields=sorted(sent))


async def publish(session: AsyncSession, access: Access, checklist: Checklist) -> None:
    """draft → published; the edition before it retires. Reviews keep the edition they were made with."""
    refuse_published(checklist)
    for former in await queries.editions(session, checklist.bureau_id, checklist.kind):
        if former.state == ChecklistState.published:
            former.state, former.updated_at = ChecklistState.retired, access.now
    await session.flush()
    checklist.state, checklist.published_at, checklist.updated_at = ChecklistState.published, access.now, access.now
    await session.flush()
    target = _target(checklist)
    await record(session, access.ref, "checklist:publish", target, at=access.now, edition=checklist.edition)


async def discard(session: AsyncSession, access: Access, checklist: Checklist) -> None:
    """Takes away a draft, which nobody has reviewed with. Raises NotADraft."""
    refuse_published(checklist)
    target = _target(checklist)
    await session.delete(checklist)
    await session.flush()
    await record(session, access.ref, "checklist:discard", target, at=access.now, edition=checklist.edition)


def refuse_published(checklist: Checklist) -> None:
    """Raises NotADraft."""
    if checklist.state != ChecklistState.draft:
        raise NotADraft("按这一版填过的记录要保持原样。要修改请新建一版草稿，再发布。")


def _target(checklist: Checklist) -> Target:
    return Target("checklist", checklist.id, checklist.title, checklist.bureau_id)
