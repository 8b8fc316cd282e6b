"""Writes a judged roster through the services of those who own the tables: a constant number of statements a sheet."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.exchange.imports.cells import match_key
from handinhand.exchange.imports.plan import PlannedRow, Reference
from handinhand.exchange.imports.roster_rules import RosterPlan
from handinhand.exchange.imports.roster_values import InstitutionValues, InstructorValues, PersonReference
from handinhand.foundation.audit.service import ActorRef
from handinhand.foundation.organisations import service as organisations
from handinhand.programme.affiliations import service as affiliations
from handinhand.programme.communities import service as communities
from handinhand.programme.dispatches import service as dispatches
from handinhand.programme.dispatches.schemas import DispatchToSave

Values = TypeVar("Values")
NameIds = Mapping[str, UUID]


async def apply_roster(
    session: AsyncSession, actor: ActorRef, bureau_id: UUID, plan: RosterPlan, *, at: datetime
) -> None:
    """Write every row that creates or updates something, in the caller's transaction.

    The plan must be free of errors. Raises what the services raise when somebody changed a record meanwhile:
    Stale, Invalid for a name just taken, DispatchOverlaps, AffiliationOverlaps.
    """
    ids = await _save_sections(session, actor, bureau_id, plan, at)
    ids = {**ids, **await _save_institutions(session, actor, bureau_id, plan, ids, at)}
    hosts = await _save_party_organisations(session, actor, bureau_id, plan, ids, at)
    people = await _save_people(session, actor, bureau_id, plan, ids, at)
    posted = [
        DispatchToSave(
            id=values.id,
            version=values.version,
            institution_id=_resolved(values.institution, ids),
            instructor_id=_person(values.instructor, people),
            starts_on=values.starts_on,
            document_number=values.document_number,
        )
        for values in _to_write(plan.dispatches)
    ]
    await dispatches.save_dispatches(session, actor, bureau_id, posted, at=at)
    affiliated = [
        affiliations.AffiliationToSave(
            id=values.id,
            version=values.version,
            institution_id=_resolved(values.institution, ids),
            host_party_organisation_id=_resolved(values.host, hosts),
            starts_on=values.starts_on,
            document_number=values.document_number,
        )
        for values in _to_write(plan.affiliations)
    ]
    await affiliations.save_affiliations(session, actor, bureau_id, affiliated, at=at)
    supported = [
        communities.CommunityToSave(
            id=values.id,
            version=values.version,
            name=values.name,
            lead_school_id=_resolved(values.lead_school, ids),
            starts_on=values.starts_on,
            joining_school_ids=[_resolved(school, ids) for school in values.joining],
        )
        for values in _to_write(plan.communities)
    ]
    await communities.save_communities(session, actor, bureau_id, supported, at=at)


def _to_write(rows: Sequence[PlannedRow[Values]]) -> list[Values]:
    return [row.values for row in rows if row.values is not None and row.status in {"create", "update"}]


def _resolved(reference: Reference, ids: NameIds) -> UUID:
    return reference.id or ids[match_key(reference.name)]


def _person(reference: PersonReference, ids: Mapping[tuple[str, str | None], UUID]) -> UUID:
    return reference.id or ids[match_key(reference.name), reference.mobile]


async def _save_sections(
    session: AsyncSession, actor: ActorRef, bureau_id: UUID, plan: RosterPlan, at: datetime
) -> NameIds:
    names = [values.name for values in _to_write(plan.sections)]
    made = await organisations.save_sections(session, actor, bureau_id, names, at=at) if names else []
    return {match_key(name): made_id for name, made_id in zip(names, made, strict=True)}


async def _save_institutions(
    session: AsyncSession, actor: ActorRef, bureau_id: UUID, plan: RosterPlan, sections: NameIds, at: datetime
) -> NameIds:
    written: list[InstitutionValues] = _to_write(plan.institutions)
    rows = [
        organisations.InstitutionToSave(
            id=values.id,
            version=values.version,
            name=values.name,
            kind=values.kind,
            ownership=values.ownership,
            address=values.address,
            longitude=values.longitude,
            latitude=values.latitude,
            datum=values.datum,
            full_members=values.full_members,
            probationary_members=values.probationary_members,
            section_id=_resolved(values.section, sections) if values.section else None,
            joined_on=values.joined_on,
        )
        for values in written
    ]
    made = await organisations.save_institutions(session, actor, bureau_id, rows, at=at)
    return {match_key(values.name): made_id for values, made_id in zip(written, made, strict=True)}


async def _save_party_organisations(
    session: AsyncSession, actor: ActorRef, bureau_id: UUID, plan: RosterPlan, ids: NameIds, at: datetime
) -> NameIds:
    written = _to_write(plan.party_organisations)
    rows = [
        organisations.PartyOrganisationToSave(
            id=values.id,
            version=values.version,
            name=values.name,
            kind=values.kind,
            organisation_id=_resolved(values.organisation, ids),
        )
        for values in written
    ]
    made = await organisations.save_party_organisations(session, actor, bureau_id, rows, at=at)
    return {match_key(values.name): made_id for values, made_id in zip(written, made, strict=True)}


async def _save_people(
    session: AsyncSession, actor: ActorRef, bureau_id: UUID, plan: RosterPlan, ids: NameIds, at: datetime
) -> Mapping[tuple[str, str | None], UUID]:
    written: list[InstructorValues] = _to_write(plan.instructors)
    rows = [
        organisations.PersonToSave(
            id=values.id,
            version=values.version,
            name=values.name,
            mobile=values.mobile,
            organisation_id=_resolved(values.sending_unit, ids),
        )
        for values in written
    ]
    made = await organisations.save_people(session, actor, bureau_id, rows, at=at)
    return {(match_key(values.name), values.mobile): made_id for values, made_id in zip(written, made, strict=True)}
