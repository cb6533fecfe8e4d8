"""Serbian Cyrillic to Serbian Latin, leaving alone whatever is not Serbian words.

The alphabets are those of the Serbian orthography (Pravopis srpskoga jezika, Matica srpska); the
conversion in this direction is exact. The protected spans are our own rule: what a machine or
another person must find unchanged.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator

CYRILLIC_TO_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ђ": "đ", "е": "e", "ж": "ž", "з": "z", "и": "i",
    "ј": "j", "к": "k", "л": "l", "љ": "lj", "м": "m", "н": "n", "њ": "nj", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "ћ": "ć", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "č", "џ": "dž", "ш": "š",
}  # fmt: skip

# Every alternative begins at a boundary or is bounded: no text takes time by the square of its length.
PROTECTED = re.compile(
    r"""
    ```.*?```|`[^`\n]+`                                       # code
    |\b(?:https?|ftp|mailto|tel)://?[^\s<>]+|\bwww\.[^\s<>]+   # links
    |(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+   # mail addresses
    |(?<![\w/])[@\#][\w.\-]+                                  # mentions and channels
    |:[a-z0-9_+\-]+:                                          # names of emoji
    |%\([^()]{1,60}\)[sdif]|%[sd]|\{\{[^{}]{0,200}\}\}|\{[^{}\s]*\}|\$\{[^{}]{0,200}\}  # placeholders
    |</?[a-z][^<>]*>|&\#?\w+;                                 # tags and entities
    |(?<![\w.-])(?:[\w-]{1,63}\.){1,6}(?:com|org|net|eu|rs|срб|bg|бг|io|info|edu|gov)\b(?:/\S*)?  # domains
    |(?<![\w.-])[\w.-]{1,120}\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|txt|csv|zip|png|jpe?g|py|js|html?)\b  # files
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
WORD = re.compile(r"[^\W\d_]+")
FOREIGN_CYRILLIC = re.compile(r"[\u0400-\u052f](?<![а-ик-шђјљњћџА-ИК-ШЂЈЉЊЋЏ])")
DIGRAPH = re.compile("[ЉЊЏ]")

_PLAIN = str.maketrans(
    CYRILLIC_TO_LATIN | {letter.upper(): latin.upper() for letter, latin in CYRILLIC_TO_LATIN.items()}
)


def split_protected(text: str) -> Iterator[tuple[bool, str]]:
    """Cut a text into spans: (True, what must stay as it is) and (False, words to convert)."""
    position = 0
    for match in PROTECTED.finditer(text):
        if match.start() > position:
            yield False, text[position : match.start()]
        yield True, match.group()
        position = match.end()
    if position < len(text):
        yield False, text[position:]


def to_latin(text: str) -> str:
    """Write Serbian text in Latin; links, code, mentions, placeholders and foreign words stay.

    A word with a Cyrillic letter that Serbian does not have (щ, ъ, я…) is Bulgarian or Russian
    and is left whole. The result is in Unicode NFC.
    """
    return _convert(text, _word_to_latin)


def _convert(text: str, convert_word: Callable[[str], str]) -> str:
    spans = split_protected(unicodedata.normalize("NFC", text))
    return "".join(
        span if protected else WORD.sub(lambda match: convert_word(match.group()), span)
        for protected, span in spans
    )


def _word_to_latin(word: str) -> str:
    if FOREIGN_CYRILLIC.search(word):
        return word
    return DIGRAPH.sub(_capital_digraph, word).translate(_PLAIN)


def _capital_digraph(match: re.Match[str]) -> str:
    """Write Љ as LJ among capitals and as Lj before a small letter or alone ("Lj. Petrović")."""
    word, position = match.string, match.start()
    following = word[position + 1 : position + 2]
    neighbour = following or word[max(position - 1, 0) : position]
    latin = CYRILLIC_TO_LATIN[match.group().lower()]
    return latin.upper() if neighbour.isupper() else latin.capitalize()
