"""A bus over a network: one task sends what is queued in as few payloads as fit, one supervised task hears.

Nothing waits for it and nothing fails because of it. What cannot be sent is counted and forgotten: those who
missed it read the heads again when they are connected, and by the sweep in any case (D10).
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable

from balkancluster.realtime.bus.hearers import Hearers
from balkancluster.realtime.bus.line import Line, LineError
from balkancluster.realtime.bus.news import Goodbye, Heads, Here, News, Tries, Typing
from balkancluster.realtime.bus.packing import Packer

MOST_WAITING = 10_000
"""Pieces of news that wait while nothing can be sent; of more the oldest are forgotten."""

PAUSES = (0.1, 1.0)
"""Seconds between two attempts to reach the other end: the first, and the longest."""

FAREWELL_SECONDS = 1.0
NODES_KNOWN = 256

logger = logging.getLogger(__name__)


class NetworkBus(Hearers):
    """Tells this node's news to all others over a line, and theirs to those who listen here."""

    def __init__(self, line: Line, secret: str) -> None:
        super().__init__()
        self._line = line
        self._packer = Packer(self.node, secret, line.limit)
        self._heads: dict[int, int] = {}
        self._waiting: list[News] = []
        self._awake = asyncio.Event()
        self._numbers: dict[str, int] = {}
        self._sends = self._hears = True
        self._was_subscribed = False
        self._stopping = False
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def is_connected(self) -> bool:
        """Whether what is told here reaches the others, and theirs this node, as far as is known."""
        return self._sends and self._hears and self._was_subscribed

    # Telling

    def publish(self, news: News) -> None:
        """Tell those who listen here at once, and all other nodes soon. Never waits, never raises."""
        self.tell(news, self.node)
        if isinstance(news, Heads):
            self._heads.update(news.heads)
        else:
            self._waiting.append(news)
        if len(self._waiting) > MOST_WAITING:
            del self._waiting[: MOST_WAITING // 2]
            self.counters.failed += MOST_WAITING // 2
        self._awake.set()

    def _take_waiting(self) -> list[News]:
        heads: list[News] = [Heads(self._heads)] if self._heads else []
        news, self._heads, self._waiting = heads + self._waiting, {}, []
        self._awake.clear()
        return news

    async def _send_for_ever(self) -> None:
        while not self._stopping:
            await self._awake.wait()
            if not await self._send_waiting():
                await asyncio.sleep(PAUSES[0])

    async def _send_waiting(self) -> bool:
        news = self._take_waiting()
        if not news:
            return True
        try:
            await self._send(self._packer.pack(news))
        except LineError as error:
            self.counters.failed += len(news)
            self._note_sending(str(error))
            return False
        self.counters.published += len(news)
        self._note_sending("")
        return True

    async def _send(self, payloads: list[bytes]) -> None:
        """Send; over a connection that had worked, once more over a new one: servers close what was idle."""
        try:
            await self._line.send(payloads)
        except LineError:
            if not self._sends:
                raise
            await self._line.send(payloads)

    def _note_sending(self, trouble: str) -> None:
        if self._sends is not (not trouble):
            self._sends = not trouble
            self._log("news cannot be sent to other nodes" if trouble else "news is sent again", trouble)

    # Hearing

    async def _hear_for_ever(self) -> None:
        pause = PAUSES[0]
        while not self._stopping:
            try:
                await self._line.hear(self._note_subscribed, self._take)
            except LineError as error:
                pause = PAUSES[0] if self._hears else min(PAUSES[1], 2 * pause)
                if self._hears:
                    self._hears = False
                    self._log("news of other nodes cannot be heard", str(error))
            await asyncio.sleep(pause * random.uniform(0.5, 1))  # noqa: S311 - jitter, no secret

    def _note_subscribed(self) -> None:
        if self._was_subscribed:
            self.counters.reconnects += 1
            self._log("news of other nodes is heard again", "")
        self._was_subscribed = self._hears = True
        self.tell_gap()

    def _take(self, payload: bytes) -> None:
        envelope = self._packer.open(payload)
        if envelope is None:
            self.counters.refused += 1
            return
        if envelope.node == self.node:
            return
        is_late = self._is_late(envelope.node, envelope.number)
        for news in envelope.news:
            # What is still true later is taken in any order; where somebody is, only in the order told, and
            # what is added up only once.
            if not (is_late and isinstance(news, Here | Typing | Goodbye | Tries)):
                self.counters.received += 1
                self.tell(news, envelope.node)

    def _is_late(self, node: str, number: int) -> bool:
        if number <= self._numbers.get(node, 0):
            return True
        self._numbers.pop(node, None)
        self._numbers[node] = number
        if len(self._numbers) > NODES_KNOWN:
            del self._numbers[next(iter(self._numbers))]
        return False

    # Life

    async def ensure_reachable(self) -> None:
        """Open the line once, as a trial. Raises LineError."""
        try:
            await self._line.send([])
        finally:
            await self._line.close_sending()

    async def run(self) -> None:
        """Send and hear until `close`; what goes wrong inside is logged and begun anew."""
        self._tasks = [
            asyncio.create_task(_supervise(self._send_for_ever), name="bus sending"),
            asyncio.create_task(_supervise(self._hear_for_ever), name="bus hearing"),
        ]
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self) -> None:
        """Send what is still queued, if that goes quickly, and end `run`."""
        self._stopping = True
        self._awake.set()
        if self._tasks:
            # The task that sends ends by itself, within the time-outs of the line: no call is cut in two.
            await asyncio.wait(self._tasks[:1], timeout=FAREWELL_SECONDS)
        else:
            await self._send_waiting()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._line.close_sending()

    def _log(self, text: str, trouble: str) -> None:
        level = logging.WARNING if trouble else logging.INFO
        counts = {name: getattr(self.counters, name) for name in self.counters.__slots__}
        logger.log(level, text, extra={"bus": self._line.name, "trouble": trouble, **counts})


async def _supervise(work: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await work()
            return
        except Exception:
            logger.exception("the bus stumbled; it goes on")
            await asyncio.sleep(PAUSES[1])
