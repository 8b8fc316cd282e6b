"""Identifiers made in the application."""

from uuid import UUID

import uuid_utils


def new_id() -> UUID:
    """A UUIDv7: ordered by time, so that keyset pages and indexes stay compact."""
    return UUID(int=uuid_utils.uuid7().int)
