"""Use cases of obligations: rows on demand, the visit that stands for a month, waivers (domain.md §3)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.clock import local_day
from handinhand.core.errors import FieldError, Invalid
from handinhand.core.http.paging import AnySelect, PageOf
from handinhand.core.ids import new_id
from handinhand.core.statements import connection_of
from handinhand.foundation.access.actor import Actor, Scope
from handinhand.foundation.access.guards import Access
from handinhand.foundation.access.permissions import Permission
from handinhand.foundation.audit.service import ActorRef, Target, record, record_many
from handinhand.foundation.settings import service as settings
from handinhand.foundation.settings.service import Calendar
from handinhand.models import Obligation, Organisation, PastWaiver
from handinhand.programme.obligations import counting, queries, rules
from handinhand.programme.obligations.errors import AlreadyWaived, NotWaived
from handinhand.programme.obligations.schemas import (
    ObligationDetail,
    ObligationOut,
    ObligationQuery,
    WaiversIn,
    WaiversOut,
    month_text,
)

HISTORY_MONTHS = 36
"""How far a list without a month reaches back; the month grid shows as many (api.md)."""
MONTHS_AHEAD = 12
"""How far ahead a month can be looked at, and waived (ours)."""
Ledger = queries.Ledger
DueDay = queries.DueDay
ledger_by_parameters = queries.ledger_by_parameters
ledger_values = queries.ledger_values
OWING_KINDS = queries.OWING_KINDS
MADE_STATES = queries.MADE_STATES


# --- reading ---------------------------------------------------------------------------------------------------------


async def list_obligations(session: AsyncSession, access: Access, query: ObligationQuery) -> PageOf:
    """A page of the months owed within the caller's reach; rows that are missing are made first.

    Raises Invalid for a month too far ahead.
    """
    months = [query.month] if query.month else months_back(present_month(access.now), HISTORY_MONTHS)
    refuse_far_month(months[-1], access.now, "?month")
    calendars = await settings.calendars(await connection_of(session), bureaus_of(access.actor))
    book = open_ledger(calendars, months, access.now)
    await _make(session, counting.missing(months, _reached(access.scope)), access.now)
    visits = access.actor.scope(Permission.VISITS_READ)
    return await queries.list_obligations(session, access.scope, visits, query, book)


async def all_obligations(
    session: AsyncSession, scope: Scope, visits: Scope, query: ObligationQuery, book: Ledger
) -> Sequence[Any]:
    """Every row of the list without pages, by month and name; `visits` is how far visits are read."""
    return await queries.all_obligations(session, scope, visits, query, book)


async def read_obligation(session: AsyncSession, access: Access, obligation: Obligation) -> ObligationOut:
    """One obligation as the interface shows it; its status by the rules."""
    shown, _row = await _read(session, access, obligation)
    return shown


async def read_detail(session: AsyncSession, access: Access, obligation: Obligation) -> ObligationDetail:
    """The same with the history of its waivers, in as many statements."""
    shown, row = await _read(session, access, obligation)
    return ObligationDetail.model_construct(**dict(shown), waiver_history=queries.waiver_history(row))


async def _read(session: AsyncSession, access: Access, obligation: Obligation) -> tuple[ObligationOut, Any]:
    calendar = (await settings.calendars(await connection_of(session), [obligation.bureau_id]))[obligation.bureau_id]
    row = await queries.read_details(session, obligation.id, access.actor.scope(Permission.VISITS_READ))
    due = rules.due_on(row.month, calendar.grace_working_days, calendar.holidays)
    posts = zip(row.instructor_ids, row.first_days, row.last_days, strict=True)
    status = rules.status(
        month=row.month,
        waived=row.waived_at is not None,
        received_at=row.counting_received_at,
        due=due,
        dispatches=[rules.Dispatch(*post) for post in posts],
        now=access.now,
        tz=calendar.zone,
    )
    return queries.as_out(row, status=status, due_on=due), row


def open_ledger(calendars: Mapping[UUID, Calendar], months: Sequence[date], now: datetime) -> Ledger:
    """The ledger of these months in the bureaux of these calendars."""
    return queries.ledger(due_days(calendars, months), now)


def due_days(calendars: Mapping[UUID, Calendar], months: Sequence[date]) -> list[DueDay]:
    """Until when each of these months is in time in the bureaux of these calendars, each by its grace and holidays."""
    days = []
    for bureau_id, calendar in calendars.items():
        for month in months:
            due = rules.due_on(month, calendar.grace_working_days, calendar.holidays)
            until = datetime.combine(due + timedelta(days=1), time(), calendar.zone)
            days.append(DueDay(bureau_id, month, due, until))
    return days


def owed(scope: Scope, query: ObligationQuery, book: Ledger, *columns: Any) -> AnySelect:
    """The obligations of a list, for whoever counts them or shows other columns: figure and list are one function."""
    return queries.owed(scope, query, book, *(columns or (Organisation.id,)))


def present_month(now: datetime) -> date:
    """The month that it is in the bureaux' zone."""
    return rules.first_of_month(local_day(now))


