"""What the worker sends to others."""

from uuid import UUID

from procrastinate import Blueprint, RetryStrategy

from handinhand.core.jobs import worker_context
from handinhand.exchange.integration import deliveries

tasks = Blueprint()


@tasks.task(name="send_figures", retry=RetryStrategy(exponential_wait=4))
async def send_figures(delivery_id: str) -> None:
    """One try; what was not taken is tried again after 4 s, 16 s, a minute, … an hour, four and a half hours.

    When it is given up, the delivery's own count decides: the queue may count a try that a crash cut off.
    """
    context = worker_context()
    await deliveries.attempt(context.database, context.settings, UUID(delivery_id), context.clock.now())
