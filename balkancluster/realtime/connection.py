"""One socket's life: hello, what the client says in order and not too often, goodbye."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Coroutine
from typing import Any

from starlette.websockets import WebSocket, WebSocketState

from balkancluster.access import Actor
from balkancluster.outages import is_outage
from balkancluster.realtime.conversation import Conversation
from balkancluster.realtime.frames import ErrorNews, Welcome
from balkancluster.realtime.hub import Hub
from balkancluster.realtime.listener import Listener
from balkancluster.realtime.outlet import EXTENSION, QueueOutlet
from balkancluster.realtime.protocol import (
    SOCKETS_PER_PERSON,
    VERSION,
    ClientFrame,
    FrameError,
    Hello,
    decode_frame,
)

BAD_PROTOCOL = 4500
TOO_MANY_SOCKETS = 4429
TRY_LATER = 4003
"""What was asked for needs the database, which is away: the client comes back with back-off (D13)."""

ERRORS_IN_A_ROW = 5
HELLO_SECONDS = 10.0
FRAMES_PER_WINDOW = 600
WINDOW_SECONDS = 60.0


logger = logging.getLogger(__name__)


class Closed(Exception):
    """The socket is gone, or must go with this code."""

    def __init__(self, code: int | None = None) -> None:
        super().__init__(code)
        self.code = code


class Connection:
    """The conversation with one client; what goes wrong in it is said by frame or close code."""

    def __init__(self, socket: WebSocket, hub: Hub, actor: Actor, locale: str) -> None:
        self._socket = socket
        self._hub = hub
        self._errors = 0
        self._window = time.monotonic()
        self._frames = 0
        self._tasks: set[asyncio.Task[Any]] = set()
        self._listener = self._open_listener(actor, locale)
        self._conversation = Conversation(hub, self._listener)

    async def run(self) -> None:
        """Serve the socket until it is gone."""
        if self._hub.sockets_of(self._listener.actor.id) >= SOCKETS_PER_PERSON:
            await self._socket.close(TOO_MANY_SOCKETS)
            return
        self._hub.welcome(self._listener)
        try:
            await self._greet_in_time()
            while True:
                await self._take(await self._receive())
        except Closed as closed:
            await self._end(closed.code)
        except Exception as error:
            if not is_outage(error):
                raise
            logger.warning("a socket was told to come back later", extra={"trouble": str(error)})
            await self._end(TRY_LATER)
        finally:
            self._hub.farewell(self._listener)
            for task in self._tasks:
                task.cancel()

    # The outlet

    def _open_listener(self, actor: Actor, locale: str) -> Listener:
        transport = self._socket.scope.get("extensions", {}).get(EXTENSION)
        if transport is not None:
            listener = Listener(actor, transport.write, self._close, locale)
            listener.descriptor = transport.descriptor
            transport.attach(listener.pause, listener.resume)
            return listener
        outlet = QueueOutlet(self._socket)
        listener = Listener(actor, outlet.write, self._close, locale)
        outlet.attach(listener)
        self._start(outlet.send_for_ever())
        return listener

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _close(self, code: int) -> None:
        # Not among this connection's tasks: it must outlive the loop that it ends.
        _closing.add(task := asyncio.create_task(self._end(code)))
        task.add_done_callback(_closing.discard)

    async def _end(self, code: int | None) -> None:
        if code is not None and self._socket.application_state is WebSocketState.CONNECTED:
            with contextlib.suppress(RuntimeError, OSError):
                await self._socket.close(code)

    # Frames

    async def _receive(self) -> str | None:
        """Return the next text, or None for a binary message."""
        message = await self._socket.receive()
        if message["type"] == "websocket.disconnect":
            raise Closed
        text: str | None = message.get("text")
        return text

    async def _greet_in_time(self) -> None:
        try:
            await asyncio.wait_for(self._greet(), HELLO_SECONDS)
        except TimeoutError:
            raise Closed(BAD_PROTOCOL) from None

    async def _greet(self) -> None:
        try:
            frame = _decode(await self._receive())
        except FrameError as error:
            self._listener.send(ErrorNews(code=error.code))
            raise Closed(BAD_PROTOCOL) from error
        if not isinstance(frame, Hello):
            self._listener.send(ErrorNews(code="hello_first"))
            raise Closed(BAD_PROTOCOL)
        self._listener.send(Welcome(v=VERSION, person=str(self._listener.actor.id)))
        await self._conversation.take(frame)

    async def _take(self, text: str | None) -> None:
        try:
            self._ensure_calm()
            await self._conversation.take(_decode(text))
        except FrameError as error:
            self._count_error(error.code)
        else:
            self._errors = 0

    def _ensure_calm(self) -> None:
        now = time.monotonic()
        if now - self._window > WINDOW_SECONDS:
            self._window, self._frames = now, 0
        self._frames += 1
        if self._frames > FRAMES_PER_WINDOW:
            raise FrameError("rate_limited")

    def _count_error(self, code: str) -> None:
        if code == "rate_limited":
            wait = self._window + WINDOW_SECONDS - time.monotonic()
            self._listener.send(ErrorNews(code=code, retry_after=max(1, round(wait))))
            return
        self._errors += 1
        self._listener.send(ErrorNews(code=code))
        if self._errors >= ERRORS_IN_A_ROW:
            raise Closed(BAD_PROTOCOL)


_closing: set[asyncio.Task[None]] = set()


def _decode(text: str | None) -> ClientFrame:
    if text is None:
        raise FrameError("unsupported")
    return decode_frame(text)
