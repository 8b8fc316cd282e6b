"""What is read and written for one bureau as a whole leaves every other bureau out (promises.md S2, S3)."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.errors import Stale
from handinhand.exchange.imports.queries import known_roster
from handinhand.foundation.audit.service import SYSTEM
from handinhand.foundation.organisations.bulk import PersonToSave, save_people
from handinhand.models import Affiliation, Dispatch, Holiday, Obligation, SupportCommunity
from handinhand.programme.affiliations.service import AffiliationToSave, save_affiliations
from handinhand.programme.communities.service import CommunityToSave, save_communities
from handinhand.programme.dispatches.schemas import DispatchToSave
from handinhand.programme.dispatches.service import save_dispatches
from handinhand.programme.obligations import service as obligations
from tests.backend.access.conftest import Records
from tests.conftest import SignIn
from tests.world import SINCE, World

Save = Callable[[AsyncSession, World], Awaitable[Any]]


async def test_a_bureaus_roster_holds_nothing_of_another_bureau(session: AsyncSession, world: World) -> None:
    roster = await known_roster(session, world.other_county, with_people_who_left=True)
    assert {found.id for found in roster.organisations} == {world.other_county, world.foreign_kindergarten}
    ties = [roster.party_organisations, roster.people, roster.dispatches, roster.affiliations, roster.communities]
    assert [list(found) for found in ties] == [[], [], [], [], []]


async def save_a_person(session: AsyncSession, world: World) -> Any:
    row = PersonToSave(world.people["instructor"], 1, "王建国", None, world.foreign_kindergarten)
    return await save_people(session, SYSTEM, world.other_county, [row], at=world.at)


async def save_a_dispatch(session: AsyncSession, world: World) -> Any:
    row = DispatchToSave(world.dispatch, 1, world.kindergarten, world.people["instructor"], SINCE, "新文号")
    return await save_dispatches(session, SYSTEM, world.other_county, [row], at=world.at)


async def save_an_affiliation(session: AsyncSession, world: World) -> Any:
    known = (await session.execute(select(Affiliation.id))).scalar_one()
    row = AffiliationToSave(known, 1, world.kindergarten, world.host_branch, SINCE, "新文号")
    return await save_affiliations(session, SYSTEM, world.other_county, [row], at=world.at)


async def save_a_community(session: AsyncSession, world: World) -> Any:
    row = CommunityToSave(world.community, 1, "改了名的共同体", world.lead_school, SINCE, [])
    return await save_communities(session, SYSTEM, world.other_county, [row], at=world.at)


@pytest.mark.parametrize("save", [save_a_person, save_a_dispatch, save_an_affiliation, save_a_community])
async def test_given_a_row_of_another_bureau_then_an_import_does_not_change_it(
    session: AsyncSession, world: World, save: Save
) -> None:
    with pytest.raises(Stale):
        await save(session, world)
    changed = [table.version for table in (Dispatch, Affiliation, SupportCommunity)]
    for version in changed:
        assert (await session.execute(select(func.max(version)))).scalar_one() == 1


async def test_the_rows_that_one_bureau_owes_are_made_for_it_alone(session: AsyncSession, world: World) -> None:
    await obligations.ensure_rows(session, world.other_county, date(2026, 9, 1), date(2026, 10, 1), world.at)
    made = (await session.execute(select(Obligation.institution_id).distinct())).scalars().all()
    assert made == [world.foreign_kindergarten]


async def test_given_one_bureau_then_only_its_outdated_months_are_counted_again(
    session: AsyncSession, world: World, records: Records
) -> None:
    await obligations.recount_outdated(session, world.at, world.other_county)
    counted = select(Obligation.id).where(Obligation.counting_visit_id.is_not(None))
    assert (await session.execute(counted)).scalars().all() == [records["foreign_obligation"]]


async def test_what_an_account_owes_is_made_for_what_it_reaches_alone(
    session: AsyncSession, world: World, sign_in: SignIn
) -> None:
    assert (await (await sign_in("institution")).get("/api/v1/obligations?month=2026-10")).status_code == 200
    made = select(Obligation.institution_id).distinct()
    assert (await session.execute(made)).scalars().all() == [world.kindergarten]


async def test_given_a_waiver_for_all_then_the_other_bureau_is_left_out(
    session: AsyncSession, world: World, sign_in: SignIn
) -> None:
    body = {"month": "2026-10", "reason": "全县停课"}
    assert (await (await sign_in("bureau")).post("/api/v1/obligations/waivers", json=body)).status_code == 200
    made = select(Obligation.bureau_id).distinct()
    assert (await session.execute(made)).scalars().all() == [world.county]


async def test_given_a_waiver_for_all_then_a_month_that_the_other_bureau_has_already_is_left_out(
    session: AsyncSession, world: World, sign_in: SignIn, records: Records
) -> None:
    body = {"month": "2026-10", "reason": "全县停课"}
    answer = await (await sign_in("bureau")).post("/api/v1/obligations/waivers", json=body)
    assert answer.json()["waived"] == 3, answer.text
    waived = select(Obligation.bureau_id).where(Obligation.waived_at.is_not(None)).distinct()
    assert (await session.execute(waived)).scalars().all() == [world.county]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/holidays/{foreign_holiday}", {"name": "开放日"}),
        ("/dispatches/{foreign_dispatch}/end", {"ends_on": "2026-12-31", "reason": "调离"}),
        ("/evidence/{foreign_evidence}/withdraw", {"reason": "传错了"}),
    ],
)
async def test_given_a_record_of_another_bureau_then_it_is_not_there_to_be_changed(
    path: str, body: dict[str, str], world: World, sign_in: SignIn, records: Records
) -> None:
    method, where = "PATCH" if "name" in body else "POST", f"/api/v1{path.format(**records)}"
    bureaux = [await sign_in("bureau"), await sign_in("bureau2")]
    answers = [await each.request(method, where, json=body, headers={"If-Match": '"1"'}) for each in bureaux]
    assert [answer.status_code for answer in answers] == [404, 200], answers[1].text


async def test_given_an_institution_of_another_bureau_then_nobody_is_dispatched_there(
    world: World, sign_in: SignIn, records: Records
) -> None:
    body = {
        "institution_id": str(world.foreign_kindergarten),
        "instructor_id": str(records["foreign_person"]),
        "starts_on": "2025-01-01",
        "ends_on": "2025-02-01",
    }
    answer = await (await sign_in("bureau")).post("/api/v1/dispatches", json=body)
    assert answer.status_code == 422, answer.text
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/institution_id"]


async def test_given_one_bureaus_official_calendar_then_the_others_year_stays_provisional(
    session: AsyncSession, world: World, sign_in: SignIn
) -> None:
    stamps = {"created_at": world.at, "updated_at": world.at}
    session.add(Holiday(bureau_id=world.county, day_on=date(2026, 10, 1), working=False, name="国庆节", **stamps))
    await session.commit()
    seen = [(await (await sign_in(name)).get("/api/v1/holidays?year=2026")).json() for name in ("bureau", "bureau2")]
    assert [year["provisional"] for year in seen] == [False, True]


async def test_given_a_person_of_another_bureau_then_they_are_not_dispatched(
    world: World, sign_in: SignIn, records: Records
) -> None:
    body = {
        "institution_id": str(world.supported_school),
        "instructor_id": str(records["foreign_person"]),
        "starts_on": "2026-10-15",
    }
    answer = await (await sign_in("bureau")).post("/api/v1/dispatches", json=body)
    assert answer.status_code == 422, answer.text
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/instructor_id"]
