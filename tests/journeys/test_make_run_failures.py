"""Starts that fail say why and leave nothing; parts that die come back (issue point 1: «a failed start says why»)."""

import os
import signal
import socket
import subprocess
from functools import partial
from pathlib import Path

import psycopg
import pytest

from handinhand.core import embedded
from tests.journeys.installation import Installation, gone, wait_for


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    """One without demo data, which makes its starts short."""
    return Installation(tmp_path, environment="production")


def test_taken_port_is_named_with_the_way_out(installation: Installation) -> None:
    with socket.create_server(("127.0.0.1", installation.port)):
        code, printed = installation.run()
    assert code == 1
    assert f"port {installation.port} of 127.0.0.1 is taken" in printed
    assert f"PORT={installation.port + 1} make run" in printed


def test_unusable_data_directory_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a directory")
    installation = Installation(tmp_path, environment="production", data_dir=str(tmp_path / "file" / "var"))
    code, printed = installation.run()
    assert code == 1
    assert str(tmp_path / "file" / "var") in printed
    assert "HANDINHAND_DATA_DIR" in printed
    assert "Traceback" not in printed


def test_every_wrong_setting_is_named_without_its_value(installation: Installation) -> None:
    code, printed = installation.run(secret_key="short-but-secret", session_hours="many", environment="demo")
    assert code == 1
    assert "HANDINHAND_SECRET_KEY: is too weak" in printed
    assert "HANDINHAND_SESSION_HOURS: " in printed
    assert "short-but-secret" not in printed
    assert "Traceback" not in printed


def test_production_on_its_own_server_needs_a_secret_key(installation: Installation) -> None:
    code, printed = installation.run(database_url="postgresql://somebody@127.0.0.1:1/nothing")
    assert code == 1
    assert "HANDINHAND_SECRET_KEY is missing" in printed


def test_database_out_of_reach_is_named_without_its_password(installation: Installation) -> None:
    code, printed = installation.run(environment="demo", database_url="postgresql://me:hidden-word@127.0.0.1:1/none")
    assert code == 1
    assert "me:***@127.0.0.1:1/none cannot be reached" in printed
    assert "hidden-word" not in printed
    assert "Traceback" not in printed


def test_api_that_cannot_start_shows_its_last_words_and_leaves_nothing(installation: Installation) -> None:
    installation.data_dir.mkdir()
    (installation.data_dir / "files").write_text("in the way of the folder for files")
    code, printed = installation.run()
    assert code == 1
    assert "the API ended while starting" in printed
    assert str(installation.data_dir / "files") in printed
    assert not list(installation.data_dir.glob("postgres/postmaster.pid"))


def test_each_killed_part_comes_back_by_itself(installation: Installation) -> None:
    with installation.running() as client:
        for part in ("api", "worker", "postgres"):
            killed = installation.part(part)
            killed.kill()
            wait_for(f"a new {part}", partial(runs_again, installation, part, killed.pid))
            wait_for("ready again", installation.is_ready)
            assert client.get("/livez").status_code == 200
        everything = installation.processes()
    assert gone(everything)


def runs_again(installation: Installation, part: str, before: int) -> bool:
    """Whether another process does this part's work now."""
    try:
        return installation.part(part).pid != before
    except AssertionError:
        return False


def test_killed_supervisor_takes_api_and_worker_along_and_the_next_start_heals(installation: Installation) -> None:
    with installation.running():
        api, worker, database = (installation.part(part) for part in ("api", "worker", "postgres"))
        os.kill(installation.processes()[0].pid, signal.SIGKILL)
        wait_for("API and worker gone", lambda: gone([api, worker]))
        assert not gone([database])
    with installation.running():
        assert installation.part("api").pid != api.pid
        assert installation.stop() == 0
    assert gone([database])


def test_stale_note_of_a_crashed_database_does_not_hinder_a_start(tmp_path: Path) -> None:
    first = embedded.start(tmp_path / "postgres", durable=False)
    with psycopg.connect(first.url(embedded.ADMINISTRATOR_ROLE).replace("+psycopg", "")) as connection:
        connection.execute("create table kept (value text)")
        connection.execute("insert into kept values ('still here')")
    notes = [tmp_path / "postgres" / name for name in ("postmaster.pid", ".s.PGSQL.5432.lock")]
    left_behind = {note: note.read_text() for note in notes}
    first.stop()
    # After a restart of the machine the noted number may belong to anybody, also to a program of the same account.
    account = (tmp_path / "postgres").stat().st_uid
    somebody = subprocess.Popen(["/bin/sleep", "600"], user=account if os.geteuid() == 0 else None)
    for note, text in left_behind.items():
        note.write_text(text.replace(str(first.process_id), str(somebody.pid), 1))
    second = embedded.start(tmp_path / "postgres", durable=False)
    somebody.kill()
    somebody.wait()
    try:
        with psycopg.connect(second.url(embedded.ADMINISTRATOR_ROLE).replace("+psycopg", "")) as connection:
            assert connection.execute("select value from kept").fetchone() == ("still here",)
    finally:
        second.stop()
    assert not second.is_running()
