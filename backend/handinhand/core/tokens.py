"""Tokens of machines outside: JSON Web Tokens signed with ES256 (promises.md S10). The only user of python-jose.

The library makes and verifies one thing, the signature. What a token may look like at all is decided here, before it,
and by exact shape: the tokens are ours alone, so what we would not have written is refused without being understood.
"""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from jose import jws
from jose.exceptions import JWSError

LIFETIME = timedelta(minutes=10)
"""Long enough for a night's run of reads, short enough that a copied token is soon worth nothing. Rights do not wait
for it: they are read afresh at every request."""

AUDIENCE = "handinhand"
_TYPE = "at+jwt"  # RFC 9068
_ALGORITHM = "ES256"
_CLOCK_SKEW = timedelta(seconds=5)  # between two machines of one installation
_MOST_SIGNS = 2048  # ours have about 600
_SIGNATURE_BYTES = 64
_SEGMENTS = re.compile(r"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)")
_CLIENT = re.compile(r"[ -~]{1,200}")  # a client's code; a sign that no database takes is refused before one is asked
_SCOPES = re.compile(r"[a-z]+:[a-z]+(?: [a-z]+:[a-z]+)*")
_HEADER = {"alg", "kid", "typ"}
_CLAIMS = {"aud", "exp", "iat", "iss", "jti", "scope", "secret", "sub", "typ"}
_ORDER_OF_P256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class InvalidToken(ValueError):
    """The token is not one of ours that holds now. Which of its parts was wrong is told to nobody."""


@dataclass(frozen=True, slots=True)
class TokenKey:
    """The installation's signing key and the issuer that its tokens name."""

    private: ec.EllipticCurvePrivateKey
    kid: str
    issuer: str


@dataclass(frozen=True, slots=True)
class MachineToken:
    """What a genuine token says: which client, by its code, by which of its secrets, and the scopes it asked for."""

    client: str
    secret_id: UUID
    scopes: frozenset[str]


def token_key(secret_key: bytes, issuer: str) -> TokenKey:
    """The key that every process of an installation derives alike, so none lies in the database.

    `issuer` is the installation's public address. HKDF (RFC 5869); 48 bytes leave no bias modulo the order of P-256.
    """
    derived = HKDF(algorithm=SHA256(), length=48, salt=None, info=b"handinhand machine tokens ES256").derive(secret_key)
    scalar = int.from_bytes(derived) % (_ORDER_OF_P256 - 1) + 1
    private = ec.derive_private_key(scalar, ec.SECP256R1())
    return TokenKey(private, _thumbprint(private.public_key()), issuer)


def issue(key: TokenKey, *, client: str, secret_id: UUID, scopes: Iterable[str], token_id: str, now: datetime) -> str:
    """A token for a client, good for `LIFETIME`."""
    issued = int(now.timestamp())
    claims = {
        "iss": key.issuer,
        "aud": AUDIENCE,
        "sub": client,
        "secret": str(secret_id),
        "iat": issued,
        "exp": issued + int(LIFETIME.total_seconds()),
        "jti": token_id,
        "typ": _TYPE,
        "scope": " ".join(sorted(scopes)),
    }
    token: str = jws.sign(claims, key.private, headers={"kid": key.kid, "typ": _TYPE}, algorithm=_ALGORITHM)
    return token


def read(key: TokenKey, token: str, *, now: datetime) -> MachineToken:
    """What a genuine token says. Raises InvalidToken for every other text."""
    segments = _SEGMENTS.fullmatch(token) if len(token) <= _MOST_SIGNS else None
    if segments is None:
        raise InvalidToken
    header, claims = (_object(_bytes(segment)) for segment in segments.group(1, 2))
    if header.keys() != _HEADER or claims.keys() != _CLAIMS or len(_bytes(segments[3])) != _SIGNATURE_BYTES:
        raise InvalidToken
    if header != {"alg": _ALGORITHM, "kid": key.kid, "typ": _TYPE}:
        raise InvalidToken
    try:
        jws.verify(token, key.private.public_key(), [_ALGORITHM])
    except JWSError as error:
        raise InvalidToken from error
    return _checked(key, claims, now)


def _checked(key: TokenKey, claims: dict[str, Any], now: datetime) -> MachineToken:
    texts = [claims[name] for name in ("iss", "aud", "sub", "jti", "typ", "scope", "secret")]
    issued, expires = claims["iat"], claims["exp"]
    if not all(type(text) is str and text for text in texts) or type(issued) is not int or type(expires) is not int:
        raise InvalidToken
    if (claims["iss"], claims["aud"], claims["typ"]) != (key.issuer, AUDIENCE, _TYPE):
        raise InvalidToken
    instant = now.timestamp()
    holds = issued <= instant + _CLOCK_SKEW.total_seconds() and instant < expires
    if not holds or not 0 < expires - issued <= LIFETIME.total_seconds() or not _SCOPES.fullmatch(claims["scope"]):
        raise InvalidToken
    if not _CLIENT.fullmatch(claims["sub"]):
        raise InvalidToken
    try:
        secret_id = UUID(claims["secret"])
    except ValueError as error:
        raise InvalidToken from error
    return MachineToken(claims["sub"], secret_id, frozenset(claims["scope"].split(" ")))


def _bytes(segment: str) -> bytes:
    """The bytes of a segment, which has one spelling only."""
    try:
        found = base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
    except binascii.Error as error:
        raise InvalidToken from error
    if _text(found) != segment:
        raise InvalidToken
    return found


def _text(found: bytes) -> str:
    return base64.urlsafe_b64encode(found).rstrip(b"=").decode()


def _object(found: bytes) -> dict[str, Any]:
    try:
        value = json.loads(found.decode(), object_pairs_hook=_without_repeats, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise InvalidToken from error
    if not isinstance(value, dict):
        raise InvalidToken
    return value


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise InvalidToken
    return found


def _refuse_constant(name: str) -> Any:
    raise InvalidToken(name)


def _thumbprint(public: ec.EllipticCurvePublicKey) -> str:
    """RFC 7638."""
    numbers = public.public_numbers()
    members = {"crv": "P-256", "kty": "EC", "x": _text(numbers.x.to_bytes(32)), "y": _text(numbers.y.to_bytes(32))}
    return _text(hashlib.sha256(json.dumps(members, separators=(",", ":"), sort_keys=True).encode()).digest())
