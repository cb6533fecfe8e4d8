"""Bulgarian in Latin letters, as an aid for those who do not read Cyrillic.

The rules are those of the Bulgarian Transliteration Act of 2009 (State Gazette 19/2009): letter by
letter, with -ия at the end of a word as -ia, and Bulgaria by name. ѝ, of which the act does not speak, is
written as и. There is no way back.
"""

import re

from balkancluster.i18n.conversion import convert_words, write_capital

TO_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u",
    "ф": "f", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sht", "ъ": "a", "ь": "y", "ю": "yu", "я": "ya",
    "ѝ": "i",
}  # fmt: skip
BY_NAME = {"българия": "bulgaria"}

_BULGARIAN = re.compile("[а-ъьюяѝ]+", re.IGNORECASE)
_IA_AT_THE_END = re.compile("(?<=и)я$", re.IGNORECASE)
_OF_SEVERAL_LETTERS = re.compile("[ЖЦЧШЩЮЯ]")
_PLAIN = str.maketrans(TO_LATIN | {letter.upper(): latin.upper() for letter, latin in TO_LATIN.items()})


def bulgarian_to_latin(text: str) -> str:
    """Write Bulgarian text in Latin; links, code, mentions, placeholders and foreign words stay.

    A word with a Cyrillic letter that Bulgarian does not have (ј, ћ, ы…) is left whole. The result is in
    Unicode NFC.
    """
    return convert_words(text, write_latin)


def write_latin(match: re.Match[str]) -> str:
    """Return one word in Latin: the conversion of `bulgarian_to_latin`."""
    word = match.group()
    if not _BULGARIAN.fullmatch(word):
        return word
    if name := BY_NAME.get(word.lower()):
        return name.upper() if word.isupper() else name.capitalize() if word[0].isupper() else name
    plain = _IA_AT_THE_END.sub(lambda match: "А" if match.group().isupper() else "а", word)
    return _OF_SEVERAL_LETTERS.sub(_capital, plain).translate(_PLAIN)


def _capital(match: re.Match[str]) -> str:
    return write_capital(TO_LATIN[match.group().lower()], match)
