"""Member counts by day, Party coverage and mass groups of the private institutions."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response

from handinhand.core.clock import local_day
from handinhand.core.database import RequestSession
from handinhand.core.http.routes import feature_router
from handinhand.core.http.schema import Page, answer
from handinhand.foundation.access.guards import Access, Found, one, requires
from handinhand.foundation.access.idempotency import RequestIdempotency
from handinhand.foundation.access.permissions import Permission as P
from handinhand.models import MassGroup, MemberCount, PartyCoverage
from handinhand.programme.coverage import queries, service, standing, withdrawals
from handinhand.programme.coverage.errors import Withdrawn
from handinhand.programme.coverage.schemas import (
    InstitutionCoverageOut,
    InstitutionCoverageQuery,
    MassGroupIn,
    MassGroupOut,
    MassGroupPatch,
    MassGroupQuery,
    MemberCountIn,
    MemberCountOut,
    MemberCountPatch,
    MemberCountQuery,
    PartyCoverageIn,
    PartyCoverageOut,
    PartyCoveragePatch,
    PartyCoverageQuery,
    WithdrawalQuery,
)

router = feature_router("coverage")

MayRead = Annotated[Access, requires(P.COVERAGE_READ)]
MayWrite = Annotated[Access, requires(P.COVERAGE_WRITE)]
ReadableCount = Annotated[Found[MemberCount], one(queries.load_count, reads=P.COVERAGE_READ)]
WritableCount = Annotated[Found[MemberCount], one(queries.load_count, reads=P.COVERAGE_READ, writes=P.COVERAGE_WRITE)]
ReadableCoverage = Annotated[Found[PartyCoverage], one(queries.load_coverage, reads=P.COVERAGE_READ)]
WritableCoverage = Annotated[
    Found[PartyCoverage], one(queries.load_coverage, reads=P.COVERAGE_READ, writes=P.COVERAGE_WRITE)
]
ReadableGroup = Annotated[Found[MassGroup], one(queries.load_group, reads=P.COVERAGE_READ)]
WritableGroup = Annotated[Found[MassGroup], one(queries.load_group, reads=P.COVERAGE_READ, writes=P.COVERAGE_WRITE)]


async def count_where_open(found: WritableCount, session: RequestSession) -> Found[MemberCount]:
    """Raises Closed before the body is looked at (api.md: 409 comes before 422)."""
    await service.refuse_closed(session, found.record.organisation_id)
    return found


async def coverage_where_open(found: WritableCoverage, session: RequestSession) -> Found[PartyCoverage]:
    """Raises Closed, as `count_where_open` does."""
    await service.refuse_closed(session, found.record.institution_id)
    return found


async def group_where_open(found: WritableGroup, session: RequestSession) -> Found[MassGroup]:
    """Raises Closed, as `count_where_open` does."""
    await service.refuse_closed(session, found.record.institution_id)
    return found


@router.get(
    "/institution-coverages",
    response_model=Page[InstitutionCoverageOut],
    summary="List how institutions are covered today",
)
async def list_institution_coverages(
    access: MayRead, session: RequestSession, query: Annotated[InstitutionCoverageQuery, Query()]
) -> Response:
    """The open private institutions within the caller's reach, by name: members, Party coverage, groups."""
    page = await standing.list_institutions(session, access.scope, query, local_day(access.now))
    items = [standing.as_out(row) for row in page.rows]
    return answer(Page[InstitutionCoverageOut](items=items, next_cursor=page.next_cursor, total=page.total))


@router.get("/member-counts", response_model=Page[MemberCountOut], summary="List member counts")
async def list_member_counts(
    access: MayRead, session: RequestSession, query: Annotated[MemberCountQuery, Query()]
) -> Response:
    """How many members the private institutions within the caller's reach had on which day, the latest first."""
    page = await queries.list_counts(session, access.scope, query)
    items = [queries.count_as_out(row) for row in page.rows]
    return answer(Page[MemberCountOut](items=items, next_cursor=page.next_cursor, total=page.total))


