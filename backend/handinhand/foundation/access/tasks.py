"""Daily work on what is remembered of requests."""

from procrastinate import Blueprint

from handinhand.core.jobs import worker_context
from handinhand.core.upkeep import in_pieces
from handinhand.foundation.access.keys import forget_old_keys

tasks = Blueprint()


@tasks.periodic(cron="20 18 * * *")
@tasks.task(name="forget_keys")
async def forget_keys(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says when the work was due
    """At twenty past two in the morning in the bureaux' zone (cron is UTC): Idempotency-Keys past their 14 days go."""
    context = worker_context()
    now = context.clock.now()
    await in_pieces(context.database, "idempotency_keys", lambda session: forget_old_keys(session, now))
