"""The worker: runs what services deferred, and the daily work (procrastinate; cron is UTC)."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from procrastinate import App, Blueprint, JobContext

from handinhand.core import jobs as core_jobs
from handinhand.core.clock import SystemClock
from handinhand.core.config import Settings, get_settings
from handinhand.core.database import connect
from handinhand.core.jobs import WorkerContext, make_job_app, set_worker_context
from handinhand.core.logs import configure_logs, describe
from handinhand.core.storage import FileStore
from handinhand.exchange.exports import tasks as exports
from handinhand.exchange.imports import tasks as imports
from handinhand.exchange.integration import tasks as integration
from handinhand.foundation.access import tasks as access
from handinhand.foundation.evidence import tasks as evidence
from handinhand.foundation.identity import tasks as identity
from handinhand.foundation.settings import tasks as settings_tasks
from handinhand.programme.obligations import tasks as obligations_tasks
from handinhand.programme.targets import tasks as targets_tasks

TASKS: tuple[tuple[str, Blueprint], ...] = (
    ("jobs", core_jobs.tasks),
    ("exports", exports.tasks),
    ("imports", imports.tasks),
    ("integration", integration.tasks),
    ("access", access.tasks),
    ("identity", identity.tasks),
    ("evidence", evidence.tasks),
    ("settings", settings_tasks.tasks),
    ("obligations", obligations_tasks.tasks),
    ("targets", targets_tasks.tasks),
)
"""Every feature's tasks under the name that services defer them by: `<namespace>:<task>`."""


def task_names() -> frozenset[str]:
    """The names that services may defer work by."""
    # Taking a blueprint into the queue puts the namespace before its tasks' names, once for each time.
    return frozenset(f"{namespace}:{name.rpartition(':')[2]}" for namespace, tasks in TASKS for name in tasks.tasks)


def make_worker(settings: Settings) -> App:
    """The queue with every task known to it. Made once in a process: the tasks then belong to it."""
    jobs = make_job_app(settings.database_url or "postgresql+psycopg://")
    for namespace, tasks in TASKS:
        jobs.add_tasks_from(tasks, namespace=namespace)
    return jobs


log = structlog.get_logger("worker")


async def say_why(run: Callable[[], Awaitable[Any]], context: JobContext, worker: Any) -> Any:  # noqa: ARG001 - called with it
    """Runs a job; one that fails says why in the log, which also stands there when it is tried again later."""
    try:
        return await run()
    except Exception as error:
        job = context.job
        # The message is left out: it may quote what a person entered.
        log.error("job_failed", task=job.task_name, job_id=job.id, attempts=job.attempts, **describe(error))  # noqa: TRY400
        raise


async def work(settings: Settings) -> None:
    """Runs until it is told to stop (SIGTERM, SIGINT): the task in hand is finished first.

    Loses the database for long: procrastinate ends it with an error, and whoever supervises starts it again.
    """
    configure_logs(settings.log_level)
    database = connect(settings.database_url or "postgresql+psycopg://", pool_size=3)
    set_worker_context(WorkerContext(database, FileStore(settings.data_dir / "files"), SystemClock(), settings))
    jobs = make_worker(settings)
    try:
        async with jobs.open_async():
            await jobs.run_worker_async(
                concurrency=2, shutdown_graceful_timeout=20, delete_jobs="successful", worker_middleware=[say_why]
            )
    finally:
        await database.close()


def main() -> None:
    """The entry of the worker's process."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    asyncio.run(work(get_settings()))


if __name__ == "__main__":
    main()
