"""Serbian from one of its scripts into the other, leaving alone whatever is not Serbian words.

The alphabets are those of the Serbian orthography (Pravopis srpskoga jezika, Matica srpska). Into Latin
the conversion is exact. Into Cyrillic it cannot be, because lj, nj and dž stand for one letter or for
two: the words in which they are two are listed (`i18n/seams.py`). A word is left as it is when it is not
Serbian: by its letters, by its doubled consonants, by name, as a Roman numeral, or as a unit after a
number.
"""

import re

from balkancluster.i18n.conversion import convert_words, write_capital
from balkancluster.i18n.remembering import remember_words
from balkancluster.i18n.seams import FOREIGN, FOREIGN_BEGINNINGS, SEAMS, UNITS

CYRILLIC_TO_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ђ": "đ", "е": "e", "ж": "ž", "з": "z", "и": "i",
    "ј": "j", "к": "k", "л": "l", "љ": "lj", "м": "m", "н": "n", "њ": "nj", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "ћ": "ć", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "č", "џ": "dž", "ш": "š",
}  # fmt: skip
LATIN_TO_CYRILLIC = {latin: cyrillic for cyrillic, latin in CYRILLIC_TO_LATIN.items()}

FOREIGN_CYRILLIC = re.compile(r"[\u0400-\u052f](?<![а-ик-шђјљњћџА-ИК-ШЂЈЉЊЋЏ])")
DIGRAPH = re.compile("[ЉЊЏ]")

_PLAIN = str.maketrans(
    CYRILLIC_TO_LATIN | {letter.upper(): latin.upper() for letter, latin in CYRILLIC_TO_LATIN.items()}
)
_SERBIAN_LATIN = re.compile(r"[a-pr-vzčćđšž]+")
_DOUBLED = re.compile(r"ll|ff|cc|gg|kk")
_ROMAN = re.compile(r"(?=..)M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_TWO_LETTERS = re.compile("[LlNn][Jj]|[Dd][Žž]")
_SECOND_LETTERS = frozenset("JjŽž")
_LETTERS = str.maketrans(
    {
        letter: cyrillic
        for latin, small in LATIN_TO_CYRILLIC.items()
        if len(latin) == 1
        for letter, cyrillic in ((latin, small), (latin.upper(), small.upper()))
    }
)
_AFTER_NUMBER = re.compile(r"\d\s?$")
LONGEST_UNIT = max(map(len, UNITS))
_ONE_CHARACTER = str.maketrans(
    {"Ǆ": "DŽ", "ǅ": "Dž", "ǆ": "dž", "Ǉ": "LJ", "ǈ": "Lj", "ǉ": "lj", "Ǌ": "NJ", "ǋ": "Nj", "ǌ": "nj"}
)
"""The digraphs as single characters of Unicode (U+01C4 to U+01CC), which old code pages needed."""


def to_latin(text: str) -> str:
    """Write Serbian text in Latin; links, code, mentions, placeholders and foreign words stay.

    A word with a Cyrillic letter that Serbian does not have (щ, ъ, я…) is Bulgarian or Russian
    and is left whole. The result is in Unicode NFC.
    """
    return convert_words(text, write_latin)


def to_cyrillic(text: str) -> str:
    """Write Serbian text in Cyrillic; links, code, mentions, placeholders and foreign words stay.

    Latin without its marks (cuprija) is converted as it was typed: whether that is wanted, the caller knows.
    The result is in Unicode NFC.
    """
    return convert_words(text, write_cyrillic)


def write_latin(match: re.Match[str]) -> str:
    """Return one word in Latin: the conversion of `to_latin`."""
    word = match.group()
    if FOREIGN_CYRILLIC.search(word):
        return word
    return DIGRAPH.sub(_capital_digraph, word).translate(_PLAIN)


def _capital_digraph(match: re.Match[str]) -> str:
    return write_capital(CYRILLIC_TO_LATIN[match.group().lower()], match)


def write_cyrillic(match: re.Match[str]) -> str:
    """Return one word in Cyrillic: the conversion of `to_cyrillic`."""
    word = match.group()
    return word if len(word) <= LONGEST_UNIT and _is_unit(word, match) else _word_to_cyrillic(word)


def _is_unit(word: str, match: re.Match[str]) -> bool:
    start = match.start()
    return word.lower() in UNITS and bool(_AFTER_NUMBER.search(match.string, max(start - 2, 0), start))


@remember_words(65_536)
def _word_to_cyrillic(word: str) -> str:
    word = word.translate(_ONE_CHARACTER)
    small = word.lower()
    if _is_foreign(word, small):
        return word
    if "nj" not in small and "dž" not in small:
        return _letters_to_cyrillic(word)
    parts, begin = [], 0
    for seam in SEAMS.finditer(small):
        # The second letter of the digraph belongs to what follows.
        parts.append(word[begin : seam.end() - 1])
        begin = seam.end() - 1
    return "".join(map(_letters_to_cyrillic, (*parts, word[begin:])))


def _is_foreign(word: str, small: str) -> bool:
    if not _SERBIAN_LATIN.fullmatch(small):
        return True
    if small[:3] in FOREIGN_BEGINNINGS and FOREIGN.fullmatch(small):
        return True
    if word.isupper():
        # Among capitals a doubled letter is more often an abbreviation of ours.
        return bool(_ROMAN.fullmatch(word))
    return bool(_DOUBLED.search(small))


def _letters_to_cyrillic(letters: str) -> str:
    if _SECOND_LETTERS.isdisjoint(letters):
        return letters.translate(_LETTERS)
    return _TWO_LETTERS.sub(_two_letters_to_cyrillic, letters).translate(_LETTERS)


def _two_letters_to_cyrillic(match: re.Match[str]) -> str:
    letters = match.group()
    cyrillic = LATIN_TO_CYRILLIC[letters.lower()]
    return cyrillic.upper() if letters[0].isupper() else cyrillic
