"""Clients, their secrets and grants, as bodies and answers."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from handinhand.core.http.fields import ONE_LINE, WHOLE
from handinhand.core.http.paging import PageQuery
from handinhand.core.http.schema import Instant, Schema
from handinhand.foundation.clients.rules import CODE

Scope = Literal["stats:read"]


def _plain_code(value: str) -> str:
    if not CODE.fullmatch(value):
        raise PydanticCustomError("client_id_format", "编号用 3 到 40 个小写字母、数字或短横线，以字母开头")
    return value


def _figures() -> list[Scope]:
    return ["stats:read"]


def _each_once(value: list[Scope]) -> list[Scope]:
    return sorted(set(value))


Code = Annotated[str, StringConstraints(max_length=40), AfterValidator(_plain_code)]
ClientName = Annotated[str, StringConstraints(min_length=2, max_length=60), ONE_LINE]
Scopes = Annotated[list[Scope], Field(min_length=1, max_length=20), AfterValidator(_each_once)]
"""Each once, in the order of the alphabet. That they are those of `access.roles`, a test holds."""


class OauthClientIn(Schema):
    """A machine that is to be connected. Its own bureau grants it what it may ask for."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"client_id": "municipal", "name": "市教育局数据平台"}]})

    client_id: Code | None = Field(None, description="Left out: one is made.", examples=["municipal"])
    name: ClientName = Field(examples=["市教育局数据平台"])
    scopes: Scopes = Field(default_factory=_figures)


class SecretIn(Schema):
    """A new secret beside or in place of the present ones."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"previous_holds_hours": 24}]})

    previous_holds_hours: Annotated[int, Field(strict=True, ge=0, le=168), WHOLE] = Field(
        24, description="How long the present secrets go on, in hours; 0 ends them at once."
    )


class SecretOut(Schema):
    """A secret of a client, without the secret."""

    id: UUID
    created_at: Instant
    expires_at: Instant | None


class OauthClientOut(Schema):
    """A client. `client_id` is what it presents itself by; `id` is its address here."""

    id: UUID
    client_id: str
    name: str
    bureau_id: UUID
    scopes: list[str]
    status: Literal["active", "disabled"]
    secrets: list[SecretOut]
    disabled_at: Instant | None
    created_at: Instant
    version: int


class OauthClientOpened(OauthClientOut):
    """A client with its new secret, which is shown in the first answer only."""

    secret_id: UUID = Field(description="Which of `secrets` was made by this request, as long as it holds.")
    client_secret: str | None = Field(description="Null when the same Idempotency-Key came before: it is shown once.")


class OauthClientQuery(PageQuery):
    """Filters of the list."""

    status: Literal["active", "disabled"] | None = None


class ClientGrantIn(Schema):
    """What the caller's bureau lets a client read of its own."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"client_id": "municipal", "scopes": ["stats:read"]}]})

    client_id: Code = Field(description="The client's own `client_id`.", examples=["municipal"])
    scopes: Scopes = Field(default_factory=_figures)


class ClientGrantOut(Schema):
    """A grant of a bureau to a client."""

    id: UUID
    client_id: str
    client_name: str
    bureau_id: UUID
    bureau_name: str
    scopes: list[str]
    created_at: Instant
    ended_at: Instant | None
    version: int


class ClientGrantQuery(PageQuery):
    """Filters of the list."""

    client_id: Code | None = None
    current: bool | None = Field(None, description="`true`: those that hold now.")


class TokenOut(Schema):
    """A token (RFC 6749 §5.1)."""

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int = Field(description="Seconds.")
    scope: str


class MachineClient(Schema):
    """What the token's address knows of a client."""

    id: UUID
    name: str
    bureau_id: UUID
    scopes: list[str]
    secrets: dict[UUID, bytes]
    """The digests of the secrets that hold, by their ids."""
    disabled_at: datetime | None
