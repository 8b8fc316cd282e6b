"""Daily work on what is remembered of requests and of guesses."""

from procrastinate import Blueprint

from handinhand.core.jobs import worker_context
from handinhand.core.upkeep import in_pieces
from handinhand.foundation.access.attempts import forget_failures
from handinhand.foundation.access.keys import forget_old_keys

tasks = Blueprint()


@tasks.periodic(cron="20 18 * * *")
@tasks.task(name="forget_keys")
async def forget_keys(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says when the work was due
    """At twenty past two in the morning in the bureaux' zone (cron is UTC): Idempotency-Keys past their 14 days go."""
    context = worker_context()
    now = context.clock.now()
    await in_pieces(context.database, "idempotency_keys", lambda session: forget_old_keys(session, now))


@tasks.periodic(cron="22 18 * * *")
@tasks.task(name="forget_failures")
async def forget_failed_guesses(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says when the work was due
    """Two minutes later: guesses at secrets that count no more."""
    context = worker_context()
    now = context.clock.now()
    await in_pieces(context.database, "sign_in_failures", lambda session: forget_failures(session, now))
