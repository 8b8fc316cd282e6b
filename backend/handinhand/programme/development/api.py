"""The registers of people: backbone teachers, and ways into the Party."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response

from handinhand.core.database import RequestDatabase, RequestSession
from handinhand.core.http.asked import asked, asked_parameters
from handinhand.core.http.routes import feature_router
from handinhand.core.http.schema import Page, answer, answer_text
from handinhand.foundation.access.guards import Access, Found, one, requires
from handinhand.foundation.access.idempotency import RequestIdempotency
from handinhand.foundation.access.permissions import Permission as P
from handinhand.models import BackboneTeacher, MemberDevelopment
from handinhand.programme.development import queries, service
from handinhand.programme.development.schemas import (
    AdvanceIn,
    BackboneTeacherIn,
    BackboneTeacherOut,
    BackboneTeacherPatch,
    BackboneTeacherQuery,
    EndOfWayIn,
    MemberDevelopmentIn,
    MemberDevelopmentOut,
    MemberDevelopmentPatch,
    MemberDevelopmentQuery,
)

router = feature_router("development")

MayRead = Annotated[Access, requires(P.DEVELOPMENT_READ)]
MayWrite = Annotated[Access, requires(P.DEVELOPMENT_WRITE)]
ReadableTeacher = Annotated[Found[BackboneTeacher], one(queries.load_teacher, reads=P.DEVELOPMENT_READ)]
WritableTeacher = Annotated[
    Found[BackboneTeacher], one(queries.load_teacher, reads=P.DEVELOPMENT_READ, writes=P.DEVELOPMENT_WRITE)
]
ReadableMember = Annotated[Found[MemberDevelopment], one(queries.load_member, reads=P.DEVELOPMENT_READ)]
WritableMember = Annotated[
    Found[MemberDevelopment], one(queries.load_member, reads=P.DEVELOPMENT_READ, writes=P.DEVELOPMENT_WRITE)
]


async def teacher_under_way(found: WritableTeacher, session: RequestSession) -> Found[BackboneTeacher]:
    """Raises Closed and DevelopmentEnded before the body is looked at (api.md: 409 comes before 422)."""
    if not found.repeated:
        await service.refuse_closed(session, found.access, found.record)
        service.refuse_ended(found.record)
    return found


async def member_under_way(found: WritableMember, session: RequestSession) -> Found[MemberDevelopment]:
    """Raises what `teacher_under_way` does."""
    if not found.repeated:
        await service.refuse_closed(session, found.access, found.record)
        service.refuse_ended(found.record)
    return found


async def ended_teacher(found: WritableTeacher, session: RequestSession) -> Found[BackboneTeacher]:
    """Raises DevelopmentUnderWay; Closed of an institution that has closed, unless it is the bureau that writes."""
    if not found.repeated:
        await service.refuse_closed(session, found.access, found.record)
        service.refuse_under_way(found.record)
    return found


async def ended_member(found: WritableMember, session: RequestSession) -> Found[MemberDevelopment]:
    """Raises what `ended_teacher` does."""
    if not found.repeated:
        await service.refuse_closed(session, found.access, found.record)
        service.refuse_under_way(found.record)
    return found


async def member_with_next(found: WritableMember, session: RequestSession) -> Found[MemberDevelopment]:
    """Raises what `teacher_under_way` does, and NoNextStage at the end of the way."""
    if not found.repeated:
        await service.refuse_closed(session, found.access, found.record)
        service.refuse_no_next(found.record)
    return found


@router.get(
    "/backbone-teachers",
    openapi_extra=asked_parameters(BackboneTeacherQuery),
    response_model=Page[BackboneTeacherOut],
    summary="List backbone teachers",
)
async def list_backbone_teachers(
    access: MayRead, database: RequestDatabase, query: Annotated[BackboneTeacherQuery, asked(BackboneTeacherQuery)]
) -> Response:
    """Backbone teachers of the schools within the caller's reach, by name unless sorted otherwise."""
    return answer_text(await queries.TEACHERS.page(database, access.scope, query))


@router.post("/backbone-teachers", response_model=BackboneTeacherOut, status_code=201, summary="Add a backbone teacher")
async def create_backbone_teacher(
    access: MayWrite, session: RequestSession, idempotency: RequestIdempotency, body: BackboneTeacherIn
) -> Response:
    """A teacher of a private school, with the stages that were reached already."""
    reach = access.actor.scope(P.DEVELOPMENT_READ)
    made = await idempotency.once(lambda: service.add_teacher(session, access, body), queries.load_teacher, reach)
    return await _teacher(session, made, status=201)


@router.get("/backbone-teachers/{id}", response_model=BackboneTeacherOut, summary="Read a backbone teacher")
async def read_backbone_teacher(found: ReadableTeacher, session: RequestSession) -> Response:
    """One of them, with its version as ETag."""
    return await _teacher(session, found.record.id)


