"""Sending a month's figures to the municipal bureau: a snapshot, tried until it is taken, with its receipt."""

from datetime import datetime
from uuid import UUID

from pydantic_core import to_json
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.config import Settings
from handinhand.core.database import Database
from handinhand.core.errors import FieldError, Forbidden, Invalid
from handinhand.core.ids import new_id
from handinhand.core.jobs import defer
from handinhand.core.outbound import Letter, Undelivered, deliver
from handinhand.core.statements import connection_of
from handinhand.exchange.integration import queries, service
from handinhand.exchange.integration.errors import AlreadyQueued, NoAddress, NotFailed
from handinhand.exchange.integration.rules import DeliveryState, state_after
from handinhand.exchange.integration.schemas import FiguresDeliveryIn
from handinhand.foundation.access.guards import Access
from handinhand.foundation.audit.service import SYSTEM, ActorRef, Target, record
from handinhand.models import FiguresDelivery
from handinhand.programme.obligations import service as obligations


async def queue(session: AsyncSession, access: Access, settings: Settings, body: FiguresDeliveryIn) -> FiguresDelivery:
    """Takes the month's figures as they are now and queues them. Raises NoAddress, AlreadyQueued, Invalid."""
    bureau_id = access.actor.bureau_id
    if bureau_id not in access.scope.bureau_ids:
        raise Forbidden
    if settings.municipal_url is None:
        raise NoAddress("请系统管理员按《运行手册》设置市局的接收地址。")
    if body.month > obligations.present_month(access.now):
        raise Invalid(errors=[FieldError("/month", "in_future", "这个月还没有开始，请选已经开始的月份")])
    if await queries.is_queued(session, bureau_id, body.month):
        raise AlreadyQueued("请等它送到，或者送不到以后再报。")
    figures = await service.figures_of_month(await connection_of(session), bureau_id, body.month, access.now)
    delivery_id = new_id()
    delivery = FiguresDelivery(
        id=delivery_id,
        bureau_id=bureau_id,
        month=body.month,
        state=DeliveryState.QUEUED,
        payload={
            "type": "figures.month",
            "id": str(delivery_id),
            "as_of": access.now.isoformat().replace("+00:00", "Z"),
            "bureau": {"id": str(bureau_id), "name": await queries.name_of(session, bureau_id)},
            "figures": figures,
        },
        attempts=0,
        created_at=access.now,
        updated_at=access.now,
    )
    session.add(delivery)
    await session.flush()
    await record(session, access.ref, "figures:send", _target(delivery), at=access.now, month=figures["month"])
    await defer(session, "integration:send_figures", delivery_id=delivery.id)
    return delivery


async def queue_again(session: AsyncSession, access: Access, delivery: FiguresDelivery) -> None:
    """Tries anew what was given up: the same figures under the same id."""
    delivery.state, delivery.attempts, delivery.updated_at = DeliveryState.QUEUED, 0, access.now
    await session.flush()
    await record(session, access.ref, "figures:resend", _target(delivery), at=access.now)
    await defer(session, "integration:send_figures", delivery_id=delivery.id)


def refuse_not_failed(delivery: FiguresDelivery) -> None:
    """Raises NotFailed."""
    if delivery.state != DeliveryState.FAILED:
        raise NotFailed


async def attempt(database: Database, settings: Settings, delivery_id: UUID, now: datetime) -> None:
    """One try. Raises Undelivered when it was not taken and is to be tried again.

    No connection is held while the other side answers. A try that is repeated after a crash sends the same id again,
    by which the other side knows it.
    """
    async with database.sessions() as looking:
        found = select(FiguresDelivery.state, FiguresDelivery.payload).where(FiguresDelivery.id == delivery_id)
        row = (await looking.execute(found)).one_or_none()
    if row is None or row.state != DeliveryState.QUEUED:
        return
    receipt, problem = None, None
    try:
        if settings.municipal_url is None:
            raise Undelivered("no_address")  # noqa: TRY301 - the operator took it away meanwhile: tried again like any
        letter = Letter(delivery_id, to_json(row.payload), now)
        receipt = await deliver(settings.municipal_url, settings.municipal_key, letter)
    except Undelivered as error:
        problem = error
    if await _note(database, delivery_id, receipt, problem, now) is DeliveryState.QUEUED and problem is not None:
        raise problem


async def _note(
    database: Database, delivery_id: UUID, receipt: str | None, problem: Undelivered | None, now: datetime
) -> DeliveryState:
    async with database.sessions.begin() as session:
        delivery = await session.get_one(FiguresDelivery, delivery_id, with_for_update=True)
        if delivery.state != DeliveryState.QUEUED:
            return DeliveryState(delivery.state)
        delivery.attempts += 1
        delivery.state = state = state_after(delivery.attempts, delivered=problem is None)
        delivery.last_attempt_at = delivery.updated_at = now
        delivery.last_error = problem.code if problem else None
        if problem is None:
            delivery.delivered_at, delivery.receipt = now, receipt
        if state is not DeliveryState.QUEUED:
            who = ActorRef(SYSTEM.user_id, SYSTEM.label, delivery.bureau_id)
            await record(session, who, f"figures:{state}", _target(delivery), at=now, attempts=delivery.attempts)
        return state


def _target(delivery: FiguresDelivery) -> Target:
    return Target("figures_delivery", delivery.id, None, delivery.bureau_id)
