"""Every operation × account × relation against one reviewed table, `matrix.txt` (promises.md S1).

A caller sends no body and no version. Passing the guard then ends in 2xx, 409, 412, 415, 422 or 428, never in 401,
403 or 404, so the table can be read as: + may, - sees it and may not, . does not exist for them. The records are made
once for all rows of a resource; every call is undone before the next one.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncConnection

from handinhand.core.http.routes import api_routes
from handinhand.core.ids import new_id
from handinhand.router import PUBLIC_ROUTES
from tests.backend.access.conftest import Records
from tests.conftest import caller
from tests.world import World

TABLE = Path(__file__).with_name("matrix.txt").read_text("utf-8")
MEANING = MappingProxyType({401: "?", 403: "-", 404: ".", 500: "!"})


class Row(NamedTuple):
    """A line of the table: one sign per account."""

    method: str
    path: str
    subject: str
    signs: str

    @property
    def resource(self) -> str:
        """The first part of the path."""
        return self.path.split("/")[1]


def read_table() -> tuple[list[str], list[Row]]:
    """The accounts and the rows."""
    lines = [line for line in TABLE.splitlines() if line.strip() and not line.startswith("#")]
    accounts = lines[0].split()[1:]
    rows = []
    for line in lines[1:]:
        method, path, subject, *signs = line.split()
        rows.append(Row(method, path, subject, "".join(signs)))
    return accounts, rows


ACCOUNTS, ROWS = read_table()
BY_RESOURCE: Mapping[str, Sequence[Row]] = MappingProxyType(
    {name: [*rows] for name, rows in groupby(sorted(ROWS, key=lambda row: row.resource), lambda row: row.resource)}
)


class Calls:
    """Calls as any account, each of them undone before the next one."""

    def __init__(self, app: FastAPI, connection: AsyncConnection, world: World) -> None:
        self._connection = connection
        self._callers = {account: caller(app, world.tokens[account]) for account in ACCOUNTS}
        self._stranger = caller(app)

    async def status(self, account: str | None, method: str, path: str) -> int:
        """The answer's status. None is nobody: a caller who is not signed in."""
        client = self._callers[account] if account else self._stranger
        cookies = dict(client.cookies)
        undone = await self._connection.begin_nested()
        answer = await client.request(method, f"/api/v1{path}")
        await undone.rollback()
        client.cookies.clear()
        client.cookies.update(cookies)
        return answer.status_code


@pytest.fixture
def calls(app: FastAPI, connection: AsyncConnection, world: World) -> Calls:
    """Calls upon the world."""
    return Calls(app, connection, world)


@pytest.mark.parametrize("resource", BY_RESOURCE)
async def test_given_each_account_when_calling_then_the_table_holds(
    resource: str, records: Records, calls: Calls
) -> None:
    wrong = []
    for method, path, subject, expected in BY_RESOURCE[resource]:
        record_id = records[subject] if subject != "-" else new_id()
        address = path.replace("{id}", str(record_id))
        statuses = [await calls.status(account, method, address) for account in ACCOUNTS]
        seen = "".join(MEANING.get(min(status, 500), "+") for status in statuses)
        if seen != expected:
            wrong.append(f"{method} {path} {subject}\nexpected {expected}\nseen     {seen}")
        if (status := await calls.status(None, method, address)) != 401:
            wrong.append(f"{method} {path} {subject} is answered with {status} to nobody")
    assert not wrong, "\n".join([f"of {' '.join(ACCOUNTS)}", *wrong])


@pytest.mark.parametrize("resource", BY_RESOURCE)
async def test_given_no_such_record_then_every_account_gets_the_same_answer(
    resource: str, records: Records, calls: Calls
) -> None:
    for method, path in sorted({(row.method, row.path) for row in BY_RESOURCE[resource] if "{id}" in row.path}):
        address = path.replace("{id}", str(new_id()))
        statuses = {account: await calls.status(account, method, address) for account in ACCOUNTS}
        assert statuses == dict.fromkeys(ACCOUNTS, 404), f"{method} {path}"


async def test_every_operation_has_its_rows_and_every_item_more_than_one_relation(app: FastAPI) -> None:
    operations = {
        (method, path.removeprefix("/api/v1"))
        for path, route in api_routes(app)
        for method in route.methods or ()
        if (method, path) not in PUBLIC_ROUTES
    }
    listed = [(method, path) for method, path, _, _ in ROWS]
    assert operations == set(listed)
    assert [row for row in set(listed) if "{id}" in row[1] and listed.count(row) < 2] == []
    assert {len(signs) for _, _, _, signs in ROWS} == {len(ACCOUNTS)}
