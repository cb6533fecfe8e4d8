"""A page whose node dies: it comes back to another one with full jitter, as our scripts do, and goes on."""

import asyncio
import json
import random
import re
import time
from collections.abc import Callable
from typing import cast

from bench.wire import PING, PONG, handshake, masked_frame

FIRST_SECONDS = 0.5
LONGEST_SECONDS = 30.0
HELLO = masked_frame(b'{"t":"hello","v":1}')
NUMBERS = re.compile(rb'"seq":(\d+),"kind"')


class Page(asyncio.Protocol):
    """One person's page: a socket at a time, and the last number that came over it.

    `back_at` is when the first event came after the node had died, and `back` is set then; `tries`
    counts handshakes since. `live` is set once the first socket was welcomed.
    """

    def __init__(self, headers: dict[str, str], room: int, epoch: str, head: int) -> None:
        self.head = head
        self.back_at = 0.0
        self.back = asyncio.Event()
        self.live = asyncio.Event()
        self.tries = 0
        self.is_whole = True
        self._handshake = handshake("/live", headers)
        self._place = {"room": str(room), "epoch": epoch}
        self._node: Callable[[], int] = lambda: 0
        self._is_open = False
        self._rest = b""
        self._attempt = 0
        self._is_closing = False
        self._returning: asyncio.Task[None] | None = None

    async def connect(self, node: Callable[[], int]) -> None:
        """Open a socket at the node that this port belongs to, now and each time it breaks."""
        self._node = node
        await asyncio.get_running_loop().create_connection(lambda: self, "127.0.0.1", node())

    def turn_to(self, node: Callable[[], int]) -> None:
        """Come back to this node when the socket breaks, and note when that was."""
        self._node = node
        self.tries, self._attempt = 0, 0
        self.back.clear()

    def close(self) -> None:
        """Hang up for good."""
        self._is_closing = True
        self._transport.abort()

    # What the transport calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the upgrade."""
        self._transport = cast(asyncio.Transport, transport)
        self._is_open, self._rest = False, b""
        self._transport.write(self._handshake)

    def data_received(self, data: bytes) -> None:
        """Take what the server says."""
        if not self._is_open:
            self._rest += data
            if b"\r\n\r\n" not in self._rest:
                return
            head, _end, data = self._rest.partition(b"\r\n\r\n")
            self._rest = b""
            if not head.startswith(b"HTTP/1.1 101"):
                self._transport.abort()
                return
            self._is_open = True
            sub = {"t": "sub", **self._place, "after": self.head}
            self._transport.write(HELLO + masked_frame(json.dumps(sub).encode()))
        self._rest += data
        self._take_frames()

    def _take_frames(self) -> None:
        data, position, size = self._rest, 0, len(self._rest)
        while size - position >= 2:
            length, head = data[position + 1], 2
            if length == 126:
                length, head = int.from_bytes(data[position + 2 : position + 4], "big"), 4
            end = position + head + length
            if end > size:
                break
            self._take(data[position] & 15, data[position + head : end])
            position = end
        self._rest = data[position:]

    def _take(self, kind: int, payload: bytes) -> None:
        if kind == PING:
            self._transport.write(masked_frame(payload, PONG))
        if payload.startswith(b'{"t":"welcome"'):
            self.live.set()
        if not payload.startswith(b'{"t":"events"'):
            return
        for number in map(int, NUMBERS.findall(payload)):
            self.is_whole = self.is_whole and number == self.head + 1
            self.head = number
        self._attempt = 0
        if self.tries and not self.back.is_set():
            self.back_at = time.perf_counter()
            self.back.set()

    def connection_lost(self, exc: Exception | None) -> None:
        """Come back."""
        if not self._is_closing:
            self._returning = asyncio.ensure_future(self._return())

    async def _return(self) -> None:
        while not self._is_closing:
            self.tries += 1
            longest = min(LONGEST_SECONDS, FIRST_SECONDS * 2**self._attempt)
            self._attempt += 1
            await asyncio.sleep(random.uniform(0, longest))  # noqa: S311 - jitter, no secret
            try:
                await self.connect(self._node)
            except OSError:
                continue
            return
