"""Who has received what: every post is known by a number that travels in its client id."""

import asyncio
import re
import time
from array import array

CLIENT_ID = "00000000-0000-4000-8000-%012d"
MARK = re.compile(rb'"client_id": ?"00000000-0000-4000-8000-(\d{12})"')
WORDS = "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore"
DELIVERY_SECONDS = 60.0


def body(number: int) -> str:
    """Return the words of a post: about as long as what people write."""
    return f"{number:07d} {WORDS}"


class Tally:
    """Counts deliveries, and keeps for each member in what order the posts came."""

    def __init__(self) -> None:
        self.members = 0
        self.deliveries = 0
        self.frames = 0
        self.milliseconds = array("d")
        self.is_timing = False
        self._counts: dict[int, int] = {}
        self._sent: dict[int, float] = {}
        self._complete: dict[int, asyncio.Future[None]] = {}

    def send(self, number: int) -> None:
        """A post is on its way from now on."""
        self._counts[number] = 0
        self._sent[number] = time.perf_counter()
        self._complete[number] = asyncio.get_running_loop().create_future()

    def receive(self, number: int, at: float) -> None:
        """One member has received a post."""
        self.deliveries += 1
        if self.is_timing:
            self.milliseconds.append((at - self._sent[number]) * 1e3)
        self._counts[number] += 1
        if self._counts[number] == self.members:
            self._complete[number].set_result(None)

    async def complete(self, number: int) -> None:
        """Wait until every member has received a post. Raises TimeoutError."""
        async with asyncio.timeout(DELIVERY_SECONDS):
            await self._complete[number]
        del self._complete[number]

    def percentile(self, part: float) -> float:
        """Return the time that this part of the deliveries did not exceed."""
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * part))]
