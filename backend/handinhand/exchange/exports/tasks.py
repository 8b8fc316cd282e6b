"""What the worker does for exports."""

from uuid import UUID

from procrastinate import Blueprint

from handinhand.core.jobs import worker_context
from handinhand.core.upkeep import in_pieces
from handinhand.exchange.exports import service
from handinhand.exchange.exports.retention import forget_exports

tasks = Blueprint()


@tasks.task(name="run")
async def run(export_id: str) -> None:
    """Makes the workbook that was asked for."""
    context = worker_context()
    await service.run(context.database, context.files, UUID(export_id), context.clock.now())


@tasks.periodic(cron="30 18 * * *")
@tasks.task(name="forget_old")
async def forget_old(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says when the work was due
    """At half past two in the morning in the bureaux' zone (cron is UTC): exports older than a week go."""
    context = worker_context()
    now = context.clock.now()
    await in_pieces(context.database, "exports", lambda session: forget_exports(session, now))
