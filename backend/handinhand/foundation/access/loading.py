"""How a route finds one record for its caller."""

from collections.abc import Awaitable
from typing import Any, Protocol, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession


class Scoped(Protocol):
    """A record with an id; one that can be changed has a `version` too."""

    id: Any


R = TypeVar("R", bound=Scoped)
R_co = TypeVar("R_co", bound=Scoped, covariant=True)


class Loader(Protocol[R_co]):
    """Finds one record within a scope, locked for a change when asked; None when there is none for this actor."""

    def __call__(self, session: AsyncSession, scope: Any, record_id: UUID, /, *, lock: bool) -> Awaitable[R_co | None]:
        """Loads it. `scope` is what the guard's `reach` gives: a Scope, unless the route says otherwise."""
        ...
