"""The kinds of workbook that can be imported: for each what it is judged against, its rules, and how it is applied."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.clock import BUREAU_ZONE
from handinhand.core.statements import connection_of
from handinhand.exchange.imports import queries, register_queries
from handinhand.exchange.imports.activities_rules import plan_activities
from handinhand.exchange.imports.file_checks import Limits
from handinhand.exchange.imports.people_rules import plan_members, plan_teachers
from handinhand.exchange.imports.registers_known import KnownActivities, KnownMember, KnownTeacher, RegisterPlan
from handinhand.exchange.imports.registers_layout import ACTIVITY_LEDGER, MEMBER_REGISTER, TEACHER_REGISTER
from handinhand.exchange.imports.roster_apply import apply_roster
from handinhand.exchange.imports.roster_known import KnownRoster
from handinhand.exchange.imports.roster_layout import ROSTER
from handinhand.exchange.imports.roster_rules import RosterPlan, plan_roster
from handinhand.exchange.imports.visits_layout import VISIT_LEDGER
from handinhand.exchange.imports.visits_rules import KnownVisit, VisitsPlan, plan_visits
from handinhand.exchange.imports.workbook import read_workbook
from handinhand.foundation.audit.service import ActorRef
from handinhand.foundation.settings import service as settings
from handinhand.programme.activities import service as activities
from handinhand.programme.development import service as development
from handinhand.programme.visits import service as visits

LAYOUTS = {layout.kind: layout for layout in (ROSTER, VISIT_LEDGER, ACTIVITY_LEDGER, TEACHER_REGISTER, MEMBER_REGISTER)}

Plan = RosterPlan | VisitsPlan | RegisterPlan


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a workbook of a kind is judged against; `zone` is the bureau's."""

    kind: str
    roster: KnownRoster
    visits: Sequence[KnownVisit]
    zone: ZoneInfo
    activities: KnownActivities
    teachers: Sequence[KnownTeacher]
    members: Sequence[KnownMember]


async def take_snapshot(session: AsyncSession, kind: str, bureau_id: UUID, at: datetime) -> Snapshot:
    """What the bureau has now, in a constant number of statements."""
    if kind == ACTIVITY_LEDGER.kind:
        await activities.ensure_kinds(session, bureau_id, at)
    calendar = (await settings.calendars(await connection_of(session), [bureau_id])).get(bureau_id)
    is_ledger = kind == VISIT_LEDGER.kind
    return Snapshot(
        kind=kind,
        # Last year's instructor may have left since; a new roster does not post such a person.
        roster=await queries.known_roster(session, bureau_id, with_people_who_left=is_ledger),
        visits=await visits.list_known_starts(session, bureau_id) if is_ledger else (),
        zone=calendar.zone if calendar else BUREAU_ZONE,
        activities=await _activities(session, kind, bureau_id),
        teachers=await register_queries.known_teachers(session, bureau_id) if kind == TEACHER_REGISTER.kind else (),
        members=await register_queries.known_members(session, bureau_id) if kind == MEMBER_REGISTER.kind else (),
    )


async def _activities(session: AsyncSession, kind: str, bureau_id: UUID) -> KnownActivities:
    if kind != ACTIVITY_LEDGER.kind:
        return KnownActivities()
    return await register_queries.known_activities(session, bureau_id)


def judge(data: bytes, known: Snapshot, at: datetime) -> Plan:
    """What importing the file would do; pure, and slow for big files. The file's size was measured at the upload.

    Raises:
        WorkbookRefusedError: the file cannot be read as a workbook.
    """
    workbook = read_workbook(data, Limits(file_bytes=len(data)))
    if known.kind == VISIT_LEDGER.kind:
        return plan_visits(workbook, known.roster, known.visits, now=at, zone=known.zone)
    today = at.astimezone(known.zone).date()
    if known.kind == ACTIVITY_LEDGER.kind:
        return plan_activities(workbook, known.activities, today=today)
    if known.kind == TEACHER_REGISTER.kind:
        return plan_teachers(workbook, known.roster, known.teachers, today=today)
    if known.kind == MEMBER_REGISTER.kind:
        return plan_members(workbook, known.roster, known.members, development.check_stages, today=today)
    return plan_roster(workbook, known.roster, today=today)


async def apply_plan(session: AsyncSession, actor: ActorRef, bureau_id: UUID, plan: Plan, *, at: datetime) -> None:
    """Write everything that the plan creates or updates, in the caller's transaction."""
    if isinstance(plan, RosterPlan):
        await apply_roster(session, actor, bureau_id, plan, at=at)
    elif isinstance(plan, RegisterPlan):
        await _apply_register(session, actor, bureau_id, plan, at)
    else:
        await _apply_visits(session, actor, bureau_id, plan, at)


async def _apply_register(
    session: AsyncSession, actor: ActorRef, bureau_id: UUID, plan: RegisterPlan, at: datetime
) -> None:
    values = [row.values for row in plan.records if row.values is not None and row.status in {"create", "update"}]
    if plan.kind == ACTIVITY_LEDGER.kind:
        held = [activities.HeldActivity(**asdict(one)) for one in values]
        await activities.create_held(session, actor, bureau_id, held, at=at)
    elif plan.kind == TEACHER_REGISTER.kind:
        teachers = [development.TeacherToSave(**asdict(one)) for one in values]
        await development.save_teachers(session, actor, bureau_id, teachers, at=at)
    else:
        developments = [development.DevelopmentToSave(**asdict(one)) for one in values]
        await development.save_developments(session, actor, bureau_id, developments, at=at)


async def _apply_visits(
    session: AsyncSession, actor: ActorRef, bureau_id: UUID, plan: VisitsPlan, at: datetime
) -> None:
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
