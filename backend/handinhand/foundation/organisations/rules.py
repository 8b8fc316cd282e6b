"""The tree's own rules: what each kind may hold, how names are keyed and searched, how phones are shown. Pure."""

import unicodedata
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date

from handinhand.core.pinyin import name_keys, search_key

INSTITUTION_KINDS = frozenset({"school", "kindergarten", "training"})
"""The kinds that the programme helps or that help in it (domain.md §1)."""
SECTION_KINDS = frozenset({"section", "unit"})
"""What an opinion is taken to: "the unit or bureau section in charge" (domain.md §1 B)."""
PARENT_KINDS = frozenset({"bureau", "unit", *INSTITUTION_KINDS})

KIND_LABELS: Mapping[str, str] = {
    "bureau": "教育局",
    "section": "股室",
    "unit": "归口单位",
    "school": "学校",
    "kindergarten": "幼儿园",
    "training": "培训机构",
    "party_committee": "党委",
    "general_branch": "党总支",
    "branch": "党支部",
    "joint_branch": "联合党支部",
}
"""What people read for a kind of organisation or Party organisation (domain.md §8)."""

INSTITUTION_FIELDS = frozenset(
    {
        "ownership",
        "section_id",
        "permit_number",
        "permit_valid_until_on",
        "full_members",
        "probationary_members",
        "members_as_of_on",
        "joined_on",
    }
)
"""What only a school, kindergarten or training institution has (domain.md §6, Institution)."""

LONGEST_PINYIN = 400
LONGEST_INITIALS = 100
LONGEST_PERSON_INITIALS = 60


def keys_of(name: str, *, longest_initials: int = LONGEST_INITIALS) -> dict[str, str]:
    """The stored keys of a name, cut to the width of their columns: a hundred characters may need six letters each."""
    pinyin, initials = name_keys(name)
    return {"name_pinyin": pinyin[:LONGEST_PINYIN], "name_initials": initials[:longest_initials]}


@dataclass(frozen=True, slots=True)
class Searched:
    """What somebody typed: as it is compared with names, and as it is compared with pinyin and initials."""

    text: str
    pinyin: str


def searched(q: str) -> Searched:
    """Both forms of `q`. Tones, spaces and apostrophes of pinyin fall away, and ü is v, as the keys have it.

    `pinyin` is empty when nothing of `q` can stand in a key; then it must not be compared at all.
    """
    text = search_key(q)
    spelled = unicodedata.normalize("NFD", text).replace("u\N{COMBINING DIAERESIS}", "v")
    letters = "".join(sign for sign in spelled if "0" <= sign <= "9" or "a" <= sign <= "z")
    foreign = any(
        not (sign.isspace() or unicodedata.combining(sign) or sign in "'’·-" or sign in letters) for sign in spelled
    )
    return Searched(text, "" if foreign else letters)


def mask_mobile(mobile: str | None) -> str | None:
    """A phone number as lists show it: 138****0000 (promises.md S4)."""
    if mobile is None:
        return None
    return f"{mobile[:3]}****{mobile[-4:]}" if len(mobile) >= 11 else "****" + mobile[-2:]


def is_over(last_day: date | None, today: date) -> bool:
    """Whether something whose last day is `last_day` has ended."""
    return last_day is not None and last_day < today


def fields_out_of_place(kind: str, given: Set[str]) -> Set[str]:
    """Of the fields that are filled in, those that an organisation of this kind does not have."""
    return frozenset() if kind in INSTITUTION_KINDS else given & INSTITUTION_FIELDS