@router.post(
    "/member-counts",
    response_model=MemberCountOut,
    status_code=201,
    responses={200: {"model": MemberCountOut, "description": "The same was entered before."}},
    summary="Enter a member count",
)
async def create_member_count(
    access: MayWrite, session: RequestSession, idempotency: RequestIdempotency, body: MemberCountIn
) -> Response:
    """What was counted on a day. The organisation shows its latest day; an older one adds to the history only.

    A day has one entry: the same figures again answer 200, other ones 409 `day_taken` with the entry there is, which
    is then corrected.
    """
    reach = access.actor.scope(P.COVERAGE_READ)
    earlier = await idempotency.earlier(queries.find_entered_count, reach)
    if earlier is not None:
        return await _count(session, earlier.id, status=201)
    entered_id, made = await service.enter_count(session, access, body)
    await idempotency.remember(entered_id)
    return await _count(session, entered_id, status=201 if made else 200)


@router.get("/member-counts/{id}", response_model=MemberCountOut, summary="Read a member count")
async def read_member_count(found: ReadableCount, session: RequestSession) -> Response:
    """One of them, with its version as ETag."""
    return await _count(session, found.record.id)


@router.patch("/member-counts/{id}", response_model=MemberCountOut, summary="Correct a member count")
async def change_member_count(
    found: Annotated[Found[MemberCount], Depends(count_where_open)], session: RequestSession, body: MemberCountPatch
) -> Response:
    """Puts a count or its day right; the organisation follows."""
    await service.correct_count(session, found.access, found.record, body)
    return await _count(session, found.record.id)


@router.get("/party-coverages", response_model=Page[PartyCoverageOut], summary="List Party coverages")
async def list_party_coverages(
    access: MayRead, session: RequestSession, query: Annotated[PartyCoverageQuery, Query()]
) -> Response:
    """An institution's history, or the present state of each institution within the caller's reach."""
    page = await queries.list_coverages(session, access.scope, query)
    items = [PartyCoverageOut.model_validate(row) for row in page.rows]
    return answer(Page[PartyCoverageOut](items=items, next_cursor=page.next_cursor, total=page.total))


@router.post("/party-coverages", response_model=PartyCoverageOut, status_code=201, summary="Enter a Party coverage")
async def create_party_coverage(
    access: MayWrite, session: RequestSession, idempotency: RequestIdempotency, body: PartyCoverageIn
) -> Response:
    """How an institution is covered since a day, and how that came about."""
    reach = access.actor.scope(P.COVERAGE_READ)
    made = await idempotency.once(
        lambda: service.add_coverage(session, access, body), queries.find_entered_coverage, reach
    )
    return await _coverage(session, made, status=201)


@router.get("/party-coverages/{id}", response_model=PartyCoverageOut, summary="Read a Party coverage")
async def read_party_coverage(found: ReadableCoverage, session: RequestSession) -> Response:
    """One of them, with its version as ETag."""
    return await _coverage(session, found.record.id)


@router.patch("/party-coverages/{id}", response_model=PartyCoverageOut, summary="Correct a Party coverage")
async def change_party_coverage(
    found: Annotated[Found[PartyCoverage], Depends(coverage_where_open)],
    session: RequestSession,
    body: PartyCoveragePatch,
) -> Response:
    """Puts right what was noted wrongly; a new state is a new entry."""
    await service.correct_coverage(session, found.access, found.record, body)
    return await _coverage(session, found.record.id)


@router.get("/mass-groups", response_model=Page[MassGroupOut], summary="List mass groups")
async def list_mass_groups(
    access: MayRead, session: RequestSession, query: Annotated[MassGroupQuery, Query()]
) -> Response:
    """Youth leagues, unions and women's groups at the institutions within the caller's reach, the latest first."""
    today = local_day(access.now)
    page = await queries.list_groups(session, access.scope, query, today)
    items = [queries.group_as_out(row, today) for row in page.rows]
    return answer(Page[MassGroupOut](items=items, next_cursor=page.next_cursor, total=page.total))


