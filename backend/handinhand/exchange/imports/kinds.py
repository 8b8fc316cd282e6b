"""The kinds of workbook that can be imported: for each what it is judged against, its rules, and how it is applied."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.clock import BUREAU_ZONE
from handinhand.core.statements import connection_of
from handinhand.exchange.imports import queries
from handinhand.exchange.imports.file_checks import Limits
from handinhand.exchange.imports.roster_apply import apply_roster
from handinhand.exchange.imports.roster_known import KnownRoster
from handinhand.exchange.imports.roster_layout import ROSTER
from handinhand.exchange.imports.roster_rules import RosterPlan, plan_roster
from handinhand.exchange.imports.visits_layout import VISIT_LEDGER
from handinhand.exchange.imports.visits_rules import KnownVisit, VisitsPlan, plan_visits
from handinhand.exchange.imports.workbook import read_workbook
from handinhand.foundation.audit.service import ActorRef
from handinhand.foundation.settings import service as settings
from handinhand.programme.visits import service as visits

LAYOUTS = {layout.kind: layout for layout in (ROSTER, VISIT_LEDGER)}

Plan = RosterPlan | VisitsPlan


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a workbook of a kind is judged against; `zone` is the bureau's."""

    kind: str
    roster: KnownRoster
    visits: Sequence[KnownVisit]
    zone: ZoneInfo


async def take_snapshot(session: AsyncSession, kind: str, bureau_id: UUID) -> Snapshot:
    """What the bureau has now, in a constant number of statements."""
    calendar = (await settings.calendars(await connection_of(session), [bureau_id])).get(bureau_id)
    is_ledger = kind == VISIT_LEDGER.kind
    return Snapshot(
        kind=kind,
        # Last year's instructor may have left since; a new roster does not post such a person.
        roster=await queries.known_roster(session, bureau_id, with_people_who_left=is_ledger),
        visits=await visits.list_known_starts(session, bureau_id) if is_ledger else (),
        zone=calendar.zone if calendar else BUREAU_ZONE,
    )


def judge(data: bytes, known: Snapshot, at: datetime) -> Plan:
    """What importing the file would do; pure, and slow for big files. The file's size was measured at the upload.

    Raises:
        WorkbookRefusedError: the file cannot be read as a workbook.
    """
    workbook = read_workbook(data, Limits(file_bytes=len(data)))
    if known.kind == VISIT_LEDGER.kind:
        return plan_visits(workbook, known.roster, known.visits, now=at, zone=known.zone)
    return plan_roster(workbook, known.roster, today=at.astimezone(known.zone).date())


async def apply_plan(session: AsyncSession, actor: ActorRef, bureau_id: UUID, plan: Plan, *, at: datetime) -> None:
    """Write everything that the plan creates or updates, in the caller's transaction."""
    if isinstance(plan, RosterPlan):
        await apply_roster(session, actor, bureau_id, plan, at=at)
        return
    rows = [
        visits.PaperVisit(
            institution_id=row.values.institution_id,
            institution_name=row.values.institution_name,
            instructor_id=row.values.instructor_id,
            started_at=row.values.started_at,
            ended_at=row.values.ended_at,
            mode=row.values.mode,
            duties=row.values.duties,
            persons_met=row.values.persons_met,
            findings=row.values.findings,
            advice=row.values.advice,
        )
        for row in plan.visits
        if row.values is not None and row.status == "create"
    ]
    await visits.create_from_paper(session, actor, bureau_id, rows, at=at)
