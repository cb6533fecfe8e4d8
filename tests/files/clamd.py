"""A virus scanner for tests: it speaks clamd's INSTREAM and finds what it was told to find."""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

HARMFUL = b"X5O!P%@AP"


class StubScanner:
    """Answers as it is told; keeps what it was given."""

    def __init__(self) -> None:
        self.seen: list[bytes] = []
        self.answer = b""
        self.url = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one file."""
        assert await reader.readuntil(b"\0") == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack(">I", await reader.readexactly(4))[0]:
            content += await reader.readexactly(length)
        self.seen.append(content)
        found = b"stream: Eicar-Signature FOUND\0" if HARMFUL in content else b"stream: OK\0"
        writer.write(self.answer or found)
        await writer.drain()
        writer.close()


@asynccontextmanager
async def running_scanner() -> AsyncIterator[StubScanner]:
    """Run a scanner on a port of its own."""
    scanner = StubScanner()
    server = await asyncio.start_server(scanner.serve, "127.0.0.1", 0)
    scanner.url = f"tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield scanner
