"""The language and script of a text, among the four of the platform.

Our own rules: letters that only one of the languages has decide first; where a text has none of
them, the small words of each language vote; a tie goes to the language of the author.
"""

import re

from balkancluster.i18n import stop_words
from balkancluster.i18n.conversion import CYRILLIC, WORD, split_protected
from balkancluster.i18n.locales import language_of
from balkancluster.i18n.remembering import remember_words

UNKNOWN = "und"
"""No language: BCP 47's tag for a text without words, or one that nothing tells apart."""

SERBIAN_LETTERS = frozenset("јљњђћџ")
BULGARIAN_LETTERS = frozenset("йщъьюяѝ")

_SERBIAN_CASES = re.compile(r"(?:има|ама|ом|ог|ој|ију)$")
_BULGARIAN_ARTICLES = re.compile(r"(?:ите|ата|ото|ето|ство|ане|ене)$")
_SERBIAN_LATIN = re.compile(
    r"[šđčćž]|(?:ije|anje|enje|[cs]k[aiu]|[cs]kog|ost|imo|amo|emo|ovi|ima|ama|ite|ajte)$"
)
_ENGLISH = re.compile(r"[qwxy]|th|ck|ee|oo|(?:ing|tion|ous)$")


def detect(text: str, author_locale: str | None = None) -> str:
    """Return the tag of a text: one of the four locales, or "und".

    `author_locale` decides where the text alone does not, as long as its script fits.
    Links, code and mentions do not count.
    """
    words = _words(text)
    letters = "".join(words)
    if not letters:
        return UNKNOWN
    if 2 * len(CYRILLIC.findall(letters)) >= len(letters):
        return _detect_cyrillic(words, letters, author_locale)
    return _detect_latin(words, author_locale)


def _words(text: str) -> list[str]:
    prose = " ".join(span for protected, span in split_protected(text) if not protected)
    return WORD.findall(prose.lower())


def _detect_cyrillic(words: list[str], letters: str, author_locale: str | None) -> str:
    lead = _count(letters, SERBIAN_LETTERS) - _count(letters, BULGARIAN_LETTERS)
    lead = lead or _count(words, stop_words.SERBIAN_CYRILLIC) - _count(words, stop_words.BULGARIAN)
    lead = lead or _ending(words, _SERBIAN_CASES) - _ending(words, _BULGARIAN_ARTICLES)
    if lead:
        return "sr-Cyrl" if lead > 0 else "bg"
    return {"sr": "sr-Cyrl", "bg": "bg"}.get(language_of(author_locale or ""), UNKNOWN)


def _detect_latin(words: list[str], author_locale: str | None) -> str:
    lead = sum(map(_vote, words))
    if lead:
        return "sr-Latn" if lead > 0 else "en"
    return {"sr": "sr-Latn", "en": "en"}.get(language_of(author_locale or ""), UNKNOWN)


@remember_words(16_384)
def _vote(word: str) -> int:
    """Return 1 for a word that looks like Serbian in Latin, -1 for one that looks like English, else 0."""
    serbian = word in stop_words.SERBIAN_LATIN or bool(_SERBIAN_LATIN.search(word))
    return serbian - (word in stop_words.ENGLISH or bool(_ENGLISH.search(word)))


def _ending(words: list[str], endings: re.Pattern[str]) -> int:
    return sum(bool(endings.search(word)) for word in words)


def _count(found: str | list[str], wanted: frozenset[str]) -> int:
    return sum(item in wanted for item in found)
