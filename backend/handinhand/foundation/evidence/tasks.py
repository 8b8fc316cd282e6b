"""Daily work on the file store."""

from procrastinate import Blueprint

from handinhand.core.jobs import worker_context
from handinhand.foundation.evidence.sweep import sweep

tasks = Blueprint()


@tasks.periodic(cron="0 20 * * *")
@tasks.task(name="sweep")
async def sweep_store(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says when the work was due
    """At four in the morning in the bureaux' zone (cron is UTC), after the other clean-ups: unnamed bytes go."""
    context = worker_context()
    await sweep(context.database, context.files, context.clock.now())
