"""News of communities for those above."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from handinhand.core.jobs import defer


async def announce_term(session: AsyncSession, bureau_id: UUID) -> None:
    """A school's term has begun: its targets are set (domain.md §1 A).

    The work is queued in the caller's transaction and done by the worker (design.md §3: services defer by name).
    """
    await defer(session, "targets:ensure_for_bureau", bureau_id=bureau_id)
