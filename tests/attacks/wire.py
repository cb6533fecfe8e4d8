"""A client that may break every rule of HTTP: what it is given goes out byte for byte.

It reads from the socket itself: the standard library's streams forget what had arrived once a write fails,
and servers often answer while they still refuse to read.
"""

import asyncio
import json
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

SECONDS = 12
"""How long an answer may take before it counts as silence; also on a busy machine."""

Headers = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Answer:
    """A response as it came over the wire; names of headers are in lower case."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        """Return the first header of that name, or ""."""
        return next((value for found, value in self.headers if found == name), "")

    def json(self) -> Any:
        """Return the body as JSON."""
        return json.loads(self.body)


class Wire:
    """One TCP connection to the server."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self._received = bytearray()

    @classmethod
    async def open(cls, port: int) -> Self:
        """Connect to a port of this machine."""
        connecting = socket.socket()
        connecting.setblocking(False)
        await asyncio.get_running_loop().sock_connect(connecting, ("127.0.0.1", port))
        return cls(connecting)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        self.close()

    async def send(self, data: bytes) -> None:
        """Send bytes; a peer that hung up already is no error, because it may have answered before."""
        try:
            await asyncio.get_running_loop().sock_sendall(self._socket, data)
        except ConnectionError:
            return

    async def read_answer(self) -> Answer:
        """Return the next response. Raises AssertionError when there is none."""
        try:
            async with asyncio.timeout(SECONDS):
                return await self._read_answer()
        except (TimeoutError, ConnectionError, EOFError) as error:
            raise AssertionError("the server answered with silence") from error

    async def wait_until_hung_up(self) -> None:
        """Return when the server has closed the connection. Raises AssertionError when it does not."""
        try:
            async with asyncio.timeout(SECONDS):
                while True:
                    await self.read(len(self._received) + 1)
        except (ConnectionError, EOFError):
            return
        except TimeoutError as error:
            raise AssertionError("the server keeps the connection open") from error

    async def read(self, length: int) -> bytes:
        """Return exactly so many bytes. Raises EOFError or ConnectionError."""
        while len(self._received) < length:
            await self._receive()
        found = bytes(self._received[:length])
        del self._received[:length]
        return found

    async def read_until(self, end: bytes) -> bytes:
        """Return everything up to and with `end`. Raises EOFError or ConnectionError."""
        while end not in self._received:
            await self._receive()
        return await self.read(self._received.index(end) + len(end))

    async def _receive(self) -> None:
        data = await asyncio.get_running_loop().sock_recv(self._socket, 65_536)
        if not data:
            raise EOFError
        self._received += data

    async def _read_answer(self) -> Answer:
        lines = (await self.read_until(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        parts = (line.partition(":") for line in lines[1:-2])
        answer = Answer(
            int(lines[0].split()[1]), [(name.lower(), text.strip()) for name, _, text in parts], b""
        )
        if answer.header("transfer-encoding") == "chunked":
            return Answer(answer.status, answer.headers, await self._read_chunks())
        body = await self.read(int(answer.header("content-length") or 0))
        return Answer(answer.status, answer.headers, body)

    async def _read_chunks(self) -> bytes:
        body = b""
        while size := int(await self.read_until(b"\r\n"), 16):
            body += (await self.read(size + 2))[:-2]
        await self.read_until(b"\r\n")
        return body


async def ask(port: int, raw: bytes) -> Answer:
    """Send one request as it is and return the answer."""
    async with await Wire.open(port) as wire:
        await wire.send(raw)
        return await wire.read_answer()


def request(method: str, target: str, headers: Headers, body: bytes = b"") -> bytes:
    """Return a request with exactly these headers, and a length where there is a body."""
    length = [("Content-Length", str(len(body)))] if body else []
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in (*headers, *length))]
    return "\r\n".join([*lines, "", ""]).encode() + body
