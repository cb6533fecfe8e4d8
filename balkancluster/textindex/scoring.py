"""How well a text answers what was asked: the same arithmetic for both databases, over what they found.

BM25 (Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009) without the weight of rare words: all
that is compared holds every term. Before it goes how many terms a text has exactly as they were asked.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from balkancluster.textindex.entries import stems_of
from balkancluster.textindex.terms import Phrase, Term, Word

SATURATION = 1.2
LENGTH_WEIGHT = 0.75

Score = tuple[int, float]

_ALIKE = {letter: pair for pair in ("zs", "dt", "gk", "bp") for letter in pair} | {"e": "eij"}
"""Letters at the beginning of words, and how words are written that have a stem with one of them."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """Which terms a word of a text answers, by their places, and which of them exactly as asked."""

    places: tuple[int, ...]
    exact: frozenset[int]


def score_texts(terms: Sequence[Term], texts: Sequence[str]) -> list[Score]:
    """Return for each text, its folded words, a score that is higher for a better answer."""
    split = [text.split() for text in texts]
    usual = sum(map(len, split)) / max(len(split), 1) or 1.0
    answering = _find_answers([_spread(term) for term in terms], set(chain.from_iterable(split)))
    return [_score(words, answering, len(terms), usual) for words in split]


def _score(words: Sequence[str], answering: Mapping[str, _Answer], terms: int, usual: float) -> Score:
    counts, exact = [0] * terms, set[int]()
    for answer in [answering[word] for word in words if word in answering]:
        exact |= answer.exact
        for place in answer.places:
            counts[place] += 1
    norm = SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * len(words) / usual)
    return len(exact), sum(count * (SATURATION + 1) / (count + norm) for count in counts)


def _spread(term: Term) -> Word:
    """Return a word that stands for a term: of a phrase any word counts, for all of it is there."""
    return Word(term.words) if isinstance(term, Phrase) else term


def _find_answers(wanted: Sequence[Word], words: Collection[str]) -> dict[str, _Answer]:
    """Return what the words of all texts answer, those that answer nothing left out.

    Stems are looked for only in words that begin like what is asked for: of thousands few are left.
    """
    starts = {start for term in wanted for form in term.forms for start in _starts(form)}
    answering = {}
    for word in words:
        if word[:2] in starts or word[:1] in starts:
            places = tuple(place for place, term in enumerate(wanted) if _is_answer(term, word))
            if places:
                exact = frozenset(place for place in places if word == wanted[place].forms[0])
                answering[word] = _Answer(places, exact)
    return answering


def _starts(form: str) -> set[str]:
    """Return how words begin that may have this form, by two letters; a form of one letter has all."""
    first = _ALIKE.get(form[0], form[0])
    if len(form) == 1:
        return set(first)
    starts = {one + other for one in first for other in _ALIKE.get(form[1], form[1])}
    return starts | ({"je"} if form[0] == "e" else {"nj"} if form[0] == "n" else set())


def _is_answer(term: Word, word: str) -> bool:
    """Whether a folded word of a text is one of the forms that were asked for."""
    forms = (word, *stems_of(word))
    if term.is_prefix and any(form.startswith(term.forms[0]) for form in forms):
        return True
    return not set(forms).isdisjoint(term.forms)
