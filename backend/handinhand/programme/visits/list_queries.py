"""The list of visits: which lie within a reach, which match, and a page of them (api.md)."""

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased

from handinhand.core.http.paging import AnySelect, Order
from handinhand.foundation.access.actor import Reaching, any_of
from handinhand.foundation.access.listing import Listing, among, equal, named_like
from handinhand.models import Organisation, Person, Visit
from handinhand.programme.visits.schemas import VisitBrief

_Instructor = aliased(Person)
BRIEF = (
    Visit.id,
    Visit.institution_id,
    Organisation.name.label("institution_name"),
    Visit.instructor_id,
    _Instructor.name.label("instructor_name"),
    Visit.co_visitor_ids,
    Visit.state,
    Visit.mode,
    Visit.started_at,
    Visit.ended_at,
    Visit.visited_on,
    func.to_char(Visit.month, "YYYY-MM").label("month"),
    Visit.duties,
    Visit.channel,
    Visit.entered_at,
    Visit.received_at,
    Visit.first_received_at,
    Visit.dispute_reason,
    Visit.decision_reason,
    Visit.revision,
    Visit.version,
)
"""The fields of `VisitBrief` and no others."""


def visible(reach: Reaching) -> ColumnElement[bool]:
    """Which visits lie within: a bureau's all, an institution's once they were handed in, and one's own always.

    A draft stays with its author (domain.md §7), so neither the institution nor a successor sees it.
    """
    handed_in = reach.of_organisation(Visit.institution_id)
    if handed_in is not None:
        handed_in = and_(handed_in, Visit.first_received_at.is_not(None))
    return any_of(reach.of_bureau(Visit.bureau_id), handed_in, reach.of_person(Visit.instructor_id))


def named(statement: AnySelect) -> AnySelect:
    """With the institution and the instructor beside each visit."""
    joined = statement.select_from(Visit).join(Organisation, Organisation.id == Visit.institution_id)
    return joined.join(_Instructor, _Instructor.id == Visit.instructor_id)


def _listed(reach: Reaching) -> AnySelect:
    return named(select(*BRIEF)).where(visible(reach))


LIST = Listing(
    rows=_listed,
    fields=VisitBrief.model_fields,
    filters={
        "institution_id": equal(Visit.institution_id),
        "instructor_id": equal(Visit.instructor_id),
        "month": equal(Visit.month),
        "state": among(Visit.state),
        "q": named_like(Organisation, _Instructor),
    },
    orders={"started_at": Order(Visit.started_at, Visit.id), "entered_at": Order(Visit.entered_at, Visit.id)},
    sorted_by="-started_at",
)
