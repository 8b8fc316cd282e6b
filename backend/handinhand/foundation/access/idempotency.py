"""Idempotency-Key: repeating a POST has the same outcome for 14 days (api.md)."""

from typing import Annotated

from fastapi import Depends, Request

from handinhand.core.database import RequestSession
from handinhand.foundation.access.guards import current_actor
from handinhand.foundation.access.keys import Idempotency, claim

__all__ = ["Idempotency", "RequestIdempotency", "claim", "claim_key"]


async def claim_key(request: Request, session: RequestSession) -> Idempotency:
    """Claims the key of a request with a JSON body. Raises KeyReused."""
    if request.headers.get("idempotency-key") is None:
        return Idempotency(session, None, None)
    actor, now = await current_actor(request)
    return await claim(request, actor, session, now=now, content=await request.body())


claim_key.idempotent = True  # type: ignore[attr-defined]
RequestIdempotency = Annotated[Idempotency, Depends(claim_key)]
