"""The attack table of machine tokens (promises.md S10): every forgery is built by hand, and none is accepted."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384

from handinhand.core.tokens import InvalidToken, MachineToken, issue, read, token_key

NOW = datetime(2026, 10, 15, 4, 0, tzinfo=UTC)
ISSUER = "https://hand.example.cn"
KEY = token_key(b"one installation's own secret, long enough", ISSUER)
OTHER = token_key(b"another installation's secret, long enough", ISSUER)
STRANGER = ec.derive_private_key(4711, ec.SECP256R1())
ISSUED = int(NOW.timestamp())
SECRET = UUID("0199e7a2-0000-7000-8000-000000000001")
HEADER: Mapping[str, Any] = {"alg": "ES256", "kid": KEY.kid, "typ": "at+jwt"}
CLAIMS: Mapping[str, Any] = {
    "iss": ISSUER,
    "aud": "handinhand",
    "sub": "municipal",
    "secret": "0199e7a2-0000-7000-8000-000000000001",
    "iat": ISSUED,
    "exp": ISSUED + 600,
    "jti": "0199e7a2-0000-7000-8000-000000000000",
    "typ": "at+jwt",
    "scope": "stats:read",
}


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def raw(numbers: bytes, size: int = 32) -> bytes:
    r, s = decode_dss_signature(numbers)
    return r.to_bytes(size) + s.to_bytes(size)


def signed(header: bytes, claims: bytes, key: ec.EllipticCurvePrivateKey = KEY.private) -> str:
    """A token of these very bytes, with a signature that holds."""
    head = f"{b64(header)}.{b64(claims)}"
    return f"{head}.{b64(raw(key.sign(head.encode(), ec.ECDSA(SHA256()))))}"


def token(
    header: Mapping[str, Any] | None = None,
    claims: Mapping[str, Any] | None = None,
    *,
    without: str = "",
    key: ec.EllipticCurvePrivateKey = KEY.private,
) -> str:
    """A token signed with the genuine key, some of whose parts are replaced (`...` leaves one out)."""
    head = {name: value for name, value in {**HEADER, **(header or {})}.items() if value is not ...}
    body = {name: value for name, value in {**CLAIMS, **(claims or {})}.items() if name != without}
    return signed(json.dumps(head).encode(), json.dumps(body).encode(), key)


def with_signature(signature: bytes) -> str:
    return f"{token().rpartition('.')[0]}.{b64(signature)}"


def by_hmac(secret: bytes) -> str:
    head = f"{b64(json.dumps({**HEADER, 'alg': 'HS256'}).encode())}.{b64(json.dumps(CLAIMS).encode())}"
    return f"{head}.{b64(hmac.digest(secret, head.encode(), 'sha256'))}"


def public(encoding: serialization.Encoding, form: serialization.PublicFormat) -> bytes:
    return KEY.private.public_key().public_bytes(encoding, form)


def by_rsa() -> str:
    key = rsa.generate_private_key(65537, 2048)
    head = f"{b64(json.dumps({**HEADER, 'alg': 'RS256'}).encode())}.{b64(json.dumps(CLAIMS).encode())}"
    return f"{head}.{b64(key.sign(head.encode(), PKCS1v15(), SHA256()))}"


def by_p384() -> str:
    key = ec.generate_private_key(ec.SECP384R1())
    head = f"{b64(json.dumps({**HEADER, 'alg': 'ES384'}).encode())}.{b64(json.dumps(CLAIMS).encode())}"
    return f"{head}.{b64(raw(key.sign(head.encode(), ec.ECDSA(SHA384())), 48))}"


def der_signature() -> str:
    head = token().rpartition(".")[0]
    return f"{head}.{b64(KEY.private.sign(head.encode(), ec.ECDSA(SHA256())))}"


def tampered() -> str:
    head, _, signature = token().split(".")
    return f"{head}.{b64(json.dumps({**CLAIMS, 'sub': 'other'}).encode())}.{signature}"


def own_jwk() -> dict[str, str]:
    numbers = STRANGER.public_key().public_numbers()
    return {"kty": "EC", "crv": "P-256", "x": b64(numbers.x.to_bytes(32)), "y": b64(numbers.y.to_bytes(32))}


def loose_bits() -> str:
    """Another spelling of the same signature: its last letter carries bits that decoding drops."""
    genuine = token()
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return genuine[:-1] + letters[letters.index(genuine[-1]) + 1]


def repeated(first: str, body: Mapping[str, Any]) -> bytes:
    return b"{" + first.encode() + b"," + json.dumps(body).encode()[1:]


HEADER_BYTES, CLAIM_BYTES = json.dumps(HEADER).encode(), json.dumps(CLAIMS).encode()
PEM = (serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
DER = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
POINT = (serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551

ATTACKS: Mapping[str, Callable[[], str]] = {
    "nothing at all": lambda: "",
    "alg none, no signature": lambda: f"{b64(json.dumps({**HEADER, 'alg': 'none'}).encode())}.{b64(CLAIM_BYTES)}.",
    "alg none, a signature that holds": lambda: token({"alg": "none"}),
    "alg NONE in capitals": lambda: token({"alg": "NONE"}),
    "alg in small letters": lambda: token({"alg": "es256"}),
    "alg missing": lambda: token({"alg": ...}),
    "alg as a list": lambda: token({"alg": ["ES256"]}),
    "alg ES512 over an ES256 signature": lambda: token({"alg": "ES512"}),
    "HS256 with the public key as PEM": lambda: by_hmac(public(*PEM)),
    "HS256 with the public key as DER": lambda: by_hmac(public(*DER)),
    "HS256 with the public key's point": lambda: by_hmac(public(*POINT)),
    "HS256 with an empty secret": lambda: by_hmac(b""),
    "HS256 with the key id": lambda: by_hmac(KEY.kid.encode()),
    "RS256 with a stranger's key": by_rsa,
    "ES384 on another curve": by_p384,
    "a stranger's P-256 key under our key id": lambda: token(key=STRANGER),
    "another environment's key under its own key id": lambda: token({"kid": OTHER.kid}, key=OTHER.private),
    "another environment's key under our key id": lambda: token(key=OTHER.private),
    "an unknown key id": lambda: token({"kid": "unknown"}),
    "no key id": lambda: token({"kid": ...}),
    "the key id is a path": lambda: token({"kid": "../../../dev/null"}),
    "the key id is SQL": lambda: token({"kid": "x' OR '1'='1"}),
    "jwk in the header, signed with it": lambda: token({"jwk": own_jwk()}, key=STRANGER),
    "jku in the header": lambda: token({"jku": "https://attacker.example/keys"}, key=STRANGER),
    "x5u in the header": lambda: token({"x5u": "https://attacker.example/cert"}),
    "x5c in the header": lambda: token({"x5c": ["MIIB"]}),
    "an unknown critical extension": lambda: token({"crit": ["exp-soon"], "exp-soon": 1}),
    "an empty list of critical extensions": lambda: token({"crit": []}),
    "payload not encoded (b64 false)": lambda: token({"b64": False, "crit": ["b64"]}),
    "compressed (zip)": lambda: token({"zip": "DEF"}),
    "header typ JWT": lambda: token({"typ": "JWT"}),
    "header typ missing": lambda: token({"typ": ...}),
    "claim typ of an id token": lambda: token(claims={"typ": "id+jwt"}),
    "another issuer": lambda: token(claims={"iss": "https://attacker.example"}),
    "the issuer with a slash behind it": lambda: token(claims={"iss": ISSUER + "/"}),
    "another audience": lambda: token(claims={"aud": "somebody"}),
    "the audience as a list": lambda: token(claims={"aud": ["handinhand"]}),
    "the audience beside another": lambda: token(claims={"aud": ["handinhand", "somebody"]}),
    "the audience is null": lambda: token(claims={"aud": None}),
    "sub is a number": lambda: token(claims={"sub": 1}),
    "sub with a NUL": lambda: token(claims={"sub": "muni\0cipal"}),
    "sub with half a sign": lambda: token(claims={"sub": "\ud800"}),
    "sub is empty": lambda: token(claims={"sub": ""}),
    "jti is an object": lambda: token(claims={"jti": {}}),
    "expired": lambda: token(claims={"iat": ISSUED - 601, "exp": ISSUED - 1}),
    "expires this very second": lambda: token(claims={"iat": ISSUED - 600, "exp": ISSUED}),
    "expires later than we ever issue": lambda: token(claims={"exp": ISSUED + 601}),
    "expires in ten years": lambda: token(claims={"exp": ISSUED + 315_360_000}),
    "expires before it was issued": lambda: token(claims={"iat": ISSUED + 3, "exp": ISSUED + 2}),
    "issued in the future": lambda: token(claims={"iat": ISSUED + 60, "exp": ISSUED + 600}),
    "not before the future": lambda: token(claims={"nbf": ISSUED + 60}),
    "exp as text": lambda: token(claims={"exp": str(ISSUED + 600)}),
    "exp with a fraction": lambda: token(claims={"exp": ISSUED + 599.5}),
    "exp is true": lambda: token(claims={"exp": True}),
    "iat is null": lambda: token(claims={"iat": None}),
    "exp is Infinity": lambda: signed(
        HEADER_BYTES, CLAIM_BYTES.replace(f'"exp": {ISSUED + 600}'.encode(), b'"exp": Infinity')
    ),
    "the secret is no id": lambda: token(claims={"secret": "first"}),
    "the secret is a list": lambda: token(claims={"secret": [str(SECRET)]}),
    "scope as a list": lambda: token(claims={"scope": ["stats:read"]}),
    "scope is empty": lambda: token(claims={"scope": ""}),
    "scope is a star": lambda: token(claims={"scope": "*"}),
    "a claim that we never write": lambda: token(claims={"admin": True}),
    **{f"claim {name} missing": lambda name=name: token(without=name) for name in CLAIMS},  # type: ignore[misc]
    "alg twice": lambda: signed(repeated('"alg": "none"', HEADER), CLAIM_BYTES),
    "sub twice": lambda: signed(HEADER_BYTES, repeated('"sub": "other"', CLAIMS)),
    "something behind the claims": lambda: signed(HEADER_BYTES, CLAIM_BYTES + b"{}"),
    "claims as an array": lambda: signed(HEADER_BYTES, b"[1]"),
    "claims nested without end": lambda: signed(HEADER_BYTES, b"[" * 900),
    "claims not in UTF-8": lambda: signed(HEADER_BYTES, b'{"sub":"\xff"}'),
    "the header is no JSON": lambda: signed(b"ES256", CLAIM_BYTES),
    "claims changed under the signature": tampered,
    "two segments": lambda: token().rpartition(".")[0],
    "an empty signature": lambda: token().rpartition(".")[0] + ".",
    "four segments": lambda: token() + ".AAAA",
    "five segments, as if encrypted": lambda: token() + ".AAAA.AAAA",
    "r and s zero": lambda: with_signature(bytes(64)),
    "r and s the curve's order": lambda: with_signature(ORDER.to_bytes(32) * 2),
    "s zero": lambda: with_signature((1).to_bytes(32) + bytes(32)),
    "a signature of 63 bytes": lambda: with_signature(b"\1" * 63),
    "a signature of 65 bytes": lambda: with_signature(b"\1" * 65),
    "the signature in DER": der_signature,
    "a loose bit at the end of the signature": loose_bits,
    "padded with =": lambda: token() + "==",
    "a space before it": lambda: " " + token(),
    "a newline behind it": lambda: token() + "\n",
    "a percent-encoded dot": lambda: token().replace(".", "%2E", 1),
    "a full-width dot": lambda: token().replace(".", "．", 1),
    "a null byte behind it": lambda: token() + "\0",
    "standard base64 letters": lambda: token().replace("-", "+").replace("_", "/") + "+",
    "over-long": lambda: token(claims={"sub": "m" * 4000}),
    "a digest in place of a token": lambda: hashlib.sha256(b"token").hexdigest(),
}


def test_given_the_table_then_it_holds_at_least_the_forty_attacks_that_are_promised() -> None:
    assert len(ATTACKS) >= 40
    assert "claim aud missing" in ATTACKS


@pytest.mark.parametrize("name", ATTACKS)
def test_given_an_attack_then_the_token_is_refused(name: str) -> None:
    with pytest.raises(InvalidToken):
        read(KEY, ATTACKS[name](), now=NOW)


def test_given_the_same_tools_when_nothing_is_forged_then_the_token_is_accepted() -> None:
    assert read(KEY, token(), now=NOW) == MachineToken("municipal", SECRET, frozenset({"stats:read"}))


def test_given_a_token_of_ours_then_it_holds_for_ten_minutes_and_no_longer() -> None:
    ours = issue(KEY, client="municipal", secret_id=SECRET, scopes=["stats:read"], token_id="1", now=NOW)
    for minutes, holds in ((0, True), (9.9, True), (10, False), (-1, False)):
        at = NOW + timedelta(minutes=minutes)
        if holds:
            assert read(KEY, ours, now=at).client == "municipal"
        else:
            with pytest.raises(InvalidToken):
                read(KEY, ours, now=at)


def test_given_two_processes_with_one_secret_then_each_accepts_what_the_other_issued() -> None:
    ours = issue(KEY, client="municipal", secret_id=SECRET, scopes=["stats:read"], token_id="1", now=NOW)
    again = token_key(b"one installation's own secret, long enough", ISSUER)
    assert again.kid == KEY.kid
    assert read(again, ours, now=NOW).client == "municipal"


def test_given_another_secret_then_the_token_is_refused() -> None:
    ours = issue(OTHER, client="municipal", secret_id=SECRET, scopes=["stats:read"], token_id="1", now=NOW)
    with pytest.raises(InvalidToken):
        read(KEY, ours, now=NOW)
