"""Reading opinions; every list takes the actor's scope. What is only noted on a draft stands in none of them."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.http.paging import AnySelect, Order, PageOf, fetch_page
from handinhand.foundation.access.actor import Scope
from handinhand.models import Opinion, Organisation
from handinhand.programme.opinions.rules import OpinionState
from handinhand.programme.opinions.schemas import OpinionOut, OpinionQuery

NEWEST_FIRST = Order(Opinion.raised_at, Opinion.id, descending=True)


async def load_opinion(session: AsyncSession, scope: Scope, record_id: UUID, *, lock: bool) -> Any | None:  # noqa: ARG001
    """One opinion within the scope, with its institution's name. Opinions are changed through their visit only."""
    statement = _visible(scope).where(Opinion.id == record_id)
    return (await session.execute(statement)).one_or_none()


async def list_opinions(session: AsyncSession, scope: Scope, query: OpinionQuery) -> PageOf:
    """A page of the opinions within the scope."""
    statement = _visible(scope).add_columns(Opinion.raised_at.label("sort_key"))
    for column, value in (
        (Opinion.institution_id, query.institution_id),
        (Opinion.visit_id, query.visit_id),
        (Opinion.category, query.category),
        (Opinion.state, query.state),
    ):
        if value is not None:
            statement = statement.where(column == value)
    return await fetch_page(session, statement, NEWEST_FIRST, query)


def _visible(scope: Scope) -> AnySelect:
    return (
        select(
            Opinion.id,
            Opinion.bureau_id,
            Opinion.institution_id,
            Organisation.name.label("institution_name"),
            Opinion.visit_id,
            Opinion.category,
            Opinion.body.label("text"),
            Opinion.state,
            Opinion.raised_at,
            Opinion.version,
        )
        .join(Organisation, Organisation.id == Opinion.institution_id)
        .where(scope.within(Opinion.bureau_id, Opinion.institution_id), Opinion.state != OpinionState.noted)
    )


def as_out(row: Any) -> OpinionOut:
    """An opinion's row as the interface shows it."""
    return OpinionOut(
        id=row.id,
        institution_id=row.institution_id,
        institution_name=row.institution_name,
        visit_id=row.visit_id,
        category=row.category,
        text=row.text,
        state=row.state,
        raised_at=row.raised_at,
        version=row.version,
    )
