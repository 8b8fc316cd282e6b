"""The demo enters through the same import as real work."""

from collections import Counter

from handinhand.demo.roster import COMMUNITIES, demo_roster
from handinhand.exchange.imports.plan import counts
from tests.backend.imports.applied import applied
from tests.backend.imports.workbooks import EMPTY_BUREAU, errors, plan


def test_given_the_demo_roster_then_it_is_the_programmes_size_and_without_errors() -> None:
    found = plan(demo_roster())
    assert errors(found) == []
    institutions = [row.values for row in found.institutions if row.values is not None]
    private = {values.name: values for values in institutions if values.ownership == "private"}
    assert len(private) == 108
    assert len(found.instructors) == 30
    dispatched = Counter(row.values.institution.name for row in found.dispatches if row.values is not None)
    assert dispatched == dict.fromkeys(private, 1)
    affiliated = [private[row.values.institution.name] for row in found.affiliations if row.values is not None]
    assert len(affiliated) == 25
    assert all((values.full_members or 0) < 3 and values.kind != "school" for values in affiliated)


def test_given_the_demo_roster_then_the_notices_four_communities_are_there_by_name() -> None:
    pairs = {
        (row.values.lead_school.name, *(school.name for school in row.values.supported_schools))
        for row in plan(demo_roster()).communities
        if row.values is not None
    }
    assert pairs == set(COMMUNITIES)


def test_given_the_demo_roster_then_every_private_institution_has_had_a_year_of_duty_by_november() -> None:
    for row in plan(demo_roster()).institutions:
        assert row.values is not None
        if row.values.ownership == "private":
            assert row.values.joined_on is not None
            assert row.values.joined_on.isoformat() <= "2025-11"


def test_given_the_demo_roster_then_its_documents_are_marked_as_demo() -> None:
    found = plan(demo_roster())
    ties = [row.values for row in (*found.dispatches, *found.affiliations) if row.values is not None]
    assert all((tie.document_number or "").startswith("演示") for tie in ties)


def test_given_no_host_with_too_many_units_then_the_demo_shows_no_warning() -> None:
    assert [row.notes for row in plan(demo_roster()).affiliations if row.notes] == []


def test_given_the_same_seed_then_the_same_file_and_again_nothing_new() -> None:
    assert demo_roster() == demo_roster()
    found = plan(demo_roster())
    again = plan(demo_roster(), applied(found, EMPTY_BUREAU))
    assert counts(again.rows)["unchanged"] == len(again.rows)
