"""Whether a text is in the language of the person who gets it."""

import re

_LETTERS_OF_SERBIAN = re.compile("[ђјљњћџЂЈЉЊЋЏ]")
_CYRILLIC = re.compile("[а-яА-Я]")


def speaks_bulgarian(text: str) -> bool:
    """Whether a text is Bulgarian, as far as its letters tell: Cyrillic without those of Serbian only."""
    return bool(_CYRILLIC.search(text)) and not _LETTERS_OF_SERBIAN.search(text)