def bureaus_of(actor: Actor) -> frozenset[UUID]:
    """The bureaux at which the actor holds a role."""
    return frozenset(held.bureau_id for held in actor.assignments)


def months_back(last: date, count: int) -> list[date]:
    """`count` months in a row, the last of them `last`."""
    months = [last]
    while len(months) < count:
        months.append(rules.first_of_month(months[-1] - timedelta(days=1)))
    return months[::-1]


def refuse_far_month(month: date, now: datetime, pointer: str) -> None:
    """Raises Invalid for a month more than a year ahead: nothing can be said of it yet."""
    present = present_month(now)
    if (month.year - present.year) * 12 + month.month - present.month > MONTHS_AHEAD:
        message = f"最多能看到一年以后，请选 {present.year + 1}-{present.month:02} 或更早的月份。"
        raise Invalid(errors=[FieldError(pointer, "month_too_far_ahead", message)])


# --- rows and the visit that stands for a month ----------------------------------------------------------------------


async def ensure_rows(
    session: AsyncSession, bureau_id: UUID, first_month: date, last_month: date, now: datetime
) -> None:
    """Makes the rows that the bureau's institutions owe in these months and that are missing; again does no harm."""
    months = [first_month]
    while months[-1] < last_month:
        months.append(rules.next_month(months[-1]))
    await _make(session, counting.missing(months, Organisation.bureau_id == bureau_id), now)


async def ensure_recent_rows(session: AsyncSession, now: datetime) -> None:
    """The same for every bureau and the months up to the present one: the daily work."""
    await _make(session, counting.missing(months_back(present_month(now), HISTORY_MONTHS)), now)


async def recount(session: AsyncSession, institution_id: UUID, month: date, now: datetime) -> None:
    """Finds again which visit stands for the month. Called after each change of a visit, in its transaction.

    When the start moved to another month, both months are counted.
    """
    await recount_many(session, [(institution_id, month)], now)


async def recount_many(session: AsyncSession, pairs: Collection[tuple[UUID, date]], now: datetime) -> None:
    """The same for many institution × months, in a constant number of statements."""
    if not pairs:
        return
    await _insert(session, counting.missing_among(pairs), now)
    await _count(session, pairs, now)


async def recount_outdated(session: AsyncSession, now: datetime, bureau_id: UUID | None = None) -> None:
    """Corrects every obligation, of one bureau or of all, that no longer names the right visit.

    Needed when days in post change: that may make visits count, or no longer count.
    """
    of_bureau = [] if bureau_id is None else [Obligation.bureau_id == bureau_id]
    outdated = counting.outdated(*of_bureau)
    found = await session.execute(select(outdated.c.institution_id, outdated.c.month))
    pairs = [(row.institution_id, row.month) for row in found]
    if pairs:
        await _count(session, pairs, now)


async def _make(session: AsyncSession, missing: AnySelect, now: datetime) -> None:
    """Makes the missing rows; an institution's past visits may already meet them."""
    made = await _insert(session, missing, now)
    if made:
        await _count(session, made, now)


async def _insert(session: AsyncSession, missing: AnySelect, now: datetime) -> list[tuple[UUID, date]]:
    found = (await session.execute(missing)).all()
    if found:
        rows = counting.rows_table([(new_id(), row.bureau_id, row.institution_id, row.month) for row in found])
        names = ["id", "bureau_id", "institution_id", "month", "version", "created_at", "updated_at"]
        await session.execute(
            insert(Obligation)
            .from_select(names, select(*rows.c, literal(1), literal(now), literal(now)))
            .on_conflict_do_nothing(index_elements=["institution_id", "month"])
        )
    return [(row.institution_id, row.month) for row in found]


async def _count(session: AsyncSession, pairs: Collection[tuple[UUID, date]], now: datetime) -> None:
    # Locked first, in a statement of its own: what another transaction committed meanwhile is then seen by the count.
    await session.execute(counting.lock(pairs))
    wanted = counting.pairs_table(pairs)
    among = select(wanted.c.institution_id, wanted.c.month)
    outdated = counting.outdated(counting.pair_of_row().in_(among))
    correction = (
        update(Obligation)
        .where(Obligation.id == outdated.c.id)
        .values(
            counting_visit_id=outdated.c.visit_id,
            counting_received_at=outdated.c.received_at,
            version=Obligation.version + 1,
            updated_at=now,
        )
        .execution_options(synchronize_session=False)
    )
    await session.execute(correction)


