"""What a visit does to the opinions heard on it. Routing and answering come with a later part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.ids import new_id
from handinhand.models import Opinion
from handinhand.programme.opinions import errors
from handinhand.programme.opinions.rules import OpinionState
from handinhand.programme.opinions.schemas import OpinionNote


@dataclass(frozen=True, slots=True)
class HeardOn:
    """The visit on which opinions were heard."""

    visit_id: UUID
    institution_id: UUID
    bureau_id: UUID


async def note_opinions(session: AsyncSession, visit: HeardOn, notes: Sequence[OpinionNote], at: datetime) -> None:
    """Notes opinions on a new visit. Raises Invalid or IdTaken for a client-made id that is used already."""
    await _add(session, visit, list(enumerate(notes)), at)


async def raise_on_paper(session: AsyncSession, heard: Sequence[tuple[HeardOn, OpinionNote]], at: datetime) -> None:
    """Adds opinions of visits entered from paper ledgers, raised at once, all in one statement."""
    if heard:
        await session.execute(insert(Opinion), [_row(visit, note, at, OpinionState.raised) for visit, note in heard])


async def _add(session: AsyncSession, visit: HeardOn, notes: Sequence[tuple[int, OpinionNote]], at: datetime) -> None:
    """Inserts notes; each comes with its place in the body, which a refusal points at."""
    if not notes:
        return
    rows = [_row(visit, note, at, OpinionState.noted) for _, note in notes]
    ids = [row["id"] for row in rows]
    for place, (index, _) in enumerate(notes):
        if ids[place] in ids[:place]:
            raise errors.repeated(index)
    statement = pg_insert(Opinion).values(rows).on_conflict_do_nothing(index_elements=["id"]).returning(Opinion.id)
    made = set((await session.execute(statement)).scalars())
    for (index, _), opinion_id in zip(notes, ids, strict=True):
        if opinion_id not in made:
            raise errors.id_taken(index)


def _row(visit: HeardOn, note: OpinionNote, at: datetime, state: OpinionState) -> dict[str, Any]:
    return {
        "id": note.id or new_id(),
        "bureau_id": visit.bureau_id,
        "institution_id": visit.institution_id,
        "visit_id": visit.visit_id,
        "category": note.category,
        "body": note.text,
        "state": state,
        "raised_at": at,
        "created_at": at,
        "updated_at": at,
        "version": 1,
    }


async def replace_opinions(session: AsyncSession, visit: HeardOn, notes: Sequence[OpinionNote], at: datetime) -> None:
    """Makes `notes` the visit's opinions: changes those that it names, adds new ones, removes what was only noted.

    A note without id that repeats an opinion word for word is that opinion. Raises Invalid when a raised opinion is
    left out, IdTaken for an id that names an opinion of another visit.
    """
    statement = select(Opinion).where(Opinion.visit_id == visit.visit_id).order_by(Opinion.id)
    present = list(await session.scalars(statement))
    unnamed = {opinion.id: opinion for opinion in present}
    new: list[tuple[int, OpinionNote]] = []
    for index, note in enumerate(notes):
        opinion = _meant(note, unnamed)
        if opinion is None:
            new.append((index, note))
            continue
        del unnamed[opinion.id]
        _change(opinion, note, at)
    for position, opinion in enumerate(present, start=1):
        if opinion.id in unnamed and opinion.state != OpinionState.noted:
            raise errors.dropped(position)
    for opinion in unnamed.values():
        await session.delete(opinion)
    await session.flush()
    await _add(session, visit, new, at)


def _meant(note: OpinionNote, unnamed: dict[UUID, Opinion]) -> Opinion | None:
    if note.id is not None:
        return unnamed.get(note.id)
    same = (o for o in unnamed.values() if (o.body, o.category) == (note.text, note.category))
    return next(same, None)


def _change(opinion: Opinion, note: OpinionNote, at: datetime) -> None:
    if (opinion.body, opinion.category) != (note.text, note.category):
        opinion.body, opinion.category, opinion.updated_at = note.text, note.category, at


async def raise_opinions(session: AsyncSession, visit_id: UUID, at: datetime) -> None:
    """Raises what was noted on a visit that is being submitted."""
    await _move(session, visit_id, OpinionState.noted, {"state": OpinionState.raised, "raised_at": at}, at)


async def withdraw_opinions(session: AsyncSession, visit_id: UUID, at: datetime) -> None:
    """Withdraws the opinions of a visit that has become void, unless somebody has taken them up."""
    await _move(session, visit_id, OpinionState.raised, {"state": OpinionState.withdrawn}, at)


async def _move(
    session: AsyncSession, visit_id: UUID, before: OpinionState, values: dict[str, Any], at: datetime
) -> None:
    statement = (
        update(Opinion)
        .where(Opinion.visit_id == visit_id, Opinion.state == before)
        .values(**values, updated_at=at, version=Opinion.version + 1)
        .execution_options(synchronize_session=False)
    )
    await session.execute(statement)
