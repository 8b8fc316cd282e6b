"""`make run` from the first start to a clean stop (design.md §2), through its real processes."""

import re
import signal
import time
from pathlib import Path

import pytest

from handinhand.core import embedded
from tests.journeys.installation import Installation, gone

SECRET_KEY = "Zk3vQ9tB7xLw2RmN8yHcJ5dS1fGpVa0e"


def sign_in(client: object, password: str | None) -> int:
    """The status that signing in as the bureau's office answers."""
    answer = client.post("/api/v1/auth/sessions", json={"username": "bureau", "password": password})  # type: ignore[attr-defined]
    return int(answer.status_code)


def test_demo_starts_answers_stops_without_leftovers_keeps_its_data_and_starts_over_on_request(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    installation = Installation(tmp_path, environment="demo")
    with installation.running() as client:
        assert client.get("/livez").status_code == 200
        assert client.get("/readyz").json() == {"status": "ok"}
        assert "text/html" in client.get("/").headers["content-type"]
        assert "text/html" in client.get("/m/").headers["content-type"]
        assert installation.url in installation.printed()
        password = installation.printed_password()
        assert password is not None
        assert sign_in(client, password) == 201
        everything = installation.processes()
        assert len(everything) > 4
        assert installation.stop() == 0
    assert gone(everything)
    assert "Stopped" in installation.printed()

    began = time.monotonic()
    with installation.running() as client:
        seconds = time.monotonic() - began
        assert installation.printed_password() is None
        assert re.search(r"^  bureau +党委办", installation.printed(), re.MULTILINE)
        assert sign_in(client, password) == 201
        assert sign_in(client, "not-the-password-at-all") == 401
        code, printed = beside(installation, tmp_path / "reset.txt").run("demo-reset")
        assert code == 1
        assert f"already runs with the data in {installation.data_dir}: {installation.url}" in printed
        assert installation.stop(signal.SIGTERM) == 0
    with capsys.disabled():
        print(f"\nsecond start: {seconds:.1f} s")  # noqa: T201 - promises.md P5 is read here

    code, printed = installation.run("demo-reset", demo_password="nine purple bicycles")
    assert code == 0, printed
    assert installation.printed_password() is None
    assert "the one in HANDINHAND_DEMO_PASSWORD" in printed
    with installation.running() as client:
        assert sign_in(client, password) == 401
        assert sign_in(client, "nine purple bicycles") == 201


def beside(installation: Installation, output: Path) -> Installation:
    """The same installation, for a second command while the first runs."""
    other = Installation(output.parent, **installation.settings)
    other.data_dir, other.port, other.output = installation.data_dir, installation.port, output
    return other


def test_demo_reset_leaves_data_that_is_no_demo_alone(tmp_path: Path) -> None:
    installation = Installation(tmp_path, environment="demo")
    assert installation.run("migrate")[0] == 0
    account = ["--bureau", "某县教育局", "--role", "security_admin", "--username", "secadmin", "--name", "王一"]
    code, printed = installation.run("create-administrator", *account)
    assert code == 0, printed
    code, printed = installation.run("demo-reset")
    assert code == 1
    assert "not the demo data" in printed
    code, printed = installation.run("create-administrator", *account)
    assert code == 1
    assert "登录名" in printed


def test_weak_demo_password_stops_the_start_and_says_so(tmp_path: Path) -> None:
    installation = Installation(tmp_path, environment="demo", demo_password="password123")
    code, printed = installation.run()
    assert code == 1
    assert "HANDINHAND_DEMO_PASSWORD is too weak" in printed
    assert "Demo accounts" not in printed
    assert not installation.is_ready()


def test_external_database_is_used_instead_of_the_embedded_one(tmp_path: Path) -> None:
    server = embedded.start(tmp_path / "elsewhere" / "postgres", durable=False)
    try:
        installation = Installation(
            tmp_path, environment="production", database_url=server.owner_url, secret_key=SECRET_KEY
        )
        with installation.running() as client:
            assert client.get("/readyz").status_code == 200
            assert not (installation.data_dir / "postgres").exists()
            everything = installation.processes()
        assert gone(everything)
        assert server.is_running()
    finally:
        server.stop()