# --- waivers ---------------------------------------------------------------------------------------------------------


def refuse_waived(obligation: Obligation) -> None:
    """Raises AlreadyWaived."""
    if obligation.waived_at is not None:
        raise AlreadyWaived("这个月已经免除。要换一个原因，请先撤销免除。")


def refuse_not_waived(obligation: Obligation) -> None:
    """Raises NotWaived."""
    if obligation.waived_at is None:
        raise NotWaived("这个月没有免除，不需要撤销。请刷新页面看最新情况。")


async def waive(session: AsyncSession, actor: ActorRef, obligation: Obligation, reason: str, now: datetime) -> None:
    """Waives the month. Raises AlreadyWaived."""
    refuse_waived(obligation)
    obligation.waived_at, obligation.waived_by_user_id, obligation.waiver_reason = now, actor.user_id, reason
    obligation.updated_at = now
    await record(session, actor, "obligation:waive", _target(obligation), at=now, month=month_text(obligation.month))


async def unwaive(session: AsyncSession, actor: ActorRef, obligation: Obligation, reason: str, now: datetime) -> None:
    """Takes the waiver back; what was derived before shows again, and the waiver goes into its history.

    Raises NotWaived.
    """
    refuse_not_waived(obligation)
    past = PastWaiver(
        bureau_id=obligation.bureau_id,
        obligation_id=obligation.id,
        reason=obligation.waiver_reason,
        waived_at=obligation.waived_at,
        waived_by_user_id=obligation.waived_by_user_id,
        taken_back_reason=reason,
        taken_back_at=now,
        taken_back_by_user_id=actor.user_id,
    )
    session.add(past)
    obligation.waived_at = obligation.waived_by_user_id = obligation.waiver_reason = None
    obligation.updated_at = now
    await record(session, actor, "obligation:unwaive", _target(obligation), at=now, month=month_text(obligation.month))


async def waive_many(
    session: AsyncSession, actor: ActorRef, scope: Scope, body: WaiversIn, now: datetime
) -> WaiversOut:
    """Waives the month for the institutions named, or for all that owe it. Those waived before keep their reason.

    Raises Invalid naming each institution that does not owe the month, and for a month too far ahead.
    """
    refuse_far_month(body.month, now, "/month")
    await _make(session, counting.missing([body.month], _reached(scope)), now)
    found = await session.execute(queries.owed_rows(scope, body.month, body.institution_ids))
    rows = {row.institution_id: row for row in found}
    strangers = [
        FieldError(f"/institution_ids/{place}", "not_owed", "这家机构这个月没有任务，请从名单里去掉。")
        for place, institution_id in enumerate(body.institution_ids or ())
        if institution_id not in rows
    ]
    if strangers:
        raise Invalid(errors=strangers)
    fresh = [row for row in rows.values() if row.waived_at is None]
    waived = (
        update(Obligation)
        .where(Obligation.id.in_([row.id for row in fresh]))
        .values(
            waived_at=now,
            waived_by_user_id=actor.user_id,
            waiver_reason=body.reason,
            version=Obligation.version + 1,
            updated_at=now,
        )
        .execution_options(synchronize_session=False)
    )
    await session.execute(waived)
    month = month_text(body.month)
    targets = [Target("obligation", row.id, row.name, row.bureau_id) for row in fresh]
    await record_many(session, actor, "obligation:waive", targets, at=now, month=month)
    return _waivers(body.month, waived=len(fresh), already_waived=len(rows) - len(fresh))


async def show_waived(session: AsyncSession, scope: Scope, body: WaiversIn, at: datetime) -> WaiversOut:
    """What `waive_many` did at that instant, as it stands now: a waiver that was taken back since stays taken back."""
    found = await session.execute(queries.owed_rows(scope, body.month, body.institution_ids))
    instants = [row.waived_at for row in found if row.waived_at is not None]
    waived = instants.count(at)
    return _waivers(body.month, waived=waived, already_waived=len(instants) - waived)


def _waivers(month: date, *, waived: int, already_waived: int) -> WaiversOut:
    href = f"/api/v1/obligations?month={month_text(month)}&status=waived"
    return WaiversOut(month=month, waived=waived, already_waived=already_waived, href=href)


def _reached(scope: Scope) -> ColumnElement[bool]:
    return scope.within(Organisation.bureau_id, Organisation.id)


def _target(obligation: Obligation) -> Target:
    return Target("obligation", obligation.id, bureau_id=obligation.bureau_id)
