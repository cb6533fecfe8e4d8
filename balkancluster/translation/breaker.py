"""A circuit breaker: a service that fails again and again rests for a while (Nygard, Release It!, 2007)."""

import time
from collections.abc import Callable

FAILURES = 5
REST = 60.0
"""Seconds without a request; then one may try."""


class Breaker:
    """Counts failures in a row; `now` is a clock that only grows, in seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._failures = 0
        self._rests_until = 0.0

    @property
    def is_open(self) -> bool:
        """Whether nobody should ask just now."""
        return self._now() < self._rests_until

    def note(self, is_outage: bool) -> None:
        """Count how a request ended."""
        self._failures = self._failures + 1 if is_outage else 0
        if self._failures >= FAILURES:
            self._rests_until = self._now() + REST
            # One more failure after the rest is enough for the next one.
            self._failures = FAILURES - 1
