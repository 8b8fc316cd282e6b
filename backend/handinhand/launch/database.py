"""The database a command works on, and what can be said about it without loading much: the supervisor uses this."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from handinhand.core import embedded
from handinhand.core.config import Settings

VERSIONS = Path(__file__).resolve().parents[1] / "migrations" / "versions"

ENTERING = "handinhand demo: entering"
COMPLETE = "handinhand demo: complete"
"""Kept as the comment on alembic_version: the one table of ours that stands apart from the models."""


@contextmanager
def with_database(settings: Settings) -> Iterator[Settings]:
    """Settings that name a running database: the given one, or the embedded one, started where it was not running."""
    if not settings.embedded:
        yield settings
        return
    server = embedded.start(settings.data_dir / "postgres")
    try:
        yield with_addresses(settings, server)
    finally:
        if server.process is not None:
            server.stop()


def with_addresses(settings: Settings, server: embedded.EmbeddedDatabase) -> Settings:
    """The same settings, pointing at the embedded server."""
    addresses = {"database_url": server.application_url, "migration_database_url": server.owner_url}
    return settings.model_copy(update=addresses)


def is_prepared(settings: Settings) -> bool:
    """Whether `prepare` would find nothing to do. On any doubt it says no, and `prepare` looks more closely."""
    if settings.environment == "demo" and (settings.demo_password or not accounts_note(settings).exists()):
        return False
    newest = max(file.name.split("_")[0] for file in VERSIONS.glob("[0-9]*_*.py"))
    try:
        with owner_connection(settings) as connection:
            found = connection.execute("select version_num from alembic_version").fetchone()
    except psycopg.Error:
        return False
    return found == (newest,) and (settings.environment != "demo" or demo_mark(settings) == COMPLETE)


def demo_mark(settings: Settings) -> str | None:
    """ENTERING, COMPLETE, or None where there is no demo data. The database must be migrated."""
    with owner_connection(settings) as connection:
        found = connection.execute("select obj_description('alembic_version'::regclass)").fetchone()
    return found[0] if found else None


def owner_connection(settings: Settings) -> psycopg.Connection:
    """A plain connection as the owner; libpq takes the address without SQLAlchemy's driver name."""
    address = (settings.migration_database_url or "").replace("postgresql+psycopg://", "postgresql://", 1)
    return psycopg.connect(address, connect_timeout=5)


def accounts_note(settings: Settings) -> Path:
    """Where the list of demo accounts is kept for later starts; without the password."""
    return settings.data_dir / "demo-accounts.txt"
