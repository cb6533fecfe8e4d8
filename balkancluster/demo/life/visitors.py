"""Who among those who are here is a visitor: known from what the socket tells everybody."""

import asyncio
from collections.abc import Callable, Collection, Iterable

STAYS = 120.0
"""Seconds for which somebody counts as here after a sign of life."""


class Visitors:
    """Notes the signs of people whom no script moves; `ours` are the ids of those whom scripts move."""

    def __init__(self, ours: Collection[str], now: Callable[[], float]) -> None:
        self._ours = frozenset(ours)
        self._now = now
        self._here: dict[str, set[str]] = {}
        self._last_sign = float("-inf")
        self.seen: set[str] = set()
        self.came = asyncio.Event()

    @property
    def are_here(self) -> bool:
        """Whether somebody has a page open, as far as we were told."""
        here = any(self._here.values()) or self._now() - self._last_sign < STAYS
        if not here:
            self.came.clear()
        return here

    def note(self, person: str) -> None:
        """Somebody wrote or typed."""
        if person not in self._ours:
            self._last_sign = self._now()
            self._greet({person})

    def note_presence(self, room: str, people: Iterable[str]) -> None:
        """These people are in a room now, and nobody else is."""
        self._here[room] = set(people) - self._ours
        if self._here[room]:
            self._greet(self._here[room])

    def _greet(self, people: set[str]) -> None:
        self.seen |= people
        self.came.set()
