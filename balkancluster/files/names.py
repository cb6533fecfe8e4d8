"""The name of a file as it is kept: one line that says what it seems to say, and no path."""

import re
import unicodedata

from balkancluster.i18n.text import collapse_spaces

LONGEST = 200
LONGEST_ENDING = 16
NAMELESS = "file"

_NOT_FOR_NAMES = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_PATH = re.compile(r"[/\\]")
_RESERVED = re.compile(r'[<>:"|?*]')


def clean_name(name: str) -> str:
    """Return the last part of a path in NFC, without controls, marks of direction and what cannot be seen.

    A name that is too long keeps its beginning and its ending. A name of nothing else is called "file".
    """
    last = _PATH.split(unicodedata.normalize("NFC", name))[-1]
    seen = "".join(letter for letter in last if unicodedata.category(letter) not in _NOT_FOR_NAMES)
    whole = collapse_spaces(_RESERVED.sub("_", seen)).strip(". ")
    if len(whole) > LONGEST:
        stem, ending = split_ending(whole)
        whole = stem[: LONGEST - len(ending)].rstrip(". ") + ending
    return whole or NAMELESS


def split_ending(name: str) -> tuple[str, str]:
    """Return a name in two parts: the ending has its dot, and is empty where there is none."""
    stem, dot, ending = name.rpartition(".")
    if not dot or not stem or len(ending) > LONGEST_ENDING or " " in ending:
        return name, ""
    return stem, f".{ending}"


def ending_of(name: str) -> str:
    """Return the ending in small letters, with its dot."""
    return split_ending(name)[1].lower()
