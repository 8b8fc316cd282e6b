"""Whose to-dos these are, and which counties a municipal viewer looks at."""

from uuid import UUID

from handinhand.foundation.access.actor import Actor
from handinhand.foundation.access.roles import Role


def reviews(actor: Actor) -> bool:
    """Whether the actor runs the month for a bureau (党委办)."""
    return any(held.role is Role.BUREAU_ADMIN for held in actor.assignments)


def instructor_of(actor: Actor) -> UUID | None:
    """The person that the actor is as an instructor."""
    return actor.person_id if any(held.role is Role.INSTRUCTOR for held in actor.assignments) else None


def institutions_of(actor: Actor) -> list[UUID]:
    """The institutions that the actor speaks for."""
    return sorted({held.organisation_id for held in actor.assignments if held.role is Role.INSTITUTION})


def counties_of(actor: Actor) -> frozenset[UUID]:
    """The county bureaux whose figures, and nothing else, the actor sees (市局查看)."""
    viewers = (held for held in actor.assignments if held.role is Role.MUNICIPAL_VIEWER)
    return frozenset(county for held in viewers for county in held.tied_ids)
