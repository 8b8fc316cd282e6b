"""What the worker does for imports."""

from uuid import UUID

from procrastinate import Blueprint

from handinhand.core.jobs import worker_context
from handinhand.core.upkeep import in_pieces
from handinhand.exchange.imports import service
from handinhand.exchange.imports.retention import expire_next_import

tasks = Blueprint()


@tasks.task(name="validate")
async def validate(import_id: str) -> None:
    """Judges an uploaded workbook and lays out its preview."""
    context = worker_context()
    await service.validate(context.database, context.files, UUID(import_id), context.clock.now())


@tasks.periodic(cron="35 18 * * *")
@tasks.task(name="expire")
async def expire(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says when the work was due
    """At 02:35 in the bureaux' zone (cron is UTC): workbooks and rows of imports long done or abandoned go."""
    context = worker_context()
    now = context.clock.now()
    await in_pieces(context.database, "imports", lambda session: expire_next_import(session, now))
