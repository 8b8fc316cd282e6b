"""Reading good practices; every reading takes the actor's reach."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, and_, case, exists, func, literal, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by, array
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from handinhand.core.http.paging import AnySelect, Order, PageOf, fetch_page
from handinhand.foundation.access.actor import Actor, Scope, any_of
from handinhand.foundation.access.permissions import Permission
from handinhand.foundation.evidence.service import DRAWN
from handinhand.models import Activity, Evidence, GoodPractice, Organisation, User
from handinhand.programme.activities import service as activities
from handinhand.programme.good_practices import policy
from handinhand.programme.good_practices.policy import PracticeReach
from handinhand.programme.good_practices.rules import PracticeState
from handinhand.programme.good_practices.schemas import (
    PracticeActivity,
    PracticeBrief,
    PracticeFile,
    PracticeOut,
    PracticePicture,
    PracticeQuery,
)

SUBJECT = "good_practice"
_BEGINNING = 200
_LATEST = func.coalesce(GoodPractice.published_at, GoodPractice.proposed_at, GoodPractice.created_at)
ORDER = Order(_LATEST, GoodPractice.id, descending=True)
_UNSEEN = {"created_at", "updated_at", "title_pinyin", "title_initials"}
_INSIDE = (
    "written_by_name", "proposed_at", "decision_reason", "faces_consented", "published_by_name", "audience",
    "audience_ids", "audience_names",
)  # fmt: skip


def visible(reach: PracticeReach) -> ColumnElement[bool]:
    """Which practices lie within: those of one's bureau or school, and what is published to one."""
    return or_(_inside(reach), any_of(_published_to(reach.reader)))


def _inside(reach: PracticeReach) -> ColumnElement[bool]:
    """Those of which the caller is told more than their readers are."""
    return reach.inside.within(GoodPractice.bureau_id, GoodPractice.school_id)


def _published_to(reader: Scope) -> ColumnElement[bool] | None:
    """What its audience reads: everybody at work in the bureau or the named seats, and its own school always."""
    seat = aliased(Organisation)
    at_seat = reader.of_organisation(seat.id)
    if at_seat is None:
        return None
    everybody = exists().where(seat.bureau_id == GoodPractice.bureau_id, at_seat).correlate(GoodPractice)
    return and_(
        GoodPractice.state == PracticeState.published,
        any_of(
            and_(GoodPractice.audience == "all", everybody),
            GoodPractice.audience_ids.overlap(sorted(reader.organisation_ids)),
            reader.of_organisation(GoodPractice.school_id),
        ),
    )


async def load_practice(
    session: AsyncSession, scope: PracticeReach, record_id: UUID, *, lock: bool
) -> GoodPractice | None:
    """One practice within the reach."""
    statement = select(GoodPractice).where(GoodPractice.id == record_id, visible(scope))
    return (await session.execute(statement.with_for_update() if lock else statement)).scalar_one_or_none()


async def hold_practice(session: AsyncSession, reach: PracticeReach, record_id: UUID) -> GoodPractice | None:
    """One practice within the reach, whose state stays as it is until the transaction ends."""
    statement = select(GoodPractice).where(GoodPractice.id == record_id, visible(reach)).with_for_update(read=True)
    return (await session.execute(statement)).scalar_one_or_none()


async def read_practice(session: AsyncSession, actor: Actor, practice_id: UUID) -> PracticeOut:
    """A practice that the caller has already been found to reach, as the interface shows it to them."""
    activity = activities.visible_subjects(actor.scope(Permission.ACTIVITIES_READ)).subquery()
    publisher = aliased(User)
    reader = aliased(Organisation)
    names = (
        select(func.array_agg(aggregate_order_by(reader.name, reader.name_pinyin, reader.id)))
        .where(reader.id == func.any(GoodPractice.audience_ids))
        .correlate(GoodPractice)
        .scalar_subquery()
    )
    statement = (
        select(
            *[each for each in GoodPractice.__table__.columns if each.name not in _UNSEEN],
            Organisation.name.label("school_name"),
            User.name.label("written_by_name"),
            publisher.name.label("published_by_name"),
            func.coalesce(names, array([], type_=String)).label("audience_names"),
            activity.c.id.label("seen_activity_id"),
            activity.c.label.label("activity_title"),
        )
        .join(Organisation, Organisation.id == GoodPractice.school_id)
        .join(User, User.id == GoodPractice.written_by_user_id)
        .outerjoin(publisher, publisher.id == GoodPractice.published_by_user_id)
        .outerjoin(activity, activity.c.id == GoodPractice.activity_id)
        .where(GoodPractice.id == practice_id)
    )
    row = (await session.execute(statement)).one()
    found = await session.execute(
        select(*[getattr(Evidence, name) for name in PracticeFile.model_fields])
        .where(_is_file(GoodPractice.id), GoodPractice.id == practice_id)
        .order_by(Evidence.id)
    )
    return _as_out(row, [PracticeFile.model_validate(file) for file in found], actor)


