"""What is put into an index: the folded words of a text in their order, their stems, and marks.

A mark is an exact token such as the room of a message. Words consist of letters and digits alone, so no text
of anybody can hold a mark, which begins with an underscore; nor can somebody who types the beginning of a
word find one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from balkancluster.i18n.folding import tokens
from balkancluster.i18n.remembering import remember_words
from balkancluster.i18n.stems import foldable_parts, stems

LONGEST_WORD = 64
"""Letters of a word that count: what is longer is no word, and PostgreSQL would refuse it beyond 2 KB."""

Key = int | str


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as it is searched: its words in their order, and those stems that are not among them."""

    words: tuple[str, ...]
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What is found by a text and by marks; `key` is the feature's own, higher for what is newer."""

    key: Key
    text: Folded
    marks: tuple[str, ...] = ()


def fold_text(text: str) -> Folded:
    """Return the words of a text and their stems."""
    words: list[str] = []
    forms: set[str] = set()
    for part in foldable_parts(text):
        folded, found = _fold_part(part)
        words += folded
        forms.update(found)
    return Folded(tuple(words), tuple(forms.difference(words)))


@remember_words(65_536)
def _fold_part(part: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the folded words of a part, mostly one, and the stems of all of them."""
    words = fold_words(part)
    return words, tuple({stem for word in words for stem in stems_of(word)})


def fold_words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text, in their order, each as long as one is told from another."""
    return tuple(word[:LONGEST_WORD] for word in tokens(text))


@remember_words(65_536)
def stems_of(word: str) -> tuple[str, ...]:
    """Return the stems of a folded word; the word itself may be one."""
    return tuple(sorted(stems(word)))


def mark_of(kind: str, value: int | str) -> str:
    """Return the mark of one thing of a kind, such as a room by its number.

    The value has letters of ASCII and digits alone.
    """
    return f"_{kind}_{value}"


def join_marks(marks: Iterable[str]) -> str:
    """Return marks as they stand beside stems."""
    return " ".join(marks)
