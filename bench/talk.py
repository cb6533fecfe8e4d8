"""A million messages that nobody said: invented words of two alphabets, some common and most rare (Zipf)."""

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass

from balkancluster.i18n.scripts import to_cyrillic
from balkancluster.textindex.entries import Entry, fold_text

ROOTS = 12_000
ENDINGS = ("", "a", "e", "i", "om", "ima")
SYLLABLES = [
    start + vowel
    for start in ("b", "d", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "st", "dr")
    for vowel in "aeiou"
]
WORDS_OF_MESSAGE = (3, 19)
ROOMS = 40
AUTHORS = 500


@dataclass(frozen=True, slots=True)
class Message:
    """One that somebody has just sent, and where."""

    key: int
    body: str
    marks: tuple[str, ...]

    def entry(self) -> Entry:
        """Return what is put into the index, folded anew."""
        return Entry(self.key, fold_text(self.body), self.marks)


@dataclass(frozen=True, slots=True)
class Talk:
    """The words, the most common first, and how often one or a more common one is said."""

    words: list[str]
    sums: list[float]

    def messages(self, chance: random.Random) -> Iterator[Message]:
        """Return messages without an end."""
        for key in itertools.count(1):
            room, author = chance.randint(1, ROOMS), chance.randint(1, AUTHORS)
            marks = f"_room_{room}", f"_topic_{room}{key % 9}", f"_by_{author}", "_lang_sr"
            yield Message(key, self.say(chance), marks)

    def say(self, chance: random.Random) -> str:
        """Return a message, half of them in Cyrillic."""
        words = chance.choices(self.words, cum_weights=self.sums, k=chance.randint(*WORDS_OF_MESSAGE))
        text = " ".join(words)
        return text if chance.random() < 0.5 else to_cyrillic(text)


def invent_talk(seed: int) -> Talk:
    """Return the same words for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    roots = {
        "".join(chance.choices(SYLLABLES, k=chance.choice((2, 2, 3)))) + chance.choice("kmnrt")
        for _ in range(ROOTS)
    }
    words = [root + ending for root in sorted(roots) for ending in ENDINGS]
    chance.shuffle(words)
    sums = list(itertools.accumulate(1 / place for place in range(1, len(words) + 1)))
    return Talk(words, sums)
