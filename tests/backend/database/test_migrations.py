"""The database as the migrations make it (promises.md R7), and what the application's role may not do."""

from collections.abc import Iterator

import psycopg
import pytest
from alembic import command
from alembic.config import Config

from handinhand.core import embedded
from handinhand.core.jobs import plain_address
from tests.conftest import cloned_database


@pytest.fixture
def own_clone(server: embedded.EmbeddedDatabase, worker_id: str) -> Iterator[str]:
    with cloned_database(server, f"migrations_{worker_id}") as name:
        yield name


def configured(server: embedded.EmbeddedDatabase, name: str) -> Config:
    config = Config()
    config.set_main_option("script_location", "handinhand:migrations")
    config.attributes["url"] = server.url(embedded.OWNER_ROLE, name)
    return config


def test_models_and_migrations_agree(server: embedded.EmbeddedDatabase, own_clone: str) -> None:
    command.check(configured(server, own_clone))


def test_down_and_up_again(server: embedded.EmbeddedDatabase, own_clone: str) -> None:
    config = configured(server, own_clone)
    command.downgrade(config, "base")
    with psycopg.connect(plain_address(server.url(embedded.OWNER_ROLE, own_clone))) as connection:
        left = connection.execute("select relname from pg_class where relnamespace = 'public'::regnamespace").fetchall()
    assert {name for (name,) in left} <= {"alembic_version", "alembic_version_pkc"}
    command.upgrade(config, "head")
    command.check(config)


@pytest.mark.parametrize(
    "statement",
    [
        "update audit_events set action = 'nothing'",
        "delete from audit_events",
        "truncate audit_events",
        "drop table audit_events",
        "alter table audit_events disable trigger all",
        "update alembic_version set version_num = 'x'",
        "create table mine (id int)",
        "set role handinhand_owner",
    ],
)
def test_the_application_s_role_may_not(server: embedded.EmbeddedDatabase, clone: str, statement: str) -> None:
    url = plain_address(server.url(embedded.APPLICATION_ROLE, clone))
    with psycopg.connect(url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement.encode())


def test_not_even_the_owner_changes_the_audit_log_by_a_statement(
    server: embedded.EmbeddedDatabase, own_clone: str
) -> None:
    with psycopg.connect(plain_address(server.url(embedded.OWNER_ROLE, own_clone)), autocommit=True) as connection:
        for statement in (
            b"update audit_events set action = 'x'",
            b"delete from audit_events",
            b"truncate audit_events",
        ):
            with pytest.raises(psycopg.errors.RaiseException, match="never changed"):
                connection.execute(statement)
