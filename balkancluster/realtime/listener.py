"""One socket as the hub sees it: where to write, what kind of reader, and whether it keeps up."""

import asyncio
from collections.abc import Callable

from balkancluster.access import Actor
from balkancluster.realtime.frames import ServerFrame
from balkancluster.realtime.protocol import encode, websocket_frame

Write = Callable[[bytes], None]


class Listener:
    """The outlet of one socket.

    `write` takes finished WebSocket frames and never waits. `descriptor` is the number of the socket, where
    frames may go straight to it while the peer keeps up; None where only the outlet can write. When the peer
    reads too slowly the outlet calls `pause`, and `resume` once its buffer has drained; the hub then catches
    the listener up from the log.
    """

    __slots__ = (
        "_drained",
        "actor",
        "close",
        "descriptor",
        "locale",
        "on_pause",
        "on_resume",
        "paused",
        "script",
        "write",
    )

    def __init__(self, actor: Actor, write: Write, close: Callable[[int], None], locale: str) -> None:
        self.actor = actor
        self.write = write
        self.descriptor: int | None = None
        self.close = close
        self.locale = locale
        self.script = "as-written"
        self.paused = False
        self.on_pause: Callable[[Listener], None] = lambda _listener: None
        self.on_resume: Callable[[Listener], None] = lambda _listener: None
        self._drained: asyncio.Event | None = None

    def send(self, frame: ServerFrame) -> None:
        """Write one small frame made only for this listener."""
        self.write(websocket_frame(encode(frame)))

    def pause(self) -> None:
        """The peer does not keep up: stop writing to it."""
        self.paused = True
        self.on_pause(self)

    def resume(self) -> None:
        """The buffer has drained: go on."""
        self.paused = False
        if self._drained is not None:
            self._drained.set()
        self.on_resume(self)

    async def drained(self) -> None:
        """Wait until the peer keeps up."""
        while self.paused:
            if self._drained is None:
                self._drained = asyncio.Event()
            self._drained.clear()
            await self._drained.wait()
