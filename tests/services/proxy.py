"""A wire that a test can hold: a TCP proxy on a port of its own that cuts, swallows, slows and drops.

async with Proxy(node.port) as proxy:
    proxy.swallow()         # everything vanishes, nobody is told: a half-open line
    proxy.let_through()     # what was swallowed stays lost, as on a real wire nothing ever is
    proxy.cut()             # every connection ends at once
    proxy.drop_next(lambda payload: b'"t":"events"' in payload)     # one frame of a socket never arrives
"""

import asyncio
import contextlib
import struct
from collections.abc import Callable, Coroutine
from socket import SO_LINGER, SOL_SOCKET
from types import TracebackType
from typing import Self

from tests.services.frames import FrameSplitter

LOOPBACK = "127.0.0.1"
CHUNK = 65_536

Pick = Callable[[bytes], bool]


class Proxy:
    """One port that leads to another; `connections` counts those that were ever opened through it."""

    def __init__(self, to_port: int) -> None:
        self.to_port = to_port
        self.port = 0
        self.connections = 0
        self.dropped = 0
        self.delay = 0.0
        self.idle_seconds: float | None = None
        self._is_swallowing = False
        self._picks: list[Pick] = []
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._pumps: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """Return the address of whatever is behind, through this proxy."""
        return f"http://{LOOPBACK}:{self.port}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, LOOPBACK, self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server:
            self._server.close()
        self.cut()
        for pump in self._pumps:
            pump.cancel()
        await asyncio.gather(*self._pumps, return_exceptions=True)

    # Faults

    def swallow(self) -> None:
        """From now on nothing arrives in either direction, and nobody learns of any end."""
        self._is_swallowing = True

    def let_through(self) -> None:
        """Carry again what is said from now on."""
        self._is_swallowing = False

    def cut(self) -> None:
        """Reset every connection."""
        for writer in list(self._open):
            with contextlib.suppress(OSError):
                line = writer.get_extra_info("socket")
                line.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()

    def drop_next(self, pick: Pick) -> None:
        """Lose the next frame from the server whose payload `pick` takes."""
        self._picks.append(pick)

    # Carrying

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._open.add(writer)
        try:
            far_reader, far_writer = await asyncio.open_connection(LOOPBACK, self.to_port)
        except OSError:
            writer.transport.abort()
            self._open.discard(writer)
            return
        self._open.add(far_writer)
        frames = FrameSplitter()
        self._start(self._carry(reader, far_writer, None))
        self._start(self._carry(far_reader, writer, frames))

    def _start(self, pump: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(pump)
        self._pumps.add(task)
        task.add_done_callback(self._pumps.discard)

    async def _carry(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, frames: FrameSplitter | None
    ) -> None:
        with contextlib.suppress(OSError, asyncio.TimeoutError):
            while data := await asyncio.wait_for(reader.read(CHUNK), self.idle_seconds):
                if self.delay:
                    await asyncio.sleep(self.delay)
                if frames:
                    data = b"".join(part for part in frames.feed(data) if not self._loses(part, frames))
                if not self._is_swallowing:
                    writer.write(data)
                    await writer.drain()
        if not self._is_swallowing:
            writer.transport.abort() if self.idle_seconds else writer.close()
            self._open.discard(writer)

    def _loses(self, part: bytes, frames: FrameSplitter) -> bool:
        if not frames.is_socket:
            return False
        for pick in self._picks:
            if pick(part):
                self._picks.remove(pick)
                self.dropped += 1
                return True
        return False
