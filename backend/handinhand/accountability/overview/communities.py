"""The communities side by side: strands, what is due, what is aimed at. Facts; no ranking (domain.md §4)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.accountability.overview import community_queries as queries
from handinhand.accountability.overview.schemas import (
    CommunitiesOverview,
    CommunityFigures,
    CommunityNotStarted,
    CommunityTarget,
    Figure,
    StrandFigures,
)
from handinhand.core.clock import local_day
from handinhand.core.http.hrefs import href
from handinhand.foundation.access.guards import Access
from handinhand.foundation.access.permissions import Permission
from handinhand.programme.communities.schemas import StrandName
from handinhand.programme.targets import service as targets

_STRANDS: Sequence[StrandName] = ("teaching", "hardship", "party_building")


async def communities_overview(session: AsyncSession, access: Access) -> CommunitiesOverview:
    """Every community at work within reach, and apart those to come. Each part goes as far as its own right does."""
    actor, today = access.actor, local_day(access.now)
    found = await queries.at_work(session, access.scope)
    by_strand = {
        (row.community_id, row.strand): row
        for row in await queries.activities_by_strand(session, actor.scope(Permission.ACTIVITIES_READ), today)
    }
    aims: dict[UUID, list[CommunityTarget]] = defaultdict(list)
    for row in await queries.targets_of(session, actor.scope(Permission.TARGETS_READ), today):
        aims[row.community_id].append(_target(row, today))
    items = [
        CommunityFigures(
            id=row.id,
            name=row.name,
            starts_on=row.starts_on,
            lead_school_id=row.lead_school_id,
            lead_school_name=row.lead_school_name,
            school_names=sorted(row.school_names or ()),
            strands=[_strand(row.id, strand, by_strand.get((row.id, strand)), today) for strand in _STRANDS],
            targets=aims[row.id],
        )
        for row in found
        if row.state == "active"
    ]
    not_started = [
        CommunityNotStarted(id=row.id, name=row.name, state=row.state, starts_on=row.starts_on)
        for row in found
        if row.state != "active"
    ]
    return CommunitiesOverview(today=today, items=items, not_started=not_started)


def _strand(community_id: UUID, strand: StrandName, row: Any | None, today: date) -> StrandFigures:
    year, soon = today.replace(month=1, day=1), today + queries.SOON

    def figure(count: int, **filters: Any) -> Figure:
        return Figure(count=count, href=href("/activities", {"community_id": community_id, "strand": strand} | filters))

    return StrandFigures(
        strand=strand,
        done_this_year=figure(row.done if row else 0, state="done", **{"from": year}),
        under_way=figure(row.under_way if row else 0, state="planned", to=today - timedelta(days=1), ends_from=today),
        planned_soon=figure(row.soon if row else 0, state="planned", **{"from": today}, to=soon),
        overdue=figure(row.overdue if row else 0, overdue=True),
        next_on=row.next_on if row else None,
    )


def _target(row: Any, today: date) -> CommunityTarget:
    shown = targets.as_out(row, today)
    return CommunityTarget(
        id=shown.id,
        school_id=shown.school_id,
        school_name=shown.school_name,
        measure=shown.measure,
        aim=shown.aim,
        value=Figure(count=shown.value, href=shown.progress_href),
        expected=shown.expected,
        starts_on=shown.starts_on,
        ends_on=shown.ends_on,
    )
