"""Sending a month's figures to the municipal bureau: a snapshot, tried until it is taken, with its receipt."""

from datetime import date, datetime
from uuid import UUID

import structlog
from pydantic_core import to_json
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.config import Settings
from handinhand.core.database import Database
from handinhand.core.errors import FieldError, Forbidden, Invalid
from handinhand.core.ids import new_id
from handinhand.core.jobs import defer
from handinhand.core.logs import describe
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

FARTHEST_MONTHS = 36
"""As far as the grid looks back (api.md)."""
_NO_ADDRESS = "请系统管理员按《运行手册》设置市局的接收地址。"
_ONE_QUEUED = "uq_figures_deliveries_queued"

log = structlog.get_logger(__name__)


async def queue(session: AsyncSession, access: Access, settings: Settings, body: FiguresDeliveryIn) -> FiguresDelivery:
    """Takes the month's figures as they are now and queues them. Raises NoAddress, AlreadyQueued, Invalid."""
    bureau_id = access.actor.bureau_id
    if bureau_id not in access.scope.bureau_ids:
        raise Forbidden
    if settings.municipal_url is None:
        raise NoAddress(_NO_ADDRESS)
    _refuse_month(body.month, access.now)
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
    await _save(session, delivery)
    await record(session, access.ref, "figures:send", _target(delivery), at=access.now, month=figures["month"])
    await defer(session, "integration:send_figures", delivery_id=delivery.id)
    return delivery


async def queue_again(session: AsyncSession, access: Access, settings: Settings, delivery: FiguresDelivery) -> None:
    """Tries anew what was given up: the same figures under the same id. Raises NoAddress, AlreadyQueued."""
    if settings.municipal_url is None:
        raise NoAddress(_NO_ADDRESS)
    delivery.state, delivery.attempts, delivery.updated_at = DeliveryState.QUEUED, 0, access.now
    delivery.last_attempt_at = delivery.last_error = None
    await _save(session, delivery)
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
    except Exception as error:  # noqa: BLE001 - whatever failed is a try, or the month would be on its way for ever
        log.error("figures_undeliverable", **describe(error))  # noqa: TRY400 - messages may quote what was sent
        problem = Undelivered("defect")
    if await _note(database, delivery_id, receipt, problem, now) is DeliveryState.QUEUED and problem is not None:
        raise problem


async def _note(
    database: Database, delivery_id: UUID, receipt: str | None, problem: Undelivered | None, now: datetime
) -> DeliveryState:
    async with database.sessions.begin() as session:
        delivery = await session.get_one(FiguresDelivery, delivery_id, with_for_update=True)
        # Taken is taken, also when another try of the same letter was the last that is counted.
        failed_late = problem is not None and delivery.state != DeliveryState.QUEUED
        if failed_late or delivery.state == DeliveryState.DELIVERED:
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


def _refuse_month(month: date, now: datetime) -> None:
    present = obligations.present_month(now)
    if month > present:
        raise Invalid(errors=[FieldError("/month", "in_future", "这个月还没有开始，请选已经开始的月份")])
    if month < obligations.months_back(present, FARTHEST_MONTHS)[0]:
        message = f"只能报送最近 {FARTHEST_MONTHS} 个月的数字"
        raise Invalid(errors=[FieldError("/month", "too_long_ago", message)])


async def _save(session: AsyncSession, delivery: FiguresDelivery) -> None:
    """Raises AlreadyQueued while another delivery of the same month is on its way."""
    try:
        async with session.begin_nested():
            session.add(delivery)
    except IntegrityError as error:
        if getattr(getattr(error.orig, "diag", None), "constraint_name", None) != _ONE_QUEUED:
            raise
        raise AlreadyQueued("请等它送到，或者送不到以后再报。") from error


def _target(delivery: FiguresDelivery) -> Target:
    return Target("figures_delivery", delivery.id, None, delivery.bureau_id)
