"""Bodies and answers of opinions."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from handinhand.core.http.paging import PageQuery
from handinhand.core.http.schema import PRINTABLE, Instant, Schema
from handinhand.programme.opinions.rules import OpinionCategory, OpinionState

OpinionText = Annotated[str, StringConstraints(min_length=2, max_length=1000), PRINTABLE]


class OpinionNote(Schema):
    """What an institution asked for, as noted on a visit. A phone may make the id."""

    id: UUID | None = None
    text: OpinionText
    category: OpinionCategory = OpinionCategory.other


class NotedOpinion(Schema):
    """An opinion beside the visit on which it was heard."""

    id: UUID
    text: str
    category: OpinionCategory
    state: OpinionState


class OpinionOut(NotedOpinion):
    """An opinion (api.md)."""

    institution_id: UUID
    institution_name: str
    visit_id: UUID | None
    raised_at: Instant
    version: int


class OpinionQuery(PageQuery):
    """Filters of the list, which is newest first."""

    institution_id: UUID | None = None
    visit_id: UUID | None = None
    category: OpinionCategory | None = None
    state: OpinionState | None = Field(None, description="`noted` matches nothing: drafts are their author's.")
