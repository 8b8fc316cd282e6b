"""Every address that an overview gives is read by the page as the service reads it (design.md §3 must 7)."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.http.hrefs import href
from handinhand.models import ActivityKind, SupportCommunity
from handinhand.programme.targets.service import ensure_given
from tests.backend.access.arrange_activities import add_activity
from tests.backend.access.arrange_good_practices import add_practice
from tests.conftest import SignIn
from tests.world import World

OVERVIEWS = ("today", "month", "communities", "coverage", "standards")


def hrefs_in(found: Any) -> Iterator[str]:
    if isinstance(found, dict):
        for name, value in found.items():
            if name == "href" and value is not None:
                yield value
            yield from hrefs_in(value)
    elif isinstance(found, list):
        for each in found:
            yield from hrefs_in(each)


def counted_in(found: Any) -> Iterator[tuple[str, int]]:
    if isinstance(found, dict):
        if found.get("href") is not None and "count" in found:
            yield found["href"], found["count"]
        for value in found.values():
            yield from counted_in(value)
    elif isinstance(found, list):
        for each in found:
            yield from counted_in(each)


def test_given_filters_then_each_is_written_as_it_is_read() -> None:
    filters = {"overdue": True, "open": False, "to": date(2026, 10, 15), "status": ["open", "missed"], "q": None}
    assert href("/x", filters) == "/api/v1/x?overdue=true&open=false&to=2026-10-15&status=open&status=missed"
    assert href("/x", {"q": None}) == "/api/v1/x"


@pytest.mark.parametrize("username", ["bureau", "lead", "supported", "institution", "instructor", "leader"])
async def test_given_every_overview_then_each_address_opens_what_it_counts(
    username: str, sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    common: dict[str, Any] = {"bureau_id": world.county, "created_at": world.at, "updated_at": world.at}
    kind = ActivityKind(strand="teaching", name="送教下乡", position=1, **common)
    session.add(kind)
    await session.flush()
    community = await session.get_one(SupportCommunity, world.community)
    for first, last in (((9, 1), (9, 1)), ((10, 10), (10, 20)), ((10, 20), (10, 20)), ((12, 20), (12, 20))):
        days = {"starts_on": date(2026, *first), "ends_on": date(2026, *last)}
        await add_activity(session, world, community, kind.id, world.users["bureau"], world.lead_school, **days)
    for school in (world.lead_school, world.supported_school, world.kindergarten):
        await add_practice(session, world, school, decision_reason="请补充")
        await add_practice(session, world, school, state="proposed")
    await ensure_given(session, world.at)
    await session.commit()
    caller, followed = await sign_in(username), 0
    for name in OVERVIEWS:
        answer = await caller.get(f"/api/v1/overview/{name}")
        if answer.status_code in {403, 404}:
            continue
        assert answer.status_code == 200, answer.text
        for address in hrefs_in(answer.json()):
            for parameter, value in parse_qsl(urlsplit(address).query):
                assert value == value.lower() or value.lower() not in {"true", "false"}, (address, parameter)
        for address, count in counted_in(answer.json()):
            opened = await caller.get(address)
            assert opened.status_code == 200, (address, opened.text)
            found = opened.json()
            assert (len(found["items"]) if "items" in found else found["value"]) == count, address
            followed += 1
    assert followed > 0
