"""Which role fits where, and which roles exclude each other (domain.md §2, promises.md S7)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handinhand.core.ids import new_id
from handinhand.foundation.access.roles import ADMINISTRATORS, Role
from handinhand.foundation.identity.role_rules import FITS, KIND_LABELS, Held, Place, clash, misfit

BUREAU_ROLES = "system_admin security_admin auditor bureau_admin bureau_leader inspector municipal_viewer"
PUBLIC, PRIVATE, NEITHER = "public", "private", None
DAY = date(2026, 10, 15)
HERE, THERE = new_id(), new_id()


def place(kind: str, ownership: str | None, **more: object) -> Place:
    values = {"parent_id": None, "closed": False, "has_party_organisation": True, **more}
    return Place(HERE, HERE, "桥山", kind, ownership, **values)  # type: ignore[arg-type]


def allowed(role: Role) -> set[tuple[str, str | None]]:
    """The kinds and ownerships that the brief of domain.md §2 allows, written without the rules' own table."""
    if role.value in BUREAU_ROLES.split():
        return {("bureau", NEITHER)}
    school_like = {(kind, owner) for kind in ("school", "kindergarten", "training") for owner in (PUBLIC, PRIVATE)}
    everywhere = school_like | {("bureau", NEITHER), ("section", NEITHER), ("unit", NEITHER), ("unit", PUBLIC)}
    return {
        Role.SECTION_OFFICER: {("section", NEITHER)},
        Role.LEAD_SECRETARY: {("school", PUBLIC), ("kindergarten", PUBLIC), ("unit", NEITHER), ("unit", PUBLIC)},
        Role.TEACHER: {("school", PUBLIC), ("kindergarten", PUBLIC), ("unit", NEITHER), ("unit", PUBLIC)},
        Role.HOST_SECRETARY: everywhere,
        Role.INSTRUCTOR: everywhere,
        Role.INSTITUTION: {(kind, owner) for kind, owner in school_like if owner == PRIVATE},
    }[role]


@pytest.mark.parametrize("role", Role)
def test_each_role_fits_exactly_the_organisations_of_its_kind(role: Role) -> None:
    every = {("bureau", NEITHER), ("section", NEITHER), ("unit", NEITHER), ("unit", PUBLIC)} | {
        (kind, owner) for kind in ("school", "kindergarten", "training") for owner in (PUBLIC, PRIVATE)
    }
    fitting = {found for found in every if misfit(role, place(*found), HERE) is None}
    assert fitting == allowed(role)


def test_every_role_says_where_it_fits_and_what_it_does() -> None:
    assert set(FITS) == set(Role)
    assert all(fit.does and set(fit.kinds) <= set(KIND_LABELS) for fit in FITS.values())


@pytest.mark.parametrize("role", Role)
def test_nothing_fits_a_closed_organisation(role: Role) -> None:
    kind, owner = sorted(allowed(role), key=str)[0]
    found = misfit(role, place(kind, owner, closed=True), HERE)
    assert found is not None
    assert (found.about, found.code) == ("organisation", "organisation_closed")


def test_the_municipal_viewer_sits_at_the_topmost_bureau_only() -> None:
    found = misfit(Role.MUNICIPAL_VIEWER, place("bureau", None, parent_id=THERE), None)
    assert found is not None
    assert found.code == "role_does_not_fit"
    assert misfit(Role.BUREAU_ADMIN, place("bureau", None, parent_id=THERE), None) is None


def test_a_host_needs_a_party_organisation() -> None:
    found = misfit(Role.HOST_SECRETARY, place("school", PUBLIC, has_party_organisation=False), None)
    assert found is not None
    assert found.code == "no_party_organisation"


def test_an_instructor_is_a_person_at_their_own_unit() -> None:
    nobody = misfit(Role.INSTRUCTOR, place("school", PUBLIC), None)
    elsewhere = misfit(Role.INSTRUCTOR, place("school", PUBLIC), THERE)
    assert nobody is not None
    assert (nobody.about, nobody.code) == ("person", "person_needed")
    assert elsewhere is not None
    assert (elsewhere.about, elsewhere.code) == ("organisation", "not_the_sending_unit")


days = st.dates(DAY - timedelta(days=20), DAY + timedelta(days=20))
held = st.builds(
    Held,
    role=st.sampled_from([Role.AUDITOR, Role.SECURITY_ADMIN, Role.BUREAU_ADMIN, Role.TEACHER]),
    organisation_id=st.sampled_from([HERE, THERE]),
    starts_on=days,
    ends_on=st.none() | days,
)


def days_of(one: Held) -> set[date]:
    """The plain model: the days on which it holds, within a window that is long enough."""
    window = (DAY - timedelta(days=30) + timedelta(days=n) for n in range(80))
    return {day for day in window if one.starts_on <= day and (one.ends_on is None or day <= one.ends_on)}


@given(held, st.lists(held, max_size=4))
def test_two_roles_clash_exactly_when_a_day_has_both_and_one_is_an_administrator(
    wanted: Held, others: list[Held]
) -> None:
    together = [other for other in others if days_of(wanted) & days_of(other)]
    same = any((o.role, o.organisation_id) == (wanted.role, wanted.organisation_id) for o in together)
    mixed = any({o.role, wanted.role} & ADMINISTRATORS for o in together)
    assert clash(wanted, others) == ("already_held" if same else "exclusive" if mixed else None)


@given(held, held)
def test_the_order_in_which_roles_come_does_not_matter(first: Held, second: Held) -> None:
    assert clash(first, [second]) == clash(second, [first])


@given(held)
def test_the_state_says_whether_today_is_one_of_its_days(one: Held) -> None:
    state = one.state(DAY)
    assert (state == "active") == (DAY in days_of(one))
    assert (state == "upcoming") == (DAY not in days_of(one) and any(day > DAY for day in days_of(one)))
