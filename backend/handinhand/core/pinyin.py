"""Keys for sorting and finding Chinese names: whole pinyin and initials."""

import re
import unicodedata

_NOT_A_KEY = re.compile(r"[^0-9a-z]+")


def name_keys(name: str) -> tuple[str, str]:
    """`("qiaoshanzhongxue", "qszx")` for 桥山中学. Letters and digits stay; signs fall away."""
    # pypinyin brings 57 MB of tables; a process that only reads never needs them.
    from pypinyin import Style, lazy_pinyin

    plain = unicodedata.normalize("NFKC", name).lower()
    syllables = [_NOT_A_KEY.sub("", syllable) for syllable in lazy_pinyin(plain, style=Style.NORMAL)]
    firsts = [_NOT_A_KEY.sub("", first) for first in lazy_pinyin(plain, style=Style.FIRST_LETTER)]
    return "".join(syllables), "".join(firsts)


def search_key(text: str) -> str:
    """What a person typed, as it is compared with names and keys."""
    return unicodedata.normalize("NFKC", text).strip().lower()
