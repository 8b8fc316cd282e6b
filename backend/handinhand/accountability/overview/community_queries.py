"""The selects behind the communities' overview. Each takes the reach that its list takes."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from handinhand.foundation.access.actor import Scope
from handinhand.models import Activity, Organisation, SupportCommunity, SupportedSchool, Target
from handinhand.programme.communities import service as communities
from handinhand.programme.targets import service as targets

SOON = timedelta(days=30)
MOST = 200
"""A county has a handful; more than this are not laid side by side."""


async def at_work(session: AsyncSession, scope: Scope) -> Sequence[Any]:
    """The communities within the scope that are or will be at work, by name, with their schools' names."""
    lead, school = aliased(Organisation), aliased(Organisation)
    names = (
        select(func.array_agg(school.name))
        .select_from(SupportedSchool)
        .join(school, school.id == SupportedSchool.school_id)
        .where(SupportedSchool.community_id == SupportCommunity.id, SupportedSchool.left_on.is_(None))
        .correlate(SupportCommunity)
        .scalar_subquery()
    )
    statement = (
        select(
            SupportCommunity.id,
            SupportCommunity.name,
            SupportCommunity.state,
            SupportCommunity.starts_on,
            SupportCommunity.lead_school_id,
            lead.name.label("lead_school_name"),
            names.label("school_names"),
        )
        .join(lead, lead.id == SupportCommunity.lead_school_id)
        .where(communities.reached(scope), SupportCommunity.ends_on.is_(None))
        .order_by(SupportCommunity.name, SupportCommunity.id)
        .limit(MOST)
    )
    return (await session.execute(statement)).all()


async def activities_by_strand(session: AsyncSession, scope: Scope, today: date) -> Sequence[Any]:
    """Per community within the scope and strand: done this year, under way, planned from today on, overdue, and the
    first day of the earliest that is not over."""
    planned = Activity.state == "planned"
    ahead = and_(planned, Activity.starts_on >= today)
    statement = (
        select(
            Activity.community_id,
            Activity.strand,
            func.count()
            .filter(Activity.state == "done", Activity.starts_on >= today.replace(month=1, day=1))
            .label("done"),
            func.count().filter(ahead, Activity.starts_on <= today + SOON).label("soon"),
            func.count().filter(planned, Activity.ends_on < today).label("overdue"),
            func.count().filter(planned, Activity.starts_on < today, Activity.ends_on >= today).label("under_way"),
            func.min(Activity.starts_on).filter(planned, Activity.ends_on >= today).label("next_on"),
        )
        .join(SupportCommunity, SupportCommunity.id == Activity.community_id)
        .where(communities.reached(scope), SupportCommunity.ends_on.is_(None))
        .group_by(Activity.community_id, Activity.strand)
    )
    return (await session.execute(statement)).all()


async def targets_of(session: AsyncSession, scope: Scope, today: date) -> Sequence[Any]:
    """The targets of the communities within the scope whose school still belongs, with their values."""
    statement = (
        targets.columns(today)
        .where(communities.reached(scope), SupportCommunity.ends_on.is_(None), SupportedSchool.left_on.is_(None))
        .order_by(SupportedSchool.community_id, Target.measure, Target.id)
    )
    return (await session.execute(statement)).all()
