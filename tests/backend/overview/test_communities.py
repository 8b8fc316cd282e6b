"""The communities side by side: every figure is the length of the list that it opens (design.md §3 must 7)."""

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.models import ActivityKind, SupportCommunity
from handinhand.programme.targets.service import ensure_given
from tests.backend.access.arrange_activities import add_activity
from tests.backend.access.arrange_communities import add_community
from tests.backend.statements import count_statements
from tests.conftest import SignIn
from tests.world import World

OVERVIEW = "/api/v1/overview/communities"
FIGURES = ("done_this_year", "under_way", "planned_soon", "overdue")


async def busy(session: AsyncSession, world: World) -> None:
    """The lead's community and another one, with activities of every kind; one county further a third."""
    other = await add_community(session, world, world.county, "城南学校", world.training)
    foreign = await add_community(session, world, world.other_county, "白水一中", world.foreign_kindergarten)
    for community_id in (world.community, other, foreign):
        community = await session.get_one(SupportCommunity, community_id)
        kind = ActivityKind(bureau_id=community.bureau_id, strand="teaching", name=f"送教{community_id}"[:40],
                            position=1, created_at=world.at, updated_at=world.at)  # fmt: skip
        session.add(kind)
        await session.flush()
        held: dict[str, Any] = {"state": "done", "completed_at": world.at}
        author = world.users["bureau"]
        for more in (
            {"starts_on": date(2025, 12, 31), "ends_on": date(2025, 12, 31), **held},
            {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 1, 1), **held},
            {"starts_on": date(2026, 10, 14), "ends_on": date(2026, 10, 14)},
            {"starts_on": date(2026, 10, 15), "ends_on": date(2026, 10, 15)},
            {"starts_on": date(2026, 11, 14), "ends_on": date(2026, 11, 14)},
            {"starts_on": date(2026, 11, 15), "ends_on": date(2026, 11, 15)},
            {"starts_on": date(2026, 10, 16), "ends_on": date(2026, 10, 16), "strand": "hardship"},
            {"starts_on": date(2026, 10, 14), "ends_on": date(2026, 10, 15), "strand": "party_building"},
        ):
            await add_activity(session, world, community, kind.id, author, community.lead_school_id, **more)
    await ensure_given(session, world.at)
    await session.commit()


async def test_given_a_lead_secretary_then_their_community_stands_there_and_each_figure_is_its_list_s(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    await busy(session, world)
    lead = await sign_in("lead")
    answer = await lead.get(OVERVIEW)
    assert answer.status_code == 200, answer.text
    (item,) = answer.json()["items"]
    assert (item["id"], item["school_names"]) == (str(world.community), ["兴华学校"])
    teaching, hardship, party = item["strands"]
    assert [teaching[name]["count"] for name in FIGURES] == [1, 0, 2, 1]
    assert [party[name]["count"] for name in FIGURES] == [0, 1, 0, 0]
    assert (teaching["next_on"], hardship["next_on"], party["next_on"]) == ("2026-10-15", "2026-10-16", "2026-10-14")
    for strand in item["strands"]:
        for name in FIGURES:
            listed = await lead.get(strand[name]["href"])
            assert listed.status_code == 200, listed.text
            assert len(listed.json()["items"]) == strand[name]["count"], (strand["strand"], name)
    assert {target["measure"] for target in item["targets"]} == {"backbone_teachers", "members_admitted"}
    for target in item["targets"]:
        assert (await lead.get(target["value"]["href"])).json()["value"] == target["value"]["count"]


async def test_given_each_reach_then_its_communities_and_no_others(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    await busy(session, world)
    leads = {
        "bureau": {"桥山中学", "城南学校"},
        "leader": {"桥山中学", "城南学校"},
        "section": {"桥山中学"},
        "supported": {"桥山中学"},
        "institution": set(),
        "bureau2": {"白水一中"},
    }
    for username, expected in leads.items():
        items = (await (await sign_in(username)).get(OVERVIEW)).json()["items"]
        assert {item["lead_school_name"] for item in items} == expected, username
        assert all(item["strands"][0]["planned_soon"]["count"] == 2 for item in items)


async def test_given_communities_to_come_then_they_stand_apart_with_their_state(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    await add_community(session, world, world.county, "城南学校", world.training, state="approved")
    await add_community(session, world, world.other_county, "白水一中", world.foreign_kindergarten, state="draft")
    await session.commit()
    found = (await (await sign_in("bureau")).get(OVERVIEW)).json()
    assert [item["lead_school_name"] for item in found["items"]] == ["桥山中学"]
    assert [(item["name"], item["state"]) for item in found["not_started"]] == [("城南学校帮扶共同体", "approved")]
    assert "evidence" not in found["items"][0]


async def test_given_more_communities_then_no_more_statements(
    sign_in: SignIn, world: World, session: AsyncSession
) -> None:
    await busy(session, world)
    bureau = await sign_in("bureau")
    with count_statements() as seen:
        await bureau.get(OVERVIEW)
    assert len(seen) <= 4, seen
