"""How a text goes from one alphabet into another: word by word, around what must be found unchanged.

The protected spans are our own rule: what a machine, or another person, looks for as it was written.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator

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
SIGN_OF_PROTECTED = re.compile(r"[`@#%{<&]|\.[^\W\d_]|:\S")
"""What every protected span has in it: to see that there is none takes a tenth of the time."""

WORD = re.compile(r"[^\W\d_]+")
CYRILLIC = re.compile(r"[\u0400-\u052f]")

Convert = Callable[[re.Match[str]], str]
"""Writes one word anew; the match also knows what stands around it."""


def split_protected(text: str) -> Iterator[tuple[bool, str]]:
    """Cut a text into spans: (True, what must stay as it is) and (False, words to convert)."""
    position = 0
    for match in PROTECTED.finditer(text) if SIGN_OF_PROTECTED.search(text) else ():
        if match.start() > position:
            yield False, text[position : match.start()]
        yield True, match.group()
        position = match.end()
    if position < len(text):
        yield False, text[position:]


def convert_words(text: str, convert: Convert) -> str:
    """Return the text in Unicode NFC with every word converted that is not in a protected span."""
    spans = split_protected(unicodedata.normalize("NFC", text))
    return "".join(span if protected else WORD.sub(convert, span) for protected, span in spans)


def write_capital(letters: str, match: re.Match[str]) -> str:
    """Write several letters in place of the capital that was matched in a word.

    All are capitals among capitals, and only the first is before a small letter or alone ("Lj. Petrović").
    """
    word, position = match.string, match.start()
    following = word[position + 1 : position + 2]
    neighbour = following or word[max(position - 1, 0) : position]
    return letters.upper() if neighbour.isupper() else letters.capitalize()
