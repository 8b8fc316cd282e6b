"""Reading checklists and reviews; every reading takes the actor's scope."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from handinhand.core.http.paging import AnySelect, Order, PageOf, fetch_page, order_of
from handinhand.foundation.access.actor import Actor, Scope, any_of
from handinhand.foundation.organisations import service as organisations
from handinhand.models import Checklist, Evidence, Organisation, StandardsReview, User
from handinhand.programme.standards import policy
from handinhand.programme.standards.rules import FALLS_SHORT, ChecklistKind, ChecklistState, ReviewMode
from handinhand.programme.standards.schemas import (
    ChecklistOut,
    ChecklistQuery,
    InstitutionStandards,
    InstitutionStandardsQuery,
    ItemResultOut,
    LatestReview,
    StandardsReviewOut,
    StandardsReviewQuery,
)

SUBJECT = "standards_review"
EDITIONS = {"edition": Order(Checklist.edition, Checklist.id)}
REVIEWS = {"reviewed_on": Order(StandardsReview.reviewed_on, StandardsReview.id)}
INSTITUTIONS = Order(Organisation.name_pinyin, Organisation.id)


# Checklists are the bureau's own: whoever reaches an institution of it may know them, a draft only who sees it all.


def _checklists_within(scope: Scope) -> ColumnElement[bool]:
    of_seat = scope.of_organisation(Organisation.id)
    at_seat = None
    if of_seat is not None:
        seat = exists().where(Organisation.bureau_id == Checklist.bureau_id, of_seat).correlate(Checklist)
        at_seat = and_(seat, Checklist.state != ChecklistState.draft)
    return any_of(scope.of_bureau(Checklist.bureau_id), at_seat)


async def load_checklist(session: AsyncSession, scope: Scope, record_id: UUID, *, lock: bool) -> Checklist | None:
    """One edition of a bureau within the scope."""
    statement = select(Checklist).where(Checklist.id == record_id, _checklists_within(scope))
    return (await session.execute(statement.with_for_update() if lock else statement)).scalar_one_or_none()


async def list_checklists(session: AsyncSession, scope: Scope, query: ChecklistQuery) -> PageOf:
    """A page of the editions within the scope, the newest first."""
    order = order_of(query.sort, EDITIONS, "-edition")
    columns = [getattr(Checklist, name) for name in ChecklistOut.model_fields]
    statement: AnySelect = select(*columns, order.key.label("sort_key")).where(_checklists_within(scope))
    for column, value in ((Checklist.kind, query.kind), (Checklist.state, query.state)):
        if value is not None:
            statement = statement.where(column == value)
    return await fetch_page(session, statement, order, query)


async def editions(session: AsyncSession, bureau_id: UUID, kind: str) -> Sequence[Checklist]:
    """Every edition of a bureau's checklist, the newest first, for a change."""
    statement = select(Checklist).where(Checklist.bureau_id == bureau_id, Checklist.kind == kind)
    return (await session.execute(statement.order_by(Checklist.edition.desc()).with_for_update())).scalars().all()


async def has_checklists(session: AsyncSession, bureau_id: UUID) -> bool:
    """Whether the bureau has its checklists already."""
    statement = select(Checklist.id).where(Checklist.bureau_id == bureau_id).limit(1)
    return (await session.execute(statement)).scalar_one_or_none() is not None


async def find_checklist(session: AsyncSession, bureau_id: UUID, checklist_id: UUID) -> Checklist | None:
    """An edition of the bureau that is or was in force."""
    statement = select(Checklist).where(
        Checklist.id == checklist_id, Checklist.bureau_id == bureau_id, Checklist.state != ChecklistState.draft
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def find_institution(session: AsyncSession, scope: Scope, institution_id: UUID) -> Organisation | None:
    """The organisation within the scope."""
    statement = select(Organisation).where(
        Organisation.id == institution_id, scope.within(Organisation.bureau_id, Organisation.id)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def load_review(session: AsyncSession, scope: Scope, record_id: UUID, *, lock: bool) -> StandardsReview | None:
    """One review of an institution within the scope."""
    table = StandardsReview
    statement = select(table).where(table.id == record_id, scope.within(table.bureau_id, table.institution_id))
    return (await session.execute(statement.with_for_update() if lock else statement)).scalar_one_or_none()


async def list_reviews(session: AsyncSession, scope: Scope, query: StandardsReviewQuery) -> PageOf:
    """A page of the reviews within the scope, the latest first."""
    order = order_of(query.sort, REVIEWS, "-reviewed_on")
    return await fetch_page(session, reviews(scope, query).add_columns(order.key.label("sort_key")), order, query)


def reviews(scope: Scope, query: StandardsReviewQuery) -> AnySelect:
    """The rows of the list, unordered: the same for the page, its count and its ledger."""
    table = StandardsReview
    statement = _columns().where(scope.within(table.bureau_id, table.institution_id))
    for column, value in (
        (table.institution_id, query.institution_id),
        (table.mode, query.mode),
        (Checklist.kind, query.kind),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if query.from_ is not None:
        statement = statement.where(table.reviewed_on >= query.from_)
    return statement if query.to is None else statement.where(table.reviewed_on <= query.to)


async def read_review(session: AsyncSession, review_id: UUID, actor: Actor) -> StandardsReviewOut:
    """A review that the caller has already been found to reach, as the interface shows it."""
    return as_out((await session.execute(_columns().where(StandardsReview.id == review_id))).one(), actor)


async def find_of_visit(session: AsyncSession, visit_id: UUID) -> StandardsReview | None:
    """The review that a visit brought, for a change."""
    statement = select(StandardsReview).where(StandardsReview.visit_id == visit_id).with_for_update()
    return (await session.execute(statement)).scalar_one_or_none()


def visible_subjects(scope: Scope) -> Select[Any, Any]:
    """Reviews as records that evidence may belong to: columns `id` and `label`."""
    table = StandardsReview
    label = Organisation.name + " " + func.to_char(table.reviewed_on, "YYYY-MM-DD")
    return (
        select(table.id, label.label("label"))
        .join(Organisation, Organisation.id == table.institution_id)
        .where(scope.within(table.bureau_id, table.institution_id))
    )


def _columns() -> AnySelect:
    table = StandardsReview
    pieces = (
        select(func.count())
        .where(Evidence.subject_type == SUBJECT, Evidence.subject_id == table.id, Evidence.state != "withdrawn")
        .correlate(table)
        .scalar_subquery()
    )
    own = [getattr(table, name) for name in StandardsReviewOut.model_fields if hasattr(table, name)]
    return (
        select(
            *own,
            table.bureau_id,
            table.entered_by_user_id,
            Organisation.name.label("institution_name"),
            Organisation.closed_on,
            Checklist.kind,
            Checklist.edition,
            Checklist.items.label("checklist_items"),
            User.name.label("entered_by_name"),
            pieces.label("evidence_count"),
        )
        .join(Organisation, Organisation.id == table.institution_id)
        .join(Checklist, Checklist.id == table.checklist_id)
        .join(User, User.id == table.entered_by_user_id)
    )


def as_out(row: Any, actor: Actor) -> StandardsReviewOut:
    """A row of the list as the interface shows it to this actor."""
    made = {"results", "may_change"}
    values = {name: getattr(row, name) for name in StandardsReviewOut.model_fields if name not in made}
    may_change = row.closed_on is None and policy.may_change(actor, row, row.institution_id)
    results = titled(row.checklist_items, row.results)
    return StandardsReviewOut.model_construct(**values, results=results, may_change=may_change)


def titled(items: Sequence[dict[str, Any]], results: Sequence[dict[str, Any]]) -> list[ItemResultOut]:
    """The results with the titles of their edition, in its order."""
    given = {result["code"]: result for result in results}
    return [
        ItemResultOut.model_construct(title=item["title"], **given[item["code"]])
        for item in items
        if item["code"] in given
    ]


# Institutions with their latest review by each checklist


_Latest = {kind: aliased(StandardsReview) for kind in ChecklistKind}
_Used = {kind: aliased(Checklist) for kind in ChecklistKind}
_Section = aliased(Organisation)


async def list_institutions(session: AsyncSession, scope: Scope, query: InstitutionStandardsQuery) -> PageOf:
    """A page of the private institutions within the scope that are open, by name."""
    statement = institutions(scope, query).add_columns(Organisation.name_pinyin.label("sort_key"))
    return await fetch_page(session, statement, INSTITUTIONS, query)


def institutions(scope: Scope, query: InstitutionStandardsQuery) -> AnySelect:
    """The rows of the list, unordered: the same for the page, its count and its ledger."""
    table = Organisation
    columns = (table.id, table.name, table.kind.label("institution_kind"), _Section.name.label("section_name"))
    within = scope.within(table.bureau_id, table.id)
    statement: AnySelect = select(*columns).select_from(table).outerjoin(_Section, _Section.id == table.section_id)
    statement = statement.where(within, table.ownership == "private", table.closed_on.is_(None))
    for kind, review in _Latest.items():
        used = _Used[kind]
        statement = (
            statement.add_columns(
                review.id.label(f"{kind}_id"),
                review.reviewed_on.label(f"{kind}_reviewed_on"),
                review.mode.label(f"{kind}_mode"),
                review.results.label(f"{kind}_results"),
                used.items.label(f"{kind}_items"),
            )
            .outerjoin(review, review.id == _latest_of(kind))
            .outerjoin(used, used.id == review.checklist_id)
        )
    return statement.where(*_asked(query))


def _asked(query: InstitutionStandardsQuery) -> list[ColumnElement[bool]]:
    """The conditions of the filters."""
    asked = [
        column == value
        for column, value in ((Organisation.kind, query.kind), (Organisation.section_id, query.section_id))
        if value is not None
    ]
    if query.reviewed is not None:
        asked.append(_reviewed(query.reviewed, query.checklist))
    if query.not_met is not None:
        kind, _, code = query.not_met.partition(".")
        results = _Latest[ChecklistKind(kind)].results
        asked.append(or_(*(results.contains([{"code": code, "result": found}]) for found in FALLS_SHORT)))
    if query.q:
        asked.append(organisations.named(query.q))
    return asked


def _reviewed(state: str, checklist: str | None) -> ColumnElement[bool]:
    """Whether anybody has looked so far, by this checklist or by either, and who."""
    table = StandardsReview
    made = select(table.id).where(table.institution_id == Organisation.id).correlate(Organisation)
    if checklist is not None:
        made = made.join(Checklist, Checklist.id == table.checklist_id).where(Checklist.kind == checklist)
    if state == "never":
        return ~made.exists()
    if state == "self_only":
        return and_(made.exists(), ~made.where(table.mode != ReviewMode.self_.value).exists())
    return made.where(table.mode == state).exists()


def _latest_of(kind: ChecklistKind) -> Any:
    table = StandardsReview
    return (
        select(table.id)
        .join(Checklist, Checklist.id == table.checklist_id)
        .where(table.institution_id == Organisation.id, Checklist.kind == kind)
        .order_by(table.reviewed_on.desc(), table.id.desc())
        .limit(1)
        .correlate(Organisation)
        .scalar_subquery()
    )


def institution_as_out(row: Any) -> InstitutionStandards:
    """A row of the list of institutions as the interface shows it."""
    return InstitutionStandards.model_construct(
        institution_id=row.id,
        institution_name=row.name,
        kind=row.institution_kind,
        section_name=row.section_name,
        five_standards=_latest_as_out(row, ChecklistKind.five_standards),
        activity_room=_latest_as_out(row, ChecklistKind.activity_room),
    )


def _latest_as_out(row: Any, kind: ChecklistKind) -> LatestReview | None:
    review_id = getattr(row, f"{kind}_id")
    if review_id is None:
        return None
    results = titled(getattr(row, f"{kind}_items"), getattr(row, f"{kind}_results"))
    day, mode = getattr(row, f"{kind}_reviewed_on"), getattr(row, f"{kind}_mode")
    return LatestReview.model_construct(id=review_id, reviewed_on=day, mode=mode, results=results)
