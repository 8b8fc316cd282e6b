"""A plain model of applying a roster: the snapshot that a bureau would have after confirming a plan."""

from dataclasses import replace
from uuid import UUID

from handinhand.core.ids import new_id
from handinhand.exchange.imports.cells import match_key
from handinhand.exchange.imports.plan import Reference
from handinhand.exchange.imports.roster_known import (
    KnownAffiliation,
    KnownCommunity,
    KnownDispatch,
    KnownOrganisation,
    KnownPartyOrganisation,
    KnownPerson,
    KnownRoster,
)
from handinhand.exchange.imports.roster_rules import RosterPlan


def applied(plan: RosterPlan, known: KnownRoster) -> KnownRoster:
    """What the bureau has after the plan; every row of the plan must be free of errors."""
    organisations = {o.id: o for o in known.organisations}
    by_name = {match_key(o.name): o.id for o in known.organisations}

    def organisation_id(reference: Reference) -> UUID:
        return reference.id or by_name[match_key(reference.name)]

    for section in plan.sections:
        assert section.values is not None
        made = KnownOrganisation(new_id(), section.values.name, "section")
        organisations[made.id], by_name[match_key(made.name)] = made, made.id
    for row in plan.institutions:
        assert row.values is not None
        values = row.values
        made_id = values.id or new_id()
        by_name[match_key(values.name)] = made_id
        former = organisations[made_id].former_names if made_id in organisations else ()
        organisations[made_id] = KnownOrganisation(
            made_id,
            values.name,
            values.kind,
            values.ownership,
            former,
            values.address,
            values.longitude,
            values.latitude,
            values.datum,
            values.full_members,
            values.probationary_members,
            organisation_id(values.section) if values.section else None,
            values.joined_on,
        )
    party_organisations = {p.id: p for p in known.party_organisations}
    for party in plan.party_organisations:
        assert party.values is not None
        made_id = party.values.id or new_id()
        party_organisations[made_id] = KnownPartyOrganisation(
            made_id, party.values.name, party.values.kind, organisation_id(party.values.organisation)
        )
    hosts = {match_key(p.name): p.id for p in party_organisations.values()}
    people = {p.id: p for p in known.people}
    for person in plan.instructors:
        assert person.values is not None
        made_id = person.values.id or new_id()
        unit = organisation_id(person.values.sending_unit)
        people[made_id] = KnownPerson(made_id, person.values.name, person.values.mobile, unit)
    instructors = {(match_key(p.name), p.mobile): p.id for p in people.values()}
    dispatches = {d.id: d for d in known.dispatches}
    for dispatch in plan.dispatches:
        assert dispatch.values is not None
        who = dispatch.values.instructor
        made_id = dispatch.values.id or new_id()
        dispatches[made_id] = KnownDispatch(
            made_id,
            organisation_id(dispatch.values.institution),
            who.id or instructors[match_key(who.name), who.mobile],
            dispatch.values.starts_on,
            dispatch.values.ends_on,
            dispatch.values.document_number,
        )
    affiliations = {a.id: a for a in known.affiliations}
    for affiliation in plan.affiliations:
        assert affiliation.values is not None
        host = affiliation.values.host
        made_id = affiliation.values.id or new_id()
        affiliations[made_id] = KnownAffiliation(
            made_id,
            organisation_id(affiliation.values.institution),
            host.id or hosts[match_key(host.name)],
            affiliation.values.starts_on,
            affiliation.values.ends_on,
            affiliation.values.document_number,
        )
    communities = {c.id: c for c in known.communities}
    for community in plan.communities:
        assert community.values is not None
        made_id = community.values.id or new_id()
        before = communities[made_id].supported_school_ids if made_id in communities else frozenset()
        communities[made_id] = KnownCommunity(
            made_id,
            community.values.name,
            organisation_id(community.values.lead_school),
            before | {organisation_id(school) for school in community.values.joining},
            community.values.starts_on,
        )
    return replace(
        known,
        organisations=list(organisations.values()),
        party_organisations=list(party_organisations.values()),
        people=list(people.values()),
        dispatches=list(dispatches.values()),
        affiliations=list(affiliations.values()),
        communities=list(communities.values()),
    )
