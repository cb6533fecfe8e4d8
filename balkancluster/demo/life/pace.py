"""When something happens: pauses, chance, and how much may be left behind in the database."""

import asyncio
import contextlib
import random
import time
from collections import deque
from collections.abc import Callable

HOUR, DAY = 3600.0, 86_400.0


class Pace:
    """Pauses in seconds of the demo, which tests let pass faster: `speed` is how many go by in a real one."""

    def __init__(self, seed: int | None = None, speed: float = 1.0) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - which scene comes next is no secret
        self._speed = speed

    def now(self) -> float:
        """Return the seconds of the demo that have passed since some moment."""
        return time.monotonic() * self._speed

    async def pause(self, shortest: float, longest: float | None = None) -> None:
        """Let so many seconds pass, or by chance any number between two."""
        await asyncio.sleep(self.between(shortest, longest) / self._speed)

    async def pause_until(self, event: asyncio.Event, shortest: float, longest: float) -> None:
        """The same, but no longer than until something happens."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(event.wait(), self.between(shortest, longest) / self._speed)

    def between(self, shortest: float, longest: float | None) -> float:
        """Return a number of seconds between two."""
        return self.chance.uniform(shortest, longest if longest is not None else shortest)


class Allowance:
    """How many lasting acts a stretch of time allows, so that a demo left alone does not grow for ever."""

    def __init__(self, now: Callable[[], float], an_hour: int, a_day: int) -> None:
        self._now = now
        self._limits = ((HOUR, an_hour), (DAY, a_day))
        self._spent: deque[float] = deque(maxlen=a_day)

    def has(self, acts: int = 1) -> bool:
        """Whether so many more acts are allowed now."""
        now = self._now()
        return all(sum(now - at < span for at in self._spent) + acts <= limit for span, limit in self._limits)

    def spend(self) -> None:
        """Note one act."""
        self._spent.append(self._now())
