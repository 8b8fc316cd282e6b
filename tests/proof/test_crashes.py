"""Promise R1: whatever is killed, whenever: nothing that was acknowledged is lost, doubled or half there."""

import contextlib
import threading
from pathlib import Path

import httpx2
import psutil
import psycopg
import pytest

from handinhand.core import embedded
from handinhand.core.jobs import plain_address
from tests.journeys.installation import Installation, gone, wait_for

CYCLES = 10
WRITERS = 3
WRITES_BEFORE_THE_KILL = 10
PASSWORD = "nine purple bicycles"


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return Installation(tmp_path, environment="demo", demo_password=PASSWORD)


def test_no_acknowledged_write_is_lost_doubled_or_halved_by_kills_under_load(
    installation: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    acknowledged = 0
    for cycle in range(CYCLES):
        with installation.running():
            tokens = sign_in_until_everything_is_killed(installation)
        with installation.running() as client:
            lost = [token for token in tokens if not is_signed_in(client, token)]
            assert lost == [], f"cycle {cycle}: {len(lost)} of {len(tokens)} lost"
            assert written_halves(installation) == 0
        acknowledged += len(tokens)
    assert acknowledged >= CYCLES * WRITES_BEFORE_THE_KILL
    with capsys.disabled():
        print(f"\n{CYCLES} kills, {acknowledged} acknowledged writes, 0 lost")  # noqa: T201 - promises.md R1 is read here


def test_the_check_notices_writes_that_are_acknowledged_too_early(installation: Installation) -> None:
    with installation.running():
        administer(installation, "alter system set synchronous_commit = off")
        administer(installation, "alter system set wal_writer_delay = '10s'")
    for _ in range(10):
        with installation.running():
            tokens = sign_in_until_everything_is_killed(installation)
        with installation.running() as client:
            if any(not is_signed_in(client, token) for token in tokens):
                return
    raise AssertionError("kill -9 without synchronous commit lost nothing: this check would not notice a loss")


def sign_in_until_everything_is_killed(installation: Installation) -> list[str]:
    """Signs in from several threads, kills every process meanwhile; the tokens of the sign-ins that were answered."""
    tokens: list[str] = []

    def write() -> None:
        with contextlib.suppress(httpx2.TransportError), httpx2.Client(base_url=installation.url, timeout=5) as client:
            while True:
                client.cookies.clear()
                answer = client.post("/api/v1/auth/sessions", json={"username": "bureau", "password": PASSWORD})
                if answer.status_code != 201:
                    return
                tokens.append(client.cookies["handinhand_session"])

    writers = [threading.Thread(target=write) for _ in range(WRITERS)]
    everything = installation.processes()
    for writer in writers:
        writer.start()
    wait_for("sign-ins under way", lambda: len(tokens) >= WRITES_BEFORE_THE_KILL)
    for process in everything + installation.processes():
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    for writer in writers:
        writer.join()
    assert installation.process is not None
    installation.process.wait()
    wait_for("everything killed", lambda: gone(everything))
    return tokens


def is_signed_in(client: httpx2.Client, token: str) -> bool:
    """Whether the session behind the token is there."""
    return client.get("/api/v1/me", headers={"Cookie": f"handinhand_session={token}"}).status_code == 200


def written_halves(installation: Installation) -> int:
    """Sessions without their line in the audit log, and lines without their session."""
    sessions, lines = administer(
        installation,
        "select (select count(*) from sessions), count(*) from audit_events where action = 'session:open'",
    )
    return abs(sessions - lines)


def administer(installation: Installation, statement: str) -> tuple[int, ...]:
    """Runs a statement in the running installation's database."""
    server = embedded.start(installation.data_dir / "postgres")
    url = plain_address(server.url(embedded.ADMINISTRATOR_ROLE))
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return (cursor.fetchone() or ()) if cursor.description else ()
