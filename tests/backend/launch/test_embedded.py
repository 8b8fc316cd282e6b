"""The PostgreSQL that comes along (issue point 1): starts, is found again, heals, keeps its roles apart."""

import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from handinhand.core import embedded
from handinhand.core.jobs import plain_address


@pytest.fixture
def server(tmp_path: Path) -> Iterator[embedded.EmbeddedDatabase]:
    started = embedded.start(tmp_path / "postgres", durable=False)
    yield started
    started.stop()


def ask(server: embedded.EmbeddedDatabase, role: str, question: str) -> object:
    with psycopg.connect(plain_address(server.url(role))) as connection:
        found = connection.execute(question.encode()).fetchone()
    return found[0] if found else None


def test_it_is_postgresql_18_and_not_reachable_over_the_network(server: embedded.EmbeddedDatabase) -> None:
    assert str(ask(server, embedded.APPLICATION_ROLE, "show server_version")).startswith("18.")
    assert ask(server, embedded.APPLICATION_ROLE, "show listen_addresses") == ""


def test_its_process_never_runs_as_root(server: embedded.EmbeddedDatabase) -> None:
    owner = pwd.getpwuid(Path(f"/proc/{server.process_id}").stat().st_uid)
    assert owner.pw_uid != 0


def test_nobody_else_may_enter_the_directory_of_data_and_socket(server: embedded.EmbeddedDatabase) -> None:
    assert server.socket_directory.stat().st_mode & 0o077 == 0


def test_application_role_owns_nothing_and_may_make_nothing(server: embedded.EmbeddedDatabase) -> None:
    rights = (
        "select rolsuper or rolcreatedb or rolcreaterole or rolbypassrls from pg_roles where rolname = current_user"
    )
    assert ask(server, embedded.APPLICATION_ROLE, rights) is False
    assert ask(server, embedded.OWNER_ROLE, rights) is False
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(server, embedded.APPLICATION_ROLE, "create table intruder ()")
    owner = "select pg_get_userbyid(datdba) from pg_database where datname = current_database()"
    assert ask(server, embedded.APPLICATION_ROLE, owner) == embedded.OWNER_ROLE


def test_second_start_finds_the_running_one(server: embedded.EmbeddedDatabase) -> None:
    again = embedded.start(server.directory)
    assert again.process is None
    assert again.process_id == server.process_id
    assert again.application_url == server.application_url
    again.stop()
    assert not again.is_running()
    assert server.process is not None
    assert server.process.wait(10) == 0


def test_it_outlives_the_process_that_started_it(tmp_path: Path) -> None:
    code = (
        "import os, sys, pathlib; from handinhand.core import embedded; "
        "embedded.start(pathlib.Path(sys.argv[1]), durable=False); os.kill(os.getpid(), 9)"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", code, tmp_path / "postgres"], check=False, env=environment)  # noqa: S603
    found = embedded.start(tmp_path / "postgres", durable=False)
    assert found.process is None
    found.stop()
    assert not found.is_running()


def test_after_being_killed_with_open_connections_it_starts_with_all_that_was_committed(tmp_path: Path) -> None:
    server = embedded.start(tmp_path / "postgres")
    connection = psycopg.connect(plain_address(server.owner_url))
    connection.execute("create table kept (value int)")
    connection.execute("insert into kept values (1)")
    connection.commit()
    connection.execute("insert into kept values (2)")
    os.kill(server.process_id, signal.SIGKILL)
    assert server.process is not None
    server.process.wait()
    again = embedded.start(tmp_path / "postgres")
    connection.close()
    try:
        assert ask(again, embedded.OWNER_ROLE, "select array_agg(value) from kept") == [1]
    finally:
        again.stop()


def test_interrupted_first_start_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "postgres.new").mkdir()
    (tmp_path / "postgres.new" / "PG_VERSION").write_text("18\n")
    server = embedded.start(tmp_path / "postgres", durable=False)
    server.stop()
    assert not (tmp_path / "postgres.new").exists()


@pytest.mark.parametrize("name", ["d" * 120, "带 空格，的目录"])
def test_long_or_unusual_paths_get_a_socket_elsewhere(tmp_path: Path, name: str) -> None:
    server = embedded.start(tmp_path / name / "postgres", durable=False)
    try:
        assert ask(server, embedded.APPLICATION_ROLE, "select 1") == 1
        assert server.socket_directory != server.directory
        assert server.socket_directory.stat().st_mode & 0o077 == 0
        assert embedded.start(server.directory).process_id == server.process_id
    finally:
        server.stop()
        server.socket_directory.rmdir()


def test_data_of_another_version_is_refused_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("16\n")
    with pytest.raises(embedded.EmbeddedDatabaseError, match=r"made by PostgreSQL 16.*brings 18"):
        embedded.start(tmp_path / "postgres")


def test_directory_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "letter.txt").write_text("mine")
    with pytest.raises(embedded.EmbeddedDatabaseError, match="holds files that are not a database"):
        embedded.start(tmp_path / "postgres", durable=False)
    assert (tmp_path / "postgres" / "letter.txt").read_text() == "mine"


def test_full_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "FIRST_START_BYTES", 1 << 60)
    with pytest.raises(embedded.EmbeddedDatabaseError, match=r"disk that holds .* is full"):
        embedded.start(tmp_path / "postgres")


def test_server_that_does_not_start_leaves_its_last_words(tmp_path: Path) -> None:
    server = embedded.start(tmp_path / "postgres", durable=False)
    server.stop()
    with (tmp_path / "postgres" / "postgresql.conf").open("a") as file:
        file.write("\nno_such_setting = 1\n")
    with pytest.raises(embedded.EmbeddedDatabaseError, match="no_such_setting"):
        embedded.start(tmp_path / "postgres", durable=False)


def test_stop_is_done_within_seconds_though_somebody_is_connected(server: embedded.EmbeddedDatabase) -> None:
    with psycopg.connect(plain_address(server.application_url)):
        began = time.monotonic()
        server.stop()
    assert not server.is_running()
    assert time.monotonic() - began < embedded.STOP_SECONDS
