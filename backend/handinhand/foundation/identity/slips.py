"""Accounts in bulk from people, with one printable activation slip each (issue point 3)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.clock import local_day
from handinhand.core.errors import FieldError, Invalid, NotFound
from handinhand.foundation.access.guards import Access
from handinhand.foundation.audit.service import Target, record_many
from handinhand.foundation.identity import queries
from handinhand.foundation.identity.activation import Printer, latest_codes, make_codes
from handinhand.foundation.identity.assignments import fit_problem, new_assignment
from handinhand.foundation.identity.role_rules import Held, Place
from handinhand.foundation.identity.schemas import Slip, Slips, SlipsWanted
from handinhand.foundation.identity.service import choose_usernames, new_user, one_opening_at_a_time, person_problem
from handinhand.models import ActivationCode, User


async def open_accounts(session: AsyncSession, access: Access, body: SlipsWanted, printer: Printer) -> Slips:
    """Opens an account with a role for each person, all or none.

    The number of statements does not grow with the number of people. Raises Invalid with every item that cannot be.
    """
    await one_opening_at_a_time(session)
    today = local_day(access.now)
    people = await queries.find_people(session, access.scope, {item.person_id for item in body.items}, today)
    places = await queries.find_places(session, access.scope, {item.organisation_id for item in body.items}, today)
    _check(body, people, places)
    usernames = await choose_usernames(session, [people[item.person_id].name for item in body.items])
    users, assignments = [], []
    for item, username in zip(body.items, usernames, strict=True):
        person = people[item.person_id]
        user = new_user(person.bureau_id, person.name, username, access.now, person_id=person.id)
        held = Held(item.role, item.organisation_id, today, None)
        users.append(user)
        assignments.append(new_assignment(user.id, user.bureau_id, held, access.now))
    session.add_all(users)
    await session.flush()
    session.add_all(assignments)
    codes = await make_codes(session, [user.id for user in users], printer.secret_key, access.now)
    targets = [Target("user", user.id, user.name, user.bureau_id) for user in users]
    await record_many(session, access.ref, "account:open", targets, at=access.now, slip=True)
    return await _print(body, users, codes, places, printer)


async def show_again(session: AsyncSession, access: Access, body: SlipsWanted, printer: Printer) -> Slips:
    """The slips of a request that came before with the same Idempotency-Key, rendered anew.

    Raises NotFound when one of the accounts lies outside the caller's reach by now, or is another person's.
    """
    within = access.scope.within(User.bureau_id, User.id)
    wanted = select(User).where(User.person_id.in_([item.person_id for item in body.items]), within)
    by_person = {user.person_id: user for user in (await session.execute(wanted)).scalars()}
    if any(item.person_id not in by_person for item in body.items):
        raise NotFound
    users = [by_person[item.person_id] for item in body.items]
    latest = await latest_codes(session, [user.id for user in users])
    seats = {item.organisation_id for item in body.items}
    places = await queries.find_places(session, access.scope, seats, local_day(access.now))
    return await _print(body, users, [latest[user.id] for user in users], places, printer)


def _check(body: SlipsWanted, people: Mapping[UUID, queries.PersonFound], places: Mapping[UUID, Place]) -> None:
    errors = []
    asked = Counter(item.person_id for item in body.items)
    for number, item in enumerate(body.items):
        at = f"/items/{number}"
        person, place = people.get(item.person_id), places.get(item.organisation_id)
        problem = person_problem(person, f"{at}/person_id")
        if problem is None and asked[item.person_id] > 1:
            problem = FieldError(f"{at}/person_id", "twice", "同一位人员在清单里出现了两次，只留一次")
        if problem is not None:
            errors.append(problem)
        if place is not None and person is not None and place.bureau_id != person.bureau_id:
            place = None
        pointers = {
            "role": f"{at}/role",
            "organisation": f"{at}/organisation_id",
            "person": f"{at}/person_id",
        }
        unfit = fit_problem(item.role, place, person.organisation_id if person else None, pointers=pointers)
        if unfit is not None and (person is not None or unfit.pointer != pointers["person"]):
            errors.append(unfit)
    if errors:
        raise Invalid("没有开通任何账号。请改正标出的各行后再提交。", errors=errors)


async def _print(
    body: SlipsWanted,
    users: Sequence[User],
    codes: Sequence[ActivationCode],
    places: Mapping[UUID, Place],
    printer: Printer,
) -> Slips:
    activations = await printer.activations(codes)
    items = [
        Slip(
            user_id=user.id,
            username=user.username,
            name=user.name,
            organisation_name=places[item.organisation_id].name,
            role=item.role,
            **activation.model_dump(),
        )
        for item, user, activation in zip(body.items, users, activations, strict=True)
    ]
    return Slips(items=items)
