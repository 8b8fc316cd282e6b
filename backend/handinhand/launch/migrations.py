"""Bringing the database up to what the code expects, wherever it stands."""

import tempfile
import time
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.engine import make_url

from handinhand.core import embedded
from handinhand.core.config import PROJECT, Settings
from handinhand.core.jobs import plain_address
from handinhand.launch.terminal import StartError

OLDEST_VERSION = 16
PATIENCE_SECONDS = 10
"""How long a server that is just starting is waited for."""


def migrate(settings: Settings) -> None:
    """Every migration that is missing. Raises StartError when the server is out of reach or too old."""
    address = settings.migration_database_url or ""
    _check_server(address)
    config = Config(PROJECT / "alembic.ini")
    config.attributes["url"] = address
    command.upgrade(config, "head")


def draft_migration(name: str) -> None:
    """Writes the next revision: what the models have and the migrations so far have not. For a person to finish."""
    config = Config(PROJECT / "alembic.ini")
    newest = ScriptDirectory.from_config(config).get_current_head()
    with tempfile.TemporaryDirectory() as directory:
        server = embedded.start(Path(directory) / "postgres", durable=False)
        try:
            config.attributes["url"] = server.owner_url
            command.upgrade(config, "head")
            command.revision(config, name, autogenerate=True, rev_id=f"{int(newest or 0) + 1:04d}")
        finally:
            server.stop()


def _check_server(address: str) -> None:
    shown = make_url(address).render_as_string(hide_password=True)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with psycopg.connect(plain_address(address), connect_timeout=5) as connection:
                version = connection.info.server_version // 10000
            break
        except psycopg.OperationalError as error:
            if time.monotonic() > deadline:
                raise StartError(f"the database {shown} cannot be reached: {error}") from error
            time.sleep(0.5)
    if version < OLDEST_VERSION:
        raise StartError(f"the database {shown} is PostgreSQL {version}; {OLDEST_VERSION} or newer is needed.")
