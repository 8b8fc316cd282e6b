"""Runs the migrations as the owner, with limits on locks so that a busy table is never blocked for long."""

from alembic import context
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from handinhand.core.config import get_settings
from handinhand.models import Base


def _is_ours(_object: object, name: str | None, kind: str, _reflected: bool, _compared: object) -> bool:  # noqa: FBT001
    return not (kind == "table" and (name or "").startswith("procrastinate_"))


def run() -> None:
    """Upgrades, or compares, the database at the configured address (or at `-x url=`)."""
    url = context.get_x_argument(as_dictionary=True).get("url") or context.config.attributes.get("url")
    url = url or get_settings().migration_database_url
    if url is None:
        raise SystemExit("No database address: set HANDINHAND_DATABASE_URL, or use `make run` for the embedded one.")
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text("set lock_timeout = '5s'"))
        connection.execute(text("set statement_timeout = '10min'"))
        connection.commit()
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            include_object=_is_ours,
            transaction_per_migration=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
