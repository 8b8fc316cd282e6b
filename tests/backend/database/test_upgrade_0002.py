"""The second migration with data in the tables: up, down and up again (promises.md R7)."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from alembic import command
from alembic.config import Config

from handinhand.core import embedded
from handinhand.core.jobs import plain_address
from tests.backend.database.test_migrations import configured
from tests.conftest import cloned_database

BEFORE = """
insert into organisations (id, bureau_id, kind, name, name_pinyin, name_initials, created_at, updated_at, version)
select id, id, 'bureau', '蒲城县教育局', 'pu', 'p', now(), now(), 1 from gen_random_uuid() as id;
insert into users (id, bureau_id, username, name, name_pinyin, name_initials, must_change_password, created_at,
                   updated_at, version)
select gen_random_uuid(), id, 'lead', '王', 'wang', 'w', false, now(), now(), 1 from organisations;
insert into known_devices (id, user_id, token_hash, created_at)
select gen_random_uuid(), id, 'known for a year'::bytea, now() - interval '380 days' from users union all
select gen_random_uuid(), id, 'forgotten'::bytea, now() - interval '401 days' from users;
insert into imports (id, bureau_id, kind, status, file_name, file_sha256, file_size, started_by_user_id, progress_done,
                     progress_total, create_count, update_count, unchanged_count, error_count, created_at, updated_at,
                     version)
select gen_random_uuid(), bureau_id, 'roster', 'applied', '名册.xlsx', repeat('a', 64), 9, id, 1, 1, 1, 0, 0, 0, now(),
       now() - interval '40 days', 2 from users;
insert into obligations (id, bureau_id, institution_id, month, created_at, updated_at, version)
select gen_random_uuid(), id, id, '2026-10-01', now(), now(), 1 from organisations;
"""
USED = """
insert into past_waivers (id, bureau_id, obligation_id, reason, waived_at, taken_back_reason, taken_back_at)
select gen_random_uuid(), bureau_id, id, '停课', now(), '复课', now() from obligations;
update imports set file_sha256 = null, expired_at = now();
"""


@pytest.fixture
def at_0001(server: embedded.EmbeddedDatabase, worker_id: str) -> Iterator[tuple[Config, str]]:
    """A database of the first release with data in it."""
    with cloned_database(server, f"upgrade_{worker_id}") as name:
        config, url = configured(server, name), plain_address(server.url(embedded.OWNER_ROLE, name))
        command.downgrade(config, "0001")
        run(url, BEFORE)
        yield config, url


def run(url: str, statements: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(statements.encode())


def asked(url: str, question: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(question.encode()).fetchall()


def test_given_data_of_the_first_release_then_up_down_and_up_again_keep_it(at_0001: tuple[Config, str]) -> None:
    config, url = at_0001
    command.upgrade(config, "head")
    command.check(config)
    run(url, USED)
    command.downgrade(config, "0001")
    assert asked(url, "select status, file_sha256 from imports") == [("applied", "0" * 64)]
    assert len(asked(url, "select from known_devices")) == 2
    command.upgrade(config, "head")
    command.check(config)
    assert asked(url, "select status, create_count, expired_at is null from imports") == [("applied", 1, True)]
    assert asked(url, "select count(*) from past_waivers") == [(0,)]


def test_given_known_browsers_then_those_known_count_from_the_upgrade_and_those_forgotten_stay_so(
    at_0001: tuple[Config, str],
) -> None:
    config, url = at_0001
    command.upgrade(config, "head")
    seen = "select convert_from(token_hash, 'UTF8'), now() - last_seen_at < interval '1 hour' from known_devices"
    assert dict(asked(url, seen)) == {"known for a year": True, "forgotten": False}
