"""A network between a browser and the server that does to WebSockets what company networks do; HTTP passes.

async with Firewall(server.port) as firewall:
    firewall.refuse()            # the upgrade is answered with 403
    firewall.swallow()           # the handshake passes, and nothing after it
    firewall.cut_after(1.0)      # each socket is torn after so many seconds
    firewall.open()              # as if there were no firewall, for what is opened from now on
"""

import asyncio
import contextlib
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Self

LOOPBACK = "127.0.0.1"
CHUNK = 65_536
HEAD_ENDS = b"\r\n\r\n"
REFUSAL = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Firewall:
    """One port that leads to another; `sockets` counts the upgrades that were tried through it."""

    def __init__(self, to_port: int) -> None:
        self.port = 0
        self.sockets = 0
        self._to_port = to_port
        self._mode = "open"
        self._seconds: float | None = None
        self._server: asyncio.Server | None = None
        self._works: set[asyncio.Task[Any]] = set()

    @property
    def url(self) -> str:
        """Return the address of the server, through this network."""
        return f"http://{LOOPBACK}:{self.port}"

    def refuse(self) -> None:
        """Answer upgrades with 403."""
        self._mode, self._seconds = "refuse", None

    def swallow(self) -> None:
        """Let sockets open and nothing through them."""
        self._mode, self._seconds = "swallow", None

    def cut_after(self, seconds: float) -> None:
        """Tear each socket after a while."""
        self._mode, self._seconds = "cut", seconds

    def open(self) -> None:
        """Let sockets through."""
        self._mode, self._seconds = "open", None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, LOOPBACK, 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server:
            self._server.close()
        for work in list(self._works):
            work.cancel()
        await asyncio.gather(*self._works, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._start(self._serve(reader, writer))

    def _start(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        task = asyncio.create_task(work)
        self._works.add(task)
        task.add_done_callback(self._works.discard)
        return task

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far = None
        try:
            head = await reader.readuntil(HEAD_ENDS)
            is_socket = b"upgrade: websocket" in head.lower()
            self.sockets += is_socket
            if is_socket and self._mode == "refuse":
                writer.write(REFUSAL)
                await writer.drain()
                return
            far_reader, far = await asyncio.open_connection(LOOPBACK, self._to_port)
            far.write(head)
            if is_socket and self._mode == "swallow":
                writer.write(await far_reader.readuntil(HEAD_ENDS))
                await asyncio.gather(_carry(reader, None), _carry(far_reader, None))
            else:
                async with asyncio.timeout(self._seconds if is_socket else None):
                    await asyncio.gather(_carry(reader, far), _carry(far_reader, writer))
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            pass
        finally:
            for end in (writer, far):
                if end is not None:
                    end.transport.abort() if self._mode == "cut" else end.close()


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter | None) -> None:
    """Carry one direction to its end, to nobody where there is no writer."""
    with contextlib.suppress(OSError):
        while data := await reader.read(CHUNK):
            if writer:
                writer.write(data)
                await writer.drain()
    if writer:
        writer.close()
