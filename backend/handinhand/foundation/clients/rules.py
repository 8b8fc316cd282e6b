"""Client codes, secrets and what a request for a token says, as pure rules (RFC 6749 §2.3.1, §3.3, §4.4)."""

import base64
import binascii
import hmac
import re
from collections.abc import Collection
from datetime import timedelta
from urllib.parse import unquote_plus
from uuid import UUID

CODE = re.compile(r"[a-z][a-z0-9-]{2,39}")
PREVIOUS_HOLDS_AT_MOST = timedelta(days=7)
"""How long a secret may go on beside its successor (ours)."""
_LONGEST_CREDENTIALS = 1000


def client_secret(secret_key: bytes, secret_id: UUID) -> str:
    """The 256 bits of a client's secret, as 43 letters and digits.

    Made from the row's id and the installation's key, not drawn: so it stands neither in the database nor in its
    backups.
    """
    made = hmac.digest(secret_key, b"client secret\0" + secret_id.bytes, "sha256")
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode("ascii")


def secret_digest(secret_key: bytes, secret: str) -> bytes:
    """What is stored of a secret: a keyed digest, so that a copy of the database is no help in guessing."""
    return hmac.digest(secret_key, b"client secret digest\0" + secret.encode(), "sha256")


def read_basic(header: str | None) -> tuple[str, frozenset[str]] | None:
    """Code and secret of an `Authorization: Basic` header; None for anything else.

    Both are form-encoded within it (RFC 6749 §2.3.1), which many programs leave out: the secret comes as it may have
    been meant, encoded or not.
    """
    scheme, _, sent = (header or "").strip().partition(" ")
    if scheme.lower() != "basic" or len(sent) > _LONGEST_CREDENTIALS:
        return None
    try:
        code, colon, secret = base64.b64decode(sent.strip(), validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return None
    return (unquote_plus(code), frozenset({secret, unquote_plus(secret)})) if colon else None


def asked_scopes(scope: str | None, allowed: Collection[str]) -> frozenset[str] | None:
    """The scopes that a request names, all that are allowed when it names none; None when it names another one."""
    asked = frozenset(allowed) if scope is None else frozenset(scope.split(" ")) - {""}
    return asked if asked and asked <= frozenset(allowed) else None
