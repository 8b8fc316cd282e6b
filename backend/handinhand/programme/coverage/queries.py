"""Reading member counts, Party coverage and mass groups; every reading takes the actor's scope."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from handinhand.core.http.paging import AnySelect, Order, PageOf, fetch_page, order_of
from handinhand.foundation.access.actor import Scope
from handinhand.foundation.access.loading import Loader, R
from handinhand.models import MassGroup, MemberCount, Organisation, PartyCoverage, PartyOrganisation, User
from handinhand.programme.coverage import rules
from handinhand.programme.coverage.errors import Withdrawn
from handinhand.programme.coverage.schemas import (
    MassGroupOut,
    MassGroupQuery,
    MemberCountOut,
    MemberCountQuery,
    PartyCoverageOut,
    PartyCoverageQuery,
)

_COUNT_ORDERS = {
    "as_of_on": Order(MemberCount.as_of_on, MemberCount.id),
    "name": Order(Organisation.name_pinyin, MemberCount.id),
}
_COVERAGE_ORDERS = {
    "since_on": Order(PartyCoverage.since_on, PartyCoverage.id),
    "name": Order(Organisation.name_pinyin, PartyCoverage.id),
}
_GROUP_ORDERS = {
    "founded_on": Order(MassGroup.founded_on, MassGroup.id),
    "name": Order(Organisation.name_pinyin, MassGroup.id),
}


def holds(ended_on: InstrumentedAttribute[date | None], today: date) -> ColumnElement[bool]:
    """Whether something whose last day is `ended_on` is still there."""
    return or_(ended_on.is_(None), ended_on >= today)


async def load_count(session: AsyncSession, scope: Scope, record_id: UUID, *, lock: bool) -> MemberCount | None:
    """One count of a private institution within the scope."""
    table = MemberCount
    statement = (
        select(table)
        .join(Organisation, Organisation.id == table.organisation_id)
        .where(
            table.id == record_id,
            Organisation.ownership == "private",
            scope.within(table.bureau_id, table.organisation_id),
        )
    )
    if lock:
        # The organisation first, as every other writer of counts does: so none waits for another in a ring.
        statement = statement.with_for_update(of=[Organisation, table])
    return (await session.execute(statement)).scalar_one_or_none()


async def load_coverage(session: AsyncSession, scope: Scope, record_id: UUID, *, lock: bool) -> PartyCoverage | None:
    """One fact about the coverage of an institution within the scope."""
    table = PartyCoverage
    statement = select(table).where(table.id == record_id, scope.within(table.bureau_id, table.institution_id))
    return (await session.execute(statement.with_for_update() if lock else statement)).scalar_one_or_none()


async def load_group(session: AsyncSession, scope: Scope, record_id: UUID, *, lock: bool) -> MassGroup | None:
    """One group of an institution within the scope."""
    table = MassGroup
    statement = select(table).where(table.id == record_id, scope.within(table.bureau_id, table.institution_id))
    return (await session.execute(statement.with_for_update() if lock else statement)).scalar_one_or_none()


def _entered(loader: Loader[R], table: type[MassGroup | MemberCount | PartyCoverage]) -> Loader[R]:
    """`loader` for a request that came before. Raises Withdrawn when what it entered was taken out since."""

    async def load(session: AsyncSession, scope: Scope, record_id: UUID, *, lock: bool) -> R | None:
        found = await loader(session, scope, record_id, lock=lock)
        if found is None and (await session.execute(select(table.id).where(table.id == record_id))).first() is None:
            raise Withdrawn
        return found

    return load


find_entered_count = _entered(load_count, MemberCount)
find_entered_coverage = _entered(load_coverage, PartyCoverage)
find_entered_group = _entered(load_group, MassGroup)


async def list_counts(session: AsyncSession, scope: Scope, query: MemberCountQuery) -> PageOf:
    """A page of the counts of private institutions within the scope."""
    table = MemberCount
    order = order_of(query.sort, _COUNT_ORDERS, "-as_of_on")
    statement = _count_columns().where(
        Organisation.ownership == "private", scope.within(table.bureau_id, table.organisation_id)
    )
    if query.organisation_id is not None:
        statement = statement.where(table.organisation_id == query.organisation_id)
    return await fetch_page(session, statement.add_columns(order.key.label("sort_key")), order, query)


async def list_coverages(session: AsyncSession, scope: Scope, query: PartyCoverageQuery) -> PageOf:
    """A page of an institution's history, or of the present of every institution within the scope."""
    table = PartyCoverage
    order = order_of(query.sort, _COVERAGE_ORDERS, "-since_on")
    statement = _coverage_columns().where(scope.within(table.bureau_id, table.institution_id))
    if query.institution_id is not None:
        statement = statement.where(table.institution_id == query.institution_id)
    else:
        later = aliased(table)
        statement = statement.where(
            ~select(later.id)
            .where(later.institution_id == table.institution_id, later.since_on > table.since_on)
            .exists()
        )
    if query.coverage is not None:
        statement = statement.where(table.coverage == query.coverage)
    return await fetch_page(session, statement.add_columns(order.key.label("sort_key")), order, query)


async def list_groups(session: AsyncSession, scope: Scope, query: MassGroupQuery, today: date) -> PageOf:
    """A page of the groups of institutions within the scope."""
    table = MassGroup
    order = order_of(query.sort, _GROUP_ORDERS, "-founded_on")
    statement = _group_columns().where(scope.within(table.bureau_id, table.institution_id))
    if query.institution_id is not None:
        statement = statement.where(table.institution_id == query.institution_id)
    if query.kind is not None:
        statement = statement.where(table.kind == query.kind)
    if query.status is not None:
        active = holds(table.ended_on, today)
        statement = statement.where(active if query.status == "active" else ~active)
    return await fetch_page(session, statement.add_columns(order.key.label("sort_key")), order, query)


