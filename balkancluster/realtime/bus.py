"""Hints between processes: which stream has which head, never a body (DESIGN, D10).

The memory bus serves one process; others on the same database are found by the sweep.
"""

from collections.abc import Callable

Hints = dict[int, int]
"""The new head of each stream that moved."""


class MemoryBus:
    """Hands hints to the hub of this process."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[Hints], None]] = []

    def listen(self, listener: Callable[[Hints], None]) -> None:
        """Call `listener` with all hints from now on."""
        self._listeners.append(listener)

    def publish(self, hints: Hints) -> None:
        """Tell every listener; called after the commit."""
        for listener in self._listeners:
            listener(hints)
