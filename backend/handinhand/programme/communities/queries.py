"""Reading support communities; every reading takes the actor's scope."""

from sqlalchemy import ColumnElement, exists

from handinhand.foundation.access.actor import Scope, any_of
from handinhand.models import SupportCommunity, SupportedSchool


def reached(scope: Scope) -> ColumnElement[bool]:
    """Whether a community lies within: all of its bureau, its lead school, or a school that it supports or supported.

    History stays readable (domain.md §7): a school that left keeps seeing the community it was part of.
    """
    of_school = scope.of_organisation(SupportedSchool.school_id)
    supported = (
        None if of_school is None else exists().where(SupportedSchool.community_id == SupportCommunity.id, of_school)
    )
    return any_of(
        scope.of_bureau(SupportCommunity.bureau_id), scope.of_organisation(SupportCommunity.lead_school_id), supported
    )
