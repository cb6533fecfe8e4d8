"""The same index in the words of both databases: how an entry is stored, and how it is asked for.

SQLite has an FTS5 table with a column for words and one for stems with marks. PostgreSQL has a tsvector,
written as a literal so that its own parser has no say: words stand in it at their places with weight A, stems
with none. In both a phrase looks at words only.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from balkancluster.textindex.entries import Entry, join_marks
from balkancluster.textindex.terms import Marks, Phrase, Term, Word


def sqlite_values(number: int, entry: Entry) -> dict[str, object]:
    """Return the row of an entry on SQLite."""
    return {
        "number": number,
        "words": " ".join(entry.text.words),
        "stems": join_marks((*entry.text.stems, *entry.marks)),
    }


def postgresql_values(number: int, entry: Entry) -> dict[str, object]:
    """Return the row of an entry on PostgreSQL."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    for place, word in enumerate(entry.text.words, 1):
        places[word].append(f"{place}A")
    lexemes = [f"'{word}':{','.join(found)}" for word, found in places.items()]
    lexemes += [f"'{stem}':1" for stem in entry.text.stems]
    lexemes += [f"'{mark}'" for mark in entry.marks]
    return {"number": number, "words": " ".join(entry.text.words), "entry": " ".join(lexemes)}


def sqlite_query(terms: Sequence[Term], marks: Marks) -> str:
    """Return what FTS5 is asked, empty for nothing."""
    asked = [_sqlite_term(term) for term in terms]
    asked += [_any(f'"{mark}"' for mark in sorted(group)) for group in marks]
    return " AND ".join(asked)


def _sqlite_term(term: Term) -> str:
    if isinstance(term, Phrase):
        return f'words : "{" ".join(term.words)}"'
    return _any(f'"{form}"{" *" * is_start}' for form, is_start in _forms(term))


def postgresql_query(terms: Sequence[Term], marks: Marks) -> str:
    """Return what a tsvector is asked, empty for nothing."""
    asked = [_postgresql_term(term) for term in terms]
    asked += [_any((f"'{mark}'" for mark in sorted(group)), " | ") for group in marks]
    return " & ".join(asked)


def _postgresql_term(term: Term) -> str:
    if isinstance(term, Phrase):
        return "(" + " <-> ".join(f"'{word}':A" for word in term.words) + ")"
    return _any((f"'{form}'{':*' * is_start}" for form, is_start in _forms(term)), " | ")


def _forms(word: Word) -> Collection[tuple[str, bool]]:
    return [(form, word.is_prefix and not place) for place, form in enumerate(word.forms)]


def _any(asked: Iterable[str], between: str = " OR ") -> str:
    return f"({between.join(asked)})"
