"""Who may change an activity: lead school and bureau any of the community, a supported school its own."""

from uuid import UUID

from handinhand.foundation.access.actor import Scope
from handinhand.models import SupportCommunity


def organiser_of(scope: Scope, community: SupportCommunity, school_ids: frozenset[UUID]) -> UUID:
    """The school on whose behalf an activity is entered: one's own seat, for the bureau the lead school."""
    if community.lead_school_id in scope.organisation_ids or community.bureau_id in scope.bureau_ids:
        return community.lead_school_id
    return min(school_ids & scope.organisation_ids)


def may_write(scope: Scope, bureau_id: UUID, lead_school_id: UUID, organiser_id: UUID) -> bool:
    """Whether an activity of this community and organiser may be written with this reach."""
    return leads(scope, bureau_id, lead_school_id) or organiser_id in scope.organisation_ids


def leads(scope: Scope, bureau_id: UUID, lead_school_id: UUID) -> bool:
    """Whether this is the reach of the community's lead school or of its bureau."""
    return bureau_id in scope.bureau_ids or lead_school_id in scope.organisation_ids
