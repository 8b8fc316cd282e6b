"""A list shows exactly the records that the account may open one by one (promises.md S2)."""

import pytest

from tests.backend.access.conftest import Records
from tests.backend.access.test_matrix import ACCOUNTS, ROWS
from tests.conftest import SignIn

NEEDED = {"/evidence": "subject_type=visit&subject_id={visit}"}
"""Lists that are asked for one record's things only."""
ITEMS = {path for method, path, _, _ in ROWS if method == "GET" and path.endswith("/{id}")}
LISTS = sorted(path for method, path, _, _ in ROWS if method == "GET" and f"{path}/{{id}}" in ITEMS)


@pytest.mark.parametrize("path", sorted(set(LISTS) - set(NEEDED)))
async def test_given_each_account_then_the_list_holds_what_it_may_open_and_nothing_else(
    path: str, records: Records, sign_in: SignIn
) -> None:
    rows = [row for row in ROWS if row[:2] == ("GET", f"{path}/{{id}}")]
    for column, account in enumerate(ACCOUNTS):
        answer = await (await sign_in(account)).get(f"/api/v1{path}?limit=200")
        if answer.status_code == 403:
            continue
        assert answer.status_code == 200, answer.text
        listed = {item["id"] for item in answer.json()["items"]}
        for _, _, subject, signs in rows:
            seen = str(records[subject]) in listed
            assert seen == (signs[column] == "+"), f"{account} {'sees' if seen else 'misses'} {subject} in {path}"


async def test_there_are_lists_to_compare() -> None:
    assert len(LISTS) >= 8
