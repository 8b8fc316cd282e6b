"""Many records of the tree at once, for imports: a constant number of statements, one audit event per record.

The caller has judged the rows; what stands here is what only the owner of the tables does: keys, stamps, versions,
the log. Other features reach it through `service`.
"""

from collections.abc import Sequence, Set
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Executable, bindparam, case, insert, or_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.clock import local_day
from handinhand.core.errors import Stale
from handinhand.core.ids import new_id
from handinhand.foundation.audit.service import ActorRef, Target, record_many
from handinhand.foundation.organisations import members
from handinhand.foundation.organisations.errors import taken
from handinhand.foundation.organisations.rules import LONGEST_INITIALS, LONGEST_PERSON_INITIALS, keys_of
from handinhand.models import Organisation, PartyOrganisation, Person


@dataclass(frozen=True, slots=True)
class InstitutionToSave:
    """A school, kindergarten or training institution. `id` None makes a new one; else `version` is what it is from."""

    id: UUID | None
    version: int | None
    name: str
    kind: str
    ownership: str
    address: str | None
    longitude: float | None
    latitude: float | None
    datum: str | None
    full_members: int | None
    probationary_members: int | None
    section_id: UUID | None
    joined_on: date | None


@dataclass(frozen=True, slots=True)
class PartyOrganisationToSave:
    """A Party organisation; `id` and `version` as above."""

    id: UUID | None
    version: int | None
    name: str
    kind: str
    organisation_id: UUID


@dataclass(frozen=True, slots=True)
class PersonToSave:
    """A person; `id` and `version` as above."""

    id: UUID | None
    version: int | None
    name: str
    mobile: str | None
    organisation_id: UUID


Values = dict[str, Any]
Table = type[Organisation] | type[PartyOrganisation] | type[Person]
_NAME = frozenset({"name", "name_pinyin", "name_initials"})


async def save_sections(
    session: AsyncSession, actor: ActorRef, bureau_id: UUID, names: Sequence[str], *, at: datetime
) -> list[UUID]:
    """New sections of the bureau; their ids in the order of the names. Raises Invalid when a name is taken."""
    ids = [new_id() for _ in names]
    new = [
        {"id": section_id, "kind": "section", "parent_id": bureau_id, "name": name, **keys_of(name)}
        for section_id, name in zip(ids, names, strict=True)
    ]
    await _add(session, Organisation, bureau_id, new, at)
    await _log(session, actor, "organisation:create", bureau_id, new, at)
    return ids


async def save_institutions(
    session: AsyncSession, actor: ActorRef, bureau_id: UUID, rows: Sequence[InstitutionToSave], *, at: datetime
) -> list[UUID]:
    """Makes and changes institutions; their ids in the order of the rows.

    A known one keeps its name: renaming is a deed of its own, with a history. Counts of members that differ from
    before are as of today. Raises Stale when a version is no longer the present one, Invalid when a name is taken.
    """
    today = local_day(at)
    ids, new, known = _split(rows)
    for row in new:
        uncounted = row["full_members"] is None and row["probationary_members"] is None
        row |= {"parent_id": bureau_id, "members_as_of_on": None if uncounted else today}
    recounted = or_(
        Organisation.full_members.is_distinct_from(bindparam("new_full_members")),
        Organisation.probationary_members.is_distinct_from(bindparam("new_probationary_members")),
    )
    as_of = case((recounted, today), else_=Organisation.members_as_of_on)
    await _add(session, Organisation, bureau_id, new, at)
    await _change(session, Organisation, bureau_id, known, at, keeping=_NAME, members_as_of_on=as_of)
    await members.write_of_today(session, actor, ids, at)
    await _log(session, actor, "organisation:create", bureau_id, new, at)
    await _log(session, actor, "organisation:update", bureau_id, known, at)
    return ids


