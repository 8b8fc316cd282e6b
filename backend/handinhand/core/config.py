"""Configuration: the one place that reads the environment (design.md §2).

Every name is `HANDINHAND_` and the field in capitals; plain `PORT` is honoured too. What a value means for an operator
stands in docs/operations.md.
"""

import base64
import binascii
import os
import re
import secrets
from functools import cache
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parents[3]
"""The folder with Makefile, alembic.ini and frontend/ in it."""

SECRET_KEY_LENGTH = 32
"""A given secret key has at least so many characters: HMAC-SHA-256 gains nothing from fewer than 32 bytes."""

KNOWN_SECRETS = re.compile(r"change[-_ ]?me|default|example|secret|password|handinhand|(.)\1{7}", re.IGNORECASE)
"""What stands in instructions and gets copied from them."""


_SIGNING_KEY_BYTES = 24
"""What Standard Webhooks asks for at least."""


def _signing_key(secret: SecretStr) -> bytes:
    prefix, _, written = secret.get_secret_value().partition("_")
    try:
        return base64.b64decode(written, validate=True) if prefix == "whsec" else b""
    except binascii.Error:
        return b""


def _own_address(given: dict[str, Any]) -> str:
    return f"http://{given.get('host')}:{given.get('port')}"


class Settings(BaseSettings):
    """What an installation can set. Raises ValidationError, naming each field that is wrong."""

    model_config = SettingsConfigDict(
        env_prefix="HANDINHAND_", env_ignore_empty=True, frozen=True, populate_by_name=True, extra="ignore"
    )

    environment: Literal["demo", "production"] = "production"
    data_dir: Path = PROJECT / "var"
    database_url: str | None = Field(None, repr=False)
    """Any PostgreSQL ≥ 16; None means the embedded one in `data_dir`."""
    migration_database_url: str | None = Field(
        default_factory=lambda given: given.get("database_url"), validate_default=True, repr=False
    )
    """The owner's address, used by migrations only; without it they use `database_url`."""
    demo_password: SecretStr | None = None
    secret_key: SecretStr = SecretStr("")
    """Signs cursors and fingerprints. `get_settings` fills it; empty only before that."""
    host: str = "127.0.0.1"
    port: int = Field(8000, ge=1, le=65535, validation_alias=AliasChoices("HANDINHAND_PORT", "PORT"))
    public_url: str = Field(default_factory=_own_address)
    """What stands in front of paths in printed slips and QR codes; no slash at its end."""
    secure_cookies: bool = Field(default_factory=lambda given: str(given.get("public_url")).startswith("https://"))
    trusted_proxies: str = ""
    """Addresses, separated by commas, whose word on the caller's address is believed; `*` believes anybody."""
    municipal_url: str | None = None
    """Where the municipal bureau takes the figures that a bureau sends (docs/integration.md)."""
    municipal_secret: SecretStr | None = None
    """What those letters are signed with: `whsec_` and the secret in base64."""
    frontend_dir: Path = PROJECT / "frontend" / "dist"
    max_upload_bytes: int = Field(20 * 1024 * 1024, gt=0)
    session_hours: int = Field(12, gt=0, le=24 * 31)
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @property
    def embedded(self) -> bool:
        """Whether the installation brings its own PostgreSQL."""
        return self.database_url is None

    @field_validator("data_dir", "frontend_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("database_url", "migration_database_url")
    @classmethod
    def _spelled_out(cls, value: str | None) -> str | None:
        if value is None:
            return None
        spelled = re.sub(r"^(postgres|postgresql)://", "postgresql+psycopg://", value.strip())
        if not spelled.startswith("postgresql+psycopg://"):
            raise ValueError("must be a PostgreSQL address: postgresql://user:password@host:5432/database")
        return spelled

    @field_validator("municipal_url")
    @classmethod
    def _address_of_another(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"https?://[^/?#\s@]+(/\S*)?", value):
            raise ValueError("must begin with http:// or https:// and name a host, without a user or password")
        if value is not None:
            _ = urlsplit(value).port  # raises ValueError for a port that cannot be
        return value

    @field_validator("municipal_secret")
    @classmethod
    def _signs(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(_signing_key(value)) < _SIGNING_KEY_BYTES:
            raise ValueError(f"must be whsec_ and at least {_SIGNING_KEY_BYTES} random bytes in base64")
        return value

    @property
    def municipal_key(self) -> bytes:
        """The bytes that letters to the municipal bureau are signed with; none without a secret."""
        return _signing_key(self.municipal_secret) if self.municipal_secret else b""

    @field_validator("public_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if not re.match(r"https?://[^/\s]+", value):
            raise ValueError("must begin with http:// or https:// and name a host")
        return value.rstrip("/")

    @field_validator("secret_key")
    @classmethod
    def _strong(cls, value: SecretStr) -> SecretStr:
        given = value.get_secret_value()
        if given and (len(given) < SECRET_KEY_LENGTH or KNOWN_SECRETS.search(given)):
            raise ValueError(
                f"is too weak: at least {SECRET_KEY_LENGTH} random characters are needed, "
                "for example the output of: openssl rand -base64 32"
            )
        return value

    @model_validator(mode="after")
    def _letters_are_signed(self) -> Self:
        if (self.municipal_url is None) != (self.municipal_secret is None):
            raise ValueError(
                "HANDINHAND_MUNICIPAL_URL and HANDINHAND_MUNICIPAL_SECRET are given together or not at all"
            )
        return self

    @model_validator(mode="after")
    def _migrations_need_a_server(self) -> Self:
        if self.embedded and self.migration_database_url:
            raise ValueError(
                "HANDINHAND_MIGRATION_DATABASE_URL is set without HANDINHAND_DATABASE_URL: give both, or neither "
                "to use the embedded PostgreSQL"
            )
        return self


@cache
def get_settings() -> Settings:
    """The settings of this process, read once.

    Where the demo or the embedded database runs, a missing secret key is made and kept in `data_dir`/secrets, so that
    it outlives a restart. Raises ValueError when production on a server of its own has none, or it cannot be kept.
    """
    settings = Settings()
    if settings.secret_key.get_secret_value():
        return settings
    if settings.environment == "production" and not settings.embedded:
        raise ValueError(
            "HANDINHAND_SECRET_KEY is missing: production needs one, at least "
            f"{SECRET_KEY_LENGTH} random characters, for example the output of: openssl rand -base64 32"
        )
    try:
        kept = _kept_secret(settings.data_dir / "secrets")
    except OSError as error:
        raise ValueError(
            f"the data directory {settings.data_dir} cannot be written ({error.strerror}). Give it to this user, or "
            "choose another with HANDINHAND_DATA_DIR."
        ) from error
    return settings.model_copy(update={"secret_key": SecretStr(kept)})


def _kept_secret(directory: Path) -> str:
    """The key in `directory`, made on first use. Two processes starting together end up with the same one."""
    kept = directory / "secret_key"
    if not kept.exists():
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = directory / f"secret_key.{os.getpid()}"
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        try:
            kept.hardlink_to(made)  # unlike a rename, this leaves a key that another process made first
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return kept.read_text()
