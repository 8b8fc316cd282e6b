"""Whatever changes an organisation's figures: it shows the row of its latest day (domain.md §3, §6).

A plain model is told the same entries: a dictionary of days.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx2
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.clock import local_day
from handinhand.core.database import Database
from handinhand.core.errors import Invalid
from handinhand.core.ids import new_id
from handinhand.foundation.access.actor import Actor, Scope
from handinhand.foundation.access.guards import Access
from handinhand.foundation.organisations import service
from handinhand.foundation.organisations.schemas import OrganisationCreate, OrganisationPatch
from handinhand.foundation.organisations.service import Counts, InstitutionToSave
from handinhand.models import AuditEvent, MemberCount, Organisation
from tests.conftest import SignIn
from tests.world import World

TODAY = date(2026, 10, 15)
Row = tuple[int | None, int | None]
COUNT = st.integers(0, 4)
DAY = st.integers(0, 5).map(lambda back: TODAY - timedelta(days=back))


@dataclass(frozen=True)
class Entry:
    """One deed: the way that figures come in, and what they are."""

    way: str
    day: date
    full: int | None
    probationary: int | None


def entries() -> st.SearchStrategy[list[Entry]]:
    ways = st.sampled_from(["list", "form", "form_full_only", "form_emptied", "roster", "correction", "withdrawal"])
    return st.lists(st.builds(Entry, ways, DAY, COUNT, COUNT), min_size=1, max_size=7)


class Model:
    """The history as a dictionary, and what the organisation shows of it."""

    def __init__(self) -> None:
        self.rows: dict[date, Row] = {}

    @property
    def shown(self) -> tuple[int | None, int | None, date | None]:
        if not self.rows:
            return None, None, None
        latest = max(self.rows)
        return *self.rows[latest], latest

    def told(self, entry: Entry, picked: date | None) -> None:
        full, probationary, latest = self.shown
        match entry.way:
            case "list" | "form":
                # What stands for a day is corrected, not entered anew; the form shows the latest day and may change it.
                known = self.rows.get(entry.day) if entry.way == "list" or entry.day != latest else None
                self.rows[entry.day] = known or (entry.full, entry.probationary)
            case "form_full_only" if entry.day == latest or entry.day not in self.rows:
                before = [day for day in self.rows if day <= entry.day]
                self.rows[entry.day] = entry.full, self.rows[max(before)][1] if before else None
            case "form_emptied":
                if (full, probationary) != (None, None):
                    self.rows[TODAY] = None, None
            case "roster":
                if (full, probationary) != (entry.full, entry.probationary):
                    self.rows[TODAY] = entry.full, entry.probationary
            case "correction":
                if picked is not None and (entry.day == picked or entry.day not in self.rows):
                    del self.rows[picked]
                    self.rows[entry.day] = entry.full, entry.probationary
            case "withdrawal" if picked is not None:
                del self.rows[picked]


def access_of(world: World) -> Access:
    actor = Actor(world.users["bureau"], "党委办", "bureau", world.county, None, new_id(), must_change_password=False,
                  assignments=())  # fmt: skip
    return Access(actor, Scope(frozenset({world.county})), world.at)


async def do(session: AsyncSession, world: World, place: UUID, entry: Entry, picked: date | None) -> None:
    access, organisation = access_of(world), await session.get_one(Organisation, place)
    counts = Counts(entry.day, entry.full, entry.probationary)
    figures = {"full_members": entry.full, "probationary_members": entry.probationary}
    match entry.way:
        case "list":
            await service.enter_counts(session, access, organisation, counts)
        case "form":
            await fill_in(session, access, organisation, {**figures, "members_as_of_on": entry.day})
        case "form_full_only":
            await fill_in(session, access, organisation, {"full_members": entry.full, "members_as_of_on": entry.day})
        case "form_emptied":
            body = OrganisationPatch.model_validate(dict.fromkeys(figures))
            await service.change_organisation(session, access, organisation, body)
        case "roster":
            row = InstitutionToSave(
                organisation.id, organisation.version, organisation.name, "kindergarten", "private", None, None, None,
                None, entry.full, entry.probationary, None, date(2025, 9, 1),
            )  # fmt: skip
            await service.save_institutions(session, access.ref, world.county, [row], at=world.at)
            session.expire_all()
        case "correction" if picked is not None:
            found = await row_of(session, place, picked)
            try:
                await service.correct_counts(session, access, organisation, found, counts)
            except Invalid:
                event("a day that is taken")
        case "withdrawal" if picked is not None:
            found = await row_of(session, place, picked)
            await service.withdraw_counts(session, access, organisation, found, "not_so")


async def fill_in(session: AsyncSession, access: Access, organisation: Organisation, sent: dict[str, Any]) -> None:
    try:
        await service.change_organisation(session, access, organisation, OrganisationPatch.model_validate(sent))
    except Invalid:
        event("an older day that is taken")


async def row_of(session: AsyncSession, place: UUID, day: date) -> MemberCount:
    statement = select(MemberCount).where(MemberCount.organisation_id == place, MemberCount.as_of_on == day)
    return (await session.execute(statement)).scalar_one()


async def look(session: AsyncSession, place: UUID) -> tuple[Any, dict[date, Row]]:
    session.expire_all()
    organisation = await session.get_one(Organisation, place)
    rows = (await session.execute(select(MemberCount).where(MemberCount.organisation_id == place))).scalars()
    history = {row.as_of_on: (row.full_members, row.probationary_members) for row in rows}
    shown = organisation.full_members, organisation.probationary_members, organisation.members_as_of_on
    return shown, history


@given(deeds=entries(), pick=st.integers(0, 5))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_given_entries_in_any_order_and_way_then_the_organisation_shows_the_latest_day(
    deeds: list[Entry], pick: int, world: World, database: Database
) -> None:
    assert local_day(world.at) == TODAY
    async with database.sessions() as session:
        body = {"kind": "kindergarten", "ownership": "private", "name": f"园{new_id()}"[:40]}
        place = await service.create_organisation(session, access_of(world), OrganisationCreate.model_validate(body))
        model = Model()
        for entry in deeds:
            days = sorted(model.rows)
            picked = days[pick % len(days)] if days else None
            await do(session, world, place, entry, picked)
            model.told(entry, picked)
            event(entry.way)
            assert await look(session, place) == (model.shown, model.rows), entry
        await session.rollback()


async def history(session: AsyncSession, organisation_id: UUID) -> dict[date, Row]:
    return (await look(session, organisation_id))[1]


async def change(caller: httpx2.AsyncClient, place: UUID, version: int, **body: Any) -> httpx2.Response:
    return await caller.patch(f"/api/v1/organisations/{place}", json=body, headers={"If-Match": f'"{version}"'})


async def test_given_a_new_organisation_with_figures_then_they_are_its_first_row(
    sign_in: SignIn, session: AsyncSession
) -> None:
    bureau = await sign_in("bureau")
    body = {"kind": "training", "ownership": "private", "name": "新苗培训", "full_members": 2,
            "members_as_of_on": "2026-09-30"}  # fmt: skip
    made = (await bureau.post("/api/v1/organisations", json=body)).json()
    assert made["version"] == 1
    assert await history(session, UUID(made["id"])) == {date(2026, 9, 30): (2, None)}
    alone = await bureau.post("/api/v1/organisations", json=body | {"name": "二苗", "full_members": None})
    assert [error["pointer"] for error in alone.json()["errors"]] == ["/full_members"]


async def test_given_an_older_day_then_the_form_adds_to_the_history_and_the_log_says_so(
    sign_in: SignIn, session: AsyncSession, world: World
) -> None:
    bureau = await sign_in("bureau")
    first = await change(bureau, world.kindergarten, 1, full_members=3, probationary_members=1)
    assert (first.json()["members_as_of_on"], first.json()["version"]) == ("2026-10-15", 2)
    older = await change(bureau, world.kindergarten, 2, full_members=1, members_as_of_on="2026-01-31")
    assert older.json() == first.json(), "the present has not changed"
    assert await history(session, world.kindergarten) == {TODAY: (3, 1), date(2026, 1, 31): (1, None)}
    actions = (await session.execute(select(AuditEvent.action).order_by(AuditEvent.id))).scalars().all()
    assert actions == ["organisation:update", "member_count:create"]
    emptied = await change(bureau, world.kindergarten, 2, members_as_of_on=None)
    assert emptied.json() == first.json(), "a day alone is not taken out: nothing was counted anew"


async def test_given_an_older_day_then_what_is_not_sent_is_as_the_entry_before_it_says(
    sign_in: SignIn, session: AsyncSession, world: World
) -> None:
    bureau = await sign_in("bureau")
    place = world.kindergarten
    await change(bureau, place, 1, full_members=3, probationary_members=4)
    await change(bureau, place, 2, full_members=1, probationary_members=2, members_as_of_on="2026-01-31")
    await change(bureau, place, 2, full_members=2, members_as_of_on="2026-06-30")
    await change(bureau, place, 2, full_members=0, members_as_of_on="2025-12-31")
    assert await history(session, place) == {
        date(2025, 12, 31): (0, None),
        date(2026, 1, 31): (1, 2),
        date(2026, 6, 30): (2, 2),
        TODAY: (3, 4),
    }


async def test_given_an_older_day_that_is_taken_then_the_form_is_refused_and_overwrites_nothing(
    sign_in: SignIn, session: AsyncSession, world: World
) -> None:
    bureau, place = await sign_in("bureau"), world.kindergarten
    await change(bureau, place, 1, full_members=3, probationary_members=4)
    await change(bureau, place, 2, full_members=1, members_as_of_on="2026-01-31")
    again = await change(bureau, place, 2, full_members=1, members_as_of_on="2026-01-31")
    assert again.status_code == 200, "the same once more changes nothing"
    other = await change(bureau, place, 2, full_members=2, members_as_of_on="2026-01-31")
    assert [(error["pointer"], error["code"]) for error in other.json()["errors"]] == [
        ("/members_as_of_on", "day_taken")
    ]
    assert await history(session, place) == {date(2026, 1, 31): (1, None), TODAY: (3, 4)}


@pytest.mark.parametrize("day", ["2026-10-14", "2026-10-15"])
async def test_given_the_day_alone_then_the_same_figures_are_of_that_day_too(
    sign_in: SignIn, session: AsyncSession, world: World, day: str
) -> None:
    bureau = await sign_in("bureau")
    await change(bureau, world.kindergarten, 1, full_members=3, probationary_members=1, members_as_of_on="2026-10-01")
    moved = await change(bureau, world.kindergarten, 2, members_as_of_on=day)
    assert (moved.json()["members_as_of_on"], moved.json()["full_members"]) == (day, 3)
    assert await history(session, world.kindergarten) == {
        date(2026, 10, 1): (3, 1),
        date.fromisoformat(day): (3, 1),
    }
