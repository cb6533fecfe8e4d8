"""Where a socket's frames go: straight to the transport where the server offers it, else through a queue."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Protocol

from starlette.websockets import WebSocket, WebSocketDisconnect

from balkancluster.realtime.listener import Listener
from balkancluster.realtime.protocol import payload_of

EXTENSION = "balkancluster.transport"
QUEUE = 256
RESUME_AT = 32


class Transport(Protocol):
    """What our uvicorn protocol class puts into the ASGI scope."""

    def write(self, frame: bytes) -> None:
        """Write finished frame bytes; never waits."""

    @property
    def descriptor(self) -> int | None:
        """Return the socket that frames may be written to while the peer keeps up, or None."""

    def attach(self, pause: Callable[[], None], resume: Callable[[], None]) -> None:
        """Call these when the peer stops and starts to keep up."""


class QueueOutlet:
    """Frames for a server without our transport: a bounded queue and one task that sends from it."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._queue: asyncio.Queue[bytes] = asyncio.Queue()
        self._listener: Listener | None = None

    def attach(self, listener: Listener) -> None:
        """Pause and resume this listener as its queue fills and drains."""
        self._listener = listener

    def write(self, frame: bytes) -> None:
        """Queue a frame, and pause the listener when too many wait."""
        self._queue.put_nowait(frame)
        if self._listener and not self._listener.paused and self._queue.qsize() >= QUEUE:
            self._listener.pause()

    async def send_for_ever(self) -> None:
        """Send what is queued until the socket is gone."""
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            while True:
                frame = await self._queue.get()
                await self._socket.send_text(payload_of(frame).decode())
                if self._listener and self._listener.paused and self._queue.qsize() <= RESUME_AT:
                    self._listener.resume()
