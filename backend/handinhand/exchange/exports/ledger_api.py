"""The communities' lists as workbooks at once: with the right, the reach and the filters of the list on the screen."""

import asyncio
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Annotated, Any
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from handinhand.core.clock import local_day
from handinhand.core.database import RequestSession
from handinhand.core.http.paging import AnySelect
from handinhand.core.http.routes import feature_router
from handinhand.exchange.exports import ledgers, queries
from handinhand.exchange.exports.ledger_columns import LedgerColumn
from handinhand.exchange.exports.ledger_filters import filters_of
from handinhand.foundation.access.guards import Access, requires
from handinhand.foundation.access.permissions import Permission as P
from handinhand.foundation.audit.service import Target, record
from handinhand.programme.activities import service as activities
from handinhand.programme.activities.schemas import ActivityQuery
from handinhand.programme.communities import service as communities
from handinhand.programme.communities.schemas import CommunityQuery
from handinhand.programme.coverage import service as coverage
from handinhand.programme.coverage.schemas import InstitutionCoverageQuery
from handinhand.programme.development import service as development
from handinhand.programme.development.schemas import BackboneTeacherQuery, MemberDevelopmentQuery
from handinhand.programme.standards import service as standards
from handinhand.programme.standards.schemas import InstitutionStandardsQuery, StandardsReviewQuery

router = feature_router("exports", prefix="/exports")

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DOWNLOAD: dict[int | str, dict[str, Any]] = {
    200: {"description": "A workbook.", "content": {_WORKBOOK: {"schema": {"type": "string", "format": "binary"}}}}
}
_PIECE = 256 * 1024
_ROWS_AT_ONCE = 500


@router.get("/communities.xlsx", response_class=Response, responses=_DOWNLOAD, summary="The communities as a ledger")
async def export_communities(
    access: Annotated[Access, requires(P.COMMUNITIES_READ)],
    session: RequestSession,
    request: Request,
    query: Annotated[CommunityQuery, filters_of(CommunityQuery)],
) -> Response:
    """The rows of `/communities` with the same filters, unpaged, ready to print on A4."""
    rows = communities.listed(access.scope, query)
    return await _ledger(access, session, request, "communities", ledgers.COMMUNITIES, rows)


@router.get("/activities.xlsx", response_class=Response, responses=_DOWNLOAD, summary="The activities as a ledger")
async def export_activities(
    access: Annotated[Access, requires(P.ACTIVITIES_READ)],
    session: RequestSession,
    request: Request,
    query: Annotated[ActivityQuery, filters_of(ActivityQuery)],
) -> Response:
    """The rows of `/activities` with the same filters, unpaged, ready to print on A4."""
    rows = activities.listed(access.actor, query, local_day(access.now))
    return await _ledger(access, session, request, "activities", ledgers.ACTIVITIES, rows)


@router.get(
    "/backbone-teachers.xlsx", response_class=Response, responses=_DOWNLOAD, summary="The backbone teachers as a ledger"
)
async def export_backbone_teachers(
    access: Annotated[Access, requires(P.DEVELOPMENT_READ)],
    session: RequestSession,
    request: Request,
    query: Annotated[BackboneTeacherQuery, filters_of(BackboneTeacherQuery)],
) -> Response:
    """The rows of `/backbone-teachers` with the same filters, unpaged, ready to print on A4."""
    rows = development.teachers(access.scope, query)
    return await _ledger(access, session, request, "backbone-teachers", ledgers.TEACHERS, rows)


@router.get(
    "/member-developments.xlsx",
    response_class=Response,
    responses=_DOWNLOAD,
    summary="The member developments as a ledger",
)
async def export_member_developments(
    access: Annotated[Access, requires(P.DEVELOPMENT_READ)],
    session: RequestSession,
    request: Request,
    query: Annotated[MemberDevelopmentQuery, filters_of(MemberDevelopmentQuery)],
) -> Response:
    """The rows of `/member-developments` with the same filters, unpaged, ready to print on A4."""
    rows = development.members(access.scope, query)
    return await _ledger(access, session, request, "member-developments", ledgers.MEMBERS, rows)


@router.get(
    "/institution-coverages.xlsx",
    response_class=Response,
    responses=_DOWNLOAD,
    summary="Members and Party coverage as a ledger",
)
async def export_institution_coverages(
    access: Annotated[Access, requires(P.COVERAGE_READ)],
    session: RequestSession,
    request: Request,
    query: Annotated[InstitutionCoverageQuery, filters_of(InstitutionCoverageQuery)],
) -> Response:
    """The rows of `/institution-coverages` with the same filters, unpaged, ready to print on A4."""
    rows = coverage.listed(access.scope, query, local_day(access.now))
    return await _ledger(access, session, request, "institution-coverages", ledgers.COVERAGES, rows)


@router.get(
    "/standards-reviews.xlsx", response_class=Response, responses=_DOWNLOAD, summary="The standards reviews as a ledger"
)
async def export_standards_reviews(
    access: Annotated[Access, requires(P.STANDARDS_READ)],
    session: RequestSession,
    request: Request,
    query: Annotated[StandardsReviewQuery, filters_of(StandardsReviewQuery)],
) -> Response:
    """The rows of `/standards-reviews` with the same filters, unpaged, ready to print on A4."""
    rows = standards.reviews(access.scope, query)
    return await _ledger(access, session, request, "standards-reviews", ledgers.REVIEWS, rows)


@router.get(
    "/institution-standards.xlsx",
    response_class=Response,
    responses=_DOWNLOAD,
    summary="The institutions and their reviews as a ledger",
)
async def export_institution_standards(
    access: Annotated[Access, requires(P.STANDARDS_READ)],
    session: RequestSession,
    request: Request,
    query: Annotated[InstitutionStandardsQuery, filters_of(InstitutionStandardsQuery)],
) -> Response:
    """The rows of `/overview/standards` with the same filters, unpaged, ready to print on A4."""
    rows = standards.institutions(access.scope, query)
    return await _ledger(access, session, request, "institution-standards", ledgers.INSTITUTION_STANDARDS, rows)


async def _ledger(
    access: Access,
    session: RequestSession,
    request: Request,
    kind: str,
    columns: Sequence[LedgerColumn],
    statement: AnySelect,
) -> Response:
    # xlsxwriter takes its time to load; a process that makes no workbook never needs it.
    from handinhand.exchange.exports.workbook import Ledger  # noqa: PLC0415

    title, folder = ledgers.TITLES[kind], Path(request.app.state.files.incoming)
    unit = await queries.unit_of(session, access.actor)
    file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed by the answer that sends it
    book = await asyncio.to_thread(Ledger, file, title=title, unit=unit, columns=columns, made_at=access.now)
    found = await session.stream(statement.execution_options(yield_per=_ROWS_AT_ONCE))
    async for rows in found.partitions():
        await asyncio.to_thread(book.add, rows)
    await asyncio.to_thread(book.close)
    target = Target("export", None, title, access.actor.bureau_id)
    await record(session, access.ref, f"export:{kind}", target, at=access.now, rows=book.rows)
    headers = {
        "Content-Disposition": f"attachment; filename=\"ledger.xlsx\"; filename*=UTF-8''{quote(title, safe='')}.xlsx",
        "Content-Length": str(file.seek(0, os.SEEK_END)),
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingResponse(_pieces(file), media_type=_WORKBOOK, headers=headers)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece
