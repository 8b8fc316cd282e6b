"""The search over everything that has a name: organisations, Party organisations, people. One statement.

Other features reach it through `service`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, String, case, literal, literal_column, null, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from handinhand.core.http.paging import AnySelect
from handinhand.foundation.access.actor import Scope
from handinhand.foundation.organisations.queries import ended, matches, matches_organisation
from handinhand.foundation.organisations.rules import KIND_LABELS, Searched, mask_mobile, searched
from handinhand.models import Organisation, OrganisationName, PartyOrganisation, Person

HitKind = Literal["organisation", "party_organisation", "person"]


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found. `organisation_id` is itself or where it belongs; `subtitle` tells namesakes apart."""

    kind: HitKind
    id: UUID
    title: str
    subtitle: str
    organisation_id: UUID


async def search_directory(
    session: AsyncSession, q: str, *, organisations: Scope, people: Scope, today: date, most: int
) -> list[Hit]:
    """At most `most` of each kind whose name contains `q`: those that begin with it first, then by name.

    Organisations and Party organisations within the scope `organisations`, people within `people`; an empty scope
    holds nothing. Phones are masked.
    """
    meant = searched(q)
    if not meant.text or not (organisations or people):
        return []
    kinds = (
        _organisations(meant, organisations, today, most),
        _party_organisations(meant, organisations, today, most),
        _people(meant, people, today, most),
    )
    rows = await session.execute(union_all(*(select(kind.subquery()) for kind in kinds)))
    found = sorted(rows.all(), key=lambda row: (row.position, row.rank, row.sort_key))
    return [Hit(row.kind, row.id, row.title, _subtitle(row), row.organisation_id) for row in found]


def _subtitle(row: Any) -> str:
    label = KIND_LABELS.get(row.label or "", row.label)
    over = (
        {"organisation": "已关闭", "party_organisation": "已撤销", "person": "已离任"}[row.kind] if row.over else None
    )
    former = f"曾用名：{row.former}" if row.former else None
    return " · ".join(part for part in (label, row.place, former, mask_mobile(row.mobile), over) if part)


def _organisations(q: Searched, scope: Scope, today: date, most: int) -> AnySelect:
    table, former = Organisation, OrganisationName
    rank = _rank(q, table.name, table.name_pinyin, table.name_initials)
    # The former name is told when the present one would not explain why this was found.
    told = (
        select(former.name)
        .where(
            former.organisation_id == table.id,
            matches(former.name, former.name_pinyin, former.name_initials, q),
            ~matches(table.name, table.name_pinyin, table.name_initials, q),
        )
        .order_by(former.until_on.desc(), former.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            literal("organisation").label("kind"),
            literal_column("1").label("position"),
            table.id,
            table.name.label("title"),
            table.kind.label("label"),
            null().cast(String).label("place"),
            told.label("former"),
            null().cast(String).label("mobile"),
            ended(table.closed_on, today).label("over"),
            table.id.label("organisation_id"),
            rank.label("rank"),
            table.name_pinyin.label("sort_key"),
        )
        .where(scope.within(table.bureau_id, table.id), matches_organisation(q))
        .order_by(rank, table.name_pinyin, table.id)
        .limit(most)
    )


def _party_organisations(q: Searched, scope: Scope, today: date, most: int) -> AnySelect:
    table = PartyOrganisation
    rank = _rank(q, table.name, table.name_pinyin, table.name_initials)
    return (
        select(
            literal("party_organisation").label("kind"),
            literal_column("2").label("position"),
            table.id,
            table.name.label("title"),
            table.kind.label("label"),
            Organisation.name.label("place"),
            null().cast(String).label("former"),
            null().cast(String).label("mobile"),
            ended(table.ended_on, today).label("over"),
            table.organisation_id,
            rank.label("rank"),
            table.name_pinyin.label("sort_key"),
        )
        .join(Organisation, Organisation.id == table.organisation_id)
        .where(scope.within(table.bureau_id, table.organisation_id))
        .where(matches(table.name, table.name_pinyin, table.name_initials, q))
        .order_by(rank, table.name_pinyin, table.id)
        .limit(most)
    )


def _people(q: Searched, scope: Scope, today: date, most: int) -> AnySelect:
    table = Person
    rank = _rank(q, table.name, table.name_pinyin, table.name_initials)
    return (
        select(
            literal("person").label("kind"),
            literal_column("3").label("position"),
            table.id,
            table.name.label("title"),
            table.duty.label("label"),
            Organisation.name.label("place"),
            null().cast(String).label("former"),
            table.mobile,
            ended(table.left_on, today).label("over"),
            table.organisation_id,
            rank.label("rank"),
            table.name_pinyin.label("sort_key"),
        )
        .join(Organisation, Organisation.id == table.organisation_id)
        .where(scope.within(table.bureau_id, table.organisation_id))
        .where(matches(table.name, table.name_pinyin, table.name_initials, q))
        .order_by(rank, table.name_pinyin, table.id)
        .limit(most)
    )


def _rank(
    q: Searched,
    name: InstrumentedAttribute[str],
    pinyin: InstrumentedAttribute[str],
    initials: InstrumentedAttribute[str],
) -> ColumnElement[int]:
    """0 when the name, its pinyin or its initials begin with what was typed, else 1."""
    begins = [name.istartswith(q.text, autoescape=True)]
    if q.pinyin:
        begins += [pinyin.startswith(q.pinyin, autoescape=True), initials.startswith(q.pinyin, autoescape=True)]
    return case((or_(*begins), 0), else_=1)
