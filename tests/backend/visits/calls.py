"""Calls that the tests of visits make again and again."""

from datetime import date
from typing import Any
from uuid import UUID

import httpx2
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.models import Obligation
from tests.conftest import SignIn
from tests.world import World

VISITS = "/api/v1/visits"
Json = dict[str, Any]
WRITTEN: Json = {"duties": ["policy"], "findings": "制度上墙，台账齐全。"}
"""What a submitted visit needs."""


def content(institution_id: UUID, **fields: Any) -> Json:
    """A whole visit on the morning of 15 October, before the clock's ten."""
    return {
        "institution_id": str(institution_id),
        "started_at": "2026-10-15T09:00:00+08:00",
        "channel": "phone",
        **WRITTEN,
        **fields,
    }


async def draft(caller: httpx2.AsyncClient, institution_id: UUID, **fields: Any) -> Json:
    """A draft as it was answered."""
    answer = await caller.post(VISITS, json=content(institution_id, **fields))
    assert answer.status_code == 201, answer.text
    made: Json = answer.json()
    return made


async def do(caller: httpx2.AsyncClient, visit: Json, verb: str, body: Json | None = None) -> httpx2.Response:
    """A verb on the visit as it was last answered."""
    headers = {"If-Match": f'"{visit["version"]}"'}
    address = f"{VISITS}/{visit['id']}"
    if verb == "edit":
        return await caller.patch(address, json=body or {"advice": "下月补齐记录。"}, headers=headers)
    return await caller.post(f"{address}/{verb}", json=body, headers=headers)


async def done(caller: httpx2.AsyncClient, visit: Json, verb: str, body: Json | None = None) -> Json:
    """The same, and it has to work."""
    answer = await do(caller, visit, verb, body)
    assert answer.status_code == 200, answer.text
    changed: Json = answer.json()
    return changed


REASON: Json = {"reason": "当天没有人到园，请核对。"}
_WAYS = {
    "draft": [],
    "submitted": [("instructor", "submit", None)],
    "returned": [("instructor", "submit", None), ("bureau", "return", REASON)],
    "disputed": [("instructor", "submit", None), ("institution", "dispute", REASON)],
    "confirmed": [("instructor", "submit", None), ("institution", "confirm", None)],
    "void": [("instructor", "submit", None), ("bureau", "void", REASON)],
}


async def visit_in(sign_in: SignIn, world: World, state: str, **fields: Any) -> Json:
    """A visit of the instructor's to the kindergarten, brought into a state by those who may."""
    visit = await draft(await sign_in("instructor"), world.kindergarten, **fields)
    for who, verb, body in _WAYS[state]:
        visit = await done(await sign_in(who), visit, verb, body)
    assert visit["state"] == state
    return visit


async def counting_visit(session: AsyncSession, institution_id: UUID, month: str) -> str | None:
    """The id of the visit that stands for the institution's month."""
    wanted = select(Obligation.counting_visit_id).where(
        Obligation.institution_id == institution_id, Obligation.month == date.fromisoformat(f"{month}-01")
    )
    found = (await session.execute(wanted)).scalar_one_or_none()
    await session.commit()
    return found and str(found)


def code_of(answer: httpx2.Response) -> str:
    """The stable code of a problem."""
    code: str = answer.json()["type"].rpartition(":")[2]
    return code


def pointers(answer: httpx2.Response) -> list[str]:
    """The fields that a problem names."""
    return [error["pointer"] for error in answer.json()["errors"]]
