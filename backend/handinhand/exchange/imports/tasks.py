"""What the worker does for imports."""

from uuid import UUID

from procrastinate import Blueprint

from handinhand.core.jobs import worker_context
from handinhand.exchange.imports import service

tasks = Blueprint()


@tasks.task(name="validate")
async def validate(import_id: str) -> None:
    """Judges an uploaded workbook and lays out its preview."""
    context = worker_context()
    await service.validate(context.database, context.files, UUID(import_id), context.clock.now())
