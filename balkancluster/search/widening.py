"""What a word is called in the other languages, so that namestaj finds мебели and furniture too.

Words of trade come from the sectors, others from a list of our own; a word of the query is one of them when
it has a stem in common with it. Words that the fold makes equal (текстил, tekstil) need no list.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from balkancluster.i18n.folding import fold
from balkancluster.i18n.stems import stems
from balkancluster.sectors.synonyms import Synonyms, read_lines, synonyms, words_of
from balkancluster.textindex.terms import Word, word_of

SHORTEST_WIDENED = 3
"""Letters of a word that is looked up: shorter ones mean too many things."""


@dataclass(frozen=True, slots=True)
class Related:
    """A word that is looked for though nobody typed it; `lang` is its tag."""

    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class _Entry:
    related: Related
    folded: str
    stems: frozenset[str]


@lru_cache(maxsize=4_096)
def find_related(word: str) -> tuple[Related, ...]:
    """Return the words of other languages for a folded word, one of each stem, without its own."""
    met = set(stems(word))
    found = []
    for group in sorted({group for stem in met for group in _groups_by_stem().get(stem, ())}):
        for entry in _groups()[group]:
            if met.isdisjoint(entry.stems):
                met |= entry.stems
                found.append(entry.related)
    return tuple(found) if len(word) >= SHORTEST_WIDENED else ()


def widen(word: Word) -> Word:
    """Return the same word with the forms of all that are related to it."""
    forms = dict.fromkeys(word.forms)
    for related in find_related(word.forms[0]):
        forms.update(dict.fromkeys(word_of(fold(related.text)).forms))
    return Word(tuple(forms), word.is_prefix)


@lru_cache(maxsize=1)
def _groups() -> tuple[tuple[_Entry, ...], ...]:
    cognates = (Synonyms(words_of(fields)) for fields in read_lines("balkancluster.search", "cognates.txt"))
    return tuple(tuple(_entries(group)) for group in (*synonyms(), *cognates))


def _entries(group: Synonyms) -> list[_Entry]:
    return [
        _Entry(Related(word, tag), fold(word), stems(fold(word)))
        for tag, words in group.words.items()
        for word in words
    ]


@lru_cache(maxsize=1)
def _groups_by_stem() -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, group in enumerate(_groups()):
        for stem in {stem for entry in group for stem in entry.stems}:
            found[stem].append(number)
    return dict(found)
