"""News of dispatches for those above."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.jobs import defer


async def announce_change(session: AsyncSession, bureau_id: UUID) -> None:
    """Somebody's days in post changed, perhaps in the past: which visits count is worked out again.

    The work is queued in the caller's transaction and done by the worker (design.md §3: services defer by name).
    """
    await defer(session, "obligations:recount", bureau_id=bureau_id)
