"""What is asked of an index: words in any of their forms, and words that follow one another."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from balkancluster.textindex.entries import fold_words, stems_of


@dataclass(frozen=True, slots=True)
class Word:
    """A word by any of these forms: the folded word first, then its stems.

    Of a prefix the first form is the start of a word, and the others are whole.
    """

    forms: tuple[str, ...]
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Folded words that follow one another, each exactly so."""

    words: tuple[str, ...]


Term = Word | Phrase

Marks = Sequence[Collection[str]]
"""Of each of these at least one has to be there: any of my rooms, and this author."""


def word_of(word: str, *, is_prefix: bool = False) -> Word:
    """Return what finds a folded word, or, by a prefix, also what begins so."""
    return Word((word, *(stem for stem in stems_of(word) if stem != word)), is_prefix)


def terms_of(text: str, *, is_open: bool = False) -> tuple[Word, ...]:
    """Return a term for each word of what was typed; of an open one the last may be the start of one."""
    words = fold_words(text)
    last = len(words) - 1 if is_open else -1
    return tuple(word_of(word, is_prefix=place == last) for place, word in enumerate(words))


def phrase_of(text: str) -> Phrase:
    """Return a term for words in this order."""
    return Phrase(fold_words(text))
