"""Names of uploaded files, made harmless for every system that may store them later."""

import re
import unicodedata

LONGEST_STEM = 120
_UNSAFE = re.compile(r'[<>:"/\\|?*]')
_ENDING = re.compile(r"[a-z][a-z0-9]{0,9}|[0-9]+[a-z][a-z0-9]{0,8}")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
NAMELESS = "未命名"


def harmless(name: str) -> str:
    """The last part of `name` without signs that steer a system or deceive a reader (`exe.gpj` written backwards)."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    # Categories C*: control and format signs, among them those that turn the direction of reading round.
    seen = "".join(" " if sign in "\t\n\r" else sign for sign in last)
    seen = "".join(sign for sign in seen if not unicodedata.category(sign).startswith("C"))
    stem, ending = split_ending(" ".join(_UNSAFE.sub("_", seen).split()).rstrip(" ."))
    stem = stem[:LONGEST_STEM].strip(" .") or NAMELESS
    if _RESERVED.fullmatch(stem):
        stem = f"_{stem}"
    return f"{stem}.{ending}" if ending else stem


def split_ending(name: str) -> tuple[str, str]:
    """The name before its ending, and the ending in small letters: "" where what follows the dot is none (`2.1稿`)."""
    stem, dot, ending = name.rpartition(".")
    if dot and _ENDING.fullmatch(ending.lower()):
        return stem, ending.lower()
    return name, ""
