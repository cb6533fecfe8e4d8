"""A text as one reader wants it written: Serbian in their script, and Bulgarian in Latin letters as an aid.

For whoever shows what people wrote (names of people and organisations are never given to this):

    shown = read_html(message.html, message.lang, reading)     # or read_text for what is no HTML
    f'<div lang="{shown.lang}">{shown.text}</div>'             # the original where shown.is_converted
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import NamedTuple

from balkancluster.i18n import bulgarian, scripts
from balkancluster.i18n.bald import is_bald
from balkancluster.i18n.conversion import WORD, Convert, convert_words
from balkancluster.i18n.detection import UNKNOWN, detect
from balkancluster.i18n.locales import language_of
from balkancluster.i18n.text_nodes import convert_nodes, words_of

AS_WRITTEN, CYRILLIC, LATIN = "as-written", "Cyrl", "Latn"
SCRIPTS = (AS_WRITTEN, CYRILLIC, LATIN)

REMEMBERED = 4_096
"""So many converted texts are kept, at most: the same few are shown to everybody who reads alike."""

SURE_WORDS = 4

_USUAL = {"sr-Cyrl": CYRILLIC, "sr-Latn": LATIN}


@dataclass(frozen=True, slots=True)
class Reading:
    """How one reader wants texts written: the locale of the pages, the script of Serbian, the aid."""

    locale: str
    script: str = AS_WRITTEN
    bulgarian_in_latin: bool = False


class Shown(NamedTuple):
    """A text for a reader; `lang` is the BCP 47 tag of what is shown."""

    text: str
    lang: str
    is_converted: bool


def choose_reading(locale: str, script: str | None = None, bulgarian_in_latin: bool = False) -> Reading:
    """Return how a person reads: without a choice in the script of the pages, else as it was written."""
    return Reading(locale, script or _USUAL.get(locale, AS_WRITTEN), bulgarian_in_latin)


def as_reading(reader: str | Reading) -> Reading:
    """Return how somebody reads of whom perhaps only the locale is known."""
    return choose_reading(reader) if isinstance(reader, str) else reader


def read_html(html: str, lang: str, reading: Reading) -> Shown:
    """Return HTML that was made from a text of this language as the reader wants it.

    Only words of people change: not tags and attributes, code, mentions, links, addresses.
    """
    return _read(html, lang, reading, _read_html)


def read_text(text: str, lang: str, reading: Reading) -> Shown:
    """Return a text that is no HTML as the reader wants it; links, code, mentions and placeholders stay."""
    return _read(text, lang, reading, _read_text)


def convert_html(html: str, lang: str, reading: Reading) -> str:
    """Return what `read_html` shows."""
    return read_html(html, lang, reading).text


def convert_text(text: str, lang: str, reading: Reading) -> str:
    """Return what `read_text` shows."""
    return read_text(text, lang, reading).text


def target_of(lang: str, reading: Reading) -> str | None:
    """Return the tag in which the reader wants texts of this language, or None for as they are."""
    if lang == "bg":
        return "bg-Latn" if reading.bulgarian_in_latin else None
    wanted = f"sr-{reading.script}"
    return wanted if lang in _USUAL and wanted in _USUAL and wanted != lang else None


_WRITE: dict[str, Convert] = {
    "sr-Latn": scripts.write_latin,
    "sr-Cyrl": scripts.write_cyrillic,
    "bg-Latn": bulgarian.write_latin,
}


def _read(text: str, lang: str, reading: Reading, convert: Callable[[str, str], str]) -> Shown:
    target = target_of(lang, reading)
    if target is None:
        return Shown(text, lang, is_converted=False)
    converted = convert(text, target)
    is_converted = converted != text
    return Shown(converted, target if is_converted else lang, is_converted)


@lru_cache(maxsize=REMEMBERED)
def _read_html(html: str, target: str) -> str:
    if target == "sr-Cyrl" and is_bald(words_of(html)):
        return html
    return convert_nodes(html, _WRITE[target], partial(_is_foreign, language=language_of(target)))


def _is_foreign(paragraph: str, language: str) -> bool:
    """Whether a paragraph is plainly in another language; of a few words nobody can be sure."""
    found = detect(paragraph)
    return found != UNKNOWN and language_of(found) != language and len(WORD.findall(paragraph)) >= SURE_WORDS


@lru_cache(maxsize=REMEMBERED)
def _read_text(text: str, target: str) -> str:
    if target == "sr-Cyrl" and is_bald(text):
        return text
    return convert_words(text, _WRITE[target])
