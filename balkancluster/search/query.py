"""The language of queries: words, quoted words, and operators such as `from:`; everything else is literal.

    read_query('od:Dragan nameštaj "drvene stolice" posle:5.3.')

Nothing that is typed is an error, and nothing is a command: an operator that nobody knows is two words.
"""

import re
from dataclasses import dataclass

from balkancluster.search.operators import Operator, find_operator

LONGEST_QUERY = 1_000
"""Characters that are read of what was typed."""

MOST_WORDS = 24

_QUOTE = '"„“”«»'
_QUOTED = rf"[{_QUOTE}]([^{_QUOTE}]*)[{_QUOTE}]"
_PART = re.compile(
    rf"(?P<name>[^\W\d_]{{1,12}}):[ ]?(?=[^\s:])(?:{_QUOTED}|(?P<value>[^\s{_QUOTE}]+))"
    rf"|{_QUOTED}|(?P<word>[^\s{_QUOTE}]+)|(?P<other>.)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Plain:
    """What stands between two spaces: no word, a word, or several as in auto-delovi."""

    text: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words that are to follow one another, exactly so."""

    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """An operator with its value; `text` is what was typed. A value in quotes takes no more words to it."""

    operator: Operator
    value: str
    text: str
    is_quoted: bool = False


Part = Plain | Quoted | Asked


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed, in parts; `is_cut` says that not all of it is looked for."""

    text: str
    parts: tuple[Part, ...] = ()
    is_cut: bool = False


def read_query(text: str) -> Query:
    """Return the parts of what was typed."""
    read = text[:LONGEST_QUERY]
    parts: list[Part] = []
    position = 0
    while len(parts) < MOST_WORDS and (match := _PART.match(read, position)):
        part, position = _part(match)
        parts += [part] if part else []
    return Query(text, tuple(parts), is_cut=bool(text[position:].strip()))


def _part(match: re.Match[str]) -> tuple[Part | None, int]:
    """Return what was found, if it is anything, and where to go on."""
    if match["name"]:
        operator = find_operator(match["name"])
        if operator is None:
            return Plain(match["name"]), match.end("name")
        value = match[2] if match["value"] is None else match["value"]
        return Asked(operator, value, match[0], is_quoted=match["value"] is None), match.end()
    if match["word"]:
        return Plain(match["word"]), match.end()
    quoted = match[4]
    return (Quoted(quoted) if quoted and quoted.strip() else None), match.end()
