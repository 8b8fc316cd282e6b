"""What the worker does for exports."""

from uuid import UUID

from procrastinate import Blueprint

from handinhand.core.jobs import worker_context
from handinhand.exchange.exports import service

tasks = Blueprint()


@tasks.task(name="run")
async def run(export_id: str) -> None:
    """Makes the workbook that was asked for."""
    context = worker_context()
    await service.run(context.database, context.files, UUID(export_id), context.clock.now())
