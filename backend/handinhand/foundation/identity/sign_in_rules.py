"""Sign-in names, activation codes and device labels, as pure rules (promises.md S10)."""

import base64
import hmac
import re
import unicodedata
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

DEVICE_KNOWN_FOR = timedelta(days=365)
"""Since the account last signed in from it (ours); the cookie lasts as long."""
ACTIVATION_VALID_FOR = timedelta(days=14)
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")
_CODE_BYTES = 20
_CODE = re.compile(r"[A-Z2-7]{32}")
_LONGEST_BASE = 30
_DEVICE_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_PROGRAMS = (
    ("MicroMessenger", "微信"),
    ("Edg", "Edge 浏览器"),
    ("Firefox", "火狐浏览器"),
    ("HuaweiBrowser", "华为浏览器"),
    ("Chrome", "Chrome 浏览器"),
    ("Safari", "Safari 浏览器"),
)
_MACHINES = (
    ("iPhone", "苹果手机"),
    ("iPad", "苹果平板"),
    ("Android", "安卓手机"),
    ("OpenHarmony", "鸿蒙手机"),
    ("Windows", "Windows 电脑"),
    ("Macintosh", "苹果电脑"),
    ("Linux", "Linux 电脑"),
)


def plain_username(typed: str) -> str:
    """A sign-in name as it is compared: input methods leave full-width letters and capitals."""
    return unicodedata.normalize("NFKC", typed).strip().lower()


def free_username(base: str, taken: Collection[str]) -> str:
    """`base`, or with the first number from 2 that makes it free. `base` is a name's pinyin, perhaps empty."""
    base = base[:_LONGEST_BASE] if len(base) >= 3 else f"user{base}"
    if base not in taken:
        return base
    number = 2
    while f"{base}{number}" in taken:
        number += 1
    return f"{base}{number}"


def is_device_token(token: str | None) -> bool:
    """Whether the device cookie holds what we put there."""
    return token is not None and _DEVICE_TOKEN.fullmatch(token) is not None


def device_label(user_agent: str | None) -> str:
    """What its owner calls the browser, for the list of one's own sessions."""
    text = user_agent or ""
    program = next((label for sign, label in _PROGRAMS if sign in text), "其他程序")
    machine = next((label for sign, label in _MACHINES if sign in text), None)
    return f"{program}（{machine}）" if machine else program


def activation_code(secret_key: bytes, activation_id: UUID) -> str:
    """The 160 bits on a slip, as 32 letters and digits.

    Made from the row's id and the installation's key, not drawn: so it stands neither in the database nor in its
    backups, and the answer to a repeated request (Idempotency-Key) can be rendered anew.
    """
    made = hmac.digest(secret_key, b"activation\0" + activation_id.bytes, "sha256")[:_CODE_BYTES]
    return base64.b32encode(made).decode("ascii")


def grouped(code: str) -> str:
    """The code in fours, for typing."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def read_activation_code(typed: str) -> str | None:
    """The code that a person typed or scanned, None when it cannot be one. What looks alike in print is put right."""
    plain = re.sub(r"[\s\-—–_]", "", unicodedata.normalize("NFKC", typed)).upper()
    plain = plain.translate(str.maketrans("018", "OIB"))
    return plain if _CODE.fullmatch(plain) else None
