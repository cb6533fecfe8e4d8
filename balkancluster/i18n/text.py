"""What may stand in a text: questions that the edges ask before anything is stored.

Invisible characters are those of Unicode UAX #9 (direction controls) and UTS #39 (characters
that make two different names look alike).
"""

import re
import unicodedata

from balkancluster.i18n.conversion import CYRILLIC, WORD

MARKS_IN_A_ROW = 8
"""No language here stacks more marks on one letter; more only spoils the lines around it."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_LATIN = re.compile(r"[A-Za-zªº\u00c0-\u024f\u1e00-\u1eff](?<![×÷])")
_LINE_BREAK = re.compile(r"[\n\r\u2028\u2029\x85\x0b\x0c]")


def normalize(text: str) -> str:
    """Return the text in Unicode NFC with line breaks as \\n: the one form in which texts are stored."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def has_control_characters(text: str) -> bool:
    """Whether the text has U+0000 or another control, a lone surrogate or a noncharacter.

    Tabs and line breaks are no controls in this sense.
    """
    return bool(_CONTROL.search(text))


def has_invisible_characters(text: str) -> bool:
    """Whether the text has characters that cannot be seen: in a name they are refused."""
    return bool(_INVISIBLE.search(text))


def has_line_breaks(text: str) -> bool:
    """Whether the text has more than one line: a name or a mail subject never has."""
    return bool(_LINE_BREAK.search(text))


def has_stacked_marks(text: str) -> bool:
    """Whether more than MARKS_IN_A_ROW combining marks follow one another."""
    run = 0
    for character in "" if text.isascii() else text:
        run = run + 1 if unicodedata.category(character).startswith("M") else 0
        if run > MARKS_IN_A_ROW:
            return True
    return False


def find_mixed_word(text: str) -> str:
    """Return the first word with both Latin and Cyrillic letters, which look alike and are not (UTS #39).

    Empty where there is none: two words, each in one alphabet, are in order.
    """
    words = WORD.findall(normalize(text))
    return next((word for word in words if _LATIN.search(word) and CYRILLIC.search(word)), "")


def is_blank(text: str) -> bool:
    """Whether a reader would see nothing."""
    return not _INVISIBLE.sub("", text).strip()


def collapse_spaces(text: str) -> str:
    """Return the text on one line, with one space between words and none around."""
    return " ".join(text.split())
