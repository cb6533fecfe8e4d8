"""The text engine: what it costs a message, what its search finds, and which words lose their way."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from itertools import cycle, islice
from pathlib import Path

import click

from balkancluster.i18n.folding import tokens
from balkancluster.i18n.scripts import to_cyrillic, to_latin
from balkancluster.i18n.stems import search_text, stems
from bench import machine
from bench.rounds import Row, medians
from bench.tables import Found
from tests.i18n.search_cases import SETS, score

DICTIONARY = Path("/usr/share/hunspell/sr_RS.dic")
"""Serbian words in Cyrillic, of the Debian package hunspell-sr."""
CYRILLIC_WORD = re.compile(r"^[\u0400-\u04ff]+(?=[/\s])", re.MULTILINE)
"""At the beginning of a line; what follows are its flags."""
MESSAGES = 3_000
LENGTH = 70


async def run_text(dictionary: Path, rounds: int) -> Found:
    """Return the costs of messages of LENGTH characters, what searches find, and which words get lost."""
    words = read_words(dictionary)
    messages = _messages(words)
    rows = [_measure(list(islice(messages, MESSAGES))) for _ in range(rounds)]
    return {
        "machine": machine.describe(),
        "rounds": rounds,
        "rows": rows,
        "medians": medians(rows, ("work",)),
        "words": len(words),
        "wrong": [word for word in words if to_cyrillic(to_latin(word)) != word],
        "searches": [_describe(name) for name in SETS],
    }


def read_words(dictionary: Path) -> list[str]:
    """Return the words in Cyrillic of a dictionary of hunspell, each once. Raises ClickException."""
    if not dictionary.exists():
        raise click.ClickException(f"There is no {dictionary}: install hunspell-sr, or name a dictionary.")
    return sorted(set(CYRILLIC_WORD.findall(dictionary.read_text(encoding="utf-8"))))


def _messages(words: Sequence[str]) -> Iterator[str]:
    """Make messages in which no word comes twice before all have: none are harder to remember."""
    mixed = sorted(words, key=lambda word: blake2b(word.encode()).digest())
    message = ""
    for word in cycle(mixed):
        message += word + " "
        if len(message) >= LENGTH:
            yield message[:LENGTH]
            message = ""


def _measure(messages: Sequence[str]) -> Row:
    """Measure one round: first what remembers words, while these are new."""
    latin = [to_latin(message) for message in messages]
    characters = sum(map(len, messages))
    into_cyrillic = _seconds(to_cyrillic, latin)
    return {
        "work": "text",
        "stems_us": 1e6 * _seconds(_stem_all, messages) / len(messages),
        "memo_us": 1e6 * _seconds(search_text, messages, warm=True) / len(messages),
        "to_latin": 1e-6 * characters / _seconds(to_latin, messages),
        "to_cyrillic": 1e-6 * characters / into_cyrillic,
        "to_cyrillic_memo": 1e-6 * characters / _seconds(to_cyrillic, latin, warm=True),
    }


def _seconds(work: Callable[[str], object], texts: Sequence[str], *, warm: bool = False) -> float:
    """Return the time of the processor that all texts took; with `warm`, when they come a second time."""
    for text in texts if warm else ():
        work(text)
    started = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - started


def _stem_all(message: str) -> None:
    for word in tokens(message):
        stems(word)


def _describe(name: str) -> Row:
    found = score(name)
    return {
        "set": name,
        "pairs": found.found + len(found.missed),
        "recall": 100 * found.recall,
        "precision": 100 * found.precision,
        "missed": [" ".join(pair) for pair in found.missed],
        "false": [" ".join(pair) for pair in found.false],
    }
