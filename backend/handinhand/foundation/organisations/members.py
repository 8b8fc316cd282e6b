"""Counts of members as of days: their history, and the latest of them on the organisation itself (domain.md §3, §6).

Whatever changes an organisation's figures comes through here: its form, the roster, the list of counts. In one
transaction the row of that day is written, and the organisation shows the row of its latest day; an older day adds to
the history and changes nothing of the present. Other features reach it through `service`.

Who writes holds the organisation's row, so that two entries come one after the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, column, literal, or_, select, values
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.clock import local_day
from handinhand.core.errors import FieldError, Invalid
from handinhand.core.ids import new_id
from handinhand.foundation.access.guards import Access
from handinhand.foundation.audit.service import ActorRef, Target, record
from handinhand.models import MemberCount, Organisation

COUNTS = frozenset({"full_members", "probationary_members"})
FIGURES = ("full_members", "probationary_members", "members_as_of_on")
"""What an organisation shows of its latest day."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many members there were on a day; probationary ones are counted apart."""

    as_of_on: date
    full_members: int | None
    probationary_members: int | None


async def begin(session: AsyncSession, access: Access, made: Organisation) -> None:
    """The first row of an organisation that has just been made with figures."""
    if made.members_as_of_on is None:
        return
    session.add(_entry(access, made, Counts(made.members_as_of_on, made.full_members, made.probationary_members)))
    await session.flush()


async def write(
    session: AsyncSession, access: Access, organisation: Organisation, sent: Mapping[str, Any], today: date
) -> dict[str, Any]:
    """Writes the row of the day in `sent`, else of today, from the figures there; what is not sent stays as it was.

    For a day before the latest one that is what the entry before that day says: what came later was not known then.

    Gives the columns that the organisation has to take: none for a day before its latest one, whose row is then all
    that is made and stands in the log by itself. Raises Invalid for such a day that has a row of other figures: the
    organisation's version, which the caller named, says nothing of that row (promises.md R4).
    """
    day = sent.get("members_as_of_on") or today
    known = await _of_day(session, organisation.id, day)
    older = _is_older(organisation, day)
    base: MemberCount | Organisation | None = known
    if known is None:
        base = await _before(session, organisation.id, day) if older else organisation
    counts = Counts(day, **{name: sent[name] if name in sent else getattr(base, name, None) for name in COUNTS})
    if older and known is not None and _differs(known, counts):
        message = f"{day} 已有一条登记，要改请在“党员人数”的历史里更正那一条。"
        raise Invalid(errors=[FieldError("/members_as_of_on", "day_taken", message)])
    if older:
        await _put(session, access, organisation, known, counts)
        return {}
    _set(session, access, organisation, known, counts)
    await session.flush()
    return _differing(organisation, counts)


async def enter_counts(
    session: AsyncSession, access: Access, organisation: Organisation, counts: Counts
) -> tuple[MemberCount, bool]:
    """Enters what was counted on a day; gives the row, and whether it was made now.

    A day has one row, and what somebody entered is not overwritten (promises.md R4): the row there is comes back as it
    is, whatever it says. Another figure for it is a correction, which names the version that it starts from.
    """
    known = await _of_day(session, organisation.id, counts.as_of_on)
    if known is not None:
        return known, False
    entry = await _put(session, access, organisation, None, counts)
    if not _is_older(organisation, counts.as_of_on):
        await _show(session, access, organisation, counts)
    return entry, True


async def correct_counts(
    session: AsyncSession, access: Access, organisation: Organisation, entry: MemberCount, counts: Counts
) -> None:
    """Puts a row right, its day too. Raises Invalid when another row has that day."""
    if counts.as_of_on != entry.as_of_on and await _of_day(session, organisation.id, counts.as_of_on):
        message = f"{counts.as_of_on} 已有一条登记，请直接修改那一条。"
        raise Invalid(errors=[FieldError("/as_of_on", "day_taken", message)])
    await _put(session, access, organisation, entry, counts)
    await _show_latest(session, access, organisation)


async def withdraw_counts(
    session: AsyncSession, access: Access, organisation: Organisation, entry: MemberCount, reason: str
) -> None:
    """Takes out a row that should not be there. The log keeps what it said, and why it went."""
    said = {name: getattr(entry, name) for name in sorted(COUNTS)}
    target = Target("member_count", entry.id, organisation.name, organisation.bureau_id)
    await session.delete(entry)
    await session.flush()
    await _show_latest(session, access, organisation)
    await record(session, access.ref, "member_count:withdraw", target, at=access.now, reason=reason,
                 as_of_on=entry.as_of_on.isoformat(), **said)  # fmt: skip


