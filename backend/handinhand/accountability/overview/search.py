"""The one search over what has a name: organisations, Party organisations, people."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.http.schema import PRINTABLE, Schema
from handinhand.foundation.access.actor import Actor
from handinhand.foundation.access.permissions import Permission
from handinhand.foundation.organisations import service as organisations

MOST_OF_A_KIND = 10


class SearchQuery(Schema):
    """What somebody typed."""

    q: Annotated[
        str,
        Field(min_length=1, max_length=100, description="Name, former name, pinyin, initials, code."),
        PRINTABLE,
    ]


class SearchHit(Schema):
    """Something found. `href` is its page at the desk."""

    kind: Literal["organisation", "party_organisation", "person"]
    id: UUID
    title: str
    subtitle: str
    href: str


class SearchAnswer(Schema):
    """At most ten of each kind: organisations first, then Party organisations, then people."""

    items: list[SearchHit]


async def search(session: AsyncSession, actor: Actor, q: str, today: date) -> SearchAnswer:
    """What the actor may see of what is meant by `q`; each kind within the reach of its own right."""
    hits = await organisations.search_directory(
        session,
        q,
        organisations=actor.scope(Permission.ORGANISATIONS_READ),
        people=actor.scope(Permission.PEOPLE_READ),
        today=today,
        most=MOST_OF_A_KIND,
    )
    items = [
        SearchHit(kind=hit.kind, id=hit.id, title=hit.title, subtitle=hit.subtitle, href=_page_of(hit)) for hit in hits
    ]
    return SearchAnswer(items=items)


def _page_of(hit: organisations.Hit) -> str:
    """A Party organisation is shown on the page of the organisation that it belongs to."""
    return f"/people/{hit.id}" if hit.kind == "person" else f"/organisations/{hit.organisation_id}"
