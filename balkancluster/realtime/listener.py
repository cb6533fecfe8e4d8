"""One socket as the hub sees it: where to write, what kind of reader, and whether it keeps up."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from balkancluster.access import Actor
from balkancluster.i18n.reading import Reading
from balkancluster.realtime.frames import ReadingNews, ServerFrame
from balkancluster.realtime.protocol import encode, websocket_frame

Write = Callable[[bytes], None]


class Listener:
    """The outlet of one socket.

    `script` and `bulgarian_in_latin` are what the client asked for; None where the person's choice counts.
    `write` takes finished WebSocket frames and never waits. `descriptor` is the number of the socket, where
    frames may go straight to it while the peer keeps up; None where only the outlet can write. When the peer
    reads too slowly the outlet calls `pause`, and `resume` once its buffer has drained; the hub then catches
    the listener up from the log.
    """

    __slots__ = (
        "_drained",
        "actor",
        "bulgarian_in_latin",
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
        self.script: str | None = None
        self.bulgarian_in_latin: bool | None = None
        self.paused = False
        self.on_pause: Callable[[Listener], None] = lambda _listener: None
        self.on_resume: Callable[[Listener], None] = lambda _listener: None
        self._drained: asyncio.Event | None = None

    @property
    def reading(self) -> Reading:
        """Return how what people wrote is shown on this socket."""
        chosen = self.actor.reading_in(self.locale)
        if self.script is not None:
            chosen = replace(chosen, script=self.script)
        if self.bulgarian_in_latin is not None:
            chosen = replace(chosen, bulgarian_in_latin=self.bulgarian_in_latin)
        return chosen

    def go_on_as(self, actor: Actor) -> bool:
        """Take over what has changed of a person; return whether texts are shown in another way from now on.

        The client is told so: what it shows already is to be shown anew.
        """
        before, self.actor = self.reading, actor
        reading = self.reading
        if reading == before:
            return False
        self.send(ReadingNews(script=reading.script, bulgarian_in_latin=reading.bulgarian_in_latin))
        return True

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
