"""What was found out about a word, kept: people say the same words again and again."""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

LONGEST_REMEMBERED = 40
"""What has more letters is no word of theirs, and would only take the room of one."""

Value = TypeVar("Value")


def remember_words(most: int) -> Callable[[Callable[[str], Value]], Callable[[str], Value]]:
    """Return a decorator for a pure function of one word, which keeps its answers about `most` words."""

    def decorate(find: Callable[[str], Value]) -> Callable[[str], Value]:
        remembered = lru_cache(maxsize=most)(find)
        return lambda word: remembered(word) if len(word) <= LONGEST_REMEMBERED else find(word)

    return decorate
