"""How figures are sent: the states of a delivery and when it is given up, as pure rules."""

from enum import StrEnum

MOST_ATTEMPTS = 8
"""With the waits of `tasks.py`, about six hours; then a person decides (ours)."""


class DeliveryState(StrEnum):
    """Where a delivery is."""

    QUEUED = "queued"
    DELIVERED = "delivered"
    FAILED = "failed"


def state_after(attempts: int, *, delivered: bool) -> DeliveryState:
    """The state after this many attempts, the last of which was taken or not."""
    if delivered:
        return DeliveryState.DELIVERED
    return DeliveryState.FAILED if attempts >= MOST_ATTEMPTS else DeliveryState.QUEUED
