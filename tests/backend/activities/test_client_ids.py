"""An activity under the id that a phone made for it (api.md, Conventions)."""

import json
from datetime import date
from typing import Any
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.ids import new_id
from handinhand.models import Activity, AuditEvent, RoleAssignment, SupportCommunity, SupportedSchool
from tests.backend.access.arrange_activities import add_activity
from tests.backend.access.arrange_communities import add_community
from tests.backend.activities.test_activities import ACTIVITIES, code_of, errors_of, kind_of
from tests.conftest import SignIn
from tests.world import World

pytestmark = pytest.mark.usefixtures("lists")


async def noted(caller: httpx2.AsyncClient, world: World, **changes: Any) -> dict[str, Any]:
    """What a phone sends of an activity that was just held."""
    return {
        "id": str(new_id()),
        "community_id": str(world.community),
        "strand": "teaching",
        "kind_id": await kind_of(caller),
        "title": "桥山中学与兴华学校送教下乡",
        "starts_on": "2026-10-15",
        "done": {"content": "两校各上一节课"},
        **changes,
    }


async def count(session: AsyncSession, of: type) -> int:
    found: int = (await session.execute(select(func.count()).select_from(of))).scalar_one()
    return found


async def test_given_the_same_id_and_content_then_the_same_record_else_id_taken(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    lead = await sign_in("lead")
    sent = await noted(lead, world)
    first = await lead.post(ACTIVITIES, json=sent)
    events = await count(session, AuditEvent)
    again = await lead.post(ACTIVITIES, json={**sent, "place": "", "hosts": "", "supported_school_ids": []})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert (first.json()["id"], first.headers["location"]) == (sent["id"], f"{ACTIVITIES}/{sent['id']}")
    assert (again.headers["etag"], again.headers.get("location")) == (first.headers["etag"], None)
    for other in ({"title": "另一次活动"}, {"done": {"content": "另一回事"}}, {"starts_on": "2026-10-14"}):
        refused = await lead.post(ACTIVITIES, json=sent | other)
        assert code_of(refused) == (409, "id_taken")
        assert refused.json()["errors"][0]["pointer"] == "/id"
    assert (await count(session, Activity), await count(session, AuditEvent)) == (1, events)


async def test_given_the_record_changed_meanwhile_then_the_first_content_still_answers_200(
    sign_in: SignIn, world: World
) -> None:
    lead = await sign_in("lead")
    sent = await noted(lead, world)
    first = await lead.post(ACTIVITIES, json=sent)
    path, headers = f"{ACTIVITIES}/{sent['id']}", {"If-Match": first.headers["etag"]}
    changed = await lead.patch(path, json={"outcome": "教案两份"}, headers=headers)
    again = await lead.post(ACTIVITIES, json=sent)
    assert (again.status_code, again.json()) == (200, changed.json())


async def test_given_the_school_left_meanwhile_then_what_it_sent_before_still_answers_200(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    supported = await sign_in("supported")
    sent = await noted(supported, world)
    assert (await supported.post(ACTIVITIES, json=sent)).status_code == 201
    await session.execute(update(SupportedSchool).values(left_on=date(2026, 10, 15)))
    await session.commit()
    assert (await supported.post(ACTIVITIES, json=sent)).status_code == 200


async def test_given_the_same_words_of_the_other_side_then_it_is_not_theirs(sign_in: SignIn, world: World) -> None:
    """Whose school organises hangs on who says it, so the same words of somebody else say something else."""
    sent = await noted(await sign_in("supported"), world)
    assert (await (await sign_in("supported")).post(ACTIVITIES, json=sent)).status_code == 201
    assert code_of(await (await sign_in("lead")).post(ACTIVITIES, json=sent)) == (409, "id_taken")


async def test_given_the_id_of_an_activity_out_of_reach_then_id_taken_and_nothing_told(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    lead = await sign_in("lead")
    sent = await noted(lead, world)
    other_id = await add_community(session, world, world.county, "外人小学", world.training)
    other = await session.get_one(SupportCommunity, other_id)
    made = await add_activity(
        session, world, other, UUID(sent["kind_id"]), world.users["bureau"], other.lead_school_id, title="外人的教研"
    )
    await session.commit()
    answer = await lead.post(ACTIVITIES, json=sent | {"id": str(made)})
    assert code_of(answer) == (409, "id_taken")
    assert "外人" not in answer.text
    in_reach = await lead.post(ACTIVITIES, json=sent)
    told = await lead.post(ACTIVITIES, json=sent | {"title": "另一次活动"})
    assert in_reach.status_code == 201
    assert told_of(answer, str(made)) == told_of(told, sent["id"])


def told_of(answer: httpx2.Response, record_id: str) -> Any:
    """What a refusal says, but for which id and which request it is about."""
    body = json.loads(answer.text.replace(record_id, "…"))
    return {name: value for name, value in body.items() if name not in {"request_id", "instance"}}


async def test_given_a_series_then_it_takes_no_id(sign_in: SignIn, world: World, session: AsyncSession) -> None:
    lead = await sign_in("lead")
    series = {"starts_on": "2026-10-20", "repeats": {"every": "week", "until_on": "2026-10-27"}}
    sent = await noted(lead, world, **series)
    del sent["done"]
    assert errors_of(await lead.post(ACTIVITIES, json=sent)) == {"/id": "id_of_a_series"}
    assert await count(session, Activity) == 0


@pytest.mark.parametrize("username", ["instructor", "leader", "section"])
async def test_given_no_right_to_write_then_nothing_is_made(
    sign_in: SignIn, world: World, session: AsyncSession, username: str
) -> None:
    sent = await noted(await sign_in("lead"), world)
    assert (await (await sign_in(username)).post(ACTIVITIES, json=sent)).status_code == 403
    assert await count(session, Activity) == 0


async def test_given_a_community_of_the_other_county_then_it_is_unknown(sign_in: SignIn, world: World) -> None:
    sent = await noted(await sign_in("lead"), world)
    answer = await (await sign_in("bureau2")).post(ACTIVITIES, json=sent)
    assert errors_of(answer) == {"/community_id": "unknown_community"}


async def test_given_a_key_that_came_before_when_the_reach_is_gone_then_there_is_nothing(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    lead = await sign_in("lead")
    sent, headers = await noted(lead, world), {"Idempotency-Key": "one-tap-too-many"}
    answers = [await lead.post(ACTIVITIES, json=sent, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    seat = update(RoleAssignment).where(RoleAssignment.user_id == world.users["lead"])
    await session.execute(seat.values(organisation_id=world.training))
    await session.commit()
    assert (await lead.post(ACTIVITIES, json=sent, headers=headers)).status_code == 404
