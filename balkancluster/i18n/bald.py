"""Bald Latin: Serbian as people type it on foreign keyboards, without the marks of š, đ, č, ć and ž.

Which letters have lost their marks cannot be known (sasa may be саса or шаша), so that such a text is not
converted into Cyrillic. The rules are our own.
"""

import re
from collections.abc import Sequence

from balkancluster.i18n import stop_words
from balkancluster.i18n.conversion import WORD

ENOUGH_LETTERS = 60
"""Of the letters of Serbian one in thirty has a mark: in so many it would have shown."""

_DJ = re.compile(r"\b(?!na|od|po|pred|pod)[a-z]+dj")
"""How đ is typed without its mark; after a prefix (nadjačati, odjek) it is two letters."""

_MARKED = re.compile("[šđčćž\u01c4-\u01c6]", re.IGNORECASE)


def is_bald(text: str) -> bool:
    """Whether a Serbian text in Latin lacks its marks; in a short one, only if a word shows it."""
    if _MARKED.search(text):
        return False
    small = text.lower()
    words = WORD.findall(small)
    return sum(map(len, words)) >= ENOUGH_LETTERS or _shows_it(small, words)


def _shows_it(small: str, words: Sequence[str]) -> bool:
    return not stop_words.BALD.isdisjoint(words) or bool(_DJ.search(small))
