"""Keys that put names in alphabetical order with a plain comparison, alike in every database.

The Serbian alphabets (30 letters, lj, nj and dž being one letter each) follow the Serbian
orthography, the Bulgarian one the Bulgarian orthographic dictionary; CLDR has the same orders.
Stored keys are lower-case ASCII and must be compared by code point (COLLATE "C" in PostgreSQL).
"""

import re
import unicodedata
from functools import lru_cache

from balkancluster.i18n.locales import find_locale
from balkancluster.i18n.scripts import CYRILLIC_TO_LATIN
from balkancluster.i18n.tags import split_tag

LATIN = [
    "a", "b", "c", "č", "ć", "d", "dž", "đ", "e", "f", "g", "h", "i", "j", "k", "l", "lj",
    "m", "n", "nj", "o", "p", "q", "r", "s", "š", "t", "u", "v", "w", "x", "y", "z", "ž",
]  # fmt: skip
SERBIAN_CYRILLIC = list("абвгдђежзијклљмнњопрстћуфхцчџш")

_CYRILLIC_IN_LATIN = str.maketrans(
    CYRILLIC_TO_LATIN | {"й": "j", "щ": "št", "ъ": "a", "ь": "", "ю": "ju", "я": "ja"}
)
_USUAL_ORDERS = {"Latn": LATIN, "Cyrl": SERBIAN_CYRILLIC}


def sort_key(text: str) -> str:
    """Return the key of the order that all readers share.

    It is made of the Latin form, so that Ана and Ana stand together in every list.
    """
    return _weigh(_composed(text).translate(_CYRILLIC_IN_LATIN), "sr-Latn")


def sort_key_in(tag: str, text: str) -> str:
    """Return the key of one locale's own order, for menus in one script."""
    return _weigh(_composed(text), tag)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower().replace("ѝ", "и")


def _weigh(text: str, tag: str) -> str:
    letters, weights = _weights(tag)
    return " ".join(
        "".join(weights.get(letter) or _plain(letter, weights) for letter in letters.findall(word))
        for word in re.findall(r"[^\W_]+", text)
    )


def _plain(letter: str, weights: dict[str, str]) -> str:
    """Weigh a letter of another alphabet: without its mark if that is ours, else after all of ours."""
    base = unicodedata.normalize("NFD", letter)[0]
    if base.isascii() and base.isdigit():
        return base
    return weights.get(base) or f"zz{ord(base):x}"


@lru_cache(maxsize=8)
def _weights(tag: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return what cuts a word into letters, longest first, and the weight of each letter."""
    order = list(find_locale(tag).alphabet) or _USUAL_ORDERS[split_tag(tag)[1]]
    weights = {letter: chr(ord("a") + place // 10) + str(place % 10) for place, letter in enumerate(order)}
    return re.compile("|".join([*sorted(order, key=len, reverse=True), "."])), weights
