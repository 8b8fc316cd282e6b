"""Reading imports and their rows, and the snapshot that a roster is judged against."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.http.paging import AnySelect, Order, PageOf, fetch_page
from handinhand.exchange.imports.roster_known import (
    KnownAffiliation,
    KnownCommunity,
    KnownDispatch,
    KnownOrganisation,
    KnownPartyOrganisation,
    KnownPerson,
    KnownRoster,
)
from handinhand.exchange.imports.schemas import (
    CellErrorOut,
    ChangeOut,
    Counts,
    ImportOut,
    ImportQuery,
    ImportRowOut,
    ImportRowQuery,
    Progress,
    Rejection,
)
from handinhand.foundation.access.actor import Scope
from handinhand.models import (
    Affiliation,
    BureauSettings,
    Dispatch,
    Import,
    ImportRow,
    Organisation,
    OrganisationName,
    PartyOrganisation,
    Person,
    SupportCommunity,
    SupportedSchool,
)


async def load_import(session: AsyncSession, scope: Scope, record_id: UUID, *, lock: bool) -> Import | None:
    """One import within the scope."""
    statement = select(Import).where(Import.id == record_id, scope.within(Import.bureau_id, Import.bureau_id))
    return (await session.execute(statement.with_for_update() if lock else statement)).scalar_one_or_none()


async def list_imports(session: AsyncSession, scope: Scope, query: ImportQuery) -> PageOf:
    """A page of the imports within the scope, the newest first."""
    table = Import
    statement: AnySelect = select(
        table.id,
        table.kind,
        table.status,
        table.file_name,
        table.file_size,
        table.progress_done,
        table.progress_total,
        table.create_count,
        table.update_count,
        table.unchanged_count,
        table.error_count,
        table.rejection,
        table.notes,
        table.created_at,
        table.confirmed_at,
        table.applied_at,
        table.expired_at,
        table.version,
        table.id.label("sort_key"),
    ).where(scope.within(table.bureau_id, table.bureau_id))
    if query.kind is not None:
        statement = statement.where(table.kind == query.kind)
    if query.status is not None:
        statement = statement.where(table.status == query.status)
    return await fetch_page(session, statement, Order(table.id, table.id, descending=True), query)


async def list_rows(session: AsyncSession, import_id: UUID, query: ImportRowQuery) -> PageOf:
    """A page of the preview of an import that the caller has already been found to reach."""
    table = ImportRow
    statement: AnySelect = select(
        table.id,
        table.sheet,
        table.row,
        table.status,
        table.title,
        table.changes,
        table.notes,
        table.errors,
        table.position.label("sort_key"),
    ).where(table.import_id == import_id)
    if query.status is not None:
        statement = statement.where(table.status == query.status)
    return await fetch_page(session, statement, Order(table.position, table.id), query)


async def rows_in_error(session: AsyncSession, import_id: UUID) -> list[Any]:
    """The rows of a preview that have errors: sheet, row, errors."""
    statement = (
        select(ImportRow.sheet, ImportRow.row, ImportRow.errors)
        .where(ImportRow.import_id == import_id, ImportRow.status == "error")
        .order_by(ImportRow.position)
    )
    return list((await session.execute(statement)).all())


def as_out(row: Any) -> ImportOut:
    """An import, entity or row, as the interface shows it."""
    return ImportOut(
        id=row.id,
        kind=row.kind,
        status=row.status,
        file_name=row.file_name,
        file_size=row.file_size,
        progress=Progress(done=row.progress_done, total=row.progress_total),
        counts=Counts(
            create=row.create_count, update=row.update_count, unchanged=row.unchanged_count, error=row.error_count
        ),
        rejection=Rejection(**row.rejection) if row.rejection else None,
        notes=row.notes,
        created_at=row.created_at,
        confirmed_at=row.confirmed_at,
        applied_at=row.applied_at,
        expired_at=row.expired_at,
        version=row.version,
    )


def row_as_out(row: Any) -> ImportRowOut:
    """A row of the preview as the interface shows it."""
    return ImportRowOut(
        sheet=row.sheet,
        row=row.row,
        status=row.status,
        title=row.title,
        changes=[ChangeOut(**change) for change in row.changes],
        notes=row.notes,
        errors=[CellErrorOut(**error) for error in row.errors],
    )


async def lock_bureau(session: AsyncSession, bureau_id: UUID) -> None:
    """One import at a time is applied in a bureau; waits for the other to end. The lock goes with the transaction."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"import:{bureau_id}", 0))))


