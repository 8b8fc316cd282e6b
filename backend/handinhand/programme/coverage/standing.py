"""The private institutions as they stand today: one select for the list, its ledger and every figure about it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from handinhand.core.http.paging import AnySelect, Order, PageOf, fetch_page, order_of
from handinhand.foundation.access.actor import Scope
from handinhand.foundation.organisations import service as organisations
from handinhand.models import (
    Affiliation,
    BureauSettings,
    MassGroup,
    Organisation,
    PartyCoverage,
    PartyOrganisation,
)
from handinhand.programme.coverage.queries import holds
from handinhand.programme.coverage.rules import Coverage, Group
from handinhand.programme.coverage.schemas import (
    GroupOfInstitution,
    InstitutionCoverageOut,
    InstitutionCoverageQuery,
)

_Section, _Host = aliased(Organisation), aliased(PartyOrganisation)
_Latest = aliased(
    PartyCoverage,
    select(PartyCoverage)
    .where(PartyCoverage.institution_id == Organisation.id)
    .order_by(PartyCoverage.since_on.desc())
    .limit(1)
    .correlate(Organisation)
    .lateral("latest"),
)
_ORDERS = {"name": Order(Organisation.name_pinyin, Organisation.id)}
_POSITION = {group.value: position for position, group in enumerate(Group)}


async def list_institutions(
    session: AsyncSession, scope: Scope, query: InstitutionCoverageQuery, today: date
) -> PageOf:
    """A page of the open private institutions within the scope."""
    order = order_of(query.sort, _ORDERS, "name")
    statement = institutions(scope, query, today).add_columns(order.key.label("sort_key"))
    return await fetch_page(session, statement, order, query)


def institutions(scope: Scope, query: InstitutionCoverageQuery, today: date) -> AnySelect:
    """The rows of the list, unordered: the same for the page and its ledger."""
    columns = select(
        Organisation.id,
        Organisation.name.label("institution_name"),
        Organisation.kind,
        Organisation.section_id,
        _Section.name.label("section_name"),
        Organisation.full_members,
        Organisation.probationary_members,
        Organisation.members_as_of_on,
        _Latest.coverage,
        _Latest.since_on,
        _Latest.party_organisation_id,
        PartyOrganisation.name.label("party_organisation_name"),
        _Latest.how,
        _groups(today).label("groups"),
        Affiliation.host_party_organisation_id.label("affiliated_to_id"),
        _Host.name.label("affiliated_to_name"),
        _host_differs().label("host_differs"),
        _branch_possible().label("branch_possible"),
        BureauSettings.own_branch_full_members,
    )
    return _standing(columns, scope, today).where(*_asked(query, today))


async def count_each(
    session: AsyncSession, scope: Scope, queries: Sequence[InstitutionCoverageQuery], today: date
) -> Sequence[int]:
    """How many rows the list has for each of these filters, all in one statement."""
    counts = select(*(func.count().filter(true(), *_asked(query, today)) for query in queries))
    return (await session.execute(_standing(counts, scope, today))).one()


def _standing(columns: AnySelect, scope: Scope, today: date) -> AnySelect:
    affiliated = and_(
        Affiliation.institution_id == Organisation.id,
        Affiliation.starts_on <= today,
        holds(Affiliation.ends_on, today),
    )
    return (
        columns.select_from(Organisation)
        .outerjoin(_Section, _Section.id == Organisation.section_id)
        .outerjoin(_Latest, true())
        .outerjoin(PartyOrganisation, PartyOrganisation.id == _Latest.party_organisation_id)
        .outerjoin(Affiliation, affiliated)
        .outerjoin(_Host, _Host.id == Affiliation.host_party_organisation_id)
        .join(BureauSettings, BureauSettings.bureau_id == Organisation.bureau_id)
        .where(
            Organisation.ownership == "private",
            holds(Organisation.closed_on, today),
            scope.within(Organisation.bureau_id, Organisation.id),
        )
    )


def _asked(query: InstitutionCoverageQuery, today: date) -> list[ColumnElement[bool]]:
    """The conditions of the filters: one function for the rows and for what is counted of them."""
    asked = [
        column == value
        for column, value in (
            (Organisation.id, query.institution_id),
            (Organisation.kind, query.kind),
            (Organisation.section_id, query.section_id),
        )
        if value is not None
    ]
    if query.coverage is not None:
        unrecorded = query.coverage == "unrecorded"
        asked.append(_Latest.id.is_(None) if unrecorded else _Latest.coverage == query.coverage)
    if query.group is not None:
        asked.append(_has_group(query.group, today))
    if query.group_missing is not None:
        asked.append(~_has_group(query.group_missing, today))
    if query.to_check is not None:
        asked.append(_branch_possible() if query.to_check == "branch_possible" else _host_differs())
    if query.q:
        asked.append(organisations.named(query.q))
    return asked


def _has_group(kind: str, today: date) -> ColumnElement[bool]:
    found = select(MassGroup.id).where(
        MassGroup.institution_id == Organisation.id, MassGroup.kind == kind, holds(MassGroup.ended_on, today)
    )
    return found.correlate(Organisation).exists()


def _groups(today: date) -> ColumnElement[Any]:
    described = func.json_build_object("id", MassGroup.id, "kind", MassGroup.kind, "founded_on", MassGroup.founded_on)
    return (
        select(func.json_agg(described))
        .where(MassGroup.institution_id == Organisation.id, holds(MassGroup.ended_on, today))
        .correlate(Organisation)
        .scalar_subquery()
    )


def _host_differs() -> ColumnElement[bool]:
    """Coverage and affiliation do not say the same. What nobody has entered yet contradicts nothing."""
    affiliated = _Latest.coverage == Coverage.affiliated.value
    other_host = _Latest.party_organisation_id.is_distinct_from(Affiliation.host_party_organisation_id)
    contradicts = or_(
        and_(Affiliation.id.is_not(None), or_(~affiliated, other_host)),
        and_(Affiliation.id.is_(None), affiliated),
    )
    return and_(_Latest.id.is_not(None), contradicts)


def _branch_possible() -> ColumnElement[bool]:
    """`rules.branch_possible` in SQL, with the bureau's number; a test holds both equal."""
    covered = func.coalesce(_Latest.coverage, Coverage.none.value).in_(
        [Coverage.joint_branch.value, Coverage.own_branch.value]
    )
    enough = func.coalesce(Organisation.full_members >= BureauSettings.own_branch_full_members, False)
    return and_(~covered, enough)


def as_out(row: Any) -> InstitutionCoverageOut:
    """A row of the list as the interface shows it."""
    values = {name: getattr(row, name) for name in InstitutionCoverageOut.model_fields if name in row._fields}
    groups = sorted(row.groups or (), key=lambda group: _POSITION[group["kind"]])
    return InstitutionCoverageOut.model_validate(
        {**values, "institution_id": row.id, "groups": [GroupOfInstitution.model_validate(each) for each in groups]}
    )
