"""What a proxy sends again when a node falls silent in the middle: only what can do no harm twice."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.operate.proxies import Certificate, Proxy


class FickleNode:
    """Answers everything except /fickle, which it reads and then hangs up on."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.port = 0

    async def serve(self) -> asyncio.Server:
        """Listen on a port of its own."""
        server = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        return server

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        method, address, _rest = head.split(" ", 2)
        if address == "/fickle":
            self.heard.append(method)
        else:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
        writer.close()


@pytest.fixture
async def fickle(
    proxy_kind: str, certificate: Certificate, tmp_path: Path
) -> AsyncIterator[tuple[Proxy, list[FickleNode]]]:
    """A proxy before two nodes that hang up."""
    nodes = [FickleNode(), FickleNode()]
    servers = [await node.serve() for node in nodes]
    proxy = Proxy(proxy_kind, tmp_path, certificate, [node.port for node in nodes])
    await proxy.start({})
    yield proxy, nodes
    await proxy.stop()
    for server in servers:
        server.close()
        await server.wait_closed()


@pytest.mark.parametrize(("method", "is_safe"), [("GET", True), ("POST", False)])
async def test_only_what_is_safe_is_sent_again(
    fickle: tuple[Proxy, list[FickleNode]], method: str, is_safe: bool
) -> None:
    proxy, nodes = fickle
    async with proxy.client() as client:
        answer = await client.request(method, "/fickle")
    heard = [word for node in nodes for word in node.heard]
    assert answer.status_code == 503
    assert (len(heard) > 1) is is_safe, heard