async def known_roster(session: AsyncSession, bureau_id: UUID, *, with_people_who_left: bool = False) -> KnownRoster:
    """Everything of a bureau that a workbook may name or meet, in a constant number of statements."""
    return KnownRoster(
        organisations=await _organisations(session, bureau_id),
        party_organisations=await _party_organisations(session, bureau_id),
        people=await _people(session, bureau_id, with_people_who_left=with_people_who_left),
        dispatches=await _dispatches(session, bureau_id),
        affiliations=await _affiliations(session, bureau_id),
        communities=await _communities(session, bureau_id),
        own_branch_members=await _own_branch_members(session, bureau_id),
    )


async def _own_branch_members(session: AsyncSession, bureau_id: UUID) -> int:
    statement = select(BureauSettings.own_branch_full_members).where(BureauSettings.bureau_id == bureau_id)
    return (await session.execute(statement)).scalar_one()


async def _organisations(session: AsyncSession, bureau_id: UUID) -> list[KnownOrganisation]:
    former: dict[UUID, list[str]] = defaultdict(list)
    names = (
        select(OrganisationName.organisation_id, OrganisationName.name)
        .join(Organisation, Organisation.id == OrganisationName.organisation_id)
        .where(Organisation.bureau_id == bureau_id)
    )
    for organisation_id, name in await session.execute(names):
        former[organisation_id].append(name)
    table = Organisation
    statement = select(
        table.id,
        table.name,
        table.kind,
        table.ownership,
        table.address,
        table.longitude,
        table.latitude,
        table.datum,
        table.full_members,
        table.probationary_members,
        table.section_id,
        table.joined_on,
        table.closed_on,
        table.version,
    ).where(table.bureau_id == bureau_id)
    found = await session.execute(statement.order_by(table.id))
    return [KnownOrganisation(**row, former_names=tuple(former.get(row["id"], ()))) for row in found.mappings()]


async def _party_organisations(session: AsyncSession, bureau_id: UUID) -> list[KnownPartyOrganisation]:
    table = PartyOrganisation
    statement = select(table.id, table.name, table.kind, table.organisation_id, table.version).where(
        table.bureau_id == bureau_id, table.ended_on.is_(None)
    )
    return [KnownPartyOrganisation(**row) for row in (await session.execute(statement.order_by(table.id))).mappings()]


async def _people(session: AsyncSession, bureau_id: UUID, *, with_people_who_left: bool) -> list[KnownPerson]:
    table = Person
    statement = select(table.id, table.name, table.mobile, table.organisation_id, table.version)
    statement = statement.where(table.bureau_id == bureau_id)
    if not with_people_who_left:
        statement = statement.where(table.left_on.is_(None))
    return [KnownPerson(**row) for row in (await session.execute(statement.order_by(table.id))).mappings()]


async def _dispatches(session: AsyncSession, bureau_id: UUID) -> list[KnownDispatch]:
    table = Dispatch
    statement = select(
        table.id,
        table.institution_id,
        table.instructor_id,
        table.starts_on,
        table.ends_on,
        table.document_number,
        table.version,
    ).where(table.bureau_id == bureau_id)
    return [KnownDispatch(**row) for row in (await session.execute(statement.order_by(table.id))).mappings()]


async def _affiliations(session: AsyncSession, bureau_id: UUID) -> list[KnownAffiliation]:
    table = Affiliation
    statement = select(
        table.id,
        table.institution_id,
        table.host_party_organisation_id.label("host_id"),
        table.starts_on,
        table.ends_on,
        table.document_number,
        table.version,
    ).where(table.bureau_id == bureau_id)
    return [KnownAffiliation(**row) for row in (await session.execute(statement.order_by(table.id))).mappings()]


async def _communities(session: AsyncSession, bureau_id: UUID) -> list[KnownCommunity]:
    supported: dict[UUID, set[UUID]] = defaultdict(set)
    members = select(SupportedSchool.community_id, SupportedSchool.school_id).where(
        SupportedSchool.bureau_id == bureau_id, SupportedSchool.left_on.is_(None)
    )
    for community_id, school_id in await session.execute(members):
        supported[community_id].add(school_id)
    table = SupportCommunity
    statement = select(table.id, table.name, table.lead_school_id, table.starts_on, table.version).where(
        table.bureau_id == bureau_id, table.ends_on.is_(None)
    )
    found = await session.execute(statement.order_by(table.id))
    return [KnownCommunity(**row, supported_school_ids=frozenset(supported[row["id"]])) for row in found.mappings()]
