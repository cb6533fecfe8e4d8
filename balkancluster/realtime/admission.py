"""Who may come in just now: one handshake in each turn of the loop, a queue, and a word for the rest.

Thousands come at once when another node has died. Served all at the same time each of them would be done at
the very end, and so would what those say who are here already. So one is let in between two turns of the
loop, which has something to do for everybody else in each of them; in the order in which they came. Whoever
would wait for longer than people do is told with 503 when to come back.
"""

import asyncio
import contextlib
import random
import time
from collections import deque
from collections.abc import AsyncIterator, Callable

AT_ONCE = 64
"""So many handshakes wait for the database at most."""

PATIENCE = 4.0
LEAST_WAITING = 200
FIRST_RATE = 250.0
COME_BACK_AFTER = (2, 8)
"""Seconds, by chance, so that who was sent away at the same time does not return at the same time."""

MEASURED_OVER = 0.5

Begin = Callable[[], None]


class Full(Exception):
    """There are too many already; `retry_after` seconds later it is worth another try."""

    def __init__(self) -> None:
        super().__init__()
        self.retry_after = random.randint(*COME_BACK_AFTER)  # noqa: S311 - jitter, no secret


class Gate:
    """The door of one process."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._at_once = at_once
        self._inside = 0
        self._next: asyncio.Handle | None = None
        self._waiting: deque[Begin] = deque()
        self._rate = FIRST_RATE
        self._done = 0
        self._measured_at = time.monotonic()

    def enter(self, begin: Begin) -> None:
        """Call `begin` when it is one's turn; `leave` must follow. Raises Full."""
        if len(self._waiting) >= max(LEAST_WAITING, self._rate * PATIENCE):
            raise Full
        if not self._waiting:
            self._done, self._measured_at = 0, time.monotonic()
        self._waiting.append(begin)
        self._go_on()

    def leave(self) -> None:
        """One who was let in has what they came for."""
        self._inside -= 1
        self._measure()
        self._go_on()

    def _go_on(self) -> None:
        if self._waiting and self._next is None and self._inside < self._at_once:
            self._next = asyncio.get_running_loop().call_soon(self._let_one_in)

    def _let_one_in(self) -> None:
        self._next = None
        self._inside += 1
        begin = self._waiting.popleft()
        self._go_on()
        begin()

    @contextlib.asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Do something when it is one's turn. Raises Full."""
        turn = asyncio.get_running_loop().create_future()
        self.enter(lambda: self._let_in(turn))
        try:
            # Who gives up meanwhile cancels this, and their turn passes on.
            await turn
            yield
        finally:
            if turn.done() and not turn.cancelled():
                self.leave()

    def _let_in(self, turn: "asyncio.Future[None]") -> None:
        if turn.cancelled():
            self.leave()
        else:
            turn.set_result(None)

    def _measure(self) -> None:
        """Learn how many this machine lets in within a second while others wait."""
        self._done += 1
        took = time.monotonic() - self._measured_at
        if self._waiting and took > MEASURED_OVER:
            self._rate = self._done / took
            self._done, self._measured_at = 0, time.monotonic()


gate = Gate()
"""The door of this process, for sockets and for long polls."""
