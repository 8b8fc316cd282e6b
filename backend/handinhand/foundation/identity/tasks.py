"""Daily work on accounts."""

from procrastinate import Blueprint

from handinhand.core.jobs import worker_context
from handinhand.core.upkeep import in_pieces
from handinhand.foundation.identity import retention

tasks = Blueprint()


@tasks.periodic(cron="25 18 * * *")
@tasks.task(name="forget_expired")
async def forget_expired(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says when the work was due
    """At 02:25 in the bureaux' zone (cron is UTC): what is kept of sign-ins goes when its time is over."""
    context = worker_context()
    database, now = context.database, context.clock.now()
    await in_pieces(database, "sessions", lambda session: retention.forget_sessions(session, now))
    await in_pieces(database, "activation_codes", lambda session: retention.forget_codes(session, now))
    await in_pieces(database, "known_devices", lambda session: retention.forget_unused_devices(session, now))