@router.patch("/backbone-teachers/{id}", response_model=BackboneTeacherOut, summary="Change a backbone teacher")
async def change_backbone_teacher(
    found: Annotated[Found[BackboneTeacher], Depends(teacher_under_way)],
    session: RequestSession,
    body: BackboneTeacherPatch,
) -> Response:
    """Changes what the body gives; a stage is reached by its date."""
    await service.change_teacher(session, found.access, found.record, body)
    return await _teacher(session, found.record.id)


@router.post("/backbone-teachers/{id}/end", response_model=BackboneTeacherOut, summary="End a teacher's training")
async def end_backbone_teacher(
    found: Annotated[Found[BackboneTeacher], Depends(teacher_under_way)], session: RequestSession, body: EndOfWayIn
) -> Response:
    """With the day and the reason; a recognition that was reached still counts."""
    if not found.repeated:
        await service.end(session, found.access, found.record, body)
    return await _teacher(session, found.record.id)


@router.post(
    "/backbone-teachers/{id}/reopen", response_model=BackboneTeacherOut, summary="Take back the end of a training"
)
async def reopen_backbone_teacher(
    found: Annotated[Found[BackboneTeacher], Depends(ended_teacher)], session: RequestSession
) -> Response:
    """For an end that was noted wrongly: the training goes on where it stood."""
    if not found.repeated:
        await service.reopen(session, found.access, found.record)
    return await _teacher(session, found.record.id)


@router.get(
    "/member-developments",
    openapi_extra=asked_parameters(MemberDevelopmentQuery),
    response_model=Page[MemberDevelopmentOut],
    summary="List member developments",
)
async def list_member_developments(
    access: MayRead, database: RequestDatabase, query: Annotated[MemberDevelopmentQuery, asked(MemberDevelopmentQuery)]
) -> Response:
    """Ways into the Party at the institutions within the caller's reach, by name unless sorted otherwise."""
    return answer_text(await queries.MEMBERS.page(database, access.scope, query))


@router.post(
    "/member-developments", response_model=MemberDevelopmentOut, status_code=201, summary="Add a member development"
)
async def create_member_development(
    access: MayWrite, session: RequestSession, idempotency: RequestIdempotency, body: MemberDevelopmentIn
) -> Response:
    """Somebody who applied, with the stages that were reached already. Too early a date is explained."""
    reach = access.actor.scope(P.DEVELOPMENT_READ)
    made = await idempotency.once(lambda: service.add_member(session, access, body), queries.load_member, reach)
    return await _member(session, made, status=201)


@router.get("/member-developments/{id}", response_model=MemberDevelopmentOut, summary="Read a member development")
async def read_member_development(found: ReadableMember, session: RequestSession) -> Response:
    """One of them, with what comes next and its version as ETag."""
    return await _member(session, found.record.id)


@router.patch("/member-developments/{id}", response_model=MemberDevelopmentOut, summary="Change a member development")
async def change_member_development(
    found: Annotated[Found[MemberDevelopment], Depends(member_under_way)],
    session: RequestSession,
    body: MemberDevelopmentPatch,
) -> Response:
    """Changes what the body gives, also a date that was noted wrongly."""
    await service.change_member(session, found.access, found.record, body)
    return await _member(session, found.record.id)


@router.post("/member-developments/{id}/advance", response_model=MemberDevelopmentOut, summary="Reach the next stage")
async def advance_member_development(
    found: Annotated[Found[MemberDevelopment], Depends(member_with_next)], session: RequestSession, body: AdvanceIn
) -> Response:
    """One stage at a time; a day that is too early is refused with the earliest one (domain.md §3)."""
    if not found.repeated:
        await service.advance(session, found.access, found.record, body)
    return await _member(session, found.record.id)


@router.post("/member-developments/{id}/end", response_model=MemberDevelopmentOut, summary="End a member development")
async def end_member_development(
    found: Annotated[Found[MemberDevelopment], Depends(member_under_way)], session: RequestSession, body: EndOfWayIn
) -> Response:
    """With the day and the reason; an admission that was reached still counts."""
    if not found.repeated:
        await service.end(session, found.access, found.record, body)
    return await _member(session, found.record.id)


@router.post(
    "/member-developments/{id}/reopen",
    response_model=MemberDevelopmentOut,
    summary="Take back the end of a member development",
)
async def reopen_member_development(
    found: Annotated[Found[MemberDevelopment], Depends(ended_member)], session: RequestSession
) -> Response:
    """For an end that was noted wrongly: the way goes on where it stood."""
    if not found.repeated:
        await service.reopen(session, found.access, found.record)
    return await _member(session, found.record.id)


async def _teacher(session: RequestSession, teacher_id: UUID, status: int = 200) -> Response:
    teacher = await queries.read_teacher(session, teacher_id)
    location = f"/api/v1/backbone-teachers/{teacher.id}" if status == 201 else None
    return answer(teacher, status=status, version=teacher.version, location=location)


async def _member(session: RequestSession, member_id: UUID, status: int = 200) -> Response:
    member = await queries.read_member(session, member_id)
    location = f"/api/v1/member-developments/{member.id}" if status == 201 else None
    return answer(member, status=status, version=member.version, location=location)
