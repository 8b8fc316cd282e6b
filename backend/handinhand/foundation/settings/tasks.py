"""Daily work on settings."""

from procrastinate import Blueprint

from handinhand.core.jobs import worker_context
from handinhand.foundation.settings import service

tasks = Blueprint()


@tasks.periodic(cron="10 18 * * *")
@tasks.task(name="seed_known_years", pass_context=False)
async def seed_known_years(timestamp: int) -> None:  # noqa: ARG001 - procrastinate tells for when it was planned
    """Enters official calendars that have become known, at ten past two in the bureau's zone (cron is UTC)."""
    context = worker_context()
    async with context.database.sessions.begin() as session:
        await service.seed_known_years(session, context.clock.now())