async def read_count(session: AsyncSession, count_id: UUID) -> MemberCountOut | None:
    """A count that the caller has already been found to reach, as the interface shows it; None once withdrawn."""
    row = (await session.execute(_count_columns().where(MemberCount.id == count_id))).one_or_none()
    return count_as_out(row) if row is not None else None


async def read_coverage(session: AsyncSession, coverage_id: UUID) -> PartyCoverageOut | None:
    """A fact that the caller has already been found to reach, as the interface shows it; None once withdrawn."""
    row = (await session.execute(_coverage_columns().where(PartyCoverage.id == coverage_id))).one_or_none()
    return PartyCoverageOut.model_validate(row) if row is not None else None


async def read_group(session: AsyncSession, group_id: UUID, today: date) -> MassGroupOut | None:
    """A group that the caller has already been found to reach, as the interface shows it; None once withdrawn."""
    row = (await session.execute(_group_columns().where(MassGroup.id == group_id))).one_or_none()
    return group_as_out(row, today) if row is not None else None


async def find_institution(session: AsyncSession, scope: Scope, institution_id: UUID) -> Organisation | None:
    """The organisation within the scope, locked: two entries about one institution come one after the other."""
    statement = (
        select(Organisation)
        .where(Organisation.id == institution_id, scope.within(Organisation.bureau_id, Organisation.id))
        .with_for_update(key_share=True)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def lock_institution(session: AsyncSession, institution_id: UUID) -> Organisation:
    """The institution of a record that is being changed, locked as `find_institution` does."""
    statement = select(Organisation).where(Organisation.id == institution_id).with_for_update(key_share=True)
    return (await session.execute(statement)).scalar_one()


async def find_party_organisation(session: AsyncSession, bureau_id: UUID, party_id: UUID) -> PartyOrganisation | None:
    """A Party organisation of the bureau."""
    table = PartyOrganisation
    statement = select(table).where(table.id == party_id, table.bureau_id == bureau_id)
    return (await session.execute(statement)).scalar_one_or_none()


async def has_coverage_of_day(session: AsyncSession, institution_id: UUID, day: date, but: UUID | None) -> bool:
    """Whether another fact about the institution's coverage begins on this day."""
    table = PartyCoverage
    statement = select(table.id).where(table.institution_id == institution_id, table.since_on == day)
    return (await session.execute(statement.where(table.id.is_distinct_from(but)))).first() is not None


async def name_of_user(session: AsyncSession, user_id: UUID | None) -> str | None:
    """The name of who entered something; None for what nobody's account entered."""
    return (await session.execute(select(User.name).where(User.id == user_id))).scalar_one_or_none()


async def groups_of_kind(session: AsyncSession, institution_id: UUID, kind: str, but: UUID | None) -> Sequence[Any]:
    """The days of an institution's other groups of a kind."""
    table = MassGroup
    statement = select(table.founded_on, table.ended_on).where(
        table.institution_id == institution_id, table.kind == kind, table.id.is_distinct_from(but)
    )
    return (await session.execute(statement.order_by(table.founded_on))).all()


def _count_columns() -> AnySelect:
    table, before = MemberCount, aliased(MemberCount)
    earlier = (
        select(before.full_members, before.probationary_members)
        .where(before.organisation_id == table.organisation_id, before.as_of_on < table.as_of_on)
        .order_by(before.as_of_on.desc())
        .limit(1)
        .lateral("earlier")
    )
    own = [getattr(table, name) for name in MemberCountOut.model_fields if hasattr(table, name)]
    named = select(
        *own,
        Organisation.name.label("organisation_name"),
        earlier.c.full_members.label("before_full"),
        earlier.c.probationary_members.label("before_probationary"),
    )
    joined = named.join(Organisation, Organisation.id == table.organisation_id)
    return joined.outerjoin(earlier, true())


def _coverage_columns() -> AnySelect:
    table = PartyCoverage
    own = [getattr(table, name) for name in PartyCoverageOut.model_fields if hasattr(table, name)]
    named = select(
        *own,
        Organisation.name.label("institution_name"),
        PartyOrganisation.name.label("party_organisation_name"),
    )
    joined = named.join(Organisation, Organisation.id == table.institution_id)
    return joined.outerjoin(PartyOrganisation, PartyOrganisation.id == table.party_organisation_id)


def _group_columns() -> AnySelect:
    table = MassGroup
    own = [getattr(table, name) for name in MassGroupOut.model_fields if hasattr(table, name)]
    named = select(*own, Organisation.name.label("institution_name"))
    return named.join(Organisation, Organisation.id == table.institution_id)


def count_as_out(row: Any) -> MemberCountOut:
    """A row of the list as the interface shows it, with what to look at again."""
    values = {name: getattr(row, name) for name in MemberCountOut.model_fields if name != "doubt"}
    doubt = rules.doubt(row.before_full, row.before_probationary, row.full_members)
    return MemberCountOut.model_validate({**values, "doubt": doubt})


def group_as_out(row: Any, today: date) -> MassGroupOut:
    """A row of the list as the interface shows it."""
    values = {name: getattr(row, name) for name in MassGroupOut.model_fields if name != "status"}
    over = row.ended_on is not None and row.ended_on < today
    return MassGroupOut.model_validate({**values, "status": "ended" if over else "active"})
