"""The daily work finds what has expired by an index, however much has not (promises.md P2).

The statements are caught as they are sent and explained on tables with many live rows and a few expired ones.
"""

from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core import embedded
from handinhand.core.database import connect
from handinhand.core.jobs import plain_address
from handinhand.exchange.exports.retention import forget_exports
from handinhand.exchange.imports.retention import expire_next_import
from handinhand.foundation.access.attempts import forget_failures
from handinhand.foundation.access.keys import forget_old_keys
from handinhand.foundation.evidence.sweep import named
from handinhand.foundation.identity import retention
from tests.conftest import cloned_database

NOW = datetime(2026, 10, 15, 2, 0, tzinfo=UTC)
ROWS = """
create temp table many as select generate_series(1, 20000) as n;
create function pg_temp.at(n int) returns timestamptz language sql as $$
  -- one row in a thousand is old
  select timestamptz '2026-10-15 02:00Z' - case when n % 1000 = 0 then interval '500 days' else interval '1 hour' end
$$;
create function pg_temp.bureau() returns uuid immutable language sql as $$ select id from organisations $$;
create function pg_temp.lead() returns uuid immutable language sql as $$ select id from users $$;
create function pg_temp.hex(n int) returns text language sql as $$ select lpad(to_hex(n), 64, '0') $$;
insert into organisations (id, bureau_id, kind, name, name_pinyin, name_initials, created_at, updated_at, version)
select id, id, 'bureau', '蒲城县教育局', 'pu', 'p', now(), now(), 1 from gen_random_uuid() as id;
insert into users (id, bureau_id, username, name, name_pinyin, name_initials, must_change_password, created_at,
                   updated_at, version)
select gen_random_uuid(), id, 'lead', '王', 'wang', 'w', false, now(), now(), 1 from organisations;
insert into sessions (id, user_id, token_hash, created_at, expires_at)
select gen_random_uuid(), pg_temp.lead(), decode(pg_temp.hex(n), 'hex'), now(), pg_temp.at(n) from many;
insert into sign_in_failures (id, bucket, refused, failed_at)
select gen_random_uuid(), 'x', 0, pg_temp.at(n) from many;
insert into activation_codes (id, user_id, code_hash, created_at, expires_at)
select gen_random_uuid(), pg_temp.lead(), decode(pg_temp.hex(n), 'hex'), now(), pg_temp.at(n) from many;
insert into known_devices (id, user_id, token_hash, created_at, last_seen_at)
select gen_random_uuid(), pg_temp.lead(), decode(pg_temp.hex(n), 'hex'), now(), pg_temp.at(n) from many;
insert into idempotency_keys (id, user_id, key_digest, request_digest, operation, created_at)
select gen_random_uuid(), pg_temp.lead(), decode(pg_temp.hex(n), 'hex'), 'x', 'POST /x', pg_temp.at(n) from many;
insert into exports (id, bureau_id, kind, status, parameters, file_name, sha256, requested_by_user_id, created_at,
                     updated_at, version)
select gen_random_uuid(), pg_temp.bureau(), 'month_grid', 'done', '{}', '表.xlsx', pg_temp.hex(n), pg_temp.lead(),
       now(), pg_temp.at(n), 1 from many;
insert into imports (id, bureau_id, kind, status, file_name, file_sha256, expired_at, file_size, started_by_user_id,
                     progress_done, progress_total, create_count, update_count, unchanged_count, error_count,
                     notes, created_at, updated_at, version)
select gen_random_uuid(), pg_temp.bureau(), 'roster', 'applied', '名册.xlsx',
       case when n % 1000 < 500 then pg_temp.hex(n) end, case when n % 1000 >= 500 then now() end,
       9, pg_temp.lead(), 1, 1, 1, 0, 0, 0, '[]', now(), pg_temp.at(n), 1 from many;
insert into import_rows (id, import_id, position, sheet, row, status, title, changes, errors, notes)
select gen_random_uuid(), id, 1, '机构', 2, 'create', '幼儿园', '[]', '[]', '[]' from imports;
insert into blobs (sha256, size, media_type, stored_at)
select pg_temp.hex(n), 9, 'text/plain', now() from many;
"""
Work = Callable[[AsyncSession], Awaitable[Any]]


@pytest.fixture(scope="module")
def crowded(server: embedded.EmbeddedDatabase, worker_id: str) -> Iterator[str]:
    """A database with twenty thousand rows in each table, of which twenty have expired."""
    with cloned_database(server, f"plans_{worker_id}") as name:
        url = plain_address(server.url(embedded.OWNER_ROLE, name))
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(ROWS.encode())
            connection.execute("vacuum analyze")
        yield name


async def named_twice(session: AsyncSession) -> set[str]:
    return await named(session, [f"{number:064x}" for number in range(100)])


@pytest.mark.parametrize(
    ("work", "found"),
    [
        (lambda session: retention.forget_sessions(session, NOW), 20),
        (lambda session: forget_failures(session, NOW), 20),
        (lambda session: retention.forget_codes(session, NOW), 20),
        (lambda session: retention.forget_unused_devices(session, NOW), 20),
        (lambda session: forget_old_keys(session, NOW), 20),
        (lambda session: forget_exports(session, NOW), 20),
        (lambda session: expire_next_import(session, NOW), 1),
        (named_twice, 99),
    ],
    ids=["sessions", "failures", "codes", "devices", "keys", "exports", "imports", "named"],
)
async def test_the_daily_work_reads_no_table_whole(
    server: embedded.EmbeddedDatabase, crowded: str, work: Work, found: int
) -> None:
    database = connect(server.url(embedded.APPLICATION_ROLE, crowded), pool_size=1)
    sent: list[tuple[str, Any]] = []
    event.listen(database.engine.sync_engine, "before_cursor_execute", lambda *call: sent.append((call[2], call[3])))
    async with database.sessions() as session:
        result = await work(session)
        assert (len(result) if isinstance(result, set) else result) == found
        await session.rollback()
    await database.close()
    with psycopg.connect(plain_address(server.url(embedded.OWNER_ROLE, crowded))) as connection:
        plans = [
            "\n".join(line for (line,) in connection.execute(b"explain " + statement.encode(), parameters))
            for statement, parameters in sent
            if statement.lower().startswith(("delete", "update", "select"))
        ]
    assert plans
    assert [plan for plan in plans if "Seq Scan" in plan] == []
