"""`/search`: whatever has a name, within the reach of each right (issue 2, point 3)."""

from datetime import date

import httpx2
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.database import Database
from handinhand.core.ids import new_id
from handinhand.models import Organisation, Person, User
from tests.backend.statements import count_statements
from tests.conftest import SignIn
from tests.world import World, add_person, organisation


@pytest.fixture
async def bureau(sign_in: SignIn) -> httpx2.AsyncClient:
    return await sign_in("bureau")


async def search(caller: httpx2.AsyncClient, q: str) -> list[dict[str, str]]:
    answer = await caller.get("/api/v1/search", params={"q": q})
    assert answer.status_code == 200, answer.text
    items: list[dict[str, str]] = answer.json()["items"]
    return items


async def test_a_search_finds_all_three_kinds_with_their_pages(bureau: httpx2.AsyncClient, world: World) -> None:
    assert await search(bureau, "桥山") == [
        {
            "kind": "organisation",
            "id": str(world.lead_school),
            "title": "桥山中学",
            "subtitle": "学校",
            "href": f"/organisations/{world.lead_school}",
        },
        {
            "kind": "party_organisation",
            "id": str(world.host_branch),
            "title": "桥山中学党支部",
            "subtitle": "党支部 · 桥山中学",
            "href": f"/organisations/{world.lead_school}",
        },
    ]
    assert await search(bureau, "王建") == [
        {
            "kind": "person",
            "id": str(world.people["instructor"]),
            "title": "王建国",
            "subtitle": "桥山中学 · 138****0000",
            "href": f"/people/{world.people['instructor']}",
        }
    ]


@pytest.mark.parametrize("q", ["xxxy", "xiaoxingxing", "Xiǎo xīng", "小星", "XXXYEY"])
async def test_pinyin_tones_and_initials_find_the_name(bureau: httpx2.AsyncClient, world: World, q: str) -> None:
    assert [item["id"] for item in await search(bureau, q)] == [str(world.kindergarten)]


async def test_a_former_name_and_a_code_are_found_and_the_former_name_is_told(
    bureau: httpx2.AsyncClient, session: AsyncSession, world: World
) -> None:
    await bureau.post(
        f"/api/v1/organisations/{world.kindergarten}/rename",
        json={"name": "向日葵幼儿园", "effective_on": "2026-09-01", "reason": "更名"},
        headers={"If-Match": '"1"'},
    )
    (await session.get_one(Organisation, world.training)).code = "PX-0526"
    await session.commit()
    [former] = await search(bureau, "小星星")
    assert (former["title"], former["subtitle"]) == ("向日葵幼儿园", "幼儿园 · 曾用名：小星星幼儿园")
    [present] = await search(bureau, "向日葵")
    assert present["subtitle"] == "幼儿园"
    assert [item["title"] for item in await search(bureau, "px-05")] == ["启航培训学校"]


async def test_what_has_ended_is_found_and_says_so(
    bureau: httpx2.AsyncClient, session: AsyncSession, world: World
) -> None:
    (await session.get_one(Organisation, world.training)).closed_on = date(2026, 8, 31)
    (await session.get_one(Person, world.people["lead"])).left_on = date(2026, 8, 31)
    await session.commit()
    assert [item["subtitle"] for item in await search(bureau, "启航")] == ["培训机构 · 已关闭"]
    assert [item["subtitle"] for item in await search(bureau, "赵书记")] == ["桥山中学 · 138****0000 · 已离任"]


async def test_what_begins_with_the_text_comes_first_and_ten_of_a_kind_are_enough(
    bureau: httpx2.AsyncClient, session: AsyncSession, world: World
) -> None:
    names = ["阿里星光小学", *(f"星光{number}小学" for number in range(12))]
    session.add_all(
        organisation(world.at, new_id(), world.county, world.county, "school", "public", name) for name in names
    )
    for number in range(12):
        await add_person(session, world.at, world.county, world.training, f"星光人{number}")
    await session.commit()
    found = await search(bureau, "星光")
    assert [item["kind"] for item in found] == ["organisation"] * 10 + ["person"] * 10
    assert "阿里星光小学" not in {item["title"] for item in found}
    assert [item["title"] for item in await search(bureau, "里星光")] == ["阿里星光小学"]


@pytest.mark.parametrize(
    ("account", "titles"),
    [
        ("sysadmin", set()),
        ("auditor", set()),
        ("inspector", set()),
        ("municipal_viewer", set()),
        ("secadmin", {"桥山中学", "桥山中学党支部", "赵书记", "小星星幼儿园", "启航培训学校"}),
        ("bureau", {"桥山中学", "桥山中学党支部", "赵书记", "小星星幼儿园", "启航培训学校"}),
        ("leader", {"桥山中学", "桥山中学党支部", "赵书记", "小星星幼儿园", "启航培训学校"}),
        ("section", {"小星星幼儿园"}),
        ("lead", {"桥山中学", "桥山中学党支部", "赵书记"}),
        ("teacher", {"桥山中学", "桥山中学党支部"}),
        ("host", {"桥山中学", "桥山中学党支部", "赵书记", "小星星幼儿园"}),
        ("instructor", {"桥山中学", "桥山中学党支部", "小星星幼儿园"}),
        ("instructor2", {"桥山中学", "桥山中学党支部", "启航培训学校"}),
        ("institution", {"小星星幼儿园"}),
        ("bureau2", {"彩虹幼儿园"}),
    ],
)
async def test_each_account_finds_what_it_reaches_and_nothing_else(
    account: str, titles: set[str], sign_in: SignIn
) -> None:
    caller = await sign_in(account)
    found = {item["title"] for q in ("桥山", "赵书记", "小星星", "启航", "彩虹") for item in await search(caller, q)}
    assert found == titles


@pytest.mark.parametrize("q", ["%", "_", "\\", "' or true --", "不存在"])
async def test_what_is_typed_is_plain_text(bureau: httpx2.AsyncClient, q: str) -> None:
    assert await search(bureau, q) == []


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20", "?q=%00", "?q=a&colour=red", "?q=" + "a" * 101])
async def test_a_search_for_nothing_or_with_something_unknown_is_refused(
    bureau: httpx2.AsyncClient, query: str
) -> None:
    answer = await bureau.get(f"/api/v1/search{query}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] in {"?q", "?colour"}


async def test_who_still_has_to_set_a_password_searches_nothing(
    bureau: httpx2.AsyncClient, session: AsyncSession, world: World
) -> None:
    (await session.get_one(User, world.users["bureau"])).must_change_password = True
    await session.commit()
    answer = await bureau.get("/api/v1/search?q=桥山")
    assert answer.status_code == 403
    assert answer.json()["type"].endswith(":password_change_required")


async def test_a_search_asks_as_little_for_fifty_rows_as_for_five(
    bureau: httpx2.AsyncClient, session: AsyncSession, database: Database, world: World
) -> None:
    asked = []
    for more in (5, 45):
        session.add_all(
            organisation(world.at, new_id(), world.county, world.county, "school", "public", f"星光{more}{number}校")
            for number in range(more)
        )
        await session.commit()
        with count_statements() as seen:
            assert len(await search(bureau, "星光")) == min(more, 10)
        asked.append(len(seen))
    assert asked == [2, 2]