@router.post("/mass-groups", response_model=MassGroupOut, status_code=201, summary="Enter a mass group")
async def create_mass_group(
    access: MayWrite, session: RequestSession, idempotency: RequestIdempotency, body: MassGroupIn
) -> Response:
    """A group that was founded; an institution has one of a kind at a time."""
    reach = access.actor.scope(P.COVERAGE_READ)
    made = await idempotency.once(lambda: service.add_group(session, access, body), queries.find_entered_group, reach)
    return await _group(session, access, made, status=201)


@router.get("/mass-groups/{id}", response_model=MassGroupOut, summary="Read a mass group")
async def read_mass_group(found: ReadableGroup, session: RequestSession) -> Response:
    """One of them, with its version as ETag."""
    return await _group(session, found.access, found.record.id)


@router.patch("/mass-groups/{id}", response_model=MassGroupOut, summary="Change a mass group")
async def change_mass_group(
    found: Annotated[Found[MassGroup], Depends(group_where_open)], session: RequestSession, body: MassGroupPatch
) -> Response:
    """Changes what the body gives; a group ends with its last day."""
    await service.change_group(session, found.access, found.record, body)
    return await _group(session, found.access, found.record.id)


@router.delete("/member-counts/{id}", status_code=204, response_class=Response,
               summary="Withdraw a member count")  # fmt: skip
async def withdraw_member_count(
    found: Annotated[Found[MemberCount], Depends(count_where_open)],
    session: RequestSession,
    query: Annotated[WithdrawalQuery, Query()],
) -> Response:
    """Takes out a count that should not be there; the organisation shows the latest day that is left."""
    await withdrawals.withdraw_count(session, found.access, found.record, query.reason)
    return Response(status_code=204)


@router.delete("/party-coverages/{id}", status_code=204, response_class=Response,
               summary="Withdraw a Party coverage")  # fmt: skip
async def withdraw_party_coverage(
    found: Annotated[Found[PartyCoverage], Depends(coverage_where_open)],
    session: RequestSession,
    query: Annotated[WithdrawalQuery, Query()],
) -> Response:
    """Takes out a state that never was; the one before it is the present again."""
    await withdrawals.withdraw_coverage(session, found.access, found.record, query.reason)
    return Response(status_code=204)


@router.delete("/mass-groups/{id}", status_code=204, response_class=Response,
               summary="Withdraw a mass group")  # fmt: skip
async def withdraw_mass_group(
    found: Annotated[Found[MassGroup], Depends(group_where_open)],
    session: RequestSession,
    query: Annotated[WithdrawalQuery, Query()],
) -> Response:
    """Takes out a group that was never there. One that is over ends with its last day instead."""
    await withdrawals.withdraw_group(session, found.access, found.record, query.reason)
    return Response(status_code=204)


async def _count(session: RequestSession, count_id: UUID, status: int = 200) -> Response:
    count = await queries.read_count(session, count_id)
    if count is None:
        raise Withdrawn
    location = f"/api/v1/member-counts/{count.id}" if status == 201 else None
    return answer(count, status=status, version=count.version, location=location)


async def _coverage(session: RequestSession, coverage_id: UUID, status: int = 200) -> Response:
    coverage = await queries.read_coverage(session, coverage_id)
    if coverage is None:
        raise Withdrawn
    location = f"/api/v1/party-coverages/{coverage.id}" if status == 201 else None
    return answer(coverage, status=status, version=coverage.version, location=location)


async def _group(session: RequestSession, access: Access, group_id: UUID, status: int = 200) -> Response:
    group = await queries.read_group(session, group_id, local_day(access.now))
    if group is None:
        raise Withdrawn
    location = f"/api/v1/mass-groups/{group.id}" if status == 201 else None
    return answer(group, status=status, version=group.version, location=location)
