"""How well a text answers what was asked: the same arithmetic for both databases, over what they found.

BM25 (Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009) without the weight of rare words: all
that is compared holds every term. Before it goes how many terms a text has exactly as they were asked.
"""

from collections.abc import Sequence

from balkancluster.textindex.entries import stems_of
from balkancluster.textindex.terms import Phrase, Term, Word

SATURATION = 1.2
LENGTH_WEIGHT = 0.75

Score = tuple[int, float]
Found = tuple[frozenset[int], frozenset[int]]


def score_texts(terms: Sequence[Term], texts: Sequence[str]) -> list[Score]:
    """Return for each text, its folded words, a score that is higher for a better answer."""
    split = [text.split() for text in texts]
    usual = sum(map(len, split)) / max(len(split), 1) or 1.0
    wanted = [_spread(term) for term in terms]
    known: dict[str, Found] = {}
    scores: list[Score] = []
    for words in split:
        counts, exact = [0] * len(wanted), set[int]()
        for word in words:
            found = known.get(word)
            if found is None:
                found = known[word] = _find(wanted, word)
            for place in found[0]:
                counts[place] += 1
            exact |= found[1]
        scores.append((len(exact), _saturate(counts, len(words) / usual)))
    return scores


def _saturate(counts: Sequence[int], length: float) -> float:
    norm = SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * length)
    return sum(count * (SATURATION + 1) / (count + norm) for count in counts)


def _spread(term: Term) -> Word:
    """Return a word that stands for a term: of a phrase any word counts, for all of it is there."""
    return Word(term.words) if isinstance(term, Phrase) else term


def _find(wanted: Sequence[Word], word: str) -> Found:
    """Return the places of the terms that a word of a text answers, and of those that it answers exactly."""
    forms = {word, *stems_of(word)}
    answered = frozenset(
        place
        for place, term in enumerate(wanted)
        if not forms.isdisjoint(term.forms) or (term.is_prefix and word.startswith(term.forms[0]))
    )
    return answered, frozenset(place for place in answered if word == wanted[place].forms[0])
