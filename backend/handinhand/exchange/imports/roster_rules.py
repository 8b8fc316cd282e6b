"""The roster's rules as a whole: from a workbook and what the bureau has to a plan (api.md "Roster import"). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from handinhand.exchange.imports.plan import PlannedRow
from handinhand.exchange.imports.roster_communities import plan_communities
from handinhand.exchange.imports.roster_institutions import plan_institutions, read_institutions
from handinhand.exchange.imports.roster_known import KnownRoster
from handinhand.exchange.imports.roster_layout import (
    AFFILIATIONS,
    COMMUNITIES,
    DISPATCHES,
    INSTITUTIONS,
    INSTRUCTORS,
    PARTY_ORGANISATIONS,
    ROSTER,
)
from handinhand.exchange.imports.roster_names import RosterNames
from handinhand.exchange.imports.roster_people import plan_instructors, plan_party_organisations
from handinhand.exchange.imports.roster_ties import plan_affiliations, plan_dispatches
from handinhand.exchange.imports.roster_values import (
    AffiliationValues,
    CommunityValues,
    DispatchValues,
    InstitutionValues,
    InstructorValues,
    PartyOrganisationValues,
    SectionValues,
)
from handinhand.exchange.imports.tables import read_tables
from handinhand.exchange.imports.workbook import Workbook

MOST_AFFILIATED_UNITS = 5  # domain.md §3: more is a warning


@dataclass(frozen=True, slots=True)
class RosterPlan:
    """What confirming a roster would do, by sheet, in the order in which it has to be applied."""

    problems: Sequence[PlannedRow[None]] = ()
    sections: Sequence[PlannedRow[SectionValues]] = ()
    institutions: Sequence[PlannedRow[InstitutionValues]] = ()
    party_organisations: Sequence[PlannedRow[PartyOrganisationValues]] = ()
    instructors: Sequence[PlannedRow[InstructorValues]] = ()
    dispatches: Sequence[PlannedRow[DispatchValues]] = ()
    affiliations: Sequence[PlannedRow[AffiliationValues]] = ()
    communities: Sequence[PlannedRow[CommunityValues]] = ()
    notes: Sequence[str] = ()
    """What was not read, in plain words."""

    @property
    def rows(self) -> Sequence[PlannedRow[Any]]:
        """All rows of the preview: sheets and headings first, then sheet by sheet."""
        return (
            *self.problems,
            *self.sections,
            *self.institutions,
            *self.party_organisations,
            *self.instructors,
            *self.dispatches,
            *self.affiliations,
            *self.communities,
        )


def plan_roster(
    workbook: Workbook, known: KnownRoster, *, today: date, most_affiliated_units: int = MOST_AFFILIATED_UNITS
) -> RosterPlan:
    """Say for every row what importing it would do. `today` is the date in the bureau's zone.

    When a sheet or heading is wrong nothing else is judged: every reference into it would be an error of its own.
    """
    tables = read_tables(workbook, ROSTER)
    if tables.problems:
        return RosterPlan(problems=tables.problems, notes=tables.notes)
    names = RosterNames(known, today)
    drafts = read_institutions(tables.rows[INSTITUTIONS.name], names)
    party_organisations = plan_party_organisations(tables.rows[PARTY_ORGANISATIONS.name], names)
    instructors = plan_instructors(tables.rows[INSTRUCTORS.name], names)
    dispatches, first_dispatches = plan_dispatches(tables.rows[DISPATCHES.name], names)
    affiliations = plan_affiliations(tables.rows[AFFILIATIONS.name], names, most_units=most_affiliated_units)
    communities = plan_communities(tables.rows[COMMUNITIES.name], names)
    sections, institutions = plan_institutions(drafts, names, first_dispatches)
    return RosterPlan(
        (),
        sections,
        institutions,
        party_organisations,
        instructors,
        dispatches,
        affiliations,
        communities,
        tables.notes,
    )
