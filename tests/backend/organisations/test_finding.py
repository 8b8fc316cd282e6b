"""`?q=` of the lists: name, former name, pinyin, initials, code; what is typed is plain text (api.md)."""

import httpx2
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.ids import new_id
from tests.conftest import SignIn
from tests.world import World, organisation

NAMES = ("绿叶幼儿园", "重庆路小学", "100%_快乐\\教育", "启航学校（城关）", "ABC 少儿英语")


@pytest.fixture
async def bureau(sign_in: SignIn, session: AsyncSession, world: World) -> httpx2.AsyncClient:
    session.add_all(
        organisation(world.at, new_id(), world.county, world.county, "school", "public", name, code=f"Q-{number}")
        for number, name in enumerate(NAMES)
    )
    await session.commit()
    return await sign_in("bureau")


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("绿叶", {"绿叶幼儿园"}),
        ("lvye", {"绿叶幼儿园"}),
        ("lǜ yè", {"绿叶幼儿园"}),
        ("LÜYE", {"绿叶幼儿园"}),
        ("lyyey", {"绿叶幼儿园"}),
        ("chongqing", {"重庆路小学"}),
        ("cqlxx", {"重庆路小学"}),
        ("%", {"100%_快乐\\教育"}),
        ("_", {"100%_快乐\\教育"}),
        ("\\", {"100%_快乐\\教育"}),
        ("100%_", {"100%_快乐\\教育"}),
        ("1%快", set()),
        ("(城关)", {"启航学校（城关）"}),
        ("（城关）", {"启航学校（城关）"}),
        ("abc", {"ABC 少儿英语"}),
        ("ａｂｃ", {"ABC 少儿英语"}),
        ("q-0", {"绿叶幼儿园"}),
        ("' or true --", set()),
        ("没有这样的学校", set()),
    ],
)
async def test_what_is_typed_finds_what_is_meant(bureau: httpx2.AsyncClient, q: str, expected: set[str]) -> None:
    answer = await bureau.get("/api/v1/organisations", params={"q": q})
    assert answer.status_code == 200, answer.text
    assert {item["name"] for item in answer.json()["items"]} == expected


@pytest.mark.parametrize("path", ["organisations", "people", "party-organisations"])
async def test_control_characters_and_endless_texts_are_refused(bureau: httpx2.AsyncClient, path: str) -> None:
    for q in ("小\x00星", "\x1b[2J", "长" * 201):
        answer = await bureau.get(f"/api/v1/{path}", params={"q": q})
        assert answer.status_code == 422, repr(q)
        assert answer.json()["errors"][0]["pointer"] == "?q"


async def test_an_empty_search_filters_nothing(bureau: httpx2.AsyncClient) -> None:
    whole = (await bureau.get("/api/v1/organisations")).json()["items"]
    assert (await bureau.get("/api/v1/organisations?q=%20")).json()["items"] == whole
