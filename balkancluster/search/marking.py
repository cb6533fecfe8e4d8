"""Found words, marked in the text as it was written: whatever script or form they were typed in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from balkancluster.i18n.folding import tokens
from balkancluster.i18n.remembering import remember_words
from balkancluster.textindex.entries import stems_of
from balkancluster.textindex.terms import Phrase, Term, Word

EXCERPT = 240
"""Characters of a text around what was found in it."""

BEFORE = 60
"""How many of them come before the first found word, at most."""

_WORD = re.compile("[^\\W_](?:[^\\W_]|[\u0300-\u036f\u00ad\u200b-\u200d\ufeff])*")
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text: found, or what stands around it."""

    text: str
    is_hit: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """A text in pieces, and the BCP 47 tag of its language."""

    pieces: tuple[Piece, ...]
    lang: str = "und"

    @property
    def text(self) -> str:
        """Return the whole of it."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def is_hit(self) -> bool:
        """Whether anything in it was found."""
        return any(piece.is_hit for piece in self.pieces)


def mark(text: str, terms: Sequence[Term], lang: str = "und") -> Marked:
    """Return the text with every word marked that one of the terms finds."""
    return Marked(tuple(_cut(text, 0, len(text), _find_hits(text, terms))), lang)


def excerpt(text: str, terms: Sequence[Term], lang: str = "und", most: int = EXCERPT) -> Marked:
    """Return what stands around the first found words, on one line; the beginning where nothing was found."""
    line = " ".join(text.split())
    hits = _find_hits(line, terms)
    start = _begin(line, hits[0][0]) if hits and hits[0][1] > most - BEFORE else 0
    end = _end(line, start + most)
    pieces = [Piece(_ELLIPSIS)] if start else []
    pieces += _cut(line, start, end, hits)
    return Marked((*pieces, Piece(_ELLIPSIS)) if end < len(line) else tuple(pieces), lang)


def has_found(text: str, terms: Sequence[Term]) -> bool:
    """Whether every term finds something in the text."""
    folded = [_tokens(match.group()) for match in _WORD.finditer(text)]
    return all(_places(term, folded) for term in terms)


def _begin(line: str, hit: int) -> int:
    """Return the beginning of a word, not long before a hit."""
    earliest = max(0, hit - BEFORE)
    space = line.find(" ", earliest, hit)
    return earliest if space < 0 or not earliest else space + 1


def _end(line: str, latest: int) -> int:
    space = line.rfind(" ", latest - BEFORE, latest) if latest < len(line) else len(line)
    return min(latest, len(line)) if space < 0 else space


def _cut(text: str, start: int, end: int, hits: Sequence[tuple[int, int]]) -> list[Piece]:
    pieces = []
    at = start
    for first, last in hits:
        if first < at or last > end:
            continue
        pieces += [Piece(text[at:first])] if first > at else []
        pieces.append(Piece(text[first:last], is_hit=True))
        at = last
    return [*pieces, Piece(text[at:end])] if at < end else pieces


def _find_hits(text: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
    words = [match.span() for match in _WORD.finditer(text)]
    folded = [_tokens(text[start:end]) for start, end in words]
    found = [False] * len(words)
    for term in terms:
        for place in _places(term, folded):
            found[place] = True
    return [span for span, is_hit in zip(words, found, strict=True) if is_hit]


def _places(term: Term, folded: Sequence[tuple[str, ...]]) -> list[int]:
    if isinstance(term, Phrase):
        return _places_of_phrase(term, folded)
    return [place for place, words in enumerate(folded) if any(is_found(term, word) for word in words)]


def _places_of_phrase(phrase: Phrase, folded: Sequence[tuple[str, ...]]) -> list[int]:
    length = len(phrase.words)
    starts = [
        place
        for place in range(len(folded) - length + 1)
        if all(word in folded[place + number] for number, word in enumerate(phrase.words))
    ]
    return [place + number for place in starts for number in range(length)]


def is_found(term: Word, word: str) -> bool:
    """Whether a folded word of a text is found by a word of the query."""
    if term.is_prefix and word.startswith(term.forms[0]):
        return True
    return word in term.forms or not set(stems_of(word)).isdisjoint(term.forms)


@remember_words(16_384)
def _tokens(word: str) -> tuple[str, ...]:
    return tuple(tokens(word))
