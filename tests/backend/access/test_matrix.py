"""Every operation × account × relation against one reviewed table, `matrix.txt` (promises.md S1).

A caller sends no body and no version. Passing the guard then ends in 2xx, 409, 412, 415, 422 or 428, never in 401,
403 or 404, so the table can be read as: + may, - sees it and may not, . does not exist for them.
"""

from pathlib import Path

import pytest
from fastapi import FastAPI

from handinhand.core.http.routes import api_routes
from handinhand.core.ids import new_id
from handinhand.router import PUBLIC_ROUTES
from tests.backend.access.conftest import Records
from tests.conftest import SignIn, caller

TABLE = Path(__file__).with_name("matrix.txt").read_text("utf-8")
MEANING = {403: "-", 404: "."}


def read_table() -> tuple[list[str], list[tuple[str, str, str, str]]]:
    """The accounts, and the rows as (method, path, subject, one sign per account)."""
    lines = [line for line in TABLE.splitlines() if line.strip() and not line.startswith("#")]
    accounts = lines[0].split()[1:]
    rows = []
    for line in lines[1:]:
        method, path, subject, *signs = line.split()
        rows.append((method, path, subject, "".join(signs)))
    return accounts, rows


ACCOUNTS, ROWS = read_table()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: " ".join(row[:3]))
async def test_given_each_account_when_calling_then_the_table_holds(
    row: tuple[str, str, str, str], records: Records, sign_in: SignIn, app: FastAPI
) -> None:
    method, path, subject, expected = row
    record_id = records[subject] if subject != "-" else new_id()
    address = f"/api/v1{path}".replace("{id}", str(record_id))
    seen = ""
    for account in ACCOUNTS:
        answer = await (await sign_in(account)).request(method, address)
        assert answer.status_code < 500, f"{account}: {answer.text}"
        assert answer.status_code != 401, f"{account}: {answer.text}"
        seen += MEANING.get(answer.status_code, "+")
    assert seen == expected, f"{' '.join(ACCOUNTS)}\nexpected {expected}\nseen     {seen}"
    async with caller(app) as stranger:
        assert (await stranger.request(method, address)).status_code == 401


async def test_given_no_such_record_then_every_account_gets_the_same_answer(sign_in: SignIn, records: Records) -> None:
    for method, path in sorted({(method, path) for method, path, _, _ in ROWS if "{id}" in path}):
        for account in ACCOUNTS:
            answer = await (await sign_in(account)).request(method, f"/api/v1{path}".replace("{id}", str(new_id())))
            assert answer.status_code == 404, f"{method} {path} as {account}: {answer.text}"


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
