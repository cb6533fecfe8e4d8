"""Whether work grows as its input does: measured against itself, so that a busy machine changes nothing."""

import time
from collections.abc import Callable

LONGER = 16
STEADY = 5 * LONGER
"""By how much the time may grow for an input LONGER times as long; by its square it would be 256."""


def grows_evenly(work: Callable[[str], object], unit: str, *, length: int = 1_000) -> bool:
    """Whether a text LONGER times as long takes no more than its share, in time of the processor."""
    short, long = unit * max(length // len(unit), 1), unit * max(LONGER * length // len(unit), LONGER)
    return _least_time(work, long) < STEADY * max(_least_time(work, short), 20e-6)


def _least_time(work: Callable[[str], object], text: str) -> float:
    def once() -> float:
        started = time.thread_time()
        work(text)
        return time.thread_time() - started

    return min(once() for _ in range(3))
