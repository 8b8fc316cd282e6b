"""Visits from last year's paper ledgers, brought in by the import (issue point 4): many rows, few statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.clock import local_day
from handinhand.core.ids import new_id
from handinhand.foundation.audit.service import ActorRef, Target, record_many
from handinhand.models import Visit
from handinhand.programme.obligations import service as obligations
from handinhand.programme.opinions import service as opinions
from handinhand.programme.opinions.schemas import OpinionNote
from handinhand.programme.visits import queries
from handinhand.programme.visits.rules import VisitChannel, VisitMode, VisitState


@dataclass(frozen=True, slots=True)
class PaperVisit:
    """A line of a paper ledger, judged already. A ledger without times starts at the day's midnight."""

    institution_id: UUID
    institution_name: str
    instructor_id: UUID
    started_at: datetime
    duties: Sequence[str]
    findings: str = ""
    advice: str = ""
    persons_met: str = ""
    ended_at: datetime | None = None
    mode: str = VisitMode.on_site
    co_visitor_ids: Sequence[UUID] = ()
    opinions: Sequence[OpinionNote] = ()


async def create_from_paper(
    session: AsyncSession, actor: ActorRef, bureau_id: UUID, rows: Sequence[PaperVisit], *, at: datetime
) -> list[UUID]:
    """Enters the ledger's visits, submitted at once and received now: entry time is never backdated (domain.md §3).

    A constant number of statements. Gives the ids in the order of the rows.
    """
    if not rows:
        return []
    assert actor.user_id is not None
    zone = ZoneInfo(await queries.zone_of(session, bureau_id))
    common = {
        "bureau_id": bureau_id,
        "state": VisitState.submitted,
        "channel": VisitChannel.paper,
        "entered_by_user_id": actor.user_id,
        **dict.fromkeys(("entered_at", "received_at", "first_received_at", "created_at", "updated_at"), at),
        "content_digest": "",
    }
    pairs = [(new_id(), row) for row in rows]
    days = [local_day(row.started_at, zone) for row in rows]
    values = [{"id": visit_id, **_values(row, day), **common} for (visit_id, row), day in zip(pairs, days, strict=True)]
    await session.execute(insert(Visit), values)
    heard = [
        (opinions.HeardOn(visit_id, row.institution_id, bureau_id), note)
        for visit_id, row in pairs
        for note in row.opinions
    ]
    await opinions.raise_on_paper(session, heard, at)
    months = {(row.institution_id, day.replace(day=1)) for row, day in zip(rows, days, strict=True)}
    await obligations.recount_many(session, months, at)
    targets = [
        Target("visit", visit_id, f"{row.institution_name} {day.isoformat()}", bureau_id)
        for (visit_id, row), day in zip(pairs, days, strict=True)
    ]
    await record_many(session, actor, "visit:enter-from-paper", targets, at=at)
    return [visit_id for visit_id, _ in pairs]


def _values(row: PaperVisit, day: date) -> dict[str, Any]:
    return {
        "institution_id": row.institution_id,
        "instructor_id": row.instructor_id,
        "co_visitor_ids": list(row.co_visitor_ids),
        "mode": row.mode,
        "started_at": row.started_at,
        "ended_at": row.ended_at,
        "visited_on": day,
        "month": day.replace(day=1),
        "duties": list(row.duties),
        "persons_met": row.persons_met,
        "findings": row.findings,
        "advice": row.advice,
    }
