"""Work on obligations that nobody waits for. Each task computes what is missing, so running it again does no harm."""

from uuid import UUID

from procrastinate import Blueprint, RetryStrategy

from handinhand.core.jobs import worker_context
from handinhand.programme.obligations import service

tasks = Blueprint()


@tasks.task(name="recount", retry=RetryStrategy(max_attempts=8, exponential_wait=3))
async def recount(bureau_id: str) -> None:
    """Somebody's days in post changed: finds again which visits stand for the bureau's months."""
    context = worker_context()
    async with context.database.sessions.begin() as session:
        await service.recount_outdated(session, context.clock.now(), UUID(bureau_id))


@tasks.periodic(cron="5 16 * * *")
@tasks.task(name="ensure", retry=RetryStrategy(max_attempts=8, exponential_wait=3))
async def ensure(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says when the work was due
    """Shortly after midnight in the bureaux' zone (16:05 UTC): makes the rows of the month that has begun."""
    context = worker_context()
    async with context.database.sessions.begin() as session:
        now = context.clock.now()
        await service.ensure_recent_rows(session, now)
        await service.recount_outdated(session, now)
