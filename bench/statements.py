"""How many statements each operation sends (promises.md P2), counted at the driver, in this process."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import httpx2
from pydantic import SecretStr

from bench.county import Sample
from bench.measure import Scenario
from bench.servers import SECRET_KEY
from handinhand.core.config import Settings
from handinhand.core.embedded import EmbeddedDatabase
from handinhand.main import create_app
from tests.backend.statements import count_statements


def count(found: EmbeddedDatabase, folder: Path, scenarios: Sequence[Scenario], sample: Sample) -> dict[str, int]:
    """Statements per request, by the scenario's name."""
    return asyncio.run(_count(found, folder, scenarios, sample))


async def _count(
    found: EmbeddedDatabase, folder: Path, scenarios: Sequence[Scenario], sample: Sample
) -> dict[str, int]:
    settings = Settings(
        environment="production",
        data_dir=folder / "counted",
        database_url=found.application_url,
        secret_key=SecretStr(SECRET_KEY),
    )
    app = create_app(settings)
    counted = {}
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        for scenario in scenarios:
            for _ in range(2):  # the first one also pays for opening a connection
                request = scenario.make(sample)
                headers = {"Cookie": f"handinhand_session={request.token}", "Content-Type": "application/json"}
                with count_statements() as seen:
                    answer = await client.request(request.method, request.path, headers=headers, content=request.body)
                if answer.status_code != request.status:
                    raise RuntimeError(f"{scenario.name}: {answer.status_code} {answer.text}")
            counted[scenario.name] = len(seen)
    await app.state.database.close()
    return counted
