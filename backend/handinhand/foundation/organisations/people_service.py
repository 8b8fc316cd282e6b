"""Making and changing people and Party organisations."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.clock import local_day
from handinhand.core.errors import FieldError, Invalid
from handinhand.foundation.access.guards import Access
from handinhand.foundation.audit.service import Target, record
from handinhand.foundation.organisations import queries, rules
from handinhand.foundation.organisations.errors import not_found
from handinhand.foundation.organisations.schemas import (
    PartyOrganisationCreate,
    PartyOrganisationPatch,
    PersonCreate,
    PersonPatch,
)
from handinhand.foundation.organisations.service import apply, flush_or_refuse
from handinhand.models import PartyOrganisation, Person


async def create_person(session: AsyncSession, access: Access, body: PersonCreate) -> UUID:
    """A new person; gives its id. Raises Invalid for an unknown organisation or the same person twice."""
    home, errors = await _home(session, access, body.organisation_id)
    if errors:
        raise Invalid(errors=errors)
    made = Person(
        bureau_id=home.bureau_id,
        **body.model_dump(),
        **_person_keys(body.name),
        created_at=access.now,
        updated_at=access.now,
    )
    session.add(made)
    await flush_or_refuse(session)
    await record(session, access.ref, "person:create", _person_target(made), at=access.now)
    return made.id


async def change_person(session: AsyncSession, access: Access, person: Person, body: PersonPatch) -> None:
    """Changes what the body gives. Raises Invalid beside the fields that are wrong."""
    changed = _changed(person, body.model_dump(exclude_unset=True))
    errors: list[FieldError] = []
    if "organisation_id" in changed:
        _, errors = await _home(session, access, changed["organisation_id"], person.bureau_id)
    left_on: date | None = changed.get("left_on")
    if left_on is not None and left_on > local_day(access.now):
        errors.append(FieldError("/left_on", "in_future", "离任日期不能晚于今天，请到那一天再填"))
    if errors:
        raise Invalid(errors=errors)
    if "name" in changed:
        changed |= _person_keys(changed["name"])
    await apply(session, access, person, changed, "person:update", _person_target(person))


async def create_party_organisation(session: AsyncSession, access: Access, body: PartyOrganisationCreate) -> UUID:
    """A new Party organisation; gives its id. Raises Invalid for an unknown organisation or a taken name."""
    home, errors = await _home(session, access, body.organisation_id)
    if errors:
        raise Invalid(errors=errors)
    made = PartyOrganisation(
        bureau_id=home.bureau_id,
        **body.model_dump(),
        **rules.keys_of(body.name),
        created_at=access.now,
        updated_at=access.now,
    )
    session.add(made)
    await flush_or_refuse(session)
    await record(session, access.ref, "party_organisation:create", _party_target(made), at=access.now)
    return made.id


async def change_party_organisation(
    session: AsyncSession, access: Access, party: PartyOrganisation, body: PartyOrganisationPatch
) -> None:
    """Changes what the body gives. Raises Invalid beside the fields that are wrong."""
    changed = _changed(party, body.model_dump(exclude_unset=True))
    errors: list[FieldError] = []
    if "organisation_id" in changed:
        _, errors = await _home(session, access, changed["organisation_id"], party.bureau_id)
    ended_on: date | None = changed.get("ended_on")
    if ended_on is not None and ended_on > local_day(access.now):
        errors.append(FieldError("/ended_on", "in_future", "撤销日期不能晚于今天，请到那一天再填"))
    if errors:
        raise Invalid(errors=errors)
    if "name" in changed:
        changed |= rules.keys_of(changed["name"])
    await apply(session, access, party, changed, "party_organisation:update", _party_target(party))


def _changed(entity: Any, sent: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in sent.items() if getattr(entity, name) != value}


async def _home(
    session: AsyncSession, access: Access, organisation_id: UUID, bureau_id: UUID | None = None
) -> tuple[Any, list[FieldError]]:
    """The organisation that a body names, and what is wrong with it; `bureau_id` where it must stay."""
    home = (await queries.references(session, access.scope, {organisation_id})).get(organisation_id)
    if home is None or bureau_id not in {None, home.bureau_id}:
        return None, [not_found("organisation_id")]
    if rules.is_over(home.closed_on, local_day(access.now)):
        message = f"“{home.name}”已经关闭，请另选"
        return None, [FieldError("/organisation_id", "organisation_closed", message)]
    return home, []


def _person_keys(name: str) -> dict[str, str]:
    return rules.keys_of(name, longest_initials=rules.LONGEST_PERSON_INITIALS)


def _person_target(person: Person) -> Target:
    return Target("person", person.id, person.name, person.bureau_id)


def _party_target(party: PartyOrganisation) -> Target:
    return Target("party_organisation", party.id, party.name, party.bureau_id)
