"""What a phone on a poor line waits for (promises.md P4), measured in Chromium by frontend/scripts/first-load.mjs."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.installations import PASSWORD
from handinhand.core.config import PROJECT
from tests.journeys.installation import Installation


@dataclass(frozen=True, slots=True)
class FirstLoad:
    """Seconds until the first task can be seen, of five rounds; what came over the wire."""

    first: float
    middle: float
    last: float
    kilobytes: float


def measure_first_load() -> FirstLoad:
    """Against a fresh demo."""
    prepare = PROJECT / "deploy" / "bootstrap" / "prepare.py"
    command = [sys.executable, str(prepare), "npm", "run", "--silent", "first-load"]
    with tempfile.TemporaryDirectory() as directory:
        installation = Installation(Path(directory), environment="demo", demo_password=PASSWORD)
        with installation.running():
            addressed = os.environ | {"HANDINHAND_URL": installation.url, "HANDINHAND_DEMO_PASSWORD": PASSWORD}
            said = subprocess.run(command, env=addressed, check=True, capture_output=True, text=True)  # noqa: S603
    return FirstLoad(**json.loads(said.stdout))