async def file_ids(session: AsyncSession, practice_id: UUID) -> frozenset[UUID]:
    """The files of a practice."""
    statement = select(Evidence.id).where(_is_file(GoodPractice.id), GoodPractice.id == practice_id)
    return frozenset((await session.execute(statement)).scalars())


async def list_practices(session: AsyncSession, actor: Actor, query: PracticeQuery) -> PageOf:
    """A page of the practices that the actor sees."""
    statement = listed(actor, query).add_columns(ORDER.key.label("sort_key"))
    return await fetch_page(session, statement, ORDER, query)


def listed(actor: Actor, query: PracticeQuery) -> AnySelect:
    """The practices of the list, unordered: the same rows for the page, its count and the to-dos."""
    reach = policy.practice_reach(actor, Permission.GOOD_PRACTICES_READ)
    own = _inside(reach)
    table = GoodPractice
    picture = (
        select(Evidence.id, Evidence.title)
        .where(_is_file(table.id), Evidence.media_type.in_(sorted(DRAWN)))
        .order_by(Evidence.id)
        .limit(1)
        .lateral()
    )
    statement = (
        select(
            table.id,
            table.title,
            func.left(table.story, _BEGINNING).label("beginning"),
            table.school_id,
            Organisation.name.label("school_name"),
            # What grew from what, and how long the bureau took, is not for the readers of other schools.
            case((own, Activity.strand)).label("strand"),
            table.state,
            picture.c.id.label("picture_id"),
            picture.c.title.label("picture_title"),
            _returned().label("returned"),
            case((own, table.proposed_at)).label("proposed_at"),
            table.published_at,
            table.version,
        )
        .join(Organisation, Organisation.id == table.school_id)
        .outerjoin(Activity, Activity.id == table.activity_id)
        .outerjoin(picture, literal(value=True))
        .where(visible(reach))
    )
    if query.may is not None:
        scope = policy.deed_scope(actor, query.may)
        statement = statement.where(scope.within(table.bureau_id, table.school_id))
    if query.activity_id is not None or query.strand is not None:
        statement = statement.where(own)
    return _filtered(statement, query)


async def find_schools(session: AsyncSession, scope: Scope, ids: Collection[UUID]) -> dict[UUID, Organisation]:
    """Of these, the schools, kindergartens and institutions within the scope."""
    statement = select(Organisation).where(
        Organisation.id.in_(ids),
        Organisation.kind.in_(("school", "kindergarten", "training")),
        scope.within(Organisation.bureau_id, Organisation.id),
    )
    return {school.id: school for school in (await session.execute(statement)).scalars()}


async def known_organisations(session: AsyncSession, bureau_id: UUID, ids: Sequence[UUID]) -> frozenset[UUID]:
    """Of these, the organisations of the bureau."""
    statement = select(Organisation.id).where(Organisation.id.in_(ids), Organisation.bureau_id == bureau_id)
    return frozenset((await session.execute(statement)).scalars())


def visible_subjects(reach: PracticeReach) -> Select[Any, Any]:
    """Practices as records that evidence may belong to: columns `id` and `label`."""
    return select(GoodPractice.id, GoodPractice.title.label("label")).where(visible(reach))


def _is_file(practice_id: Any) -> ColumnElement[bool]:
    return and_(Evidence.subject_type == SUBJECT, Evidence.subject_id == practice_id, Evidence.state != "withdrawn")


def _returned() -> ColumnElement[bool]:
    return and_(GoodPractice.state == PracticeState.draft, GoodPractice.decision_reason.is_not(None))


def _filtered(statement: AnySelect, query: PracticeQuery) -> AnySelect:
    for column, value in (
        (GoodPractice.state, query.state),
        (GoodPractice.school_id, query.school_id),
        (GoodPractice.activity_id, query.activity_id),
        (Activity.strand, query.strand),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if query.returned is not None:
        statement = statement.where(_returned() if query.returned else ~_returned())
    if query.q:
        in_story = GoodPractice.story.icontains(query.q, autoescape=True)
        statement = statement.where(or_(GoodPractice.titled(query.q), in_story))
    return statement


def as_brief(row: Any) -> PracticeBrief:
    """A row of the list as the interface shows it."""
    values = {name: getattr(row, name) for name in PracticeBrief.model_fields if name != "picture"}
    picture = row.picture_id and PracticePicture(id=row.picture_id, title=row.picture_title)
    return PracticeBrief.model_construct(**values, picture=picture)


def _as_out(row: Any, files: list[PracticeFile], actor: Actor) -> PracticeOut:
    shown = PracticeOut.model_fields.keys() - {"activity", "files"}
    values: dict[str, Any] = {name: getattr(row, name) for name in shown}
    inside = policy.is_inside(actor, row.bureau_id, row.school_id)
    if not inside:
        values |= dict.fromkeys(_INSIDE)
    activity = None
    if inside and row.seen_activity_id is not None:
        activity = PracticeActivity(id=row.seen_activity_id, title=row.activity_title)
    return PracticeOut.model_construct(**values, activity=activity, files=files)
