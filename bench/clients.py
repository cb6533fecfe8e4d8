"""The clients: members who listen on a socket each, and who asks by HTTP."""

import asyncio
import socket
import time
from array import array
from collections.abc import Callable
from typing import cast

from bench.tally import MARK, Tally
from bench.wire import PING, PONG, TEXT, masked_frame

ANSWER_SECONDS = 60.0


class Client(asyncio.Protocol):
    """A connection on which bytes are awaited one thing after another."""

    patience = ANSWER_SECONDS
    """How many seconds an answer may take."""

    def __init__(self) -> None:
        self._received = b""
        self._wanted: Callable[[], bool] = lambda: True
        self._waiting: asyncio.Future[None] | None = None

    async def connect(self, port: int) -> None:
        """Connect to a server on this machine."""
        await asyncio.get_running_loop().create_connection(lambda: self, "127.0.0.1", port)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Small frames shall not wait for each other."""
        self.transport = cast(asyncio.Transport, transport)
        found = cast(socket.socket, transport.get_extra_info("socket"))
        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody may wait for a server that has hung up."""
        if self._waiting and not self._waiting.done():
            self._waiting.set_exception(
                ConnectionError(f"the server hung up after {self._received[-300:]!r}")
            )

    def data_received(self, data: bytes) -> None:
        """Keep what came, and wake who waits for it."""
        self._received += data
        if self._waiting and not self._waiting.done() and self._wanted():
            self._waiting.set_result(None)

    async def expect(self, wanted: bytes) -> bytes:
        """Wait for these bytes; return all that came up to their end. Raises TimeoutError."""
        await self._until(lambda: wanted in self._received)
        before, _wanted, self._received = self._received.partition(wanted)
        return before + wanted

    async def read(self, length: int) -> bytes:
        """Wait for so many bytes and return them. Raises TimeoutError."""
        await self._until(lambda: len(self._received) >= length)
        found, self._received = self._received[:length], self._received[length:]
        return found

    async def _until(self, wanted: Callable[[], bool]) -> None:
        if not wanted():
            self._wanted, self._waiting = wanted, asyncio.get_running_loop().create_future()
            async with asyncio.timeout(self.patience):
                await self._waiting

    def close(self) -> None:
        """Hang up."""
        self.transport.abort()


class Member(Client):
    """Somebody in the room, who notes every post that arrives, and in which order."""

    mark = MARK

    def __init__(self, tally: Tally) -> None:
        super().__init__()
        self.order = array("L")
        self.frame_length = 0
        self._tally = tally
        self._listens = False

    def listen(self) -> None:
        """Count from now on."""
        self._listens = True
        data, self._received = self._received, b""
        self.data_received(data)

    def data_received(self, data: bytes) -> None:
        """Take whole frames apart; a rest waits for its other half."""
        if not self._listens:
            super().data_received(data)
            return
        self._received = self._take_apart(self._received + data, time.perf_counter())

    def _take_apart(self, data: bytes, now: float) -> bytes:
        position, size = 0, len(data)
        while size - position >= 2:
            length, head = data[position + 1], 2
            if length == 126:
                length, head = int.from_bytes(data[position + 2 : position + 4], "big"), 4
            end = position + head + length
            if end > size:
                break
            self._take(data[position] & 15, data[position + head : end], now)
            self.frame_length, position = end - position, end
        return data[position:]

    def _take(self, kind: int, payload: bytes, now: float) -> None:
        if kind == TEXT:
            self.take_marks(payload, now)
        elif kind == PING:
            self.transport.write(masked_frame(payload, PONG))

    def take_marks(self, words: bytes, now: float) -> None:
        """Note every post that is in some words, which came in one frame."""
        heard = len(self.order)
        for mark in self.mark.finditer(words):
            number = int(mark[1])
            self.order.append(number)
            self._tally.receive(number, now)
        self._tally.frames += len(self.order) > heard


class HttpClient(Client):
    """One connection for requests, each answered before the next."""

    def __init__(self) -> None:
        super().__init__()
        self._turn = asyncio.Lock()

    async def ask(self, request: bytes) -> tuple[bytes, bytes]:
        """Send one request; return head and content of its answer as they were sent."""
        async with self._turn:
            self.transport.write(request)
            head = await self.expect(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0])
            return head, await self.read(length)
