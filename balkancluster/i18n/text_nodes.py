"""The words in the text nodes of HTML that we have rendered: converted there, and nowhere else.

Within a paragraph a word or a protected span may go through several nodes (www.<em>primer</em>.rs): they are
looked at together.
"""

import html
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from balkancluster.i18n.conversion import WORD, Convert, convert_words, split_protected

# What is rendered has been cleaned: every element is closed.
_MARKUP = re.compile(
    r"""
    (<(?:pre|code)\b[^>]*>.*?</(?:pre|code)>                       # code
    |<a\ [^>]*class="mention[^>]*>.*?</a>                          # mentions
    |<(?:[^<>"']|"[^"]*"|'[^']*')*>)                               # any tag
    """,
    re.DOTALL | re.VERBOSE,
)
_WITHIN_WORDS = re.compile(r"</?(?:a|strong|em|s|mark|bdi|span)\b(?! [^>]*class=\"mention)")


def convert_nodes(source: str, convert: Convert, is_foreign: Callable[[str], bool]) -> str:
    """Return the HTML with the words of its text nodes converted; a node that has none stays as it is.

    Of several paragraphs those stay that are foreign to the language of the whole.
    """
    parts = _MARKUP.split(source)
    runs = [run for run in _runs(parts) if run]
    for run in runs:
        nodes = [_read(parts[place]) for place in run]
        if len(runs) > 1 and is_foreign("".join(nodes)):
            continue
        for place, node, converted in zip(run, nodes, _convert_run(nodes, convert), strict=True):
            if converted != node:
                parts[place] = html.escape(converted, quote=False)
    return "".join(parts)


def words_of(source: str) -> str:
    """Return the text of HTML without its markup, code and mentions."""
    return " ".join(_read(part) for part in _MARKUP.split(source)[::2])


def _read(node: str) -> str:
    return unicodedata.normalize("NFC", html.unescape(node) if "&" in node else node)


def _runs(parts: Sequence[str]) -> Iterator[list[int]]:
    """Return the places of text nodes that one line of words goes through."""
    run: list[int] = []
    for place, part in enumerate(parts):
        if place % 2 == 0:
            run.extend([place] if part else [])
        elif not _WITHIN_WORDS.match(part):
            yield run
            run = []
    yield run


def _convert_run(nodes: Sequence[str], convert: Convert) -> list[str]:
    if len(nodes) <= 1:
        return [convert_words(node, convert) for node in nodes]
    ends = list(accumulate(map(len, nodes)))
    converted = [""] * len(nodes)
    position = place = 0
    for token, new in _tokens("".join(nodes), convert):
        pieces = _cut(token, [end - position for end in ends[place:]])
        for number, piece in enumerate(_share(new, token, pieces, convert)):
            converted[place + number] += piece
        position += len(token)
        while place < len(ends) - 1 and ends[place] <= position:
            place += 1
    return converted


def _tokens(text: str, convert: Convert) -> Iterator[tuple[str, str]]:
    """Return what a text is made of, and what becomes of each."""
    for protected, span in split_protected(text):
        position = 0
        for match in () if protected else WORD.finditer(span):
            between = span[position : match.start()]
            yield between, between
            yield match.group(), convert(match)
            position = match.end()
        yield span[position:], span[position:]


def _cut(token: str, ends: Sequence[int]) -> list[str]:
    """Cut what may go through several nodes where they end."""
    begins = [0, *(end for end in ends if end < len(token))]
    return [token[begin:end] for begin, end in zip(begins, [*begins[1:], len(token)], strict=True)]


def _share(new: str, token: str, pieces: list[str], convert: Convert) -> list[str]:
    """Return for each node its part of a word; one that cannot be cut stands where it began."""
    if new == token or len(pieces) == 1:
        return pieces if new == token else [new]
    apart = [convert_words(piece, convert) for piece in pieces]
    return apart if "".join(apart) == new else [new]
