"""How many guesses at a secret are let through, as pure rules (promises.md S10)."""

import ipaddress
from collections.abc import Sequence
from datetime import datetime, timedelta

FAILURES_ALLOWED = 5
FAILURES_ALLOWED_AT_ADDRESS = 100
"""Under whatever names (ours): a whole school behind one address mistypes less, and nobody fills the log from one."""
FAILURE_WINDOW = timedelta(minutes=15)


def retry_after(failures: Sequence[datetime], now: datetime, allowed: int = FAILURES_ALLOWED) -> timedelta | None:
    """How long this bucket must wait before another try, given its failures; None when it may try now."""
    recent = sorted(at for at in failures if at > now - FAILURE_WINDOW)
    if len(recent) < allowed:
        return None
    return recent[-allowed] + FAILURE_WINDOW - now


def network_of(address: str) -> str:
    """The part of a network address that one subscriber has: all of IPv4, the first 64 bits of IPv6."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))
