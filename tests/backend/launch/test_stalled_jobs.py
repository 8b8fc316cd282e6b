"""Work that a killed worker left behind is taken up by the next one."""

from types import SimpleNamespace

import psycopg
import pytest

from handinhand.core import embedded
from handinhand.core.jobs import STALLED_SECONDS, make_job_app, plain_address, take_up_stalled
from tests.conftest import cloned_database

NAME = "exports:run"


@pytest.mark.parametrize(("silent_seconds", "left"), [(STALLED_SECONDS + 5, "todo"), (5, "doing")])
async def test_given_a_silent_worker_then_its_job_waits_again_and_a_living_one_keeps_its_own(
    server: embedded.EmbeddedDatabase, worker_id: str, silent_seconds: int, left: str
) -> None:
    with cloned_database(server, f"stalled_{worker_id}") as name:
        address = server.url(embedded.APPLICATION_ROLE, name)
        jobs = make_job_app(address)
        async with jobs.open_async():
            await jobs.configure_task(NAME, allow_unknown=True).defer_async(export_id="x")
            worker = await jobs.job_manager.register_worker()
            taken = await jobs.job_manager.fetch_job(queues=None, worker_id=worker)
            assert taken is not None
            with psycopg.connect(plain_address(address), autocommit=True) as connection:
                silence = "update procrastinate_workers set last_heartbeat = now() - make_interval(secs => %s)"
                connection.execute(silence, [silent_seconds])
                await take_up_stalled(SimpleNamespace(app=jobs), timestamp=0)  # type: ignore[arg-type]
                found = connection.execute("select status::text from procrastinate_jobs").fetchall()
        assert found == [(left,)]