async def write_of_today(session: AsyncSession, actor: ActorRef, ids: Sequence[UUID], at: datetime) -> None:
    """The rows of today for those of these organisations whose figures are as of today, in one statement."""
    if not ids:
        return
    given = values(column("id", Uuid), column("organisation_id", Uuid), name="given").data(
        [(new_id(), organisation_id) for organisation_id in ids]
    )
    table = Organisation
    figures = select(
        given.c.id, table.bureau_id, table.id, table.members_as_of_on, table.full_members, table.probationary_members,
        literal(actor.user_id, Uuid), literal(at), literal(at), literal(1),
    )  # fmt: skip
    today = figures.join(given, given.c.organisation_id == table.id).where(table.members_as_of_on == local_day(at))
    names = [
        "id", "bureau_id", "organisation_id", "as_of_on", "full_members", "probationary_members", "entered_by_user_id",
        "created_at", "updated_at", "version",
    ]  # fmt: skip
    add = insert(MemberCount).from_select(names, today)
    new = add.excluded
    await session.execute(
        add.on_conflict_do_update(
            index_elements=["organisation_id", "as_of_on"],
            set_={
                "full_members": new.full_members,
                "probationary_members": new.probationary_members,
                "entered_by_user_id": new.entered_by_user_id,
                "updated_at": new.updated_at,
                "version": MemberCount.version + 1,
            },
            where=or_(*(getattr(MemberCount, name).is_distinct_from(new[name]) for name in sorted(COUNTS))),
        )
    )


async def _of_day(session: AsyncSession, organisation_id: UUID, day: date) -> MemberCount | None:
    statement = select(MemberCount).where(MemberCount.organisation_id == organisation_id, MemberCount.as_of_on == day)
    return (await session.execute(statement)).scalar_one_or_none()


async def _before(session: AsyncSession, organisation_id: UUID, day: date) -> MemberCount | None:
    """The entry that held on the day before this one."""
    table = MemberCount
    statement = select(table).where(table.organisation_id == organisation_id, table.as_of_on < day)
    return (await session.execute(statement.order_by(table.as_of_on.desc()).limit(1))).scalar_one_or_none()


def _differs(entry: MemberCount, counts: Counts) -> bool:
    return any(getattr(entry, name) != getattr(counts, name) for name in COUNTS)


def _is_older(organisation: Organisation, day: date) -> bool:
    return organisation.members_as_of_on is not None and day < organisation.members_as_of_on


def _entry(access: Access, organisation: Organisation, counts: Counts) -> MemberCount:
    return MemberCount(
        id=new_id(),
        bureau_id=organisation.bureau_id,
        organisation_id=organisation.id,
        as_of_on=counts.as_of_on,
        full_members=counts.full_members,
        probationary_members=counts.probationary_members,
        entered_by_user_id=access.actor.user_id,
        created_at=access.now,
        updated_at=access.now,
    )


def _set(
    session: AsyncSession, access: Access, organisation: Organisation, known: MemberCount | None, counts: Counts
) -> tuple[MemberCount, list[str]]:
    """The row of the day with these counts, and which of its fields changed."""
    if known is None:
        made = _entry(access, organisation, counts)
        session.add(made)
        return made, ["as_of_on", *sorted(COUNTS)]
    changed = [name for name in ("as_of_on", *sorted(COUNTS)) if getattr(known, name) != getattr(counts, name)]
    for name in changed:
        setattr(known, name, getattr(counts, name))
    if changed:
        known.updated_at, known.entered_by_user_id = access.now, access.actor.user_id
    return known, changed


async def _put(
    session: AsyncSession, access: Access, organisation: Organisation, known: MemberCount | None, counts: Counts
) -> MemberCount:
    """Writes the row of the day and the log; the same figures once more change nothing."""
    entry, changed = _set(session, access, organisation, known, counts)
    if not changed:
        return entry
    await session.flush()
    target = Target("member_count", entry.id, organisation.name, organisation.bureau_id)
    action = "member_count:create" if known is None else "member_count:update"
    await record(session, access.ref, action, target, at=access.now, fields=changed)
    return entry


def _differing(organisation: Organisation, counts: Counts | None) -> dict[str, Any]:
    figures = (counts.full_members, counts.probationary_members, counts.as_of_on) if counts else (None, None, None)
    shown = dict(zip(FIGURES, figures, strict=True))
    return {name: value for name, value in shown.items() if getattr(organisation, name) != value}


async def _show_latest(session: AsyncSession, access: Access, organisation: Organisation) -> None:
    """The organisation shows its latest row; none, when there is none any more."""
    latest = select(MemberCount).where(MemberCount.organisation_id == organisation.id)
    row = (await session.execute(latest.order_by(MemberCount.as_of_on.desc()).limit(1))).scalar_one_or_none()
    figures = Counts(row.as_of_on, row.full_members, row.probationary_members) if row else None
    await _show(session, access, organisation, figures)


async def _show(session: AsyncSession, access: Access, organisation: Organisation, counts: Counts | None) -> None:
    """The organisation shows these figures. What the log says of it stands with the row."""
    differing = _differing(organisation, counts)
    for name, value in differing.items():
        setattr(organisation, name, value)
    if differing:
        organisation.updated_at = access.now
        await session.flush()
