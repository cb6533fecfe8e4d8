"""When an audience is served again: what is said in the meantime goes together, in fewer writes.

After it has served everybody it rests eight times as long as that took, at most 50 ms: it has a ninth of the
processor at most. And where several talk at the same time it waits for the others of them before it serves
the first: as long as it took to serve everybody last time, at most 10 ms. In a room of a thousand this is
some 20 milliseconds, in a small one nothing; and where one thing is said after another nobody waits.
"""

from time import monotonic

REST = 8.0
LONGEST_REST = 0.05
LONGEST_GATHERING = 0.01
TALK_SECONDS = 0.25
"""So long after several things went together a room is taken to be talking."""


class Pace:
    """The pace of one audience."""

    def __init__(self) -> None:
        self._rests_until = 0.0
        self._talks_until = 0.0
        self._took = 0.0

    def served(self, count: int, took: float) -> None:
        """So many events were sent just now, which took so many seconds of processor time."""
        now = monotonic()
        self._rests_until = now + min(REST * took, LONGEST_REST)
        self._talks_until = now + TALK_SECONDS if count > 1 else 0.0
        self._took = took

    def wait(self) -> float:
        """Return for how many seconds to wait before the news that has just come is sent."""
        now = monotonic()
        gathering = min(self._took, LONGEST_GATHERING) if now < self._talks_until else 0.0
        return max(0.0, self._rests_until - now, gathering)
