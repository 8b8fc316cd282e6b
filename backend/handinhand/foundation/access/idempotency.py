"""Idempotency-Key: repeating a POST has the same outcome for 14 days (api.md)."""

from typing import Annotated

from fastapi import Depends, Request

from handinhand.core.clock import RequestClock
from handinhand.core.database import RequestSession
from handinhand.foundation.access.guards import CurrentActor
from handinhand.foundation.access.keys import Idempotency, claim

__all__ = ["Idempotency", "RequestIdempotency", "claim", "claim_key"]


async def claim_key(request: Request, actor: CurrentActor, session: RequestSession, clock: RequestClock) -> Idempotency:
    """Claims the key of a request with a JSON body. Raises KeyReused."""
    if request.headers.get("idempotency-key") is None:
        return Idempotency(session, None, None)
    return await claim(request, actor, session, now=clock.now(), content=await request.body())


claim_key.idempotent = True  # type: ignore[attr-defined]
RequestIdempotency = Annotated[Idempotency, Depends(claim_key)]
