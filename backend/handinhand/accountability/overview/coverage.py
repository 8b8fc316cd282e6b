"""How the private institutions are covered, in figures. Each opens exactly the rows that it counts (promises.md U3)."""

from typing import get_args

from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.accountability.overview.schemas import CoverageOverview, CoverageShare, Figure, GroupShare
from handinhand.core.clock import local_day
from handinhand.core.http.hrefs import href_of
from handinhand.foundation.access.guards import Access
from handinhand.programme.coverage import service as coverage
from handinhand.programme.coverage.schemas import CoverageFilter, GroupKind, InstitutionCoverageQuery, ToCheck


async def coverage_overview(session: AsyncSession, access: Access) -> CoverageOverview:
    """The institutions within reach by coverage and by group, all counted in one statement."""
    today = local_day(access.now)
    by_coverage = {name: InstitutionCoverageQuery(coverage=name) for name in get_args(CoverageFilter)}
    with_group = {kind: InstitutionCoverageQuery(group=kind) for kind in get_args(GroupKind)}
    without = {kind: InstitutionCoverageQuery(group_missing=kind) for kind in get_args(GroupKind)}
    to_check = {name: InstitutionCoverageQuery(to_check=name) for name in get_args(ToCheck)}
    asked = [
        InstitutionCoverageQuery(),
        *by_coverage.values(),
        *with_group.values(),
        *without.values(),
        *to_check.values(),
    ]
    counts = await coverage.count_each(session, access.scope, asked, today)
    figures = {id(query): _figure(query, count) for query, count in zip(asked, counts, strict=True)}
    return CoverageOverview(
        today=today,
        institutions=figures[id(asked[0])],
        coverages=[
            CoverageShare(coverage=name, institutions=figures[id(query)]) for name, query in by_coverage.items()
        ],
        groups=[
            GroupShare(kind=kind, present=figures[id(query)], missing=figures[id(without[kind])])
            for kind, query in with_group.items()
        ],
        branch_possible=figures[id(to_check["branch_possible"])],
        host_differs=figures[id(to_check["host_differs"])],
    )


def _figure(query: InstitutionCoverageQuery, count: int) -> Figure:
    return Figure(count=count, href=href_of("/institution-coverages", query))
