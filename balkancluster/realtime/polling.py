"""The line of somebody whose network lets no socket through: one request hears what a socket would (D14).

Each request says anew what it wants to hear and from which number on, so that nothing is kept here between
two of them, any node answers, and the rights are asked for each time. What it hears comes from the same pump.
"""

import asyncio
import contextlib
from collections.abc import Iterable

from balkancluster.access import Actor
from balkancluster.realtime.admission import gate
from balkancluster.realtime.conversation import Conversation
from balkancluster.realtime.frames import ErrorNews
from balkancluster.realtime.hub import Hub
from balkancluster.realtime.listener import Listener
from balkancluster.realtime.protocol import ClientFrame, FrameError, payload_of

TOGETHER_SECONDS = 0.05
"""How long the first frame of an answer waits for others that come with it."""

PATIENT_SECONDS = 10.0
"""Who is here is told to each request anew, so it does not end one at once."""

PATIENT = (b'{"t":"presence"', b'{"t":"heads"')
ANSWER_BYTES = 256 * 1024


class Poll:
    """One request's time of listening; `ended_by` is the close code that a socket would have been given."""

    def __init__(self, hub: Hub, actor: Actor, locale: str) -> None:
        self._hub = hub
        self._listener = Listener(actor, self._write, self._end, locale)
        self._frames: list[bytes] = []
        self._size = 0
        self._news = asyncio.Event()
        self._patience: asyncio.TimerHandle | None = None
        self._loop = asyncio.get_running_loop()
        self.ended_by: int | None = None

    async def hear(self, said: Iterable[ClientFrame], seconds: float) -> list[bytes]:
        """Take what the client says; return the frames for it when there are some, or the time is over.

        Raises Full when too many come at once.
        """
        self._hub.welcome(self._listener)
        try:
            async with gate.turn():
                await self._take(said)
            await self._wait(self._loop.time() + seconds)
        finally:
            self._hub.farewell(self._listener)
            if self._patience is not None:
                self._patience.cancel()
        return self._frames

    async def _take(self, said: Iterable[ClientFrame]) -> None:
        conversation = Conversation(self._hub, self._listener)
        for frame in said:
            try:
                await conversation.take(frame)
            except FrameError as error:
                self._listener.send(ErrorNews(code=error.code))

    def stop(self) -> None:
        """Wait for nothing any more."""
        self._news.set()

    async def _wait(self, until: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(until):
                await self._news.wait()
                if self.ended_by is None:
                    await asyncio.sleep(TOGETHER_SECONDS)

    # What the hub calls

    def _write(self, frame: bytes) -> None:
        payload = payload_of(frame)
        self._frames.append(payload)
        self._size += len(payload)
        if not payload.startswith(PATIENT):
            self._news.set()
        elif self._patience is None:
            self._patience = self._loop.call_later(PATIENT_SECONDS, self._news.set)
        if self._size > ANSWER_BYTES and not self._listener.paused:
            # The rest is for the next request.
            self._listener.pause()

    def _end(self, code: int) -> None:
        self.ended_by = code
        self._news.set()
