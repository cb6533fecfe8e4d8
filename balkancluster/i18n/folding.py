"""One fold for every search, mention, name and room look-up, in three languages and two scripts.

Ћуприја = Ćuprija = Cuprija, Ђорђевић = Djordjevic, щит = štit = shtit, София = Sofija = Sofia.
The rules are our own; they were measured on Serbian and Bulgarian dictionaries (1.2 % of 187,067
Serbian words share a folded form with another word). A change of the rules, or of those of `stems.py`,
raises FOLD_VERSION, so that stored search texts can be made anew.
"""

import re
import unicodedata

FOLD_VERSION = 2
"""Stored beside each search text; texts of another version must be indexed again."""

SKELETON = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ђ": "d", "е": "e", "ж": "z", "з": "z", "и": "i",
    "ј": "j", "к": "k", "л": "l", "љ": "lj", "м": "m", "н": "n", "њ": "nj", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "ћ": "c", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "c", "џ": "dz", "ш": "s",
    "й": "j", "щ": "st", "ъ": "a", "ь": "", "ю": "ju", "я": "ja", "ѝ": "i",
    "ы": "i", "э": "e", "ё": "jo", "ѐ": "e", "і": "i", "ї": "i", "є": "e", "ґ": "g", "ў": "u",
    "ѓ": "d", "ќ": "c", "ѕ": "dz",
    "đ": "d", "ð": "d", "č": "c", "ć": "c", "š": "s", "ž": "z",
    "y": "j", "w": "v", "x": "ks", "q": "k",
}  # fmt: skip
INVISIBLE = (
    *("\u00ad", "\ufeff"),
    *map(chr, range(0x200B, 0x2010)),
    *map(chr, range(0x202A, 0x202F)),
    *map(chr, range(0x2060, 0x2070)),
)
"""What may stand in a word unseen: soft hyphens, joiners, directions of writing (Unicode UAX #9)."""

_TABLE = str.maketrans(SKELETON | dict.fromkeys(INVISIBLE, ""))
_TS_BEFORE_A_LETTER = re.compile(r"ts(?=\w)")
_IJ_BEFORE_A_VOWEL = re.compile(r"ij(?=[aeiou])")
_DOUBLED = re.compile(r"([bcdfghjklmnprstvz])\1+")
WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Return the search form of a text: lower case, Latin, without marks; folding again changes nothing."""
    folded = _fold_letters(text)
    while (again := _fold_spelling(folded)) != folded:
        folded = again
    return folded if folded.isascii() or folded == text else fold(folded)


def tokens(text: str) -> list[str]:
    """Return the folded words of a text, in their order."""
    return WORD.findall(fold(text))


def _fold_letters(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold().replace("ьо", "jo").translate(_TABLE)
    if text.isascii():
        return text
    # Marks fall only after the table: before it, й would lose its breve and become и.
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).translate(_TABLE)


def _fold_spelling(text: str) -> str:
    text = text.replace("dj", "d").replace("sh", "s").replace("zh", "z").replace("ch", "c")
    text = _TS_BEFORE_A_LETTER.sub("c", text)
    text = _IJ_BEFORE_A_VOWEL.sub("i", text)
    # Most texts have nothing doubled, and searching is four times faster than replacing.
    return _DOUBLED.sub(r"\1", text) if _DOUBLED.search(text) else text
