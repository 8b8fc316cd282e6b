"""Work on targets that nobody waits for. It computes what is missing, so running it again does no harm."""

from uuid import UUID

from procrastinate import Blueprint, RetryStrategy

from handinhand.core.jobs import worker_context
from handinhand.programme.targets import service

tasks = Blueprint()


@tasks.task(name="ensure_for_bureau", retry=RetryStrategy(max_attempts=8, exponential_wait=3))
async def ensure_for_bureau(bureau_id: str) -> None:
    """A school's term began: sets the targets that the notice gives it."""
    context = worker_context()
    async with context.database.sessions.begin() as session:
        await service.ensure_given(session, context.clock.now(), UUID(bureau_id))


@tasks.periodic(cron="20 16 * * *")
@tasks.task(name="ensure", retry=RetryStrategy(max_attempts=8, exponential_wait=3))
async def ensure(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says when the work was due
    """Shortly after midnight in the bureaux' zone: whatever was missed."""
    context = worker_context()
    async with context.database.sessions.begin() as session:
        await service.ensure_given(session, context.clock.now())
