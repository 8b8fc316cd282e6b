"""Background work: services defer by name on their own session, the worker runs it (procrastinate)."""

import json
from dataclasses import dataclass
from uuid import UUID

from procrastinate import App, Blueprint, JobContext, PsycopgConnector
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.clock import Clock
from handinhand.core.config import Settings
from handinhand.core.database import Database
from handinhand.core.storage import FileStore

_DEFER = text("""
    select procrastinate_defer_jobs_v1(array[
        row('default', :task_name, 0, null, :queueing_lock, cast(:args as jsonb), null)
    ]::procrastinate_job_to_defer_v1[])
""")


async def defer(session: AsyncSession, name: str, **ids: UUID | str | int) -> None:
    """Queues the task in the caller's transaction: a rollback removes it. Arguments are ids, no personal data."""
    args = {key: str(value) if isinstance(value, UUID) else value for key, value in ids.items()}
    await session.execute(_DEFER, {"task_name": name, "queueing_lock": None, "args": json.dumps(args)})


def make_job_app(database_url: str) -> App:
    """The queue as the worker sees it. `database_url` is SQLAlchemy's; procrastinate takes the plain form."""
    return App(connector=PsycopgConnector(conninfo=plain_address(database_url), min_size=1, max_size=3))


tasks = Blueprint()


@tasks.periodic(cron="* * * * *")
@tasks.task(name="take_up_stalled", pass_context=True)
async def take_up_stalled(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - when the work was due
    """Puts back into the queue what a worker was doing that is gone (killed, or its machine lost power).

    Tasks compute what is missing, so that doing one again does no harm (design.md §3).
    """
    queue = context.app.job_manager
    for job in await queue.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        await queue.retry_job(job)


STALLED_SECONDS = 30
"""A worker says every ten seconds that it lives."""


def plain_address(database_url: str) -> str:
    """The address without SQLAlchemy's driver name, as libpq understands it."""
    return database_url.replace("postgresql+psycopg://", "postgresql://", 1)


@dataclass(frozen=True, slots=True)
class WorkerContext:
    """What tasks work with: the same parts that the application is made of."""

    database: Database
    files: FileStore
    clock: Clock
    settings: Settings


_context: list[WorkerContext] = []


def set_worker_context(context: WorkerContext) -> None:
    """Called once by the worker before it takes a job (and by tests that run tasks)."""
    _context[:] = [context]


def worker_context() -> WorkerContext:
    """The parts that a task works with. Raises LookupError outside a worker."""
    if not _context:
        raise LookupError("tasks run in a worker only")
    return _context[0]
