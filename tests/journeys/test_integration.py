"""The municipal bureau's system: it gets the figures by the document alone, and gets them sent."""

import csv
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx2
from standardwebhooks import Webhook

from tests.journeys.installation import PROJECT, Installation, wait_for

PASSWORD = "nine purple bicycles"
KEY = "YSBzZWNyZXQgb2YgdHdlbnR5LWZvdXIgYg=="


class Receiver:
    """The municipal bureau's side: refuses the first letter, takes the second, and checks the signature of each."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, Any]] = []

    @contextmanager
    def listening(self) -> Iterator[str]:
        """Its address, while it listens on a port of this machine."""
        letters = self.letters

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                told = {name.lower(): value for name, value in self.headers.items()}
                letters.append((told["webhook-id"], Webhook(KEY).verify(body, told)))
                taken = len(letters) > 1
                said = b'{"receipt": "WN-2026-0017"}' if taken else b""
                self.send_response(202 if taken else 503)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *_said: object) -> None:
                """Nothing on the terminal."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/figures"
        finally:
            server.shutdown()
            server.server_close()


def script_of(document: Path) -> str:
    """The one Python program in the document."""
    (found,) = re.findall(r"^```python\n(.*?)^```$", document.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return str(found)


def run_script(installation: Installation, client_id: str, secret: str) -> subprocess.CompletedProcess[str]:
    """The document's program, in an environment that knows nothing of ours."""
    told = {"HANDINHAND_URL": installation.url, "CLIENT_ID": client_id, "CLIENT_SECRET": secret}
    plain = {"PATH": os.environ["PATH"], "PYTHONIOENCODING": "utf-8", **told}
    return subprocess.run(  # noqa: S603 - the program of our own document
        [sys.executable, "-I", "-c", script_of(PROJECT / "docs" / "integration.md")],
        env=plain,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def sign_in(client: httpx2.Client, username: str) -> None:
    answer = client.post("/api/v1/auth/sessions", json={"username": username, "password": PASSWORD})
    assert answer.status_code == 201, answer.text


def test_given_the_document_alone_then_a_script_gets_the_figures_and_a_letter_arrives_with_its_receipt(
    tmp_path: Path,
) -> None:
    receiver = Receiver()
    with receiver.listening() as address:
        installation = Installation(
            tmp_path,
            environment="demo",
            demo_password=PASSWORD,
            municipal_url=address,
            municipal_secret=f"whsec_{KEY}",
        )
        with installation.running() as client:
            sign_in(client, "secadmin")
            opened = client.post("/api/v1/oauth-clients", json={"name": "市教育局数据平台"}).json()
            sign_in(client, "bureau")
            grid = client.get("/api/v1/overview/month", params={"months": 12}).json()["totals"]
            for client_id, secret in ((opened["client_id"], opened["client_secret"]), ("municipal", PASSWORD)):
                ran = run_script(installation, client_id, secret)
                assert ran.returncode == 0, ran.stderr
                assert list(csv.reader(ran.stdout.splitlines())) == [line_of(total) for total in grid]
            assert run_script(installation, "municipal", "a wrong secret").returncode != 0

            month = grid[-2]["month"]
            queued = client.post("/api/v1/figures-deliveries", json={"month": month}).json()
            address_of_it = f"/api/v1/figures-deliveries/{queued['id']}"
            wait_for("the letter is taken", lambda: client.get(address_of_it).json()["state"] == "delivered")
            shown = client.get(address_of_it).json()
            assert (shown["receipt"], shown["attempts"]) == ("WN-2026-0017", 2)
            assert [number for number, _ in receiver.letters] == [queued["id"]] * 2
            assert [letter["figures"] for _, letter in receiver.letters] == [queued["figures"]] * 2
            assert [str(total["owed"]["count"]) for total in grid[-2:-1]] == [str(queued["figures"]["owed"])]
            assert installation.stop() == 0


def line_of(total: dict[str, Any]) -> list[str]:
    """What the document's program prints for a month of the grid."""
    statuses = ("open", "met", "met_late", "missed", "unassigned", "waived")
    counts = [total["owed"]["count"], *(total["statuses"][status]["count"] for status in statuses)]
    return ["蒲城县教育局（演示）", total["month"], *map(str, counts)]