async def save_party_organisations(
    session: AsyncSession, actor: ActorRef, bureau_id: UUID, rows: Sequence[PartyOrganisationToSave], *, at: datetime
) -> list[UUID]:
    """Makes and changes Party organisations; their ids in the order of the rows. Raises Stale and Invalid as above."""
    ids, new, known = _split(rows)
    await _add(session, PartyOrganisation, bureau_id, new, at)
    await _change(session, PartyOrganisation, bureau_id, known, at)
    await _log(session, actor, "party_organisation:create", bureau_id, new, at)
    await _log(session, actor, "party_organisation:update", bureau_id, known, at)
    return ids


async def save_people(
    session: AsyncSession, actor: ActorRef, bureau_id: UUID, rows: Sequence[PersonToSave], *, at: datetime
) -> list[UUID]:
    """Makes and changes people; their ids in the order of the rows. Raises Stale and Invalid as above."""
    ids, new, known = _split(rows, LONGEST_PERSON_INITIALS)
    await _add(session, Person, bureau_id, new, at)
    await _change(session, Person, bureau_id, known, at)
    await _log(session, actor, "person:create", bureau_id, new, at)
    await _log(session, actor, "person:update", bureau_id, known, at)
    return ids


def _split(
    rows: Sequence[InstitutionToSave] | Sequence[PartyOrganisationToSave] | Sequence[PersonToSave],
    longest_initials: int = LONGEST_INITIALS,
) -> tuple[list[UUID], list[Values], list[Values]]:
    """The ids of all rows in order, the values of the new ones, the values of the known ones; with their keys."""
    ids: list[UUID] = []
    new: list[Values] = []
    known: list[Values] = []
    for row in rows:
        values = asdict(row) | keys_of(row.name, longest_initials=longest_initials)
        if row.id is None:
            values["id"] = new_id()
            del values["version"]
        (new if row.id is None else known).append(values)
        ids.append(values["id"])
    return ids, new, known


async def _add(session: AsyncSession, table: Table, bureau_id: UUID, rows: Sequence[Values], at: datetime) -> None:
    made = {"bureau_id": bureau_id, "version": 1, "created_at": at, "updated_at": at}
    if rows:
        await _run(session, insert(table.__table__), [{**row, **made} for row in rows])  # type: ignore[arg-type]


async def _change(
    session: AsyncSession,
    table: Table,
    bureau_id: UUID,
    rows: Sequence[Values],
    at: datetime,
    *,
    keeping: Set[str] = frozenset(),
    **derived: ColumnElement[Any],
) -> None:
    """Sets every column that the rows bring but `keeping`; `derived` may name the new values as `new_<column>`."""
    if not rows:
        return
    columns = rows[0].keys() - {"id", "version"} - keeping
    statement = (
        update(table.__table__)  # type: ignore[arg-type]
        .where(table.id == bindparam("of_id"), table.version == bindparam("of_version"), table.bureau_id == bureau_id)
        .values({column: bindparam(f"new_{column}") for column in columns})
        .values(version=table.version + 1, updated_at=at, **derived)
    )
    parameters = [
        {"of_id": row["id"], "of_version": row["version"], **{f"new_{column}": row[column] for column in columns}}
        for row in rows
    ]
    if await _run(session, statement, parameters) != len(rows):
        raise Stale("保存时发现有记录刚被别人修改过。请重新预览，再确认。")


async def _run(session: AsyncSession, statement: Executable, parameters: list[Values]) -> int:
    """Sends one statement for all rows; gives how many it met. Raises Invalid for a taken value."""
    try:
        done: Any = await session.execute(statement, parameters)
    except IntegrityError as error:
        problem = taken(error)
        if problem is None:
            raise
        raise problem from error
    return int(done.rowcount)


async def _log(
    session: AsyncSession, actor: ActorRef, action: str, bureau_id: UUID, rows: Sequence[Values], at: datetime
) -> None:
    kind = action.partition(":")[0]
    targets = [Target(kind, row["id"], row["name"], bureau_id) for row in rows]
    await record_many(session, actor, action, targets, at=at, by="import")
